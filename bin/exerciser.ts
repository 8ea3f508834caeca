// One process of `drill run`: the side door. It does what it is told over the channel to the process that began it, and ends with it.
import process from "node:process";
import { attempt } from "../src/cli/drill/attempt.js";
import type { Answer, Order } from "../src/cli/drill/crew.js";
import { calmly } from "../src/cli/drill/lanes.js";
import { faultOf } from "../src/lab/faults.js";

const interruption = new AbortController();
// Ctrl-C reaches every process of a terminal; whoever began this one says when it is over.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
process.once("disconnect", () => {
  interruption.abort();
  setTimeout(() => process.exit(), 500).unref();
});

const { signal } = interruption;
const whenCalm = calmly();
const library = import("../src/index.js");

process.on("message", async ({ fault: id }: Order) => {
  const fault = faultOf(id);
  if (fault === undefined) return process.exit(3);
  const run = await whenCalm(async () => attempt({ library: await library, fault, tries: 1, signal }));
  const answer: Answer = { fault: id, ...(run === undefined ? {} : { run }) };
  if (process.connected) process.send?.(answer);
});
