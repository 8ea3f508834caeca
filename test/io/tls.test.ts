import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Authority, createAuthority, type Issued, selfSigned } from "../../src/lab/authority.js";
import type { Handshake, Io, TlsOptions } from "../../src/model/io.js";
import type { UrlTarget } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import type { Odd } from "../servers/odd.js";
import { oddServer } from "../servers/odd-tcp.js";
import { alerting, atHello, flaky, legacyRenegotiation, nodeTls, sm4Only, tlcpOnly } from "../servers/odd-tls.js";
import { urlTarget } from "../servers/profile.js";
import { loopbackIo } from "../servers/verbs.js";

const signal = new AbortController().signal;
const day = 86_400_000;
const ago = (days: number): Date => new Date(Date.now() - days * day);
const weakDh = `-----BEGIN DH PARAMETERS-----
MIGHAoGBAKeOQRX0gegRONiLEXwy+m0nMqjPkz907LynXnAFUoIMu4f9p1ze9T6D
+BOFQEr1oAX+90JrizGbcY36L+Fys1+5ZD62Pvgsqp60XB3JxdJkCfAGS89z83qI
bNRNSL3oYEC/NOOCaoKg99sP6rK/syxm4OM1Yk3jP+13p1Z55G/vAgEC
-----END DH PARAMETERS-----
`;

let root: Authority;
let other: Authority;
let leaf: Issued;
let io: Io;
const names = ["api.test", "127.0.0.1"];

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const opened = async (starting: Promise<Odd>): Promise<Odd> => {
  const server = await starting;
  closing.push(server.close);
  return server;
};

beforeAll(async () => {
  root = await createAuthority({ name: "Root" });
  other = await createAuthority({ name: "Unknown Root" });
  leaf = await (await root.intermediate()).issue({ names });
  const client = await root.issue({ names: ["client"], client: true });
  const { cert, key } = client;
  io = loopbackIo({
    targets: [
      { ...urlTarget("https://api.test/", "plain"), ca: root.cert },
      { ...urlTarget("https://api.test/", "with-cert"), ca: root.cert, clientCert: { cert, key } },
    ],
  });
});
afterAll(() => io.close());

const look = (port: number, options: Partial<TlsOptions> = {}) =>
  io.handshake(
    { address: "127.0.0.1", port },
    { signal, servername: "api.test", as: "plain", timeout: 1500, ...options },
  );
const seen = async (port: number, options: Partial<TlsOptions> = {}): Promise<Handshake> => {
  const attempt = await look(port, options);
  if (!attempt.ok) throw new Error(JSON.stringify(attempt.failure));
  return attempt.value;
};
const subjects = ({ chain }: Handshake) => chain.map(({ subject }) => /CN=([^,]*)/.exec(subject)?.[1]);

