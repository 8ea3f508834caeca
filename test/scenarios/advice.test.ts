import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checks, examine } from "../../src/index.js";
import { faults } from "../../src/lab/faults.js";
import { createPlatform, type Platform } from "../../src/lab/platform.js";
import { caFile, type PlatformPorts } from "../../src/lab/profile.js";
import { causes } from "../../src/model/causes/index.js";
import type { FilledAdvice } from "../../src/model/report.js";
import { loadProfile } from "../../src/profile/load.js";
import { commandLine } from "../../src/report/reading.js";
import { wrapCommand } from "../../src/report/wrap.js";
import { available } from "../servers/available.js";
import { runByHand } from "./by-hand.js";
import { promises } from "./promises.js";

const core: readonly string[] = ["link", "ping", "port", "dns", "tls", "keepalive", "api", "db"];

/** A platform whose root stands in a file, as that of the demo does. */
type Stage = { readonly platform: Platform; readonly folder: string; close(): Promise<void> };

const stage = async (fault?: string): Promise<Stage> => {
  const platform = await createPlatform(fault === undefined ? {} : { fault });
  const folder = await mkdtemp(join(tmpdir(), "advice-test-"));
  await writeFile(join(folder, caFile), platform.ca);
  const close = async (): Promise<void> => {
    await platform.close();
    await rm(folder, { recursive: true });
  };
  return { platform, folder, close };
};

const checksOf = (id: string): string[] => {
  const signals = Object.keys(causes[id]?.expects ?? {});
  return [...new Set(signals.map((signal) => signal.split("/")[0] ?? ""))].filter((id) => core.includes(id));
};

/**
 * Examined by the checks alone that the cause expects an answer of, and again if this busy process stalled in the wrong moment:
 * that the cause is found, and found first, is for the tests of the demo.
 */
const adviceOf = async (fault: string, on: Stage, tries = 3): Promise<readonly FilledAdvice[]> => {
  const { profile, readFile } = on.platform;
  const loaded = loadProfile(profile, { file: join(on.folder, "demo"), env: {}, checks, readFile });
  if ("errors" in loaded) throw new Error(JSON.stringify(loaded.errors));
  const { causes: found } = (await examine(loaded.profile, { only: checksOf(fault) })).diagnosis;
  const cause = found.find(({ id }) => id === fault);
  if (cause === undefined && tries > 1) return adviceOf(fault, on, tries - 1);
  if (cause === undefined) throw new Error(`${fault} is not among ${found.map(({ id }) => id)}`);
  return cause.advice;
};

/** What stands on the screen, pasted into a shell. */
const pasted = (command: readonly string[]): string[] => [
  "bash",
  "-c",
  wrapCommand(commandLine(command), 50).join("\n"),
];

const portsOf = ({ api, web, desktop, database, dns }: PlatformPorts): number[] => [
  ...[api, web, desktop, database],
  ...dns,
];

/** The same question to another platform: its ports and its root instead. */
const turnedTo = (well: Stage, ill: Stage, command: readonly string[]): string[] => {
  const theirs = portsOf(ill.platform.ports);
  const ours = portsOf(well.platform.ports);
  const port = (text: string): string => {
    const at = theirs.indexOf(Number(text));
    return at === -1 ? text : String(ours[Math.min(at, ours.length - 1)]);
  };
  return command.map((word) => word.replaceAll(ill.folder, well.folder).replace(/(?<!\d)\d{4,5}(?!\d)/g, port));
};

const commandsOf = (id: string): number =>
  causes[id]?.advice.filter(({ command }) => command !== undefined).length ?? 0;

test("every fault of the demo has a command with its first advice, and a promise for each of its commands", () => {
  for (const { id } of faults) {
    expect(causes[id]?.advice[0].command, id).toBeDefined();
    expect(promises[id], id).toHaveLength(commandsOf(id));
  }
  expect(Object.keys(promises).sort()).toEqual(faults.map(({ id }) => id).sort());
});

const tools = ["curl", "openssl", "dig", "nc", "mariadb", "bash", "sh", "od", "timeout"];

describe.skipIf(!available(...tools))("the commands of the advice show a fault and its end", () => {
  let well: Stage;
  beforeAll(async () => {
    well = await stage();
  });
  afterAll(() => well.close());

  test.concurrent.for(faults.map(({ id }) => id))("%s", { timeout: 90_000 }, async (id, { expect }) => {
    const ill = await stage(id);
    try {
      const advice = await adviceOf(id, ill);
      const commands = advice.flatMap(({ command }) => (command === undefined ? [] : [command]));
      expect(JSON.stringify(advice)).not.toMatch(/(?<!%)\{[a-z]\w*\}/i);
      expect(commands).toHaveLength(commandsOf(id));
      for (const [at, { faulty, healthy }] of (promises[id] ?? []).entries()) {
        const command = commands[at] ?? [];
        const [now, mended] = await Promise.all([runByHand(pasted(command)), runByHand(turnedTo(well, ill, command))]);
        expect(now, command.join(" ")).toMatch(faulty);
        expect(now, command.join(" ")).not.toMatch(healthy);
        expect(mended, command.join(" ")).toMatch(healthy);
        expect(mended, command.join(" ")).not.toMatch(faulty);
      }
    } finally {
      await ill.close();
    }
  });
});
