import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createAuthority } from "../../src/lab/authority.js";
import type { HostTarget, Protocol } from "../../src/model/profile.js";
import { root } from "../cli/run.js";
import { available } from "../servers/available.js";
import { type Daemon, freePort, startDaemon } from "../servers/daemon.js";
import { addresses, makeNetwork, type Namespace, type Network } from "../servers/namespace.js";
import { startNginx } from "../servers/nginx.js";
import { frozenServer, type OddKind, oddSequence, oddServer, tlsServer } from "../servers/odd-tcp.js";
import { makeProbe, type Probe, type Probed } from "../servers/probe.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";
import { startXrdp } from "../servers/xrdp.js";

/** net-ping's ground is compiled at install, where it can be. */
const rawSockets = existsSync(join(root, "node_modules/raw-socket/build/Release/raw.node"));

let probe: Probe;
beforeAll(async () => {
  probe = await makeProbe("port");
});
afterAll(() => probe?.remove());

const target = (host: string, port: number, speaks: Protocol): HostTarget => ({
  ...hostTarget(host),
  ports: [{ port, speaks }],
});
const look = async (
  host: string,
  port: number,
  speaks: Protocol,
  within?: Namespace,
  timeout = 800,
): Promise<Probed> => {
  const profile = makeProfile({ targets: [target(host, port, speaks)], defaults: { timeout, answer: 2000 } });
  const [seen] = await probe.look(profile, within);
  if (seen === undefined) throw new Error("no step");
  // What opens at once is the same everywhere.
  const { attempts, ...answers } = seen.answers;
  return attempts === "at-once" ? { ...seen, answers } : seen;
};
/** What the port answers by itself: not what a second connection beside the first does, nor what only raw sockets show. */
const plain = ({ answers }: Probed): object =>
  Object.fromEntries(Object.entries(answers).filter(([question]) => question !== "beside" && question !== "stray"));

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const opened = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const server = await starting;
  closing.push(server.close);
  return server;
};

