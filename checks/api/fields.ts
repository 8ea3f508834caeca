import { isObject, type Json, jsonIn } from "../../src/model/json.js";

/** One member of a structured answer that has words. */
export type Field = {
  readonly name: string;
  readonly text: string;
  /** It speaks of the answer as a whole; else of something in it. */
  readonly whole: boolean;
};

/** What of a structured answer is read. */
export type Fields = {
  readonly fields: readonly Field[];
  /** Whether it calls itself a success or a failure; undefined: neither. */
  readonly outcome?: boolean;
  /** Nothing stands in it but what speaks; absent: not asked yet. */
  readonly only?: boolean;
};

/** Characters of one text, members of one answer, steps down into it. */
const limits = { text: 600, fields: 120, depth: 7, list: 5 } as const;

/** Members that speak, by the end of their names: in English, Chinese, and in the first letters of pinyin. */
const speaks =
  /(code|error|err|msg|mesg|message|reason|details?|desc|description|describe|info|tips?|hint|title|remark|fault|faultstring|notice|cause|prompt|memo)$|^(rm|cwxx|fhxx|cwms|text|error_?type|type)$|信息|说明|原因|提示|描述/i;
/** Those that wrap what speaks of the whole answer. */
const wraps = /^(error|errors|head|header|result|response|status|state|meta|fault|returnStateInfo|base|common)$/i;
/** How far a request has come. */
const standing = /^(\w+_)?(status|state)$|[a-z](Status|State)$|^(kp|fp|cl|zt)?(zt|ztms)$/;

const codeName =
  /^(code|err(or)?_?(code|no|num)|(return|result|ret|rtn|resp|response|sub|biz|status|msg|message|fault|api)_?code|ret|errno|rc)$/i;
const flagName = /^(is_?)?(success|succeed|succeeded|successful|ok)$/i;
const success = /^([a-z]{0,2}0+|200|20000|10000|ok|success|succ|succeed|succeeded|true|y|yes)$/i;
/** Some number their outcomes from 1, others their failures. */
const either = /^1$/;
const failedState = /^(-\d+|error|err|fail(ed|ure)?|f|失败)$/i;

const isScalar = (value: Json | undefined): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

const outcomeOfCodes = (codes: readonly string[]): boolean | undefined => {
  if (codes.length === 0 || codes.every((one) => either.test(one))) return undefined;
  return codes.every((one) => success.test(one) || either.test(one));
};

/** Whether an object calls itself a success or a failure; undefined: neither. */
const outcomeOf = (value: Json | undefined, depth = 0): boolean | undefined => {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  const named = (known: RegExp): string[] =>
    entries.flatMap(([name, one]) => (known.test(name) && isScalar(one) && one !== "" ? [String(one)] : []));
  const flags = named(flagName);
  if (flags.length > 0) return flags.every((one) => /^(true|y|yes|1|ok|success)$/i.test(one));
  const coded = outcomeOfCodes(named(codeName));
  if (coded !== undefined) return coded;
  if (named(/^(status|state|result)$/i).some((one) => failedState.test(one))) return false;
  const { error } = value;
  if (depth === 0 && (isObject(error) || (typeof error === "string" && error !== ""))) return false;
  const within = depth > 1 ? [] : entries.filter(([name]) => wraps.test(name));
  return within.map(([, one]) => outcomeOf(one, depth + 1)).find((one) => one !== undefined);
};

/** Some platforms send their messages as Base64 of UTF-8: taken as such only where Chinese comes out. */
const decoded = (text: string): string => {
  if (text.length < 8 || text.length > 2000 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text))
    return text;
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const plain = new TextDecoder().decode(bytes);
  return /[\u4e00-\u9fff]{2}/.test(plain) && !plain.includes("\ufffd") ? plain : text;
};

