import { createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createIo } from "../../src/io/index.js";
import { type Authority, createAuthority } from "../../src/lab/authority.js";
import type { Io } from "../../src/model/io.js";
import type { UrlTarget } from "../../src/model/profile.js";
import { withProxies } from "../../src/profile/proxies.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { type NodeProxy, nodeProxy, type Reaction, status } from "../servers/node-proxy.js";
import { frozenServer, oddServer } from "../servers/odd-tcp.js";
import { makeProfile, urlTarget } from "../servers/profile.js";
import { startTinyproxy, type Tinyproxy } from "../servers/tinyproxy.js";

const signal = new AbortController().signal;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const opened = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const server = await starting;
  closing.push(() => server.close());
  return server;
};

/** The real network through a proxy of the profile. */
const ioThrough = (proxy: string, target: UrlTarget): Io => {
  const profile = withProxies(makeProfile({ targets: [target], proxy }), {});
  const [, login] = /\/\/(.+)@/.exec(proxy) ?? [];
  const used = profile.targets.map((one) =>
    one.kind === "url" && one.proxy !== undefined && login !== undefined
      ? { ...one, proxy: { ...one.proxy, authorization: `Basic ${Buffer.from(login).toString("base64")}` } }
      : one,
  );
  const io = createIo({ ...profile, targets: used }, { env: {} });
  closing.push(() => io.close());
  return io;
};
const at = (port: number): string => `http://127.0.0.1:${port}`;

