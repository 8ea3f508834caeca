import { describe, expect, it } from "vitest";
import { timeline } from "../../src/history/timeline.js";
import type { TargetState } from "../../src/model/history.js";
import { begin, minutes, runAt } from "./journals.js";

const letters: Readonly<Record<string, TargetState>> = { p: "pass", w: "warn", f: "fail", u: "unknown" };

/** One target, judged every ten minutes. */
const course = (text: string) => [...text].map((letter, at) => runAt(at * 10, { api: letters[letter] ?? "unknown" }));
const seen = (text: string, some = {}) => timeline(course(text), { cells: 96, ...some }).targets[0];
const minute = (count: number): string => new Date(begin + count * minutes).toISOString();

describe("a target over time", () => {
  it("has a strip, an availability, failures with their beginnings and ends", () => {
    expect(seen("ppffpwpfpp")).toMatchObject({
      profile: "till",
      target: "api",
      runs: 10,
      failed: 3,
      availability: 0.7,
      state: "pass",
      since: minute(80),
      firstSeen: minute(0),
      lastSeen: minute(90),
      strip: ["pass", "pass", "fail", "fail", "pass", "warn", "pass", "fail", "pass", "pass"],
      outages: 2,
      flaps: 4,
      flapping: true,
      // From 20 to 40 and from 70 to 80; from 20 to 70.
      mttr: 15 * minutes,
      mtbf: 50 * minutes,
      lately: [
        { from: minute(70), to: minute(80), causes: [] },
        { from: minute(20), to: minute(40), causes: [] },
      ],
    });
  });

  it("that still fails has an outage without an end, and no time to repair", () => {
    const one = seen("ppff");
    expect(one).toMatchObject({ outages: 1, mttr: null, mtbf: null, state: "fail", since: minute(20), flaps: 1 });
    expect(one?.lately).toEqual([{ from: minute(20), causes: [], run: expect.any(String) }]);
  });

  it("is not said to be down or up by runs that did not judge it", () => {
    expect(seen("pufuufp")).toMatchObject({ runs: 4, failed: 2, outages: 1, flaps: 2, mttr: 40 * minutes });
    expect(seen("uu")).toMatchObject({ runs: 0, availability: null, state: "unknown", outages: 0 });
    const cut = [runAt(0, { api: "fail" }), runAt(10, { api: "pass" }, { interrupted: true })];
    expect(timeline(cut, { cells: 9 }).targets[0]).toMatchObject({ state: "fail", runs: 1 });
  });

  it("flaps where it changes again and again, and not where it broke once", () => {
    expect(seen("pfpfpfpfpf")?.flapping).toBe(true);
    expect(seen("ppppppppppff")?.flapping).toBe(false);
    expect(seen(`pfpfpfpfpf${"p".repeat(30)}`)?.flapping).toBe(false);
  });

  it("is held against a goal", () => {
    expect(seen("pppf", { goal: 0.75 })).toMatchObject({ availability: 0.75, meetsGoal: true });
    expect(seen("pppf", { goal: 0.76 })).toMatchObject({ meetsGoal: false });
    expect(seen("uuuu", { goal: 0.5 })).not.toHaveProperty("meetsGoal");
  });

  it("remembers each cause: when it was first seen and last, and how often", () => {
    const causes = { api: ["cert-expired"] };
    const runs = [
      runAt(0, { api: "fail" }, { causes }),
      runAt(10, { api: "pass" }),
      runAt(20, { api: "fail" }, { causes: { api: ["port-closed"] } }),
      runAt(30, { api: "fail" }, { causes }),
    ];
    expect(timeline(runs, { cells: 9 }).targets[0]?.causes).toEqual([
      { id: "cert-expired", firstSeen: minute(0), lastSeen: minute(30), runs: 2 },
      { id: "port-closed", firstSeen: minute(20), lastSeen: minute(20), runs: 1 },
    ]);
  });
});

describe("the whole", () => {
  const runs = [
    runAt(0, { api: "pass", db: "pass" }, { times: [10, null] }),
    runAt(10, { api: "pass", db: "fail" }, { times: [30, null] }),
    runAt(20, { api: "fail" }, { profile: "other" }),
    runAt(90, { api: "pass", db: "pass" }, { times: [20, null] }),
  ];

  it("keeps profiles and targets apart", () => {
    const { targets } = timeline(runs, { cells: 9 });
    expect(targets.map(({ profile, target }) => `${profile}/${target}`)).toEqual(["till/api", "till/db", "other/api"]);
    expect(targets.map(({ failed }) => failed)).toEqual([0, 1, 1]);
    expect(timeline(runs, { cells: 9, profile: "other" }).targets).toHaveLength(1);
    expect(timeline(runs, { cells: 9, targets: ["db"] }).targets).toHaveLength(1);
  });

  it("begins where it is asked to", () => {
    const late = timeline(runs, { cells: 9, since: begin + 15 * minutes });
    expect(late).toMatchObject({ runs: 2, from: minute(20), to: minute(90) });
    expect(timeline(runs, { cells: 9, since: begin + 1000 * minutes })).toMatchObject({ runs: 0, targets: [] });
    expect(timeline([], { cells: 9 })).toEqual({ schema: 1, tool: "invoice-diag", runs: 0, targets: [] });
  });

  it("shows the worst of a piece of time, and the median of what was measured", () => {
    const [api] = timeline(runs, { cells: 3, profile: "till" }).targets;
    expect(api?.strip).toEqual(["pass", "none", "pass"]);
    expect(api?.times).toEqual([20, null, 20]);
    const [, db] = timeline(runs, { cells: 3, profile: "till" }).targets;
    expect(db?.strip).toEqual(["fail", "none", "pass"]);
  });
});
