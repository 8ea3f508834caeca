import { makeNamespace, type Namespace } from "../servers/namespace.js";

/**
 * The company's network and the platform behind it, each host a namespace of its own, IPv4 and IPv6:
 *
 *     client ─┐                                  ┌─ server   two addresses, and one of the outside
 *             ├─ lan ── router ──[ core ]── edge ─┤
 *     proxy  ─┘  a switch      only with two     └─ dns
 *
 * `edge` is the last router: the gateway itself, or `core` where two routers are wished for. The addresses are the same in
 * every laboratory, which is no clash, since nothing leaves the namespaces.
 */
export const at = {
  client: "10.200.1.2",
  /** The gateway as the client sees it. */
  gateway: "10.200.1.1",
  proxy: "10.200.1.3",
  /** Of the company's network, and nobody has it. */
  nobody: "10.200.1.77",
  /** The edge as the servers see it. */
  edge: "10.200.2.1",
  server: "10.200.2.2",
  second: "10.200.2.3",
  dns: "10.200.2.53",
  /** An address of the server's that is no private one, as a platform on the internet has. */
  outside: "203.0.113.5",
  gateway6: "fd00:200:1::1",
  client6: "fd00:200:1::2",
  server6: "fd00:200:2::2",
} as const;

export type Routers = 1 | 2;

export type Wires = {
  readonly client: Namespace;
  readonly proxy: Namespace;
  /** The switch between the company's hosts and their gateway, a bridge `switch` with the ports `client`, `proxy` and `router`. */
  readonly lan: Namespace;
  /** The gateway: `lan` leads to the company, `out` or, before a second router, `wan` away from it. */
  readonly router: Namespace;
  /** The last router: its bridge `out` with the ports `server` and `dns` leads to the servers. */
  readonly edge: Namespace;
  readonly server: Namespace;
  readonly dns: Namespace;
  readonly all: readonly Namespace[];
  remove(): Promise<void>;
};

/** Each segment travels as a packet of its own, as on a real wire. */
const whole = ["gso_max_segs", "1", "gso_max_size", "1500", "gro_max_size", "1500"] as const;

const cable = async (one: Namespace, device: string, other: Namespace, peer: string): Promise<void> => {
  await one.must("ip", "link", "add", device, "type", "veth", "peer", "name", peer, "netns", other.name);
  await one.must("ip", "link", "set", device, "up", ...whole);
  await other.must("ip", "link", "set", peer, "up", ...whole);
};

const bridge = async (ns: Namespace, name: string, ...ports: readonly string[]): Promise<void> => {
  await ns.must("ip", "link", "add", "name", name, "type", "bridge", "mcast_snooping", "0");
  for (const port of ports) await ns.must("ip", "link", "set", port, "master", name);
  await ns.must("ip", "link", "set", name, "up");
};

const address = async (ns: Namespace, device: string, ...addresses: readonly string[]): Promise<void> => {
  for (const one of addresses) {
    const late = one.includes(":") ? ["nodad"] : [];
    await ns.must("ip", "address", "add", one, "dev", device, ...late);
  }
};

/** `["default", "10.200.1.1"]`: which network, through whom. */
const route = async (ns: Namespace, ...routes: readonly (readonly [string, string])[]): Promise<void> => {
  for (const [to, via] of routes) {
    await ns.must("ip", via.includes(":") ? "-6" : "-4", "route", "add", to, "via", via);
  }
};

const forwarding = ["net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"] as const;

type Hosts = Omit<Wires, "all" | "remove">;

const company = async ({ client, proxy, lan, router }: Hosts): Promise<void> => {
  await cable(client, "eth0", lan, "client");
  await cable(proxy, "eth0", lan, "proxy");
  await cable(router, "lan", lan, "router");
  await bridge(lan, "switch", "client", "proxy", "router");
  await address(client, "eth0", `${at.client}/24`, `${at.client6}/64`);
  await address(proxy, "eth0", `${at.proxy}/24`);
  await address(router, "lan", `${at.gateway}/24`, `${at.gateway6}/64`);
  await route(client, ["default", at.gateway], ["default", at.gateway6]);
  await route(proxy, ["default", at.gateway]);
};

const platform = async ({ edge, server, dns }: Hosts): Promise<void> => {
  await cable(edge, "server", server, "eth0");
  await cable(edge, "dns", dns, "eth0");
  await bridge(edge, "out", "server", "dns");
  await address(edge, "out", `${at.edge}/24`, "fd00:200:2::1/64");
  await address(server, "eth0", `${at.server}/24`, `${at.second}/24`, `${at.outside}/32`, `${at.server6}/64`);
  await address(dns, "eth0", `${at.dns}/24`);
  await route(server, ["default", at.edge], ["default", "fd00:200:2::1"]);
  await route(dns, ["default", at.edge]);
  await route(edge, ["203.0.113.0/24", at.server]);
};

/** Two routers, and the networks that each finds behind the other. */
const backbone = async ({ router, edge }: Hosts): Promise<void> => {
  await cable(router, "wan", edge, "lan");
  await address(router, "wan", "10.200.9.1/30", "fd00:200:9::1/64");
  await address(edge, "lan", "10.200.9.2/30", "fd00:200:9::2/64");
  for (const network of ["10.200.2.0/24", "203.0.113.0/24"]) await route(router, [network, "10.200.9.2"]);
  await route(router, ["fd00:200:2::/64", "fd00:200:9::2"]);
  await route(edge, ["10.200.1.0/24", "10.200.9.1"], ["fd00:200:1::/64", "fd00:200:9::1"]);
};

/** A new link takes up to a second before the kernel uses it. */
const carries = async (from: Namespace, to: string): Promise<void> => {
  for (let tries = 0; tries < 30; tries += 1) {
    if ((await from.run("ping", "-c1", "-W1", to)).code === 0) return;
  }
  throw new Error(`${from.name}: no way to ${to}`);
};

const wire = async (hosts: Hosts): Promise<void> => {
  const { client, router, edge } = hosts;
  for (const one of new Set([router, edge])) await one.must("sysctl", "-qw", ...forwarding);
  await company(hosts);
  if (edge !== router) await backbone(hosts);
  await platform(hosts);
  for (const one of [at.server, at.dns, at.proxy, at.server6]) await carries(client, one);
};

export const makeWires = async (routers: Routers): Promise<Wires> => {
  const roles = ["client", "proxy", "lan", "router", "server", "dns"] as const;
  const made = await Promise.all([...roles, ...(routers === 2 ? ["core"] : [])].map((role) => makeNamespace(role)));
  const remove = async (): Promise<void> => void (await Promise.all(made.map((ns) => ns.remove())));
  const [client, proxy, lan, router, server, dns] = made as [Namespace, ...Namespace[]] as Required<Namespace[]>;
  if (!client || !proxy || !lan || !router || !server || !dns) throw new Error("a namespace is missing");
  const hosts = { client, proxy, lan, router, edge: made[6] ?? router, server, dns };
  try {
    await wire(hosts);
    return { ...hosts, all: made, remove };
  } catch (error) {
    await remove();
    throw error;
  }
};