describe.skipIf(!available("nginx", "tinyproxy"))("requests through tinyproxy", () => {
  let authority: Authority;
  let nginx: Nginx<"secure" | "plain">;
  let proxy: Tinyproxy;
  let locked: Tinyproxy;
  beforeAll(async () => {
    authority = await createAuthority();
    const { chain, key } = await authority.issue({ names: ["localhost"] });
    const quick = 'keepalive_timeout 5s; location / { default_type application/json; return 200 \'{"status":"ok"}\'; }';
    [nginx, proxy, locked] = await Promise.all([
      startNginx({ secure: { tls: { cert: chain, key }, directives: quick }, plain: { directives: quick } }),
      startTinyproxy(),
      startTinyproxy({ login: "user:CANARY-1" }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([nginx, proxy, locked].map((one) => one?.stop()));
  });
  const secure = (): UrlTarget => ({
    ...urlTarget(`https://localhost:${nginx.ports.secure}/health?a=b`),
    ca: authority.cert,
  });
  const plain = (): UrlTarget => urlTarget(`http://localhost:${nginx.ports.plain}/health?a=b`);

  it("https goes through a tunnel, the handshake verified end to end", async () => {
    const io = ioThrough(at(proxy.port), secure());
    const attempt = await io.request({ as: "target" }, { signal });
    expect(attempt).toMatchObject({ ok: true, value: { status: 200, body: '{"status":"ok"}', address: "localhost" } });
    if (attempt.ok) expect(attempt.value.times).toMatchObject({ name: expect.any(Number), tls: expect.any(Number) });
    await expect.poll(proxy.requests).toContain(`CONNECT localhost:${nginx.ports.secure} HTTP/1.1`);
    expect(await nginx.log()).toContain(`${nginx.ports.secure} GET /health?a=b 200 1`);
  });

  it("http is asked for in absolute form", async () => {
    const io = ioThrough(at(proxy.port), plain());
    expect(await io.request({ as: "target" }, { signal })).toMatchObject({ ok: true, value: { status: 200 } });
    await expect.poll(proxy.requests).toContain(`GET http://localhost:${nginx.ports.plain}/health?a=b HTTP/1.1`);
    expect(await nginx.log()).toContain(`${nginx.ports.plain} GET /health?a=b 200 1`);
  });

  it("handshakes, clocks and conversations go the same way", async () => {
    const before = proxy.requests().length;
    const io = ioThrough(at(proxy.port), secure());
    const peer = { address: "localhost", port: nginx.ports.secure };
    const behalf = { signal, servername: "localhost", as: "target" };
    expect(await io.handshake(peer, behalf)).toMatchObject({
      ok: true,
      value: { nameMatches: true, trust: "trusted" },
    });
    expect(await io.ask(peer, "tls", behalf)).toMatchObject({ ok: true, value: { spoke: "tls" } });
    expect(await io.date(peer, { ...behalf, secure: true })).toMatchObject({ ok: true });
    const talked = await io.converse({ as: "target" }, { signal, pauses: [0, 0] });
    expect(talked).toMatchObject({ ok: true, value: { exchanges: [{}, {}, {}] } });
    await expect.poll(() => proxy.requests().length - before).toBe(4);
    const other = ioThrough(at(proxy.port), plain());
    const clock = { address: "localhost", port: nginx.ports.plain };
    expect(await other.date(clock, { ...behalf, secure: false })).toMatchObject({ ok: true });
    await expect.poll(proxy.requests).toContain(`HEAD http://localhost:${nginx.ports.plain}/ HTTP/1.1`);
  });

  it("a conversation in plain HTTP stays on its connection to the proxy", async () => {
    const io = ioThrough(at(proxy.port), plain());
    const talked = await io.converse({ as: "target" }, { signal, pauses: [0] });
    // tinyproxy speaks HTTP/1.0 to its clients and ends each connection.
    expect(talked).toMatchObject({ ok: true, value: { exchanges: [{ status: 200 }], ended: { by: "fin" } } });
  });

  it("logs in, and the login stays between it and the proxy", async () => {
    const io = ioThrough(`http://user:CANARY-1@127.0.0.1:${locked.port}`, secure());
    const attempts = [
      await io.tunnel({ as: "target" }, { signal }),
      await io.request({ as: "target" }, { signal }),
      await ioThrough(`http://user:CANARY-1@127.0.0.1:${locked.port}`, plain()).request({ as: "target" }, { signal }),
    ];
    for (const attempt of attempts) expect(attempt).toMatchObject({ ok: true, value: { status: 200 } });
    expect(JSON.stringify(attempts)).not.toMatch(/CANARY|Basic/);
  });

  it("is told what the proxy offers where it asks for a login", async () => {
    const answer = await ioThrough(at(locked.port), secure()).tunnel({ as: "target" }, { signal });
    expect(answer).toMatchObject({ ok: true, value: { status: 407, schemes: ["basic"], login: "none", own: true } });
    const wrong = await ioThrough(`http://user:CANARY-2@127.0.0.1:${locked.port}`, secure()).request(
      { as: "target" },
      { signal },
    );
    expect(wrong).toMatchObject({ ok: false, failure: { code: "proxy-refused", phase: "proxy" } });
    expect(JSON.stringify(wrong)).not.toContain("CANARY");
  });

  it("leaves names to the proxy, and knows where the proxy lies", async () => {
    const target = urlTarget("https://nowhere.example.test:8443/");
    const io = ioThrough(at(proxy.port), target);
    expect(await io.locate("nowhere.example.test", { signal, as: "target" })).toMatchObject({
      ok: true,
      value: { source: "proxy", proxy: `127.0.0.1:${proxy.port}`, addresses: [{ address: "nowhere.example.test" }] },
    });
  });

  it("stops at once when it is no longer wanted", async () => {
    const silent = await opened(oddServer("silent"));
    const io = ioThrough(at(silent.port), secure());
    const attempt = await io.tunnel({ as: "target" }, { signal: AbortSignal.timeout(100), timeout: 60_000 });
    expect(attempt).toMatchObject({ ok: false, failure: { code: "aborted", phase: "proxy" } });
  });
});

describe("what a proxy answers", () => {
  const tunnelAt = async (port: number, url = "https://api.example.test:8443/", timeout = 1000) =>
    ioThrough(at(port), urlTarget(url)).tunnel({ as: "target" }, { signal, timeout });
  const reacting = async (reaction: Reaction, url?: string) => {
    const proxy = await opened(nodeProxy(() => reaction));
    return { proxy, attempt: await tunnelAt(proxy.port, url) };
  };

  it.each<[Reaction, object]>([
    [
      status(
        "407 Proxy Authentication Required",
        "Proxy-Authenticate: Negotiate, NTLM",
        'Proxy-Authenticate: Basic realm="a, b"',
      ),
      { status: 407, schemes: ["negotiate", "ntlm", "basic"] },
    ],
    [
      status("403 Forbidden", "Server: squid/5.7", "X-Squid-Error: ERR_ACCESS_DENIED 0"),
      { status: 403, product: "squid" },
    ],
    [
      status("302 Found", "Location: http://login.test/in?token=CANARY-1"),
      { status: 302, location: "http://login.test/in" },
    ],
    [status("502 Bad Gateway"), { status: 502 }],
    ["HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 Connection established\r\n\r\n", { status: 200 }],
    ["HTTP/1.0 200\r\n\r\n", { status: 200 }],
    ["HTTP/1.1 503 Busy\nServer: other\n\n", { status: 503 }],
  ])("an answer is an answer: %j", async (reaction, value) => {
    const { attempt, proxy } = await reacting(reaction);
    expect(attempt).toMatchObject({ ok: true, value: { own: true, ...value } });
    expect(JSON.stringify(attempt)).not.toContain("CANARY");
    expect(proxy.asked[0]).toMatchObject({ method: "CONNECT", target: "api.example.test:8443" });
  });

  it.each<[Reaction, object]>([
    ["close", { code: "closed", phase: "proxy" }],
    ["reset", { code: "reset", phase: "proxy" }],
    ["silent", { code: "timeout", phase: "proxy" }],
    ["SSH-2.0-OpenSSH_9.2p1\r\n", { code: "wrong-protocol", phase: "proxy", detail: "ssh" }],
    ["HTTP/1.1 abc\r\n\r\n", { code: "wrong-protocol", phase: "proxy" }],
    ["HTTP/1.1 200 Established\r\nServer: a", { code: "wrong-protocol", phase: "proxy" }],
  ])("and what is none: %j", async (reaction, failure) => {
    expect((await reacting(reaction)).attempt).toMatchObject({ ok: false, failure });
  });

  it("other services that stand in its place", async () => {
    const [ssh, mysql] = [await opened(oddServer("ssh")), await opened(oddServer("mysql"))];
    expect(await tunnelAt(ssh.port)).toMatchObject({ ok: false, failure: { code: "wrong-protocol", detail: "ssh" } });
    expect(await tunnelAt(mysql.port)).toMatchObject({ ok: false, failure: { detail: "mysql" } });
    const frozen = await opened(frozenServer());
    expect(await tunnelAt(frozen.port)).toMatchObject({ ok: false, failure: { code: "timeout", phase: "proxy" } });
    expect(await tunnelAt(await freePort())).toMatchObject({
      ok: false,
      failure: { code: "refused", phase: "connect" },
    });
  });

  it("a name that does not exist is told from a proxy that does not answer", async () => {
    const io = ioThrough("http://proxy.localhost.invalid:3128", urlTarget("https://a.test/"));
    const missing = { ok: false, ms: 1, failure: { code: "name-not-found", phase: "name", message: "" } } as const;
    Object.assign(io, { locate: async () => missing });
    expect(await io.tunnel({ as: "target" }, { signal })).toMatchObject({
      failure: { code: "name-not-found", phase: "name" },
    });
    expect(await io.request({ as: "target" }, { signal })).toMatchObject({
      failure: { code: "name-not-found", phase: "proxy" },
    });
  });

  it("plain requests: what bears no mark of a proxy was passed on", async () => {
    const url = "http://api.example.test/";
    const own = await reacting(status("403 Filtered", "Server: tinyproxy/1.11.1"), url);
    expect(own.attempt).toMatchObject({ ok: true, value: { status: 403, own: true, product: "tinyproxy" } });
    expect(own.proxy.asked[0]).toMatchObject({ method: "HEAD", target: "http://api.example.test:80/" });
    const passed = await reacting(
      status("403 Forbidden", "Server: nginx", "Via: 1.1 tinyproxy (tinyproxy/1.11.1)"),
      url,
    );
    expect(passed.attempt).toMatchObject({ ok: true, value: { status: 403, own: false } });
    const rfc = await reacting(status("502 Bad Gateway", "Proxy-Status: gw; error=dns_error"), url);
    expect(rfc.attempt).toMatchObject({ ok: true, value: { own: true } });
  });

  it("every failure of a request through it has its phase", async () => {
    const proxy = await opened(nodeProxy(() => status("403 Forbidden")));
    const io = ioThrough(at(proxy.port), urlTarget("https://api.example.test:8443/"));
    const refused = { ok: false, failure: { code: "proxy-refused", phase: "proxy", detail: 403 } };
    const peer = { address: "api.example.test", port: 8443 };
    const behalf = { signal, servername: "api.example.test", as: "target" };
    expect(await io.request({ as: "target" }, { signal })).toMatchObject(refused);
    expect(await io.converse({ as: "target" }, { signal, pauses: [] })).toMatchObject(refused);
    expect(await io.handshake(peer, behalf)).toMatchObject(refused);
    expect(await io.date(peer, { ...behalf, secure: true })).toMatchObject(refused);
    expect(proxy.asked).toHaveLength(4);
  });

  it("bytes that follow an answer at once are not lost", async () => {
    const greeting = createServer((socket) => {
      socket
        .on("error", () => {})
        .once("data", () => {
          socket.write("HTTP/1.1 200 Established\r\n\r\nSSH-2.0-early\r\n");
        });
    });
    const port = await new Promise<number>((resolve) => {
      greeting.listen(0, "127.0.0.1", () => resolve((greeting.address() as { port: number }).port));
    });
    closing.push(async () => void greeting.close());
    const io = ioThrough(at(port), urlTarget("https://api.example.test:22/"));
    const heard = await io.ask({ address: "api.example.test", port: 22 }, "ssh", { signal, as: "target" });
    expect(heard).toMatchObject({ ok: true, value: { spoke: "ssh", banner: "SSH-2.0-early" } });
  });
});

describe("head", () => {
  it("reads the status and where it leads, and sends nothing of the profile's", async () => {
    const portal: NodeProxy = await opened(nodeProxy(() => status("302 Found", "Location: /login?token=CANARY-1")));
    const io = createIo(makeProfile(), { env: {} });
    closing.push(() => io.close());
    const answer = await io.head({ address: "127.0.0.1", port: portal.port }, { signal, servername: "api.test" });
    expect(answer).toMatchObject({
      ok: true,
      value: { status: 302, location: `http://api.test:${portal.port}/login` },
    });
    expect(JSON.stringify(answer)).not.toContain("CANARY");
    expect(portal.asked[0]).toMatchObject({ method: "HEAD", target: "/" });
  });
});