describe.skipIf(!available("nginx"))("handshake with nginx", () => {
  const made: Record<string, Issued> = {};
  let nginx: Nginx<string>;
  beforeAll(async () => {
    const intermediate = await root.intermediate({ name: "Intermediate" });
    const old = await root.intermediate({ name: "Old Intermediate", notBefore: ago(20), notAfter: ago(1) });
    const issue = async (authority: Authority, options = {}) => authority.issue({ names, ...options });
    made.healthy = await issue(intermediate);
    made.expired = await issue(intermediate, { notBefore: ago(20), notAfter: ago(2) });
    made.future = await issue(intermediate, { notBefore: ago(-2), notAfter: ago(-20) });
    made.elsewhere = await intermediate.issue({ names: ["www.other.test"] });
    made.itself = await selfSigned({ names });
    made.unknown = await issue(await other.intermediate({ name: "Unknown Intermediate" }));
    made.unknown = { ...made.unknown, chain: made.unknown.chain + other.cert };
    made.lone = { ...made.healthy, chain: made.healthy.cert };
    made.old = await issue(old);
    made.order = { ...made.healthy, chain: made.healthy.cert + root.cert + intermediate.cert };
    made.bothWrong = await issue(other, { notBefore: ago(20), notAfter: ago(2) });
    const servers = Object.entries(made).map(([name, { chain, key }]) => [name, { tls: { cert: chain, key } }]);
    const tls = { cert: made.healthy.chain, key: made.healthy.key };
    nginx = await startNginx({
      ...Object.fromEntries(servers),
      plain: {},
      tls11: { tls, directives: "ssl_protocols TLSv1 TLSv1.1; ssl_ciphers DEFAULT@SECLEVEL=0;" },
      tls12: { tls, directives: "ssl_protocols TLSv1.2;" },
      camellia: { tls, directives: "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-CAMELLIA128-SHA256;" },
      mutual: {
        tls,
        directives: "ssl_verify_client on; ssl_client_certificate {dir}/ca.pem;",
        files: { "ca.pem": root.cert },
      },
    });
  });
  afterAll(() => nginx?.stop());

  it("healthy: version, cipher, chain as sent, trust and name", async () => {
    const value = await seen(nginx.ports.healthy!);
    expect(value).toMatchObject({
      version: "TLSv1.3",
      trust: "trusted",
      nameMatches: true,
      clientCertRequested: false,
    });
    expect(subjects(value)).toEqual(["api.test", "Intermediate"]);
    expect(value.path).toEqual([0, 1]);
    expect(value.chain[0]).toMatchObject({ names, selfSigned: false, keyType: "ec", keyBits: 256 });
    expect(value.chain[0]?.signature).toBe("ecdsa-with-SHA256");
    expect(value.chain[0]?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}/);
    expect(value.times.handshake).toBeGreaterThan(0);
  });

  it("an address as the name: compared with the addresses of the certificate, and no SNI", async () => {
    expect(await seen(nginx.ports.healthy!, { servername: "127.0.0.1" })).toMatchObject({ nameMatches: true });
    expect(await seen(nginx.ports.healthy!, { servername: "127.0.0.2" })).toMatchObject({ nameMatches: false });
  });

  it("wrong dates do not hide where the chain leads, nor the reverse", async () => {
    const expired = await seen(nginx.ports.expired!);
    expect(expired).toMatchObject({ trust: "trusted", nameMatches: true });
    expect(expired.rejected).toBeUndefined();
    expect(Date.parse(expired.chain[0]!.notAfter)).toBeLessThan(Date.now());
    const future = await seen(nginx.ports.future!);
    expect(future.trust).toBe("trusted");
    expect(Date.parse(future.chain[0]!.notBefore)).toBeGreaterThan(Date.now());
    const both = await seen(nginx.ports.bothWrong!);
    expect(both).toMatchObject({ trust: "incomplete", nameMatches: true });
    expect(Date.parse(both.chain[0]!.notAfter)).toBeLessThan(Date.now());
  });

  it("wrong host, self-signed, unknown authority, incomplete chain, expired intermediate", async () => {
    expect(await seen(nginx.ports.elsewhere!)).toMatchObject({ trust: "trusted", nameMatches: false });
    expect(await seen(nginx.ports.itself!)).toMatchObject({ trust: "self-signed", nameMatches: true });
    const unknown = await seen(nginx.ports.unknown!);
    expect(unknown.trust).toBe("untrusted-root");
    expect(subjects(unknown)).toEqual(["api.test", "Unknown Intermediate", "Unknown Root"]);
    const old = await seen(nginx.ports.old!);
    expect(old).toMatchObject({ trust: "trusted", path: [0, 1] });
    expect(Date.parse(old.chain[1]!.notAfter)).toBeLessThan(Date.now());
  });

  it("shows only what was sent: a lone leaf stays alone, though its root is trusted here", async () => {
    const own = loopbackIo({ targets: [{ ...urlTarget("https://api.test/", "plain"), ca: root.cert }] });
    const peer = { address: "127.0.0.1", port: nginx.ports.lone! };
    const options = { signal, servername: "api.test", as: "plain", timeout: 1500 };
    const alone = await own.handshake(peer, options);
    expect(alone).toMatchObject({ ok: true, value: { trust: "incomplete", path: [0] } });
    expect(alone.ok && alone.value.chain.length).toBe(1);
    expect(alone.ok && alone.value.closedBy).toBeUndefined();
    await own.handshake({ ...peer, port: nginx.ports.healthy! }, options);
    const known = await own.handshake(peer, options);
    expect(known).toMatchObject({
      ok: true,
      value: { trust: "incomplete", closedBy: expect.stringContaining("Intermediate") },
    });
    await own.close();
  });

  it("a lone leaf is tried with what the profile's other services send, and with every ca, whoever is asked first", async () => {
    const lone = { ...urlTarget(`https://api.test:${nginx.ports.lone}/`, "lone"), ca: root.cert };
    const closed = async (...others: UrlTarget[]) => {
      const own = loopbackIo({ targets: [lone, ...others] });
      const peer = { address: "127.0.0.1", port: nginx.ports.lone! };
      const attempt = await own.handshake(peer, { signal, servername: "api.test", as: "lone", timeout: 1500 });
      await own.close();
      return attempt.ok && attempt.value.closedBy;
    };
    const healthy = urlTarget(`https://api.test:${nginx.ports.healthy}/`, "healthy");
    expect(await closed()).toBeUndefined();
    expect(await closed(urlTarget(`https://api.test:${nginx.ports.unknown}/`, "unknown"))).toBeUndefined();
    expect(await closed(healthy)).toContain("Intermediate");
    const [, middle] = made.healthy!.chain.split(/(?<=END CERTIFICATE-----\n)/);
    expect(await closed({ ...urlTarget("http://127.0.0.1:1/", "plain"), ca: middle! })).toContain("Intermediate");
  });

  it("keeps the order in which the chain was sent", async () => {
    const value = await seen(nginx.ports.order!);
    expect(subjects(value)).toEqual(["api.test", "Root", "Intermediate"]);
    expect(value).toMatchObject({ trust: "trusted", path: [0, 2, 1] });
  });

  it("old versions only", async () => {
    expect(await look(nginx.ports.tls11!)).toMatchObject({
      ok: false,
      failure: { code: "version-unsupported", phase: "handshake", detail: "TLSv1.1" },
    });
    const asked = { minVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    expect(await seen(nginx.ports.tls11!, asked)).toMatchObject({ version: "TLSv1.1", trust: "trusted" });
    expect(await look(nginx.ports.tls12!, { minVersion: "TLSv1.3" })).toMatchObject({
      ok: false,
      failure: { code: "version-unsupported" },
    });
  });

  it("no cipher in common: says which one the server would take", async () => {
    expect(await look(nginx.ports.camellia!)).toMatchObject({
      ok: false,
      failure: { code: "cipher-mismatch", detail: expect.stringContaining("CAMELLIA") },
    });
  });

  it("plain HTTP on the port", async () => {
    expect(await look(nginx.ports.plain!)).toMatchObject({
      ok: false,
      failure: { code: "plain-http", phase: "handshake" },
    });
  });

  it("nginx asks for a client certificate and lets the handshake pass", async () => {
    expect(await seen(nginx.ports.mutual!)).toMatchObject({ clientCertRequested: true });
    expect(await seen(nginx.ports.mutual!, { as: "with-cert", maxVersion: "TLSv1.2" })).toMatchObject({
      clientCertRequested: true,
      version: "TLSv1.2",
    });
  });
});

