import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Authority, createAuthority } from "../../src/lab/authority.js";
import type { HttpAim, HttpAnswer, HttpOptions, Io } from "../../src/model/io.js";
import type { UrlTarget } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { answer, type Behaviour, oddHttp, oddHttps, ok } from "../servers/odd-http.js";
import { frozenServer } from "../servers/odd-tcp.js";
import { atHello, nodeTls } from "../servers/odd-tls.js";
import { urlTarget } from "../servers/profile.js";
import { loopbackIo } from "../servers/verbs.js";

const signal = new AbortController().signal;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const opened = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const server = await starting;
  closing.push(server.close);
  return server;
};

const ioFor = (target: UrlTarget, addresses?: readonly string[]): Io => {
  const io = loopbackIo({ targets: [target] }, addresses);
  closing.push(() => io.close());
  return io;
};
const ask = (target: UrlTarget, options: Partial<HttpOptions> = {}, aim: Partial<HttpAim> = {}, addresses?: string[]) =>
  ioFor(target, addresses).request({ as: "target", ...aim }, { signal, timeout: 1000, answer: 1000, ...options });
const plainTarget = (port: number, changes: Partial<UrlTarget> = {}): UrlTarget => ({
  ...urlTarget(`http://api.test:${port}/health?key=value`),
  ...changes,
});
const answered = async (behave: Behaviour, options?: Partial<HttpOptions>): Promise<HttpAnswer> => {
  const { port } = await opened(oddHttp(behave));
  const attempt = await ask(plainTarget(port), options);
  if (!attempt.ok) throw new Error(JSON.stringify(attempt.failure));
  return attempt.value;
};

