import { z } from "zod";
import type { Field } from "../model/invoice-fields.js";
import type { Bilingual } from "../model/text.js";
import { said } from "./expectation.js";
import { key, list, must, strict } from "./keys.js";
import * as leaf from "./leaves.js";

/** What stands at each path; those of a line begin at the line. */
const words: Readonly<Record<Field, Bilingual>> = {
  taxNumber: { en: "Tax number of the buyer", zh: "购买方纳税人识别号" },
  sellerTaxNumber: { en: "Tax number of the seller", zh: "销售方纳税人识别号" },
  type: { en: "Type of the invoice", zh: "发票类型" },
  number: { en: "Number of the invoice", zh: "发票号码" },
  date: { en: "Date of the invoice", zh: "开票日期" },
  lines: { en: "List of the lines", zh: "明细列表" },
  amount: { en: "Sum of the amounts without tax", zh: "合计金额（不含税）" },
  tax: { en: "Sum of the tax", zh: "合计税额" },
  total: { en: "Total with tax", zh: "价税合计" },
  lineAmount: { en: "In a line: amount without tax", zh: "明细：金额（不含税）" },
  lineTax: { en: "In a line: tax", zh: "明细：税额" },
  rate: { en: "In a line: tax rate, as a fraction", zh: "明细：税率（小数）" },
  quantity: { en: "In a line: quantity", zh: "明细：数量" },
  price: { en: "In a line: price without tax", zh: "明细：单价（不含税）" },
  deduction: { en: "In a line: what is deducted before tax", zh: "明细：扣除额" },
  gross: { en: "In a line: amount with tax", zh: "明细：含税金额" },
};

const field = (name: Field) => key(leaf.jsonPath, words[name].en, words[name].zh);
const fieldKeys = Object.fromEntries((Object.keys(words) as Field[]).map((name) => [name, field(name)])) as {
  readonly [F in Field]: ReturnType<typeof field>;
};

/** Samples of one target. */
export const mostSamples = 20;
const samples = (() => {
  const error = said({ en: `1 to ${mostSamples} files`, zh: `1 到 ${mostSamples} 个文件` });
  return z.array(leaf.freeText, { error }).min(1, { error }).max(mostSamples, { error });
})();

export const payload = strict({
  samples: must(samples, "JSON files with requests, relative to this file", "请求样例的 JSON 文件，相对于本文件"),
  fields: key(
    strict(fieldKeys),
    'Where the figures stand, if under names of your own: { lines: "$.items", total: "$.sum" }',
    '各数据所在路径，字段名为自定义时填写：{ lines: "$.items", total: "$.sum" }',
  ),
  required: key(list(leaf.jsonPath), "Further paths that must not be empty", "其他必填项的路径"),
});
