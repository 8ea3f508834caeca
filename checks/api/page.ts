import { type CodeCatalogue, codeIn } from "../../src/model/codes.js";
import type { Json } from "../../src/model/json.js";
import { jsonAt, sameJson } from "../../src/model/json-path.js";
import { filterIn } from "./filter.js";
import { type SoapFault, soapIn } from "./soap.js";

/** What a body turned out to be, as far as it may be shown: nothing of its text, but what the profile asks for by path. */
export type Content = {
  readonly html: boolean;
  /** Whether it parses as JSON. */
  readonly json: boolean;
  /** The paths of the profile at which something else stands than expected, and what; without `found`: nothing. */
  readonly different: readonly { readonly path: string; readonly found?: string }[];
  /** Words of maintenance in a page, and whether its title has one. */
  readonly maintenance: readonly string[];
  readonly inTitle: boolean;
  /** nginx says in a page that a client certificate is missing, or that it refuses ours (ngx_http_special_response.c). */
  readonly clientCert?: "missing" | "refused";
  /** The product of a web application firewall whose page it is. */
  readonly filter?: string;
  /** The business code, where the profile names a catalogue. */
  readonly code?: string;
  /** null: a SOAP envelope without a fault. */
  readonly soap?: SoapFault | null;
  /** The server says that plain HTTP came to a port of HTTPS: in the words of nginx, Apache, Go or Tomcat. */
  readonly wantsTls?: true;
};

const maintenanceWords = /维护|升级|系统繁忙|暂停服务|maintenance|temporarily unavailable/gi;
const certificatePages = { missing: /no required SSL certificate was sent/i, refused: /the SSL certificate error/i };

const wantsTls =
  /plain HTTP request was sent to HTTPS port|plain HTTP to an SSL-enabled server port|HTTP request to an HTTPS server|host and port requires TLS/i;

const parsed = (body: string): Json | undefined => {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
};

/** On one line, without anything that a terminal might obey. */
const clean = (text: string, max: number): string => {
  const plain = text
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "")
    .trim();
  const characters = [...plain];
  return characters.length <= max ? plain : `${characters.slice(0, max - 1).join("")}…`;
};

/** JSON brings control characters back by its escapes: they are taken out of what is shown. */
const shown = (value: Json): string => clean(typeof value === "string" ? value : JSON.stringify(value), 120);

/** The visible text; what is never closed goes on to the end. */
const withoutMarkup = (body: string): string =>
  body
    .slice(0, 20_000)
    .replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, " ")
    .replace(/<[^>]*>/g, " ");

const titleOf = (body: string): string => /<title[^>]*>([^<]*)/i.exec(body.slice(0, 20_000))?.[1] ?? "";

export const looksLikeHtml = (body: string): boolean =>
  /^\s*<(!doctype\s+html|html|head|body)\b/i.test(body.slice(0, 5000).replace(/<!--[\s\S]*?(-->|$)/g, ""));

const clientCertPage = (title: string): Pick<Content, "clientCert"> => {
  if (certificatePages.missing.test(title)) return { clientCert: "missing" };
  return certificatePages.refused.test(title) ? { clientCert: "refused" } : {};
};

const codeOf = (value: Json | undefined, codes: CodeCatalogue | undefined): Pick<Content, "code"> => {
  const code = value === undefined || codes === undefined ? undefined : codeIn(value, codes);
  return code === undefined ? {} : { code: clean(code, 60) };
};

const soapOf = (body: string): Pick<Content, "soap"> => {
  const soap = soapIn(body);
  if (soap === undefined || soap === null) return soap === undefined ? {} : { soap };
  return { soap: { side: soap.side, code: clean(soap.code, 60), reason: clean(soap.reason, 120) } };
};

const filterOf = (body: string): Pick<Content, "filter"> => {
  const filter = filterIn(body);
  return filter === undefined ? {} : { filter };
};

/** What the profile expects at paths, and its business codes. */
export type Wanted = {
  readonly json?: { readonly [path: string]: Json } | undefined;
  readonly codes?: CodeCatalogue | undefined;
};

/** Reads a body for what the profile expects of it. Pure. */
export const readContent = (body: string, { json: expected = {}, codes }: Wanted = {}): Content => {
  const value = parsed(body);
  const html = looksLikeHtml(body);
  const words = html ? (withoutMarkup(body).match(maintenanceWords) ?? []) : [];
  return {
    html,
    json: value !== undefined,
    different: Object.entries(expected).flatMap(([path, right]) => {
      const found = value === undefined ? undefined : jsonAt(value, path);
      if (value === undefined || sameJson(found, right)) return [];
      return [found === undefined ? { path } : { path, found: shown(found) }];
    }),
    maintenance: [...new Set(words.map((word) => word.toLowerCase()))],
    inTitle: html && titleOf(body).search(maintenanceWords) >= 0,
    ...(html ? { ...clientCertPage(titleOf(body)), ...filterOf(body) } : {}),
    ...codeOf(value, codes),
    ...(html || value !== undefined ? {} : soapOf(body)),
    ...(wantsTls.test(body.slice(0, 20_000)) ? { wantsTls: true as const } : {}),
  };
};

/** The beginning of a body's visible text, at most 120 characters; for a content that was judged wrong. */
export const excerptOf = (body: string): string => {
  if (!looksLikeHtml(body)) return clean(body.slice(0, 2000), 120);
  const title = clean(titleOf(body), 120);
  return title === "" ? clean(withoutMarkup(body), 120) : title;
};
