import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/index.js";
import type { Profile, Target } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { type Examiner, makeExaminer } from "../servers/probe.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";
import { hops, makeRouted, type Routed } from "../servers/routed.js";
import { expectFirst, expectHealthy, standing, statusOf, summary } from "./site.js";

/** Whole runs over two routers: one thing wrong with the way, and the first cause. */
describe.skipIf(!available("root", "ip", "nft", "ping", "nginx", "tc"))("a way over two routers", () => {
  let [net, examiner]: [Routed?, Examiner?] = [];
  const servers: Nginx<"web">[] = [];
  beforeAll(async () => {
    [net, examiner] = await Promise.all([makeRouted(), makeExaminer()]);
    const body = "x".repeat(4000);
    const directives = `location / { default_type text/plain; return 200 "${body}"; }`;
    for (const address of [hops.server, `[${hops.server6}]`]) {
      servers.push(
        await startNginx({ web: { port: 80, directives } }, { address, within: (net as Routed).server.command }),
      );
    }
  });
  afterEach(() => net?.reset());
  afterAll(async () => {
    await Promise.all(servers.map((one) => one.stop()));
    await net?.remove();
    await examiner?.remove();
  });

  const routed = (): Routed => net as Routed;
  const web = urlTarget(`http://${hops.server}/`, "web");
  const desk = hostTarget(hops.server, "desk", 80);
  const check = async (targets: readonly Target[] = [web, desk], changes: Partial<Profile> = {}): Promise<Report> =>
    (await examiner?.examine(makeProfile({ targets, ...changes }), routed().client)) as Report;
  const forward = (rules: string): string => `chain f { type filter hook forward priority 0; ${rules} }`;

  const says = ({ results }: Report, signal: string): boolean =>
    results.some(({ evidence }) => evidence.some((one) => one.signal === signal));

  describe("healthy", () => {
    it("over IPv4 and IPv6", async () => {
      const report = await check([web, desk, urlTarget(`http://[${hops.server6}]/`, "six")]);
      expectHealthy(report);
      expect(statusOf(report, "path"), summary(report)).toEqual(["pass"]);
    });
    it("from a machine that has nothing but IPv6", async () => {
      const { client } = routed();
      await client.must("ip", "-4", "address", "flush", "dev", "eth0");
      try {
        expectHealthy(
          await check([urlTarget(`http://[${hops.server6}]/`, "six"), hostTarget(hops.server6, "desk", 80)]),
        );
      } finally {
        await client.must("ip", "address", "add", `${hops.client}/24`, "dev", "eth0");
        await client.must("ip", "route", "add", "default", "via", hops.near);
      }
    });
    it("with explicit congestion notification", async () => {
      const { client, server } = routed();
      for (const one of [client, server]) await one.must("sysctl", "-qw", "net.ipv4.tcp_ecn=1");
      try {
        expectHealthy(await check());
      } finally {
        for (const one of [client, server]) await one.must("sysctl", "-qw", "net.ipv4.tcp_ecn=2");
      }
    });
    it("over a narrower link of which senders are told", async () => {
      await routed().narrowTo(1400);
      expectHealthy(await check());
    });
    it("where routers on the way say nothing of themselves", async () => {
      const mute = "chain o { type filter hook output priority 0; icmp type { time-exceeded, echo-reply } drop; }";
      await routed().near.nft(mute);
      await routed().far.nft(mute);
      expectHealthy(await check());
    });
  });

  it("large packets vanish without a word", async () => {
    await routed().far.nft(forward(`ip saddr ${hops.server} meta length > 1400 drop;`));
    const report = await check();
    expectFirst(report, "mtu-black-hole");
    expect(standing(report)[0]?.place).toBe(hops.server);
  });

  it("packets circle", async () => {
    const { near, far } = routed();
    await far.must("ip", "route", "add", `${hops.server}/32`, "via", "10.210.2.1");
    await near.must("sysctl", "-qw", "net.ipv4.conf.all.send_redirects=0", "net.ipv4.conf.wan.send_redirects=0");
    try {
      const report = await check();
      expectFirst(report, "routing-loop");
      expect(standing(report)[0]?.party).toBe("carrier");
    } finally {
      await far.must("ip", "route", "del", `${hops.server}/32`);
    }
  });

  it("every tenth packet is lost", async () => {
    await routed().far.nft(forward(`ip daddr ${hops.server} numgen inc mod 10 == 0 drop;`));
    const report = await check();
    expectFirst(report, "packet-loss");
    expect(standing(report)[0]?.subjects).toEqual(expect.arrayContaining(["desk"]));
  });

  it("a line of 128 kbit/s", async () => {
    const shape = ["dev", "eth0", "root", "tbf", "rate", "128kbit", "burst", "2000", "latency", "3s"];
    await routed().client.must("tc", "qdisc", "add", ...shape);
    try {
      const patient = { defaults: { timeout: 5000, answer: 10_000 } };
      expectFirst(await check([desk], patient), "bandwidth-low");
    } finally {
      await routed().client.must("tc", "qdisc", "del", "dev", "eth0", "root");
    }
  });

  it("the host is off: the last router finds nobody", async () => {
    const { server } = routed();
    await server.must("ip", "link", "set", "eth0", "down");
    try {
      expectFirst(await check(), "host-down");
    } finally {
      await server.must("ip", "link", "set", "eth0", "up");
      await server.must("ip", "address", "replace", `${hops.server6}/64`, "dev", "eth0", "nodad");
      await server.must("ip", "route", "replace", "default", "via", "10.210.3.1");
      await server.must("ip", "-6", "route", "replace", "default", "via", "fd00:210:3::1");
    }
  });

  it("a router beyond the gateway has no route, and says so: the carrier's", async () => {
    await routed().far.must("ip", "route", "add", "unreachable", `${hops.server}/32`);
    try {
      // A kernel limits what it says of missing routes by a measure of its own, so it is asked until it says so.
      let report = await check();
      for (let again = 0; again < 6 && !says(report, "unreachable-from"); again += 1) report = await check();
      expectFirst(report, "route-missing");
      expect(standing(report)[0]?.party, summary(report)).toBe("carrier");
    } finally {
      await routed().far.must("ip", "route", "del", "unreachable", `${hops.server}/32`);
    }
  });

  it("the line beyond the gateway is dead", async () => {
    const { near } = routed();
    await near.nft(forward('oifname "wan" drop;'));
    const report = await check();
    const ids = standing(report).map(({ id }) => id);
    expect(["upstream-outage", "host-down", "host-firewalled"], summary(report)).toContain(ids[0]);
    expect(ids, summary(report)).toContain("upstream-outage");
    expect(report.diagnosis.unexplained).toEqual([]);
  });
});
