import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resentSegments } from "../../src/io/resent.js";
import { available } from "../servers/available.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { type Call, makeProbe, type Probe } from "../servers/probe.js";
import { makeProfile, urlTarget } from "../servers/profile.js";
import { hops, makeRouted, type Routed } from "../servers/routed.js";

describe("resentSegments", () => {
  it.runIf(process.platform === "linux")("a number that never falls", () => {
    const before = resentSegments();
    expect(before).toBeGreaterThanOrEqual(0);
    expect(resentSegments()).toBeGreaterThanOrEqual(before ?? 0);
  });
});

const hasNetwork = available("root", "ip", "nft", "ping", "nginx");
describe.skipIf(!hasNetwork)("resentSegments beside two routers", () => {
  let [net, probe, nginx]: [Routed?, Probe?, Nginx<"http">?] = [];
  beforeAll(async () => {
    [net, probe] = await Promise.all([makeRouted(), makeProbe()]);
    nginx = await startNginx({ http: { port: 80 } }, { address: hops.server, within: net.server.command });
  }, 60_000);
  afterAll(async () => {
    await nginx?.stop();
    await Promise.all([net?.remove(), probe?.remove()]);
  });

  it("a lost piece of a request counts, a connection request to nobody does not", async () => {
    await net?.far.nft(
      "chain f { type filter hook forward priority 0; tcp flags & psh == psh numgen inc mod 2 == 0 drop; tcp dport 81 drop; }",
    );
    const options = { signal: true, timeout: 2500 };
    const profile = makeProfile({ targets: [urlTarget(`http://${hops.server}/`, "api")] });
    const calls = [
      ["resent"],
      ["request", { as: "api" }, options],
      ["resent"],
      ["connect", { address: hops.server, port: 81 }, options],
      ["resent"],
    ] as unknown as Call[];
    const [before, answer, after, , end] = (await probe?.call(profile, calls, net?.client)) ?? [];
    expect(answer).toMatchObject({ ok: true });
    expect(Number(after)).toBeGreaterThan(Number(before));
    expect(end).toBe(after);
  });
});
