import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { LinkSeen, Way } from "../../checks/link/sight.js";
import { link } from "../../checks/link.js";
import type { NetworkInterface } from "../../src/model/io.js";
import { withProxies } from "../../src/profile/proxies.js";
import { available } from "../servers/available.js";
import { addresses, makeNamespace, makeNetwork, type Namespace, type Network } from "../servers/namespace.js";
import { makeProbe, type Probe } from "../servers/probe.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";

const settings = { span: 500, errors: 0.01, flaps: 6, stall: 1000, descriptors: 64 };
const quiet = { rxPackets: 0, txPackets: 0, rxErrors: 0, txErrors: 0, rxDropped: 0, txDropped: 0 };
const eth0: NetworkInterface = {
  name: "eth0",
  loopback: false,
  up: true,
  carrier: true,
  mtu: 1500,
  addresses: [{ address: "10.0.0.2", family: 4, prefix: 24 }],
  counters: quiet,
  speed: null,
  duplex: null,
};
const way: Way = { host: "10.9.9.9", address: "10.9.9.9", family: 4, scope: "routed", via: "10.0.0.1", device: "eth0" };
const healthy: LinkSeen = {
  ways: [way],
  interfaces: [eth0],
  routes: [{ family: 4, destination: "0.0.0.0/0", gateway: "10.0.0.1", device: "eth0", metric: 0, rejects: false }],
  gateways: [{ address: "10.0.0.1", heard: "ping", neighbour: "reachable" }],
  growth: { ms: 500, counters: { eth0: { ...quiet, rxPackets: 100 } } },
};
const judged = (...looks: readonly LinkSeen[]) =>
  Object.fromEntries(
    link
      .judge(looks, { target: { hosts: [] }, settings, now: new Date(), others: () => [] })
      .map(({ signal }) => [link.signals[signal].answers, signal]),
  );
const allWell = {
  interface: "up",
  address: "addressed",
  route: "routed",
  gateway: "gateway-answers",
  netmask: "netmask-fits",
  ways: "default-interface",
  errors: "errors-steady",
};
const cabled = { ...allWell, duplex: "full-speed", flaps: "steady" };

describe("what it aims at", () => {
  it("is the site as a whole, each host once, and the proxy of the profile", () => {
    const targets = [hostTarget("10.0.0.5", "a"), hostTarget("10.0.0.5", "b"), urlTarget("http://[::1]:80/", "c")];
    expect(link.aims(makeProfile({ targets }))).toEqual([
      { subject: "@site", target: { hosts: ["10.0.0.5", "::1"] }, needs: [] },
    ]);
    const proxied = link.aims(withProxies(makeProfile({ targets, proxy: "http://proxy.test:3128" }), {}));
    expect(proxied[0]?.target.hosts).toContain("proxy.test");
    expect(link.aims(makeProfile())).toEqual([]);
  });
});

