import { isObject, type Json, type JsonObject, jsonIn } from "../model/json.js";
import { jsonAt, sameJson } from "../model/json-path.js";
import type { UrlTarget } from "../model/profile.js";

/** What a platform answered to the read-only query of one serial number; `json` only if the body is JSON. */
export type SerialAnswer = { readonly status: number; readonly json?: Json };
export type SerialReading = "accepted" | "processing" | "not-found" | "unreadable";
type Issue = NonNullable<UrlTarget["issue"]>;

export const serialAnswerOf = ({ status, body }: { readonly status: number; readonly body: string }): SerialAnswer => {
  const json = jsonIn(body);
  return json === undefined ? { status } : { status, json };
};

/**
 * Path and query of `issue.query` for one serial number; undefined: there is no query, or it lies on another origin, where the
 * target's headers must not go.
 */
export const serialPath = ({ url, issue }: UrlTarget, serial: string): string | undefined => {
  if (issue?.query === undefined) return undefined;
  const asked = new URL(issue.query.replaceAll("{serial}", encodeURIComponent(serial)));
  return asked.origin === new URL(url).origin ? `${asked.pathname}${asked.search}` : undefined;
};

const fits = (rule: Issue["accepted"], json: Json): boolean => {
  const wanted = Object.entries(rule ?? {});
  return wanted.length > 0 && wanted.every(([path, value]) => sameJson(jsonAt(json, path), value));
};

/**
 * Where a profile gives no rules: words that platforms use for the state of an invoice, in the very record of this serial number. A
 * bare “success” under a key that names no invoice may be the query's own.
 */
const ofInvoice = "(?:invoice|issue|process|kp|fp)_?(?:status|state|zt)";
const success = /^(?:success(?:ful)?|succeeded|ok|成功)$/i;
const says: readonly {
  readonly under: RegExp;
  readonly isState: boolean;
  readonly accepted: RegExp;
  readonly processing: RegExp;
}[] = [
  {
    under: new RegExp(`^(?:${ofInvoice}|status|state)$`, "i"),
    isState: true,
    accepted:
      /^(?:issued|accepted|registered|completed?|done|finished|已开具|已开票|已受理|已完成|开具成功|开票成功|开具完成|开票完成)$/i,
    processing:
      /^(?:processing|issuing|in[-_ ]?process|in[-_ ]?progress|pending|queued|处理中|开具中|开票中|受理中|排队中|待开具|待处理)$/i,
  },
  {
    under: new RegExp(`^${ofInvoice}$`, "i"),
    isState: true,
    accepted: success,
    processing: /^$/,
  },
  {
    under: /^(?:message|msg|desc|description|result_?msg|status_?(?:msg|desc)|memo|remark)$/i,
    isState: false,
    accepted: /^(?:发票)?(?:已开具|已开票|开具成功|开票成功|开具完成|开票完成)[。!！]?$/,
    processing: /^(?:发票)?(?:正在)?(?:开具中|开票中|处理中|正在开票|正在开具|排队中)[，,。…]?(?:请稍[后候].{0,10})?$/,
  },
  // The number that an issued invoice bears: eight digits on paper forms, twenty on digital ones.
  {
    under: /^(?:e_?)?(?:invoice_?(?:no|num|number)|(?:qd_?)?fp_?hm)$/i,
    isState: false,
    accepted: /^(?:\d{8}|\d{20})$/,
    processing: /^$/,
  },
];
const listKeys = /^(?:data|list|items|rows|records|invoices|result)$/i;

/** All objects of a JSON value, itself included. */
const objectsIn = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value)
    ? value.flatMap(objectsIn)
    : isObject(value)
      ? [value, ...Object.values(value).flatMap(objectsIn)]
      : [];

/** What one entry of the record says; nothing: it does not speak of the invoice. */
const stateOf = (key: string, value: Json | undefined): readonly SerialReading[] => {
  const word = String(value ?? "").trim();
  const about = says.filter(({ under }) => under.test(key));
  if (about.length === 0 || word === "") return [];
  if (about.some(({ accepted }) => accepted.test(word))) return ["accepted"];
  if (about.some(({ processing }) => processing.test(word))) return ["processing"];
  // A state in words that are not known outweighs any that are; an unknown message or number does not.
  return about.some(({ isState }) => isState) && !success.test(word) ? ["unreadable"] : [];
};

const byWords = (json: Json, serial: string): SerialReading => {
  const records = objectsIn(json).filter((one) => Object.values(one).some((value) => String(value) === serial));
  if (records.length === 0) {
    const empty = (value: Json | undefined): boolean => Array.isArray(value) && value.length === 0;
    const none =
      empty(json) ||
      (isObject(json) && Object.entries(json).some(([key, value]) => listKeys.test(key) && empty(value)));
    return none ? "not-found" : "unreadable";
  }
  const heard = records.flatMap((one) => Object.entries(one).flatMap(([key, value]) => stateOf(key, value)));
  const [state, ...others] = new Set(heard);
  return others.length === 0 && state !== undefined ? state : "unreadable";
};

/** What a platform said of one serial number: by the profile's rules, else by common words. Two rules that fit at once say nothing. */
export const readSerialAnswer = ({ status, json }: SerialAnswer, issue: Issue, serial: string): SerialReading => {
  if (json === undefined) return "unreadable";
  const rules = { accepted: issue.accepted, processing: issue.processing, "not-found": issue.notFound } as const;
  const fine = status >= 200 && status < 300;
  const fitting = (["accepted", "processing", "not-found"] as const).filter(
    (one) => (fine || one === "not-found") && fits(rules[one], json),
  );
  if (fitting.length > 0) return fitting.length === 1 ? (fitting[0] ?? "unreadable") : "unreadable";
  if (status === 404) return "not-found";
  const ruled = issue.accepted !== undefined || issue.processing !== undefined;
  return ruled || !fine ? "unreadable" : byWords(json, serial);
};
