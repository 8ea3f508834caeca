import { BlockList, isIP } from "node:net";
import { isAddress, isThisMachine } from "../model/address.js";
import type { Channel } from "../model/notify.js";
import type { Profile, ProxyUse, Target, UrlTarget } from "../model/profile.js";
import { normalHost, splitHostPort } from "./hosts.js";
import { userinfoSecrets } from "./secrets.js";
import { basic, httpUrl } from "./urls.js";

type Environment = { readonly [name: string]: string | undefined };
/** Where requests go that may have to go through a proxy. */
type Aim = Pick<UrlTarget, "host" | "port" | "secure" | "helper">;
/** A proxy, and what of it may appear nowhere. */
type Named = { readonly proxy: ProxyUse; readonly secrets: readonly string[] };

const lower = (env: Environment, name: string): string | undefined =>
  [name, name.toUpperCase()].find((one) => env[one]);

/**
 * The variable that names the proxy for a scheme; lower case wins, as for curl. A CGI program must not believe HTTP_PROXY,
 * which is a header of its client there ("httpoxy", CVE-2016-5385).
 */
const variableFor = (env: Environment, secure: boolean): string | undefined => {
  const own = lower(env, secure ? "https_proxy" : "http_proxy");
  const forged = own === "HTTP_PROXY" && env.REQUEST_METHOD !== undefined;
  return own === undefined || forged ? lower(env, "all_proxy") : own;
};

/** A value without a scheme is an HTTP proxy. What cannot be used keeps nothing but the name of its variable. */
const readProxy = (value: string, from: string): Named => {
  const text = value.trim();
  const parsed = httpUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (typeof parsed === "string" || parsed.secure || parsed.url.includes("@")) {
    const hidden = /^.*@/.exec(text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, ""))?.[0].slice(0, -1);
    const secrets = hidden === undefined ? [] : [hidden, ...hidden.split(":")];
    return { proxy: { host: "", port: 0, from, unused: "unsupported" }, secrets };
  }
  const { host, port, userinfo } = parsed;
  const authorization = userinfo === undefined ? {} : { authorization: basic(userinfo) };
  return {
    proxy: { host, port, from, ...authorization },
    secrets: userinfo === undefined ? [] : userinfoSecrets(userinfo),
  };
};

const inNetwork = (host: string, cidr: string): boolean => {
  const [, network = "", bits = ""] = /^\[?([^\]/]+)\]?\/(\d{1,3})$/.exec(cidr) ?? [];
  const [family, version] = isIP(network) === 6 ? (["ipv6", 6] as const) : (["ipv4", 4] as const);
  if (isIP(network) === 0 || isIP(host) !== version || Number(bits) > (version === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family);
  return list.check(host, family);
};

/** One entry of NO_PROXY: `*`, a network, an address, or a name with all below it, each with or without a port. */
const matches = (entry: string, { host, port }: { readonly host: string; readonly port: number }): boolean => {
  if (entry === "*") return true;
  if (entry.includes("/")) return inNetwork(host, entry);
  const parts = splitHostPort(entry.toLowerCase().replace(/^\*?\./, ""));
  if (parts.port !== undefined && Number(parts.port) !== port) return false;
  const name = normalHost(parts.host) ?? parts.host;
  return host === name || (!isAddress(host) && host.endsWith(`.${name}`));
};

/** NO_PROXY, as the programs that obey it agree: separated by commas or blanks, a leading dot without meaning. */
const excluded = (env: Environment, target: Aim): boolean =>
  (env[lower(env, "no_proxy") ?? ""] ?? "")
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => matches(entry, target));

const fromEnvironment = (env: Environment, target: Aim, forbidden: boolean): Named | undefined => {
  const variable = variableFor(env, target.secure);
  // What runs on this machine is never behind a proxy, as in every program but those that were told so.
  if (variable === undefined || isThisMachine(target.host)) return undefined;
  const { proxy, secrets } = readProxy(env[variable] ?? "", variable);
  const left = excluded(env, target);
  if (proxy.unused !== undefined) return forbidden || left ? undefined : { proxy, secrets };
  if (forbidden && left) return undefined;
  return { proxy: forbidden || left ? { ...proxy, unused: forbidden ? "forbidden" : "excluded" } : proxy, secrets };
};

const fromProfile = (url: string, authorization: string | undefined): Named => {
  const { proxy } = readProxy(url, "profile");
  return { proxy: { ...proxy, ...(authorization === undefined ? {} : { authorization }) }, secrets: [] };
};

const namedFor = (profile: Profile, env: Environment, target: Aim): Named | undefined => {
  const { proxy, proxyAuthorization } = profile;
  if (target.helper === true) return undefined;
  if (proxy === undefined || proxy === "none") return fromEnvironment(env, target, proxy === "none");
  return fromProfile(proxy, proxyAuthorization);
};

/** As for a target; mail goes its own way. */
const channelWith = (
  channel: Channel,
  profile: Profile,
  env: Environment,
): { channel: Channel; secrets: readonly string[] } => {
  const { carrier, proxy: _, ...rest } = channel;
  const aim = carrier.kind === "mail" ? "shape" : httpUrl(carrier.url);
  const named = typeof aim === "string" ? undefined : namedFor(profile, env, aim);
  const bare = { ...rest, carrier };
  return named === undefined
    ? { channel: bare, secrets: [] }
    : { channel: { ...bare, proxy: named.proxy }, secrets: named.secrets };
};

/**
 * Says at every url target and channel which proxy its requests go through: the profile's, else the environment's as programs obey
 * it. Logins of the environment's proxies become secrets of the profile. Doing it again changes nothing.
 */
export const withProxies = (profile: Profile, env: Environment): Profile => {
  const secrets = new Set(profile.secrets);
  const targets = profile.targets.map((target): Target => {
    if (target.kind !== "url") return target;
    const { proxy: _, ...rest } = target;
    const named = namedFor(profile, env, target);
    for (const secret of named?.secrets ?? []) if (secret !== "") secrets.add(secret);
    return named === undefined ? rest : { ...rest, proxy: named.proxy };
  });
  const channels = profile.notify?.map((channel) => channelWith(channel, profile, env));
  for (const secret of channels?.flatMap((one) => one.secrets) ?? []) if (secret !== "") secrets.add(secret);
  const notify = channels === undefined ? {} : { notify: channels.map((one) => one.channel) };
  return { ...profile, targets, ...notify, secrets: [...secrets] };
};
