import { z } from "zod";
import type { Bilingual } from "../model/text.js";
import { said } from "./expectation.js";

/** What an editor shows for a key. */
export const told = (text: Bilingual): { description: string } => ({ description: `${text.en}\n${text.zh}` });
export const key = <Schema extends z.ZodType>(schema: Schema, en: string, zh: string) =>
  schema.meta(told({ en, zh })).exactOptional();
export const must = <Schema extends z.ZodType>(schema: Schema, en: string, zh: string): Schema =>
  schema.meta(told({ en, zh }));

export const nouns = {
  key: { en: "key", zh: "键" },
  check: { en: "check", zh: "检查项" },
  setting: { en: "setting", zh: "设置项" },
  signal: { en: "signal", zh: "信号" },
};

/** A map with exactly these keys. */
export const strict = <Shape extends z.ZodRawShape>(shape: Shape, noun: Bilingual = nouns.key) => {
  const allowed = Object.keys(shape);
  const some = allowed.slice(0, 6).join(", ");
  const tail = allowed.length > 6 ? ", …" : "";
  const expected = {
    en: allowed.length === 0 ? "an empty map" : `a map with ${some}${tail}`,
    zh: allowed.length === 0 ? "空映射" : `含 ${some}${tail} 的映射`,
  };
  return z.strictObject(shape, { error: said({ ...expected, noun, allowed }) });
};
export const list = <Item extends z.ZodType>(item: Item) =>
  z.array(item, { error: said({ en: "a list", zh: "列表" }) });
