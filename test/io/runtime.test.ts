import { closeSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { watchRuntime } from "../../src/io/runtime.js";

it("notices when nothing of this process could run", async () => {
  const runtime = watchRuntime();
  await sleep(100);
  const calm = runtime.read().loopDelay;
  const until = Date.now() + 1000;
  while (Date.now() < until);
  await sleep(50);
  expect(runtime.read().loopDelay).toBeGreaterThan(900);
  expect(calm).toBeLessThan(900);
  runtime.stop();
});

it.runIf(process.platform === "linux")("counts open descriptors against their limit", () => {
  const runtime = watchRuntime();
  const before = runtime.read().descriptors?.open ?? 0;
  const opened = Array.from({ length: 10 }, () => openSync("/dev/null", "r"));
  const after = runtime.read().descriptors;
  opened.map(closeSync);
  runtime.stop();
  expect(after?.open).toBe(before + 10);
  expect(after?.limit).toBeGreaterThan(after?.open ?? 0);
});
