import { z } from "zod";
import type { Setting } from "../model/check.js";
import { parseJsonPath } from "../model/json-path.js";
import { isNetwork } from "../model/network.js";
import { environments, owners, protocols } from "../model/profile.js";
import { levels } from "../model/result.js";
import { type Expectation, said } from "./expectation.js";
import { normalHost, serverAddress } from "./hosts.js";
import { type Fault, matching, text } from "./texts.js";
import { duration } from "./times.js";
import { httpUrl, type UrlFault } from "./urls.js";

export { size } from "./sizes.js";
export { duration, instant, milliseconds } from "./times.js";

export const freeText = matching(
  { en: "text without control characters", zh: "不含控制字符的文本" },
  /^[^\u0000-\u001f\u007f-\u009f]+$/,
);
export const filePath = matching({ en: "a path", zh: "路径" }, /^[^\u0000-\u001f\u007f-\u009f]+$/);
/** Whatever a server may accept. */
export const password = z.string({ error: said({ en: "text", zh: "文本" }) });

export const targetName = (() => {
  const expected = {
    en: "a name of up to 100 characters that does not begin with @ and has no : or / in it",
    zh: "名称（最多 100 个字符，不以 @ 开头，不含 : 和 /）",
  };
  return matching(expected, /^(?!@)(?!\s)[^:/\u0000-\u001f\u007f-\u009f]{1,100}(?<!\s)$/);
})();

// ---- numbers ---------------------------------------------------------------------------------------------------------

const number = (expected: Expectation, min: number, max: number, whole: boolean) => {
  const error = said(expected);
  const schema = z.number({ error }).min(min, { error }).max(max, { error });
  return whole ? schema.int({ error }) : schema;
};
export const whole = (min: number, max: number) =>
  number({ en: `a whole number from ${min} to ${max}`, zh: `${min} 到 ${max} 之间的整数` }, min, max, true);
export const port = number({ en: "a port number from 1 to 65535", zh: "端口号（1 到 65535）" }, 1, 65535, true);
export const yesNo = z.boolean({ error: said({ en: "true or false", zh: "true 或 false" }) });

const percentForm = /^(\d{1,3}(?:\.\d{1,6})?)%$/;

/** A fraction of 1, written as `80%` or `0.8`. */
export const ratio = (min = 0, max = 1) => {
  const expected = {
    en: `a ratio such as 80% or 0.8, from ${min * 100}% to ${max * 100}%`,
    zh: `比例（如 80% 或 0.8，${min * 100}% 到 ${max * 100}%）`,
  };
  const fraction = (value: string): number => Number(percentForm.exec(value)?.[1] ?? Number.NaN) / 100;
  const fault: Fault = (value) => (fraction(value) >= min && fraction(value) <= max ? undefined : expected);
  const percent = text(expected, fault, percentForm.source).transform(fraction);
  return z.union([number(expected, min, max, false), percent], { error: said(expected) });
};

/** The schema of one setting of a check. */
export const settingValue = ({ unit, min, max }: Setting): z.ZodType<number, number | string> => {
  if (unit === "duration") return duration(max, min);
  if (unit === "ratio") return ratio(min, max);
  if (unit === "count") return whole(min ?? 0, max ?? 100_000);
  if (unit === "days") return whole(min ?? 0, max ?? 36_500);
  const expected = { en: "a number", zh: "数" };
  const range = { en: `a number from ${min} to ${max}`, zh: `${min} 到 ${max} 之间的数` };
  return number(min === undefined && max === undefined ? expected : range, min ?? -1e15, max ?? 1e15, false);
};

// ---- words of a closed set -------------------------------------------------------------------------------------------

export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: said({ en: `one of ${words.join(", ")}`, zh: `${words.join("、")} 之一` }) });
export const owner = oneOf(owners);
export const protocol = oneOf(protocols);
export const level = oneOf(levels);
export const environment = oneOf(environments);
export const contentType = oneOf(["json", "html", "text", "xml"]);

// ---- the network -----------------------------------------------------------------------------------------------------

const noBlank = "^[^\\s/]+$";
export const host = (() => {
  const expected = {
    en: "a host name, an IPv4 or an IPv6 address (without scheme, port or path)",
    zh: "主机名、IPv4 或 IPv6 地址（不含协议、端口和路径）",
  };
  return text(expected, (value) => (normalHost(value) === undefined ? expected : undefined), noBlank).transform(
    (value) => normalHost(value) ?? value,
  );
})();

export const dnsServer = (() => {
  const expected = {
    en: "the address of a DNS server, 10.0.0.53, 10.0.0.53:5353 or [fd00::53]:53 (a name cannot be asked, except localhost)",
    zh: "DNS 服务器的地址，如 10.0.0.53、10.0.0.53:5353 或 [fd00::53]:53（除 localhost 外不能用名称）",
  };
  return text(expected, (value) => (serverAddress(value) === undefined ? expected : undefined), noBlank).transform(
    (value) => serverAddress(value) ?? { address: value, port: 53 },
  );
})();

export const network = (() => {
  const expected = {
    en: "an address or a network, 203.0.113.5 or 203.0.113.0/24",
    zh: "地址或网段，如 203.0.113.5 或 203.0.113.0/24",
  };
  return text(expected, (value) => (isNetwork(value) ? undefined : expected), "^[0-9A-Fa-f:.]+(/\\d{1,3})?$");
})();

