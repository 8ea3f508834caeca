import { describe, expect, it } from "vitest";
import * as registry from "../../checks/index.js";
import { diagnose } from "../../src/engine/diagnose.js";
import { probability } from "../../src/engine/weights.js";
import { type Cause, type CauseTable, reportedId } from "../../src/model/cause.js";
import { api } from "../../src/model/causes/api.js";
import { database } from "../../src/model/causes/database.js";
import { causes } from "../../src/model/causes/index.js";
import { invoicing } from "../../src/model/causes/invoicing.js";
import { security } from "../../src/model/causes/security.js";
import { session } from "../../src/model/causes/session.js";
import { told } from "../../src/model/causes/told.js";
import type { AnyCheck, Signal } from "../../src/model/check.js";
import type { Evidence, Result } from "../../src/model/result.js";

/** Each answer that speaks for a cause, alone in an otherwise healthy world: the cause, or who looks just like it, stands first. */
const checks = Object.values(registry) as readonly AnyCheck[];
const fields: { readonly [id: string]: Cause } = {
  ...session,
  ...api,
  ...told,
  ...security,
  ...database,
  ...invoicing,
};

const signalsOf = (check: AnyCheck): [string, Signal][] => Object.entries(check.signals as Record<string, Signal>);
const evidenceOf = (check: AnyCheck, id: string): Evidence => {
  const { answers, level, text } = check.signals[id] as Signal;
  return { question: answers, signal: id, level, text, data: {} };
};

const places = {
  "this-host": "me",
  target: "api",
  host: "10.0.0.5",
  endpoint: "10.0.0.5:443",
  "virtual-host": "api.test:443",
  name: "api.test",
} as const;

/** Who is not let in is told nothing more: no later question is answered. */
const ends = new Set(["db/login-error", "db/login-cut", "db/greeting-error", "db/select-fails"]);
/** A rule that is broken is counted as well, by a question of its own. */
const companion: { readonly [check: string]: string } = { payload: "rules-broken" };

/** What a check says where only this is out of order; `undefined`: all is well. */
const resultOf = (check: AnyCheck, wrong: string | undefined): Result => {
  const question = wrong === undefined ? undefined : (check.signals[wrong] as Signal).answers;
  const healthy = new Map(
    signalsOf(check)
      .filter(([, one]) => one.level === "pass" && one.answers !== question && !ends.has(`${check.id}/${wrong}`))
      .reverse()
      .map(([id, one]) => [one.answers, id]),
  );
  const failing = wrong !== undefined && (check.signals[wrong] as Signal).level === "fail";
  const beside = failing ? companion[check.id] : undefined;
  if (beside !== undefined) healthy.set((check.signals[beside] as Signal).answers, beside);
  const ids = new Set([...healthy.values(), ...(wrong === undefined ? [] : [wrong])]);
  const level = wrong === undefined ? "pass" : (check.signals[wrong] as Signal).level;
  return {
    step: `${check.id}:api`,
    check: check.id,
    subject: "api",
    layer: check.layer,
    status: level === "note" ? "pass" : level,
    ms: 1,
    at: "2026-01-01T00:00:00.000Z",
    places,
    target: {},
    settings: {},
    looks: [],
    evidence: [...ids].map((id) => evidenceOf(check, id)),
    blockedBy: [],
  };
};

const raising = Object.entries(fields).flatMap(([id, cause]) =>
  Object.entries(cause.expects)
    .filter(([, word]) => probability[word] >= probability.sometimes)
    .flatMap(([key]) => {
      const [name = "", signal = ""] = key.split("/");
      const check = checks.find((one) => one.id === name);
      const level = (check?.signals[signal] as Signal | undefined)?.level;
      const speaks = level === "warn" || level === "fail" || (level === "note" && cause.kind === "note");
      return check !== undefined && speaks ? [{ id, check, signal }] : [];
    }),
);

/** Answers that several causes expect, and of which this one alone is not the likeliest. */
const better = (id: string, key: `${string}/${string}`): string[] =>
  Object.entries(causes)
    .filter(([other, cause]) => other !== id && probability[cause.expects[key] ?? "never"] >= probability.sometimes)
    .map(([other]) => other);

const wordOf = (id: string): string => reportedId(id, (causes as CauseTable)[id] as Cause);

describe("every answer that speaks for a cause of session, application and invoicing", () => {
  it("covers every cause of these fields", () => {
    expect([...new Set(raising.map(({ id }) => id))].sort()).toEqual(Object.keys(fields).sort());
  });

  it.each(raising.map((one) => [one.id, `${one.check.id}/${one.signal}`, one] as const))(
    "%s by %s",
    (id, key, { check, signal }) => {
      const targets = [{ name: "api", kind: "url", host: "api.test", dependsOn: [] }] as const;
      const { causes: found } = diagnose([resultOf(check, signal)], { checks, causes, targets, leftOut: [] });
      const standing = found.filter((one) => one.standing !== "ruled-out").map((one) => one.id);
      const shared = better(id, key as `${string}/${string}`).map(wordOf);
      const word = wordOf(id);
      expect([word, ...shared], `${key} raises ${standing.join(", ")}`).toContain(standing[0]);
      const notes = check.signals[signal].level === "note";
      if (shared.length === 0 && !notes) expect(standing[0]).toBe(word);
    },
  );
});
