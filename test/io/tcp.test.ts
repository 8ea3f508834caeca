import { afterEach, describe, expect, it } from "vitest";
import type { Context } from "../../src/io/context.js";
import { deaf } from "../../src/io/ear.js";
import { createGate } from "../../src/io/gate.js";
import { connect } from "../../src/io/tcp.js";
import type { Profile } from "../../src/model/profile.js";
import { freePort } from "../servers/daemon.js";
import { frozenServer, oddServer } from "../servers/odd-tcp.js";

const context = (): Context =>
  ({
    profile: { defaults: { timeout: 1000, answer: 2000 } } as Profile,
    env: {},
    gate: createGate(),
    ear: deaf,
    closing: new Set(),
  }) as unknown as Context;
const signal = new AbortController().signal;
const local = (port: number) => ({ address: "127.0.0.1", port });

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const opened = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const server = await starting;
  closing.push(server.close);
  return server;
};

describe("connect", () => {
  it("opens, says from where, and leaves nothing behind", async () => {
    const { port } = await opened(oddServer("silent"));
    const own = context();
    const attempt = await connect(own, local(port), { signal });
    expect(attempt).toMatchObject({ ok: true, value: { local: expect.stringMatching(/^127\.0\.0\.1:\d+$/) } });
    expect(own.closing.size).toBe(0);
  });

  it("speaks IPv6", async () => {
    const { port } = await opened(oddServer("silent", { host: "::1" }));
    const attempt = await connect(context(), { address: "::1", port }, { signal });
    expect(attempt).toMatchObject({ ok: true, value: { local: expect.stringMatching(/^\[::1\]:\d+$/) } });
  });

  it("refused", async () => {
    const attempt = await connect(context(), local(await freePort()), { signal });
    expect(attempt).toMatchObject({ ok: false, failure: { code: "refused", phase: "connect" } });
  });

  it("a full accept queue is silence in the phase connect", async () => {
    const { port } = await opened(frozenServer({ full: true }));
    const attempt = await connect(context(), local(port), { signal, timeout: 700 });
    expect(attempt).toMatchObject({ ok: false, failure: { code: "timeout", phase: "connect" } });
    expect(attempt.ms).toBeGreaterThanOrEqual(690);
  });

  it("a frozen process whose queue has room is open", async () => {
    const { port } = await opened(frozenServer());
    expect(await connect(context(), local(port), { signal })).toMatchObject({ ok: true });
  });

  it("ends at once when aborted, before and while it waits", async () => {
    const { port } = await opened(frozenServer({ full: true }));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const own = context();
    const attempt = await connect(own, local(port), { signal: stop.signal, timeout: 20_000 });
    expect(attempt).toMatchObject({ ok: false, failure: { code: "aborted" } });
    expect(attempt.ms).toBeLessThan(5000);
    expect(own.closing.size).toBe(0);
    expect(await connect(own, local(port), { signal: stop.signal })).toMatchObject({ failure: { code: "aborted" } });
  });

  it("is ended by what stands in `closing`", async () => {
    const { port } = await opened(frozenServer({ full: true }));
    const own = context();
    const running = connect(own, local(port), { signal, timeout: 600 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(own.closing.size).toBe(1);
    for (const end of own.closing) end();
    expect(await running).toMatchObject({ ok: false });
  });

  it("does not count the wait at the gate", async () => {
    const { port } = await opened(oddServer("silent"));
    const own = context();
    const leave = await Promise.all([1, 2].map(() => own.gate.enter(`127.0.0.1:${port}`, signal)));
    const running = connect(own, local(port), { signal, timeout: 300 });
    await new Promise((resolve) => setTimeout(resolve, 600));
    for (const one of leave) one();
    const attempt = await running;
    expect(attempt.ok).toBe(true);
    expect(attempt.ms).toBeLessThan(300);
  });

  it("does not blame the network for a stall of this process", async () => {
    const { port } = await opened(oddServer("silent"));
    const running = connect(context(), local(port), { signal, timeout: 100 });
    await new Promise((resolve) => setImmediate(resolve));
    const until = performance.now() + 300;
    while (performance.now() < until);
    expect(await running).toMatchObject({ ok: true });
  });
});

describe("who waits at the gate behind silence", () => {
  const three = (one: Context, port: number, timeouts: readonly number[]) =>
    Promise.all(timeouts.map((timeout) => connect(one, local(port), { signal, timeout })));

  it("has met it as well, and does not ask anew", async () => {
    const { port } = await opened(frozenServer({ full: true }));
    const began = performance.now();
    const attempts = await three(context(), port, [1500, 1500, 1500, 1500, 1000]);
    // Five in turn, two at a time, would take 4.5 seconds.
    expect(performance.now() - began).toBeLessThan(2700);
    for (const one of attempts)
      expect(one).toMatchObject({ ok: false, failure: { code: "timeout", phase: "connect" } });
  });

  it("asks for itself if it has more patience, or comes later", async () => {
    const { port } = await opened(frozenServer({ full: true }));
    const one = context();
    const attempts = await three(one, port, [300, 300, 700]);
    expect(attempts[2]?.ms).toBeGreaterThan(650);
    const later = performance.now();
    await three(one, port, [300]);
    expect(performance.now() - later).toBeGreaterThan(290);
  });

  it("learns nothing from an answer", async () => {
    const { port, connections } = await opened(oddServer("silent"));
    const attempts = await three(context(), port, [500, 500, 500, 500]);
    expect(attempts.every(({ ok }) => ok)).toBe(true);
    await expect.poll(connections).toBe(4);
  });
});