const urlForm = { en: "an http:// or https:// URL", zh: "http:// 或 https:// 网址" };
const urlExpectations: Readonly<Record<UrlFault, Expectation>> = {
  shape: urlForm,
  scheme: urlForm,
  port: { en: "a URL with a port from 1 to 65535", zh: "端口在 1 到 65535 之间的网址" },
  host: { en: "a URL with a valid host", zh: "主机有效的网址" },
};
const urlFault: Fault = (value) => {
  const parsed = httpUrl(value);
  return typeof parsed === "string" ? urlExpectations[parsed] : undefined;
};
export const url = text(urlForm, urlFault, "^[Hh][Tt][Tt][Pp][Ss]?://");

/** A URL that is asked with the target's own headers, so it carries no userinfo. */
export const plainUrl = (placeholder?: string) => {
  const bare = { en: "a URL without user or password", zh: "不含用户名和密码的网址" };
  const holder = { en: `a URL that contains ${placeholder}`, zh: `包含 ${placeholder} 的网址` };
  const fault: Fault = (value) => {
    const parsed = httpUrl(value);
    if (typeof parsed === "string") return urlExpectations[parsed];
    if (parsed.userinfo !== undefined) return bare;
    return placeholder !== undefined && !value.includes(placeholder) ? holder : undefined;
  };
  return text(urlForm, fault, "^[Hh][Tt][Tt][Pp][Ss]?://");
};

/** Figures of a machine are told openly: no TLS, no user, no parameters. */
export const metricsUrl = (() => {
  const expected = {
    en: "http://HOST:PORT/metrics without user or parameters",
    zh: "http://主机:端口/metrics（不含用户名和参数）",
  };
  const fault: Fault = (value) => {
    const parsed = httpUrl(value);
    if (typeof parsed === "string") return expected;
    const plain = !parsed.secure && parsed.userinfo === undefined && !parsed.url.includes("?");
    return plain ? undefined : expected;
  };
  return text(expected, fault, "^[Hh][Tt][Tt][Pp]://[^?@]*$");
})();

export const proxy = (() => {
  const expected = { en: "http://HOST:PORT without a path, or none", zh: "http://主机:端口（不含路径），或 none" };
  const fault: Fault = (value) => {
    if (value === "none") return undefined;
    const parsed = httpUrl(value);
    if (typeof parsed === "string" || parsed.secure) return expected;
    const { pathname, search } = new URL(parsed.url);
    return pathname === "/" && search === "" ? undefined : expected;
  };
  return text(expected, fault, "^(none|[Hh][Tt][Tt][Pp]://.*)$");
})();

// ---- HTTP (RFC 9110) -------------------------------------------------------------------------------------------------

const ownHeaders = [
  "connection",
  "content-length",
  "expect",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

export const headerName = (() => {
  const expected = { en: "the name of an HTTP header (letters, digits, -)", zh: "HTTP 头的名称（字母、数字、-）" };
  const reserved = { en: "a header that does not govern the connection itself", zh: "不控制连接本身的 HTTP 头" };
  const form = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
  const fault: Fault = (value) =>
    !form.test(value) ? expected : ownHeaders.includes(value.toLowerCase()) ? reserved : undefined;
  return text(expected, fault, form.source);
})();
/** A header whose value may be shown. */
export const labelHeader = (() => {
  const expected = {
    en: "the name of a response header that carries no secret, such as X-Backend",
    zh: "不含机密的应答头名称，如 X-Backend",
  };
  const form = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
  const secret = /cookie|auth|token|secret|session|sign|key|^location$/i;
  return text(expected, (value) => (form.test(value) && !secret.test(value) ? undefined : expected), form.source);
})();
export const headerValue = matching(
  {
    en: "text that HTTP can carry as a header value (one line, Latin characters)",
    zh: "可作为 HTTP 头值的文本（单行，拉丁字符）",
  },
  /^[\t\u0020-\u007e\u0080-\u00ff]*$/,
);
export const jsonPath = (() => {
  const expected = {
    en: "a path such as $.data.items[0].status or $['tax no']",
    zh: "路径（如 $.data.items[0].status 或 $['tax no']）",
  };
  return text(expected, (value) => (parseJsonPath(value) === undefined ? expected : undefined), "^\\$([.[].*)?$");
})();

/** A full name of protocol buffers: package.Service. */
export const grpcService = matching(
  { en: "the name of a gRPC service such as invoice.v1.Issuer", zh: "gRPC 服务名，如 invoice.v1.Issuer" },
  /^[A-Za-z_][\w.]{0,99}$/,
);

// ---- MySQL (identifiers, MySQL Reference Manual 11.2) ----------------------------------------------------------------

const identifier = String.raw`[0-9A-Za-z_$\u0080-\uffff-]{1,64}`;
export const databaseName = matching({ en: "the name of a database", zh: "数据库名" }, new RegExp(`^${identifier}$`));
export const tableName = matching(
  { en: "the name of a table, or database.table", zh: "表名，或 数据库.表名" },
  new RegExp(`^${identifier}(\\.${identifier})?$`),
);
