import type { NetworkInterface } from "../../src/model/io.js";
import type { LinkSeen } from "./sight.js";

/** Made by containers, tunnels and the kernel itself; not what a cable or a radio hangs on. */
const madeUp =
  /^(docker|br-|virbr|veth|cni|flannel|cali|lxc|lxd|ifb|dummy|tunl|sit|gre|erspan|ip6?_vti|ip6tnl|ip6gre|bond_|teql)/;

/** Interfaces that a way could leave by if there were a route. */
export const candidates = ({ interfaces }: Pick<LinkSeen, "interfaces">): NetworkInterface[] =>
  interfaces.filter(({ name, loopback }) => !loopback && !madeUp.test(name));

export const isOn = ({ up, carrier }: NetworkInterface): boolean => up !== false && carrier !== false;

/** It was set up to be used, and its routes went with it. */
const isMissed = (one: NetworkInterface): boolean =>
  one.up === false && one.addresses.some(({ family }) => family === 4);

/**
 * Interfaces that the ways leave by. A way that no route leads to leaves by whatever is on, or would be had nobody switched it off, else
 * by whatever there is.
 */
export const used = (seen: Pick<LinkSeen, "ways" | "interfaces">): NetworkInterface[] => {
  const names = new Set(seen.ways.map(({ device }) => device));
  const known = seen.interfaces.filter(({ name }) => names.has(name));
  if (seen.ways.every(({ device }) => device !== undefined)) return known;
  const on = candidates(seen).filter((one) => isOn(one) || isMissed(one));
  return [...new Set([...known, ...(on.length > 0 ? on : candidates(seen))])];
};

export const named = (interfaces: readonly NetworkInterface[]): string[] => interfaces.map(({ name }) => name);
