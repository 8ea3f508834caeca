import { execFileSync } from "node:child_process";
import { connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, connect as tlsConnect } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { classify, failure } from "../../src/io/classify.js";
import { createAuthority } from "../../src/lab/authority.js";
import type { FailureCode, Phase } from "../../src/model/failure.js";

const servers: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    servers.push(server);
    server.on("connection", (socket: Socket) => socket.on("error", () => {}));
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
const serve = (each: (socket: Socket) => void): Promise<number> => listen(createServer(each));
const errorOf = (socket: Socket): Promise<unknown> => new Promise((resolve) => socket.once("error", resolve));
const dial = (port: number, host = "127.0.0.1"): Promise<unknown> => errorOf(connect({ port, host }));
const dialTls = (port: number, options: object = {}): Promise<unknown> =>
  errorOf(tlsConnect({ port, host: "127.0.0.1", rejectUnauthorized: false, ...options }));

describe("errors of real sockets", () => {
  it("refused", async () => {
    const port = await serve(() => {});
    await new Promise((resolve) => (servers.pop() as Server).close(resolve));
    expect(classify(await dial(port), "connect")).toMatchObject({
      code: "refused",
      phase: "connect",
      detail: "ECONNREFUSED",
    });
  });

  it("a reset is a reset, and the reset that node:tls invents for a FIN is `closed`", async () => {
    const resets = await serve((socket) => socket.once("data", () => socket.resetAndDestroy()));
    const ends = await serve((socket) => socket.once("data", () => socket.end()));
    expect(classify(await dialTls(resets), "handshake").code).toBe("reset");
    expect(classify(await dialTls(ends), "handshake").code).toBe("closed");
  });

  it("what answers a TLS client that is not TLS", async () => {
    const http = await serve((socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")));
    expect(classify(await dialTls(http), "handshake")).toMatchObject({ code: "not-tls", phase: "handshake" });
  });

  // Each alert as a server would send it, against the OpenSSL of this Node.
  const alerts: [number, FailureCode][] = [
    [40, "cipher-mismatch"],
    [70, "version-unsupported"],
    [71, "cipher-mismatch"],
    [42, "client-cert-rejected"],
    [48, "client-cert-rejected"],
    [116, "client-cert-required"],
    [80, "alert"],
    [112, "alert"],
  ];
  it.each(alerts)("TLS alert %i is %s", async (number, code) => {
    const port = await serve((socket) => {
      socket.once("data", () => socket.end(Buffer.from([0x15, 3, 1, 0, 2, 2, number])));
    });
    expect(classify(await dialTls(port), "handshake").code).toBe(code);
  });

  it("a certificate that does not verify, and a name that does not match", async () => {
    const ca = await createAuthority();
    const { cert, key } = await ca.issue({ names: ["api.example.test"] });
    const port = await listen(createTlsServer({ cert, key }));
    const untrusted = await dialTls(port, { rejectUnauthorized: true });
    expect(classify(untrusted, "handshake").code).toBe("cert-rejected");
    const wrongName = await dialTls(port, { rejectUnauthorized: true, ca: ca.cert, servername: "other.example.test" });
    expect(classify(wrongName, "handshake")).toMatchObject({
      code: "cert-rejected",
      detail: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
  });

  it("a program that is not there", () => {
    try {
      execFileSync("no-such-program");
    } catch (error) {
      expect(classify(error, "query").code).toBe("not-available");
    }
  });
});

describe("codes", () => {
  const error = (fields: object): Error => Object.assign(new Error("an English sentence"), fields);
  const rows: [object, Phase, FailureCode][] = [
    [{ code: "EHOSTUNREACH", syscall: "connect" }, "connect", "host-unreachable"],
    [{ code: "EHOSTDOWN", syscall: "connect" }, "connect", "host-unreachable"],
    [{ code: "ENETUNREACH", syscall: "connect" }, "connect", "network-unreachable"],
    [{ code: "EINVAL", syscall: "connect" }, "connect", "network-unreachable"],
    [{ code: "EINVAL", syscall: "bind" }, "connect", "unknown"],
    [{ code: "ENOPROTOOPT", syscall: "connect" }, "connect", "prohibited"],
    [{ code: "EACCES", syscall: "connect", address: "fd00::1" }, "connect", "prohibited"],
    [{ code: "EACCES", syscall: "connect", address: "10.0.0.1" }, "connect", "not-permitted"],
    [{ code: "EPERM", syscall: "connect" }, "connect", "not-permitted"],
    [{ code: "ETIMEDOUT", syscall: "connect" }, "connect", "timeout"],
    [{ code: "EMFILE", syscall: "connect" }, "connect", "descriptors-exhausted"],
    [{ code: "EADDRNOTAVAIL", syscall: "connect" }, "connect", "no-local-address"],
    [{ code: "ECONNREFUSED", syscall: "queryA" }, "query", "no-resolver"],
    [{ code: "ENOTFOUND", syscall: "getaddrinfo" }, "name", "name-not-found"],
    [{ code: "EAI_AGAIN", syscall: "getaddrinfo" }, "name", "server-failure"],
    [{ code: "ECONNRESET", syscall: "read", errno: -104 }, "body", "reset"],
    [{ code: "ECONNRESET" }, "body", "body-truncated"],
    [{ code: "ECONNRESET" }, "answer", "closed"],
    [{ code: "EPIPE", syscall: "write" }, "request", "closed"],
    [{ code: "UND_ERR_CONNECT_TIMEOUT" }, "connect", "timeout"],
    [{ code: "UND_ERR_HEADERS_TIMEOUT" }, "answer", "timeout"],
    [{ code: "UND_ERR_SOCKET" }, "answer", "closed"],
    [{ code: "UND_ERR_SOCKET" }, "body", "body-truncated"],
    [{ code: "HPE_INVALID_CONSTANT" }, "answer", "malformed"],
    [{ name: "HTTPParserError" }, "answer", "malformed"],
    [{ code: "ER_ACCESS_DENIED_ERROR", errno: 1045, sqlState: "28000" }, "login", "server-error"],
    [{ code: "PROTOCOL_CONNECTION_LOST" }, "login", "closed"],
    [{ code: "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE" }, "handshake", "cipher-mismatch"],
    [{ code: "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE" }, "handshake", "cipher-mismatch"],
    [{ code: "ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED" }, "handshake", "legacy-renegotiation"],
    [{ code: "ERR_SSL_DH_KEY_TOO_SMALL" }, "handshake", "weak-dh"],
    [{ code: "CERT_HAS_EXPIRED" }, "handshake", "cert-rejected"],
    [{ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }, "handshake", "cert-rejected"],
    [{ name: "AbortError" }, "connect", "aborted"],
    [{}, "connect", "unknown"],
  ];
  it.each(rows)("%j in %s is %s", (fields, phase, code) => {
    expect(classify(error(fields), phase)).toMatchObject({ code, phase });
  });

  it("keeps a database's number as detail", () => {
    const denied = error({ code: "ER_ACCESS_DENIED_ERROR", errno: 1045, sqlState: "28000" });
    expect(classify(denied, "login").detail).toBe(1045);
  });

  it("never reads the sentence", () => {
    expect(classify(new Error("connect ECONNREFUSED 127.0.0.1:80"), "connect").code).toBe("unknown");
    expect(classify("ECONNREFUSED", "connect").code).toBe("unknown");
  });

  it("looks through causes and aggregates, an answer before silence", () => {
    const refused = error({ code: "ECONNREFUSED", syscall: "connect" });
    const late = error({ code: "ETIMEDOUT", syscall: "connect" });
    expect(classify(new AggregateError([late, refused]), "connect").code).toBe("refused");
    expect(classify(new TypeError("fetch failed", { cause: refused }), "connect").code).toBe("refused");
  });

  it("makes messages and details printable", () => {
    expect(failure("malformed", "greeting", "a\u001b[31mb\r\nc", "x\u202ey")).toEqual({
      code: "malformed",
      phase: "greeting",
      message: "ab c",
      detail: "xy",
    });
  });
});
