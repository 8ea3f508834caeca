import { makeNamespace, type Namespace } from "./namespace.js";

/**
 * `client` (eth0) — (lan) `near` (wan) — (lan) `far` (wan) — (eth0) `server`: two routers between a client and a server, IPv4 and IPv6.
 * Each segment travels as a packet of its own, as on a real wire.
 */
export const hops = {
  client: "10.210.1.2",
  near: "10.210.1.1",
  far: "10.210.2.2",
  server: "10.210.3.2",
  client6: "fd00:210:1::2",
  near6: "fd00:210:1::1",
  far6: "fd00:210:2::2",
  server6: "fd00:210:3::2",
} as const;

export type Routed = {
  readonly client: Namespace;
  readonly near: Namespace;
  readonly far: Namespace;
  readonly server: Namespace;
  /** The link between the routers carries packets of this size only; 1500 is the usual one. */
  narrowTo(mtu: number): Promise<void>;
  /** Every interface takes packets of this size. */
  widenTo(mtu: number): Promise<void>;
  /** Takes all rules and limits away, and what the client has learned of the path. */
  reset(): Promise<void>;
  remove(): Promise<void>;
};

type End = readonly [ns: Namespace, device: string, v4: string, v6: string];

const address = async ([ns, device, v4, v6]: End): Promise<void> => {
  await ns.must("ip", "address", "add", `${v4}/24`, "dev", device);
  await ns.must("ip", "address", "add", `${v6}/64`, "dev", device, "nodad");
  const whole = ["gso_max_segs", "1", "gso_max_size", "1500", "gro_max_size", "1500"];
  await ns.must("ip", "link", "set", device, "up", ...whole);
};

const connect = async (one: End, other: End): Promise<void> => {
  const [a, deviceA] = one;
  const [b, deviceB] = other;
  await a.must("ip", "link", "add", deviceA, "type", "veth", "peer", "name", deviceB, "netns", b.name);
  await address(one);
  await address(other);
};

const route = async (ns: Namespace, to: string, via: string): Promise<void> =>
  void (await ns.must("ip", ...(via.includes(":") ? ["-6"] : []), "route", "add", to, "via", via));

const wire = async ({
  client,
  near,
  far,
  server,
}: Omit<Routed, "narrowTo" | "widenTo" | "reset" | "remove">): Promise<void> => {
  await connect([client, "eth0", hops.client, hops.client6], [near, "lan", hops.near, hops.near6]);
  await connect([near, "wan", "10.210.2.1", "fd00:210:2::1"], [far, "lan", hops.far, hops.far6]);
  await connect([far, "wan", "10.210.3.1", "fd00:210:3::1"], [server, "eth0", hops.server, hops.server6]);
  for (const router of [near, far]) {
    await router.must("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
    // A router rations what it says, which is not the question here.
    await router.must("sysctl", "-qw", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0");
  }
  for (const [ns, via] of [
    [client, hops.near],
    [client, hops.near6],
    [server, "10.210.3.1"],
    [server, "fd00:210:3::1"],
  ] as const)
    await route(ns, "default", via);
  await route(near, "10.210.3.0/24", hops.far);
  await route(near, "fd00:210:3::/64", hops.far6);
  await route(far, "10.210.1.0/24", "10.210.2.1");
  await route(far, "fd00:210:1::/64", "fd00:210:2::1");
};

/** A new link takes up to a second before the kernel uses it. */
const carries = async (from: Namespace, to: string): Promise<void> => {
  for (let tries = 0; tries < 20; tries += 1) {
    if ((await from.run("ping", "-c1", "-W1", to)).code === 0) return;
  }
  throw new Error(`${from.name}: no way to ${to}`);
};

export const makeRouted = async (): Promise<Routed> => {
  const [client, near, far, server] = await Promise.all(
    (["client", "near", "far", "server"] as const).map((role) => makeNamespace(role)),
  );
  if (client === undefined || near === undefined || far === undefined || server === undefined) throw new Error();
  const all = [client, near, far, server];
  const remove = async (): Promise<void> => void (await Promise.all(all.map((ns) => ns.remove())));
  const narrowTo = async (mtu: number): Promise<void> => {
    await near.must("ip", "link", "set", "wan", "mtu", String(mtu));
    await far.must("ip", "link", "set", "lan", "mtu", String(mtu));
  };
  const widenTo = async (mtu: number): Promise<void> => {
    await Promise.all([client, server].map((ns) => ns.must("ip", "link", "set", "eth0", "mtu", String(mtu))));
    for (const ns of [near, far])
      for (const device of ["lan", "wan"]) await ns.must("ip", "link", "set", device, "mtu", String(mtu));
  };
  const reset = async (): Promise<void> => {
    await Promise.all(all.map((ns) => ns.clear()));
    await widenTo(1500);
    for (const ns of [client, server])
      for (const family of ["-4", "-6"]) await ns.must("ip", family, "route", "flush", "cache");
  };
  try {
    await wire({ client, near, far, server });
    await carries(client, hops.server);
    await carries(client, hops.server6);
    return { client, near, far, server, narrowTo, widenTo, reset, remove };
  } catch (error) {
    await remove();
    throw error;
  }
};
