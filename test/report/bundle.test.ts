import { describe, expect, it } from "vitest";
import type { Report } from "../../src/model/report.js";
import { unifiedCheck } from "../../src/model/tax-number.js";
import { bundle, countsOf } from "../../src/report/bundle.js";
import { mask } from "../../src/report/redact.js";
import { storedReport } from "../../src/report/schema.js";
import { reports } from "./reports.js";

const options = {
  lang: "zh",
  width: 100,
  color: false,
  unicode: true,
  verbose: true,
  quiet: false,
  utcOffset: 0,
} as const;

const canaries = {
  secret: "correct-horse-battery",
  "tax-number": `91350100M000100Y4${unifiedCheck("91350100M000100Y4")}`,
  "identity-card": "11010519491231002X",
  "bank-card": "6222021234567890128",
  phone: "13812345678",
  address: "203.0.113.77",
} as const;
const all = Object.values(canaries).join(" / ");

/** Words of a closed set and times: the schema would refuse anything else there. */
const closed = new Set(["tool", "status", "level", "layer", "kind", "standing", "party", "verdict", "startedAt", "at"]);
const open = new Set(["target", "settings", "looks", "data"]);

/** A canary of every kind in every field that may hold a text, and in the keys where these come from outside. */
const poison = (value: unknown, key: string, within: boolean): unknown => {
  if (typeof value === "string") return !within && closed.has(key) ? value : `${value} ${all}`;
  if (Array.isArray(value)) return value.map((one) => poison(one, key, within));
  if (value === null || typeof value !== "object") return value;
  const inside = within || open.has(key);
  const entries = Object.entries(value).map(([name, one]) => [name, poison(one, name, inside)] as const);
  return Object.fromEntries(inside ? [...entries, [`key ${all}`, all]] : entries);
};

const placesOf = (value: unknown, place = ""): string[] => {
  if (typeof value === "string") return value.includes(canaries.phone) ? [place] : [];
  if (Array.isArray(value)) return value.flatMap((one, at) => placesOf(one, `${place}[${at}]`));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value)
    .filter(([key]) => !key.startsWith("key "))
    .flatMap(([key, one]) => placesOf(one, place === "" ? key : `${place}.${key}`));
};

const poisoned = poison(reports["one-fault"], "", false) as Report;
const environment = poison({ host: { hostname: "till-7", interfaces: [{ name: "eth0" }] } }, "", true) as object;
const command = ["invoice-diag", "check", `https://u:${canaries.secret}@h/?q=${canaries.phone}`, all];
const input = { report: poisoned, environment, command };
const packed = bundle(input, { ...options, secrets: [canaries.secret], addresses: true });

describe("a bundle of a report with a canary in every field", () => {
  it.each(Object.entries(canaries))("holds no %s in any of its files", (_, canary) => {
    for (const [name, text] of Object.entries(packed.files)) {
      expect(text.length, name).toBeGreaterThan(0);
      expect(text.toLowerCase(), name).not.toContain(canary.toLowerCase());
    }
  });

  it("lists each place once for each kind, with the number of times", () => {
    const places = placesOf(poisoned);
    expect(places.length).toBeGreaterThan(100);
    for (const kind of Object.keys(canaries)) {
      const listed = packed.removed.filter((one) => one.kind === kind).map((one) => one.place);
      expect(new Set(listed).size).toBe(listed.length);
      const lacking = places.filter((place) => !listed.includes(`report.json: ${place}`));
      expect(lacking, kind).toEqual([]);
      for (const file of ["environment.json: host.hostname", "run.log:1"]) expect(listed).toContain(file);
    }
    expect(JSON.parse(packed.files["removed.json"] ?? "")).toEqual(packed.removed);
    expect(packed.files["README.txt"]).toContain(
      `${countsOf(packed.removed).find(([kind]) => kind === "phone")?.[1]} ×`,
    );
  });

  it("keeps a report that its schema accepts, and what belongs together together", () => {
    const report = JSON.parse(packed.files["report.json"] ?? "");
    expect(storedReport(report)).toHaveProperty("report");
    expect(report.profile).toBe(
      `开票系统-生产 ${mask} / [tax-number-1] / [identity-card-1] / [bank-card-1] / [phone-1] / [address-${/address-(\d+)/.exec(report.profile)?.[1]}]`,
    );
    expect(new Set(packed.files["report.json"]?.match(/\[phone-\d+\]/g))).toEqual(new Set(["[phone-1]"]));
  });

  it("takes out a number that the profile expects, and no figure that was measured", () => {
    const [first, ...rest] = reports["one-fault"].results;
    if (first === undefined) throw new Error("no result");
    const target = { expect: { json: { "$.phone": 13_812_345_678 } }, memory: 13_812_345_678 };
    const report = { ...reports["one-fault"], results: [{ ...first, target }, ...rest] };
    const { files, removed } = bundle({ ...input, report, command: [] }, { ...options, secrets: [], addresses: false });
    expect(JSON.parse(files["report.json"] ?? "").results[0].target).toEqual({
      expect: { json: { "$.phone": "[phone-1]" } },
      memory: 13_812_345_678,
    });
    expect(removed).toContainEqual({
      kind: "phone",
      place: "report.json: results[0].target.expect.json.$.phone",
      count: 1,
    });
  });
});

describe("a bundle of a report that holds nothing private", () => {
  const plain = bundle(
    { report: reports["one-fault"], environment: { host: { hostname: "till-7" } }, command: ["invoice-diag", "check"] },
    { ...options, secrets: [], addresses: false },
  );

  it("changes nothing in it, and says so", () => {
    expect(JSON.parse(plain.files["report.json"] ?? "")).toEqual(reports["one-fault"]);
    expect(plain.removed).toEqual([]);
    expect(plain.files["README.txt"]).toContain("Nothing had to be taken out.");
    expect(plain.files["README.txt"]).toContain("--redact-addresses");
  });

  it("tells in its log what happened when", () => {
    const lines = (plain.files["run.log"] ?? "").trim().split("\n").slice(1);
    const times = lines.map((line) => line.slice(0, 24));
    expect(times.slice(1, -1)).toEqual(times.slice(1, -1).toSorted());
    expect(lines[0]).toMatch(/^2025-11-23T04:00:12\.345Z begin/);
    expect(lines.some((line) => /fail +tls:invoice-api 证书已于/.test(line))).toBe(true);
    expect(lines.at(-1)).toMatch(/end +fail: /);
  });
});
