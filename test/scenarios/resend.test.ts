import { afterAll, beforeAll, expect, test } from "vitest";
import { checks, examine } from "../../src/index.js";
import { createPlatform, type Platform } from "../../src/lab/platform.js";
import type { Profile } from "../../src/model/profile.js";
import { loadProfile } from "../../src/profile/load.js";

/** May the invoice be sent again? Asked of the embedded platform, whose query knows some serial numbers. */
let platform: Platform;
let profile: Profile;
beforeAll(async () => {
  platform = await createPlatform();
  const loaded = loadProfile(platform.profile, { file: "demo", env: {}, checks, readFile: platform.readFile });
  if ("errors" in loaded) throw new Error(JSON.stringify(loaded.errors));
  profile = loaded.profile;
});
afterAll(() => platform.close());

const verdict = async (attempt?: { failedWith?: string; serial?: string }, retries?: number) => {
  const targets = profile.targets.map((target) =>
    target.kind === "url" && retries !== undefined ? { ...target, client: { ...target.client, retries } } : target,
  );
  const report = await examine(
    { ...profile, targets },
    { only: ["api"], ...(attempt === undefined ? {} : { attempt }) },
  );
  expect(JSON.stringify(report)).not.toContain(attempt?.serial ?? "nothing to hide");
  return report.resend.map((one) => [one.subject, one.verdict]);
};

test("a probe alone never says that sending again is safe", async () => {
  expect(await verdict()).toEqual([["invoice-api", "query-first"]]);
});

test("an error that proves that nothing left is safe only for a client without retries", async () => {
  const failedWith = `connect ECONNREFUSED 127.0.0.1:${platform.ports.api}`;
  expect(await verdict({ failedWith })).toEqual([["invoice-api", "query-first"]]);
  expect(await verdict({ failedWith }, 0)).toEqual([["invoice-api", "safe"]]);
});

test("an error that may have come after the request left asks first", async () => {
  expect(await verdict({ failedWith: "read ECONNRESET" }, 0)).toEqual([["invoice-api", "query-first"]]);
  expect(await verdict({ failedWith: "服务器连接异常" }, 0)).toEqual([["invoice-api", "query-first"]]);
});

test("only the platform's own answer says that it was accepted or is being worked on", async () => {
  expect(await verdict({ serial: "LAB-0001" })).toEqual([["invoice-api", "accepted"]]);
  expect(await verdict({ serial: "LAB-0003" })).toEqual([["invoice-api", "still-processing"]]);
});

test("not found is no leave to send again", async () => {
  expect(await verdict({ serial: "NEVER-SENT" })).toEqual([["invoice-api", "query-first"]]);
});

test("nothing was issued meanwhile", () => {
  expect(platform.issued()).toBe(0);
});
