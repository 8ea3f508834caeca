import { describe, expect, it } from "vitest";
import { judgePatience, patience } from "../../checks/patience.js";

const own = { timeout: 100, answer: 500 };
const target = { host: "a.test", named: true, own };
const judged = (needed: Parameters<typeof judgePatience>[0]["needed"]) => judgePatience({ needed }, target);

describe("the tool's own time-outs", () => {
  it("are too short for a phase that takes longer; the worst is told", () => {
    expect(judged({ connect: 101, answer: 20 })).toEqual({
      signal: "too-short",
      data: { phase: "connect", needed: 101, own: 100 },
    });
    expect(judged({ connect: 150, handshake: 400, answer: 600 })).toMatchObject({ data: { phase: "handshake" } });
    expect(judged({ answer: 501 })).toMatchObject({ data: { phase: "answer", own: 500 } });
  });

  it("are long enough where nothing takes longer, and cannot be judged where nothing answers", () => {
    expect(judged({ connect: 100, answer: 500 }).signal).toBe("waits-enough");
    expect(judged({}).signal).toBe("unanswered");
  });

  it("are asked about only where they are shorter than a lost packet or a slow answer, and of no database", () => {
    const url = { kind: "url", name: "api", host: "a.test", port: 443, url: "https://a.test/", secure: true };
    const host = { kind: "host", name: "desk", host: "10.0.0.5", ports: [{ port: 3389, speaks: "rdp" }] };
    const db = { kind: "mysql", name: "db", host: "db.test", port: 3306 };
    const aims = (defaults: { timeout: number; answer: number }) =>
      patience.aims({ targets: [url, host, db], defaults } as never);
    expect(aims({ timeout: 5000, answer: 15_000 })).toEqual([]);
    expect(aims({ timeout: 1000, answer: 3000 })).toEqual([]);
    const hasty = aims({ timeout: 999, answer: 15_000 });
    expect(hasty.map(({ subject, target: { port, as } }) => [subject, port, as])).toEqual([
      ["api", 443, "api"],
      ["desk", 3389, undefined],
      ["db", undefined, undefined],
    ]);
  });
});
