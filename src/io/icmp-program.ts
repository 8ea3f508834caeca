import type { Failure } from "../model/failure.js";
import type { EchoSeries } from "../model/io.js";
import { classify, failure } from "./classify.js";
import type { Context } from "./context.js";
import { canonical, type IcmpReason } from "./icmp-packet.js";
import { countErrors, type EchoOrder, longestRun, lostBefore } from "./icmp-series.js";
import { runProgram } from "./program.js";

/** The words of `ping` (iputils, BSD) under LC_ALL=C for what an ICMP error says. */
const reasons: readonly (readonly [RegExp, IcmpReason])[] = [
  [/prohibited|filtered|precedence|policy|reject/i, "prohibited"],
  [/net(work)? (unreachable|unknown)|no route/i, "network-unreachable"],
  [/host (unreachable|unknown|isolated)|address unreachable|beyond scope/i, "host-unreachable"],
  [/protocol unreachable/i, "protocol-unreachable"],
  [/port unreachable/i, "port-unreachable"],
  [/time to live exceeded|hop limit|time exceeded/i, "time-exceeded"],
  [/frag needed|packet too big/i, "packet-too-big"],
];

const replyLine = /^\d+ bytes from ([^\s,]+?)[:,] .*?seq=(\d+) .*?time[=<]([\d.]+) ?ms/;
const errorLine = /^(?:From|\d+ bytes from) ([0-9a-fA-F:.%\w]+?)(?::|,)? (?:icmp_seq=\d+ )?(\D.*)$/;
/** Windows, in any language: our address and exactly one number of milliseconds. */
const windowsTime = /[=<]\s*([\d.,]+)\s*ms/gi;

type Read = Pick<EchoSeries, "replies" | "errors" | "inARow" | "lostBefore"> & { readonly sent?: number };

/** Linux counts from 1, BSD from 0; a reply to a number beyond what was sent is none. */
const lossesOf = (sequences: readonly number[], sent: number): Pick<EchoSeries, "inARow" | "lostBefore"> => {
  const first = sequences.includes(0) ? 0 : 1;
  const answered = Array.from({ length: sent }, (_, at) => sequences.includes(first + at));
  return { inARow: longestRun(answered), ...lostBefore(answered) };
};

/** Reads the output of `ping` for one address. Replies of other senders and doubled ones do not count. Pure. */
export const readPing = (output: string, address: string): Read => {
  const own = canonical(address);
  const replies = new Map<number, number>();
  const errors: { from: string; reason: IcmpReason }[] = [];
  for (const line of output.split(/\r?\n/)) {
    const reply = replyLine.exec(line);
    const error = reply === null ? errorLine.exec(line) : null;
    const times = [...line.matchAll(windowsTime)];
    if (reply !== null) {
      const sequence = Number(reply[2]);
      if (canonical(reply[1] ?? "") === own && !replies.has(sequence)) replies.set(sequence, Number(reply[3]));
    } else if (error !== null) {
      const reason = reasons.find(([words]) => words.test(error[2] ?? ""))?.[1];
      if (reason !== undefined) errors.push({ from: canonical(error[1] ?? ""), reason });
    } else if (times.length === 1 && line.includes(own)) {
      replies.set(replies.size, Number(times[0]?.[1]?.replace(",", ".")));
    }
  }
  const sent = /^(\d+) packets transmitted/m.exec(output)?.[1];
  return {
    ...(sent === undefined ? {} : { sent: Number(sent), ...lossesOf([...replies.keys()], Number(sent)) }),
    replies: [...replies].sort(([a], [b]) => a - b).map(([, ms]) => ms),
    errors: countErrors(errors),
  };
};

/** The program and its arguments; the unit of `-W` differs. */
export const pingCommand = (
  platform: string,
  address: string,
  { count, interval, timeout }: Omit<EchoOrder, "signal">,
): readonly [string, readonly string[]] => {
  const number = String(count);
  if (platform === "win32") return ["ping", ["-n", number, "-w", String(Math.ceil(timeout)), address]];
  const common = ["-n", "-c", number, "-i", String(interval / 1000)];
  if (platform === "darwin" && address.includes(":")) return ["ping6", [...common, address]];
  const wait = platform === "darwin" ? Math.ceil(timeout) : Math.max(1, Math.ceil(timeout / 1000));
  return ["ping", [...common, "-W", String(wait), address]];
};

/**
 * Intervals to try, in milliseconds: unprivileged users may be held to 200 (iputils before 2022, BSD, busybox), and what is
 * refused costs nothing. A longer interval means fewer requests, so that the series ends in about the same time.
 */
const variants = ({ count, interval, timeout, signal }: EchoOrder): EchoOrder[] =>
  [interval, ...[200, 1000].filter((allowed) => allowed > interval)].map((allowed) => {
    if (allowed === interval) return { count, interval, timeout, signal };
    const wanted = Math.max(10, Math.floor((count * interval) / allowed));
    const possible = Math.max(2, Math.floor((count * interval + timeout / 2) / allowed));
    const fitting = Math.min(count, wanted, possible);
    return { count: fitting, interval: allowed, timeout: Math.max(1000, timeout - fitting * allowed), signal };
  });

/** Echo requests by the system's `ping` program. A failure: it is missing, not permitted, or could send nothing. */
export const echoByProgram = async (
  context: Context,
  address: string,
  order: EchoOrder,
): Promise<EchoSeries | Failure> => {
  let complaint = "";
  for (const variant of variants(order)) {
    const command = pingCommand(process.platform, address, variant);
    const within = variant.count * variant.interval + variant.timeout + 1000;
    try {
      const { stdout, stderr } = await runProgram(context, command, within, order.signal);
      if (order.signal.aborted) return failure("aborted", "query", "aborted while pinging");
      const { sent = process.platform === "win32" ? variant.count : 0, ...read } = readPing(stdout, address);
      const { replies, errors } = read;
      // A complaint instead of answers: it could not send, and what was not sent was not lost.
      if (sent > 0 && (stderr.trim() === "" || replies.length > 0 || errors.length > 0))
        return { how: "ping", sent, ...read };
      complaint = stderr;
      if (sent > 0) break;
    } catch (error) {
      return classify(error, "query");
    }
  }
  return failure("not-permitted", "query", complaint || "ping could send nothing");
};
