import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Io } from "../../src/model/io.js";
import type { Json, JsonObject } from "../../src/model/json.js";
import type { Places } from "../../src/model/place.js";
import type { Profile } from "../../src/model/profile.js";
import type { Report } from "../../src/model/report.js";
import { type Namespace, run } from "./namespace.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** One step as it was looked at, once, and judged by that one look. */
export type Probed = {
  readonly subject: string;
  readonly endpoint?: string;
  readonly target: Json;
  /** What `observe` saw, or `{ unavailable }`. */
  readonly seen: JsonObject;
  readonly raised: readonly { readonly signal: string; readonly data: JsonObject }[];
  /** `{ question: signal }` of what was raised. */
  readonly answers: { readonly [question: string]: string };
  readonly places: Places;
};

/** A network namespace, or whatever else a program is run inside of. */
export type Within = Pick<Namespace, "run">;

/** A call of a verb; `signal: true` among its options becomes a signal that is never aborted. */
export type Call = readonly [verb: keyof Io, ...args: Json[]];

export type Probe = {
  /** Looks at every step of the check, inside a namespace if one is given. */
  look(profile: Profile, within?: Within): Promise<readonly Probed[]>;
  /** Calls verbs one after another in one run and returns what they returned. */
  call(profile: Profile, calls: readonly Call[], within?: Within): Promise<readonly Json[]>;
  remove(): Promise<void>;
};

const script = (check: string | undefined): string => `
  import { createIo } from "./src/io/index.ts";
  ${
    check === undefined
      ? "const check = undefined;"
      : `import * as all from "./checks/${check}.ts";
  const check = Object.values(all).find((one) => one?.id === ${JSON.stringify(check)});`
  }
  const { profile, calls } = JSON.parse(process.argv[2]);
  const io = createIo(profile, { env: process.env });
  const { signal } = new AbortController();
  const given = (arg) => (arg?.signal === true ? { ...arg, signal } : arg);
  const look = async ({ subject, endpoint, target }) => {
    const own = profile.checks[check.id] ?? {};
    const settings = Object.fromEntries(Object.entries(check.settings).map(([name, one]) => [name, own[name] ?? one.default]));
    const seen = JSON.parse(JSON.stringify(await check.observe(target, { io, settings, signal })));
    const raised = "unavailable" in seen ? [] : check.judge([seen], { target, settings, now: new Date(), others: () => [] });
    const answers = Object.fromEntries(raised.map((one) => [check.signals[one.signal].answers, one.signal]));
    const places = "unavailable" in seen ? {} : check.places(target, [seen]);
    return { subject, endpoint, target, seen, raised, answers, places };
  };
  const results = [];
  if (calls === undefined) results.push(...(await Promise.all(check.aims(profile).map(look))));
  else for (const [verb, ...args] of calls) results.push((await io[verb](...args.map(given))) ?? null);
  await io.close();
  console.log(JSON.stringify(results));
`;

export type Bundle = {
  /** Runs it with a value as JSON, inside a namespace if one is given, and reads the JSON that it prints. */
  start<T>(input: object, within?: Within): Promise<T>;
  remove(): Promise<void>;
};

/** A program of a test's own, made of TypeScript that imports from the repository's root; its input is `process.argv[2]`. */
export const makeBundle = async (contents: string): Promise<Bundle> => {
  // Beneath node_modules, so that packages are found.
  const folder = join(root, "node_modules/.cache/invoice-diag-test");
  const file = join(folder, `probe-${randomBytes(6).toString("hex")}.mjs`);
  await mkdir(folder, { recursive: true });
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    write: false,
    logLevel: "silent",
  });
  await writeFile(file, outputFiles[0]?.contents ?? "");
  return {
    async start<T>(input: object, within?: Within): Promise<T> {
      const command = [process.execPath, file, JSON.stringify(input)];
      const { code, stdout, stderr } = await (within === undefined ? run(...command) : within.run(...command));
      if (code !== 0) throw new Error(`the probe ended with ${code}\n${stderr}`);
      return JSON.parse(stdout) as T;
    },
    remove: () => rm(file, { force: true }),
  };
};

/**
 * A program of its own that looks with one check, or calls verbs, so that both can be done inside a namespace. Made once per
 * test file: `const probe = await makeProbe("dns")`; `(await probe.look(profile, network.client))[0].answers`.
 */
export const makeProbe = async (check?: string): Promise<Probe> => {
  const { start, remove } = await makeBundle(script(check));
  return {
    look: (profile, within) => start({ profile }, within),
    call: (profile, calls, within) => start({ profile, calls }, within),
    remove,
  };
};

/** All checks on a profile and the diagnosis, in a process of its own, so that it can be done inside a namespace. */
export type Examiner = {
  examine(profile: Profile, within?: Within): Promise<Report>;
  remove(): Promise<void>;
};

export const makeExaminer = async (): Promise<Examiner> => {
  const { start, remove } = await makeBundle(`
    import { examine } from "./src/index.ts";
    console.log(JSON.stringify(await examine(JSON.parse(process.argv[2]), { env: {} })));
  `);
  return { examine: (profile, within) => start(profile, within), remove };
};
