import type { ProxyUse, Target, UrlTarget, WayOut } from "./profile.js";

/** The proxy that the requests to a target go through. */
export const usedProxy = (target: Target | undefined): ProxyUse | undefined =>
  target?.kind === "url" && target.proxy?.unused === undefined ? target.proxy : undefined;

/** The proxy of one way out, used or not; of the target's own way where none is asked for. */
export const proxyOf = (target: UrlTarget, out: WayOut | undefined): ProxyUse | undefined => {
  if (out === undefined) return usedProxy(target);
  return out === "direct" ? undefined : target.proxy;
};

/** The way that requests to a target take. */
export const wayOf = (target: UrlTarget): WayOut => (usedProxy(target) === undefined ? "direct" : "proxy");

/** The other one, if there is one that may be tried: what the profile forbids is not. */
export const otherWay = (target: UrlTarget): WayOut | undefined => {
  if (usedProxy(target) !== undefined) return "direct";
  return target.proxy?.unused === "excluded" ? "proxy" : undefined;
};

/** The proxy that is named for a target and could be used, and is not. */
export const ignoredProxy = (
  target: Target,
): (ProxyUse & { readonly unused: "forbidden" | "excluded" }) | undefined => {
  if (target.kind !== "url" || target.proxy === undefined) return undefined;
  const { unused } = target.proxy;
  return unused === "forbidden" || unused === "excluded" ? { ...target.proxy, unused } : undefined;
};

/** What the first step on the direct way to a target needs: where a proxy is ignored, it may be the only way. */
export const directNeeds = (target: Target): string[] =>
  ignoredProxy(target) === undefined ? [] : [`proxy:${target.name}`];

/** What a connection to a url target needs. Through a proxy it is the proxy alone, which resolves the name as well. */
export const connectionNeeds = (target: UrlTarget): string[] =>
  usedProxy(target) === undefined
    ? [`dns:${target.name}`, `port:${target.name}/${target.port}`]
    : [`proxy:${target.name}`];
