import { isObject, type Json, type JsonObject } from "../../src/model/json.js";
import { codeName, type Field, type Fields, jsonFields, onlySpeaks, successCode, xmlFields } from "./fields.js";
import { inWords } from "./plain.js";
import { ofTheSender, type Reason, type Said } from "./reason.js";
import { reasonIn } from "./reasons.js";
import { saidInPage } from "./said-in-page.js";
import { clean, looksLikeHtml, readable, withoutMarkup } from "./text.js";

/** A text that says more than this is no mere refusal; characters. */
const brief = 600;
/** As much is read as one sentence where several members make it; characters. */
const together = 200;

const errorCode = /^err(or)?_?(code|no)$/i;
/** What a code of failure is in HTTP, many APIs take for their own, under status 200. */
const httpFailure = /^[45]\d\d$/;
const failingWord =
  /失败|失敗|异常|異常|错误|錯誤|出错|拒绝|繁忙|不可用|稍[后候]再?重?试|超时|无法|不支持|不正确|无效|非法|不合法|\b(error|fail(s|ed|ure)?|exception|invalid|denied|illegal|busy|unavailable|timed? ?out|try again|unable to|could not|cannot)\b/i;
const wellWord =
  /(无|没有|未见|不存在)[^，。；]{0,4}(错误|异常)|正常|成功|\b(no|without|zero)\b.{0,10}\berrors?\b|\bsuccess/i;

const saysFailure = (sentence: string): boolean =>
  (failingWord.test(sentence) || failingWord.test(inWords(sentence))) && !wellWord.test(sentence);

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
const failsFlatly = (value: Json, { outcome, fields }: Fields): boolean => {
  const own = isObject(value) ? value : {};
  if (own.success === false) return true;
  if (typeof own.status === "string" && /^(error|fail(ed|ure)?)$/i.test(own.status)) return true;
  const coded = Object.entries(own).some(
    ([name, one]) =>
      errorCode.test(name) && ["string", "number"].includes(typeof one) && one !== "" && !successCode.test(String(one)),
  );
  if (coded || outcome !== false) return coded;
  const sentences = fields.filter(({ whole }) => whole).map(({ text }) => text);
  const asHttp = Object.entries(own).some(([name, one]) => codeName.test(name) && httpFailure.test(String(one)));
  return sentences.some(saysFailure) || (asHttp && !sentences.some((one) => wellWord.test(one)));
};

/** Reasons that say the least; what another sentence of the same answer says is more exact. */
const vague: readonly Reason[] = ["credentials-refused", "right-missing", "login-missing", "payload-invalid"];

type Reading = { readonly means: Reason; readonly words: string };

const reading = (text: string): Reading[] => {
  const means = reasonIn(text);
  return means === undefined ? [] : [{ means, words: clean(text, 120) }];
};

/** A code and a message below the general ones say it more exactly. */
const isSub = ({ name }: Field): boolean => /^sub/i.test(name);

/** What one of the fields says; where none does, what they say together: a code may name what the message speaks of. */
const mostExact = (fields: readonly Field[]): Reading | undefined => {
  const inOrder = [...fields.filter(isSub), ...fields.filter((one) => !isSub(one))];
  const all = inOrder.flatMap(({ text }) => reading(text));
  const exact = all.find(({ means }) => !vague.includes(means)) ?? all[0];
  return exact ?? reading(clean(inOrder.map(({ text }) => text).join(" "), together))[0];
};

/** A message alone, without any code, refuses where it can mean nothing else. */
const plain: readonly Reason[] = [
  "ip-not-whitelisted",
  "address-banned",
  "waf-blocked",
  "credit-exhausted",
  "quota-exhausted",
  "login-expired",
  "credentials-refused",
  "grant-missing",
  "signature-clock-skew",
];
const isPlain = ({ means, words }: Reading): boolean => plain.includes(means) && [...words].length <= 60;

/** A member is there for codes or errors. */
const hasCode = (value: Json): boolean =>
  !isObject(value) || Object.keys(value).some((name) => /code|^ret|err|fault|fail/i.test(name));

/** `failed`: status or content are not what the profile expects, so that what stands deeper in it may say why. */
const saidInFields = (value: Json, read: Fields, failed: boolean): Said | undefined => {
  const { fields, outcome } = read;
  const alone = (one: Reading): boolean => (read.only ?? onlySpeaks(value)) && (hasCode(value) || isPlain(one));
  const flatly = failsFlatly(value, read);
  const told =
    mostExact(fields.filter(({ whole }) => whole)) ??
    (failed || flatly ? mostExact(fields.filter(({ whole }) => !whole)) : undefined);
  const field = isObject(value) && told === undefined ? fieldFinding(value) : undefined;
  if (field !== undefined) return { means: "payload-invalid", words: clean(field, 120), refuses: outcome === false };
  if (told !== undefined) return { ...told, refuses: outcome === false || (outcome === undefined && alone(told)) };
  if (!flatly) return undefined;
  const words = fields.filter(({ whole }) => whole).map(({ text }) => text);
  const bare = isObject(value) && value.success === false ? "success: false" : "–";
  return { words: clean(words.join(" ") || bare, 120), refuses: true };
};

/** What begins so goes on to describe what is well. */
const wellBegun = /^\W*(ok|pong|success|healthy|up|alive|ready|running|started|运行|正常)\b/i;

/** A plain text refuses by itself where it is one line. */
const saidInText = (body: string): Said | undefined => {
  const text = clean(readable(body), brief + 1);
  const means = [...text].length > brief || wellBegun.test(text) ? undefined : reasonIn(text);
  if (means === undefined) return undefined;
  return { means, words: clean(text, 120), refuses: !/\S\s*\n\s*\S/.test(body) };
};

const saidInXml = (body: string, failed: boolean): Said | undefined => {
  const read = xmlFields(readable(body));
  const said = saidInFields(null, read, failed);
  if (said !== undefined || !(failed || read.outcome === false)) return said;
  const whole = saidInText(withoutMarkup(body.replace(/<!\[CDATA\[|\]\]>/g, " ")));
  return whole === undefined ? undefined : { ...whole, refuses: read.outcome === false };
};

/** `value`: the body as JSON, where it is. `failed`: something else came than the profile expects. */
export const saidIn = (body: string, value: Json | undefined, failed = false): Said | undefined => {
  if (isObject(value) || Array.isArray(value)) return saidInFields(value, jsonFields(value), failed);
  if (value !== undefined) return undefined;
  if (looksLikeHtml(body)) return saidInPage(body);
  return /^\s*<[?\w]/.test(body) ? saidInXml(body.slice(0, 20_000), failed) : saidInText(body.slice(0, 20_000));
};
