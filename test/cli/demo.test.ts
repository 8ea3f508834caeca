import { once } from "node:events";
import { existsSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import type { Report } from "../../src/model/report.js";
import { runByHand } from "../scenarios/by-hand.js";
import { available } from "../servers/available.js";
import { built, ending, start } from "./run.js";

built();

describe.skipIf(!available("curl"))("demo --stay", () => {
  it("runs on until it is interrupted: a command of the advice can be run as it is printed, and nothing is left behind", async () => {
    const child = start(["demo", "--fault", "api-error", "--stay", "--only", "api", "--format", "json"]);
    const end = ending(child);
    let printed = "";
    child.stdout?.on("data", (text: string) => {
      printed += text;
    });
    const [said] = await once(child.stderr as NodeJS.ReadableStream, "data");
    expect(said).toMatch(/runs on.*Ctrl-C/);
    const report: Report = await vi.waitFor(() => JSON.parse(printed), { timeout: 10_000 });
    const command = report.diagnosis.causes[0]?.advice[0]?.command ?? [];
    const ca = command[command.indexOf("--cacert") + 1] ?? "";
    expect(existsSync(ca), ca).toBe(true);
    expect(await runByHand(command)).toMatch(/^HTTP\/1\.1 500 /m);
    child.kill("SIGINT");
    expect((await end).code).toBe(1);
    expect(existsSync(ca)).toBe(false);
  });
});
