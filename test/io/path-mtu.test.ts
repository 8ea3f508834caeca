import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { rateOf } from "../../src/io/path-mtu-echo.js";
import { readSize } from "../../src/io/path-mtu-ping.js";
import { readTcpFacts } from "../../src/io/tcp-facts.js";
import type { Attempt } from "../../src/model/failure.js";
import type { PathMtu } from "../../src/model/io.js";
import { available } from "../servers/available.js";
import { largeChain } from "../servers/large-chain.js";
import { type Namespace, run } from "../servers/namespace.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { type Call, makeProbe, type Probe } from "../servers/probe.js";
import { makeProfile } from "../servers/profile.js";
import { hops, makeRouted, type Routed } from "../servers/routed.js";

describe("readSize", () => {
  const silent = "PING 10.0.0.9 (10.0.0.9) 1472(1500) bytes of data.\n\n1 packets transmitted, 0 received\n";
  it("a reply", () => {
    const stdout = "1480 bytes from 10.0.0.9: icmp_seq=1 ttl=62 time=0.2 ms\n1 packets transmitted, 1 received\n";
    expect(readSize({ stdout, stderr: "" }, "10.0.0.9")).toBe("passed");
  });
  it("a router's message", () => {
    const said = "From 10.0.3.2 icmp_seq=1 Frag needed and DF set (mtu = 1400)\n";
    expect(readSize({ stdout: said, stderr: "" }, "10.0.0.9")).toEqual({ from: "10.0.3.2", mtu: 1400 });
    const six = "From fd00::2 icmp_seq=1 Packet too big: mtu=1400\n";
    expect(readSize({ stdout: six, stderr: "" }, "fd00::9")).toEqual({ from: "fd00::2", mtu: 1400 });
  });
  it("what this host learned before", () => {
    for (const stderr of [
      "ping: local error: message too long, mtu=1400",
      "ping: local error: message too long, mtu: 1400",
    ])
      expect(readSize({ stdout: silent, stderr }, "10.0.0.9")).toEqual({ from: null, mtu: 1400 });
  });
  it("silence", () => expect(readSize({ stdout: silent, stderr: "" }, "10.0.0.9")).toBeUndefined());
});

describe("readTcpFacts", () => {
  it("a large segment that was never acknowledged, the small one behind it was", () => {
    const output = `ESTAB 0      1896   10.200.1.2:34138 10.200.2.2:8443
	 bbr wscale:10,10 rto:1632 backoff:3 rtt:0.045/0.024 mss:1448 pmtu:1500 rcvmss:536 advmss:1448 cwnd:1 bytes_sent:7688 bytes_retrans:5792 bytes_acked:1 segs_out:8 segs_in:2 data_segs_out:6 unacked:2 retrans:1/4 lost:1 sacked:1 rcv_space:14480 snd_wnd:65536
`;
    expect(readTcpFacts(output)).toEqual({ unacked: 2, sacked: 1, outOfOrder: 0, segment: 1500 });
  });
  it("a segment that arrived beyond a gap", () => {
    const output = `ESTAB 0 0 10.200.1.2:47308 10.200.2.2:8443
	 bbr wscale:10,10 rto:204 rtt:0.053/0.021 ato:40 mss:1448 pmtu:1500 rcvmss:1181 advmss:1448 cwnd:11 bytes_sent:381 bytes_acked:382 minrtt:0.053 rcv_ooopack:1 snd_wnd:65536`;
    expect(readTcpFacts(output)).toEqual({ unacked: 0, sacked: 0, outOfOrder: 1, segment: 1500 });
  });
  it("the packet that a full segment makes: IPv4, IPv6, with time stamps and without", () => {
    const four = "ESTAB 0 0 10.0.0.2:1 10.0.0.9:443\n\t ts sack cubic rto:204 mss:1448 cwnd:10";
    expect(readTcpFacts(four)?.segment).toBe(1500);
    expect(readTcpFacts(four.replace("ts ", ""))?.segment).toBe(1488);
    const six = "ESTAB 0 0 [fd00::2]:1 [fd00::9]:443\n\t ts sack cubic rto:204 mss:1428 cwnd:10";
    expect(readTcpFacts(six)?.segment).toBe(1500);
    // Without any option shown; never more than the path's own MTU.
    const bare = "ESTAB 0 0 10.0.0.2:1 10.0.0.9:443\n\t bbr rto:204 mss:1348 pmtu:1500 cwnd:10";
    expect(readTcpFacts(bare)?.segment).toBe(1400);
    expect(readTcpFacts(bare.replace("1348", "1460"))?.segment).toBe(1500);
  });
  it("no such connection", () => expect(readTcpFacts("")).toBeNull());
});

