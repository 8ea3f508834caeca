import { describe, expect, it } from "vitest";
import { compare } from "../../src/history/compare.js";
import { shiftOf } from "../../src/history/statistics.js";
import { checks } from "../../src/index.js";
import type { Report } from "../../src/model/report.js";
import type { Result } from "../../src/model/result.js";
import { reports } from "../report/reports.js";

const held = (before: Report, after: Report) => compare(before, after, checks);
const { healthy, "one-fault": broken } = reports;

/** The report with one step seen otherwise. */
const withStep = (report: Report, step: string, change: Partial<Result>): Report => ({
  ...report,
  results: report.results.map((one) => (one.step === step ? { ...one, ...change } : one)),
});

const located = { host: "api.example.test", source: "dns", addresses: [] };
const certificate = {
  subject: "CN=api.example.test",
  issuer: "CN=Old CA",
  names: ["api.example.test"],
  notBefore: "2025-01-01T00:00:00.000Z",
  notAfter: "2026-01-01T00:00:00.000Z",
  fingerprint: `AA:${"11:".repeat(30)}22`,
};
const tlsLook = (leaf: typeof certificate) => [
  { located, address: "10.0.0.9", handshake: { ok: true, ms: 9, value: { chain: [leaf] } }, tries: [] },
];
const portLook = (times: readonly number[]) => [
  { located, addresses: [{ address: "10.0.0.9", family: 4, scope: "routed", tries: times.map((ms) => ({ ms })) }] },
];
const dnsLook = (...addresses: string[]) => [
  { located: { ok: true, ms: 1, value: { ...located, addresses: addresses.map((address) => ({ address })) } } },
];

describe("what broke and what healed", () => {
  it("is a failing answer that only one of the runs has", () => {
    const comparison = held(healthy, broken);
    expect(comparison.broke).toMatchObject([
      { step: "tls:invoice-api", subject: "invoice-api", signal: "expired", other: "pass", causes: ["cert-expired"] },
    ]);
    expect(comparison.healed).toEqual([]);
    const back = held(broken, healthy);
    expect(back.broke).toEqual([]);
    expect(back.healed).toMatchObject([{ step: "tls:invoice-api", other: "pass", causes: ["cert-expired"] }]);
    expect(back.baseline).toEqual({
      startedAt: broken.startedAt,
      version: broken.version,
      profile: broken.profile,
    });
  });

  it("is nothing of two runs that are alike", () => {
    for (const report of Object.values(reports)) {
      const { broke, healed, changed } = held(report, report);
      expect([broke, healed, changed]).toEqual([[], [], []]);
    }
  });

  it("does not heal what the later run did not judge, and says so", () => {
    const step = "tls:invoice-api";
    const blocked = withStep(healthy, step, { status: "blocked", evidence: [], looks: [], blockedBy: ["dns:x"] });
    const { healed, notCompared } = held(broken, blocked);
    expect(healed).toEqual([]);
    expect(notCompared).toContain(step);
  });

  it("breaks what had not been looked at before", () => {
    const less = { ...healthy, results: healthy.results.filter(({ check }) => check !== "tls") };
    expect(held(less, broken).broke).toMatchObject([{ step: "tls:invoice-api" }]);
    expect(held(less, broken).broke[0]).not.toHaveProperty("other");
  });

  it("breaks what fails otherwise than before", () => {
    const other = withStep(broken, "tls:invoice-api", {
      evidence: broken.results
        .filter(({ step }) => step === "tls:invoice-api")
        .flatMap(({ evidence }) => evidence.map((one) => ({ ...one, signal: "name-mismatch" }))),
    });
    const { broke, healed } = held(broken, other);
    expect(broke.map(({ signal }) => signal)).toEqual(["name-mismatch"]);
    expect(healed.map(({ signal }) => signal)).toEqual(["expired"]);
  });
});

