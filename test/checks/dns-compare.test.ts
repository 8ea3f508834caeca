import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examine } from "../../src/index.js";
import type { Report } from "../../src/model/report.js";
import { available } from "../servers/available.js";
import { type Named, startNamed } from "../servers/named.js";
import { hostTarget, makeProfile } from "../servers/profile.js";

describe.skipIf(!available("named"))("second opinions of the profile", () => {
  let [ours, theirs]: [Named?, Named?] = [];
  beforeAll(async () => {
    ours = await startNamed({ zones: { "example.test": "same A 127.0.0.1\nline A 127.0.0.1" } });
    const zone = "same A 127.0.0.1\nline A 127.0.0.2\nhidden A 127.0.0.1";
    theirs = await startNamed({ zones: { "example.test": zone } });
  });
  afterAll(async () => {
    await ours?.stop();
    await theirs?.stop();
  });
  const ask = (name: string, compared = true): Promise<Report> => {
    const of = (one: Named | undefined) => ({ address: "127.0.0.1", port: one?.port ?? 1 });
    const dns = { servers: [of(ours)], compare: compared ? [of(theirs)] : [] };
    const targets = [hostTarget(`${name}.example.test`, "host", 1)];
    return examine(makeProfile({ targets, dns }), { only: ["dns"], env: {} });
  };
  const answered = ({ results }: Report) =>
    results.flatMap(({ evidence }) => evidence).find(({ question }) => question === "compare")?.signal;
  const causes = ({ diagnosis }: Report) =>
    diagnosis.causes.filter((one) => one.standing !== "ruled-out").map(({ id }) => id);

  it("say the same, or what another carrier's line is told: no fault", async () => {
    const same = await ask("same");
    expect([answered(same), causes(same), same.status]).toEqual(["same-answers", [], "pass"]);
    const line = await ask("line");
    expect([answered(line), causes(line), line.status]).toEqual(["other-answers", [], "pass"]);
  });

  it("know a name that the server in use does not: it is hidden, and does exist", async () => {
    const hidden = await ask("hidden");
    expect([answered(hidden), causes(hidden)]).toEqual(["only-elsewhere", ["dns-name-missing"]]);
    const nowhere = await ask("nowhere");
    expect([answered(nowhere), causes(nowhere)[0]]).toEqual(["same-answers", "dns-name-missing"]);
    const alone = await ask("hidden", false);
    expect([answered(alone), causes(alone)[0]]).toEqual([undefined, "dns-name-missing"]);
  });
});
