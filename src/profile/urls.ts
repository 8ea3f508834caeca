import { normalHost } from "./hosts.js";

export type Userinfo = { readonly raw: string; readonly user: string; readonly password: string };
export type HttpUrl = {
  /** Without userinfo and fragment. */
  readonly url: string;
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly userinfo?: Userinfo;
};

/** Percent-decoded; text that is not well encoded stays as it is. */
export const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

export const userinfoOf = (raw: string): Userinfo => {
  const colon = raw.indexOf(":");
  const user = colon < 0 ? raw : raw.slice(0, colon);
  return { raw, user: decoded(user), password: colon < 0 ? "" : decoded(raw.slice(colon + 1)) };
};

/** Why a text is no URL that can be asked: its shape, its scheme, its port or its host. */
export type UrlFault = "shape" | "scheme" | "port" | "host";

const parse = (text: string): URL | undefined => {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
};

const portFault = (text: string): boolean => {
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(text)?.[1] ?? "";
  const port = /:(\d*)$/.exec(authority)?.[1];
  return port !== undefined && (port === "" || Number(port) < 1 || Number(port) > 65535);
};

/** Takes an http or https URL apart, or says what is wrong with it. */
export const httpUrl = (text: string): HttpUrl | UrlFault => {
  if (/[\s\u0000-\u001f\u007f\\]/.test(text)) return "shape";
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return "shape";
  if (scheme !== "http" && scheme !== "https") return "scheme";
  if (portFault(text)) return "port";
  const url = parse(text);
  const host = url === undefined ? undefined : normalHost(url.hostname);
  if (url === undefined || host === undefined) return "host";
  const raw = /^[a-z]+:\/\/([^/?#]*)@/i.exec(text)?.[1] ?? "";
  url.username = "";
  url.password = "";
  url.hash = "";
  const secure = scheme === "https";
  return {
    url: url.href,
    host,
    port: url.port === "" ? (secure ? 443 : 80) : Number(url.port),
    secure,
    ...(raw === "" ? {} : { userinfo: userinfoOf(raw) }),
  };
};

/** `Basic` credentials (RFC 7617), UTF-8. */
export const basic = (userinfo: Userinfo): string =>
  `Basic ${Buffer.from(`${userinfo.user}:${userinfo.password}`, "utf8").toString("base64")}`;