describe("request", () => {
  it("asks as the profile says, and says who asks", async () => {
    const { port, requests } = await opened(oddHttp(ok));
    const target = plainTarget(port, { headers: { Authorization: "Bearer s3cret-token", "X-Node": "a" } });
    const attempt = await ask(target, {}, { headers: { "x-node": null, accept: "text/plain" } });
    expect(attempt).toMatchObject({ ok: true, value: { status: 200, httpVersion: "1.1", type: "application/json" } });
    expect(requests()).toHaveLength(1);
    const [request = ""] = requests();
    expect(request).toMatch(/^GET \/health\?key=value HTTP\/1\.1\r\n/);
    expect(request.toLowerCase()).toContain(`host: api.test:${port}\r\n`);
    expect(request.toLowerCase()).toContain("authorization: bearer s3cret-token\r\n");
    expect(request.toLowerCase()).toContain("accept: text/plain\r\n");
    expect(request.toLowerCase()).toContain("accept-encoding: identity\r\n");
    expect(request).toMatch(/user-agent: invoice-diag\/\d/i);
    expect(request.toLowerCase()).not.toContain("x-node");
    expect(request.toLowerCase()).not.toContain("cookie");
    expect(JSON.stringify(attempt)).not.toContain("s3cret");
  });

  it("another path and method, and an address of one's own", async () => {
    const { port, requests } = await opened(oddHttp((socket) => void socket.write(answer("", ["X-Method: head"]))));
    const target = { ...urlTarget(`http://api.test:${port}/`), host: "nowhere.invalid" };
    const attempt = await ask(target, {}, { method: "HEAD", path: "/other", address: "127.0.0.1" });
    expect(attempt).toMatchObject({ ok: true, value: { status: 200, address: "127.0.0.1", bodyBytes: 0 } });
    expect(requests()[0]).toMatch(/^HEAD \/other HTTP/);
  });

  it("reads the fields it needs and no value of any other", async () => {
    const fields = [
      "Date: Mon, 23 Nov 2026 04:00:00 GMT",
      "Retry-After: 120",
      "Location: /login?token=s3cret",
      "Connection: keep-alive",
      "Keep-Alive: timeout=5, max=100",
      "Set-Cookie: id=s3cret",
      "X-Powered-By: s3cret",
    ];
    const value = await answered((socket) => void socket.write(answer("{}", fields, "302 Found")));
    expect(value).toMatchObject({
      status: 302,
      retryAfter: 120_000,
      date: Date.UTC(2026, 10, 23, 4),
      connection: "keep-alive",
      keepAlive: { timeout: 5000, max: 100 },
    });
    expect(value.location).toMatch(/^http:\/\/api\.test:\d+\/login$/);
    expect(value.headerNames).toEqual(expect.arrayContaining(["set-cookie", "x-powered-by"]));
    expect(JSON.stringify(value)).not.toContain("s3cret");
  });

  it("does not follow redirects", async () => {
    const { port, requests } = await opened(oddHttp((s) => void s.write(answer("", ["Location: /else"], "301 Moved"))));
    expect(await ask(plainTarget(port))).toMatchObject({ ok: true, value: { status: 301 } });
    expect(requests()).toHaveLength(1);
  });

  it("tells the time of each phase", async () => {
    const value = await answered((socket) => {
      setTimeout(() => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab"), 150);
      setTimeout(() => socket.write("cd"), 350);
    });
    expect(value.times.name).toBe(0);
    expect(value.times.connect).toBeGreaterThan(0);
    expect(value.times.tls).toBeUndefined();
    expect(value.times.firstByte).toBeGreaterThanOrEqual(145);
    expect(value.times.body).toBeGreaterThanOrEqual(150);
    expect(value.body).toBe("abcd");
  });

  it("informational answers come before the one", async () => {
    const hints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n";
    expect(await answered((socket) => void socket.write(hints + answer()))).toMatchObject({ status: 200 });
  });

  it("HTTP/1.0 and a body that ends with the connection", async () => {
    const value = await answered((socket) => void socket.end("HTTP/1.0 200 OK\r\n\r\nto the end"));
    expect(value).toMatchObject({ httpVersion: "1.0", body: "to the end", type: null, connection: null });
  });

  it("stops at the limit of the body and says so", async () => {
    const value = await answered((socket) => void socket.write(answer("x".repeat(500_000))), { bodyLimit: 1000 });
    expect(value.body).toHaveLength(1000);
    expect(value.bodyBytes).toBeGreaterThan(1000);
    const whole = await answered((socket) => void socket.write(answer("x".repeat(1000))), { bodyLimit: 1000 });
    expect(whole.bodyBytes).toBe(1000);
  });

  it("takes control characters out, reads GBK, unpacks what was packed unasked", async () => {
    const text = await answered((s) => void s.write(answer('{"a":"\u001b[31m红\u0007\u202e"}\r\n')));
    expect(text.body).toBe('{"a":"[31m红"}\r\n');
    const page = Buffer.concat([
      Buffer.from('<html><head><meta charset="gbk"><title>'),
      Buffer.from("cfb5cdb3ceacbba4", "hex"),
      Buffer.from("</title></head></html>"),
    ]);
    const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n`;
    expect((await answered((s) => void s.write(Buffer.concat([Buffer.from(head), page])))).body).toContain("系统维护");
    const packed = gzipSync('{"status":"ok"}');
    const gzip = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`;
    expect((await answered((s) => void s.write(Buffer.concat([Buffer.from(gzip), packed])))).body).toBe(
      '{"status":"ok"}',
    );
  });
});

describe("request that fails", () => {
  const failing = async (behave: Behaviour) => {
    const { port } = await opened(oddHttp(behave));
    return ask(plainTarget(port), { timeout: 600, answer: 800 });
  };
  const head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
  const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";

  it.each<[string, Behaviour, string, string]>([
    ["never answers", () => {}, "timeout", "answer"],
    ["begins an answer and stops", (s) => void s.write("HTTP/1.1 200 OK\r\nContent-"), "timeout", "answer"],
    ["closes without a byte", (s) => void s.end(), "closed", "answer"],
    ["resets without a byte", (s) => void s.resetAndDestroy(), "reset", "answer"],
    ["closes within the head", (s) => void s.end("HTTP/1.1 200 OK\r\nContent-"), "closed", "answer"],
    ["no HTTP", (s) => void s.end("\u0002ERR backend mismatch\r\n\r\n"), "malformed", "answer"],
    ["a bad head", (s) => void s.end("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"), "malformed", "answer"],
    [
      "two lengths",
      (s) => void s.end("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 99\r\n\r\nbody"),
      "malformed",
      "answer",
    ],
    [
      "a length, and chunks",
      (s) =>
        void s.end("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n"),
      "malformed",
      "answer",
    ],
    [
      "plain text that is said to be packed",
      (s) => void s.write('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 15\r\n\r\n{"status":"ok"}'),
      "malformed",
      "body",
    ],
    ["a body that is cut off", (s) => void s.end(`${head}half`), "body-truncated", "body"],
    ["chunks without an end", (s) => void s.end(chunked), "body-truncated", "body"],
    ["a bad chunk", (s) => void s.end(`${chunked}zz\r\n`), "malformed", "body"],
    ["a body that stalls", (s) => void s.write(`${head}half`), "timeout", "body"],
    [
      "a reset within the body",
      (s) => s.write(`${head}half`, () => void setTimeout(() => s.resetAndDestroy(), 100)),
      "reset",
      "body",
    ],
  ])("%s", async (_, behave, code, phase) => {
    expect(await failing(behave)).toMatchObject({ ok: false, failure: { code, phase } });
  });

  it("refused, silent while connecting, silent handshake, aborted", async () => {
    const refused = await ask(plainTarget(await freePort()));
    expect(refused).toMatchObject({ ok: false, failure: { code: "refused", phase: "connect" } });
    const full = await opened(frozenServer({ full: true }));
    const silent = await ask(plainTarget(full.port), { timeout: 500 });
    expect(silent).toMatchObject({ ok: false, failure: { code: "timeout", phase: "connect" } });
    const stalled = await opened(atHello(() => {}));
    const target = urlTarget(`https://api.test:${stalled.port}/`);
    expect(await ask(target, { timeout: 500 })).toMatchObject({
      ok: false,
      failure: { code: "timeout", phase: "handshake" },
    });
    const controller = new AbortController();
    const never = await opened(oddHttp(() => {}));
    const waiting = ask(plainTarget(never.port), { signal: controller.signal, answer: 20_000 });
    setTimeout(() => controller.abort(), 50);
    expect(await waiting).toMatchObject({ ok: false, failure: { code: "aborted", phase: "answer" } });
  });

  it("the next address is tried when one fails, and beside one that is silent", async () => {
    const port = await freePort();
    const server = await opened(oddHttp(ok));
    expect(server.port).not.toBe(port);
    const target = plainTarget(server.port);
    const attempt = await ask(target, {}, {}, ["127.0.0.2", "127.0.0.1"]);
    expect(attempt).toMatchObject({ ok: true, value: { address: "127.0.0.1" } });
    const none = await ask(plainTarget(port), {}, {}, ["127.0.0.3", "127.0.0.2"]);
    expect(none).toMatchObject({ ok: false, failure: { code: "refused", phase: "connect" } });
  });
});

describe("request over TLS", () => {
  let root: Authority;
  beforeAll(async () => {
    root = await createAuthority();
  });
  const secure = (port: number, changes: Partial<UrlTarget> = {}): UrlTarget => ({
    ...urlTarget(`https://api.test:${port}/`),
    ca: root.cert,
    ...changes,
  });

  it("verifies, speaks, and tells the time of the handshake", async () => {
    const { port, requests } = await opened(oddHttps(await root.issue({ names: ["api.test"] }), ok));
    const attempt = await ask(secure(port));
    expect(attempt).toMatchObject({ ok: true, value: { status: 200, times: { tls: expect.any(Number) } } });
    expect(requests()).toHaveLength(1);
  });

  it("sends no request to a server whose certificate does not verify", async () => {
    const other = await createAuthority();
    const past = { notBefore: new Date(Date.now() - 9e8), notAfter: new Date(Date.now() - 1e8) };
    const cases = [
      [await other.issue({ names: ["api.test"] }), /UNABLE_TO|SELF_SIGNED/],
      [await root.issue({ names: ["api.test"], ...past }), /CERT_HAS_EXPIRED/],
      [await root.issue({ names: ["other.test"] }), /ALTNAME_INVALID/],
    ] as const;
    for (const [certificate, detail] of cases) {
      const { port, requests } = await opened(oddHttps(certificate, ok));
      expect(await ask(secure(port))).toMatchObject({
        ok: false,
        failure: { code: "cert-rejected", phase: "handshake", detail: expect.stringMatching(detail) },
      });
      expect(requests()).toHaveLength(0);
    }
  });

  it.each(["TLSv1.2", "TLSv1.3"] as const)("a client certificate is demanded (%s)", async (maxVersion) => {
    const { cert, key } = await root.issue({ names: ["api.test"] });
    const { port } = await opened(nodeTls({ cert, key, requestCert: true, ca: root.cert, maxVersion }));
    // Up to TLS 1.2 the alert is the one of any failed handshake; only a look at TLS itself tells more.
    const code = maxVersion === "TLSv1.3" ? "client-cert-required" : "alert";
    expect(await ask(secure(port))).toMatchObject({ ok: false, failure: { code, phase: "handshake" } });
  });

  it("closed without a byte, over TLS", async () => {
    const { port } = await opened(oddHttps(await root.issue({ names: ["api.test"] }), (socket) => void socket.end()));
    expect(await ask(secure(port))).toMatchObject({ ok: false, failure: { code: "closed", phase: "answer" } });
  });
});

describe("converse", () => {
  const talk = async (behave: Behaviour, pauses: readonly number[], answerWithin = 700) => {
    const server = await opened(oddHttp(behave));
    const io = ioFor(plainTarget(server.port));
    const attempt = await io.converse({ as: "target" }, { signal, pauses, timeout: 700, answer: answerWithin });
    return { attempt, ...server };
  };

  it("asks several times on one connection", async () => {
    const { attempt, connections, requests } = await talk(ok, [0, 100]);
    expect(attempt).toMatchObject({ ok: true, value: { address: "127.0.0.1", exchanges: [{}, {}, {}] } });
    if (!attempt.ok) return;
    expect(attempt.value.ended).toBeUndefined();
    expect(attempt.value.exchanges[2]?.idle).toBeGreaterThanOrEqual(95);
    expect(connections()).toBe(1);
    expect(requests()).toHaveLength(3);
  });

  it("does not hang up because of what the server announces", async () => {
    const short = ["Connection: keep-alive", "Keep-Alive: timeout=1, max=3"];
    const { attempt, connections } = await talk((socket) => void socket.write(answer("{}", short)), [0, 1300]);
    expect(attempt.ok && attempt.value.ended).toBeUndefined();
    expect(attempt).toMatchObject({
      ok: true,
      value: { exchanges: [{ keepAlive: { timeout: 1000, max: 3 } }, {}, {}] },
    });
    expect(connections()).toBe(1);
  });

  it("reads large answers to their end", async () => {
    const { attempt } = await talk((socket) => void socket.write(answer("x".repeat(3_000_000))), [0]);
    expect(attempt).toMatchObject({ ok: true, value: { exchanges: [{ status: 200 }, { status: 200 }] } });
  });

  it.each<[string, Behaviour, object]>([
    [
      "an announced end",
      (s) => void s.end(answer("{}", ["Connection: close"])),
      { by: "fin", during: "idle", idle: 0 },
    ],
    ["HTTP/1.0 ends each time", (s) => void s.end("HTTP/1.0 200 OK\r\n\r\n"), { by: "fin", during: "idle" }],
    ["an end without a word", (s) => void s.end(answer()), { by: "fin" }],
    [
      "FIN while idle",
      (s) => s.write(answer(), () => void setTimeout(() => s.end(), 200)),
      { by: "fin", during: "idle" },
    ],
    [
      "reset while idle",
      (s) => s.write(answer(), () => void setTimeout(() => s.resetAndDestroy(), 200)),
      { by: "reset", during: "idle" },
    ],
    [
      "FIN on the next request",
      (s, nth) => void (nth === 0 ? s.write(answer()) : s.end()),
      { by: "fin", during: "request" },
    ],
    [
      "reset on the next request",
      (s, nth) => void (nth === 0 ? s.write(answer()) : s.resetAndDestroy()),
      { by: "reset", during: "request" },
    ],
    [
      "silence after the idle time",
      (s, nth) => void (nth === 0 && s.write(answer())),
      { by: "silence", during: "request" },
    ],
    [
      "a word of farewell while idle",
      (s) => s.write(answer(), () => void setTimeout(() => s.end(answer("", [], "408 Request Timeout")), 200)),
      { by: "fin", during: "idle" },
    ],
  ])("%s", async (_, behave, ended) => {
    const { attempt, connections } = await talk(behave, [400]);
    expect(attempt).toMatchObject({ ok: true, value: { exchanges: [{}], ended } });
    expect(connections()).toBe(1);
  });

  it("says after how long an idle connection was ended", async () => {
    const { attempt } = await talk((s) => s.write(answer(), () => void setTimeout(() => s.end(), 300)), [2000]);
    const idle = attempt.ok ? attempt.value.ended?.idle : undefined;
    expect(idle).toBeGreaterThanOrEqual(290);
    expect(idle).toBeLessThan(1900);
  });

  it("fails only if the first exchange does", async () => {
    const { attempt } = await talk((socket) => void socket.end(), [0]);
    expect(attempt).toMatchObject({ ok: false, failure: { code: "closed", phase: "answer" } });
  });

  it("over TLS: an end while idle is seen", async () => {
    const root = await createAuthority();
    const tls = await root.issue({ names: ["api.test"] });
    const server = await opened(oddHttps(tls, (s) => s.write(answer(), () => void setTimeout(() => s.end(), 200))));
    const io = ioFor({ ...urlTarget(`https://api.test:${server.port}/`), ca: root.cert });
    const attempt = await io.converse({ as: "target" }, { signal, pauses: [600], timeout: 1000, answer: 1000 });
    expect(attempt).toMatchObject({ ok: true, value: { exchanges: [{}], ended: { by: "fin", during: "idle" } } });
  });
});

describe.skipIf(!available("nginx"))("converse with nginx", () => {
  let nginx: Nginx<"usual" | "none" | "two" | "second">;
  beforeAll(async () => {
    const location = `location / { default_type application/json; return 200 '{"status":"ok"}'; }`;
    nginx = await startNginx({
      usual: { directives: location },
      none: { directives: `keepalive_timeout 0; ${location}` },
      two: { directives: `keepalive_requests 2; ${location}` },
      second: { directives: `keepalive_timeout 1s 1s; ${location}` },
    });
  });
  afterAll(() => nginx?.stop());
  const talk = (name: keyof typeof nginx.ports, pauses: readonly number[]) =>
    ioFor(plainTarget(nginx.ports[name])).converse({ as: "target" }, { signal, pauses, timeout: 1000, answer: 1000 });

  it("reuses, or ends as its settings say", async () => {
    expect(await talk("usual", [0, 0])).toMatchObject({ ok: true, value: { exchanges: [{}, {}, {}] } });
    const none = await talk("none", [0, 0]);
    expect(none).toMatchObject({ ok: true, value: { ended: { by: "fin" } } });
    expect(none.ok && none.value.exchanges.length).toBe(1);
    const two = await talk("two", [0, 0]);
    expect(two).toMatchObject({ ok: true, value: { ended: { by: "fin" } } });
    expect(two.ok && two.value.exchanges.length).toBe(2);
    const second = await talk("second", [2200]);
    expect(second).toMatchObject({
      ok: true,
      value: { exchanges: [{ keepAlive: { timeout: 1000 } }], ended: { by: "fin", during: "idle" } },
    });
    expect(second.ok && second.value.ended?.idle).toBeGreaterThan(900);
  });
});
