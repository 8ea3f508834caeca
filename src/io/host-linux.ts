import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { endianness } from "node:os";
import ipaddr from "ipaddr.js";
import type { Neighbour, NetworkInterface, Route } from "../model/io.js";
import { addressedInterfaces } from "./host-any.js";

const text = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");

/** What `ip -json …` prints; undefined where there is no iproute2. It only adds to what /proc and /sys say. */
const iproute = <T>(...args: readonly string[]): Promise<T | undefined> =>
  new Promise((resolve) => {
    execFile("ip", ["-json", ...args], { timeout: 2000, killSignal: "SIGKILL" }, (error, stdout) => {
      try {
        resolve(error === null ? (JSON.parse(stdout || "[]") as T) : undefined);
      } catch {
        resolve(undefined);
      }
    });
  });

// ---- interfaces (/sys/class/net, sysfs-class-net) ----

const flagUp = 0x1;
const flagLoopback = 0x8;

/** Kinds of interfaces (linux/if_arp.h) that are tunnels: PPP, none (tun, WireGuard), IP in IP, SIT, GRE. */
const tunnels: readonly number[] = [512, 65_534, 768, 769, 776, 778, 823];

const readInterface = async (name: string): Promise<NetworkInterface | undefined> => {
  const read = async (file: string): Promise<string> => (await text(`/sys/class/net/${name}/${file}`)).trim();
  const count = async (file: string): Promise<number> => Number(await read(`statistics/${file}`));
  // `bonding_masters` is a file among the interfaces.
  const flags = Number.parseInt(await read("flags"), 16);
  if (Number.isNaN(flags)) return undefined;
  const files = ["carrier", "mtu", "speed", "duplex", "type", "tun_flags", "carrier_changes"];
  const [carrier, mtu, speed, duplex, kind, tun, changes = ""] = await Promise.all(files.map(read));
  const up = (flags & flagUp) !== 0;
  return {
    name,
    loopback: (flags & flagLoopback) !== 0,
    up,
    // Cannot be read while the interface is down.
    carrier: carrier === "1" ? true : carrier === "0" ? false : null,
    mtu: mtu === "" ? null : Number(mtu),
    addresses: [],
    counters: {
      rxPackets: await count("rx_packets"),
      txPackets: await count("tx_packets"),
      rxErrors: await count("rx_errors"),
      txErrors: await count("tx_errors"),
      rxDropped: await count("rx_dropped"),
      txDropped: await count("tx_dropped"),
    },
    speed: Number(speed) > 0 ? Number(speed) : null,
    duplex: duplex === "full" || duplex === "half" ? duplex : null,
    // A tap looks like Ethernet, and says that it is a tap.
    tunnel: tunnels.includes(Number(kind)) || tun !== "",
    ...(changes === "" ? {} : { carrierChanges: Number(changes) }),
  };
};

type IpAddress = {
  readonly ifname: string;
  readonly addr_info: readonly { readonly family: string; readonly local: string; readonly prefixlen: number }[];
};

/** node:os leaves out interfaces that are down or have no link, and their addresses with them. */
const addressesWhileDown = async (): Promise<ReadonlyMap<string, NetworkInterface["addresses"]>> => {
  const listed = (await iproute<readonly IpAddress[]>("address", "show")) ?? [];
  return new Map(
    listed.map(({ ifname, addr_info }) => [
      ifname,
      addr_info.map(({ family, local, prefixlen }) => ({
        address: local,
        family: family === "inet6" ? (6 as const) : (4 as const),
        prefix: prefixlen,
      })),
    ]),
  );
};

export const readInterfaces = async (): Promise<readonly NetworkInterface[]> => {
  const names = await readdir("/sys/class/net").catch(() => []);
  const found = (await Promise.all(names.map(readInterface))).filter((one) => one !== undefined);
  if (found.length === 0) return addressedInterfaces();
  const known = new Map(addressedInterfaces().map(({ name, addresses }) => [name, addresses]));
  const dark = found.some((one) => !one.loopback && (one.up === false || one.carrier === false));
  const rest = dark ? await addressesWhileDown() : new Map<string, NetworkInterface["addresses"]>();
  return found.map((one) => ({ ...one, addresses: known.get(one.name) ?? rest.get(one.name) ?? [] }));
};

