import { describe, expect, it, test } from "vitest";
import { within } from "../../src/engine/deadline.js";
import { type ExamineOptions, examine } from "../../src/engine/examine.js";
import { PlanError, plan } from "../../src/engine/plan.js";
import { rejudge } from "../../src/engine/rejudge.js";
import type { AnyCheck } from "../../src/model/check.js";
import type { Io } from "../../src/model/io.js";
import type { Profile } from "../../src/model/profile.js";
import type { Report } from "../../src/model/report.js";
import { toyCheck } from "./toy.js";

const profile = (rest: Partial<Profile> = {}): Profile => ({
  version: 1,
  name: "toy",
  defaults: { timeout: 100, answer: 200 },
  dns: { servers: [], compare: [] },
  targets: [],
  checks: {},
  levels: {},
  plugins: [],
  secrets: [],
  ...rest,
});

const io = {
  defaults: { timeout: 100, answer: 200 },
  host: async () => ({ hostname: "here", platform: "test", interfaces: [] }),
  runtime: () => ({ loopDelay: 0, turns: null, descriptors: null }),
  resent: () => null,
} as unknown as Io;

const words = {
  good: ["state", "pass"],
  bad: ["state", "fail", { stops: true }],
  quiet: ["state", "fail", { stops: true, doubt: true }],
  unsteady: ["state", "warn"],
} as const;

interface Toy {
  readonly needs?: readonly string[];
  readonly see: (look: number, signal: AbortSignal) => Promise<string | { unavailable: { en: string; zh: string } }>;
  readonly rest?: Partial<AnyCheck>;
}

/** A check on one target that sees what it is told to see and raises it. */
const toy = (id: string, { needs = [], see, rest = {} }: Toy): AnyCheck => {
  let looks = 0;
  return toyCheck(id, words as unknown as Parameters<typeof toyCheck>[1], {
    aims: () => [{ subject: "t", target: {}, needs }],
    observe: async (_: unknown, { signal }: { signal: AbortSignal }) => {
      const seen = await see(++looks, signal);
      return typeof seen === "string" ? { seen } : seen;
    },
    judge: (seen: readonly { seen: string }[]) => {
      const [first, second] = seen.map((one) => one.seen);
      return [{ signal: first === "quiet" && second === "good" ? "unsteady" : (first ?? "good"), data: {} }] as never;
    },
    ...rest,
  });
};

const later = (ms: number, value: string): Promise<string> => new Promise((resolve) => setTimeout(resolve, ms, value));

const run = (checks: readonly AnyCheck[], options: Partial<ExamineOptions> = {}): Promise<Report> =>
  examine(profile(), { io, checks, causes: {}, version: "0", ...options });
const statuses = (report: Report): Record<string, string> =>
  Object.fromEntries(report.results.map(({ step, status }) => [step, status]));

test("a need that stops holds back what stands on it, and names itself through every floor", async () => {
  const report = await run([
    toy("ground", { see: async () => "bad" }),
    toy("floor", { needs: ["ground:t"], see: async () => "good" }),
    toy("roof", { needs: ["floor:t"], see: async () => "good" }),
    toy("tree", { see: async () => "good" }),
  ]);
  expect(statuses(report)).toEqual({ "ground:t": "fail", "floor:t": "blocked", "roof:t": "blocked", "tree:t": "pass" });
  expect(report.results.find(({ check }) => check === "roof")?.blockedBy).toEqual(["ground:t"]);
  expect(report.exitCode).toBe(1);
});

test("a need that was skipped or broke holds nothing back", async () => {
  const report = await run([
    toy("away", { see: async () => ({ unavailable: { en: "no ping here", zh: "无 ping" } }) }),
    toy("broken", { see: async () => Promise.reject(new Error("oops")) }),
    toy("roof", { needs: ["away:t", "broken:t", "nobody:t"], see: async () => "good" }),
  ]);
  expect(statuses(report)).toEqual({ "away:t": "skip", "broken:t": "error", "roof:t": "pass" });
  expect(report.exitCode).toBe(3);
});

