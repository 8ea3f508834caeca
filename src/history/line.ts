import { crc32 } from "node:zlib";
import { runStates, type TargetState } from "../model/history.js";
import { reportStatuses } from "../model/report.js";
import { isRunId, type Run, type Told } from "./run.js";

/**
 * A run as one line: fields between tabs, the first of them the CRC-32 of the rest in eight hexadecimal digits, so that a
 * line that was cut or damaged is known. Then the id, when it began, when the last like it began, how many there were, what
 * it told as JSON with keys of one letter, and its times. Most runs tell the same, word for word: that is read once.
 */
type Short = {
  readonly s: Told["status"];
  readonly p: string;
  readonly n: { readonly [subject: string]: string };
  readonly c?: { readonly [subject: string]: readonly string[] };
  readonly x?: 1;
};

const letterOf = Object.fromEntries(runStates.map((state) => [state, state.slice(0, 1)])) as Record<
  TargetState,
  string
>;
const stateOf: ReadonlyMap<string, TargetState> = new Map(runStates.map((state) => [letterOf[state], state]));

const sum = (text: string): string => crc32(text).toString(16).padStart(8, "0");

const shortOf = ({ status, profile, states, causes, interrupted }: Told): Short => ({
  s: status,
  p: profile,
  n: Object.fromEntries(Object.entries(states).map(([subject, state]) => [subject, letterOf[state]])),
  ...(Object.keys(causes).length === 0 ? {} : { c: causes }),
  ...(interrupted ? { x: 1 } : {}),
});

export const encode = ({ id, at, until, count, told, times }: Run): string => {
  const fields = [id, at, until, count, JSON.stringify(shortOf(told)), JSON.stringify(times)];
  const text = fields.join("\t");
  return `${sum(text)}\t${text}\n`;
};

const toldIn = (text: string): Told => {
  const { s, p, n, c = {}, x } = JSON.parse(text) as Short;
  const states = Object.entries(n).map(([subject, letter]) => [subject, stateOf.get(letter) ?? "unknown"] as const);
  const status = reportStatuses.find((one) => one === s) ?? "error";
  return { status, profile: p, states: Object.fromEntries(states), causes: c, interrupted: x === 1 };
};

/** A run that was read. Its times are understood when somebody asks: of most runs nobody does. */
class ReadRun implements Run {
  constructor(
    readonly id: string,
    readonly at: number,
    readonly until: number,
    readonly count: number,
    readonly told: Told,
    private readonly measured: string,
  ) {}
  get times(): Run["times"] {
    return JSON.parse(this.measured);
  }
}

/** Reads a line; null: it is damaged. */
export type ReadLine = (line: string) => Run | null;

export const lineReader = (): ReadLine => {
  const known = new Map<string, Told>();
  const toldBy = (words: string): Told => {
    const told = known.get(words) ?? toldIn(words);
    known.set(words, told);
    return told;
  };
  return (line) => {
    const text = line.slice(9);
    if (line[8] !== "\t" || sum(text) !== line.slice(0, 8)) return null;
    const [id = "", at = "", until = "", count, words = "", times = "[]"] = text.split("\t");
    if (id !== "" && !isRunId(id)) return null;
    const began = Number(at);
    return new ReadRun(id, began, until === at ? began : Number(until), Number(count), toldBy(words), times);
  };
};
