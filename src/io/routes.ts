import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import { addressKind } from "../model/address.js";
import type { HostState, NetworkInterface, Route } from "../model/io.js";
import type { LocatedAddress } from "../model/place.js";

const family = (address: string): 4 | 6 => (isIPv6(address) ? 6 : 4);

/** Whether an address lies in a network given as CIDR. */
const within = (address: string, cidr: string): boolean => {
  const parsed = ipaddr.process(address.replace(/%.*/, ""));
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return parsed.kind() === network.kind() && parsed.match(network, bits);
};

const bitsOf = ({ destination }: Route): number => Number(destination.split("/")[1]);

/** The route that the table gives: longest prefix, then lowest metric. */
export const chooseRoute = (address: string, routes: readonly Route[]): Route | undefined =>
  routes
    .filter((route) => route.family === family(address) && within(address, route.destination))
    .sort((a, b) => bitsOf(b) - bitsOf(a) || a.metric - b.metric)[0];

/**
 * The local address that the kernel would use towards an address, null if it knows no way. A connected UDP socket sends
 * nothing; it also obeys policy routing, which the main table does not show.
 */
const sourceTowards = (address: string): Promise<string | null> =>
  new Promise((resolve) => {
    const socket = createSocket(family(address) === 6 ? "udp6" : "udp4");
    const settle = (source: string | null): void => {
      socket.removeAllListeners().on("error", () => {});
      socket.close();
      resolve(source);
    };
    socket.once("error", () => settle(null));
    socket.connect(9, address, (error?: Error) => {
      const source = error ? null : socket.address().address;
      // What has no address of its own but a route borrows that of loopback, with which no packet leaves (RFC 4291 2.5.3).
      settle(source !== null && addressKind(source) === "loopback" ? null : source);
    });
  });

const holderOf = (address: string, { interfaces }: HostState): NetworkInterface | undefined =>
  interfaces.find((one) => one.addresses.some((own) => own.address === address.replace(/%.*/, "")));

const contains = ({ addresses }: NetworkInterface, address: string): boolean =>
  addresses.some((one) => within(address, `${one.address}/${one.prefix}`));

const leaving = (device: string | undefined): Pick<LocatedAddress, "device"> =>
  device === undefined ? {} : { device };

/** Says where an address lies seen from this host. Resolves nothing and sends nothing. */
export const routeTo = async (address: string, host: HostState): Promise<LocatedAddress> => {
  const base = { address, family: family(address) };
  const own = holderOf(address, host);
  if (own !== undefined || ["loopback", "unspecified"].includes(addressKind(address))) {
    const lo = host.interfaces.find((one) => one.loopback);
    return { ...base, scope: "loopback", ...leaving(lo?.name) };
  }
  const source = await sourceTowards(address);
  const holder = source === null ? undefined : holderOf(source, host);
  const route = host.routes === null ? undefined : chooseRoute(address, host.routes);
  const down = host.interfaces.find((one) => one.up === false && contains(one, address));
  if (source === null) return { ...base, scope: "unrouted", ...leaving(down?.name) };
  // The table does not know what the kernel does: believe the kernel.
  if (route === undefined || route.rejects || (holder !== undefined && holder.name !== route.device)) {
    const onLink = holder !== undefined && contains(holder, address);
    return { ...base, scope: onLink ? "on-link" : "routed", ...leaving(onLink ? holder.name : (down ?? holder)?.name) };
  }
  if (route.gateway === undefined && bitsOf(route) > 0) {
    return { ...base, scope: "on-link", ...leaving(route.device) };
  }
  const via = route.gateway === undefined ? {} : { via: route.gateway };
  return { ...base, scope: "routed", ...via, ...leaving(down?.name ?? route.device) };
};
