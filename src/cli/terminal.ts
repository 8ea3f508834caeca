import type { Language } from "../model/text.js";
import { ToolError, wordsOf } from "./failure.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** What a person, or a file in their place, says line by line. */
export type Lines = {
  /** The next line; undefined at the end of the input, or when the signal is aborted. */
  next(signal: AbortSignal): Promise<string | undefined>;
  /** Reads no more, and no longer holds the process up. */
  close(): void;
};

/** The outside of the process: the only reader of its arguments and environment, and the only writer. */
export type Terminal = {
  readonly argv: readonly string[];
  readonly env: Environment;
  /** Standard output is looked at by a person. */
  readonly interactive: boolean;
  readonly color: boolean;
  readonly unicode: boolean;
  readonly width: number;
  readonly language: Language;
  /** Minutes east of Greenwich, now. */
  readonly utcOffset: number;
  /** A stream for progress, if standard error is looked at by a person. */
  readonly progress: (NodeJS.WriteStream & { fd: 2 }) | undefined;
  /** To standard output; settles when it is written. A reader that went away is no error. */
  print(text: string): Promise<void>;
  /** One line to standard error. */
  complain(line: string): void;
  /** Lines of standard input, as they come. */
  readLines(): Promise<Lines>;
  /** Calls back at Ctrl-C and at a request to end; returns a function that stops listening. */
  onInterrupt(callback: () => void): () => void;
  /** Ends the process at once. */
  leave(code: number): never;
};

const set = (value: string | undefined): boolean => value !== undefined && value !== "";

const localeOf = (env: Environment): string | undefined =>
  [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== "");

const languageOf = (env: Environment, platform: string): Language => {
  const named = localeOf(env);
  // Windows and macOS programs are often started without locale variables.
  const locale =
    named ?? (platform === "win32" || platform === "darwin" ? Intl.DateTimeFormat().resolvedOptions().locale : "en");
  return /^zh\b|^zh[_-]/i.test(locale) ? "zh" : "en";
};

const speaksUnicode = (env: Environment): boolean => {
  const charset = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== "");
  return charset === undefined ? env.TERM !== "linux" : /utf-?8/i.test(charset);
};

const wantsColor = (env: Environment, isTerminal: boolean): boolean => {
  if (set(env.NO_COLOR)) return false;
  if (set(env.FORCE_COLOR)) return env.FORCE_COLOR !== "0";
  return isTerminal && env.TERM !== "dumb";
};

const unprintable = (error: Error): ToolError => {
  const reason = wordsOf(error);
  return new ToolError(
    { en: `cannot write to standard output: ${reason.en}`, zh: `无法写入标准输出：${reason.zh}` },
    { cause: error },
  );
};

const write = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      const code = error != null && "code" in error ? error.code : undefined;
      const gone = code === "EPIPE" || code === "ERR_STREAM_DESTROYED";
      if (error == null || gone) resolve();
      else reject(unprintable(error));
    });
  });

/** The terminal itself edits the line and sends the signal of Ctrl-C; nothing is read in raw mode. */
const linesOf = async (input: NodeJS.ReadStream): Promise<Lines> => {
  const { createInterface } = await import("node:readline");
  const reader = createInterface({ input, terminal: false });
  const said: string[] = [];
  let ended = false;
  let wake = (): void => {};
  reader.on("line", (line) => {
    said.push(line);
    wake();
  });
  reader.on("close", () => {
    ended = true;
    wake();
  });
  return {
    next: async (signal) => {
      while (said.length === 0 && !ended && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
      }
      return signal.aborted ? undefined : said.shift();
    },
    close: () => {
      reader.close();
      input.destroy();
    },
  };
};

/** Errors of a stream are told to the callback of each write; here they would only end the process. */
const calm = (stream: NodeJS.WriteStream): void => void stream.on("error", () => {});

/** `early` is aborted by a Ctrl-C that came before anybody listened. */
export const createTerminal = (process: NodeJS.Process, early?: AbortSignal): Terminal => {
  const { env, stdout, stderr } = process;
  calm(stdout);
  calm(stderr);
  return {
    argv: process.argv.slice(2),
    env,
    interactive: stdout.isTTY === true,
    color: wantsColor(env, stdout.isTTY === true),
    unicode: speaksUnicode(env),
    width: stdout.isTTY === true && stdout.columns > 0 ? stdout.columns : 80,
    language: languageOf(env, process.platform),
    utcOffset: -new Date().getTimezoneOffset(),
    // A terminal that does not know its size has 0 columns, and the spinner would count its lines without end.
    progress: stderr.isTTY === true && stderr.columns > 0 && env.TERM !== "dumb" ? stderr : undefined,
    print: (text) => write(stdout, text),
    complain: (line) => void stderr.write(`${line}\n`),
    readLines: () => linesOf(process.stdin),
    onInterrupt: (callback) => {
      const signals = ["SIGINT", "SIGTERM"] as const;
      for (const signal of signals) process.on(signal, callback);
      if (early?.aborted === true) callback();
      return () => {
        for (const signal of signals) process.off(signal, callback);
      };
    },
    leave: (code) => process.exit(code),
  };
};
