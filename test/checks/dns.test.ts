import { createSocket, type Socket } from "node:dgram";
import { createServer, type Server } from "node:net";
import packet from "dns-packet";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DnsSeen } from "../../checks/dns/sight.js";
import { dns } from "../../checks/dns.js";
import { createIo } from "../../src/io/index.js";
import type { Profile, ServerAddress } from "../../src/model/profile.js";
import { withProxies } from "../../src/profile/proxies.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { type Dnsmasq, startDnsmasq } from "../servers/dnsmasq.js";
import { type Named, startNamed } from "../servers/named.js";
import { makeProbe } from "../servers/probe.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";

const settings = { slow: 1000 };
const profileFor = (name: string, servers: readonly ServerAddress[], compare: readonly ServerAddress[] = []): Profile =>
  makeProfile({ dns: { servers, compare }, targets: [hostTarget(name)] });

/** Looks once and says what was raised, by question. */
const look = async (profile: Profile) => {
  const io = createIo(profile, { env: process.env });
  const [aim] = dns.aims(profile);
  if (aim === undefined) throw new Error("nothing to look at");
  const { target } = aim;
  const seen = await dns.observe(target, { io, settings, signal: new AbortController().signal });
  await io.close();
  if ("unavailable" in seen) throw new Error(seen.unavailable.en);
  // What was seen must survive being stored.
  const looks: readonly DnsSeen[] = [JSON.parse(JSON.stringify(seen))];
  const raised = dns.judge(looks, { target, settings, now: new Date(), others: () => [] });
  const answers = Object.fromEntries(raised.map(({ signal }) => [dns.signals[signal].answers, signal]));
  return { answers, raised, looks, target, places: dns.places(target, looks) };
};

describe("what it aims at", () => {
  it("is every target known by a name, and no address and no localhost", () => {
    const targets = [
      hostTarget("10.0.0.5", "address"),
      hostTarget("fd00::5", "address6"),
      hostTarget("localhost", "local"),
      hostTarget("db.example.test", "named"),
      urlTarget("https://api.example.test/health", "api"),
    ];
    expect(dns.aims(makeProfile({ targets })).map(({ subject }) => subject)).toEqual(["named", "api"]);
    const proxied = withProxies(makeProfile({ targets, proxy: "http://10.0.0.1:3128" }), {});
    expect(dns.aims(proxied).map(({ subject }) => subject)).toEqual(["named"]);
    const named = dns.aims(withProxies(makeProfile({ targets, proxy: "http://proxy.test:3128" }), {}));
    expect(named.map(({ subject, endpoint }) => [subject, endpoint])).toEqual([
      ["named", undefined],
      ["@site", "proxy.test"],
    ]);
    expect(named[1]).toMatchObject({ target: { host: "proxy.test", proxy: "proxy.test:3128" }, needs: [] });
    expect(dns.aims(makeProfile({ targets }))[0]).toMatchObject({ target: { host: "db.example.test" }, needs: [] });
  });
});

