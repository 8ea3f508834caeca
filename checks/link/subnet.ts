import type { NetworkInterface } from "../../src/model/io.js";
import type { Way } from "./sight.js";

/** Arithmetic of IPv4 networks. */
const number = (address: string): number => address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
const dotted = (value: number): string => [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join(".");
const first = (address: string, prefix: number): number =>
  Math.floor(number(address) / 2 ** (32 - prefix)) * 2 ** (32 - prefix);

export const isIn = (address: string, network: string, prefix: number): boolean =>
  first(address, prefix) === first(network, prefix);

export const networkOf = (address: string, prefix: number): string => `${dotted(first(address, prefix))}/${prefix}`;

/** The prefix of the narrowest network that holds all of these. */
const common = (addresses: readonly string[]): number => {
  let prefix = 32;
  while (prefix > 0 && addresses.some((one) => !isIn(one, addresses[0] ?? one, prefix))) prefix -= 1;
  return prefix;
};

/** What most networks are as large as. */
export const usual = 24;

/** Whether a network as large as usual, or as large as these living addresses show it to be, holds an address, too. */
export const covers = (living: readonly string[], address: string): boolean =>
  living.some((one) => isIn(address, one, Math.min(usual, common(living))));

type Own = NetworkInterface["addresses"][number];

/** The own address, IPv4, in whose network an address lies; of several the narrowest network's. */
export const ownAround = (address: string, { addresses }: NetworkInterface): Own | undefined =>
  addresses
    .filter(({ family, address: own, prefix }) => family === 4 && isIn(address, own, prefix))
    .sort((a, b) => b.prefix - a.prefix)[0];

/** A way to what counts as a neighbour, and the own address and device that make it one. */
export type Near = { readonly way: Way; readonly own: Own; readonly device: NetworkInterface };

/** Hosts in the networks of this host's cables and radios. IPv6 has one size of network, and no netmask to mistype. */
export const nearOf = (ways: readonly Way[], interfaces: readonly NetworkInterface[]): Near[] =>
  ways
    .filter(({ scope, family }) => scope === "on-link" && family === 4)
    .flatMap((way) => {
      const device = interfaces.find(({ name }) => name === way.device);
      if (device === undefined || device.tunnel === true) return [];
      const own = ownAround(way.address, device);
      return own === undefined ? [] : [{ way, own, device }];
    });

/** Neighbours that would be none if the network were as large as usual. */
export const farAway = ({ way, own }: Near): boolean => own.prefix < usual && !isIn(way.address, own.address, usual);
