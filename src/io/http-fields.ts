import type { IncomingHttpHeaders } from "node:http";
import type { HttpAnswer } from "../model/io.js";
import { printable } from "./untrusted.js";

type Field = string | readonly string[] | undefined;

const text = (field: Field): string => (typeof field === "string" ? field : (field ?? []).join(", "));

/** Media type without parameters, lower case. */
const mediaType = (field: Field): string | null => {
  const type = text(field).split(/[;,]/, 1)[0]?.trim().toLowerCase() ?? "";
  return type === "" ? null : printable(type, 100);
};

const connectionOf = (field: Field): HttpAnswer["connection"] => {
  const tokens = text(field)
    .toLowerCase()
    .split(/\s*,\s*/);
  if (tokens.includes("close")) return "close";
  return tokens.includes("keep-alive") ? "keep-alive" : null;
};

/** `Keep-Alive: timeout=5, max=100` (RFC 2068 section 19.7.1); `timeout` in milliseconds. */
const keepAliveOf = (field: Field): NonNullable<HttpAnswer["keepAlive"]> | undefined => {
  const number = (name: string): number | undefined => {
    const found = new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*"?(\\d{1,9})`, "i").exec(text(field))?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const [timeout, max] = [number("timeout"), number("max")];
  if (timeout === undefined && max === undefined) return undefined;
  return { ...(timeout === undefined ? {} : { timeout: timeout * 1000 }), ...(max === undefined ? {} : { max }) };
};

/** Scheme, host and path: what a query carries may be a secret. */
const locationOf = (field: Field, base: string): string | undefined => {
  if (field === undefined || !URL.canParse(text(field), base)) return undefined;
  const { protocol, host, pathname } = new URL(text(field), base);
  return printable(`${protocol}//${host}${pathname}`, 300);
};

/** Seconds or a date (RFC 9110 section 10.2.3), as milliseconds from now. */
const retryAfterOf = (field: Field): number | undefined => {
  if (field === undefined) return undefined;
  if (/^\d{1,9}$/.test(text(field))) return Number(text(field)) * 1000;
  const at = Date.parse(text(field));
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
};

type Fields = Pick<
  HttpAnswer,
  "type" | "location" | "retryAfter" | "date" | "connection" | "keepAlive" | "headerNames"
>;

/** What of a header leaves the verb. `url`: what was asked for. */
export const readFields = (headers: IncomingHttpHeaders, url: string): Fields => {
  const location = locationOf(headers.location, url);
  const retryAfter = retryAfterOf(headers["retry-after"]);
  const date = Date.parse(text(headers.date));
  const keepAlive = keepAliveOf(headers["keep-alive"]);
  return {
    type: mediaType(headers["content-type"]),
    ...(location === undefined ? {} : { location }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(Number.isNaN(date) ? {} : { date }),
    connection: connectionOf(headers.connection),
    ...(keepAlive === undefined ? {} : { keepAlive }),
    headerNames: Object.keys(headers).map((name) => printable(name.toLowerCase(), 100)),
  };
};
