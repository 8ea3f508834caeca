import { createSocket, type Socket } from "node:dgram";
import { createServer } from "node:net";
import packet from "dns-packet";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createIo } from "../../src/io/index.js";
import type { DnsAnswer, DnsQuery } from "../../src/model/io.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { type Named, startNamed } from "../servers/named.js";
import { makeProfile } from "../servers/profile.js";

const io = createIo(makeProfile(), { env: process.env });
const { signal } = new AbortController();
const question = (name: string, type: DnsQuery["type"] = "A", transport: DnsQuery["transport"] = "udp"): DnsQuery => ({
  name,
  type,
  transport,
});
const ask = (port: number, asked: DnsQuery, timeout = 1000) =>
  io.query({ address: "127.0.0.1", port }, asked, { signal, timeout });
const answered = async (port: number, asked: DnsQuery): Promise<DnsAnswer> => {
  const attempt = await ask(port, asked);
  if (!attempt.ok) throw new Error(attempt.failure.message);
  return attempt.value;
};
const code = async (attempt: ReturnType<typeof ask>) => {
  const ended = await attempt;
  return ended.ok ? "ok" : `${ended.failure.code} in ${ended.failure.phase}`;
};

afterAll(() => io.close());

describe.skipIf(!available("named"))("a question to a real server", () => {
  let named: Named;
  beforeAll(async () => {
    const many = Array.from({ length: 100 }, (_, n) => `many A 10.1.0.${n + 1}`).join("\n");
    named = await startNamed({
      zones: {
        "example.test": `www A 10.0.0.5\nwww AAAA fd00::5\nalias CNAME www\nempty TXT "x"\nlost CNAME gone\n${many}`,
        "broken.test": "broken",
      },
    });
  });
  afterAll(() => named.stop());

  it("brings the records of its type, over UDP and TCP", async () => {
    const expected = { name: "www.example.test", type: "A", ttl: 60, data: "10.0.0.5" };
    expect((await answered(named.port, question("www.example.test"))).answers).toEqual([expected]);
    expect((await answered(named.port, question("www.example.test", "A", "tcp"))).answers).toEqual([expected]);
    expect((await answered(named.port, question("www.example.test.", "AAAA"))).answers[0]?.data).toBe("fd00::5");
  });

  it("brings aliases with what they lead to", async () => {
    const { answers } = await answered(named.port, question("alias.example.test"));
    expect(answers.map(({ type, data }) => [type, data])).toEqual([
      ["CNAME", "www.example.test"],
      ["A", "10.0.0.5"],
    ]);
    expect((await answered(named.port, question("example.test", "SOA"))).answers[0]?.data).toBe("ns.invalid");
  });

  it.each([
    ["nothing.example.test", "NXDOMAIN"],
    ["lost.example.test", "NXDOMAIN"],
    ["empty.example.test", "NOERROR"],
    ["www.broken.test", "SERVFAIL"],
    ["elsewhere.invalid", "REFUSED"],
  ])("%s: %s is an answer and no failure", async (name, rcode) => {
    expect((await answered(named.port, question(name))).rcode).toBe(rcode);
  });

  it("says that an answer was cut off, and gets the whole over TCP", async () => {
    expect((await answered(named.port, question("many.example.test"))).truncated).toBe(true);
    const whole = await answered(named.port, question("many.example.test", "A", "tcp"));
    expect(whole.truncated).toBe(false);
    expect(whole.answers).toHaveLength(100);
  });

  it("is not asked for a name that cannot exist", async () => {
    expect(await code(ask(named.port, question(`${"x".repeat(64)}.test`)))).toBe("name-not-found in query");
    expect(await code(ask(named.port, question("a..test")))).toBe("name-not-found in query");
  });
});