describe("what changed", () => {
  it("is another certificate: its print, who issued it, its dates", () => {
    const renewed = {
      ...certificate,
      issuer: "CN=New CA",
      notBefore: "2026-01-01T00:00:00.000Z",
      notAfter: "2027-01-01T00:00:00.000Z",
      fingerprint: `BB:${"33:".repeat(30)}44`,
    };
    const [was, is] = [certificate, renewed].map((leaf) =>
      withStep(healthy, "tls:invoice-api", { looks: tlsLook(leaf) }),
    ) as [Report, Report];
    const changed = held(was, is).changed;
    expect(changed.map(({ kind }) => kind)).toEqual(["certificate", "certificate", "certificate"]);
    expect(changed[0]).toMatchObject({
      was: certificate.fingerprint,
      is: renewed.fingerprint,
      step: "tls:invoice-api",
    });
    expect(changed.map(({ text }) => text.en).join("\n")).toMatch(
      /another certificate[\s\S]*issued by CN=New CA, before by CN=Old CA[\s\S]*valid 2026-01-01 – 2027-01-01, before 2025-01-01 – 2026-01-01/,
    );
    expect(held(was, was).changed).toEqual([]);
  });

  it("is another address, in whatever order they come", () => {
    const at = (...addresses: string[]) => withStep(healthy, "dns:invoice-api", { looks: dnsLook(...addresses) });
    expect(held(at("10.0.0.9", "10.0.0.8"), at("10.0.0.8", "10.0.0.9")).changed).toEqual([]);
    expect(held(at("10.0.0.9"), at("10.0.0.7")).changed).toMatchObject([
      { kind: "address", was: "10.0.0.9", is: "10.0.0.7" },
    ]);
  });

  it("is a latency beyond noise, and no other", () => {
    const step = "port:remote-desktop/3389";
    const timed = (...times: number[]) => withStep(healthy, step, { looks: portLook(times) });
    const calm = timed(40, 41, 39, 40, 42);
    expect(held(calm, timed(80, 82, 79, 81, 80)).changed).toMatchObject([
      { kind: "latency", step, was: "40 ms", is: "80 ms", text: { en: expect.stringMatching(/^slower beyond noise/) } },
    ]);
    expect(held(timed(80, 82, 79, 81, 80), calm).changed[0]?.text.zh).toMatch(/^变快且超出波动范围/);
    // One outlier, a wide spread, a little, or too few measurements are nothing.
    expect(held(calm, timed(40, 41, 39, 40, 900)).changed).toEqual([]);
    expect(held(calm, timed(20, 60, 110, 35, 90)).changed).toEqual([]);
    expect(held(calm, timed(44, 45, 43, 44, 46)).changed).toEqual([]);
    expect(held(calm, timed(80, 82, 79, 81)).changed).toEqual([]);
  });

  it("is a warning that came or went, and another cause of what fails", () => {
    expect(held(healthy, reports.warning).broke).toEqual([]);
    expect(held(healthy, reports.warning).changed).toMatchObject([{ kind: "status", was: "pass", is: "warn" }]);
    const renamed = {
      ...broken,
      diagnosis: {
        ...broken.diagnosis,
        causes: broken.diagnosis.causes.map((one) => (one.id === "cert-expired" ? { ...one, id: "clock-wrong" } : one)),
      },
    };
    expect(held(broken, renamed).changed).toMatchObject([
      { kind: "cause", subject: "invoice-api", was: "cert-expired", is: "clock-wrong" },
    ]);
  });
});

describe("the noise of measurements", () => {
  /** Numbers that only look like chance: a linear congruential generator (Numerical Recipes). */
  const chance = (seed: number) => () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };

  it("is seldom taken for a change, and a doubled time is nearly always seen", () => {
    const next = chance(7);
    const series = (middle: number) =>
      Array.from({ length: 20 }, () => middle * (0.8 + 0.4 * next() + (next() < 0.05 ? 3 : 0)));
    const rounds = Array.from({ length: 500 }, () => [
      shiftOf(series(50), series(50)),
      shiftOf(series(50), series(100)),
    ]);
    expect(rounds.filter(([same]) => same !== undefined).length).toBeLessThan(3);
    expect(rounds.filter(([, twice]) => twice !== undefined).length).toBeGreaterThan(450);
  });
});
