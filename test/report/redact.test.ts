import { describe, expect, it } from "vitest";
import type { Report } from "../../src/model/report.js";
import { forms, type PrintOptions, printerFor } from "../../src/report/index.js";
import { mask, masker, redact } from "../../src/report/redact.js";
import { reports } from "./reports.js";

const canary = `pä"ss/w+rd\\n ?&=%ü`;
const options: PrintOptions = {
  lang: "en",
  width: 10_000,
  color: false,
  unicode: true,
  verbose: true,
  quiet: false,
  utcOffset: 0,
};

/** A secret wherever a string may stand, keys included, once as it is and once embedded. */
const poisoned = (report: Report, secret: string): Report => {
  const fields = new Set([
    "tool",
    "status",
    "level",
    "layer",
    "kind",
    "standing",
    "party",
    "verdict",
    "startedAt",
    "at",
  ]);
  const poison = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return fields.has(key) ? value : `${value} <${secret}>`;
    if (Array.isArray(value)) return value.map((one) => poison(one, key));
    if (value === null || typeof value !== "object") return value;
    const entries = Object.entries(value).map(([name, one]) => [name, poison(one, name)] as const);
    const open = ["target", "settings", "data", "places"].includes(key);
    return Object.fromEntries(open ? [...entries, [`key ${secret}`, secret]] : entries);
  };
  return poison(report, "") as Report;
};

describe("masker", () => {
  const text = masker([canary, "short"]);
  it.each([
    ["as it is", canary],
    ["percent-encoded", encodeURIComponent(canary)],
    ["percent-encoded in lower case", encodeURIComponent(canary).replace(/%../g, (one) => one.toLowerCase())],
    ["in a form", new URLSearchParams({ a: canary }).toString().slice(2)],
    ["in JSON", JSON.stringify(canary).slice(1, -1)],
    ["in JSON in JSON", JSON.stringify(JSON.stringify(canary)).slice(3, -3)],
    ["in the name of a certificate", canary.replace(/["\\+]/g, "\\$&")],
  ])("masks it %s", (_, form) => {
    const masked = text(`before ${form} after ${form}`);
    expect(masked).toBe(`before ${mask} after ${mask}`);
  });

  it("masks what a cut has left of it, but no word that only begins alike", () => {
    const long = masker(["password-of-the-day", "other-secret"]);
    for (const end of ["", "…", "… and more", "”, it says"]) {
      expect(long(`before password-of-t${end}`)).toBe(`before ${mask}${end}`);
      expect(long(`other-other-secre${end}`)).toBe(`other-${mask}${end}`);
      expect(long(`passwor${end}`)).toBe(`${mask}${end}`);
      expect(long(`passw${end}`)).toBe(`passw${end}`);
    }
    expect(long("using password: YES, other-sectors")).toBe("using password: YES, other-sectors");
    expect(long("password password-of-the-day password-…")).toBe(`password ${mask} ${mask}…`);
  });

  it.each(["", "u", "us", "usr", "user:", "some-user:"])("masks its base64 form behind %j", (before) => {
    for (const kind of ["base64", "base64url"] as const) {
      const whole = Buffer.from(`${before}${canary}tail`).toString(kind);
      const masked = text(`Basic ${whole}`);
      expect(masked).toContain(mask);
      const left = masked.replace("Basic ", "").split(mask).join("");
      // What is left over may tell the neighbours of the secret, and two bits of its first and last bytes at most.
      expect(left.length).toBeLessThanOrEqual(Math.ceil((before.length * 4) / 3) + 8);
    }
  });

  it("leaves texts alone that are shorter than six characters", () => {
    expect(text("a short text")).toBe("a short text");
  });

  it("masks the longer of two secrets where one contains the other", () => {
    expect(masker(["secret", "secret-and-more"])("x secret-and-more y")).toBe(`x ${mask} y`);
  });
});

describe("redact", () => {
  const report = redact(poisoned(reports["one-fault"], canary), [canary]);

  it.each(forms)("leaves no canary in the form %s", async (form) => {
    const printed = (await printerFor(form))(report, options);
    expect(printed.length).toBeGreaterThan(0);
    const encodings = [canary, encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1)];
    for (const one of encodings) expect(printed).not.toContain(one);
    expect(printed).not.toContain("w+rd");
  });

  it("would have been seen: the same report without redaction shows it", async () => {
    const printed = (await printerFor("json"))(poisoned(reports["one-fault"], canary), options);
    expect(printed).toContain(JSON.stringify(canary).slice(1, -1));
  });

  it("keeps the words of the schema even if a password is one of them", () => {
    const same = redact(reports["one-fault"], ["blocked", "transport", "confirmed", "results", "diagnosis"]);
    expect(same.results.map((one) => one.status)).toEqual(reports["one-fault"].results.map((one) => one.status));
    expect(same.diagnosis.causes[0]?.standing).toBe("confirmed");
  });

  it("changes nothing without secrets", () => {
    expect(redact(reports.healthy, [])).toEqual(reports.healthy);
  });
});
