import { addressKind, isAddress, isLocalhost } from "../../src/model/address.js";
import type { Aim } from "../../src/model/check.js";
import { hostPort } from "../../src/model/place.js";
import { isOurs, type Profile, type ServerAddress } from "../../src/model/profile.js";
import { directNeeds, usedProxy } from "../../src/model/way.js";

export type Target = {
  readonly host: string;
  /** The system's own resolvers are asked, and the system beside them. */
  readonly system: boolean;
  readonly compare: readonly ServerAddress[];
  /** `host:port` of the proxy that has this name. */
  readonly proxy?: string;
  /** Whether its service lies outside our own networks; absent: it may be at home, as databases and desktops are. */
  readonly outside?: "likely" | "surely";
};

const isNamed = (host: string): boolean => !isAddress(host) && !isLocalhost(host);

const isPrivate = (host: string): boolean => isAddress(host) && addressKind(host) === "private";

/**
 * What others own lies outside; so, mostly, does a URL that we have not called our own. Who is told a private address by the profile
 * itself has servers in private networks, and others may be there as well.
 */
const outsideOf = (host: string, targets: Profile["targets"]): Target["outside"] => {
  if (targets.some((one) => "host" in one && isPrivate(one.host))) return undefined;
  const here = targets.filter((one) => "host" in one && one.host === host);
  if (here.some(({ owner }) => owner === "vendor" || owner === "tax-authority")) return "surely";
  return here.some((one) => one.kind === "url") && !here.some(isOurs) ? "likely" : undefined;
};

/** Every target that is known by a name. Through a proxy it is the proxy that resolves the names of URLs: its own is asked for. */
export const aims = ({ dns: { servers, compare }, targets }: Profile): Aim<Target>[] => {
  const aim = (host: string): Target => ({ host, system: servers.length === 0, compare });
  const itsOwn = (host: string): Target => {
    const outside = outsideOf(host, targets);
    return { ...aim(host), ...(outside === undefined ? {} : { outside }) };
  };
  const proxies = targets.flatMap((target) => usedProxy(target) ?? []).filter(({ host }) => isNamed(host));
  const distinct = new Map(proxies.map(({ host, port }) => [host, hostPort(host, port)]));
  return [
    ...targets.flatMap((target) => {
      if (!("host" in target) || usedProxy(target) !== undefined || !isNamed(target.host)) return [];
      return [{ subject: target.name, target: itsOwn(target.host), needs: directNeeds(target) }];
    }),
    ...[...distinct].map(([host, proxy]) => ({
      subject: "@site",
      endpoint: host,
      target: { ...aim(host), proxy },
      needs: [],
    })),
  ];
};
