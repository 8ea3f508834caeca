import { basic, decoded, type Userinfo } from "./urls.js";

/** Userinfo as it was written, decoded, in parts, and as the `Basic` credentials that are sent. */
export const userinfoSecrets = (userinfo: Userinfo): string[] => [
  userinfo.raw,
  ...userinfo.raw.split(":"),
  `${userinfo.user}:${userinfo.password}`,
  userinfo.user,
  userinfo.password,
  basic(userinfo).slice("Basic ".length),
  basic(userinfo),
];

/** Values of a URL's query, as written and decoded; a `{placeholder}` is none. */
export const querySecrets = (url: string): string[] => {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? "";
  return query
    .split("&")
    .map((pair) => pair.replace(/^[^=]*=?/, ""))
    .filter((value) => !/^\{[a-z]+\}$/.test(value))
    .flatMap((value) => [value, decoded(value), decoded(value.replaceAll("+", " "))]);
};

const credentials = /^(?:[A-Za-z][A-Za-z0-9-]*) +(\S+)$/;

/** A header's value, the credentials in it (`Bearer …`), and what `Basic` credentials hide. */
export const headerSecrets = (name: string, value: string): string[] => {
  if (!/authorization/.test(name)) return [value];
  const token = credentials.exec(value)?.[1];
  if (token === undefined) return [value];
  if (!/^basic /i.test(value)) return [value, token];
  const pair = Buffer.from(token, "base64").toString("utf8");
  return [value, token, pair, pair.slice(pair.indexOf(":") + 1)];
};

/** Replaces secrets of 6 characters and more; longest first. */
export const masked = (text: string, secrets: readonly string[]): string =>
  secrets
    .filter((secret) => secret.length >= 6)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
