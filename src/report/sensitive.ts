import { addressKind } from "../model/address.js";
import { taxNumberForm } from "../model/tax-number.js";
import type { Bilingual } from "../model/text.js";

/** What is taken out of a text that leaves the house, in the order in which it is looked for. */
export const sensitiveKinds = ["secret", "tax-number", "identity-card", "bank-card", "phone", "address"] as const;
export type SensitiveKind = (typeof sensitiveKinds)[number];

export const sensitiveWords: Readonly<Record<SensitiveKind, Bilingual>> = {
  secret: { en: "secrets and tokens", zh: "密钥与令牌" },
  "tax-number": { en: "tax numbers", zh: "纳税人识别号" },
  "identity-card": { en: "identity card numbers", zh: "身份证号" },
  "bank-card": { en: "bank card numbers", zh: "银行卡号" },
  phone: { en: "telephone numbers", zh: "电话号码" },
  address: { en: "addresses and host names", zh: "地址与主机名" },
};

type Spotter = {
  readonly kind: SensitiveKind;
  /** With a group `value`, that alone is taken out; else all that was found. */
  readonly form: RegExp;
  /** What looks alike and is none. */
  readonly is?: (found: string) => boolean;
};

/** Neither letter nor digit may stand beside a number: it would be part of something longer. */
const alone = (form: string, flags = "g"): RegExp => new RegExp(`(?<![0-9A-Za-z])${form}(?![0-9A-Za-z])`, flags);
const digits = (text: string): string => text.replace(/\D/g, "");

/** The check digit of payment cards (ISO/IEC 7812-1, annex B). */
const luhn = (number: string): boolean => {
  const sum = [...number].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
};

/** A resident's number (GB 11643-1999): its check character is the one that tax numbers of persons have. */
const isPerson = (found: string): boolean => taxNumberForm(found.toUpperCase()) === "checked";

/** Names of parameters and fields whose values open doors. */
const keyNames =
  "[\\w-]*(?:token|secret|passw(?:or)?d|pwd|api[_-]?key|access[_-]?key|session[_-]?id|credential)[\\w-]*";

/** Not a word of a sentence ("password: required"), and not what stands for a secret already. */
const isKey = (value: string): boolean => !value.includes("***") && (/\d/.test(value) || value.length >= 16);