describe("judging", () => {
  it("a healthy look is pass in every question", () => {
    expect(judged(healthy)).toEqual(allWell);
  });

  it("damage counts from one in a hundred, and stray frames do not", () => {
    const growth = (bad: number, packets: number) =>
      judged({ ...healthy, growth: { ms: 500, counters: { eth0: { ...quiet, rxErrors: bad, rxPackets: packets } } } });
    expect(growth(2, 10).errors).toBe("errors-steady");
    expect(growth(3, 10_000).errors).toBe("errors-steady");
    expect(growth(3, 10).errors).toBe("errors-growing");
    expect(judged({ ...healthy, growth: null }).errors).toBe("errors-unwatched");
  });

  it("what is dropped as it leaves an interface for jumbo frames may be too large for the other end", () => {
    const dropping = (mtu: number, txDropped: number, txErrors = 0) =>
      judged({
        ...healthy,
        interfaces: [{ ...eth0, mtu }],
        growth: { ms: 500, counters: { eth0: { ...quiet, txPackets: 100, txDropped, txErrors } } },
      }).errors;
    expect(dropping(1500, 6)).toBe("errors-growing");
    expect(dropping(9000, 6)).toBe("errors-steady");
    expect(dropping(9000, 0, 6)).toBe("errors-growing");
  });

  it("half duplex and 10 Mbit/s are what two ends come to that cannot agree", () => {
    const at = (speed: number | null, duplex: NetworkInterface["duplex"], rest: Partial<NetworkInterface> = {}) =>
      judged({ ...healthy, interfaces: [{ ...eth0, speed, duplex, ...rest }] }).duplex;
    expect(at(1000, "full")).toBe("full-speed");
    expect(at(100, "half")).toBe("half-duplex");
    expect(at(10, "full")).toBe("ten-megabit");
    expect(at(null, null)).toBeUndefined();
    // A tunnel's driver says 10 Mbit/s and means nothing by it.
    expect(at(10, "full", { tunnel: true })).toBeUndefined();
    expect(at(10, "half", { carrier: false })).toBeUndefined();
  });

  it("a link that came and went is counted by the hour, and a few times are nothing", () => {
    const since = (carrierChanges: number, hours: number) =>
      judged({ ...healthy, interfaces: [{ ...eth0, carrierChanges }], uptime: hours * 3_600_000 }).flaps;
    expect(since(2, 0.01)).toBe("steady");
    expect(since(9, 0.1)).toBe("steady");
    expect(since(10, 0.1)).toBe("flapped");
    expect(since(59, 10)).toBe("steady");
    expect(since(60, 10)).toBe("flapped");
    const growth = { ms: 500, counters: {}, flaps: { eth0: 1 } };
    expect(judged({ ...healthy, growth }).flaps).toBe("flapping");
  });

  it("a silent gateway is believed only if it was silent twice", () => {
    const silent: LinkSeen = { ...healthy, gateways: [{ address: "10.0.0.1", heard: null, neighbour: "failed" }] };
    expect(judged(silent, silent).gateway).toBe("gateway-silent");
    expect(judged(silent, healthy).gateway).toBe("gateway-answers");
    const unsure: LinkSeen = { ...healthy, gateways: [{ address: "10.0.0.1", heard: null, neighbour: "unknown" }] };
    expect(judged(unsure).gateway).toBe("gateway-unsure");
  });

  it("a gateway outside the own network gives its hardware address and no more; one of a network of one address may lie anywhere", () => {
    const odd = (heard: string | null, prefix: number): LinkSeen => ({
      ...healthy,
      interfaces: [{ ...eth0, addresses: [{ address: "192.168.77.2", family: 4, prefix }] }],
      gateways: [{ address: "10.0.0.1", heard, neighbour: "reachable" }],
    });
    expect(judged(odd(null, 24)).gateway).toBe("gateway-mute-off-link");
    expect(judged(odd("ARP", 24)).gateway).toBe("gateway-mute-off-link");
    expect(judged(odd("ping", 24)).gateway).toBe("gateway-answers");
    expect(judged(odd(null, 32)).gateway).toBe("gateway-unsure");
    expect(judged(odd("ARP", 32)).gateway).toBe("gateway-answers");
  });

  it("interfaces that no target uses are nobody's business", () => {
    const others = ["docker0", "wlan0"].map((name) => ({ ...eth0, name, up: false, carrier: null, addresses: [] }));
    expect(judged({ ...healthy, interfaces: [eth0, ...others] })).toEqual(allWell);
  });

  it("a target whose own interface is down, though the default route would take it", () => {
    const eth1 = { ...eth0, name: "eth1", up: false, carrier: null };
    const seen = { ...healthy, ways: [{ ...way, device: "eth1" }], interfaces: [eth0, eth1] };
    expect(judged(seen)).toMatchObject({ interface: "interface-down", route: "routed" });
  });

  it("a tunnel without an address of its own is no fault while it is routed", () => {
    expect(judged({ ...healthy, interfaces: [{ ...eth0, addresses: [] }] }).address).toBe("addressed");
  });

  it("where a name's other address serves, no route is missing: the answer is wrong", () => {
    const lost: LinkSeen = { ...healthy, ways: [way, { ...way, address: "10.8.8.8", scope: "unrouted" }], routes: [] };
    const said = (used: readonly string[]) => {
      const evidence = [{ signal: "open-elsewhere", data: { used } }];
      const others = (id: string) => (id === "port" ? [{ evidence } as never] : []);
      return link
        .judge([lost], { target: { hosts: [] }, settings, now: new Date(), others })
        .map(({ signal }) => signal);
    };
    expect(said(["10.8.8.8"])).toContain("misled");
    expect(said(["10.7.7.7"])).toContain("no-default-route");
    expect(judged(lost).route).toBe("no-default-route");
  });

  it("a host that has nothing but its loopback is led astray by its own resolver, or by nobody", () => {
    const lo = {
      ...eth0,
      name: "lo",
      loopback: true,
      addresses: [{ address: "127.0.0.1", family: 4, prefix: 8 }],
    } as const;
    const lost = { host: "api.test", address: "10.8.8.8", family: 4, scope: "unrouted" } as const;
    const alone: LinkSeen = {
      ...healthy,
      ways: [{ ...lost, saidHere: true }],
      interfaces: [lo],
      routes: [],
      gateways: [],
    };
    expect(judged(alone)).toMatchObject({ route: "no-network" });
    expect(judged({ ...alone, interfaces: [lo, eth0] }).route).toBe("no-default-route");
    expect(judged({ ...alone, ways: [lost] }).route).toBe("no-default-route");
  });

  it("systems that tell no routes are judged by what the kernel would do", () => {
    const blind = { ...healthy, routes: null, interfaces: [{ ...eth0, counters: null }] };
    expect(judged(blind)).toMatchObject({ interface: "up", route: "routed" });
    const lost: LinkSeen = { ...blind, ways: [{ ...way, scope: "unrouted" }] };
    expect(judged(lost).route).toBe("no-default-route");
  });
});