describe("rateOf", () => {
  const inOrder = (...times: number[]) => times.map((at, nth) => ({ nth, at }));
  it("the spacing of what comes back, whatever widens or closes some gaps", () => {
    // 1500 bytes every 50 ms are 240 kbit/s.
    expect(rateOf(inOrder(0, 50, 100, 150, 200, 250), 1500)).toBe(240_000);
    expect(rateOf(inOrder(0, 50, 900, 950, 1000, 1050), 1500)).toBe(240_000);
    expect(rateOf(inOrder(0, 0, 50, 100, 400, 450), 1500)).toBe(240_000);
    expect(rateOf(inOrder(0, 0, 0, 0, 900, 1800), 1500)).toBeGreaterThan(1e9);
  });
  it("too few say nothing; all at once is very fast", () => {
    expect(rateOf(inOrder(0, 50, 100), 1500)).toBeUndefined();
    expect(rateOf(inOrder(5, 5, 5, 5, 5, 5), 1500)).toBeGreaterThan(1e9);
  });
  it("packets that overtook each other came through no queue; one that is missing did not overtake", () => {
    const [a, b, ...others] = inOrder(0, 50, 100, 150, 200, 250);
    expect(
      rateOf(
        [b, a, ...others].flatMap((one) => one ?? []),
        1500,
      ),
    ).toBeNull();
    expect(
      rateOf(
        [a, ...others].flatMap((one) => one ?? []),
        1500,
      ),
    ).toBe(240_000);
  });
});

