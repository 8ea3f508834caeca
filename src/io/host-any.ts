import { getServers } from "node:dns";
import { networkInterfaces } from "node:os";
import { ownAddresses } from "../model/address.js";
import type { NetworkInterface } from "../model/io.js";
import type { ServerAddress } from "../model/profile.js";
import { canonical } from "./icmp-packet.js";

/** Interfaces as node:os gives them on every system: only those that are up, have a link and an address. */
export const addressedInterfaces = (): readonly NetworkInterface[] =>
  Object.entries(networkInterfaces()).map(([name, addresses = []]) => ({
    name,
    loopback: addresses.some((one) => one.internal),
    up: true,
    carrier: true,
    mtu: null,
    addresses: addresses.map(({ address, family, cidr }) => ({
      address,
      family: family === "IPv6" ? (6 as const) : (4 as const),
      prefix: Number(cidr?.split("/")[1] ?? (family === "IPv6" ? 128 : 32)),
    })),
    counters: null,
    speed: null,
    duplex: null,
  }));

/** Whether an address is one of this machine's own just now. */
export const isOwnAddress = (address: string): boolean => {
  const wanted = canonical(address);
  return ownAddresses(addressedInterfaces()).some((own) => canonical(own) === wanted);
};

/** As node:dns writes a server: `10.0.0.53`, `10.0.0.53:5353`, `fd00::1`, `[fd00::1]:5353`. */
export const parseServer = (text: string): ServerAddress => {
  const [, address, port] = /^\[(.*)\](?::(\d+))?$/.exec(text) ?? /^([^:]*):(\d+)$/.exec(text) ?? [];
  return { address: address ?? text, port: Number(port ?? 53) };
};

/** The system's resolvers as node:dns found them. */
export const nodeResolvers = (): readonly ServerAddress[] => getServers().map(parseServer);