describe("port on loopback", () => {
  const rows: [Protocol, OddKind, object][] = [
    ["any", "silent", { connect: "open" }],
    ["http", "http", { connect: "open", service: "speaks" }],
    ["ssh", "ssh", { connect: "open", service: "speaks" }],
    ["mysql", "mysql", { connect: "open", service: "speaks" }],
    ["rdp", "ssh", { connect: "open", service: "other-protocol" }],
    ["tls", "http", { connect: "open" }],
    ["http", "garbage", { connect: "open", service: "other-protocol" }],
    ["http", "silent", { connect: "open", service: "mute" }],
    ["http", "resets-on-data", { connect: "open", service: "reset-on-data" }],
    ["http", "closes", { connect: "open", service: "closes" }],
    ["http", "resets", { connect: "reset-at-connect" }],
    ["http", "closes-at-once", { connect: "open", service: "closes" }],
    ["http", "redis", { connect: "open", service: "other-protocol" }],
    ["rdp", "redis", { connect: "open", service: "other-protocol" }],
    ["http", "postgresql", { connect: "open", service: "other-protocol" }],
    ["http", "ajp", { connect: "open", service: "other-protocol" }],
    ["http", "mqtt", { connect: "open", service: "other-protocol" }],
    ["http", "request-refuser", { connect: "open", service: "closes" }],
    ["any", "resets", { connect: "reset-at-connect" }],
  ];
  it.each(rows)("%s expected of one that is %s", async (speaks, kind, answers) => {
    const { port } = await opened(oddServer(kind));
    const seen = await look("127.0.0.1", port, speaks);
    expect(plain(seen)).toEqual(answers);
    expect(seen.places).toEqual({ host: "127.0.0.1", endpoint: `127.0.0.1:${port}` });
  });

  it("asks an open port five times, a database once, and believes a refusal that comes five times", async () => {
    const http = await opened(oddServer("http"));
    const [raised] = (await look("127.0.0.1", http.port, "http")).raised;
    expect(raised).toMatchObject({ signal: "open", data: { opened: 5, tried: 5 } });
    // Two more at once.
    expect(http.connections()).toBe(7);
    const database = await opened(oddServer("mysql"));
    await look("127.0.0.1", database.port, "mysql");
    expect(database.connections()).toBe(1);
    const closed = await look("127.0.0.1", await freePort(), "http");
    expect(closed.answers).toMatchObject({ connect: "refused" });
    expect(closed.seen).toMatchObject({
      addresses: [{ tries: Array.from({ length: 5 }, () => ({ failed: "refused" })) }],
    });
  });

  it("ends a request for the head and answers the one that the URL names, be it not to its end", async () => {
    const { port } = await opened(oddServer("headless"));
    const seen = await probe.look(makeProfile({ targets: [urlTarget(`http://127.0.0.1:${port}/invoice?token=1`)] }));
    expect(seen[0]?.answers).toMatchObject({ connect: "open", service: "speaks" });
    expect((await look("127.0.0.1", port, "http")).answers).toMatchObject({ service: "closes" });
  });

  it("cuts every second connection: be it alone, which no limit does", async () => {
    const everySecond = Array.from({ length: 10 }, () => ["http", "resets"] as const).flat();
    const { port } = await opened(oddSequence([...Array<OddKind>(5).fill("http"), ...everySecond]));
    expect((await look("127.0.0.1", port, "http")).answers).toMatchObject({ connect: "open", beside: "cut-at-times" });
  });

  it("finds out what else is there: a Node server of TLS closes without a word when asked for HTTP", async () => {
    const { port } = await opened(tlsServer());
    expect((await look("127.0.0.1", port, "http")).raised[1]).toMatchObject({ data: { answer: "TLS" } });
    const web = await opened(oddServer("http"));
    expect((await look("127.0.0.1", web.port, "smtp")).raised[1]).toMatchObject({ data: { spoke: "http" } });
  });

  it.skipIf(!available("nginx"))(
    "a web server of TLS, though it says 400 in plain HTTP; one of HTTP may say 400",
    async () => {
      const { chain, key } = await (await createAuthority()).issue({ names: ["127.0.0.1"] });
      const strict = { directives: "location / { return 400; }" };
      const nginx = await startNginx({ secure: { tls: { cert: chain, key } }, strict });
      closing.push(nginx.stop);
      const secure = await look("127.0.0.1", nginx.ports.secure, "http");
      expect(secure.raised[1]).toMatchObject({ signal: "other-protocol", data: { answer: "TLS" } });
      expect((await look("127.0.0.1", nginx.ports.strict, "http")).answers).toMatchObject({ service: "speaks" });
    },
  );

  it("TLS is TLS whatever its certificate", async () => {
    const { port } = await opened(tlsServer({ clientCert: true }));
    expect(plain(await look("127.0.0.1", port, "tls"))).toEqual({ connect: "open" });
  });

  it("a reset now and then shows in the second look only, so one look tells what it met", async () => {
    const { port } = await opened(
      oddSequence(["resets-on-data", "silent", "resets-on-data", "resets-on-data", "http"]),
    );
    expect((await look("127.0.0.1", port, "http")).answers).toEqual({ connect: "open", service: "reset-on-data" });
  });

  it("a full accept queue: silence on the port, life beside it", async () => {
    const { port } = await opened(frozenServer({ full: true }));
    expect((await look("127.0.0.1", port, "http")).answers).toEqual({
      connect: "silent",
      life: "alive",
      queue: "queue-filled",
    });
  });

  it("a frozen process with room in its queue is mute", async () => {
    const { port } = await opened(frozenServer());
    expect((await look("127.0.0.1", port, "http")).answers).toEqual({ connect: "open", service: "mute" });
  });

  it.skipIf(!available("xrdp"))("a real desktop server speaks RDP, and is no web server", async () => {
    const { port } = await opened(startXrdp().then((xrdp) => ({ ...xrdp, close: xrdp.stop })));
    expect(plain(await look("127.0.0.1", port, "rdp"))).toEqual({ connect: "open", service: "speaks" });
    // It waits for its client to speak, as an SSH client waits for the server: silence, until someone else asks.
    const seen = await look("127.0.0.1", port, "ssh");
    expect(seen.answers).toEqual({ connect: "open", service: "other-protocol" });
    expect(seen.raised[1]?.data).toMatchObject({ expected: "SSH", answer: "RDP" });
  });
});