describe.skipIf(!available("named", "dnsmasq"))("a name asked of real servers", () => {
  let [named, dnsmasq, spare]: [Named?, Dnsmasq?, Dnsmasq?] = [];
  const open: (Socket | Server)[] = [];

  beforeAll(async () => {
    const many = Array.from({ length: 100 }, (_, n) => `many A 10.1.0.${n + 1}`).join("\n");
    const zone = `www A 203.1.0.5\nwww AAAA 2400::5\nalias CNAME www\nempty TXT "x"\nlost CNAME gone\nblank CNAME empty
local A 127.0.0.1\nauto A 169.254.1.1\ntest A 192.0.2.7\n${many}`;
    named = await startNamed({ zones: { "example.test": zone, "broken.test": "broken" } });
    dnsmasq = await startDnsmasq({ names: { "www.example.test": ["203.1.0.5", "2400::5"] } });
    spare = await startDnsmasq({ names: { "www.example.test": ["203.1.0.6"] } });
  });
  afterAll(() => Promise.all([named?.stop(), dnsmasq?.stop(), spare?.stop()]));
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
  });
  const bind = () => named as Named;
  const masq = () => dnsmasq as Dnsmasq;

  /** A UDP server of this test; nothing listens on its TCP port. */
  const udp = (reply: (bytes: Buffer, send: (answer: object) => void) => void): Promise<ServerAddress> =>
    new Promise((resolve) => {
      const socket = createSocket("udp4");
      socket.on("message", (bytes, peer) =>
        reply(bytes, (more) => {
          // A late answer may come after the test has ended and closed the socket.
          if (!open.includes(socket)) return;
          const { id, questions } = packet.decode(bytes);
          socket.send(
            packet.encode({ type: "response", id, questions, ...more } as packet.Packet),
            peer.port,
            peer.address,
          );
        }),
      );
      socket.bind(0, "127.0.0.1", () => {
        open.push(socket);
        resolve({ address: "127.0.0.1", port: socket.address().port });
      });
    });
  const closed = async (): Promise<ServerAddress> => ({ address: "127.0.0.1", port: await freePort() });

  it("healthy: all is pass, and the places are those that were passed through", async () => {
    const { answers, places, raised } = await look(profileFor("www.example.test", [bind()]));
    expect(answers).toEqual({
      answer: "resolves",
      "hosts-file": "not-listed",
      tcp: "tcp-answers",
      speed: "quick",
      range: "public-or-expected",
      reach: "within-reach",
    });
    expect(places).toEqual({ name: "www.example.test", resolver: `127.0.0.1:${bind().port}` });
    expect(raised[0]?.data).toMatchObject({ name: "www.example.test", addresses: ["203.1.0.5", "2400::5"] });
  });

  it.each([
    ["nothing.example.test", "name-missing"],
    ["empty.example.test", "no-address"],
    ["lost.example.test", "alias-dangling"],
    ["blank.example.test", "alias-dangling"],
    ["www.broken.test", "server-failure"],
    ["www.elsewhere.invalid", "servers-refuse"],
  ])("%s: %s", async (name, signal) => {
    const { answers } = await look(profileFor(name, [bind()]));
    expect(answers.answer).toBe(signal);
    expect(answers.life).toBeUndefined();
  });

  it("an alias that leads somewhere resolves; where it leads to nothing its goal is named", async () => {
    expect((await look(profileFor("alias.example.test", [bind()]))).answers.answer).toBe("resolves");
    const { raised } = await look(profileFor("lost.example.test", [bind()]));
    expect(raised[0]?.data).toMatchObject({ alias: "gone.example.test" });
  });

  it("a server whose forwarder is dead answers what it knows by itself, and nothing else", async () => {
    const dead = await udp((bytes, send) => {
      if (packet.decode(bytes).questions?.[0]?.name === "id.server") send({ answers: [] });
    });
    const { answers, raised, looks, target } = await look(profileFor("www.example.test", [dead]));
    expect(answers).toMatchObject({ answer: "name-unanswered", life: "resolver-alive" });
    expect(raised[0]?.data).toMatchObject({ asked: "id.server TXT", name: "www.example.test" });
    const atGateway = { ...(looks[0] as DnsSeen), gateways: ["127.0.0.1"] };
    const [first] = dns.judge([atGateway], { target, settings, now: new Date(), others: () => [] });
    expect(first).toMatchObject({ signal: "unanswered-by-gateway", data: { asked: "id.server TXT" } });
  });

  it("what is said after all others have given up is told: late addresses, or a failure", async () => {
    const { looks, target } = await look(profileFor("www.example.test", [await udp(() => {})]));
    const value = { rcode: "NOERROR", truncated: false, addresses: ["203.1.0.5"] };
    const said = (more: object) =>
      dns.judge(
        [
          {
            ...(looks[0] as DnsSeen),
            speaking: { by: "localhost A", late: { ok: true, ms: 7000.4, value: { ...value, ...more } } },
          },
        ],
        {
          target,
          settings,
          now: new Date(),
          others: () => [],
        },
      )[0];
    expect(said({})).toMatchObject({ signal: "answered-too-late", data: { ms: 7000 } });
    expect(said({ rcode: "SERVFAIL", addresses: [] })).toMatchObject({ signal: "server-failure" });
  });

  it("closed, silent and speaking something else are three things", async () => {
    expect((await look(profileFor("www.example.test", [await closed()]))).answers.answer).toBe("servers-closed");
    const silent = await look(profileFor("www.example.test", [await udp(() => {})]));
    expect(silent.answers).toMatchObject({ answer: "servers-silent", life: "resolver-alive" });
    const nonsense = createSocket("udp4");
    nonsense.on("message", (_, peer) => nonsense.send("hello", peer.port, peer.address));
    const port = await new Promise<number>((resolve) =>
      nonsense.bind(0, "127.0.0.1", () => resolve(nonsense.address().port)),
    );
    open.push(nonsense);
    const odd = await look(profileFor("www.example.test", [{ address: "127.0.0.1", port }]));
    expect(odd.answers.answer).toBe("malformed");
  });

  it("the extended error stands beside SERVFAIL", async () => {
    const data = Buffer.concat([Buffer.from([0, 6]), Buffer.from("signature of example.test")]);
    const opt = { type: "OPT", name: ".", udpPayloadSize: 1232, flags: 0, options: [{ code: 15, data }] };
    const server = await udp((_, send) => send({ flags: 2, additionals: [opt] }));
    const { raised } = await look(profileFor("www.example.test", [server]));
    expect(raised[0]).toMatchObject({
      signal: "server-failure",
      data: { rcode: "SERVFAIL", extended: " (EDE 6: signature of example.test)" },
    });
  });

  it("two servers that agree, one of them dead, the first of them dead", async () => {
    const of = async (...servers: ServerAddress[]) => (await look(profileFor("www.example.test", servers))).answers;
    expect(await of(bind(), masq())).toMatchObject({ answer: "resolves", servers: "all-servers-answer" });
    expect(await of(bind(), await closed())).toMatchObject({ answer: "resolves", servers: "later-server-dead" });
    expect(await of(await closed(), bind())).toMatchObject({ answer: "resolves", servers: "first-server-dead" });
    expect(await of(await udp(() => {}), bind())).toMatchObject({ answer: "resolves", servers: "first-server-dead" });
    expect((await of(await closed(), await closed())).servers).toBeUndefined();
  });

  it("two servers that disagree, and a second opinion that does", async () => {
    const two = await look(profileFor("www.example.test", [bind(), spare as Dnsmasq]));
    expect(two.answers).toMatchObject({ answer: "resolves", servers: "servers-disagree" });
    const opinion = await look(profileFor("www.example.test", [bind()], [spare as Dnsmasq]));
    expect(opinion.answers.compare).toBe("other-answers");
    const agreeing = await look(profileFor("www.example.test", [bind()], [masq()]));
    expect(agreeing.answers.compare).toBe("same-answers");
    // Nobody depends on a second opinion.
    const silent = await look(profileFor("www.example.test", [bind()], [await closed()]));
    expect(silent.answers.compare).toBeUndefined();
  });

  it("TCP that is closed hurts only an answer that is too long", async () => {
    const record = { type: "A", name: "www.example.test", ttl: 5, data: "203.1.0.5" };
    const short = await udp((_, send) => send({ answers: [record] }));
    const harmless = await look(profileFor("www.example.test", [short]));
    expect(harmless.answers).toMatchObject({ answer: "resolves", tcp: "tcp-silent" });
    const long = await udp((_, send) => send({ flags: packet.TRUNCATED_RESPONSE }));
    const { answers } = await look(profileFor("www.example.test", [long]));
    expect(answers.tcp).toBe("truncated-and-tcp-blocked");
    expect(answers.answer).toBeUndefined();
    const whole = await look(profileFor("many.example.test", [bind()]));
    expect(whole.answers).toMatchObject({ answer: "resolves", tcp: "tcp-answers" });
    expect(whole.raised[0]?.data).toMatchObject({ addresses: expect.arrayContaining(["… +96"]) });
  });

  it("TCP that swallows everything does not hold up a name that resolved", async () => {
    const answering = () =>
      udp((_, send) => send({ answers: [{ type: "A", name: "www.example.test", ttl: 5, data: "203.1.0.5" }] }));
    /** The same number over TCP may be another test's just now: then another number. */
    const deafOver = async (server: ServerAddress): Promise<ServerAddress> => {
      const deaf = createServer(() => {});
      const listening = await new Promise<boolean>((resolve) => {
        deaf.once("error", () => resolve(false)).listen(server.port, "127.0.0.1", () => resolve(true));
      });
      if (!listening) return deafOver(await answering());
      open.push(deaf);
      return server;
    };
    const server = await deafOver(await answering());
    const profile = { ...profileFor("www.example.test", [server]), defaults: { timeout: 5000, answer: 5000 } };
    const began = Date.now();
    expect((await look(profile)).answers.tcp).toBe("tcp-silent");
    expect(Date.now() - began).toBeLessThan(4000);
  });

  it("slow answers, for either family, are told", async () => {
    const late = (type: string) =>
      udp((bytes, send) => {
        const [question] = packet.decode(bytes).questions ?? [];
        const answers =
          question?.type === "A" ? [{ type: "A", name: "www.example.test", ttl: 5, data: "203.1.0.5" }] : [];
        setTimeout(() => send({ answers }), question?.type === type ? 300 : 0);
      });
    const profile = (server: ServerAddress) => profileFor("www.example.test", [server]);
    for (const type of ["A", "AAAA"]) {
      const { looks, target } = await look(profile(await late(type)));
      const of = (slow: number) =>
        dns.judge(looks, { target, settings: { slow }, now: new Date(), others: () => [] }).map(({ signal }) => signal);
      expect(of(200)).toContain("slow");
      expect(of(20_000)).toContain("quick");
    }
  });

  it.each([
    ["local.example.test", "public-or-expected"],
    ["auto.example.test", "reserved-answer"],
    ["test.example.test", "reserved-answer"],
  ])("%s on a resolver of this host: %s", async (name, signal) => {
    expect((await look(profileFor(name, [bind()]))).answers.range).toBe(signal);
  });

  it("a server elsewhere that leads back to this machine is told from one of this machine", async () => {
    const { looks, target } = await look(profileFor("local.example.test", [bind()]));
    const signals = (seen: typeof looks) =>
      dns
        .judge(seen, { target, settings: { slow: 200 }, now: new Date(), others: () => [] })
        .map(({ signal }) => signal);
    const far = { address: "10.0.0.53", port: 53 };
    const elsewhere = looks.map((one) => ({ ...one, servers: one.servers.map((each) => ({ ...each, server: far })) }));
    expect(signals(looks)).not.toContain("leads-back");
    expect(signals(elsewhere)).toContain("leads-back");
  });

  it("nothing is left behind that would keep the process alive", async () => {
    const probe = await makeProbe("dns");
    const patient = { ...profileFor("www.example.test", [bind()]), defaults: { timeout: 60_000, answer: 60_000 } };
    const began = Date.now();
    expect((await probe.look(patient))[0]?.answers.answer).toBe("resolves");
    expect(Date.now() - began).toBeLessThan(5500);
    await probe.remove();
  });

  describe("two looks", () => {
    const seenOf = async (server: ServerAddress) => look(profileFor("www.example.test", [server]));
    const both = (...looks: readonly Awaited<ReturnType<typeof look>>[]) =>
      Object.fromEntries(
        dns
          .judge(
            looks.flatMap((one) => one.looks),
            { target: looks[0]?.target as never, settings, now: new Date(), others: () => [] },
          )
          .map(({ signal }) => [dns.signals[signal].answers, signal]),
      );

    it("silence in both is silence, in one it is unsteady, and an answer is believed at once", async () => {
      const [silent, fine] = [await seenOf(await udp(() => {})), await seenOf(bind())];
      const missing = await look(profileFor("nothing.example.test", [bind()]));
      expect(both(silent, silent)).toMatchObject({ answer: "servers-silent", life: "resolver-alive" });
      expect(both(silent, fine).answer).toBe("unsteady");
      expect(both(fine, silent).answer).toBe("unsteady");
      expect(both(silent, fine).life).toBeUndefined();
      expect(both(silent, missing).answer).toBe("name-missing");
    });
  });
});