const secrets: readonly Spotter[] = [
  { kind: "secret", form: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g },
  // A JSON Web Token (RFC 7519), also one that was cut.
  { kind: "secret", form: /\beyJ[\w-]{8,}\.[\w-]*(?:\.[\w-]*)?/g },
  { kind: "secret", form: /\b(?:Bearer|Basic|Digest)\s+(?<value>[\w+/.~=-]{6,})/gi, is: isKey },
  { kind: "secret", form: /[a-z][a-z0-9+.-]*:\/\/(?<value>[^/?#\s@*]+)@/gi },
  { kind: "secret", form: new RegExp(`[?&](?:${keyNames}|key|sign|sig|auth|code)=(?<value>[^&#\\s"'<>）)*]+)`, "gi") },
  {
    kind: "secret",
    form: new RegExp(`\\b${keyNames}["']?\\s*[:=]\\s*["']?(?<value>[^\\s"'&;,<>}]{6,})`, "gi"),
    is: isKey,
  },
  { kind: "secret", form: /\b(?:set-)?cookie:\s*(?<value>[^\r\n"*]+)/gi },
];

const numbers: readonly Spotter[] = [
  { kind: "identity-card", form: alone("[1-9]\\d{5}(?:19|20)\\d{9}[\\dXx]"), is: isPerson },
  // A unified code (GB 32100-2015): department, category, region; some early ones have a wrong check character.
  { kind: "tax-number", form: alone("[1-9A-HJ-NP-RT-UW-Y][1-9]\\d{6}[0-9A-HJ-NP-RT-UW-Y]{10}", "gi") },
  { kind: "tax-number", form: alone("L[0-9A-Z]{18}", "gi") },
  {
    kind: "bank-card",
    form: alone("(?:[2-6]\\d{3})(?:[ -]?\\d{4}){3}(?:[ -]?\\d{1,3})?"),
    is: (found) => luhn(digits(found)),
  },
  // The numbers before 2015 and those of persons: 15, 17 or 20 digits without a check.
  { kind: "tax-number", form: alone("(?:\\d{20}|\\d{17}|\\d{15})") },
  { kind: "tax-number", form: alone("[1-9]\\d{17}") },
];

const phones: readonly Spotter[] = [
  { kind: "phone", form: /(?<![0-9A-Za-z])(?:\+|00)?86[ -]?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])/g },
  { kind: "phone", form: alone("1[3-9]\\d[ -]?\\d{4}[ -]?\\d{4}") },
  { kind: "phone", form: /[(（]0[1-9]\d{1,2}[)）] ?\d{7,8}(?:-\d{1,6})?(?![0-9A-Za-z-])/g },
  { kind: "phone", form: /(?<![0-9A-Za-z-])0[1-9]\d{1,2}[ -]\d{7,8}(?:-\d{1,6})?(?![0-9A-Za-z-])/g },
  { kind: "phone", form: alone("[48]00[ -]\\d{3}[ -]\\d{4}") },
];

const kept = new Set(["loopback", "unspecified"]);
const tells = (address: string): boolean => !kept.has(addressKind(address));

const isIpv6 = (text: string): boolean => URL.canParse(`http://[${text}]/`);

const addresses: readonly Spotter[] = [
  { kind: "address", form: /(?<![\w:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![\w:-])/gi },
  {
    kind: "address",
    form: /(?<![\w:.])(?=[0-9a-f]*:[0-9a-f]*:)[0-9a-f:]+(?:\.\d{1,3}){0,3}(?<!:)(?![\w:])/gi,
    is: (found) => isIpv6(found) && tells(found),
  },
  { kind: "address", form: /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)/g, is: tells },
];

export type Spotted = (kind: SensitiveKind, found: string) => string;

const replaceAll = (text: string, { form, kind, is }: Spotter, instead: Spotted): string =>
  text.replace(form, (...found: unknown[]) => {
    const whole = String(found[0]);
    const groups = found.at(-1);
    const value = typeof groups === "object" && groups !== null ? (groups as { value?: string }).value : undefined;
    const part = value ?? whole;
    if (is?.(part) === false) return whole;
    const at = value === undefined ? 0 : whole.lastIndexOf(value);
    return whole.slice(0, at) + instead(kind, part) + whole.slice(at + part.length);
  });

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

/** Labels under which domains are registered, besides the last: `example.com.cn` is one domain. */
const secondLevels = new Set(["com", "net", "org", "gov", "edu", "ac", "co"]);

/** The domain that a name belongs to, with all below it; a name without a dot is itself. */
const domainOf = (name: string): string => {
  const labels = name.split(".");
  return labels.slice(secondLevels.has(labels.at(-2) ?? "") ? -3 : -2).join(".");
};

/** Names as they stand in a text, whole words of them, and what else lies in their domains: `*.example.test`, also within a URL. */
const named = (names: readonly string[]): readonly Spotter[] => {
  const dotted = names.filter((name) => name.includes(".")).map(domainOf);
  const below = dotted.map((domain) => `(?:[\\w*-]+\\.)*${escaped(domain)}`);
  const bare = names.filter((name) => !name.includes(".")).map(escaped);
  const all = [...new Set([...below, ...bare])];
  if (all.length === 0) return [];
  return [{ kind: "address", form: new RegExp(`(?<![\\w-])(?:${all.join("|")})(?![\\w-])`, "gi") }];
};

export type SensitiveOptions = {
  /** Addresses too, and these names of hosts. */
  readonly addresses?: { readonly names: readonly string[] };
};

/** Takes what is sensitive out of a text; `instead` says what to put there. What was put there is not looked at again. */
export const withoutSensitive = (options: SensitiveOptions = {}): ((text: string, instead: Spotted) => string) => {
  const { addresses: wanted } = options;
  const spotters = [
    ...secrets,
    ...numbers,
    ...phones,
    ...(wanted === undefined ? [] : [...named(wanted.names), ...addresses]),
  ];
  return (text, instead) => spotters.reduce((rest, spotter) => replaceAll(rest, spotter, instead), text);
};
