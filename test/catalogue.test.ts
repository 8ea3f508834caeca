import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import * as registry from "../checks/index.js";
import { lint } from "../src/engine/lint.js";
import { causes } from "../src/model/causes/index.js";
import type { AnyCheck } from "../src/model/check.js";
import { layers } from "../src/model/layer.js";
import { languages } from "../src/model/text.js";

/** The promises that hold for every check and cause that ships. */
const checks = Object.values(registry) as readonly AnyCheck[];
const chinese = /[\u4e00-\u9fff]/;

test("the catalogue has no problem that the lint knows of", () => {
  expect(lint(checks, causes)).toEqual([]);
});

test("a check's id is its file's name, and every file is registered", () => {
  const files = readdirSync(resolve(import.meta.dirname, "../checks"))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.replace(/\.ts$/, ""))
    .filter((name) => name !== "index");
  expect(checks.map(({ id }) => id).sort()).toEqual(files.sort());
});

test("every layer has a check", () => {
  expect([...new Set(checks.map(({ layer }) => layer))].sort()).toEqual([...layers].sort());
});

test.each(checks.map((check) => [check.id, check] as const))(
  "check %s speaks both languages and explains its settings",
  (_, check) => {
    const texts = [
      check.title,
      check.about,
      ...Object.values(check.questions),
      ...Object.values(check.signals as AnyCheck["signals"]).map((signal) => (signal as { text: unknown }).text),
      ...Object.values(check.settings as AnyCheck["settings"]).map((setting) => (setting as { help: unknown }).help),
    ] as { en: string; zh: string }[];
    for (const text of texts) {
      for (const language of languages) expect(text[language].trim()).not.toBe("");
      expect(text.zh).toMatch(chinese);
      expect(text.en).not.toMatch(chinese);
    }
  },
);

test.each(Object.entries(causes))("cause %s speaks both languages and says what to do", (_, cause) => {
  for (const text of [cause.title, cause.about, ...cause.advice.map((one) => one.text)]) {
    expect(text.zh).toMatch(chinese);
    expect(text.en).not.toMatch(chinese);
  }
  expect(cause.advice.length).toBeGreaterThan(0);
  for (const { command, expect: promised } of cause.advice)
    expect(promised === undefined || command !== undefined).toBe(true);
});

test("nothing advises to weaken TLS", () => {
  const words = JSON.stringify(causes);
  expect(words).not.toMatch(/--insecure|"-k"|NODE_TLS_REJECT_UNAUTHORIZED|skip-ssl|verify-none|rejectUnauthorized/i);
});
