import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { TlsSeen } from "../../checks/tls/handshakes.js";
import { tls } from "../../checks/tls.js";
import { type Authority, createAuthority, type Issued, selfSigned } from "../../src/lab/authority.js";
import type { Certificate, Handshake } from "../../src/model/io.js";
import type { UrlTarget } from "../../src/model/profile.js";
import type { Result } from "../../src/model/result.js";
import { available } from "../servers/available.js";
import { freePort, temporaryDirectory } from "../servers/daemon.js";
import { type Nginx, type NginxServer, startNginx } from "../servers/nginx.js";
import { ocspResponse } from "../servers/ocsp.js";
import { oddServer } from "../servers/odd-tcp.js";
import { alerting, atHello, flaky, nodeTls } from "../servers/odd-tls.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";
import { defaultsOf, lookOnce, loopbackIo } from "../servers/verbs.js";

const day = 86_400_000;
const now = new Date("2026-06-01T00:00:00Z");
const at = (days: number): string => new Date(now.getTime() + days * day).toISOString();

// ---- plain values ----------------------------------------------------------------------------------------------------

const certificate = (changes: Partial<Certificate> = {}): Certificate => ({
  subject: "O=Lab, CN=api.test",
  issuer: "O=Lab, CN=Middle",
  names: ["api.test"],
  notBefore: at(-100),
  notAfter: at(100),
  fingerprint: "AA",
  selfSigned: false,
  keyType: "ec",
  keyBits: 256,
  signature: "ecdsa-with-SHA256",
  ...changes,
});
const middle = certificate({ subject: "CN=Middle", issuer: "CN=Root", fingerprint: "BB" });
const healthy: Handshake = {
  version: "TLSv1.3",
  cipher: "TLS_AES_256_GCM_SHA384",
  chain: [certificate(), middle],
  path: [0, 1],
  trust: "trusted",
  nameMatches: true,
  clientCertRequested: false,
  times: { connect: 1, handshake: 4.4 },
};
const located = { host: "api.test", source: "dns", addresses: [] } as const;
const seenOf = (changes: Partial<Handshake> = {}, tries = 3): TlsSeen => ({
  located,
  address: "10.0.0.5",
  handshake: { ok: true, ms: 5, value: { ...healthy, ...changes } },
  tries: Array.from({ length: tries }, () => ({ address: "10.0.0.5", ms: 5 })),
});
const failedOf = (code: string, changes: Partial<TlsSeen> = {}, detail?: string | number): TlsSeen => {
  const failure = { code, phase: "handshake", message: "", ...(detail === undefined ? {} : { detail }) } as never;
  const handshake = { ok: false, ms: 1000, failure } as const;
  return { located, address: "10.0.0.5", handshake, tries: [{ address: "10.0.0.5", ms: 5, failure }], ...changes };
};
const judged = (looks: readonly TlsSeen[], clock: readonly Result[] = []) => {
  const target = { host: "api.test", port: 443, servername: "api.test" };
  const settings = defaultsOf(tls) as { warnDays: number; tries: number };
  return tls.judge(looks, { target, settings, now, others: (check) => (check === "clock" ? clock : []) });
};
const answers = (...args: Parameters<typeof judged>) =>
  Object.fromEntries(judged(...args).map(({ signal }) => [tls.signals[signal].answers, signal]));

