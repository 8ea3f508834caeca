import { createHmac, randomBytes } from "node:crypto";
import type { UrlTarget } from "../model/profile.js";
import { bearerOf, type Forgery, mayForge, type TokenSent } from "../model/tokens.js";

type Claims = { readonly [name: string]: unknown };

const encoded = (value: Claims | Buffer): string =>
  (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))).toString("base64url");

const read = (part: string): Claims => {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return {};
  }
};

const signed = (header: Claims, payload: string, key: Buffer | string): string => {
  const input = `${encoded(header)}.${payload}`;
  return `${input}.${encoded(createHmac("sha256", key).update(input).digest())}`;
};

/** The key of the example on jwt.io, which programs are copied with. */
const publishedKey = "your-256-bit-secret";
const symmetric = { alg: "HS256", typ: "JWT" } as const;

/** Nobody's name: claims that are made up must not be those of a person. */
const nobody = (): Claims => ({ sub: `invoice-diag-${randomBytes(6).toString("hex")}`, role: "admin", admin: true });

/** Takes the last character but one for another: the last one of base64 may carry bits that mean nothing. */
const altered = (token: string): string => {
  const at = Math.max(0, token.length - 2);
  return `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
};

const forged = (token: string, forgery: Forgery): string => {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const made: { readonly [F in Forgery]: () => string } = {
    "alg-none": () => `${encoded({ ...read(header), alg: "none" })}.${payload}.`,
    "alg-none-mixed-case": () => `${encoded({ ...read(header), alg: "nOnE" })}.${payload}.`,
    "altered-claims": () => `${header}.${encoded({ ...read(payload), ...nobody() })}.${signature}`,
    "wrong-key": () => signed(symmetric, payload, randomBytes(32)),
    "published-key": () => signed(symmetric, payload, publishedKey),
    "wrong-signature": () => `${encoded({ ...read(header), alg: "RS256" })}.${payload}.${encoded(randomBytes(256))}`,
    "no-signature": () => `${header}.${payload}.`,
    "unknown-key-id": () => signed({ ...symmetric, kid: randomBytes(8).toString("hex") }, payload, randomBytes(32)),
    "altered-text": () => altered(token),
    shortened: () => token.slice(0, -4),
  };
  return made[forgery]();
};

/**
 * `Authorization` with what is sent instead of the profile's token; null: none at all. Throws for a target that is not ours,
 * whoever asks for it.
 */
export const authorizationOf = (target: UrlTarget, sent: TokenSent): string | null => {
  if (!mayForge(target)) throw new Error(`${target.name} may not be asked with other tokens than its own`);
  if (sent === "absent") return null;
  if (sent === "garbage") return "Bearer x";
  const genuine = sent === "expired" ? target.auth?.expired : bearerOf(target);
  if (genuine === undefined) throw new Error(`${target.name} has no token to begin with`);
  return `Bearer ${sent === "expired" ? genuine.replace(/^bearer +/i, "") : forged(genuine, sent)}`;
};
