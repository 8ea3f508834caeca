import { describe, expect, it } from "vitest";
import { reasonIn } from "../../checks/api/reasons.js";
import { causesOf } from "./said/causes-of.js";
import { healthy, refusals } from "./said/corpus.js";
import { answerOf } from "./said/heard.js";
import { heardFirst } from "./said/heard-first.js";
import { heardLast } from "./said/heard-last.js";
import { heardLater } from "./said/heard-later.js";
import { heardNext } from "./said/heard-next.js";
import { heardWell } from "./said/heard-well.js";
import { heardWellToo } from "./said/heard-well-too.js";
import { noReason } from "./said/no-reason.js";
import { usualPages } from "./said/usual-pages.js";

/** What platforms say, in many wordings: whatever the dress, the first cause is the one that the words name. */

describe("a refusal", () => {
  it.each(refusals.map(({ cause, said, answer }) => [cause, said, answer] as const))("%s: %s", (cause, _, answer) => {
    expect(causesOf(answer)[0], answer.body).toBe(cause);
  });
  it.each(
    [...heardFirst, ...heardNext, ...heardLater, ...heardLast, ...usualPages].map(
      (heard) => [heard[0], heard[1], heard] as const,
    ),
  )("%s: %s", (causes, body, heard) => {
    expect(causes.split("|"), body).toContain(causesOf(answerOf(heard))[0]);
  });
});

describe("no refusal", () => {
  it.each(healthy.map(({ answer }) => [answer.body, answer] as const))("%s", (_, answer) => {
    expect(causesOf(answer)).toEqual([]);
  });
  it.each([...heardWell, ...heardWellToo].map((heard) => [heard[1], heard] as const))("%s", (_, heard) => {
    expect(causesOf(answerOf(heard))).toEqual([]);
  });
});

it.each(noReason)("%s: no reason", (sentence) => {
  expect(reasonIn(sentence)).toBeUndefined();
});
