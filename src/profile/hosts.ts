import { isIP } from "node:net";
import type { ServerAddress } from "../model/profile.js";

const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;
const forbidden = /[\s\u0000-\u001f\u007f/?#@:\\%[\]<>^|"`{}$,;*]/;

/** The shortest form of an address (RFC 5952); a zone stays as it is. */
const canonicalAddress = (address: string): string => {
  const lower = address.toLowerCase();
  if (isIP(lower) !== 6 || lower.includes("%")) return lower;
  return new URL(`http://[${lower}]`).hostname.slice(1, -1);
};

const asciiName = (text: string): string | undefined => {
  try {
    return new URL(`http://${text}`).hostname;
  } catch {
    return undefined;
  }
};

/** True for what a URL parser would take for an IPv4 address in disguise: `1.2`, `0x7f.1`, `2130706433`. */
const endsInNumber = (name: string): boolean => /(^|\.)(\d+|0x[0-9a-f]*)\.?$/.test(name);

/**
 * A host as the network knows it: an address (IPv6 with or without brackets), or a name in ASCII (IDNA), lower case.
 * Undefined: neither.
 */
export const normalHost = (text: string): string | undefined => {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (isIP(bare) === 6) return canonicalAddress(bare);
  if (bare !== text) return undefined;
  if (isIP(text) === 4) return text;
  if (forbidden.test(text) || endsInNumber(text.toLowerCase())) return undefined;
  const name = asciiName(text);
  if (name === undefined || isIP(name) !== 0 || name.length > 253) return undefined;
  return name
    .replace(/\.$/, "")
    .split(".")
    .every((part) => label.test(part))
    ? name
    : undefined;
};

/** A port number in decimal digits, 1 to 65535. */
export const portNumber = (text: string): number | undefined => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : undefined;
};

/** Takes `host`, `host:port`, `[v6]:port` or a bare IPv6 address apart, without judging the parts. */
export const splitHostPort = (text: string): { readonly host: string; readonly port?: string } => {
  if (isIP(text) !== 0) return { host: text };
  const parts = /^(\[[^\]]*\]|[^:[]*)(?::(.*))?$/s.exec(text);
  const port = parts?.[2];
  return { host: parts?.[1] ?? text, ...(port === undefined ? {} : { port }) };
};

/** A DNS server: an address with an optional port, or `localhost`; undefined for any other name. */
export const serverAddress = (text: string): ServerAddress | undefined => {
  const parts = splitHostPort(text);
  const address = parts.host.toLowerCase() === "localhost" ? "127.0.0.1" : normalHost(parts.host);
  const port = parts.port === undefined ? 53 : portNumber(parts.port);
  return address === undefined || isIP(address) === 0 || port === undefined ? undefined : { address, port };
};