describe.skipIf(!available("root", "ip", "nft"))("port through a network", () => {
  let network: Network;
  const daemons: Daemon[] = [];
  beforeAll(async () => {
    network = await makeNetwork();
    await network.router.must("sysctl", "-qw", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0");
    const listen = (port: number): string =>
      `require("net").createServer((s) => s.on("error", () => {}).resume()).listen(${port}, "::", () => console.log("up"))`;
    for (const port of [8080, 443]) {
      const command = network.server.command(process.execPath, "-e", listen(port));
      daemons.push(await startDaemon({ command, ready: { output: /up/ } }));
    }
  });
  afterEach(() => Promise.all([network.client.clear(), network.router.clear(), network.server.clear()]));
  afterAll(async () => {
    for (const daemon of daemons) await daemon.stop();
    await network?.remove();
  });
  const both = [addresses.server, addresses.server6];
  const forward = (rule: string) => network.router.nft(`chain f { type filter hook forward priority 0; ${rule} }`);
  const answersOf = async (host: string, port: number): Promise<object> =>
    plain(await look(host, port, "any", network.client));

  it("open and refused, over both families, with the gateway among the places", async () => {
    for (const host of both) {
      expect(await answersOf(host, 8080)).toEqual({ connect: "open" });
      expect(await answersOf(host, 9)).toMatchObject({ connect: "refused" });
    }
    expect((await look(addresses.server, 8080, "any", network.client)).places).toMatchObject({
      gateway: addresses.lan,
      host: addresses.server,
    });
  });

  it("dropped on the way: silent, while another port answers", async () => {
    await forward("tcp dport 8080 drop;");
    for (const host of both) expect(await answersOf(host, 8080)).toEqual({ connect: "silent", life: "alive" });
  });

  it.each([0, 1])(
    "every second connection is refused, be it alone (%i): no closed port, and no limit",
    async (which) => {
      await forward(`tcp dport 8080 tcp flags syn numgen inc mod 2 ${which} reject with tcp reset;`);
      const { answers } = await look(addresses.server, 8080, "any", network.client);
      expect(answers).toEqual({ connect: "refused-at-times" });
    },
  );

  it("one connection at a time: a second one beside it is refused, and opens alone", async () => {
    await forward("tcp dport 8080 tcp flags syn ct count over 1 reject with tcp reset;");
    expect((await look(addresses.server, 8080, "any", network.client)).answers).toMatchObject({
      beside: "one-at-a-time",
    });
    await network.router.clear();
    expect((await look(addresses.server, 8080, "any", network.client)).answers).toEqual({
      connect: "open",
      beside: "side-by-side",
    });
  });

  it.skipIf(!rawSockets)(
    "a firewall that drops all, and one that drops requests alone as a full queue does",
    async () => {
      await forward("tcp dport 8080 drop;");
      expect((await look(addresses.server, 8080, "any", network.client)).answers).toMatchObject({
        stray: "stray-dropped",
      });
      await network.router.clear();
      await forward("tcp dport 8080 tcp flags & (syn | ack) == syn drop;");
      expect((await look(addresses.server, 8080, "any", network.client)).answers).toMatchObject({
        connect: "silent",
        stray: "stray-answered",
      });
    },
  );

  it.skipIf(!rawSockets)("a prohibition is told from a host that nobody finds by the message itself", async () => {
    await forward("tcp dport 8080 reject with icmp type host-prohibited;");
    const { seen } = await look(addresses.server, 8080, "any", network.client);
    expect(seen).toMatchObject({ addresses: [{ tries: [{ failed: "prohibited" }] }] });
    await network.router.clear();
    await forward("tcp dport 8080 reject with icmp type host-unreachable;");
    const other = await look(addresses.server, 8080, "any", network.client);
    expect(other.seen).toMatchObject({ addresses: [{ tries: [{ failed: "host-unreachable" }, {}] }] });
  });

  it("everything dropped: silent and lifeless", async () => {
    await forward("drop;");
    for (const host of both) expect(await answersOf(host, 8080)).toEqual({ connect: "silent", life: "lifeless" });
  });

  // Early, since a router says it to few of many who ask.
  it("no route: said by a router, or by this host", async () => {
    await forward("ip daddr 10.99.0.0/16 reject with icmp type net-unreachable;");
    expect(await answersOf("10.99.0.1", 8080)).toEqual({ connect: "network-unreachable" });
    await network.client.must("ip", "route", "del", "default");
    try {
      expect(await answersOf("10.99.0.1", 8080)).toEqual({ connect: "network-unreachable" });
    } finally {
      await network.client.must("ip", "route", "add", "default", "via", addresses.lan);
    }
  });

  const rejects: [string, string, string][] = [
    ["host-prohibited", "icmp", addresses.server],
    ["admin-prohibited", "icmp", addresses.server],
    ["host-unreachable", "icmp", addresses.server],
    ["prot-unreachable", "icmp", addresses.server],
    ["admin-prohibited", "icmpv6", addresses.server6],
    ["addr-unreachable", "icmpv6", addresses.server6],
  ];
  it.each(rejects)("rejected by a router with %s (%s)", async (code, protocol, host) => {
    await forward(`tcp dport 8080 reject with ${protocol} type ${code};`);
    // Where everything is one kernel, the first error may come before the connecting call is over, and only the second one,
    // a second later, counts.
    expect((await look(host, 8080, "any", network.client, 2500)).answers).toEqual({ connect: "rejected" });
  });

  it.skipIf(!rawSockets)(
    "a reset of a router is told from one of the host by the distance that it comes from",
    async () => {
      const [four = "", six = ""] = both;
      expect(await answersOf(four, 9)).toEqual({ connect: "refused", refuser: "refused-by-host" });
      await forward("tcp dport 8080 reject with tcp reset;");
      expect(await answersOf(four, 8080)).toEqual({ connect: "refused", refuser: "refused-on-the-way" });
      // Raw sockets do not show it of IPv6.
      expect(await answersOf(six, 8080)).toEqual({ connect: "refused" });
      // The host's own firewall is as far away as the host.
      await network.router.clear();
      await network.server.nft(
        "chain input { type filter hook input priority 0; tcp dport 8080 reject with tcp reset; }",
      );
      expect(await answersOf(four, 8080)).toEqual({ connect: "refused", refuser: "refused-by-host" });
    },
  );

  it.skipIf(!rawSockets)("an ICMP message refuses where a host would send a reset", async () => {
    await forward("tcp dport 8080 reject with icmp type port-unreachable;");
    expect(await answersOf(both[0] ?? "", 8080)).toEqual({ connect: "refused", refuser: "refused-by-message" });
  });

  it("a host that is off: unreachable once its neighbours gave it up, silent if the time-out is shorter", async () => {
    const off = { ...target("10.200.2.77", 8080, "any") };
    const profile = makeProfile({ targets: [off], defaults: { timeout: 5000, answer: 5000 } });
    const [patient, hasty] = await Promise.all([
      probe.look(profile, network.client),
      look("10.200.2.78", 8080, "any", network.client),
    ]);
    expect(patient[0]?.answers.connect).toBe("host-unreachable");
    expect(hasty.answers).toEqual({ connect: "silent", life: "lifeless" });
  });

  it("this host's own prohibition", async () => {
    await network.client.must("ip", "route", "add", "prohibit", "10.98.0.0/16");
    try {
      expect(await answersOf("10.98.0.1", 8080)).toEqual({ connect: "blocked-here" });
    } finally {
      await network.client.must("ip", "route", "del", "prohibit", "10.98.0.0/16");
    }
  });

  it("a name with several addresses: some dead, only IPv6 dead, no IPv6 here", async () => {
    const hosts = (...lines: string[]) =>
      network.client.etc("hosts", lines.map((one) => `${one} many.test\n`).join(""));
    await hosts(addresses.server, "10.200.2.77");
    const some = await look("many.test", 8080, "any", network.client);
    expect(plain(some)).toEqual({ connect: "some-addresses-dead" });
    expect(some.raised[0]?.data).toMatchObject({ open: ["10.200.2.2:8080"], dead: ["10.200.2.77:8080"] });
    await hosts(addresses.server6, addresses.server);
    expect(await answersOf("many.test", 8080)).toEqual({ connect: "open", family: "both-families" });
    await forward("meta nfproto ipv6 tcp dport 8080 drop;");
    expect(await answersOf("many.test", 8080)).toEqual({ connect: "open", family: "ipv6-dead" });
    await network.client.must("ip", "-6", "route", "del", "default");
    try {
      expect(await answersOf("many.test", 8080)).toEqual({ connect: "open" });
    } finally {
      await network.client.must("ip", "-6", "route", "add", "default", "via", addresses.lan6);
    }
  });

  it("every second handshake lost", async () => {
    await forward("tcp flags syn / syn,ack tcp dport 8080 numgen inc mod 2 1 drop;");
    const seen = await look(addresses.server, 8080, "any", network.client);
    expect(seen.answers.connect).toBe("mostly-failing");
    expect(seen.raised[0]?.data).toMatchObject({ how: ["silent"] });
  });
});
