import { isObject, type Json, type JsonObject } from "../../src/model/json.js";
import { inWords, ofTheSender, type Reason, reasonIn } from "./reasons.js";
import { clean, looksLikeHtml, titleOf, withoutMarkup } from "./text.js";

/** What a body says, in words, of why it refuses. Pure. */
export type Said = {
  /** Absent: that it failed, and no reason that is known. */
  readonly means?: Reason;
  /** The words that say so, at most 120 characters. */
  readonly words: string;
  /** The answer is a refusal by its own account, whatever its status: a failing code, a page that says nothing else. */
  readonly refuses: boolean;
};

/** A text that says more than this is no mere refusal; characters. */
const brief = 600;
/** Sentences of one answer that are read. */
const most = 40;

// ---- JSON ------------------------------------------------------------------------------------------------------------

/** Members that speak of the answer as a whole, by the end of their names, and those that wrap such members. */
const speaks =
  /(code|error|err|msg|message|reason|details?|desc|description|describe|info|tips?|hint|title|remark|fault|faultstring)$|信息|说明|原因|提示|描述/i;
const wraps = /^(error|errors|head|header|result|response|status|state|meta|fault|returnStateInfo|base|common)$/i;

/** How far a request has come, where a platform says so by one word instead. */
const standing = /^(\w+_)?(status|state)$|[a-z](Status|State)$/;
const underWay = /^\s*((in[ _-]?)?(processing|progress)|(开票|开具|处理|受理)中)\s*$/i;

/** Strings of such members, in their order; what is below `data` belongs to what was asked for. */
const sentencesOf = (value: Json | undefined, depth = 0): string[] => {
  if (Array.isArray(value)) return depth === 0 ? [] : value.slice(0, 3).flatMap((one) => sentencesOf(one, depth));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const spoken = typeof member === "string" && (speaks.test(name) || (standing.test(name) && underWay.test(member)));
    if (typeof member === "string") return spoken ? [member.slice(0, brief)] : [];
    return depth < 3 && wraps.test(name) && member !== undefined ? sentencesOf(member, depth + 1) : [];
  });
};

const codeName =
  /^(code|err(or)?_?(code|no|num)|(return|result|ret|rtn|resp|response|sub|biz|status)_?code|ret|errno)$/i;
const flagName = /^(is_?)?(success|succeed|succeeded|successful|ok)$/i;
const success = /^([a-z]?0+|1|200|20000|10000|ok|success|succ|succeed|true|y|yes)$/i;

/** Whether an answer calls itself a success or a failure; undefined: neither. */
const outcomeOf = (value: Json | undefined, depth = 0): boolean | undefined => {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  const flags = entries.filter(
    ([name, one]) => flagName.test(name) && (typeof one === "boolean" || typeof one === "string"),
  );
  if (flags.length > 0) return flags.every(([, one]) => /^(true|y|yes|1|ok|success)$/i.test(String(one)));
  const codes = entries.filter(([name, one]) => codeName.test(name) && ["string", "number"].includes(typeof one));
  if (codes.length > 0) return codes.every(([, one]) => success.test(String(one)));
  const { error } = value;
  if (depth === 0 && (isObject(error) || (typeof error === "string" && error !== ""))) return false;
  const within =
    depth > 1 ? [] : entries.filter(([name]) => wraps.test(name)).map(([, one]) => outcomeOf(one, depth + 1));
  return within.find((one) => one !== undefined);
};

const errorCode = /^err(or)?_?(code|no)$/i;
/** What a code of failure is in HTTP, many APIs take for their own, under status 200. */
const httpFailure = /^[45]\d\d$/;
const failingWord =
  /失败|异常|错误|出错|拒绝|繁忙|不可用|稍[后候]再?重?试|超时|无法|不支持|不正确|无效|非法|不合法|\b(error|fail(s|ed|ure)?|exception|invalid|denied|illegal|busy|unavailable|timed? ?out|try again|unable to|could not|cannot)\b/i;
const wellWord =
  /(无|没有|未见|不存在)[^，。；]{0,4}(错误|异常)|正常|成功|\b(no|without|zero)\b.{0,10}\berrors?\b|\bsuccess/i;

const says = (sentence: string): boolean => failingWord.test(sentence) || failingWord.test(inWords(sentence));

const findings = /^(errors?|details?|violations|(field|validation)_?errors|invalid[-_]?params)$/i;
const fieldName = /^(field(_?name)?|param(eter)?|property(_?path)?|path|loc|pointer)$/i;
const finding = /^(message|msg|reason|default_?message|detail)$/i;

/** What is found amiss with a field of the request, as validators list it: `{"errors": [{"field": …, "message": …}]}` (RFC 9457, 3.1). */
const fieldFinding = (value: JsonObject): string | undefined => {
  const lists = Object.entries(value).flatMap(([name, one]) => (findings.test(name) && Array.isArray(one) ? one : []));
  const told = lists.filter(isObject).flatMap((one) => {
    const of = (known: RegExp): Json | undefined => Object.entries(one).find(([name]) => known.test(name))?.[1];
    const [field, says] = [of(fieldName), of(finding)];
    const name = Array.isArray(field) ? field.join(".") : field;
    return typeof name === "string" && typeof says === "string" ? [`${name}: ${says}`] : [];
  });
  return told.find((one) => !ofTheSender.test(inWords(one)));
};

