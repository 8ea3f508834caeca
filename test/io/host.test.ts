import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressedInterfaces, parseServer } from "../../src/io/host-any.js";
import { parseHosts, parseProxies, parseResolv } from "../../src/io/host-files.js";
import { parseRoutes4, parseRoutes6 } from "../../src/io/host-linux.js";
import type { HostState, Neighbour } from "../../src/model/io.js";
import type { LocatedAddress } from "../../src/model/place.js";
import { available } from "../servers/available.js";
import { addresses, makeNamespace, makeNetwork, type Namespace, type Network } from "../servers/namespace.js";
import { makeProbe, type Probe } from "../servers/probe.js";
import { makeProfile } from "../servers/profile.js";

describe("files of this host", () => {
  it("resolv.conf(5): three servers, the last search list, ndots", () => {
    const text = `# a comment\nnameserver 10.0.0.1\nnameserver fe80::1%eth0\nnameserver not-an-address
      nameserver 10.0.0.3 \n nameserver 10.0.0.4\ndomain old.test\nsearch corp.test lab.test\noptions rotate ndots:20\n`;
    expect(parseResolv(text, "vm")).toEqual({
      resolvers: ["10.0.0.1", "fe80::1%eth0", "10.0.0.3"].map((address) => ({ address, port: 53 })),
      search: ["corp.test", "lab.test"],
      ndots: 15,
    });
    expect(parseResolv("nameserver 10.0.0.1\noptions edns0 use-vc\n", "vm")).toMatchObject({ overTcp: true });
    expect(parseResolv("", "vm.corp.test")).toEqual({ resolvers: [], search: ["corp.test"], ndots: 1 });
  });

  it("hosts(5): names in lower case, comments and nonsense left out", () => {
    expect(parseHosts("127.0.0.1 localhost # me\n#10.0.0.1 no\n10.0.0.2\tAPI.test api\r\nbad line\n::1 six\n")).toEqual(
      [
        { address: "127.0.0.1", names: ["localhost"] },
        { address: "10.0.0.2", names: ["api.test", "api"] },
        { address: "::1", names: ["six"] },
      ],
    );
  });

  it("proxy variables: lower case wins, no userinfo stays", () => {
    const env = {
      http_proxy: "http://u:p@w/d@10.0.0.1:3128",
      HTTP_PROXY: "x",
      HTTPS_PROXY: "user:pw@proxy:8080",
      no_proxy: "",
    };
    expect(parseProxies(env)).toEqual({ http: "http://10.0.0.1:3128", https: "proxy:8080" });
  });

  it("servers as node:dns writes them, and interfaces as node:os does", () => {
    const of = (text: string) => Object.values(parseServer(text));
    expect(["10.0.0.53", "10.0.0.53:5353", "fd00::1", "[fd00::1]:5353"].map(of)).toEqual([
      ["10.0.0.53", 53],
      ["10.0.0.53", 5353],
      ["fd00::1", 53],
      ["fd00::1", 5353],
    ]);
    const loopback = addressedInterfaces().find((one) => one.loopback);
    expect(loopback).toMatchObject({ up: true, carrier: true, mtu: null, counters: null });
    expect(loopback?.addresses).toContainEqual({ address: "127.0.0.1", family: 4, prefix: 8 });
  });

  it("routing tables of /proc", () => {
    const table = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t0101C80A\t0003\t0\t0\t100\t00000000\t0\t0\t0
eth0\t0001C80A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
*\t000000CB\t00000000\t0201\t0\t0\t0\t000000FF\t0\t0\t0\n`;
    expect(parseRoutes4(table)).toEqual([
      { family: 4, destination: "0.0.0.0/0", gateway: "10.200.1.1", device: "eth0", metric: 100, rejects: false },
      { family: 4, destination: "10.200.1.0/24", device: "eth0", metric: 0, rejects: false },
      { family: 4, destination: "203.0.0.0/8", device: "*", metric: 0, rejects: true },
    ]);
    const zero = "0".repeat(32);
    const line = (destination: string, bits: string, gateway: string, flags: string): string =>
      `${destination} ${bits} ${zero} 00 ${gateway} 00000400 00000001 00000000 ${flags}     eth0\n`;
    const table6 =
      line(zero, "00", "fd000200000100000000000000000001", "00000003") +
      line("fd000200000100000000000000000002", "80", zero, "80200001") +
      line(`ff${"0".repeat(30)}`, "08", zero, "00000001");
    expect(parseRoutes6(table6)).toEqual([
      { family: 6, destination: "::/0", gateway: "fd00:200:1::1", device: "eth0", metric: 1024, rejects: false },
    ]);
  });
});

describe.skipIf(!available("root", "ip", "ping", "sysctl"))("a real host", () => {
  let [network, probe]: [Network?, Probe?] = [];
  const client = (): Namespace => (network as Network).client;
  const call = (verb: "host" | "neighbours" | "route", ...args: string[]) =>
    probe?.call(makeProfile(), [[verb, ...args]], client()).then(([one]) => one as unknown);
  const host = () => call("host") as Promise<HostState>;
  const route = (address: string) => call("route", address) as Promise<LocatedAddress>;
  const eth0 = async () => (await host()).interfaces.find(({ name }) => name === "eth0");

  beforeAll(async () => {
    [network, probe] = await Promise.all([makeNetwork(), makeProbe()]);
  });
  afterAll(async () => {
    await network?.remove();
    await probe?.remove();
  });

  it("tells its interfaces, routes, resolvers and names", async () => {
    await client().etc("resolv.conf", `nameserver ${addresses.server}\n`);
    await client().etc("hosts", "10.9.9.9 pinned\n");
    expect(await host()).toMatchObject({
      resolvers: [{ address: addresses.server, port: 53 }],
      hostsFile: [{ address: "10.9.9.9", names: ["pinned"] }],
    });
    expect(await eth0()).toMatchObject({ loopback: false, up: true, carrier: true, mtu: 1500, duplex: "full" });
    expect((await eth0())?.addresses).toContainEqual({ address: addresses.client, family: 4, prefix: 24 });
    expect((await eth0())?.counters?.rxPackets).toBeGreaterThan(0);
    const gateway = { family: 4, destination: "0.0.0.0/0", gateway: addresses.lan, device: "eth0" };
    expect((await host()).routes).toContainEqual({ ...gateway, metric: 0, rejects: false });
  });

  it("knows where an address lies", async () => {
    const through = { scope: "routed", via: addresses.lan, device: "eth0" };
    expect(await route(addresses.server)).toMatchObject(through);
    expect(await route(addresses.server6)).toMatchObject({ ...through, via: addresses.lan6 });
    expect(await route(addresses.lan)).toEqual({ address: addresses.lan, family: 4, scope: "on-link", device: "eth0" });
    for (const own of [addresses.client, addresses.client6, "127.3.2.1", "::1"]) {
      expect(await route(own)).toMatchObject({ scope: "loopback", device: "lo" });
    }
    await client().must("ip", "route", "add", "unreachable", "10.66.0.0/16");
    expect(await route("10.66.1.1")).toMatchObject({ scope: "unrouted" });
    await client().must("ip", "route", "delete", "unreachable", "10.66.0.0/16");
  });

  it("has a route and no address of its own to go with: nothing leaves", async () => {
    await client().must("ip", "-6", "address", "flush", "dev", "eth0");
    expect(await client().must("ip", "-6", "route", "show", "default")).toContain("dev eth0");
    expect(await route(addresses.server6)).toMatchObject({ scope: "unrouted" });
    await client().must("ip", "address", "add", `${addresses.client6}/64`, "dev", "eth0", "nodad");
    expect(await route(addresses.server6)).toMatchObject({ scope: "routed" });
  });

  it("sees what policy routing does, which the main table does not show", async () => {
    await client().must("ip", "link", "add", "tun9", "type", "veth", "peer", "name", "tun9peer");
    await client().must("ip", "address", "add", "10.99.0.1/30", "dev", "tun9");
    await client().must("ip", "link", "set", "tun9peer", "up");
    await client().must("ip", "link", "set", "tun9", "up");
    await client().must("ip", "route", "add", "default", "dev", "tun9", "table", "99");
    await client().must("ip", "rule", "add", "to", "10.77.0.0/16", "table", "99");
    expect(await route("10.77.0.1")).toEqual({ address: "10.77.0.1", family: 4, scope: "routed", device: "tun9" });
    await client().must("ip", "rule", "delete", "to", "10.77.0.0/16", "table", "99");
    await client().must("ip", "link", "delete", "tun9");
  });

  it("tells an interface without carrier, with its address", async () => {
    await network?.router.must("ip", "link", "set", "lan", "down");
    const dark = await eth0();
    expect(dark).toMatchObject({ up: true, carrier: false });
    expect(dark?.addresses).toContainEqual({ address: addresses.client, family: 4, prefix: 24 });
    await network?.router.must("ip", "link", "set", "lan", "up");
  });

  it("tells an interface that is down, and whose network it holds", async () => {
    await client().must("ip", "link", "set", "eth0", "down");
    const down = await eth0();
    expect(down).toMatchObject({ up: false, carrier: null });
    expect(down?.addresses).toContainEqual({ address: addresses.client, family: 4, prefix: 24 });
    expect(await route(addresses.lan)).toMatchObject({ scope: "unrouted", device: "eth0" });
    expect((await route(addresses.server)).device).toBeUndefined();
    await client().must("ip", "link", "set", "eth0", "up");
    await client().must("ip", "route", "replace", "default", "via", addresses.lan);
  });

  it("knows its neighbours: one that answered and one that does not exist", async () => {
    await client().run("ping", "-c1", "-W2", addresses.lan);
    await client().run("ping", "-c1", "-W1", "10.200.1.77");
    const found = (await call("neighbours")) as Neighbour[];
    expect(found).toContainEqual({ address: addresses.lan, device: "eth0", state: "reachable" });
    expect(found).toContainEqual({ address: "10.200.1.77", device: "eth0", state: "failed" });
  });

  it("with nothing but lo routes nothing", async () => {
    const alone = await makeNamespace();
    const [at] = (await probe?.call(makeProfile(), [["route", "10.0.0.5"]], alone)) ?? [];
    expect(at).toEqual({ address: "10.0.0.5", family: 4, scope: "unrouted" });
    await alone.remove();
  });
});