describe("judge", () => {
  it("healthy", () => {
    expect(answers([seenOf()])).toEqual({
      handshake: "completes",
      dates: "in-date",
      intermediate: "intermediates-in-date",
      chain: "trusted",
      name: "name-matches",
      strength: "strong",
      versions: "current-version",
    });
  });

  it.each<[Partial<Certificate>, string, number]>([
    [{ notAfter: at(100) }, "in-date", 100],
    [{ notAfter: at(30) }, "in-date", 30],
    [{ notAfter: at(29.9) }, "expiring", 29],
    [{ notAfter: at(0.1) }, "expiring", 0],
    [{ notAfter: at(-0.1) }, "expired", 0],
    [{ notAfter: at(-3.5) }, "expired", 3],
    [{ notBefore: at(2.5) }, "not-yet-valid", 2],
  ])("dates %j are %s", (changes, signal, days) => {
    const raised = judged([seenOf({ chain: [certificate(changes), middle] })]);
    expect(raised.find((one) => tls.signals[one.signal].answers === "dates")).toMatchObject({ signal, data: { days } });
  });

  it("each question is answered by its own facts", () => {
    const chain = [certificate({ notAfter: at(-1), names: ["other.test"] })];
    expect(
      answers([seenOf({ chain, path: [0], trust: "incomplete", nameMatches: false, version: "TLSv1.1" })]),
    ).toEqual({
      handshake: "completes",
      dates: "expired",
      chain: "lone-leaf",
      name: "name-mismatch",
      strength: "strong",
      versions: "old-version",
    });
  });

  it("an intermediate that expired counts only if it is used", () => {
    const old = certificate({ subject: "CN=Old", notAfter: at(-1), fingerprint: "CC" });
    expect(answers([seenOf({ chain: [certificate(), old], path: [0, 1] })]).intermediate).toBe("intermediate-expired");
    const beside = seenOf({ chain: [certificate(), middle, old], path: [0, 1] });
    expect(answers([beside]).intermediate).toBe("intermediates-in-date");
    const root = certificate({ subject: "CN=Root", notAfter: at(-1), selfSigned: true, fingerprint: "DD" });
    expect(answers([seenOf({ chain: [certificate(), root], path: [0, 1] })]).intermediate).toBeUndefined();
  });

  it("an authority above it that is not valid yet, if what it signed is", () => {
    const early = certificate({ subject: "CN=Early", notBefore: at(2.5), fingerprint: "CC" });
    const raised = judged([seenOf({ chain: [certificate(), early], path: [0, 1] })]);
    expect(raised).toContainEqual(
      expect.objectContaining({ signal: "intermediate-not-yet-valid", data: expect.objectContaining({ days: 2 }) }),
    );
    const both = seenOf({ chain: [certificate({ notBefore: at(3) }), early], path: [0, 1] });
    expect(answers([both]).intermediate).toBeUndefined();
  });

  it("a trusted root that has expired, by the clocks of others where they are known", () => {
    const outdatedRoot = certificate({ subject: "CN=Root", notAfter: at(-1.5), selfSigned: true });
    const seen = seenOf({ outdatedRoot });
    expect(answers([seen]).intermediate).toBe("root-expired");
    const clock = [
      { evidence: [{ signal: "off", data: { offset: -2 * day, sources: ["a:443"] } }] },
    ] as unknown as Result[];
    expect(answers([seen], clock).intermediate).toBe("intermediates-in-date");
  });

  it.each<[Partial<Handshake>, string]>([
    [{ trust: "self-signed", chain: [certificate({ selfSigned: true })], path: [0] }, "self-signed"],
    [{ trust: "untrusted-root" }, "untrusted-root"],
    [{ trust: "incomplete", chain: [certificate()], path: [0] }, "lone-leaf"],
    [{ trust: "incomplete", chain: [certificate()], path: [0], closedBy: "CN=Middle" }, "missing-intermediate"],
    [{ trust: "incomplete", path: [0] }, "lone-leaf"],
    [{ trust: "incomplete", path: [0, 1] }, "untrusted-root"],
    [{ trust: "incomplete", path: [0], beyond: 1 }, "gap"],
    [{ trust: "incomplete", path: [0], stranger: true }, "strange-issuer"],
    [{ trust: "incomplete", path: [0], kin: "CN=Root" }, "kin-missing"],
    [
      { trust: "incomplete", path: [0, 1], chain: [certificate(), { ...middle, issuer: "CN=Policy CA" }], kin: "CN=R" },
      "kin-missing",
    ],
    // A root by its own name lacks nothing but trust.
    [{ trust: "incomplete", chain: [certificate({ issuer: "CN=Their Root" })], path: [0] }, "untrusted-root"],
    [{ trust: "incomplete", chain: [certificate({ issuer: "CN=Root CA Intermediate" })], path: [0] }, "lone-leaf"],
    [{ trust: "trusted", rejected: "INVALID_PURPOSE" }, "unacceptable"],
  ])("chain %j is %s", (changes, signal) => expect(answers([seenOf(changes)]).chain).toBe(signal));

  it.each<[Partial<Certificate>, string]>([
    [{ keyType: "rsa", keyBits: 1024 }, "weak-key"],
    [{ keyType: "rsa", keyBits: 2048 }, "strong"],
    [{ signature: "sha1WithRSA" }, "weak-key"],
    [{ signature: "md5WithRSA" }, "weak-key"],
    [{ signature: "ecdsa-with-SHA1" }, "weak-key"],
    [{ signature: "sha1WithRSA", selfSigned: true }, "strong"],
  ])("strength of %j is %s", (changes, signal) => {
    expect(answers([seenOf({ chain: [certificate(), { ...middle, ...changes }] })]).strength).toBe(signal);
  });

  it("other clocks say whether the date is the certificate's fault", () => {
    const clock = (offset: number | null) =>
      [{ evidence: [{ signal: "off", data: { offset, sources: ["a:443", "b:443"] } }] }] as unknown as Result[];
    const expired = seenOf({ chain: [certificate({ notAfter: at(-1) }), middle] });
    expect(answers([expired])["dates-by-others"]).toBeUndefined();
    expect(answers([expired], clock(null))["dates-by-others"]).toBeUndefined();
    expect(answers([expired], clock(-180_000))["dates-by-others"]).toBe("out-of-date-by-others");
    expect(answers([expired], clock(-2 * day))["dates-by-others"]).toBe("in-date-by-others");
    const above = seenOf({ chain: [certificate(), { ...middle, notAfter: at(-1) }] });
    expect(answers([above], clock(-180_000)).intermediate).toBe("intermediate-expired");
    expect(answers([above], clock(-2 * day)).intermediate).toBe("intermediates-in-date");
  });

  it.each<[TlsSeen, string]>([
    [failedOf("plain-http"), "plain-http"],
    [failedOf("not-tls"), "not-tls"],
    [failedOf("malformed"), "not-tls"],
    [failedOf("version-unsupported", {}, "TLSv1.1"), "version-unsupported"],
    [failedOf("cipher-mismatch", {}, 40), "cipher-mismatch"],
    [failedOf("weak-dh"), "weak-dh"],
    [failedOf("legacy-renegotiation"), "legacy-renegotiation"],
    [failedOf("client-cert-required"), "client-cert-required"],
    [failedOf("client-cert-rejected", {}, 48), "client-cert-rejected"],
    [failedOf("alert", {}, 80), "refused-by-alert"],
    [failedOf("reset", { plain: "answers" }), "reset"],
    [failedOf("reset", { plain: "cut", unnamed: "cut" }), "reset-any"],
    [failedOf("reset", { plain: "cut", unnamed: "completes" }), "reset"],
    [failedOf("closed", { plain: "answers" }), "closed"],
    [failedOf("closed", { plain: "cut" }), "reset-any"],
    [failedOf("timeout", { plain: "silent" }), "frozen"],
    [failedOf("timeout", { plain: "answers" }), "stalled"],
    [failedOf("timeout", { plain: "cut" }), "stalled"],
  ])("a handshake that fails answers nothing else: %j", (seen, signal) => {
    expect(answers([seen])).toEqual({ handshake: signal });
  });

  it("an alert's number is not what the server speaks", () => {
    expect(judged([failedOf("cipher-mismatch", {}, 40)])[0]?.data).toMatchObject({ spoken: "–" });
    expect(judged([failedOf("version-unsupported", {}, "TLSv1.1")])[0]?.data).toMatchObject({ spoken: "TLSv1.1" });
  });

  it("some of the handshakes fail", () => {
    const failure = { code: "reset", phase: "handshake", message: "" } as const;
    const mixed = (...oks: boolean[]): TlsSeen => ({
      ...seenOf(),
      tries: oks.map((ok) => ({ address: "10.0.0.5", ms: 1, ...(ok ? {} : { failure }) })),
    });
    expect(answers([mixed(true, false, true)])).toMatchObject({ handshake: "unsteady", dates: "in-date" });
    expect(answers([mixed(true, false, false)]).handshake).toBe("mostly-failing");
    expect(answers([mixed(true, false)]).handshake).toBe("mostly-failing");
    expect(answers([failedOf("reset"), seenOf()]).handshake).toBe("unsteady");
    expect(answers([failedOf("reset"), failedOf("timeout", { plain: "answers" })]).handshake).toBe("stalled");
  });
});