const hasNetwork = available("root", "ip", "nft", "ping", "ss", "setpriv", "nginx", "openssl", "tc");
describe.skipIf(!hasNetwork)("pathMtu through two routers", () => {
  let net: Routed;
  let probe: Probe;
  let nginx: Nginx<"https" | "http">;
  beforeAll(async () => {
    [net, probe] = await Promise.all([makeRouted(), makeProbe()]);
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

  const unprivileged = (ns: Namespace): Namespace => ({
    ...ns,
    run: (...command) => ns.run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", ...command),
  });
  type Over = "tls" | "http" | "none";
  const put = async (
    address: string,
    over: Over = "none",
    how = "net-ping",
    timeout = 1000,
    mtu = 1500,
  ): Promise<Attempt<PathMtu>> => {
    const port = over === "tls" ? 443 : 80;
    const service = over === "none" ? {} : { service: { port, secure: over === "tls", servername: "api.test" } };
    const within = how === "ping" ? unprivileged(net.client) : net.client;
    const call = ["pathMtu", address, { signal: true, timeout, mtu, ...service }] as unknown as Call;
    const [attempt] = await probe.call(makeProfile(), [call], within);
    return attempt as Attempt<PathMtu>;
  };
  const large = (match: string): string =>
    `chain f { type filter hook forward priority 0; ${match} meta length > 1400 drop; }`;
  const both = ["net-ping", "ping"] as const;

  it.each(both)("%s: the full size passes, and no service is asked", async (how) => {
    const before = await nginx.log();
    for (const address of [hops.server, hops.server6]) {
      const attempt = await put(address, "tls", how);
      expect(attempt).toMatchObject({
        ok: true,
        value: { full: 1500, exchanges: [], echo: { how, passed: [84, 1500], lost: [], told: [] } },
      });
      expect(attempt.ok && attempt.value.connect).toBeFalsy();
    }
    expect(await nginx.log()).toEqual(before);
  });

  it.each(both)("%s: a narrow link of which senders are told", async (how) => {
    await net.narrowTo(1400);
    for (const [address, router] of [
      [hops.server, hops.near],
      [hops.server6, hops.near6],
    ] as const) {
      const attempt = await put(address, "none", how);
      expect(attempt).toMatchObject({ ok: true, value: { echo: { passed: [84, 1400], lost: [] } } });
      const [told] = attempt.ok ? (attempt.value.echo?.told ?? []) : [];
      expect(told?.mtu).toBe(1400);
      expect([router, null]).toContain(told?.from);
    }
  });

  it("a narrow link: what the kernel has learned does not hide it from a raw socket", async () => {
    await net.narrowTo(1400);
    for (let again = 0; again < 2; again += 1)
      expect(await put(hops.server)).toMatchObject({ value: { echo: { told: [{ from: hops.near, mtu: 1400 }] } } });
  });

  it.each(both)("%s: large packets vanish", async (how) => {
    await net.far.nft(large(""));
    for (const address of [hops.server, hops.server6]) {
      const attempt = await put(address, "none", how, 2000);
      const { passed = [], lost = [], told = [] } = attempt.ok ? (attempt.value.echo ?? {}) : {};
      expect(Math.max(...passed)).toBe(1400);
      expect(lost).toEqual([1420, 1440, 1460, 1472, 1480, 1492, 1500]);
      expect(told).toEqual([]);
      expect(attempt.ms).toBeLessThan(5000);
    }
  });

  const jumbo = "chain f { type filter hook forward priority 0; meta length > 1500 drop; }";
  const wide = async (address: string, over: Over, how = "net-ping", mtu = 9000): Promise<PathMtu | undefined> => {
    const attempt = await put(address, over, how, 2000, mtu);
    return attempt.ok ? attempt.value : undefined;
  };

  it.each(both)("%s: jumbo frames pass, or senders are told, and no service is asked", async (how) => {
    await net.widenTo(9000);
    const before = await nginx.log();
    for (const address of [hops.server, hops.server6]) {
      const seen = await wide(address, "tls", how);
      expect(seen).toMatchObject({ full: 1500, exchanges: [], echo: { how, passed: [84, 1500], lost: [] } });
      expect(seen?.echo?.beyond).toEqual({ passed: [4000, 9000], lost: [], told: [] });
    }
    await net.narrowTo(1500);
    const { told = [], lost } = (await wide(hops.server, "tls", how))?.echo?.beyond ?? {};
    expect(told.map(({ mtu }) => mtu)).toContain(1500);
    expect(lost).toEqual([]);
    expect(await nginx.log()).toEqual(before);
  });

  it.each(both)("%s: jumbo frames vanish, and connections agree on them", async (how) => {
    await net.widenTo(9000);
    await net.far.nft(jumbo);
    const seen = await wide(hops.server, "tls", how);
    expect(seen).toMatchObject({ connect: "open", echo: { passed: [84, 1500], lost: [] } });
    expect(seen?.echo?.beyond).toEqual({ passed: [], lost: [4000, 9000], told: [] });
    expect(seen?.exchanges[0]).toMatchObject({ sent: "whole", done: false, kernel: { segment: 9000 } });
  });

  it("jumbo frames vanish, but the server takes no such packets, nor do connections", async () => {
    await net.widenTo(9000);
    await net.server.must("ip", "link", "set", "eth0", "mtu", "1500");
    await net.far.nft(jumbo);
    const seen = await wide(hops.server, "tls");
    expect(seen?.exchanges).toMatchObject([{ sent: "whole", done: true, kernel: { segment: 1500 } }]);
  });

  it("an interface of 1500 bytes is asked for no more", async () => {
    await net.far.nft(jumbo);
    expect((await wide(hops.server, "tls", "net-ping", 1500))?.echo).not.toHaveProperty("beyond");
  });

  it("TLS, there: the same handshake succeeds in small packets and never in large ones", async () => {
    await net.far.nft(large(`ip daddr ${hops.server}`));
    expect(await put(hops.server, "tls")).toMatchObject({
      value: {
        connect: "open",
        exchanges: [
          { sent: "whole", done: false, received: 0, kernel: { sacked: 1, outOfOrder: 0 } },
          { sent: "pieces", done: true },
        ],
      },
    });
  });

  it("TLS, back: the server's large segments leave a gap", async () => {
    await net.far.nft(large(`ip saddr ${hops.server}`));
    const attempt = await put(hops.server, "tls");
    expect(attempt).toMatchObject({ value: { connect: "open", exchanges: [{ done: false }, { done: false }] } });
    for (const one of attempt.ok ? attempt.value.exchanges : []) {
      expect(one.kernel?.unacked).toBe(0);
      expect(one.kernel?.outOfOrder).toBeGreaterThan(0);
    }
  });

  it("HTTP, there", async () => {
    await net.far.nft(large(`ip daddr ${hops.server}`));
    expect(await put(hops.server, "http")).toMatchObject({
      value: {
        exchanges: [
          { sent: "whole", done: false },
          { sent: "pieces", done: true },
        ],
      },
    });
    expect((await nginx.log()).at(-1)).toMatch(/^80 HEAD \/ 200/);
  });

  it.each(["tls", "http"] as const)("where ping is filtered, %s alone shows that large packets pass", async (over) => {
    await net.far.nft("chain f { type filter hook forward priority 0; meta l4proto icmp drop; }");
    const attempt = await put(hops.server, over);
    expect(attempt).toMatchObject({
      value: { connect: "open", echo: { passed: [], lost: [84, 1500] }, exchanges: [{ sent: "whole", done: true }] },
    });
    const [first] = attempt.ok ? attempt.value.exchanges : [];
    expect(first?.received).toBeGreaterThan(over === "tls" ? 1400 : 100);
  });

  it("an address that swallows everything takes no longer than the time-out", async () => {
    await net.near.nft("chain i { type filter hook prerouting priority 0; ip saddr 10.210.1.2 drop; }");
    const attempt = await put(hops.server, "tls", "net-ping", 1000);
    expect(attempt).toMatchObject({ ok: true, value: { connect: "timeout", exchanges: [], echo: { passed: [] } } });
    expect(attempt.ms).toBeLessThan(2500);
  });

  it("a service that accepts and stays silent shows nothing of sizes", async () => {
    await net.far.nft("chain f { type filter hook forward priority 0; meta l4proto icmp drop; }");
    const pids = (await run("ip", "netns", "pids", net.server.name)).stdout.split("\n").filter(Boolean);
    await run("kill", "-STOP", ...pids);
    try {
      const attempt = await put(hops.server, "tls");
      expect(attempt).toMatchObject({ value: { connect: "open", exchanges: [{ done: false }, { done: false }] } });
      for (const one of attempt.ok ? attempt.value.exchanges : [])
        expect(one.kernel).toMatchObject({ unacked: 0, sacked: 0, outOfOrder: 0 });
    } finally {
      await run("kill", "-CONT", ...pids);
    }
  });

  it("a narrow line spaces what is sent at once", async () => {
    await net.client.must(
      "tc",
      "qdisc",
      "add",
      "dev",
      "eth0",
      "root",
      "tbf",
      "rate",
      "200kbit",
      "burst",
      "2000",
      "latency",
      "2s",
    );
    try {
      const attempt = await put(hops.server, "none", "net-ping", 4000);
      const rate = attempt.ok ? (attempt.value.echo?.rate ?? 0) : 0;
      expect(rate).toBeGreaterThan(120_000);
      expect(rate).toBeLessThan(260_000);
    } finally {
      await net.client.must("tc", "qdisc", "del", "dev", "eth0", "root");
    }
    const wide = await put(hops.server);
    expect(wide.ok && wide.value.echo?.rate).toBeGreaterThan(1_000_000);
  });

  it("fails only if nothing could be asked", async () => {
    const [attempt] = await probe.call(makeProfile(), [["pathMtu", hops.server, { signal: true }] as unknown as Call], {
      ...net.client,
      run: (...command) => unprivileged(net.client).run("env", "PATH=/nowhere", ...command),
    });
    expect(attempt).toMatchObject({ ok: false, failure: { code: "not-available" } });
  });
});
