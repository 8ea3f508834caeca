import type { TcpFacts } from "../model/io.js";
import type { Context } from "./context.js";
import { runProgram } from "./program.js";

const number = (word: string, text: string): number | undefined => {
  const found = new RegExp(`\\b${word}:(\\d+)`).exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** Bytes of the IP and TCP headers, and of the time stamps in each segment (RFC 7323), which `mss` leaves out. */
const headers = { 4: 40, 6: 60, stamps: 12 } as const;

/** Some kernels show no options at all; time stamps are then what nearly every connection has. */
const stamped = (output: string): boolean => /\sts\s/.test(output) || !/\ssack\s/.test(output);

const segmentOf = (output: string): number | null => {
  const mss = number("mss", output);
  if (mss === undefined) return null;
  const family = /\s\[[0-9a-f:]+\]:\d/i.test(output) ? 6 : 4;
  const size = mss + headers[family] + (stamped(output) ? headers.stamps : 0);
  return Math.min(size, number("pmtu", output) ?? size);
};

/** Reads one connection of `ss -ti`; what is 0 is left out there. Null: the connection is not listed. Pure. */
export const readTcpFacts = (output: string): TcpFacts | null => {
  if (!/\bcwnd:/.test(output)) return null;
  return {
    unacked: number("unacked", output) ?? 0,
    sacked: number("sacked", output) ?? 0,
    outOfOrder: number("rcv_ooopack", output) ?? 0,
    segment: segmentOf(output),
  };
};

/** Milliseconds that the program may take. */
const patience = 1000;

/** What the kernel knows of an open connection from a local port; needs no privileges. Null: not available (no `ss`). */
export const tcpFacts = async (context: Context, port: number, signal: AbortSignal): Promise<TcpFacts | null> => {
  try {
    const { stdout } = await runProgram(context, ["ss", ["-Htin", `sport = :${port}`]], patience, signal);
    return readTcpFacts(stdout);
  } catch {
    return null;
  }
};
