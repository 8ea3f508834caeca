import type { X509Certificate } from "node:crypto";

/** Words that the names of all authorities are made of: they tell nobody apart. */
const common =
  /\b(root|cas?|authority|certificat(e|ion)|trust|tls|ssl|rsa|ecc|ecdsa|sha\d*|dv|ov|ev|intermediate|issu(ing|er)|sub(ordinate)?|policy|class|server|global|services?|public|primary|secure|[a-z]{0,3}\d+)\b|[^\p{L}\d]+|根|中级|中间|证书|机构|签发/giu;

const part = (name: string, key: string): string => new RegExp(`(?:^|\\n)${key}=([^\\n]*)`).exec(name)?.[1] ?? "";
const stem = (name: string): string => part(name, "CN").toLowerCase().replace(common, "");

const alike = (one: string, other: string): boolean => one !== "" && one === other;

/**
 * A trusted root of the family that `issuer`, the name of an authority (as `X509Certificate` writes it), belongs to: it bears the same
 * name but for the words that all authorities use, or, among those that everybody trusts, the same organisation. Private authorities
 * of one organisation may have nothing else in common.
 */
export const kinOf = (
  issuer: string,
  roots: readonly X509Certificate[],
  everybodys: readonly X509Certificate[],
): X509Certificate | undefined =>
  roots.find(({ subject }) => subject !== issuer && alike(stem(issuer), stem(subject))) ??
  everybodys.find(({ subject }) => alike(part(issuer, "O"), part(subject, "O")));

/** Whether an authority bears none of the names of these, where names tell at all. */
export const isStranger = (issuer: string, roots: readonly X509Certificate[]): boolean =>
  roots.length > 0 &&
  [issuer, ...roots.map(({ subject }) => subject)].every((one) => stem(one) !== "") &&
  roots.every(({ subject }) => !alike(stem(issuer), stem(subject)));
