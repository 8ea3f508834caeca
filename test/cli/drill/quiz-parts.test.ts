import { describe, expect, it } from "vitest";
import { understand } from "../../../src/cli/drill/answer.js";
import { chanceOf, shuffled } from "../../../src/cli/drill/chance.js";
import { choicesOf } from "../../../src/cli/drill/choices.js";
import { scoreOf } from "../../../src/cli/drill/score.js";
import { faultOf, faults } from "../../../src/lab/faults.js";
import { causes } from "../../../src/model/causes/index.js";
import type { Report } from "../../../src/model/report.js";
import { reports } from "../../report/reports.js";

const choices = ["db-down", "cert-expired", "cert-wrong-host", "api-slow", "dns-blocked"];
const report: Report = reports["one-fault"];
const fault = faultOf("cert-expired");
if (fault === undefined) throw new Error("no such fault");

describe("what a person says", () => {
  it.each([
    ["2", "cert-expired"],
    [" 2 ", "cert-expired"],
    ["CERT-EXPIRED", "cert-expired"],
    ["cert-expird", "cert-expired"],
    ["The server's certificate has expired.", "cert-expired"],
    ["certificate has expired", "cert-expired"],
    ["服务器证书已过期", "cert-expired"],
    ["证书过期", "cert-expired"],
    ["proxy-auth-required", "proxy-auth-required"],
  ])("%j is understood", (said, cause) => {
    expect(understand(said, choices, causes)).toEqual({ cause });
  });

  it("may be nothing, the end, or unclear", () => {
    expect(["", " ", "?"].map((said) => understand(said, choices, causes))).toEqual(["unknown", "unknown", "unknown"]);
    expect(["q", "Quit", "退出"].map((said) => understand(said, choices, causes))).toEqual([
      "enough",
      "enough",
      "enough",
    ]);
    expect(
      ["6", "0", "certificate", "Mars attacks the building"].map((said) => understand(said, choices, causes)),
    ).toEqual(["unclear", "unclear", "unclear", "unclear"]);
  });
});

describe("the choices", () => {
  const known = { faults, causes };
  it("hold the right one among four others, the same for the same seed", () => {
    for (const each of faults) {
      const made = choicesOf(each, report, known, chanceOf("a"));
      expect(made).toContain(each.id);
      expect(new Set(made).size).toBe(5);
      expect(choicesOf(each, report, known, chanceOf("a"))).toEqual(made);
    }
    expect(choicesOf(fault, report, known, chanceOf("a"))).not.toEqual(choicesOf(fault, report, known, chanceOf("b")));
  });

  it("hold no look-alike of the right one, nor what the run cannot tell from it", () => {
    for (const each of faults) {
      const made = choicesOf(each, reports["look-alikes"], known, chanceOf("c"));
      for (const other of causes[each.id]?.lookAlikes ?? []) expect(made).not.toContain(other);
      if (each.id !== "firewall-drops-port") expect(made).not.toContain("firewall-drops-port");
    }
  });
});

it("chance shuffles without losing anything", () => {
  const list = Array.from({ length: 50 }, (_, at) => at);
  const mixed = shuffled(list, chanceOf("seed"));
  expect(mixed).not.toEqual(list);
  expect(mixed.toSorted((a, b) => a - b)).toEqual(list);
  expect(shuffled(list, chanceOf("seed"))).toEqual(mixed);
});

describe("the score of a diagnosis", () => {
  it("is right if the first standing cause is the injected fault", () => {
    expect(scoreOf(fault, report)).toMatchObject({ answer: "cert-expired", standing: "confirmed", right: true });
    const other = faultOf("db-access-denied") ?? fault;
    expect(scoreOf(other, reports["two-faults"])).toMatchObject({ answer: "cert-expired", right: false });
    expect(scoreOf(fault, reports.healthy)).toEqual({ answer: null, standing: null, confidence: 0, right: false });
  });
});
