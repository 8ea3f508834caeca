import { afterEach, describe, expect, it } from "vitest";
import type { Context } from "../../src/io/context.js";
import { deaf } from "../../src/io/ear.js";
import { createGate } from "../../src/io/gate.js";
import { recognise } from "../../src/io/recognise.js";
import { ask } from "../../src/io/tcp.js";
import type { Profile, Protocol } from "../../src/model/profile.js";
import { type Stranger, strangers } from "../../src/model/tongues.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { frozenServer, type OddKind, oddSequence, oddServer, tlsServer } from "../servers/odd-tcp.js";
import { startXrdp } from "../servers/xrdp.js";

const context = (): Context =>
  ({
    profile: { defaults: { timeout: 600, answer: 2000 } } as Profile,
    env: {},
    gate: createGate(),
    ear: deaf,
    closing: new Set(),
  }) as unknown as Context;
const signal = new AbortController().signal;
const put = (port: number, protocol: Protocol, own = context()) =>
  ask(own, { address: "127.0.0.1", port }, protocol, { signal });

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const opened = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const server = await starting;
  closing.push(server.close);
  return server;
};

describe("ask", () => {
  const rows: [Protocol, OddKind, string, string][] = [
    ["ssh", "ssh", "ssh", "SSH-2.0-OpenSSH_9.2p1 Debian-2"],
    ["ssh", "drip", "ssh", "SSH-"],
    ["smtp", "smtp", "smtp", "220 mail.example.test ESMTP Postfix"],
    ["http", "http", "http", "HTTP/1.1 200 OK"],
    ["mysql", "mysql-full", "mysql", "Too many connections"],
    ["mysql", "mysql", "mysql", "10.11.6-MariaDB"],
    ["rdp", "ssh", "ssh", "SSH-2.0-OpenSSH_9.2p1 Debian-2"],
    ["rdp", "http", "http", "HTTP/1.1 200 OK"],
    ["tls", "http", "http", "HTTP/1.1 200 OK"],
    ["tls", "smtp", "smtp", "220 mail.example.test ESMTP Postfix"],
    ["http", "mysql", "mysql", "10.11.6-MariaDB"],
    ["http", "garbage", "unknown", "junk"],
    ["smtp", "ftp", "ftp", "220 (vsFTPd 3.0.3)"],
    ["any", "ssh", "ssh", "SSH-2.0-OpenSSH_9.2p1 Debian-2"],
    ["any", "silent", "any", ""],
    ["any", "closes-at-once", "any", ""],
  ];
  it.each(rows)("%s asked of %s: %s answers", async (protocol, kind, spoke, banner) => {
    const { port } = await opened(oddServer(kind));
    const own = context();
    const attempt = await put(port, protocol, own);
    expect(attempt).toMatchObject({ ok: true, value: { spoke, banner: expect.stringContaining(banner) } });
    expect(own.closing.size).toBe(0);
    expect(JSON.stringify(attempt)).not.toMatch(/canary|\\u00/);
  });

  it("TLS: completes the handshake whatever the certificate, and takes a demand for a client certificate as an answer", async () => {
    for (const clientCert of [false, true]) {
      const { port } = await opened(tlsServer({ clientCert }));
      expect(await put(port, "tls")).toMatchObject({ ok: true, value: { spoke: "tls" } });
    }
  });

  it("plain HTTP asked of a TLS port: TLS answers with an alert", async () => {
    const { port } = await opened(tlsServer());
    const attempt = await put(port, "http");
    // Node's server ends such a connection without a word; OpenSSL's own servers send an alert.
    if (attempt.ok) expect(attempt.value.spoke).toBe("tls");
    else expect(attempt.failure).toMatchObject({ code: "closed", phase: "greeting" });
  });

  const failures: [Protocol, OddKind, string][] = [
    ["http", "silent", "timeout"],
    ["tls", "silent", "timeout"],
    ["rdp", "silent", "timeout"],
    ["ssh", "silent", "timeout"],
    ["mysql", "silent", "timeout"],
    ["http", "resets-on-data", "reset"],
    ["tls", "resets-on-data", "reset"],
    ["rdp", "resets-on-data", "reset"],
    ["http", "closes", "closed"],
    ["tls", "closes", "closed"],
    ["ssh", "closes-at-once", "closed"],
  ];
  it.each(failures)("%s asked of one that %s: %s in the phase greeting", async (protocol, kind, code) => {
    const { port } = await opened(oddServer(kind));
    const own = context();
    expect(await put(port, protocol, own)).toMatchObject({ ok: false, failure: { code, phase: "greeting" } });
    expect(own.closing.size).toBe(0);
  });

  it.each(["smtp", "any", "http"] as const)("%s asked of one that resets at once", async (protocol) => {
    const { port } = await opened(oddServer("resets"));
    const attempt = await put(port, protocol);
    // Whether the reset overtakes the handshake is a matter of timing.
    expect(attempt).toMatchObject({
      ok: false,
      failure: { code: "reset", phase: expect.stringMatching(/connect|greeting/) },
    });
  });

  it("a refusal and a full accept queue stay in the phase connect", async () => {
    expect(await put(await freePort(), "http")).toMatchObject({ failure: { code: "refused", phase: "connect" } });
    const { port } = await opened(frozenServer({ full: true }));
    expect(await put(port, "http")).toMatchObject({ failure: { code: "timeout", phase: "connect" } });
  });

  it("ends at once when aborted while it waits for the service", async () => {
    const { port } = await opened(oddServer("silent"));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const own = context();
    const attempt = await ask(own, { address: "127.0.0.1", port }, "tls", { signal: stop.signal, timeout: 20_000 });
    expect(attempt).toMatchObject({ ok: false, failure: { code: "aborted" } });
    expect(attempt.ms).toBeLessThan(5000);
    expect(own.closing.size).toBe(0);
  });

  it("asks each connection anew", async () => {
    const { port } = await opened(oddSequence(["resets-on-data", "http"]));
    expect((await put(port, "http")).ok).toBe(false);
    expect((await put(port, "http")).ok).toBe(true);
  });
});

