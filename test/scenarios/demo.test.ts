import { afterAll, describe, expect, test } from "vitest";
import { checks, examine } from "../../src/index.js";
import { faults } from "../../src/lab/faults.js";
import { createPlatform } from "../../src/lab/platform.js";
import { causes } from "../../src/model/causes/index.js";
import type { Report } from "../../src/model/report.js";
import { loadProfile } from "../../src/profile/load.js";

/** Breaks one thing of the embedded platform at a time: the first cause of the diagnosis must be that thing. */
const diagnose = async (fault?: string): Promise<Report> => {
  const platform = await createPlatform(fault === undefined ? {} : { fault });
  try {
    const { profile, readFile } = platform;
    const loaded = loadProfile(profile, { file: "demo", env: {}, checks, readFile });
    if ("errors" in loaded) throw new Error(JSON.stringify(loaded.errors));
    const report = await examine(loaded.profile);
    expect(platform.issued()).toBe(0);
    return report;
  } finally {
    await platform.close();
  }
};

const summary = (report: Report): string =>
  [
    ...report.diagnosis.causes.map((one) => `${one.standing} ${one.confidence} ${one.id} @ ${one.place}`),
    ...report.results
      .filter(({ status }) => status !== "pass")
      .map((one) => `${one.step} ${one.status} ${one.evidence.map(({ signal }) => signal)} ${one.reason?.en ?? ""}`),
  ].join("\n");

describe("the healthy platform", () => {
  test("has no standing fault or warning, and every check passes", async () => {
    const report = await diagnose();
    const standing = report.diagnosis.causes.filter(
      ({ kind, standing }) => kind !== "note" && standing !== "ruled-out",
    );
    expect(standing, summary(report)).toEqual([]);
    expect([report.status, report.exitCode], summary(report)).toEqual(["pass", 0]);
  });
});

describe.each(faults.map((fault) => [fault.id] as const))("%s", (id) => {
  test("is the first cause", async () => {
    const report = await diagnose(id);
    const [first] = report.diagnosis.causes;
    expect(first?.id, summary(report)).toBe(id);
    expect(first?.standing, summary(report)).not.toBe("ruled-out");
    expect(report.exitCode, summary(report)).toBe(causes[id]?.kind === "warning" ? 0 : 1);
    for (const other of report.diagnosis.causes.slice(1)) {
      if (other.standing !== "ruled-out" && other.kind !== "note")
        expect(other.confidence, summary(report)).toBeLessThan(0.8);
    }
    expect(report.diagnosis.unexplained, summary(report)).toEqual([]);
  }, 60_000);
});

afterAll(() => {
  expect(faults.length).toBeGreaterThanOrEqual(24);
});