describe("the other addresses of the name", () => {
  const beside = (address: string, handshake: TlsSeen["handshake"]) => [{ address, handshake }];
  const good = seenOf().handshake;
  const cut = failedOf("reset").handshake;
  const silence = failedOf("timeout").handshake;
  const old = seenOf({ chain: [certificate({ notAfter: at(-1) }), middle] }).handshake;

  it.each<[string, TlsSeen["handshake"], string]>([
    ["10.0.0.6", good, "all-addresses-hold"],
    ["10.0.0.6", cut, "some-addresses-fail"],
    ["10.0.0.6", old, "some-certificates-bad"],
    ["2001:db8::6", good, "all-addresses-hold"],
    ["2001:db8::6", silence, "ipv6-fails"],
    ["2001:db8::6", old, "some-certificates-bad"],
  ])("%s, case %#: %s is %s", (address, handshake, signal) => {
    const found = answers([{ ...seenOf(), beside: beside(address, handshake) }]);
    expect(found).toMatchObject({ addresses: signal, handshake: "completes", dates: "in-date" });
  });

  it("are what the certificate is judged by where the first does not hold, whichever comes first", () => {
    for (const [handshake, signal] of [
      [silence, "some-addresses-fail"],
      [old, "some-certificates-bad"],
    ] as const) {
      const seen = { ...seenOf(), handshake, beside: beside("10.0.0.6", good), tries: failedOf("timeout").tries };
      expect(answers([seen])).toMatchObject({ addresses: signal, handshake: "completes", dates: "in-date" });
    }
  });

  it("say nothing where none holds, nor of one that held in another look", () => {
    const none = { ...failedOf("reset"), beside: beside("10.0.0.6", old) };
    expect(answers([none])).toEqual({ handshake: "reset" });
    const looks = [cut, good].map((one) => ({ ...seenOf(), beside: beside("10.0.0.6", one) }));
    expect(answers(looks).addresses).toBe("all-addresses-hold");
  });
});

