import type { JsonObject } from "../model/json.js";
import type { Bilingual } from "../model/text.js";
import { normalHost, portNumber, splitHostPort } from "./hosts.js";
import { httpUrl, userinfoOf } from "./urls.js";

/** A target as it would stand in a profile. */
export type AdHocInput = JsonObject & { readonly name: string };
export type AdHoc = { readonly input: AdHocInput; readonly secrets: readonly string[] } | { readonly error: Bilingual };

const refused = (en: string, zh: string): AdHoc => ({ error: { en, zh } });
/** What a word may look like. */
export const adHocForms = "https://host:8443/path, host:3389, host.name, mysql://user@host:3306/db";
const noTarget = refused(`expected a target such as ${adHocForms}`, `应为目标，如 ${adHocForms}`);
const badPort = refused("expected a port from 1 to 65535 after the colon", "冒号后应为 1 到 65535 的端口号");

/** A readable name without `:` and `/`: the host, and the port if one was given. */
const nameOf = (host: string, port?: number | string): string => {
  const plain = host.includes(":") ? `ip6-${host.replace(/%.*/, "").replace(/:+/g, "-").replace(/^-|-$/g, "")}` : host;
  return (port === undefined ? plain : `${plain}-${port}`).slice(0, 90);
};

const urlInput = (text: string): AdHoc => {
  const parsed = httpUrl(text);
  if (parsed === "port") return badPort;
  if (typeof parsed === "string")
    return refused("expected a valid http:// or https:// URL", "应为有效的 http:// 或 https:// 网址");
  const given = new URL(parsed.url).port;
  return { input: { name: nameOf(parsed.host, given === "" ? undefined : given), url: text }, secrets: [] };
};

const hostInput = (text: string): AdHoc => {
  const parts = splitHostPort(text);
  const host = normalHost(parts.host);
  if (host === undefined) return noTarget;
  if (parts.port === undefined) return { input: { name: nameOf(host), host, ports: [] }, secrets: [] };
  const port = portNumber(parts.port);
  return port === undefined ? badPort : { input: { name: nameOf(host, port), host, ports: [port] }, secrets: [] };
};

const mysqlForm = /^mysql:\/\/(?:(.*)@)?([^/@?#]+)(?:\/([^/?#]*))?$/is;

const mysqlInput = (text: string): AdHoc => {
  const parts = mysqlForm.exec(text);
  const place = splitHostPort(parts?.[2] ?? "");
  const host = normalHost(place.host);
  if (parts === null || host === undefined)
    return refused(
      "expected mysql://user:password@host:3306/database",
      "应为 mysql://user:password@host:3306/database",
    );
  const port = place.port === undefined ? 3306 : portNumber(place.port);
  if (port === undefined) return badPort;
  const login = parts[1] === undefined ? undefined : userinfoOf(parts[1]);
  const database = parts[3] === undefined || parts[3] === "" ? undefined : parts[3];
  const mysql = {
    host,
    port,
    ...(login === undefined ? {} : { user: login.user }),
    ...(login === undefined || login.password === "" ? {} : { password: login.password }),
    ...(database === undefined ? {} : { database }),
  };
  const secrets =
    login === undefined || login.password === "" ? [] : [login.raw, login.raw.slice(login.raw.indexOf(":") + 1)];
  return { input: { name: nameOf(host, place.port), mysql }, secrets };
};

/** What a word on the command line asks for: a URL, a host with or without a port, or a database. */
export const adHocTarget = (text: string): AdHoc => {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === "http" || scheme === "https") return urlInput(text);
  if (scheme === "mysql") return mysqlInput(text);
  if (scheme !== undefined)
    return refused("only http://, https:// and mysql:// can be checked", "只能检查 http://、https:// 和 mysql:// 目标");
  if (/^[^/]+\/./.test(text) && normalHost(splitHostPort(text.replace(/\/.*/s, "")).host) !== undefined)
    return refused("a path needs a scheme; did you mean https://…?", "带路径的目标需要协议，是否想写 https://…？");
  return hostInput(text);
};
