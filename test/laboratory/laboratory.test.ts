import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { built, program } from "../cli/run.js";
import { available } from "../servers/available.js";
import { run } from "../servers/namespace.js";
import { cases } from "./cases.js";
import { examineCase } from "./examine.js";
import { type Laboratory, laboratoryNeeds, startLaboratory } from "./laboratory.js";
import { stoodIn } from "./score.js";

/** One case of each kind of change; `npm run accuracy` runs them all. */
const samples = ["port-closed/3389", "firewall-drops-port/3389", "control/ping-filtered"] as const;

describe.skipIf(!available(...laboratoryNeeds))("a laboratory", () => {
  built();
  let lab: Laboratory;
  beforeAll(async () => {
    lab = await startLaboratory(program);
  });
  afterAll(() => lab?.remove());

  it("is healthy", async () => {
    const { report } = await lab.check();
    expect([report.status, report.exitCode, stoodIn(report, [])]).toEqual(["pass", 0, []]);
  });

  it.each(samples)("%s: shows its symptom, gives a report, and heals", async (id) => {
    const one = cases.find((each) => each.id === id);
    if (one === undefined) throw new Error(`${id} is no case`);
    const { broken, report } = await examineCase(one, lab);
    expect(broken).toBeUndefined();
    expect(report?.results.length).toBeGreaterThan(5);
    expect(report?.exitCode).toBe(one.expected.length === 0 ? 0 : 1);
  });

  it("says so when a symptom does not show, and heals all the same", async () => {
    const [one] = cases.filter(({ id }) => id === "port-closed/3389");
    if (one === undefined) throw new Error("no case");
    const never = one.symptoms.map((symptom) => ({ ...symptom, broken: /never said/ }));
    const { broken, report } = await examineCase({ ...one, symptoms: never }, lab);
    expect(broken).toMatch(/^inject: broken: nc .* does not show .never said.:\n.*refused/s);
    expect(report).toBeUndefined();
    expect(await lab.wires.client.must("nc", "-zvn", "-w", "3", "10.200.2.2", "3389")).toBe("");
  });

  it("two exist at once, and nothing is left of one that is removed", async () => {
    const other = await startLaboratory(program, 2);
    const spaces = other.wires.all.map(({ name }) => name);
    expect(spaces).toHaveLength(7);
    expect((await other.check()).report.exitCode).toBe(0);
    await other.remove();
    expect(existsSync(other.folder)).toBe(false);
    const left = (await run("ip", "netns", "list")).stdout;
    for (const name of spaces) expect(left).not.toContain(name);
    expect(execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })).not.toContain(other.folder);
    expect((await lab.check()).report.exitCode).toBe(0);
  });
});
