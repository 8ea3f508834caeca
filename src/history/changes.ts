import type { AnyCheck } from "../model/check.js";
import type { Change, ChangeKind, Traits } from "../model/comparison.js";
import type { Report } from "../model/report.js";
import type { Result, Status } from "../model/result.js";
import { fill } from "../model/text.js";
import { causesAt, stateOf, subjectsOf } from "./run.js";
import { shiftOf } from "./statistics.js";
import { traitsOf } from "./traits.js";
import { changeWords } from "./words.js";

/** A step that both runs judged. */
export type Pair = {
  readonly was: Result;
  readonly is: Result;
  readonly ended: { readonly was: Status; readonly is: Status };
};
type Runs = { readonly before: Report; readonly after: Report; readonly checks: readonly AnyCheck[] };
type Word = keyof typeof changeWords;

const change = (
  kind: ChangeKind,
  at: { readonly subject: string; readonly step?: string },
  word: Word,
  data: { readonly was: string; readonly is: string; readonly [slot: string]: string | number },
): Change => ({ kind, ...at, was: data.was, is: data.is, text: fill(changeWords[word], data) });

const day = (iso: string): string => iso.slice(0, 10);
const milliseconds = (ms: number): string => `${Number(ms.toFixed(ms < 10 ? 1 : 0))} ms`;
/** Enough of a fingerprint to tell certificates apart on a screen; the whole one stands in the JSON. */
const short = (fingerprint: string): string => `${fingerprint.slice(0, 23)}…`;

const aboutCertificate = (at: Pick<Result, "subject" | "step">, was: Traits, is: Traits): Change[] => {
  const [old, now] = [was.certificate, is.certificate];
  if (old === undefined || now === undefined || old.fingerprint === now.fingerprint) return [];
  const span = ({ notBefore, notAfter }: typeof old): string => `${day(notBefore)} – ${day(notAfter)}`;
  const other = change("certificate", at, "certificate", { was: short(old.fingerprint), is: short(now.fingerprint) });
  return [
    { ...other, was: old.fingerprint, is: now.fingerprint },
    ...(old.issuer === now.issuer ? [] : [change("certificate", at, "issuer", { was: old.issuer, is: now.issuer })]),
    ...(span(old) === span(now) ? [] : [change("certificate", at, "dates", { was: span(old), is: span(now) })]),
  ];
};

const aboutAddresses = (at: Pick<Result, "subject" | "step">, was: Traits, is: Traits): Change[] => {
  if (was.addresses === undefined || is.addresses === undefined) return [];
  const [old, now] = [was.addresses, is.addresses].map((list) => [...new Set(list)].sort().join(", "));
  return old === undefined || now === undefined || old === now
    ? []
    : [change("address", at, "address", { was: old, is: now })];
};

const aboutLatency = (at: Pick<Result, "subject" | "step">, was: Traits, is: Traits): Change[] => {
  const [before, after] = [was.times ?? [], is.times ?? []];
  const shift = shiftOf(before, after);
  if (shift === undefined) return [];
  const data = { was: milliseconds(shift.was), is: milliseconds(shift.is) };
  const word = shift.is > shift.was ? "slower" : "faster";
  return [change("latency", at, word, { ...data, before: before.length, count: after.length })];
};

const aboutStep = ({ was, is, ended }: Pair, { checks }: Runs): Change[] => {
  const at = { subject: is.subject, step: is.step };
  const [old, now] = [traitsOf(was, checks), traitsOf(is, checks)];
  return [
    ...aboutCertificate(at, old, now),
    ...aboutAddresses(at, old, now),
    ...aboutLatency(at, old, now),
    ...(ended.was === ended.is || [ended.was, ended.is].includes("fail")
      ? []
      : [change("status", at, "status", { was: ended.was, is: ended.is })]),
  ];
};

/** A target that failed in both runs, for other causes. */
const aboutCauses = ({ before, after }: Runs): Change[] =>
  subjectsOf(after).flatMap((subject) => {
    if (stateOf(before, subject) !== "fail" || stateOf(after, subject) !== "fail") return [];
    const [was, is] = [before, after].map((report) => causesAt(report, subject).sort().join(", "));
    return !was || !is || was === is ? [] : [change("cause", { subject }, "cause", { was, is })];
  });

/** What is otherwise than before, be it good or bad. */
export const changesOf = (pairs: readonly Pair[], runs: Runs): Change[] => [
  ...pairs.flatMap((pair) => aboutStep(pair, runs)),
  ...aboutCauses(runs),
];