describe("aims", () => {
  it("at https targets and at ports that should speak TLS", () => {
    const host = {
      ...hostTarget("10.0.0.5", "desk"),
      ports: [
        { port: 9000, speaks: "tls" },
        { port: 80, speaks: "http" },
      ],
    } as const;
    const targets = [urlTarget("https://api.test/x", "api"), urlTarget("http://plain.test/", "plain"), host];
    expect(tls.aims(makeProfile({ targets }))).toEqual([
      {
        subject: "api",
        target: { host: "api.test", port: 443, servername: "api.test", as: "api" },
        needs: ["dns:api", "port:api/443"],
      },
      {
        subject: "desk",
        endpoint: "9000",
        target: { host: "10.0.0.5", port: 9000, servername: "10.0.0.5" },
        needs: ["dns:desk", "port:desk/9000"],
      },
    ]);
  });
});

// ---- real servers ----------------------------------------------------------------------------------------------------

const ago = (days: number): Date => new Date(Date.now() - days * day);
const names = ["api.test"];
let root: Authority;
let leaf: Issued;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  root = await createAuthority({ name: "Root" });
  leaf = await (await root.intermediate({ name: "Middle" })).issue({ names });
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const folder = async () => {
  const made = await temporaryDirectory();
  closing.push(made.remove);
  return made;
};

const look = async (port: number, changes: Partial<UrlTarget> = {}, addresses?: readonly string[], now?: Date) => {
  const targets = [{ ...urlTarget(`https://api.test:${port}/`), ca: root.cert, ...changes }];
  const io = loopbackIo({ targets }, addresses);
  closing.push(() => io.close());
  return lookOnce(tls, io, { targets }, now);
};
const opened = async <T extends { port: number; close(): Promise<void> }>(starting: Promise<T>): Promise<number> => {
  const server = await starting;
  closing.push(server.close);
  return server.port;
};