describe("handshake that fails", () => {
  const versions = ["TLSv1.2", "TLSv1.3"] as const;

  it.each(versions)("a client certificate is required (%s)", async (maxVersion) => {
    const options = { cert: leaf.chain, key: leaf.key, requestCert: true, ca: root.cert, maxVersion };
    const { port } = await opened(nodeTls(options));
    expect(await look(port)).toMatchObject({
      ok: false,
      failure: { code: "client-cert-required", phase: "handshake" },
    });
    expect(await look(port, { as: "with-cert" })).toMatchObject({ ok: true, value: { clientCertRequested: true } });
  });

  it.each(versions)("ours is refused (%s)", async (maxVersion) => {
    const options = { cert: leaf.chain, key: leaf.key, requestCert: true, ca: other.cert, maxVersion };
    const { port } = await opened(nodeTls(options));
    expect(await look(port, { as: "with-cert" })).toMatchObject({
      ok: false,
      failure: { code: "client-cert-rejected", phase: "handshake" },
    });
  });

  it.each(versions)("one that is asked for and not required is no failure (%s)", async (maxVersion) => {
    const options = { cert: leaf.chain, key: leaf.key, requestCert: true, rejectUnauthorized: false, maxVersion };
    const { port } = await opened(nodeTls(options));
    expect(await seen(port)).toMatchObject({ clientCertRequested: true, version: maxVersion });
  });

  it("a second ClientHello is not taken for a client certificate", async () => {
    const { port } = await opened(nodeTls({ cert: leaf.chain, key: leaf.key, ecdhCurve: "P-384" }));
    expect(await seen(port)).toMatchObject({ clientCertRequested: false, version: "TLSv1.3" });
  });

  it("a Diffie-Hellman key that is too small", async () => {
    const { chain, key } = await root.issue({ names, keyType: "rsa-2048" });
    const ciphers = "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0";
    const { port } = await opened(nodeTls({ cert: chain, key, dhparam: weakDh, ciphers, maxVersion: "TLSv1.2" }));
    // Level 2, the default of newer builds of OpenSSL, wants 2048 bits.
    const attempt = await look(port, { ciphers: "DEFAULT@SECLEVEL=2" });
    expect(attempt).toMatchObject({ ok: false, failure: { code: "weak-dh", phase: "handshake" } });
  });

  it("legacy renegotiation only", async () => {
    const { port } = await opened(legacyRenegotiation({ cert: leaf.chain, key: leaf.key }));
    expect(await look(port)).toMatchObject({ ok: false, failure: { code: "legacy-renegotiation" } });
  });

  it.each(["alert of its own", "alert", "hangs up"] as const)("TLCP alone, to others: %s", async (refusal) => {
    const { port } = await opened(tlcpOnly(refusal));
    expect(await look(port)).toMatchObject({ ok: false, failure: { code: "gm-only", detail: "TLCP" } });
  });

  it("TLS 1.3 with SM4 alone", async () => {
    const { port } = await opened(sm4Only());
    expect(await look(port)).toMatchObject({ ok: false, failure: { code: "gm-only", detail: "TLS 1.3 with SM4" } });
  });

  it.each([
    [40, "cipher-mismatch"],
    [70, "version-unsupported"],
    [48, "alert"],
    [80, "alert"],
    [112, "alert"],
    [116, "client-cert-required"],
  ])("alert %i is %s", async (alert, code) => {
    const { port } = await opened(alerting(alert));
    expect(await look(port)).toMatchObject({ ok: false, failure: { code, phase: "handshake", detail: alert } });
  });

  it("reset, closed, silence", async () => {
    const { port } = await opened(atHello((socket) => socket.resetAndDestroy()));
    expect(await look(port)).toMatchObject({ ok: false, failure: { code: "reset", phase: "handshake" } });
    const closes = await opened(atHello((socket) => socket.end()));
    expect(await look(closes.port)).toMatchObject({ ok: false, failure: { code: "closed", phase: "handshake" } });
    const silent = await opened(atHello(() => {}));
    const attempt = await look(silent.port, { timeout: 600 });
    expect(attempt).toMatchObject({ ok: false, failure: { code: "timeout", phase: "handshake" } });
    expect(attempt.ms).toBeGreaterThanOrEqual(590);
    // silence is not asked again in another way
    expect(silent.connections()).toBe(1);
  });

  it("a server that hangs up on new versions and would speak an old one", async () => {
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    const { port } = await opened(flaky({ cert: leaf.chain, key: leaf.key, ...old }, (nth) => nth === 0));
    expect(await look(port)).toMatchObject({ ok: false, failure: { code: "version-unsupported", detail: "TLSv1.1" } });
  });

  it("a weak key is no failure, and is described", async () => {
    const { chain, key } = await root.issue({ names, keyType: "rsa-1024" });
    const { port } = await opened(nodeTls({ cert: chain, key, ciphers: "DEFAULT@SECLEVEL=0" }));
    expect((await seen(port)).chain[0]).toMatchObject({
      keyType: "rsa",
      keyBits: 1024,
      signature: "ecdsa-with-SHA256",
    });
  });

  it.each(["ssh", "garbage", "mysql", "smtp"] as const)("%s is not TLS", async (kind) => {
    const server = await oddServer(kind);
    closing.push(server.close);
    expect(await look(server.port)).toMatchObject({ ok: false, failure: { code: "not-tls", phase: "handshake" } });
  });

  it("plain HTTP whose answer to a ClientHello is no HTTP, and one that hangs up on it", async () => {
    const http = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    const answer = (garbage: string) =>
      atHello((socket, first) => void socket.end(first.toString("latin1").startsWith("HEAD ") ? http : garbage));
    for (const garbage of ["what?\n", ""]) {
      const { port } = await opened(answer(garbage));
      expect(await look(port)).toMatchObject({ ok: false, failure: { code: "plain-http" } });
    }
  });

  it("refused is a failure to connect", async () => {
    expect(await look(await freePort())).toMatchObject({ ok: false, failure: { code: "refused", phase: "connect" } });
  });

  it("ends at once when aborted, and leaves nothing open", async () => {
    const silent = await opened(atHello(() => {}));
    const controller = new AbortController();
    const attempt = look(silent.port, { signal: controller.signal, timeout: 20_000 });
    setTimeout(() => controller.abort(), 50);
    expect(await attempt).toMatchObject({ ok: false, failure: { code: "aborted", phase: "handshake" } });
  });

  it("sends nothing after the handshake", async () => {
    const received: Buffer[] = [];
    const { port, close } = await nodeTls({ cert: leaf.chain, key: leaf.key });
    closing.push(close);
    const { createServer, connect } = await import("node:net");
    const between = createServer((socket) => {
      const onward = connect(port, "127.0.0.1");
      socket.on("data", (bytes) => received.push(bytes)).on("error", () => {});
      socket.pipe(onward).pipe(socket);
      onward.on("error", () => {});
    });
    await new Promise<void>((resolve) => void between.listen(0, "127.0.0.1", resolve));
    await seen((between.address() as { port: number }).port);
    await new Promise((resolve) => setTimeout(resolve, 100));
    between.close();
    // ClientHello, then ChangeCipherSpec and Finished; at most a close_notify alert after them
    expect(Buffer.concat(received).length).toBeLessThan(2000);
    expect(received.length).toBeLessThanOrEqual(3);
  });
});
