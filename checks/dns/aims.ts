import { isAddress, isLocalhost } from "../../src/model/address.js";
import type { Aim } from "../../src/model/check.js";
import { hostPort } from "../../src/model/place.js";
import type { Profile, ServerAddress } from "../../src/model/profile.js";
import { directNeeds, usedProxy } from "../../src/model/way.js";

export type Target = {
  readonly host: string;
  /** The system's own resolvers are asked, and the system beside them. */
  readonly system: boolean;
  readonly compare: readonly ServerAddress[];
  /** `host:port` of the proxy that has this name. */
  readonly proxy?: string;
};

const isNamed = (host: string): boolean => !isAddress(host) && !isLocalhost(host);

/** Every target that is known by a name. Through a proxy it is the proxy that resolves the names of URLs: its own is asked for. */
export const aims = ({ dns: { servers, compare }, targets }: Profile): Aim<Target>[] => {
  const aim = (host: string): Target => ({ host, system: servers.length === 0, compare });
  const proxies = targets.flatMap((target) => usedProxy(target) ?? []).filter(({ host }) => isNamed(host));
  const distinct = new Map(proxies.map(({ host, port }) => [host, hostPort(host, port)]));
  return [
    ...targets.flatMap((target) => {
      if (!("host" in target) || usedProxy(target) !== undefined || !isNamed(target.host)) return [];
      return [{ subject: target.name, target: aim(target.host), needs: directNeeds(target) }];
    }),
    ...[...distinct].map(([host, proxy]) => ({
      subject: "@site",
      endpoint: host,
      target: { ...aim(host), proxy },
      needs: [],
    })),
  ];
};