/** JSON that travels as a string within JSON or XML. */
const packed = (text: string): Json | undefined => {
  const value = /^\s*[{[]/.test(text) ? jsonIn(text) : undefined;
  return isObject(value) || Array.isArray(value) ? value : undefined;
};

type Place = { readonly name: string; readonly whole: boolean; readonly depth: number };

const inString = (text: string, { name, whole, depth }: Place): Field[] => {
  const value = packed(text);
  if (value !== undefined) return fieldsIn(value, { name, whole: false, depth: depth + 1 });
  return speaks.test(name) || standing.test(name) ? [{ name, text: decoded(text).slice(0, limits.text), whole }] : [];
};

const fieldsIn = (value: Json | undefined, place: Place): Field[] => {
  const { name, whole, depth } = place;
  if (typeof value === "string") return inString(value, place);
  if (depth > limits.depth) return [];
  if (Array.isArray(value)) {
    const within = { name, whole: whole && (depth > 0 || value.length === 1), depth: depth + 1 };
    return value.slice(0, limits.list).flatMap((one) => fieldsIn(one, within));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([member, one]) => {
    const simple = !isObject(one) && !Array.isArray(one);
    const on = whole && (simple || wraps.test(member) || (depth === 0 && name === "" && Array.isArray(value)));
    return fieldsIn(one, { name: member, whole: on, depth: depth + 1 });
  });
};

/** Top-level lists of one are what they hold. */
export const jsonFields = (value: Json): Fields => {
  const only = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const outcome = outcomeOf(only);
  const fields = fieldsIn(only, { name: "", whole: !Array.isArray(only), depth: 0 }).slice(0, limits.fields);
  return { fields, ...(outcome === undefined ? {} : { outcome }) };
};

/** Members that only say when, where and to whom it was answered. */
const aside =
  /^(time_?stamp|time|date|path|(request|trace|rid|log|event|waf|span)_?\w*|\w*(request|trace|log|serial)_?(id|no)|rid|version|host|instance|zipCode|encryptCode)$/i;

const isSpeech = (name: string): boolean => speaks.test(name) || codeName.test(name) || aside.test(name);

/** An element without elements in it, and its text. */
const leaf = /<(?:[\w.-]+:)?([\w.-]+)(?:\s[^<>]*)?>([^<>]+)<\//g;
const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

/** SOAP carries whole messages as CDATA, or with their brackets masked: both are opened. */
const opened = (xml: string): string =>
  xml
    .replace(/<!\[CDATA\[|\]\]>/g, "")
    .replace(/<!--[\s\S]*?-->/g, " ")
    .replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? "");

/** Of an XML answer, the first code decides: what follows may be records. Two codes that differ make a list. */
export const xmlFields = (xml: string): Fields => {
  const leaves = [...opened(xml).matchAll(leaf)]
    .slice(0, limits.fields)
    .map(([, name = "", text = ""]) => ({ name, text: text.trim() }));
  const of = (known: RegExp): string[] => leaves.filter(({ name }) => known.test(name)).map(({ text }) => text);
  const codes = of(codeName);
  const [flag] = of(flagName);
  const isList = leaves.some(
    ({ name, text }) => codeName.test(name) && leaves.some((one) => one.name === name && one.text !== text),
  );
  const failed = of(/^(status|state|result)$/i).some((text) => failedState.test(text));
  const coded = outcomeOfCodes(codes.slice(0, 1)) ?? (failed ? false : undefined);
  const outcome = flag === undefined ? coded : /^(true|y|yes|1|ok|success)$/i.test(flag);
  const failing = outcome === true && codes.length === 2 && codes.some((one) => !success.test(one)) ? false : outcome;
  const fields = leaves.flatMap(({ name, text }): Field[] => {
    const value = packed(text);
    if (value !== undefined) return fieldsIn(value, { name, whole: false, depth: 1 });
    return speaks.test(name) || standing.test(name)
      ? [{ name, text: decoded(text).slice(0, limits.text), whole: !isList }]
      : [];
  });
  const only = !isList && codes.length > 0 && leaves.every(({ name }) => isSpeech(name));
  return { fields, only, ...(isList || failing === undefined ? {} : { outcome: failing }) };
};

/** Nothing stands in it but what speaks: beside it only what is empty, or says when and where it was answered. */
export const onlySpeaks = (value: Json): boolean =>
  isObject(value) &&
  Object.entries(value).every(
    ([name, one]) =>
      isSpeech(name) ||
      (name === "status" && typeof one === "number") ||
      one === null ||
      one === "" ||
      (Array.isArray(one) && one.length === 0) ||
      (isObject(one) && Object.keys(one).length === 0),
  );

export { codeName, success as successCode };
