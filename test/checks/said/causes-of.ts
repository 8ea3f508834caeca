import { readContent } from "../../../checks/api/page.js";
import { api } from "../../../checks/api.js";
import { diagnose } from "../../../src/engine/diagnose.js";
import { endingOf, judge } from "../../../src/engine/judge.js";
import { causes } from "../../../src/model/causes/index.js";
import type { AnyCheck } from "../../../src/model/check.js";
import type { Json } from "../../../src/model/json.js";
import type { Result } from "../../../src/model/result.js";
import { stands } from "../../../src/model/status.js";
import { checks } from "../../engine/step.js";
import type { Dressed } from "./envelopes.js";

const wishes = {
  code: { status: 200, json: { "$.code": "0000" } },
  xml: { status: 200, type: "xml" },
  nothing: { status: 200 },
} as const;
const located = {
  host: "api.test",
  source: "dns",
  addresses: [{ address: "203.0.113.9", family: 4, scope: "routed" }],
};
const times = { name: 1, connect: 1, tls: 1, firstByte: 5, body: 1 };
const check = api as unknown as AnyCheck;

/** The causes that stand where an API answers so, as words of the catalogue, the first first. */
export const causesOf = ({ status, type, body, wants }: Dressed): string[] => {
  const expect = wishes[wants];
  const content = readContent(body, { failed: status !== 200, ...("json" in expect ? { json: expect.json } : {}) });
  const value = { status, address: "203.0.113.9", type, bodyBytes: body.length, times, content };
  const looks = [{ located, attempt: { ok: true, ms: 9, value } }] as unknown as Json[];
  const target = { as: "api", host: "api.test", port: 80, url: "http://api.test/", expect } as unknown as Json;
  const settings = { slow: 3000 };
  const evidence = judge(check, { target, settings, looks, now: new Date(0), others: () => [], overruled: {} });
  const result = {
    ...{ step: "api:api", check: "api", subject: "api", layer: "application", ms: 9, at: "2026-01-01T00:00:00.000Z" },
    ...{ places: { target: "api" }, target, settings, looks, evidence, blockedBy: [] },
    ...endingOf(check, evidence),
  } as unknown as Result;
  const { causes: found } = diagnose([result], { checks, causes, targets: [], leftOut: [] });
  return found.filter(stands).map(({ id }) => id);
};
