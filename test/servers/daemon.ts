import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, connect as dial } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export type Daemon = {
  readonly pid: number;
  /** Standard output and standard error so far. */
  output(): string;
  /** Sends a signal to the daemon and its children (SIGSTOP makes it frozen). */
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, after five seconds SIGKILL; returns when it is gone. */
  stop(): Promise<void>;
  running(): boolean;
};

export type Ready =
  | { readonly port: number; readonly host?: string }
  | { readonly output: RegExp }
  | (() => Promise<boolean>);

export type DaemonOptions = {
  readonly command: readonly string[];
  /** When it counts as started: a TCP port accepts, its output says so, or a function says so. */
  readonly ready: Ready;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds until it must be ready; default 30 s. */
  readonly within?: number;
  readonly stopSignal?: NodeJS.Signals;
};

const given = new Set<number>();

const bindable = async (port: number): Promise<boolean> => {
  const tcp = createServer();
  const udp = createSocket("udp4");
  const bound = [
    new Promise<boolean>((resolve) => tcp.once("error", () => resolve(false)).listen(port, () => resolve(true))),
    new Promise<boolean>((resolve) => udp.once("error", () => resolve(false)).bind(port, () => resolve(true))),
  ];
  const free = (await Promise.all(bound)).every(Boolean);
  tcp.close();
  udp.close();
  return free;
};

/** A port free for TCP and UDP, below the range that the kernel hands out to clients. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = 10_240 + Math.floor(Math.random() * 22_000);
    if (given.has(port)) continue;
    given.add(port);
    if (await bindable(port)) return port;
  }
};

/** A new directory that any user may enter; `remove` deletes it. */
export const temporaryDirectory = async (): Promise<{ readonly path: string; remove(): Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), "invoice-diag-test-"));
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
};

/** Whether a TCP port accepts a connection within a second. */
export const accepts = (port: number, host = "127.0.0.1"): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = dial({ port, host });
    const settle = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(1000, () => settle(false));
    socket.once("connect", () => settle(true)).once("error", () => settle(false));
  });

const living = new Set<number>();
const kill = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(-pid, name);
  } catch {
    // already gone
  }
};
process.on("exit", () => {
  for (const pid of living) kill(pid, "SIGKILL");
});

/** Starts a program as a child process and waits until it is ready; throws with the end of its output if it is not. */
export const startDaemon = async (options: DaemonOptions): Promise<Daemon> => {
  const [program = "", ...args] = options.command;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that its children end with it.
    detached: true,
  });
  let text = "";
  let ended: string | undefined;
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk) => (text += chunk));
  const gone = new Promise<void>((resolve) => {
    const end = (why: string): void => {
      ended = why;
      living.delete(pid);
      resolve();
    };
    child.once("error", (error) => end(error.message));
    child.once("exit", (code, name) => end(`ended with ${name ?? code}`));
  });
  const pid = child.pid ?? 0;
  if (pid > 0) living.add(pid);

  const daemon: Daemon = {
    pid,
    output: () => text,
    signal: (name) => pid > 0 && kill(pid, name),
    running: () => ended === undefined,
    async stop() {
      if (pid > 0 && ended === undefined) {
        kill(pid, "SIGCONT");
        kill(pid, options.stopSignal ?? "SIGTERM");
        const late = setTimeout(() => kill(pid, "SIGKILL"), 5000);
        await gone;
        clearTimeout(late);
      }
      if (pid > 0) kill(pid, "SIGKILL");
    },
  };
  await waitUntilReady(options, daemon, () => ended);
  return daemon;
};

const waitUntilReady = async (
  { command, ready, within = 30_000 }: DaemonOptions,
  daemon: Daemon,
  ended: () => string | undefined,
): Promise<void> => {
  const isReady = async (): Promise<boolean> => {
    if (typeof ready === "function") return ready();
    return "output" in ready ? ready.output.test(daemon.output()) : accepts(ready.port, ready.host);
  };
  const deadline = Date.now() + within;
  while (!(await isReady())) {
    if (ended() !== undefined || Date.now() > deadline) {
      const why = ended() ?? `not ready after ${within} ms`;
      await daemon.stop();
      throw new Error(`${command.join(" ")}: ${why}\n${daemon.output().slice(-2000)}`);
    }
    await sleep(25);
  }
};