describe("a question to what is no DNS server", () => {
  let socket: Socket | undefined;
  afterEach(() => {
    socket?.close();
    socket = undefined;
  });
  /** A UDP socket that answers as told; returns its port. */
  const udp = (reply: (bytes: Buffer, send: (bytes: Buffer) => void) => void): Promise<number> =>
    new Promise((resolve) => {
      const own = createSocket("udp4");
      socket = own;
      own.on("message", (bytes, peer) => reply(bytes, (answer) => own.send(answer, peer.port, peer.address)));
      own.bind(0, "127.0.0.1", () => resolve(own.address().port));
    });
  const answerTo = (bytes: Buffer, more: object = {}): Buffer => {
    const { id, questions } = packet.decode(bytes);
    return packet.encode({ type: "response", id, questions, ...more } as packet.Packet);
  };
  const record = { type: "A", name: "www.example.test", ttl: 5, data: "10.0.0.5" } as const;

  it("a closed port is a refusal, over UDP and TCP", async () => {
    const port = await freePort();
    expect(await code(ask(port, question("www.example.test")))).toBe("refused in query");
    expect(await code(ask(port, question("www.example.test", "A", "tcp")))).toBe("refused in connect");
  });

  it("silence is a time-out, and the question was sent twice", async () => {
    let questions = 0;
    const port = await udp(() => {
      questions += 1;
    });
    expect(await code(ask(port, question("www.example.test"), 500))).toBe("timeout in query");
    expect(questions).toBe(2);
  });

  it("one lost packet is not noticed", async () => {
    let questions = 0;
    const port = await udp((bytes, send) => {
      questions += 1;
      if (questions === 2) send(answerTo(bytes, { answers: [record] }));
    });
    expect((await answered(port, question("www.example.test"))).answers).toHaveLength(1);
  });

  it("bytes that are no answer are malformed", async () => {
    const port = await udp((_, send) => send(Buffer.from("hello")));
    expect(await code(ask(port, question("www.example.test")))).toBe("malformed in query");
  });

  it("the question echoed is malformed", async () => {
    const port = await udp((bytes, send) => send(bytes));
    expect(await code(ask(port, question("www.example.test")))).toBe("malformed in query");
  });

  it("an answer with another id or to another question is not believed, the right one after it is", async () => {
    const forged = { ...record, data: "6.6.6.6" };
    const port = await udp((bytes, send) => {
      const other = Buffer.from(answerTo(bytes, { answers: [forged] }));
      other.writeUInt16BE((other.readUInt16BE(0) + 1) & 0xffff, 0);
      send(other);
      const questions = [{ type: "A", name: "evil.example.test" }];
      send(answerTo(bytes, { questions, answers: [forged] }));
      if (bytes.includes("www")) send(answerTo(bytes, { answers: [record] }));
    });
    expect((await answered(port, question("www.example.test"))).answers[0]?.data).toBe("10.0.0.5");
    expect(await code(ask(port, question("api.example.test"), 300))).toBe("malformed in query");
  });

  it("the extended error is told, with its control characters taken out", async () => {
    const info = Buffer.concat([Buffer.from([0, 22]), Buffer.from("no reachable\u001b[31m authority")]);
    const opt = { type: "OPT", name: ".", udpPayloadSize: 1232, flags: 0, options: [{ code: 15, data: info }] };
    const port = await udp((bytes, send) => send(answerTo(bytes, { flags: 2, additionals: [opt] })));
    const answer = await answered(port, question("www.example.test"));
    expect(answer).toMatchObject({ rcode: "SERVFAIL", extended: { code: 22, text: "no reachable authority" } });
  });

  it("a server without EDNS is asked again without it", async () => {
    const port = await udp((bytes, send) => {
      const plain = (packet.decode(bytes).additionals ?? []).length === 0;
      send(answerTo(bytes, plain ? { answers: [record] } : { flags: 1 }));
    });
    expect((await answered(port, question("www.example.test"))).answers).toHaveLength(1);
  });

  it("over TCP: silence, hanging up and nonsense are three things", async () => {
    let behaviour: "silent" | "hangs" | "nonsense" = "silent";
    const server = createServer((peer) => {
      peer.on("error", () => {});
      peer.once("data", () =>
        behaviour === "hangs" ? peer.end() : behaviour === "nonsense" && peer.write("\0\x05hello"),
      );
    });
    const port = await new Promise<number>((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
    );
    const asked = question("www.example.test", "A", "tcp");
    expect(await code(ask(port, asked, 300))).toBe("timeout in query");
    behaviour = "hangs";
    expect(await code(ask(port, asked))).toBe("closed in query");
    behaviour = "nonsense";
    expect(await code(ask(port, asked))).toBe("malformed in query");
    server.close();
  });

  it("ends at once when it is aborted or the run is closed", async () => {
    const port = await udp(() => {});
    const aborting = new AbortController();
    const own = createIo(makeProfile(), { env: {} });
    const server = { address: "127.0.0.1", port };
    const options = { signal: aborting.signal, timeout: 20_000 };
    const [one, other] = [question("a.test"), question("b.test")].map((asked) => own.query(server, asked, options));
    setTimeout(() => aborting.abort(), 50);
    expect(await one).toMatchObject({ ok: false, failure: { code: "aborted", phase: "query" } });
    expect(await other).toMatchObject({ ok: false, failure: { code: "aborted" } });
    const third = own.query(server, question("c.test"), { ...options, signal });
    setTimeout(() => own.close(), 50);
    expect(await third).toMatchObject({ ok: false, failure: { code: "aborted" } });
  });
});
