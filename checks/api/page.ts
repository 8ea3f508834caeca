import { type CodeCatalogue, codeIn } from "../../src/model/codes.js";
import { type Json, jsonIn } from "../../src/model/json.js";
import { jsonAt, sameJson } from "../../src/model/json-path.js";
import { filterIn } from "./filter.js";
import { portalPage } from "./portal.js";
import type { Said } from "./reason.js";
import { reasonIn } from "./reasons.js";
import { saidIn } from "./said.js";
import { offersMuch } from "./said-in-page.js";
import { type SoapFault, soapIn } from "./soap.js";
import { clean, looksLikeHtml, titleOf, withoutMarkup } from "./text.js";

/** What a body turned out to be, as far as it may be shown: nothing of its text, but what the profile asks for by path. */
export type Content = {
  readonly html: boolean;
  /** Whether it parses as JSON. */
  readonly json: boolean;
  /** The paths of the profile at which something else stands than expected, and what; without `found`: nothing. */
  readonly different: readonly { readonly path: string; readonly found?: string }[];
  /** JSON in which no key speaks of success or failure, and nothing is false: the service does not say that something is wrong. */
  readonly speechless?: true;
  /** Words of maintenance in a page, and whether its title has one. */
  readonly maintenance: readonly string[];
  readonly inTitle: boolean;
  /** nginx says in a page that a client certificate is missing, or that it refuses ours (ngx_http_special_response.c). */
  readonly clientCert?: "missing" | "refused";
  /** What shows that it is the page of a login portal: the address of our gateway, or its title. */
  readonly portal?: string;
  /** The product of a web application firewall whose page it is. */
  readonly filter?: string;
  /** The business code, where the profile names a catalogue. */
  readonly code?: string;
  /** null: a SOAP envelope without a fault. */
  readonly soap?: SoapFault | null;
  /** What the answer says, in words, of why it refuses. */
  readonly said?: Said;
  /** A page with a field for a password. */
  readonly asksPassword?: true;
  /** The server says that plain HTTP came to a port of HTTPS: in the words of nginx, Apache, Go or Tomcat. */
  readonly wantsTls?: true;
};

const maintenanceWords = /维护|升级|系统繁忙|暂停服务|maintenance|temporarily unavailable/gi;
/** A title that says it of the platform: pages about the upkeep of machines have the word as well. */
const inMaintenance = (title: string): boolean =>
  reasonIn(title) === "maintenance" ||
  /系统繁忙|temporarily unavailable|^\W*((site|website|in) )?maintenance\W*$|^[^\p{L}]*(维护|升级)[^\p{L}]*$/iu.test(
    title,
  );
const certificatePages = { missing: /no required SSL certificate was sent/i, refused: /the SSL certificate error/i };

const wantsTls =
  /plain HTTP request was sent to HTTPS port|plain HTTP to an SSL-enabled server port|HTTP request to an HTTPS server|host and port requires TLS/i;

/** JSON brings control characters back by its escapes: they are taken out of what is shown. */
const shown = (value: Json): string => clean(typeof value === "string" ? value : JSON.stringify(value), 120);

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

const portalOf = (body: string, gateways: readonly string[]): Pick<Content, "portal"> => {
  const portal = portalPage(body, gateways);
  return portal === undefined ? {} : { portal };
};

const saying = (body: string, value: Json | undefined, failed: boolean): Pick<Content, "said"> => {
  const said = saidIn(body, value, failed);
  return said === undefined ? {} : { said };
};

const asksPassword = /<input[^>]+type\s*=\s*["']?password/i;

/** What the profile expects at paths, and its business codes. */
export type Wanted = {
  readonly json?: { readonly [path: string]: Json } | undefined;
  readonly codes?: CodeCatalogue | undefined;
  /** The gateways on the way there. */
  readonly gateways?: readonly string[];
  /** The status is another than expected. */
  readonly failed?: boolean;
};

const differencesFrom = (expected: NonNullable<Wanted["json"]>, value: Json): Content["different"] =>
  Object.entries(expected).flatMap(([path, right]) => {
    const found = jsonAt(value, path);
    if (sameJson(found, right)) return [];
    return [found === undefined ? { path } : { path, found: shown(found) }];
  });

const speaking = /"[^"]*(code|msg|message|err|fail|success|result|status|state|ret|reason|desc|info)[^"]*":|:false\b/i;
const isSpeechless = (value: Json | undefined): boolean =>
  typeof value === "object" && value !== null && !speaking.test(JSON.stringify(value));

/** Words of maintenance in a page that is there to say so: beside links and fields they may be about anything. */
const maintenanceIn = (page: string): string[] => {
  if (!inMaintenance(titleOf(page)) && offersMuch(page)) return [];
  const said = saidIn(page, undefined)?.means;
  if (said !== undefined && said !== "maintenance") return [];
  const words = withoutMarkup(page).match(maintenanceWords) ?? [];
  return [...new Set(words.map((word) => word.toLowerCase()))];
};

/** Reads a body for what the profile expects of it. Pure. */
export const readContent = (body: string, wanted: Wanted = {}): Content => {
  const { json: expected = {}, codes, gateways = [], failed = false } = wanted;
  const value = jsonIn(body);
  const html = looksLikeHtml(body);
  const different = value === undefined ? [] : differencesFrom(expected, value);
  return {
    html,
    json: value !== undefined,
    different,
    ...(isSpeechless(value) ? { speechless: true as const } : {}),
    maintenance: html ? maintenanceIn(body) : [],
    inTitle: html && inMaintenance(titleOf(body)),
    ...(html ? { ...clientCertPage(titleOf(body)), ...filterOf(body) } : {}),
    ...codeOf(value, codes),
    ...(html || value !== undefined ? {} : soapOf(body)),
    ...portalOf(body, gateways),
    ...saying(body, value, failed || different.length > 0),
    ...(html && asksPassword.test(body) ? { asksPassword: true as const } : {}),
    ...(wantsTls.test(body.slice(0, 20_000)) ? { wantsTls: true as const } : {}),
  };
};

/** The beginning of a body's visible text, at most 120 characters; for a content that was judged wrong. */
export const excerptOf = (body: string): string => {
  if (!looksLikeHtml(body)) return clean(body.slice(0, 2000), 120);
  const title = clean(titleOf(body), 120);
  return title === "" ? clean(withoutMarkup(body), 120) : title;
};
