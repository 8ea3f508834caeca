import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Seen } from "../../checks/path/sight.js";
import { path } from "../../checks/path.js";
import type { Target } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { largeChain } from "../servers/large-chain.js";
import type { Namespace } from "../servers/namespace.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { makeProbe, type Probe, type Probed } from "../servers/probe.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";
import { hops, makeRouted, type Routed } from "../servers/routed.js";

describe.skipIf(!available("root", "ip", "nft", "ping", "ss", "setpriv", "nginx", "openssl", "tc"))("path", () => {
  let net: Routed;
  let probe: Probe;
  let nginx: Nginx<"https" | "http">;
  beforeAll(async () => {
    [net, probe] = await Promise.all([makeRouted(), makeProbe("path")]);
    nginx = await startNginx(
      { https: { tls: await largeChain(), port: 443 }, http: { port: 80 } },
      { address: hops.server, within: net.server.command },
    );
  }, 60_000);
  afterEach(() => net.reset());
  afterAll(async () => {
    await nginx?.stop();
    await Promise.all([net?.remove(), probe?.remove()]);
  });

  const api = urlTarget(`https://${hops.server}/`, "api");
  const bare = hostTarget(hops.server, "bare");
  const look = async (target: Target, timeout = 1000, within: Namespace = net.client): Promise<Probed> => {
    const profile = makeProfile({ targets: [target], defaults: { timeout, answer: 2000 } });
    const [first] = await probe.look(profile, within);
    if (first === undefined) throw new Error("no aim");
    return first;
  };
  const answers = async (...args: Parameters<typeof look>) => (await look(...args)).answers;
  const dataOf = ({ raised }: Probed, signal: string) => raised.find((one) => one.signal === signal)?.data;
  const large = (match: string): string =>
    `chain f { type filter hook forward priority 0; ${match} meta length > 1400 drop; }`;
  const healthy = { end: "reaches", mtu: "full-size", bandwidth: "enough" };

  it("healthy, over two routers, IPv4 and IPv6, with a service and without", async () => {
    const seen = await look(api);
    expect(seen.answers).toEqual(healthy);
    expect(dataOf(seen, "reaches")).toMatchObject({ address: hops.server, hops: 3 });
    expect(dataOf(seen, "full-size")).toMatchObject({ size: 1500 });
    expect(seen.places).toEqual({ host: hops.server, gateway: hops.near });
    expect(await answers(bare)).toEqual(healthy);
    expect(await answers(hostTarget(hops.server6, "six"))).toEqual(healthy);
    // The gateway itself, on our own network.
    expect(await answers(hostTarget(hops.near, "gateway"))).toEqual(healthy);
  });

  it("healthy, without any privilege", async () => {
    const nobody: Namespace = {
      ...net.client,
      run: (...command) => net.client.run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", ...command),
    };
    expect(await answers(api, 2000, nobody)).toEqual({ end: "reaches", mtu: "full-size" });
  });

  it("packets circle", async () => {
    await net.near.must("ip", "route", "add", "10.97.0.0/16", "via", hops.far);
    await net.far.must("ip", "route", "add", "10.97.0.0/16", "via", "10.210.2.1");
    try {
      const seen = await look(hostTarget("10.97.0.1", "lost", 443));
      expect(seen.answers).toEqual({ end: "loops" });
      expect(dataOf(seen, "loops")).toMatchObject({ routers: [hops.near, hops.far], beyondGateway: true });
    } finally {
      await net.far.must("ip", "route", "del", "10.97.0.0/16");
      await net.near.must("ip", "route", "del", "10.97.0.0/16");
    }
  });

  it.each([
    ["far", hops.far, "unreachable-from"],
    ["near", hops.near, "gateway-has-no-way"],
  ] as const)("the %s router has no route", async (role, router, signal) => {
    await net.near.must("ip", "route", "add", "10.99.0.0/16", "via", hops.far);
    if (role === "near") await net.near.must("ip", "route", "replace", "unreachable", "10.99.0.0/16");
    else await net.far.must("ip", "route", "add", "unreachable", "10.99.0.0/16");
    try {
      let seen = await look(hostTarget("10.99.0.1", "lost"), 1500);
      // A kernel limits what it says of missing routes by a measure of its own, so it is asked until it says so.
      for (let again = 0; again < 6 && seen.answers.end !== signal; again += 1)
        seen = await look(hostTarget("10.99.0.1", "lost"), 1500);
      expect(seen.answers).toEqual({ end: signal });
      const beyondGateway = role === "far";
      expect(dataOf(seen, signal)).toMatchObject({ router, beyondGateway, reason: "host-unreachable" });
    } finally {
      await net[role].must("ip", "route", "del", "unreachable", "10.99.0.0/16");
      if (role === "far") await net.near.must("ip", "route", "del", "10.99.0.0/16");
    }
  });

  it("a router has no route at one moment, and one at the next: the way comes and goes", async () => {
    const target = hostTarget(hops.server, "bare");
    await net.far.must("ip", "route", "add", "unreachable", `${hops.server}/32`);
    let before = await look(target, 1500);
    for (let again = 0; again < 6 && before.answers.end !== "unreachable-from"; again += 1)
      before = await look(target, 1500);
    await net.far.must("ip", "route", "del", "unreachable", `${hops.server}/32`);
    const after = await look(target);
    const looks = [before.seen, after.seen] as unknown as readonly Seen[];
    const context = { target: {}, settings: { narrow: 1_000_000 }, now: new Date(), others: () => [] };
    const [first] = path.judge(looks, context as unknown as Parameters<typeof path.judge>[1]);
    expect(first).toMatchObject({ signal: "unsteady", data: { address: hops.server, otherwise: "unreachable-from" } });
  });

  it("the host is off: the last router finds nobody; where it is our gateway, that is said", async () => {
    const [far, near] = await Promise.all([
      look(hostTarget("10.210.3.77", "off"), 4500),
      look(hostTarget("10.210.2.77", "off"), 4500),
    ]);
    expect(far.answers).toEqual({ end: "host-unreachable-from" });
    expect(dataOf(far, "host-unreachable-from")).toMatchObject({ router: hops.far, beyondGateway: true });
    expect(near.answers).toEqual({ end: "gateway-finds-nobody" });
  });

  it("dropped without a word, beyond the gateway and at it", async () => {
    const drop = `chain f { type filter hook forward priority 0; ip daddr ${hops.server} drop; }`;
    await net.far.nft(drop);
    const seen = await look(api);
    expect(seen.answers).toEqual({ end: "ends-at" });
    expect(dataOf(seen, "ends-at")).toMatchObject({ router: hops.far, hop: 2, beyondGateway: true });
    await net.far.clear();
    await net.near.nft(drop);
    expect(await answers(api)).toEqual({ end: "ends-at-gateway" });
  });

  it("forbidden by a router: a note, and none if the service answers", async () => {
    const reject = "reject with icmp type admin-prohibited";
    await net.far.nft(`chain f { type filter hook forward priority 0; ip daddr ${hops.server} ${reject}; }`);
    expect(await answers(api)).toEqual({ end: "prohibited-from" });
    await net.far.clear();
    await net.far.nft(`chain f { type filter hook forward priority 0; icmp type echo-request ${reject}; }`);
    expect(await answers(api)).toEqual({ end: "reaches", mtu: "full-size" });
  });

  it("a host that does not answer ping, but serves", async () => {
    await net.server.nft("chain i { type filter hook input priority 0; icmp type echo-request drop; }");
    const seen = await look(api, 3000);
    expect(seen.answers).toEqual({ end: "reaches", mtu: "full-size" });
    expect(dataOf(seen, "reaches")).toMatchObject({ hops: 2 });
  });

  it("a narrow link of which senders are told harms nothing", async () => {
    for (const mtu of [1400, 1280]) {
      await net.narrowTo(mtu);
      const seen = await look(api);
      expect(seen.answers).toEqual({ end: "reaches", mtu: "smaller-discovered" });
      expect(dataOf(seen, "smaller-discovered")).toMatchObject({ size: mtu });
    }
    await net.client.must("ip", "route", "flush", "cache");
    await net.server.nft("chain i { type filter hook input priority 0; icmp type echo-request drop; }");
    const seen = await look(api);
    expect(seen.answers).toEqual({ end: "reaches", mtu: "smaller-discovered" });
    expect(dataOf(seen, "smaller-discovered")).toMatchObject({ size: 1280 });
  });

  it("a narrow last link harms no TCP, whoever drops what is said of it: the server's MSS tells", async () => {
    await net.far.must("ip", "link", "set", "wan", "mtu", "1400");
    await net.server.must("ip", "link", "set", "eth0", "mtu", "1400");
    await net.far.nft("chain o { type filter hook output priority 0; icmp type destination-unreachable drop; }");
    try {
      const seen = await look(api);
      expect(seen.answers).toEqual({ end: "reaches", mtu: "smaller-discovered" });
      expect(dataOf(seen, "smaller-discovered")).toMatchObject({ size: 1400 });
    } finally {
      await net.far.must("ip", "link", "set", "wan", "mtu", "1500");
    }
  });

  it("a narrow link of which nobody tells: a black hole", async () => {
    await net.narrowTo(1400);
    const hush = `chain o { type filter hook output priority 0;
      icmp type destination-unreachable drop; icmpv6 type packet-too-big drop; }`;
    await Promise.all([net.near.nft(hush), net.far.nft(hush)]);
    const seen = await look(api);
    expect(seen.answers).toEqual({ end: "reaches", mtu: "black-hole" });
    expect(dataOf(seen, "black-hole")).toMatchObject({ size: 1420, passes: 1400, way: "both" });
    expect(await answers(bare)).toEqual({ end: "reaches", mtu: "black-hole" });
    expect(await answers(hostTarget(hops.server6, "six"))).toEqual({ end: "reaches", mtu: "black-hole" });
  });

  it.each([
    ["there", `ip daddr ${hops.server}`, "out"],
    ["back", `ip saddr ${hops.server}`, "in"],
    ["both", "", "both"],
  ])("large packets vanish %s", async (_, match, way) => {
    await net.far.nft(large(match));
    const seen = await look(api);
    expect(seen.answers).toEqual({ end: "reaches", mtu: "black-hole" });
    expect(dataOf(seen, "black-hole")).toMatchObject({ way, passes: 1400 });
  });

  it("large packets vanish on the way back, while ping is filtered", async () => {
    await net.far.nft(`${large(`ip saddr ${hops.server}`)}
      chain p { type filter hook forward priority -1; icmp type { echo-request, echo-reply } drop; }`);
    const seen = await look(api);
    expect(seen.answers).toEqual({ end: "reaches", mtu: "black-hole" });
    expect(dataOf(seen, "black-hole")).toMatchObject({ way: "in" });
  });

  it("interfaces for jumbo frames before a link that drops them in silence", async () => {
    await net.widenTo(9000);
    expect(await answers(api, 2000)).toEqual({ ...healthy, jumbo: "jumbo-passes" });
    await net.far.nft("chain f { type filter hook forward priority 0; meta length > 1500 drop; }");
    const seen = await look(api, 2000);
    expect(seen.answers.jumbo).toBe("jumbo-agreed");
    expect(dataOf(seen, "jumbo-agreed")).toMatchObject({ size: 4000, passes: 1500, segment: 9000 });
    expect(await answers(bare, 2000)).toEqual({ ...healthy, jumbo: "jumbo-lost" });
    await net.server.must("ip", "link", "set", "eth0", "mtu", "1500");
    expect(await answers(api, 2000)).toEqual({ ...healthy, jumbo: "jumbo-unused" });
  });

  it("only large pings are dropped: what TCP carries is believed", async () => {
    await net.far.nft(
      `chain f { type filter hook forward priority 0; icmp type echo-request meta length > 1400 drop; }`,
    );
    expect(await answers(api)).toEqual({ end: "reaches", mtu: "full-size" });
  });

  it("a line too narrow", async () => {
    const shape = ["dev", "eth0", "root", "tbf", "rate", "128kbit", "burst", "2000", "latency", "3s"];
    await net.client.must("tc", "qdisc", "add", ...shape);
    try {
      expect(await answers(bare, 5000)).toEqual({ end: "reaches", mtu: "full-size", bandwidth: "narrow" });
    } finally {
      await net.client.must("tc", "qdisc", "del", "dev", "eth0", "root");
    }
  });

  it("this machine under a name is reached without a packet", async () => {
    const name = `here-${process.pid}.test`;
    await net.client.etc("hosts", `127.0.0.1 localhost\n127.0.0.1 ${name}\n`);
    expect(await answers(hostTarget(name, "here", 80))).toEqual({ end: "reaches", mtu: "full-size" });
  });
});