test("an answer is believed at once", async () => {
  let looks = 0;
  const see = async (): Promise<string> => {
    looks += 1;
    return "bad";
  };
  await run([toy("port", { see })]);
  expect(looks).toBe(1);
});

test("a reset is looked at twice, and failing once and not again is an answer of its own", async () => {
  const report = await run([toy("port", { see: async (look) => (look === 1 ? "quiet" : "good") })]);
  expect(report.results[0]?.evidence.map(({ signal }) => signal)).toEqual(["unsteady"]);
  expect(report.results[0]?.looks.length).toBe(2);
  expect(report.exitCode).toBe(0);
});

test("what is cut off at once is looked at as often as its check says, and silence twice at most", async () => {
  const cut = { ...toy("port", { see: async () => "quiet" }), tries: 3 };
  expect((await run([cut])).results[0]?.looks.length).toBe(3);
  const mended = { ...toy("port", { see: async (look) => (look < 3 ? "quiet" : "good") }), tries: 5 };
  expect((await run([mended])).results[0]?.looks.length).toBe(3);
  const silent = { ...toy("port", { see: () => later(100, "quiet") }), tries: 3 };
  expect((await run([silent])).results[0]?.looks.length).toBe(2);
});

test("a silent look gets a second one beside it at two fifths, and neither is cut short", async () => {
  const begun: number[] = [];
  const start = performance.now();
  const see = async (): Promise<string> => {
    begun.push(performance.now() - start);
    return later(100, "quiet");
  };
  const report = await run([toy("port", { see })]);
  expect(begun.length).toBe(2);
  expect(begun[1]).toBeGreaterThan(35);
  expect(begun[1]).toBeLessThan(95);
  expect(report.results[0]?.status).toBe("fail");
});

test("a slow answer that needs no second look does not wait for the one beside it", async () => {
  let told = false;
  const see = async (look: number, signal: AbortSignal): Promise<string> => {
    if (look === 1) return later(80, "good");
    signal.addEventListener("abort", () => (told = true));
    return later(60_000, "good");
  };
  const report = await run([toy("port", { see })]);
  expect(report.results[0]?.looks.length).toBe(1);
  expect(told).toBe(true);
});

test("a check that outlives its own deadline is our error, and does not hold up the run", async () => {
  const never = () => new Promise<string>(() => {});
  const report = await run([
    toy("stuck", { see: never, rest: { patience: () => 10 } }),
    toy("ok", { see: async () => "good" }),
  ]);
  expect(statuses(report)).toEqual({ "stuck:t": "error", "ok:t": "pass" });
}, 10_000);

describe("on a machine that does not let this tool run", () => {
  /** A process that waits for its turn for this share of the time. */
  const waiting = (share: number): Io => {
    const began = performance.now();
    const turns = () => ({ ran: 0, waited: share * (performance.now() - began), of: 0 });
    return { ...io, runtime: () => ({ loopDelay: 0, turns: turns(), descriptors: null }) };
  };
  const never = () => new Promise<string>(() => {});

  it("a check that outlives its own deadline is skipped for that reason, and the tool has not failed", async () => {
    const stuck = toy("stuck", { see: never, rest: { patience: () => 10 } });
    const report = await run([stuck, toy("ok", { see: async () => "good" })], { io: waiting(0.9) });
    expect(statuses(report)).toEqual({ "stuck:t": "skip", "ok:t": "pass" });
    expect(report.results.find(({ check }) => check === "stuck")?.reason?.en).toContain("too busy");
    expect(report.exitCode).toBe(0);
    // A little waiting is everywhere, and no excuse.
    expect(statuses(await run([stuck], { io: waiting(0.1) }))).toEqual({ "stuck:t": "error" });
  }, 20_000);

  it("the time that it was kept from its turn is given back to it, as much again at most", async () => {
    const cut = new AbortController().signal;
    const ended = async (lost: () => number, after: number) => {
      const late = within({ ms: 100, lost, outer: cut }, () => later(after, "seen"));
      return Object.values(await late)[0];
    };
    const since = performance.now();
    expect(await ended(() => 0, 60_000)).toBe("deadline");
    expect(await ended(() => 0.9 * (performance.now() - since), 60_000)).toBe("starved");
    // A process that was stopped for long: none of it was its own.
    const stall = [0, 100_000];
    expect(await ended(() => stall.shift() ?? 100_000, 130)).toBe("seen");
  });
});