describe.skipIf(!available("xrdp"))("a real RDP server", () => {
  it("confirms an RDP negotiation, is silent when it is frozen, and refuses when it is stopped", async () => {
    const { port, daemon } = await opened(startXrdp().then((xrdp) => ({ ...xrdp, close: xrdp.stop })));
    expect(await put(port, "rdp")).toMatchObject({ ok: true, value: { spoke: "rdp" } });
    daemon.signal("SIGSTOP");
    expect(await put(port, "rdp")).toMatchObject({ failure: { code: "timeout", phase: "greeting" } });
    await daemon.stop();
    // The child that it made for a connection of ours may hold the port a moment longer.
    await expect
      .poll(() => put(port, "rdp"), { timeout: 10_000 })
      .toMatchObject({ failure: { code: "refused", phase: "connect" } });
  });
});

describe("recognise", () => {
  it("knows an answer that says nothing by itself from the question", () => {
    const rows: [Stranger, string][] = [
      ["redis", Buffer.from("-NOAUTH Authentication required.\r\n").toString("hex")],
      ["postgresql", "53"],
      ["mongodb", "30010000 01000000 696e7664 01000000"],
      ["ajp", "4142 0001 09"],
      ["mqtt", "20 02 00 01"],
      ["kafka", "00000106 696e7664 0000"],
      ["ldap", "300c 020101 65 07 0a0100 0400 0400"],
      ["ldap", "3084000000 0d 020101 64 84 00000005 0400 3000"],
      ["socks", "05ff"],
      ["zookeeper", Buffer.from("imok").toString("hex")],
      ["sql-server", "0401 002b 0000 0100"],
      ["oracle", "0041 0000 04 00 0000 2200 0035"],
    ];
    for (const [asked, answer] of rows) {
      const bytes = Buffer.from(answer.replace(/\s/g, ""), "hex");
      expect(recognise(bytes, asked), asked).toBe(asked);
      for (const other of strangers) if (other !== asked) expect(recognise(bytes, other)).not.toBe(other);
    }
    for (const one of strangers) expect(recognise(Buffer.from("HTTP/1.1 400 Bad Request\r\n"), one)).toBe("http");
  });

  it("waits for bytes enough, and names what begins with no known protocol", () => {
    expect(recognise(Buffer.from("S"))).toBeUndefined();
    expect(recognise(Buffer.from("HTTP/"))).toBeUndefined();
    expect(recognise(Buffer.from("-ERR unknown command 'HEAD', with args beginning"))).toBe("redis");
    expect(recognise(Buffer.from("0300001304d0", "hex"))).toBe("rdp");
    expect(recognise(Buffer.from("15030100020228", "hex"))).toBe("tls");
    expect(recognise(Buffer.from("554 no service here\r\n"))).toBe("smtp");
  });
});
