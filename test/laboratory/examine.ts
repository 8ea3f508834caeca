import { setTimeout as sleep } from "node:timers/promises";
import type { Report } from "../../src/index.js";
import type { Case, Symptom } from "./fault.js";
import { inFolder, type Laboratory } from "./laboratory.js";

/** One run of one case. */
export type Run = {
  readonly id: string;
  readonly report?: Report;
  /** Milliseconds from the start of the tool to its end. */
  readonly ms?: number;
  /** The laboratory, not the tool, was wrong: the symptom did not show, or the system did not heal. */
  readonly broken?: string;
};

const tries = 8;

/** What the tool of the symptom says now. */
export const saying = async (lab: Laboratory, { command, where = "client" }: Symptom): Promise<string> => {
  const { code, stdout, stderr } = await lab.wires[where].run(...command.map((one) => inFolder(one, lab.folder)));
  return `${stdout}\n${stderr}\n[exit ${code}]`;
};

/** Asks until it says so, and returns what it said; otherwise throws with that. */
const shows = async (lab: Laboratory, symptom: Symptom, when: "broken" | "healthy"): Promise<string> => {
  let said = "";
  for (let at = 0; at < tries; at += 1) {
    if (at > 0) await sleep(250 * at);
    said = await saying(lab, symptom);
    if (symptom[when].test(said)) return said;
  }
  throw new Error(`${when}: ${symptom.command.join(" ")} does not show ${symptom[when]}:\n${said.trim()}`);
};

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What a router says of a way that it does not pass is rationed: six at once, then one a second (icmp(7), icmp_ratelimit). */
const routerSaid = /No route to host|unreachable|prohibited|filtered|exceeded|timed out|100% packet loss/i;
const ration = 6000;

const broken = async ({ changes, symptoms, profile }: Case, lab: Laboratory): Promise<Omit<Run, "id">> => {
  for (const one of changes) await one.inject(lab);
  let said = "";
  for (const one of symptoms) said += await shows(lab, one, "broken");
  // Nobody asked before the tool does: the ration is whole again.
  if (routerSaid.test(said)) await sleep(ration);
  return lab.check(profile);
};

/** Undoes everything, and forgets what the kernels have learned of neighbours and paths. */
const heal = async ({ changes, symptoms }: Case, lab: Laboratory): Promise<void> => {
  for (const one of changes.toReversed()) await one.restore(lab);
  await Promise.all(
    lab.wires.all.flatMap((ns) => [
      ns.run("ip", "neigh", "flush", "all"),
      ns.run("ip", "route", "flush", "cache"),
      ns.run("ip", "-6", "route", "flush", "cache"),
    ]),
  );
  for (const one of symptoms) await shows(lab, one, "healthy");
};

/** Injects, proves the symptom, runs the tool, restores, proves that it is gone. Never throws. */
export const examineCase = async (one: Case, lab: Laboratory): Promise<Run> => {
  const ran = await broken(one, lab).catch((error) => ({ broken: `inject: ${message(error)}` }));
  const healed = await heal(one, lab).then(
    () => ({}),
    (error) => ({ broken: `restore: ${message(error)}` }),
  );
  return { id: one.id, ...ran, ...healed };
};