test("what one look saw is kept where a further one outlives the deadline", async () => {
  const see = async (look: number): Promise<string> => (look === 1 ? "quiet" : new Promise<string>(() => {}));
  const report = await run([toy("port", { see, rest: { patience: () => 10 } })]);
  expect(report.results[0]).toMatchObject({ status: "fail", looks: [{ seen: "quiet" }] });
}, 10_000);

test("what the run's deadline cuts off is skipped with that reason; what ended is kept", async () => {
  const report = await run(
    [
      toy("slow", { see: () => later(60_000, "good"), rest: { patience: () => 60_000 } }),
      toy("ok", { see: async () => "good" }),
    ],
    { timeout: 50 },
  );
  expect(statuses(report)).toEqual({ "slow:t": "skip", "ok:t": "pass" });
  expect(report.results.find(({ check }) => check === "slow")?.reason?.en).toContain("deadline");
});

test("an interrupted run still reports what is known, and exits 130", async () => {
  const user = new AbortController();
  setTimeout(() => user.abort(), 30);
  const report = await run(
    [
      toy("slow", { see: () => later(60_000, "good"), rest: { patience: () => 60_000 } }),
      toy("ok", { see: async () => "bad" }),
    ],
    { signal: user.signal },
  );
  expect(statuses(report)).toEqual({ "slow:t": "skip", "ok:t": "fail" });
  expect(report.exitCode).toBe(130);
});

test("a check that raises nothing, or two signals for one question, is a bug of ours", async () => {
  const both = [
    { signal: "good", data: {} },
    { signal: "bad", data: {} },
  ];
  const report = await run([
    toy("mum", { see: async () => "good", rest: { judge: () => [] } }),
    toy("twice", { see: async () => "good", rest: { judge: () => both as never } }),
  ]);
  expect(statuses(report)).toEqual({ "mum:t": "error", "twice:t": "error" });
});

test("independent steps run at the same time; reading delays only the judging", async () => {
  const order: string[] = [];
  const note = (word: string) => async () => {
    order.push(`${word} begins`);
    const seen = await later(60, "good");
    order.push(`${word} ends`);
    return seen;
  };
  let read: readonly string[] = [];
  await run([
    toy("a", {
      see: note("a"),
      rest: {
        reads: ["b"],
        judge: (_: unknown, { others }: { others: (id: string) => readonly { step: string }[] }) => {
          read = others("b").map(({ step }) => step);
          return [{ signal: "good", data: {} }] as never;
        },
      },
    }),
    toy("b", { see: note("b") }),
  ]);
  expect(order.slice(0, 2).sort()).toEqual(["a begins", "b begins"]);
  expect(read).toEqual(["b:t"]);
});

test("what a step saw holds others back before its own judgement has read what it waits for", async () => {
  const order: string[] = [];
  const seeing = (word: string, ms: number) => async () => {
    order.push(word);
    return later(ms, "good");
  };
  await run([
    toy("far", { see: seeing("far", 150), rest: {} }),
    toy("near", { see: seeing("near", 1), rest: { reads: ["far"] } }),
    toy("roof", { needs: ["near:t"], see: seeing("roof", 1) }),
    toy("end", { needs: ["far:t"], see: seeing("end", 1) }),
  ]);
  expect(order.indexOf("roof")).toBeLessThan(order.indexOf("end"));
});

test("a level that the profile overrules to pass makes nothing unhealthy", async () => {
  const checks = [toy("port", { see: async () => "bad" })];
  const report = await examine(profile({ levels: { "port/bad": "pass" } }), { io, checks, causes: {}, version: "0" });
  expect([report.status, report.exitCode, report.diagnosis.unexplained]).toEqual(["pass", 0, []]);
});

