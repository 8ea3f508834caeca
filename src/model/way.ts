import type { ProxyUse, Target, UrlTarget } from "./profile.js";

/** The proxy that the requests to a target go through. */
export const usedProxy = (target: Target | undefined): ProxyUse | undefined =>
  target?.kind === "url" && target.proxy?.unused === undefined ? target.proxy : undefined;

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
