import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it, vi } from "vitest";
import { signalChild } from "../../src/io/child.js";

/** The signals that reach `child`; none is really sent, since it would end this test where the guard fails. */
const signalsTo = (child: ChildProcess) => vi.spyOn(child, "kill").mockReturnValue(true);

it("sends a signal to a child that runs", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  signalChild(child, "SIGKILL");
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
});

it("sends none for a program that could not be started: it would reach the whole process group", async () => {
  const child = spawn("/nonexistent/program", [], { stdio: "ignore" });
  const failed = once(child, "error");
  const sent = signalsTo(child);
  signalChild(child, "SIGKILL");
  signalChild(child, "SIGINT");
  expect(sent).not.toHaveBeenCalled();
  expect(await failed).toMatchObject([{ code: "ENOENT" }]);
});
