import { createSocket, type Socket } from "node:dgram";
import packet from "dns-packet";
import { afterEach, describe, expect, it } from "vitest";
import type { DnsSeen } from "../../checks/dns/sight.js";
import { dns } from "../../checks/dns.js";
import { createIo } from "../../src/io/index.js";
import type { ServerAddress } from "../../src/model/profile.js";
import { hostTarget, makeProfile } from "../servers/profile.js";

const name = "www.example.test";
const settings = { slow: 1000 };
const open: Socket[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

type Saying = "address" | "nothing" | "SERVFAIL" | "REFUSED" | "silence";
const rcodes = { SERVFAIL: 2, REFUSED: 5 } as const;
const record = { type: "A", name, ttl: 5, data: "203.1.0.5" };

/** A UDP server that says to the `nth` question of each family (from 0) what it is told to, after `late` milliseconds. */
const server = (
  says: (type: "A" | "AAAA", nth: number) => Saying,
  late = (_type: string, _nth: number) => 0,
): Promise<ServerAddress> =>
  new Promise((resolve) => {
    const socket = createSocket("udp4");
    const asked = { A: 0, AAAA: 0 };
    socket.on("message", (bytes, peer) => {
      const { id, questions } = packet.decode(bytes);
      const type = questions?.[0]?.type as "A" | "AAAA";
      // What it knows by itself is asked as well.
      const said = questions?.[0]?.name === name ? says(type, asked[type]) : "silence";
      asked[type] += 1;
      if (said === "silence") return;
      const flags = said in rcodes ? rcodes[said as keyof typeof rcodes] : 0;
      const answers = said === "address" ? [record] : [];
      const answer = { type: "response", id, questions, flags, answers } as packet.Packet;
      const send = (): void => {
        if (open.includes(socket)) socket.send(packet.encode(answer), peer.port, peer.address);
      };
      setTimeout(send, late(type, asked[type] - 1));
    });
    socket.bind(0, "127.0.0.1", () => {
      open.push(socket);
      resolve({ address: "127.0.0.1", port: socket.address().port });
    });
  });

/** Long enough for what is not waited for. */
const patient = 20_000;

const looking =
  (timeout: number) =>
  async (...servers: readonly ServerAddress[]) => {
    const profile = makeProfile({
      dns: { servers, compare: [] },
      targets: [hostTarget(name)],
      defaults: { timeout, answer: timeout },
    });
    const io = createIo(profile, { env: {} });
    const [aim] = dns.aims(profile);
    if (aim === undefined) throw new Error("nothing to look at");
    const { target } = aim;
    const seen = await dns.observe(target, { io, settings, signal: new AbortController().signal });
    await io.close();
    const looks = [JSON.parse(JSON.stringify(seen)) as DnsSeen];
    const raised = dns.judge(looks, { target, settings, now: new Date(), others: () => [] });
    const answers = Object.fromEntries(raised.map(({ signal }) => [dns.signals[signal].answers, signal]));
    return { answers, raised, target, seen: looks[0] as DnsSeen, again: looks[0]?.servers[0]?.again?.length ?? 0 };
  };
const look = looking(patient);
const lookBriefly = looking(2000);
const aaaa = (type: string): boolean => type === "AAAA";

describe("a server that does not answer each time", () => {
  it("fails on every second question: the name resolves, and the server is told to fail now and then", async () => {
    const fails = await server((type, nth) => (aaaa(type) ? "nothing" : nth % 2 === 0 ? "SERVFAIL" : "address"));
    const { answers, raised } = await look(fails);
    expect(answers).toMatchObject({ answer: "resolves", steady: "fails-now-and-then" });
    expect(raised.find(({ signal }) => signal === "fails-now-and-then")?.data).toMatchObject({ rcode: "SERVFAIL" });
  });

  it("refuses every second question", async () => {
    const refuses = await server((type, nth) => (aaaa(type) ? "REFUSED" : nth % 2 === 0 ? "REFUSED" : "address"));
    expect((await look(refuses)).answers).toMatchObject({ answer: "resolves", steady: "refuses-now-and-then" });
  });

  it("loses every second question", async () => {
    const loses = await server((type, nth) => (aaaa(type) ? "nothing" : nth % 2 === 0 ? "silence" : "address"));
    expect((await lookBriefly(loses)).answers).toMatchObject({ answer: "resolves", steady: "lost-now-and-then" });
  });

  it("takes its time for each question: what is not answered soon is not lost", async () => {
    const slow = await server(
      (type) => (aaaa(type) ? "nothing" : "address"),
      (type, nth) => (aaaa(type) ? 2600 : nth % 3 === 1 ? 200 : 1300),
    );
    const { answers, again } = await looking(5000)(slow);
    expect(answers).toMatchObject({ answer: "resolves" });
    expect([answers.steady, again]).toEqual([undefined, 5]);
  });

  it("that always fails or refuses has said all, and one in order is not asked again", async () => {
    const fails = await look(await server(() => "SERVFAIL"));
    expect(fails.answers).toMatchObject({ answer: "server-failure", steady: "answers-each-time" });
    expect(fails.again).toBe(5);
    const fine = await look(await server((type) => (aaaa(type) ? "REFUSED" : "address")));
    expect(fine.answers.answer).toBe("resolves");
    expect([fine.answers.steady, fine.again]).toEqual([undefined, 0]);
  });
});

describe("one family alone", () => {
  it("a refusal of AAAA does not stand for A, which nobody answered", async () => {
    const deaf = await server((type) => (aaaa(type) ? "REFUSED" : "silence"));
    expect((await lookBriefly(deaf)).answers).toMatchObject({ answer: "servers-silent" });
  });

  it("a failure for AAAA alone says nothing: A is answered each time", async () => {
    const halved = await server((type) => (aaaa(type) ? "SERVFAIL" : "address"));
    expect((await look(halved)).answers).toMatchObject({ answer: "resolves", steady: "answers-each-time" });
  });
});

describe("several servers", () => {
  it.each([
    ["SERVFAIL", "first-server-fails"],
    ["REFUSED", "first-server-refuses"],
  ] as const)("the first always says %s, the next knows the name", async (said, signal) => {
    const [bad, good] = [await server(() => said), await server((type) => (aaaa(type) ? "nothing" : "address"))];
    expect((await look(bad, good)).answers).toMatchObject({ answer: "resolves", servers: signal });
    expect((await look(good, bad)).answers).toMatchObject({ answer: "resolves", servers: "later-server-fails" });
  });
});

describe("a forwarder that keeps what it was told", () => {
  /** Times of the first questions, of that over TCP if it was waited for, and of those that followed. */
  const judged = async (
    ...times: readonly (readonly [a: number, aaaa: number, tcp: number, again: number, whole?: boolean])[]
  ) => {
    const { seen, target } = await look(await server((type) => (aaaa(type) ? "nothing" : "address")));
    const [one] = seen.servers;
    if (one === undefined) throw new Error("no server was asked");
    const looks = times.map(([a, v6, tcp, again, whole = true]): DnsSeen => {
      const silence = { code: "timeout", phase: "query", message: "aborted" } as const;
      const over = whole ? { ...one.a, ms: tcp } : { ok: false as const, ms: tcp, failure: silence };
      const more = Array.from({ length: 5 }, () => ({ ...one.a, ms: again }));
      const asked = {
        ...one,
        a: { ...one.a, ms: a },
        aaaa: { ...one.aaaa, ms: v6 },
        tcp: over,
        again: more,
        lateAgain: 360,
      };
      return { ...seen, located: { ...seen.located, ms: a }, servers: [asked] };
    });
    const raised = dns.judge(looks, { target, settings, now: new Date(), others: () => [] });
    return Object.fromEntries(raised.map(({ signal }) => [dns.signals[signal].answers, signal]));
  };

  it("is slow where all first questions waited alike, though it knows the name by then: dns-slow, not packet-loss", async () => {
    const again = [52, 56, 60, 1] as const;
    for (const first of [
      [2032, 2040, 2030, 1],
      [2032, 2040, 2544, 1, false],
      [2530, 2536, 2534, 2],
    ] as const) {
      const { steady, speed } = await judged(first, again);
      expect([steady ?? "–", speed]).toEqual(["answers-each-time", "slow"]);
    }
  });
  it("loses packets where one of them waited for its repetition", async () => {
    const lost = await judged([2018, 21, 20, 1], [6, 6, 5, 1]);
    expect(lost).toMatchObject({ steady: "lost-now-and-then", speed: "quick" });
  });
});
