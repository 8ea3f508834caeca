import type { TraceHop } from "../model/io.js";
import type { Context } from "./context.js";
import { canonical, type IcmpReason } from "./icmp-packet.js";
import { readPing } from "./icmp-program.js";
import { runProgram } from "./program.js";
import { askedOf, mostHops, type Traced, type TraceOrder, traceOf } from "./trace-probes.js";

export type TraceProgram = "traceroute" | "ping" | "tracepath" | "tracert";

/** What stands behind a time: traceroute(8), tracepath(8). */
const marks: { readonly [mark: string]: IcmpReason } = {
  N: "network-unreachable",
  H: "host-unreachable",
  A: "prohibited",
  X: "prohibited",
  S: "prohibited",
  C: "prohibited",
  V: "prohibited",
  P: "protocol-unreachable",
  U: "network-unreachable",
};

const hopLine = /^\s*(\d{1,2})(\?)?[:\s]\s*(.*)$/;
const address = /(?:^|[\s([])((?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?=[\s)\],.]|$)/;
const time = /([\d.,]+)\s*ms/;
const mark = /\s!([A-Z])\b/;

/**
 * Reads what traceroute (Linux, BSD, busybox), tracepath or tracert print for one address, by structure and in any language: a
 * number of the hop, stars or times, and an address. Pure.
 */
export const readTrace = (output: string, target: string): Traced => {
  const own = canonical(target);
  const seen = new Map<number, TraceHop>();
  for (const line of output.split(/\r?\n/)) {
    const [, number, guessed, rest = ""] = hopLine.exec(line) ?? [];
    const found = address.exec(rest)?.[1];
    if (number === undefined || guessed !== undefined || found === undefined) continue;
    const ttl = Number(number);
    const rtt = time.exec(rest)?.[1];
    const refusal = marks[mark.exec(rest)?.[1] ?? ""];
    // Windows says in its own language why a hop does not pass packets on, and gives it neither time nor star.
    const mute = refusal === undefined && rtt === undefined && !rest.includes("*");
    const reason = canonical(found) === own ? undefined : (refusal ?? (mute ? "other" : undefined));
    if (seen.has(ttl) && reason === undefined) continue;
    seen.set(ttl, {
      ttl,
      address: canonical(found),
      ...(rtt === undefined ? {} : { rtt: Number(rtt.replace(",", ".")) }),
      ...(reason === undefined ? {} : { unreachable: reason }),
    });
  }
  return traceOf(seen, own);
};

const seconds = (ms: number): string => String(Math.max(0.2, Math.round(ms / 100) / 10));
/** BSD's programs know no fractions. */
const wholeSeconds = (ms: number): string => String(Math.max(1, Math.round(ms / 1000)));

/** The program and its arguments: numeric, one probe per hop, ending within the time-out where the program can. */
export const traceCommand = (
  program: Exclude<TraceProgram, "ping">,
  platform: string,
  to: string,
  timeout: number,
  most = mostHops,
): readonly [string, readonly string[]] => {
  const hops = String(most);
  if (program === "tracert") return ["tracert", ["-d", "-h", hops, "-w", String(Math.ceil(timeout / 8)), to]];
  if (program === "tracepath") return ["tracepath", ["-n", "-m", hops, to]];
  const name = platform === "linux" || !to.includes(":") ? "traceroute" : "traceroute6";
  // Sixteen probes at a time are Linux's own way: two rounds reach the last hop.
  const wait = platform === "linux" ? seconds(timeout / 2.5) : wholeSeconds(timeout / 8);
  return [name, ["-n", "-q", "1", "-w", wait, "-m", hops, to]];
};

/** The system's own program. Rejects if it is missing; undefined: it printed no hop, not even a silent one. */
export const traceByProgram = async (
  context: Context,
  program: Exclude<TraceProgram, "ping">,
  to: string,
  { timeout, signal, enough, hops }: TraceOrder,
): Promise<Traced | undefined> => {
  const command = traceCommand(program, process.platform, to, timeout, hops);
  const { stdout } = await runProgram(context, command, timeout, signal, enough);
  return /^\s*1\??[:\s]/m.test(stdout) ? readTrace(stdout, to) : undefined;
};

/** Programs that run at the same time. */
const atOnce = 6;

/** `order.timeout`: milliseconds for this one hop. */
const hopByPing = async (
  context: Context,
  to: string,
  ttl: number,
  order: TraceOrder,
): Promise<TraceHop | undefined> => {
  const limit = process.platform === "linux" ? "-t" : "-m";
  const wait = order.timeout;
  const patience = process.platform === "darwin" ? String(Math.ceil(wait)) : seconds(wait);
  const args = ["-n", "-c", "1", "-W", patience, limit, String(ttl), to];
  const { stdout } = await runProgram(context, ["ping", args], wait, order.signal, order.enough);
  const { replies, errors } = readPing(stdout, to);
  if (replies[0] !== undefined) return { ttl, address: canonical(to), rtt: replies[0] };
  const [error] = errors;
  if (error?.from === undefined) return undefined;
  const passing = error.reason === "time-exceeded" || error.from === canonical(to);
  return { ttl, address: error.from, ...(passing ? {} : { unreachable: error.reason }) };
};

/** The system's `ping` with growing TTL, a few at a time, as long as the time-out allows. Rejects if it is missing. */
export const traceByPing = async (context: Context, to: string, order: TraceOrder): Promise<Traced> => {
  const until = performance.now() + order.timeout;
  const remaining = (): number => until - performance.now();
  const target = canonical(to);
  const seen = new Map<number, TraceHop>();
  const isLast = (ttl: number, hop = seen.get(ttl)): boolean =>
    hop !== undefined && (hop.address === target || hop.unreachable !== undefined);
  const left: number[] = [...askedOf(order)];
  const over = (): boolean => order.signal.aborted || order.enough?.aborted === true || remaining() <= 0;
  const work = async (): Promise<void> => {
    for (let ttl = left.shift(); ttl !== undefined && !over(); ttl = left.shift()) {
      const timeout = Math.min(order.timeout / 4, Math.max(1, remaining()));
      const hop = await hopByPing(context, to, ttl, { ...order, timeout });
      if (hop !== undefined) seen.set(ttl, hop);
      if (ttl <= mostHops && isLast(ttl)) left.length = 0;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return traceOf(seen, target);
};