/** A failure by a name that leaves no doubt, by a code that HTTP itself has for one, or by any code and the sentence beside it. */
const failsFlatly = (value: JsonObject, outcome: boolean | undefined, sentences: readonly string[]): boolean => {
  if (value.success === false) return true;
  if (typeof value.status === "string" && /^(error|fail(ed|ure)?)$/i.test(value.status)) return true;
  const coded = Object.entries(value).some(
    ([name, one]) =>
      errorCode.test(name) && ["string", "number"].includes(typeof one) && one !== "" && !success.test(String(one)),
  );
  if (coded || outcome !== false) return coded;
  const asHttp = Object.entries(value).some(([name, one]) => codeName.test(name) && httpFailure.test(String(one)));
  return (
    sentences.some((one) => says(one) && !wellWord.test(one)) ||
    (asHttp && !sentences.some((one) => wellWord.test(one)))
  );
};

/** Nothing stands in it but the sentence. */
const onlySpeaks = (value: Json): boolean => isObject(value) && Object.keys(value).every((name) => speaks.test(name));

const saidInJson = (value: Json): Said | undefined => {
  const sentences = sentencesOf(value).slice(0, most);
  const means = sentences.map(reasonIn).find((one) => one !== undefined);
  const outcome = outcomeOf(value);
  const field = isObject(value) && means === undefined ? fieldFinding(value) : undefined;
  if (field !== undefined) return { means: "payload-invalid", words: clean(field, 120), refuses: outcome === false };
  if (means === undefined) {
    const flatly = isObject(value) && failsFlatly(value, outcome, sentences);
    return flatly
      ? { words: clean(sentences.join(" ") || (value.success === false ? "success: false" : "–"), 120), refuses: true }
      : undefined;
  }
  const words = sentences.find((one) => reasonIn(one) === means) ?? "";
  return {
    means,
    words: clean(words, 120),
    refuses: outcome === false || (outcome === undefined && onlySpeaks(value)),
  };
};

// ---- pages, XML, text ------------------------------------------------------------------------------------------------

const character = (whole: string, digits: string, radix: number): string => {
  const point = Number.parseInt(digits, radix);
  return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
};

/** Numeric references, in which pages without a charset write Chinese. */
const readable = (text: string): string =>
  text
    .replace(/&#x([0-9a-f]{1,6});/gi, (whole, digits: string) => character(whole, digits, 16))
    .replace(/&#(\d{1,7});/g, (whole, digits: string) => character(whole, digits, 10));

const headings = (page: string): string[] =>
  [...page.slice(0, 20_000).matchAll(/<h[1-3]\b[^>]*>([\s\S]*?)<\/h[1-3]>/gi)]
    .slice(0, most)
    .map((one) => withoutMarkup(one[1] ?? ""));

/** Of an invoice's fields a page speaks where a form asks for them. */
const meantInPage = (text: string): Reason | undefined => {
  const means = reasonIn(text);
  return means === "payload-invalid" ? undefined : means;
};

const saidInPage = (page: string): Said | undefined => {
  const above = [titleOf(page), ...headings(page).slice(0, most)].map((one) => clean(readable(one), brief));
  const text = clean(readable(withoutMarkup(page)), brief + 1);
  const isBrief = [...text].length <= brief;
  const inHeading = above.find((one) => meantInPage(one) !== undefined);
  const words = inHeading ?? (isBrief && meantInPage(text) !== undefined ? text : undefined);
  const means = words === undefined ? undefined : meantInPage(words);
  if (words === undefined || means === undefined) return undefined;
  return { means, words: clean(words, 120), refuses: isBrief && inHeading !== undefined };
};

/** An element that bears a code of failure, as the messages of platforms have it: `<returnCode>9999</returnCode>`. */
const codeElement = /<(?:[\w.-]+:)?\w*code\b[^>]*>\s*(?:<!\[CDATA\[)?([\w.-]+)/i;

/** What begins so goes on to describe what is well. */
const wellBegun = /^\W*(ok|pong|success|healthy|up|alive|ready)\b/i;

const saidInText = (body: string): Said | undefined => {
  const isXml = /^\s*<[?\w]/.test(body);
  const text = clean(readable(isXml ? withoutMarkup(body.replace(/<!\[CDATA\[|\]\]>/g, " ")) : body), brief + 1);
  const means = [...text].length > brief || wellBegun.test(text) ? undefined : reasonIn(text);
  if (means === undefined) return undefined;
  const code = isXml ? codeElement.exec(body)?.[1] : undefined;
  return { means, words: clean(text, 120), refuses: isXml ? code !== undefined && !success.test(code) : true };
};

/** `value`: the body as JSON, where it is. */
export const saidIn = (body: string, value: Json | undefined): Said | undefined => {
  if (isObject(value)) return saidInJson(value);
  if (value !== undefined) return undefined;
  return looksLikeHtml(body) ? saidInPage(body) : saidInText(body.slice(0, 20_000));
};
