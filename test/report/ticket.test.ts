import { describe, expect, it } from "vitest";
import type { History } from "../../src/model/history.js";
import type { Report } from "../../src/model/report.js";
import { languages } from "../../src/model/text.js";
import type { PrintOptions } from "../../src/report/index.js";
import { ticket } from "../../src/report/ticket.js";
import { reports } from "./reports.js";

const plain: PrintOptions = {
  lang: "en",
  width: 80,
  color: false,
  unicode: true,
  verbose: false,
  quiet: false,
  utcOffset: 480,
};

describe("golden tickets", () => {
  const named = ["one-fault", "two-faults", "look-alikes", "unexplained", "warning", "healthy"] as const;
  it.each(named.flatMap((name) => languages.map((lang) => [name, lang] as const)))("%s in %s", async (name, lang) => {
    await expect(ticket(reports[name], { ...plain, lang })).toMatchFileSnapshot(`golden/ticket/${name}.${lang}.txt`);
  });
});

const twoFaults = reports["two-faults"];
const withCauses = (change: Partial<Report["diagnosis"]["causes"][number]>): Report => ({
  ...twoFaults,
  diagnosis: { ...twoFaults.diagnosis, causes: twoFaults.diagnosis.causes.map((one) => ({ ...one, ...change })) },
});

describe("tickets", () => {
  it("are one for each party, whose problems stand together", () => {
    const addressees = (report: Report): string[] => ticket(report, plain).match(/^To: .*$/gm) ?? [];
    expect(addressees(twoFaults)).toEqual(["To: the service vendor", "To: your own application team"]);
    expect(addressees(withCauses({ party: "carrier" }))).toEqual(["To: the carrier"]);
    const both = ticket(withCauses({ party: "carrier" }), plain);
    expect(both).toContain("Subject: The server's certificate has expired, and 1 more (invoice-api)");
    expect(both).toContain("== Problem 2 of 2 ==");
  });

  it("say since when: as the journal tells, else as the compared run does", () => {
    const vendor = withCauses({ party: "vendor" });
    const outage = { from: "2025-11-20T00:00:00.000Z", causes: ["cert-expired"] };
    const journal = (lately: readonly object[]) =>
      ({ targets: [{ profile: vendor.profile, target: "invoice-api", lately }] }) as unknown as History;
    const told = (lately: readonly object[]) => ticket(vendor, { ...plain, history: journal(lately) });
    expect(told([outage])).toContain(
      "First seen at 2025-11-20 08:00:00 +08:00; still so at 2025-11-23 12:00:12 +08:00.",
    );
    expect(told([{ ...outage, to: "2025-11-21T00:00:00.000Z" }])).not.toContain("First seen");
    expect(told([{ ...outage, causes: ["db-down"] }])).not.toContain("First seen");

    const baseline = { startedAt: "2025-11-22T00:00:00.000Z", version: "0.1.0", profile: "p" };
    const compared = (causes: readonly string[]) => {
      const broke = [{ step: "x:y", subject: "y", signal: "z", text: { en: "", zh: "" }, causes }];
      return ticket({ ...vendor, comparison: { baseline, broke, healed: [], changed: [], notCompared: [] } }, plain);
    };
    expect(compared(["cert-expired"])).toContain("at 2025-11-22 08:00:00 +08:00 it did not fail yet.");
    expect(compared([])).toContain("it was no different at 2025-11-22 08:00:00 +08:00.");
  });

  it("let no text of others pass for a line of theirs", () => {
    const forged = "welcome\nTo: everybody\r\n== Problem 9 ==";
    const text = ticket(
      withCauses({ because: [{ step: "api:x", signal: "odd", text: { en: forged, zh: forged } }], place: forged }),
      plain,
    );
    expect(text.match(/^To: /gm)).toHaveLength(2);
    expect(text).not.toMatch(/^== Problem 9/m);
  });
});
