import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.js";
import type { Terminal } from "../../src/cli/terminal.js";

const session = (argv: string[], env: Record<string, string> = {}) => {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    argv,
    env,
    interactive: false,
    color: false,
    unicode: true,
    width: 80,
    language: "en",
    utcOffset: 0,
    progress: undefined,
    print: async (text) => void out.push(text),
    complain: (line) => void err.push(line),
    readLines: async () => ({ next: async () => undefined, close: () => {} }),
    onInterrupt: () => () => {},
    leave: () => {
      throw new Error("left");
    },
  };
  const library = () => Promise.reject(new TypeError("x is not a function"));
  const code = main(terminal, { library, home: new URL("file:///") });
  return code.then((code) => ({ code, out: out.join(""), err: err.join("\n") }));
};

describe("a defect of the tool's own", () => {
  it("is one sentence and 3, without a stack", async () => {
    const { code, out, err } = await session(["list"]);
    expect([code, out]).toEqual([3, ""]);
    expect(err).toBe("invoice-diag: internal error: x is not a function (INVOICE_DIAG_DEBUG=1 shows where)");
  });

  it("speaks Chinese, too", async () => {
    expect((await session(["list", "--lang=zh"])).err).toMatch(/^invoice-diag: 内部错误：x is not a function/);
  });

  it("shows where on request", async () => {
    expect((await session(["list"], { INVOICE_DIAG_DEBUG: "1" })).err).toMatch(/\n\s+at .*main\.test\.ts/);
    expect((await session(["list"])).err).not.toMatch(/\bat /);
  });

  it("is UNKNOWN for monitoring-plugins", async () => {
    const { code, out } = await session(["check", "a.test", "--format=nagios"]);
    expect(code).toBe(3);
    expect(out).toMatch(/^INVOICE-DIAG UNKNOWN - internal error/);
  });
});
