import type { IncomingHttpHeaders } from "node:http";
import type { Context } from "./context.js";

type Jar = Map<string, string>;

/** Cookies live as long as the run and are seen by nobody outside the verbs. */
const jars = new WeakMap<Context, Map<string, Jar>>();

const atMost = 50;
const longest = 4096;

/** The cookies of one word at one target. All requests of a target go to one URL: paths and domains make no difference. */
export const jarOf = (context: Context, target: string, word: string): Jar => {
  const all = jars.get(context) ?? new Map<string, Jar>();
  jars.set(context, all);
  const key = JSON.stringify([target, word]);
  const jar = all.get(key) ?? new Map<string, string>();
  all.set(key, jar);
  return jar;
};

const pair = /^\s*([^=;\s]+)\s*=\s*([^;]*?)\s*(?:;|$)/;
const maxAge = /;\s*max-age\s*=\s*"?(-?\d{1,12})"?\s*(?:;|$)/i;
const gone = /;\s*max-age\s*=\s*"?(?:0|-\d+)"?\s*(?:;|$)/i;

const isOver = (cookie: string): boolean => {
  const until = Date.parse(/;\s*expires\s*=\s*([^;]+)/i.exec(cookie)?.[1] ?? "");
  return gone.test(cookie) || (!/;\s*max-age/i.test(cookie) && until < Date.now());
};

/** Keeps what `Set-Cookie` says (RFC 6265 section 5.2). */
export const keepCookies = (jar: Jar, headers: IncomingHttpHeaders): void => {
  for (const cookie of [headers["set-cookie"] ?? []].flat()) {
    const [, name, value] = pair.exec(cookie) ?? [];
    if (name === undefined || value === undefined) continue;
    if (isOver(cookie)) jar.delete(name);
    else if (name.length + value.length <= longest && (jar.has(name) || jar.size < atMost)) jar.set(name, value);
  }
};

/** The shortest life of the cookies that an answer sets, in milliseconds; undefined: none says how long it lives. */
export const cookieLife = (headers: IncomingHttpHeaders): number | undefined => {
  const lives = [headers["set-cookie"] ?? []].flat().flatMap((cookie) => {
    const seconds = maxAge.exec(cookie)?.[1];
    if (seconds !== undefined) return Number(seconds) > 0 ? [Number(seconds) * 1000] : [];
    const until = Date.parse(/;\s*expires\s*=\s*([^;]+)/i.exec(cookie)?.[1] ?? "") - Date.now();
    return until > 0 ? [until] : [];
  });
  return lives.length === 0 ? undefined : Math.min(...lives);
};

/** The `Cookie` header with a jar's cookies behind the profile's own; undefined: there are none. */
export const cookieHeader = (jar: ReadonlyMap<string, string>, own: string | undefined): string | undefined => {
  const all = [...(own === undefined ? [] : [own]), ...[...jar].map(([name, value]) => `${name}=${value}`)];
  return all.length === 0 ? undefined : all.join("; ");
};
