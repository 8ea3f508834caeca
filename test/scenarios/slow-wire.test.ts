import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/index.js";
import { available } from "../servers/available.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { type Examiner, makeExaminer } from "../servers/probe.js";
import { hostTarget, makeProfile } from "../servers/profile.js";
import { ends, makeWire, type Wire } from "../servers/wire.js";
import { expectFirst, summary } from "./site.js";

/** Whole runs over a wire that takes its time. */
describe.skipIf(!available("root", "ip", "ping", "nginx", "perl"))("a wire that takes its time", () => {
  let [wire, examiner, nginx]: [Wire?, Examiner?, Nginx<"web">?] = [];
  beforeAll(async () => {
    [wire, examiner] = await Promise.all([makeWire(), makeExaminer()]);
    nginx = await startNginx({ web: { port: 80 } }, { address: ends.server, within: wire.server.command });
  });
  afterAll(async () => {
    await nginx?.stop();
    await wire?.remove();
    await examiner?.remove();
  });
  const check = async (least: number, most: number): Promise<Report> => {
    await wire?.delay(least, most);
    const defaults = { timeout: 4000, answer: 8000 };
    const profile = makeProfile({ targets: [hostTarget(ends.server, "desk", 80)], defaults });
    return (await examiner?.examine(profile, wire?.client)) as Report;
  };

  it("two hundred milliseconds either way: too far", async () => {
    const report = await check(200, 200);
    expectFirst(report, "high-latency");
    const [ping] = report.results.filter(({ check: one }) => one === "ping");
    const { ms, p95, longest } = ping?.evidence.find(({ signal }) => signal === "far")?.data ?? {};
    expect(Number(ms), summary(report)).toBeGreaterThanOrEqual(400);
    expect(Number(p95)).toBeGreaterThanOrEqual(Number(ms));
    expect(Number(longest)).toBeGreaterThanOrEqual(Number(p95));
  });

  it("anything from nothing to two hundred milliseconds: uneven", async () => {
    expectFirst(await check(0, 200), "jitter");
  });
});
