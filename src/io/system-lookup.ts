import { spawn } from "node:child_process";
import { isIP } from "node:net";
import type { Attempt, Failure } from "../model/failure.js";
import type { VerbOptions } from "../model/io.js";
import { signalChild } from "./child.js";
import { classify, failure } from "./classify.js";
import { awaited, type Limits, stopwatch } from "./connector.js";
import type { Context } from "./context.js";

type Lookup = Attempt<{ readonly addresses: readonly string[] }>;
type Ended = { readonly code: number | null; readonly output: string } | { readonly failure: Failure };
type Command = readonly [program: string, ...args: string[]];

/** getent(1): exit code 2, the name could not be found. */
const notFound = 2;

const getent = (name: string): Command => ["getent", "ahosts", "--", name];

/** The same question to getaddrinfo(3), where there is no getent. */
const script = `require("node:dns").lookup(process.argv[1], { all: true }, (error, all) =>
  process.stdout.write(error ? "error " + error.code : all.map((one) => one.address).join("\\n")))`;
const node = (name: string): Command => [process.execPath, "-e", script, "--", name];

/**
 * What this system's own resolver answers, hosts file and all. It runs in a child process that is killed at the deadline,
 * since getaddrinfo(3) cannot be stopped. Every failure is in the phase `name`.
 */
export const systemLookup = async (context: Context, name: string, options: VerbOptions): Promise<Lookup> => {
  const elapsed = stopwatch();
  const timeout = options.timeout ?? context.profile.defaults.timeout;
  const left = () => ({ signal: options.signal, timeout: timeout - elapsed() });
  const first = process.platform === "linux" ? getent(name) : node(name);
  let ended = await run(context, first, left());
  if ("failure" in ended && ended.failure.code === "not-available") ended = await run(context, node(name), left());
  return read(name, ended, elapsed());
};

const read = (name: string, ended: Ended, ms: number): Lookup => {
  if ("failure" in ended) return { ok: false, ms, failure: ended.failure };
  const error = /^error (\S+)/.exec(ended.output)?.[1];
  if (error !== undefined) return { ok: false, ms, failure: classify({ code: error, message: name }, "name") };
  if (ended.code === notFound) {
    return { ok: false, ms, failure: failure("name-not-found", "name", `the system finds no ${name}`, notFound) };
  }
  const found = ended.output.split("\n").map((line) => line.split(/\s+/)[0] ?? "");
  const addresses = [...new Set(found.filter((one) => isIP(one) !== 0))];
  if (addresses.length > 0) return { ok: true, ms, value: { addresses } };
  return { ok: false, ms, failure: failure("unknown", "name", "the system's look-up failed", ended.code ?? "killed") };
};

const run = (context: Context, [program, ...args]: Command, limits: Limits): Promise<Ended> => {
  const child = spawn(program, args, { env: { ...context.env }, stdio: ["ignore", "pipe", "ignore"] });
  const kill = (): void => signalChild(child, "SIGKILL");
  context.closing.add(kill);
  const onLimit = (code: "timeout" | "aborted"): Ended => ({
    failure: failure(code, "name", `${code} while the system looked the name up`),
  });
  return awaited<Ended>(limits, onLimit, (settle) => {
    let output = "";
    // Where this process may open no more files there is no child, and no stream of it: only the error comes.
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
    child.once("error", (error) => settle({ failure: classify(error, "name") }));
    child.once("close", (code) => settle({ code, output }));
  }).finally(() => {
    context.closing.delete(kill);
    kill();
  });
};