test("a stored report is judged again to the same verdict", async () => {
  const checks = [
    toy("ground", { see: async () => "bad" }),
    toy("roof", { needs: ["ground:t"], see: async () => "good" }),
  ];
  const report = await run(checks);
  expect(rejudge(JSON.parse(JSON.stringify(report)), { checks, causes: {} })).toEqual(
    JSON.parse(JSON.stringify(report)),
  );
});

test("a circle of needs or readings is refused before anything runs", () => {
  const circle = [
    toy("a", { needs: ["b:t"], see: async () => "good" }),
    toy("b", { needs: ["a:t"], see: async () => "good" }),
  ];
  expect(() => plan(profile(), circle)).toThrow(PlanError);
  const reading = [
    toy("a", { needs: ["b:t"], see: async () => "good" }),
    toy("b", { see: async () => "good", rest: { reads: ["a"] } }),
  ];
  expect(() => plan(profile(), reading)).toThrow(/circle/);
});

test("--only also plans what is needed; --skip takes away", () => {
  const checks = [
    toy("a", { see: async () => "good" }),
    toy("b", { needs: ["a:t"], see: async () => "good" }),
    toy("c", { see: async () => "good" }),
  ];
  const ids = (only: string[], skip: string[]) => plan(profile(), checks, { only, skip }).steps.map(({ id }) => id);
  expect(ids(["b"], [])).toEqual(["a:t", "b:t"]);
  expect(ids([], ["a"])).toEqual(["b:t", "c:t"]);
  expect(ids(["network"], ["c"])).toEqual(["a:t", "b:t"]);
});

test("steps of one check may read each other: each waits for what the others saw, not for what they say", async () => {
  const read: string[] = [];
  const check = toy("alike", {
    see: async () => "good",
    rest: {
      reads: ["alike"],
      aims: () => ["a", "b"].map((subject) => ({ subject, target: {}, needs: [] })),
      judge: (_, { others }) => {
        read.push(...others("alike").map(({ subject, looks }) => `${subject} ${looks.length}`));
        return [{ signal: "good", data: {} }] as never;
      },
    },
  });
  expect(statuses(await run([check]))).toEqual({ "alike:a": "pass", "alike:b": "pass" });
  expect(read.sort()).toEqual(["a 1", "b 1"]);
});

test("many steps at once make Node suspect no leak: standard error stays empty", async () => {
  const warnings: string[] = [];
  const heard = (warning: Error): void => void warnings.push(warning.name);
  process.on("warning", heard);
  const aims = () => Array.from({ length: 30 }, (_, at) => ({ subject: `t${at}`, target: {}, needs: [] }));
  const many = toy("many", { see: () => new Promise((seen) => setTimeout(() => seen("good"), 50)), rest: { aims } });
  expect(Object.keys(statuses(await run([many])))).toHaveLength(30);
  await new Promise((done) => setTimeout(done, 20));
  process.off("warning", heard);
  expect(warnings).toEqual([]);
});

test("what looks last looks when all others have, even where the run was cut short", async () => {
  const order: string[] = [];
  const noted = async (name: string, ms: number): Promise<string> => {
    const seen = await later(ms, "good");
    order.push(name);
    return seen;
  };
  const last = toy("last", { see: () => noted("last", 0), rest: { last: true } });
  const slow = toy("slow", { see: () => noted("slow", 50) });
  const broken = toy("broken", { see: () => Promise.reject(new Error("oops")) });
  expect(statuses(await run([last, slow, broken]))).toMatchObject({ "last:t": "pass", "slow:t": "pass" });
  expect(order).toEqual(["slow", "last"]);

  const hanging = toy("hanging", { see: () => new Promise(() => {}) });
  const cut = await run([last, hanging], { timeout: 60 });
  expect(statuses(cut)).toMatchObject({ "last:t": "pass", "hanging:t": "skip" });

  // It is told, so that it does not linger, and not stopped.
  const told: boolean[] = [];
  const observe: AnyCheck["observe"] = async (_, { signal, cut }) => {
    told.push(signal.aborted, cut?.aborted === true);
    return { seen: "good" };
  };
  await run([toy("last", { see: async () => "good", rest: { last: true, observe } }), hanging], { timeout: 60 });
  expect(told).toEqual([false, true]);
});
