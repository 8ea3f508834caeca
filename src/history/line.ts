import { crc32 } from "node:zlib";
import { runStates, type TargetState } from "../model/history.js";
import type { ReportStatus } from "../model/report.js";
import { isRunId, type Run } from "./run.js";

/**
 * A run as one line of a segment: its CRC-32 in eight hexadecimal digits, a blank, JSON with keys of one letter, a line
 * break. A line that was cut or damaged does not fit its sum.
 */
type Short = {
  readonly i: string;
  readonly t: number;
  readonly s: ReportStatus;
  readonly p: string;
  readonly n: { readonly [subject: string]: string };
  readonly c?: { readonly [subject: string]: readonly string[] };
  readonly l?: { readonly [subject: string]: number };
  readonly x?: 1;
  readonly k?: number;
  readonly u?: number;
};

const letterOf = Object.fromEntries(runStates.map((state) => [state, state.slice(0, 1)])) as Record<
  TargetState,
  string
>;
const stateOf: ReadonlyMap<string, TargetState> = new Map(runStates.map((state) => [letterOf[state], state]));

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;
const sum = (text: string): string => crc32(text).toString(16).padStart(8, "0");

export const encode = (run: Run): string => {
  const short: Short = {
    i: run.id,
    t: run.at,
    s: run.status,
    p: run.profile,
    n: Object.fromEntries(Object.entries(run.states).map(([subject, state]) => [subject, letterOf[state]])),
    ...(isEmpty(run.causes) ? {} : { c: run.causes }),
    ...(isEmpty(run.times) ? {} : { l: run.times }),
    ...(run.interrupted ? { x: 1 } : {}),
    ...(run.count === 1 ? {} : { k: run.count, u: run.until }),
  };
  const text = JSON.stringify(short);
  return `${sum(text)} ${text}\n`;
};

/** Null: the line is damaged. */
export const decode = (line: string): Run | null => {
  const text = line.slice(9);
  if (line[8] !== " " || sum(text) !== line.slice(0, 8)) return null;
  const { i, t, s, p, n, c = {}, l = {}, x, k = 1, u = t } = JSON.parse(text) as Short;
  if (k === 1 && !isRunId(i)) return null;
  const states: { [subject: string]: TargetState } = {};
  for (const subject of Object.keys(n)) states[subject] = stateOf.get(n[subject] ?? "") ?? "unknown";
  return {
    id: i,
    at: t,
    status: s,
    profile: p,
    states,
    causes: c,
    times: l,
    interrupted: x === 1,
    count: k,
    until: u,
  };
};