describe.skipIf(!available("nginx"))("with nginx", () => {
  let nginx: Nginx<string>;
  beforeAll(async () => {
    const middle = await root.intermediate({ name: "Middle" });
    const other = await createAuthority({ name: "Unknown Root" });
    const unknown = await (await other.intermediate()).issue({ names });
    const issued: Record<string, { chain: string; key: string }> = {
      healthy: leaf,
      expired: await middle.issue({ names, notBefore: ago(20), notAfter: ago(2) }),
      future: await middle.issue({ names, notBefore: ago(-2), notAfter: ago(-20) }),
      expiring: await middle.issue({ names, notAfter: ago(-5) }),
      elsewhere: await middle.issue({ names: ["www.other.test", "other.test"] }),
      itself: await selfSigned({ names }),
      unknown: { ...unknown, chain: unknown.chain + other.cert },
      lone: { ...leaf, chain: leaf.cert },
      early: await (await root.intermediate({ notBefore: ago(-1), notAfter: ago(-20) })).issue({ names }),
      old: await (await root.intermediate({ notBefore: ago(20), notAfter: ago(1) })).issue({ names }),
    };
    const tlsOf = ({ chain, key }: { chain: string; key: string }) => ({ tls: { cert: chain, key } });
    nginx = await startNginx({
      ...Object.fromEntries(Object.entries(issued).map(([name, one]) => [name, tlsOf(one)])),
      plain: {},
      tls11: { ...tlsOf(leaf), directives: "ssl_protocols TLSv1 TLSv1.1; ssl_ciphers DEFAULT@SECLEVEL=0;" },
      camellia: { ...tlsOf(leaf), directives: "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-CAMELLIA128-SHA256;" },
    });
  });
  afterAll(() => nginx?.stop());

  const usual = {
    handshake: "completes",
    dates: "in-date",
    intermediate: "intermediates-in-date",
    chain: "trusted",
    name: "name-matches",
    strength: "strong",
    exchange: "exchange-strong",
    versions: "current-version",
  };
  it.each<[string, object]>([
    ["healthy", usual],
    ["expired", { ...usual, dates: "expired" }],
    ["future", { ...usual, dates: "not-yet-valid" }],
    ["expiring", { ...usual, dates: "expiring" }],
    ["elsewhere", { ...usual, name: "name-mismatch" }],
    ["unknown", { ...usual, chain: "untrusted-root" }],
    ["early", { ...usual, intermediate: "intermediate-not-yet-valid" }],
    ["old", { ...usual, intermediate: "intermediate-expired" }],
    ["plain", { handshake: "plain-http" }],
    ["tls11", { handshake: "version-unsupported" }],
    ["camellia", { handshake: "cipher-mismatch" }],
  ])("%s", async (name, expected) => {
    const { answers: found, places } = await look(nginx.ports[name]!);
    expect(found).toEqual(expected);
    expect(places).toMatchObject({ name: "api.test", host: "127.0.0.1", endpoint: `127.0.0.1:${nginx.ports[name]}` });
  });

  it.each([
    ["healthy", true, "trusted"],
    ["healthy", false, "untrusted-root"],
    ["unknown", true, "untrusted-root"],
  ])("a bare port is judged by what targets of the profile trust: %s, %s", async (name, brings, chain) => {
    const ports = [{ port: nginx.ports[name]!, speaks: "tls" }] as const;
    const bare = { ...hostTarget("api.test", "bare"), ports };
    const other = urlTarget("https://other.test/", "other");
    const io = loopbackIo({ targets: [bare, brings ? { ...other, ca: root.cert } : other] });
    closing.push(() => io.close());
    const { answers: found } = await lookOnce(tls, io, { targets: [bare] });
    expect(found.chain).toBe(chain);
  });

  it("the authority's word is good for a day, a revocation for ever", async () => {
    const middle = await root.intermediate({ name: "Middle" });
    const { chain, cert, key } = await middle.issue({ names });
    const servers = await Promise.all(
      (["good", "revoked"] as const).map(async (status) => {
        const file = join((await folder()).path, "response.der");
        await writeFile(file, await ocspResponse(middle, { cert }, status));
        return { tls: { cert: chain, key }, directives: `ssl_stapling on; ssl_stapling_file ${file};` };
      }),
    );
    const [good, revoked] = servers as [NginxServer, NginxServer];
    const stapling = await startNginx({ good, revoked });
    closing.push(stapling.stop);
    const later = new Date(Date.now() + 3 * day);
    const status = async (port: number, now?: Date) => (await look(port, {}, undefined, now)).answers.revocation;
    expect(await status(stapling.ports.good)).toBe("not-revoked");
    expect(await status(stapling.ports.good, later)).toBe("status-outdated");
    expect(await status(stapling.ports.revoked)).toBe("revoked");
    expect(await status(stapling.ports.revoked, later)).toBe("revoked");
  });

  it("self-signed, and a lone leaf", async () => {
    const { intermediate, ...without } = usual;
    expect(intermediate).toBeDefined();
    expect((await look(nginx.ports.itself!)).answers).toEqual({ ...without, chain: "self-signed" });
    expect((await look(nginx.ports.lone!)).answers).toEqual({ ...without, chain: "lone-leaf" });
  });

  it("a second address that is dead, and a first one", async () => {
    const second = await look(nginx.ports.healthy!, {}, ["127.0.0.1", "127.0.0.2"]);
    expect(second.answers).toEqual(usual);
    expect(second.seen).toMatchObject({ address: "127.0.0.1" });
    expect(second.seen).not.toHaveProperty("beside");
    const first = await look(nginx.ports.healthy!, {}, ["127.0.0.2", "127.0.0.1"]);
    expect(first.answers).toEqual(usual);
    expect(first.seen).toMatchObject({ address: "127.0.0.1" });
  });
});

