import type { UrlTarget } from "./profile.js";

/** Tokens that an API must refuse, and how they are told from genuine ones. No token stands in any of these values. */

/** What is made of a JSON Web Token (RFC 7519) that is genuine; no forgery can be told from it without its key. */
export const jwtForgeries = [
  /** `alg: none` and no signature (RFC 8725 section 3.2; CVE-2015-2951). */
  "alg-none",
  /** The same in mixed case, which filters for the word let pass. */
  "alg-none-mixed-case",
  /** Other claims under the old signature. */
  "altered-claims",
  /** Signed with HS256 and a random key. */
  "wrong-key",
  /** Signed with HS256 and the key of a widely copied example. */
  "published-key",
  /** Header RS256, and random bytes as the signature. */
  "wrong-signature",
  /** The signature taken away, the algorithm kept. */
  "no-signature",
  /** A key id that does not exist, signed with a random key. */
  "unknown-key-id",
] as const;
/** What can be made of a token that means nothing to us. */
export const opaqueForgeries = ["altered-text", "shortened"] as const;

export type Forgery = (typeof jwtForgeries)[number] | (typeof opaqueForgeries)[number];
/** `absent`: no token; `garbage`: one that is none; `expired`: the profile's genuine token that has expired. */
export type TokenSent = Forgery | "absent" | "garbage" | "expired";

/** The token of `Authorization: Bearer …` (RFC 6750); undefined: the target has none. */
export const bearerOf = ({ headers }: Pick<UrlTarget, "headers">): string | undefined => {
  const [, value = ""] = Object.entries(headers).find(([name]) => name.toLowerCase() === "authorization") ?? [];
  return /^bearer +(\S+)$/i.exec(value.trim())?.[1];
};

/** Three parts in base64url, of which the first begins as a JSON object does. */
const jwtForm = /^e[wy][A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

export const forgeriesOf = (token: string): readonly Forgery[] =>
  jwtForm.test(token) ? jwtForgeries : opaqueForgeries.filter((one) => one !== "shortened" || token.length > 8);

/** Governments, platforms of invoicing and vendors of it: what is theirs is never tested, whatever a profile says. */
const foreign = [
  "gov.cn",
  "nuonuo.com",
  "nuonuocs.cn",
  "piaozone.com",
  "fa-piao.com",
  "sheca.com",
  "baiwang.com",
  "aisino.com",
  "51fapiao.cn",
] as const;

const isForeign = (host: string): boolean => {
  const name = host.toLowerCase().replace(/\.$/, "");
  return foreign.some((domain) => name === domain || name.endsWith(`.${domain}`));
};

/** Who answers for what is never ours to test; what is ours may well be run by a vendor. */
const never: readonly UrlTarget["owner"][] = ["tax-authority", "carrier"];

/** Whether a target may be asked with tokens that are not genuine: the profile says that it is ours, and nothing denies it. */
export const mayForge = ({ own, owner, host }: Pick<UrlTarget, "own" | "owner" | "host">): boolean =>
  own && !never.includes(owner) && !isForeign(host);
