import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createTerminal } from "../../src/cli/terminal.js";

const stream = (tty: boolean, columns = 0) => Object.assign(new PassThrough(), { isTTY: tty, columns });

const terminal = (env: Record<string, string>, { tty = false, columns = 0, platform = "linux" } = {}) => {
  const process = {
    env,
    argv: ["node", "x", "check"],
    platform,
    stdout: stream(tty, columns),
    stderr: stream(tty, columns),
  };
  return createTerminal(process as unknown as NodeJS.Process);
};

describe("the terminal", () => {
  it.each([
    [{}, "en"],
    [{ LANG: "zh_CN.UTF-8" }, "zh"],
    [{ LANG: "en_GB.UTF-8", LC_ALL: "zh_TW.UTF-8" }, "zh"],
    [{ LANG: "zh_CN.UTF-8", LC_ALL: "C" }, "en"],
    [{ LANG: "zh_CN.UTF-8", LC_MESSAGES: "de_DE" }, "en"],
    [{ LANG: "zha_XX" }, "en"],
  ] as const)("with %j speaks %s", (env, language) => {
    expect(terminal(env).language).toBe(language);
  });

  it.each([
    [{}, true],
    [{ TERM: "linux" }, false],
    [{ LANG: "C" }, false],
    [{ LANG: "POSIX" }, false],
    [{ LANG: "zh_CN.GBK" }, false],
    [{ LANG: "en_US.utf8" }, true],
    [{ LANG: "C.UTF-8", LC_ALL: "C" }, false],
  ])("with %j shows marks beyond ASCII: %s", (env, unicode) => {
    expect(terminal(env).unicode).toBe(unicode);
  });

  it.each([
    [{}, false, false],
    [{}, true, true],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ TERM: "dumb" }, true, false],
  ])("with %j and a terminal (%s) is coloured: %s", (env, tty, color) => {
    expect(terminal(env as Record<string, string>, { tty }).color).toBe(color);
  });

  it("is 80 columns wide unless it says otherwise", () => {
    expect(terminal({}).width).toBe(80);
    expect(terminal({}, { tty: true, columns: 132 }).width).toBe(132);
    expect(terminal({}, { tty: false, columns: 132 }).width).toBe(80);
  });

  it("shows progress only to a person", () => {
    expect(terminal({}).progress).toBeUndefined();
    expect(terminal({}, { tty: true, columns: 80 }).progress).toBeDefined();
    expect(terminal({}, { tty: true, columns: 0 }).progress).toBeUndefined();
    expect(terminal({ TERM: "dumb" }, { tty: true, columns: 80 }).progress).toBeUndefined();
  });

  it("does not mind a reader that went away", async () => {
    const stdout = stream(false);
    const process = { env: {}, argv: [], platform: "linux", stdout, stderr: stream(false) };
    const { print } = createTerminal(process as unknown as NodeJS.Process);
    stdout.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    await expect(print("text")).resolves.toBeUndefined();
  });

  it("says in words that standard output takes no more", async () => {
    const stdout = stream(false);
    const process = { env: {}, argv: [], platform: "linux", stdout, stderr: stream(false) };
    const { print } = createTerminal(process as unknown as NodeJS.Process);
    stdout._write = (_chunk, _encoding, done) => done(Object.assign(new Error("write"), { code: "ENOSPC" }));
    await expect(print("text")).rejects.toThrow(
      "cannot write to standard output: no space left on the device (ENOSPC)",
    );
  });

  it("tells of a Ctrl-C that came before anybody listened", () => {
    const early = new AbortController();
    const process = Object.assign(new PassThrough(), {
      env: {},
      argv: [],
      stdout: stream(false),
      stderr: stream(false),
    });
    const { onInterrupt } = createTerminal(process as unknown as NodeJS.Process, early.signal);
    const heard: string[] = [];
    onInterrupt(() => heard.push("later"))();
    early.abort();
    onInterrupt(() => heard.push("early"));
    expect(heard).toEqual(["early"]);
  });
});