describe("with odd servers", () => {
  const trusting = () => ({ cert: leaf.chain, key: leaf.key, requestCert: true, ca: root.cert });

  it("a client certificate is required, or ours is rejected", async () => {
    expect((await look(await opened(nodeTls(trusting())))).answers).toEqual({ handshake: "client-cert-required" });
    const { cert, key } = await (await createAuthority()).issue({ names: ["me"], client: true });
    const { answers: found } = await look(await opened(nodeTls(trusting())), { clientCert: { cert, key } });
    expect(found).toEqual({ handshake: "client-cert-rejected", "own-certificate": "own-in-date" });
  });

  it("reset at the handshake alone, and whatever is asked", async () => {
    const http = (first: Buffer) => first.toString("latin1").startsWith("HEAD ");
    const alone = atHello((socket, first) =>
      http(first) ? void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n") : socket.resetAndDestroy(),
    );
    expect((await look(await opened(alone))).answers).toEqual({ handshake: "reset" });
    expect((await look(await opened(oddServer("resets-on-data")))).answers).toEqual({ handshake: "reset-any" });
    expect((await look(await opened(oddServer("closes")))).answers).toEqual({ handshake: "reset-any" });
  });

  it("a filter that knows the server by its name", async () => {
    const behind = await nodeTls({ cert: leaf.chain, key: leaf.key });
    closing.push(behind.close);
    const { connect } = await import("node:net");
    const filter = atHello((socket, hello) => {
      if (hello.includes("api.test") || hello.toString("latin1").startsWith("HEAD "))
        return void socket.resetAndDestroy();
      const onward = connect(behind.port, "127.0.0.1", () => onward.write(hello));
      onward.on("error", () => {});
      socket.on("close", () => onward.destroy());
      onward.pipe(socket).pipe(onward);
    });
    const { answers: found, data } = await look(await opened(filter));
    expect(found).toEqual({ handshake: "reset" });
    expect(data.reset).toMatchObject({ unnamed: "completes" });
  });

  it("silent at the handshake alone, and whatever is asked", async () => {
    const alone = atHello((socket, first) => {
      if (first.toString("latin1").startsWith("HEAD ")) socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    expect((await look(await opened(alone))).answers).toEqual({ handshake: "stalled" });
    expect((await look(await opened(oddServer("silent")))).answers).toEqual({ handshake: "frozen" });
  });

  it("an alert, another protocol, refused", async () => {
    const alert = await look(await opened(alerting(80)));
    expect(alert.answers).toEqual({ handshake: "refused-by-alert" });
    expect(alert.data["refused-by-alert"]).toMatchObject({ alert: 80 });
    for (const kind of ["ssh", "redis", "postgresql"] as const)
      expect((await look(await opened(oddServer(kind)))).answers, kind).toEqual({ handshake: "not-tls" });
    expect((await look(await freePort())).seen).toHaveProperty("unavailable");
  });

  it("an internal error of the server's own that passes is none", async () => {
    const behind = await opened(nodeTls({ cert: leaf.chain, key: leaf.key }));
    const { connect } = await import("node:net");
    const stumbling = atHello((socket, hello, nth) => {
      if (nth === 0) return void socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 80]));
      const onward = connect(behind, "127.0.0.1", () => onward.write(hello));
      onward.on("error", () => socket.destroy());
      socket.on("close", () => onward.destroy());
      onward.pipe(socket).pipe(onward);
    });
    expect((await look(await opened(stumbling))).answers).toMatchObject({ handshake: "completes" });
  });

  it("measures the rate of success once a handshake has completed", async () => {
    const options = { cert: leaf.chain, key: leaf.key };
    const one = await look(await opened(flaky(options, (nth) => nth === 1)));
    expect(one.answers).toMatchObject({ handshake: "unsteady", chain: "trusted" });
    expect(one.data.unsteady).toMatchObject({ failed: 1, tried: 3 });
  });

  it("believes a cut handshake when it has come again: a balancer may have led to the one back end that is dead", async () => {
    const options = { cert: leaf.chain, key: leaf.key };
    const inTurn = await look(await opened(flaky(options, (nth) => nth % 2 === 0)));
    expect(inTurn.answers).toMatchObject({ handshake: "mostly-failing", chain: "trusted" });
    const always = await look(await opened(flaky(options, () => true)));
    expect(always.answers).toEqual({ handshake: "reset-any" });
  });

  it("a silent handshake beside which another completes: one back end of two is frozen", async () => {
    const options = { cert: leaf.chain, key: leaf.key };
    const silent = () => {};
    const inTurn = await look(await opened(flaky(options, (nth) => nth % 2 === 0, silent)));
    expect(inTurn.answers).toMatchObject({ handshake: "mostly-failing", chain: "trusted" });
    expect(inTurn.data["mostly-failing"]).toMatchObject({ how: ["timeout"] });
    const once = await look(await opened(flaky(options, (nth) => nth === 0, silent)));
    expect(once.answers).toMatchObject({ handshake: "unsteady", chain: "trusted" });
    const always = await look(await opened(flaky(options, () => true, silent)));
    expect(always.answers).toEqual({ handshake: "stalled" });
  });

  it("a slow handshake that completes after all is none of several: its server may serve one at a time", async () => {
    const behind = await opened(nodeTls({ cert: leaf.chain, key: leaf.key }));
    const { connect } = await import("node:net");
    let handshakes = 0;
    let goOn = () => {};
    const slow = atHello((socket, hello) => {
      const serve = () => {
        const onward = connect(behind, "127.0.0.1", () => onward.write(hello));
        onward.on("error", () => socket.destroy());
        socket.on("close", () => onward.destroy());
        onward.pipe(socket).pipe(onward);
      };
      if (hello[0] !== 22) return void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
      handshakes += 1;
      // The first is answered once another one has begun beside it, and that one never.
      if (handshakes === 1) goOn = serve;
      else if (handshakes === 2) goOn();
      else serve();
    });
    const seen = await look(await opened(slow));
    expect(seen.answers).toMatchObject({ handshake: "completes", chain: "trusted" });
    expect(handshakes).toBe(4);
  });
});
