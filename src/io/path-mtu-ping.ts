import { isIPv6 } from "node:net";
import type { Context } from "./context.js";
import { headerBytes } from "./icmp-packet.js";
import { readPing } from "./icmp-program.js";
import type { AskSizes, SizeAnswer, SizeOrder } from "./path-mtu-echo.js";
import { type Ran, runProgram } from "./program.js";

const fromMessage = /^From ([0-9a-fA-F:.]+)[ :].*mtu\s*[=:]?\s*(\d+)/im;
/** This host has learned it before: iputils says so on its error output. */
const fromMemory = /mtu\s*[=:]\s*(\d+)/i;

/** What `ping` says of one size that may not be fragmented. Pure. */
export const readSize = ({ stdout, stderr }: Ran, address: string): SizeAnswer | undefined => {
  if (readPing(stdout, address).replies.length > 0) return "passed";
  const [, from, told] = fromMessage.exec(stdout) ?? [];
  if (from !== undefined) return { from, mtu: Number(told) };
  const known = fromMemory.exec(`${stderr}\n${stdout}`)?.[1];
  return known === undefined ? undefined : { from: null, mtu: Number(known) };
};

const command = (address: string, size: number, wait: number): readonly [string, readonly string[]] => {
  const family = isIPv6(address) ? 6 : 4;
  const payload = String(size - headerBytes[family] - headerBytes.icmp);
  if (process.platform === "darwin") {
    const program = family === 6 ? "ping6" : "ping";
    return [program, ["-n", "-c", "1", "-D", "-s", payload, address]];
  }
  const patience = String(Math.max(1, Math.ceil(wait / 1000)));
  return ["ping", ["-n", "-c", "1", "-W", patience, "-M", "do", "-s", payload, address]];
};

const tries = 2;
/** Programs that run at the same time. */
const atOnce = 4;

/** Asks by the system's `ping` (Linux, BSD); rejects if it is missing. Each size has an equal share of the time-out. */
export const askByPing =
  (context: Context, address: string, { timeout, signal }: SizeOrder): AskSizes =>
  async (sizes) => {
    const wait = timeout / tries / Math.ceil(sizes.length / atOnce);
    const answers = new Map<number, SizeAnswer>();
    const left = [...sizes];
    const work = async (): Promise<void> => {
      for (let size = left.shift(); size !== undefined; size = left.shift()) {
        for (let turn = 0; turn < tries && !answers.has(size) && !signal.aborted; turn += 1) {
          const ran = await runProgram(context, command(address, size, wait), wait, signal);
          const answer = readSize(ran, address);
          if (answer !== undefined) answers.set(size, answer);
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return answers;
  };