// ---- routes (proc(5), /proc/net/route and /proc/net/ipv6_route) ----

const flagGateway = 0x2;
const flagReject = 0x200;
/** RTF_LOCAL and RTF_ANYCAST: this host's own addresses. */
const flagsOwn = 0x80100000;

/** Four bytes as one number in the order of the machine. */
const address4 = (hex: string): string => {
  const bytes = (hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  return (endianness() === "LE" ? bytes.reverse() : bytes).join(".");
};

const address6 = (hex: string): string => ipaddr.parse((hex.match(/.{4}/g) ?? []).join(":")).toString();

const ones = (mask: string): number => Number.parseInt(mask, 16).toString(2).replaceAll("0", "").length;

export const parseRoutes4 = (table: string): readonly Route[] =>
  table
    .split("\n")
    .slice(1)
    .map((line) => line.split(/\s+/))
    .filter((fields) => fields.length >= 8)
    .map(([device = "", destination = "", gateway = "", flagText = "", , , metric, mask = ""]) => {
      const flags = Number.parseInt(flagText, 16);
      return {
        family: 4 as const,
        destination: `${address4(destination)}/${ones(mask)}`,
        ...((flags & flagGateway) === 0 ? {} : { gateway: address4(gateway) }),
        device,
        metric: Number(metric),
        rejects: (flags & flagReject) !== 0,
      };
    });

export const parseRoutes6 = (table: string): readonly Route[] =>
  table
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([destination = "", , , , , , , , flags = ""]) => {
      const own = (Number.parseInt(flags, 16) & flagsOwn) !== 0;
      return destination.length === 32 && !destination.startsWith("ff") && !own;
    })
    .map(([destination = "", bits = "", , , gateway = "", metric = "", , , flagText = "", device = ""]) => {
      const flags = Number.parseInt(flagText, 16);
      return {
        family: 6 as const,
        destination: `${address6(destination)}/${Number.parseInt(bits, 16)}`,
        ...((flags & flagGateway) === 0 ? {} : { gateway: address6(gateway) }),
        device,
        metric: Number.parseInt(metric, 16),
        rejects: (flags & flagReject) !== 0,
      };
    });

export const readRoutes = async (): Promise<readonly Route[]> => [
  ...parseRoutes4(await text("/proc/net/route")),
  ...parseRoutes6(await text("/proc/net/ipv6_route")),
];

// ---- neighbours ----

type IpNeighbour = { readonly dst: string; readonly dev: string; readonly state: readonly string[] };

/** `STALE`, `DELAY` and `PROBE` have an address that nobody has confirmed lately. */
const states: { readonly [state: string]: Neighbour["state"] } = {
  REACHABLE: "reachable",
  PERMANENT: "reachable",
  NOARP: "reachable",
  FAILED: "failed",
  INCOMPLETE: "failed",
};

/** Flags of /proc/net/arp: ATF_COM, the link-layer address is known. */
const complete = 0x2;

const readArp = async (): Promise<readonly Neighbour[]> =>
  (await text("/proc/net/arp"))
    .split("\n")
    .slice(1)
    .map((line) => line.split(/\s+/))
    .filter((fields) => fields.length >= 6)
    .map(([address = "", , flags, , , device = ""]) => ({
      address,
      device,
      state: (Number(flags) & complete) === 0 ? "failed" : "unknown",
    }));

export const readNeighbours = async (): Promise<readonly Neighbour[]> => {
  const listed = await iproute<readonly IpNeighbour[]>("neighbour", "show");
  if (listed === undefined) return readArp();
  return listed.map(({ dst, dev, state }) => ({
    address: dst,
    device: dev,
    state: state.map((one) => states[one]).find((one) => one !== undefined) ?? "unknown",
  }));
};