describe.skipIf(!available("root", "ip", "nft", "ping"))("a host in a network", () => {
  let [network, probe]: [Network?, Probe?] = [];
  const client = (): Namespace => (network as Network).client;

  beforeAll(async () => {
    [network, probe] = await Promise.all([makeNetwork(), makeProbe("link")]);
    await client().etc("resolv.conf", `nameserver ${addresses.server}\n`);
    await client().etc("hosts", `127.0.0.1 here.test\n${addresses.server} there.test\n`);
  });
  afterAll(async () => {
    await network?.remove();
    await probe?.remove();
  });
  /** Everything that a test broke is put right again. */
  afterEach(async () => {
    await network?.router.clear();
    await network?.router.must("ip", "link", "set", "lan", "up");
    await client().must("ip", "link", "set", "lo", "up");
    await client().must("ip", "address", "flush", "dev", "eth0", "scope", "link");
    await client().must("ip", "address", "replace", `${addresses.client}/24`, "dev", "eth0");
    await client().must("ip", "link", "set", "eth0", "up");
    await client().must("ip", "route", "replace", "default", "via", addresses.lan);
  });

  const look = async (...hosts: readonly string[]) => {
    const targets = hosts.map((host) => hostTarget(host, `target of ${host}`));
    const [seen] = (await probe?.look(makeProfile({ targets }), client())) ?? [];
    if (seen === undefined) throw new Error("nothing was looked at");
    return seen;
  };

  it("healthy, through a gateway, by address and by a name of the hosts file", async () => {
    for (const host of [addresses.server, "there.test"]) {
      const { answers, places } = await look(host);
      expect(answers).toEqual(cabled);
      expect(places).toEqual({ gateway: addresses.lan });
    }
  });

  it("on the link no gateway is needed", async () => {
    await client().must("ip", "route", "delete", "default");
    const { answers, places } = await look(addresses.lan);
    expect(answers).toMatchObject({ interface: "up", route: "routed" });
    expect(answers.gateway).toBeUndefined();
    expect(places).toEqual({});
  });

  it("on loopback nothing else is needed, be the rest as broken as it may", async () => {
    await client().must("ip", "link", "set", "eth0", "down");
    const began = Date.now();
    const { answers } = await look("127.0.0.1", "localhost", "here.test", "::1");
    expect(answers).toEqual({
      interface: "up",
      address: "addressed",
      route: "routed",
      netmask: "netmask-fits",
      errors: "errors-steady",
    });
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it("the interface is down", async () => {
    await client().must("ip", "link", "set", "eth0", "down");
    const { answers, raised } = await look(addresses.server);
    expect(answers).toMatchObject({ interface: "interface-down", route: "no-default-route" });
    expect(answers.address).toBeUndefined();
    expect(raised[0]?.data).toEqual({ interfaces: ["eth0"] });
  });

  it("the interface has no carrier", async () => {
    await network?.router.must("ip", "link", "set", "lan", "down");
    expect((await look(addresses.server)).answers).toMatchObject({ interface: "no-carrier" });
  });

  it("there is no address", async () => {
    await client().must("ip", "address", "flush", "dev", "eth0");
    expect((await look(addresses.server)).answers).toMatchObject({
      interface: "up",
      address: "no-address",
      route: "no-default-route",
    });
    await client().must("ip", "address", "add", `${addresses.client6}/64`, "dev", "eth0", "nodad");
  });

  it("there is no IPv4 address for an IPv4 target, though there is one of IPv6", async () => {
    await client().must("ip", "-6", "address", "replace", `${addresses.client6}/64`, "dev", "eth0", "nodad");
    await client().must("ip", "-6", "route", "replace", "default", "via", addresses.lan6);
    await client().must("ip", "-4", "address", "flush", "dev", "eth0");
    expect((await look(addresses.server)).answers).toMatchObject({ address: "no-address", route: "no-default-route" });
    expect((await look(addresses.server6)).answers).toMatchObject({ address: "addressed", route: "routed" });
  });

  it("there is only an address that the host gave itself", async () => {
    await client().must("ip", "-4", "address", "flush", "dev", "eth0");
    await client().must("ip", "-6", "address", "flush", "dev", "eth0", "scope", "global");
    await client().must("ip", "address", "add", "169.254.7.7/16", "dev", "eth0", "scope", "link");
    expect((await look(addresses.server)).answers).toMatchObject({ interface: "up", address: "link-local-only" });
    await client().must("ip", "address", "add", `${addresses.client6}/64`, "dev", "eth0", "nodad");
  });

  it("there is no default route", async () => {
    await client().must("ip", "route", "delete", "default");
    const { answers, raised } = await look(addresses.server);
    expect(answers).toMatchObject({ interface: "up", address: "addressed", route: "no-default-route" });
    expect(raised.find(({ signal }) => signal === "no-default-route")?.data).toEqual({ hosts: [addresses.server] });
  });

  it("a name that does not resolve counts as beyond the default route", async () => {
    expect((await look("nowhere.example.test")).answers).toMatchObject({ route: "routed", gateway: "gateway-answers" });
    await client().must("ip", "route", "delete", "default");
    expect((await look("nowhere.example.test")).answers).toMatchObject({ route: "no-default-route" });
  });

  it("nor does it count as beyond the other family's, while the resolver has no way", async () => {
    await client().must("ip", "-6", "address", "replace", `${addresses.client6}/64`, "dev", "eth0", "nodad");
    await client().must("ip", "-6", "route", "replace", "default", "via", "fd00:200:1::77");
    await client().must("ip", "route", "delete", "default");
    const { answers, seen } = await look("nowhere.example.test");
    expect(answers.route).toBe("no-default-route");
    expect(seen.gateways).toEqual([]);
    await client().must("ip", "-6", "route", "replace", "default", "via", addresses.lan6);
  });

  it("a route of this host rejects the target", async () => {
    await client().must("ip", "route", "add", "unreachable", "10.200.2.0/24");
    expect((await look(addresses.server)).answers).toMatchObject({ route: "route-rejects" });
    await client().must("ip", "route", "delete", "unreachable", "10.200.2.0/24");
  });

  it("nobody lives at the gateway's address", async () => {
    await client().must("ip", "route", "replace", "default", "via", "10.200.1.77");
    const { answers, places } = await look(addresses.server);
    expect(answers).toMatchObject({ interface: "up", route: "routed", gateway: "gateway-silent" });
    expect(places).toEqual({ gateway: "10.200.1.77" });
  });

  const unheard = "chain input { type filter hook input priority 0; drop; }";
  const hidden = "chain output { type filter hook output priority 0; icmp type time-exceeded drop; }";

  it("the gateway keeps quiet, but is the first hop, or at least its hardware address is known", async () => {
    await client().must("ping", "-c1", "-W2", addresses.lan);
    await network?.router.nft(unheard);
    const { answers, seen } = await look(addresses.server);
    expect(answers.gateway).toBe("gateway-answers");
    expect(seen.gateways).toMatchObject([{ heard: "hop" }]);
    await network?.router.clear();
    await network?.router.nft(`${unheard}\n${hidden}`);
    expect((await look(addresses.server)).answers.gateway).toBe("gateway-unsure");
  });

  it("the gateway answers only TCP, or only for its hardware address", async () => {
    await network?.router.nft("chain input { type filter hook input priority 0; icmp type echo-request drop; }");
    expect((await look(addresses.server)).answers.gateway).toBe("gateway-answers");
    await network?.router.clear();
    await network?.router.nft(`${unheard}\n${hidden}`);
    await client().must("ip", "neighbour", "flush", "dev", "eth0");
    const { answers, seen } = await look(addresses.server);
    expect(answers.gateway).toBe("gateway-answers");
    expect(seen.gateways).toMatchObject([{ heard: "ARP", neighbour: "reachable" }]);
  });

  it("a host with nothing but a dead loopback", async () => {
    const alone = await makeNamespace();
    await alone.must("ip", "link", "set", "lo", "down");
    const profile = (host: string) => makeProfile({ targets: [hostTarget(host)] });
    const [own] = (await probe?.look(profile("127.0.0.1"), alone)) ?? [];
    expect(own?.answers.interface).toBe("interface-down");
    const [other] = (await probe?.look(profile("10.0.0.5"), alone)) ?? [];
    // A name that nobody here knows misses no route; the resolver is on this host, and on no usual port.
    const named = {
      ...profile("api.example.test"),
      dns: { servers: [{ address: "127.0.0.1", port: 5353 }], compare: [] },
    };
    await alone.must("ip", "link", "set", "lo", "up");
    const [nameless] = (await probe?.look(named, alone)) ?? [];
    expect(nameless?.answers).toMatchObject({ interface: "up", address: "addressed", route: "routed" });
    // There is nothing that could have an address.
    expect(other?.answers.address).toBeUndefined();
    expect(other?.answers.route).toBe("no-default-route");
    await alone.remove();
  });
});
