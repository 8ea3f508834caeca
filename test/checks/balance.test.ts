import { describe, expect, it } from "vitest";
import type { Seen, Shot, Target } from "../../checks/balance/sight.js";
import { byChance, leastShare } from "../../checks/balance/statistics.js";
import { balance } from "../../checks/balance.js";
import type { JsonObject } from "../../src/model/json.js";
import type { Located } from "../../src/model/place.js";
import type { UrlTarget } from "../../src/model/profile.js";
import type { Result } from "../../src/model/result.js";
import { makeProfile, urlTarget } from "../servers/profile.js";
import { defaultsOf } from "../servers/verbs.js";

const located: Located = { host: "api.test", source: "dns", addresses: [] };
const settings = defaultsOf(balance) as Parameters<typeof balance.judge>[1]["settings"];
const target: Target = { as: "api", host: "api.test", port: 80, url: "http://api.test/", ours: true };

/** Shots in turn, one after another. */
const series = (count: number, of: (nth: number) => Partial<Shot>): Shot[] =>
  Array.from({ length: count }, (_, nth) => ({ address: "10.0.0.5", at: nth * 20, ms: 20, status: 200, ...of(nth) }));
const every = (n: number, shot: Partial<Shot>) => (nth: number) => (nth % n === 0 ? shot : {});

/** What `ping` says of the same host where packets get lost. */
const loss = {
  check: "ping",
  places: { host: "api.test" },
  evidence: [{ signal: "lossy", level: "fail", data: {} }],
} as unknown as Result;

type Answers = {
  readonly signals: { readonly [question: string]: string };
  readonly data: { readonly [question: string]: JsonObject };
};
const judged = (seen: Partial<Seen>, changes: Partial<Target> = {}, beside: readonly Result[] = []): Answers => {
  const whole: Seen = { located, shots: [], loopDelay: 0, ...seen };
  const context = {
    target: { ...target, ...changes },
    settings,
    now: new Date(),
    others: (id: string) => beside.filter(({ check }) => check === id),
  };
  const raised = balance.judge([JSON.parse(JSON.stringify(whole))], context);
  return {
    signals: Object.fromEntries(raised.map(({ signal }) => [balance.signals[signal].answers, signal])),
    data: Object.fromEntries(raised.map(({ signal, data }) => [balance.signals[signal].answers, data])),
  };
};
const answers = (shots: readonly Shot[], changes: Partial<Target> = {}) => judged({ shots }, changes).signals.answers;

describe("statistics", () => {
  it("Fisher's exact test as R computes it", () => {
    // fisher.test(matrix(c(3, 1, 1, 3), 2), alternative = "greater")$p.value
    expect(byChance({ hits: 3, of: 4 }, { hits: 1, of: 4 })).toBeCloseTo(0.242_857, 5);
    expect(byChance({ hits: 5, of: 10 }, { hits: 0, of: 10 })).toBeCloseTo(0.016_254, 5);
    expect(byChance({ hits: 0, of: 5 }, { hits: 5, of: 5 })).toBeCloseTo(1);
  });

  it("Wilson's lower bound", () => {
    expect(leastShare(0, 20)).toBe(0);
    expect(leastShare(2, 20)).toBeCloseTo(0.0338, 3);
    expect(leastShare(20, 20)).toBeGreaterThan(0.85);
  });
});

describe("a limit of the rate that says 503", () => {
  const refused = { status: 503 };
  const shots = series(5, (nth) => (nth === 0 ? {} : refused));
  const alone = { single: series(4, every(4, refused)), double: series(4, () => ({})) };
  const slow = series(12, () => ({}));
  const quick = series(12, (nth) => (nth > 8 ? refused : {}));

  it("refuses the hurried and none of those that take their time: it is no failing back end", () => {
    const { signals, data } = judged({ shots, alone, pace: { slow, quick } });
    expect(signals).toMatchObject({ answers: "only-when-hurried" });
    expect(signals.concurrency).toBeUndefined();
    expect(data.answers).toMatchObject({ slow: 12, how: ["503"] });
  });

  it("is not believed where one fails in its time, or none any more, or it was not asked to the end", () => {
    const failing = { slow: series(3, (nth) => (nth === 2 ? refused : {})), quick: [] };
    const mended = { slow, quick: series(12, () => ({})) };
    for (const pace of [failing, mended, { slow: slow.slice(4), quick: [] }])
      expect(judged({ shots, alone, pace }).signals).toMatchObject({
        answers: "random-failures",
        concurrency: "alone-as-well",
      });
  });
});

describe("a bad back end that these questions did not meet", () => {
  const talk = (...statuses: number[]) => ({
    address: "10.0.0.5",
    exchanges: statuses.map((status) => ({ status, ms: 5 })),
  });
  const beside = (...talks: ReturnType<typeof talk>[]) =>
    ({
      check: "keepalive",
      subject: "api",
      looks: talks.map((reuse) => ({ reuse })),
      evidence: [],
    }) as unknown as Result;
  const found = (...others: Result[]) => judged({ shots: series(5, () => ({})) }, {}, others);

  it("is the one that other checks met more than once", () => {
    const { signals, data } = found(beside(talk(500, 500, 200), talk(500, 200)));
    expect(signals.answers).toBe("random-failures");
    expect(data.answers).toMatchObject({ tried: 7, failing: 2, how: ["500"] });
  });
  it("not one that failed once, nor what a limit of the rate answers", () => {
    for (const other of [beside(talk(500), talk(200)), beside(talk(503), talk(503)), beside(talk(200, 500, 500))])
      expect(found(other).signals.answers).toBe("alike");
  });
});

describe("where packets get lost on the way", () => {
  const late = series(20, every(3, { ms: 1200 }));
  const silent = { failed: { code: "timeout", phase: "answer" }, status: undefined } as unknown as Partial<Shot>;
  const unheard = series(20, every(3, silent));

  it("late answers here and there, and none, are no matter of back ends", () => {
    expect(judged({ shots: late }).signals.speed).toBe("some-slow");
    expect(judged({ shots: late }, {}, [loss]).signals.speed).toBe("some-late");
    expect(judged({ shots: unheard }, {}, [loss]).signals.answers).toBe("some-lost");
  });

  it("late answers during which this host sent segments again are no matter of back ends either", () => {
    const resent = series(20, every(3, { ms: 1200, resent: 1 }));
    expect(judged({ shots: resent }).signals.speed).toBe("late-after-loss");
    const few = series(20, (nth) => (nth % 3 === 0 ? { ms: 1200, ...(nth < 6 ? { resent: 1 } : {}) } : {}));
    expect(judged({ shots: few }).signals.speed).toBe("some-slow");
    const labelled = series(20, (nth) => ({
      backend: String(nth % 2),
      ...(nth % 2 === 0 ? { ms: 1200, resent: 1 } : {}),
    }));
    expect(judged({ shots: labelled }).signals.speed).toBe("some-slow");
  });

  it("those of one back end are, and so are errors", () => {
    const labelled = series(20, (nth) => ({ backend: String(nth % 2), ms: nth % 2 === 0 ? 1200 : 20 }));
    expect(judged({ shots: labelled }, {}, [loss]).signals.speed).toBe("some-slow");
    const errors = series(20, every(3, { status: 502 }));
    expect(judged({ shots: errors }, {}, [loss]).signals.answers).toBe("random-failures");
  });
});

describe("answers", () => {
  it("alike, all failing, once", () => {
    expect(answers(series(20, () => ({})))).toBe("alike");
    expect(answers(series(20, () => ({ status: 503 })))).toBe("all-fail");
    expect(answers(series(20, (nth) => (nth === 7 ? { status: 503 } : {})))).toBe("now-and-then");
    expect(answers(series(80, (nth) => (nth === 7 || nth === 9 ? { status: 503 } : {})))).toBe("now-and-then");
  });

  it("at random: every third, whatever it is", () => {
    const failed = { failed: { code: "reset", phase: "answer" } } as const;
    const reset = { ...failed, status: undefined } as unknown as Partial<Shot>;
    for (const shot of [{ status: 502 }, { status: 500 }, reset]) {
      expect(answers(series(20, every(3, shot)))).toBe("random-failures");
      expect(answers(series(5, every(3, shot)))).toBe("random-failures");
    }
    const { data } = judged({ shots: series(20, every(3, reset)) });
    expect(data.answers).toMatchObject({ failing: 7, tried: 20, how: ["reset (answer)"] });
  });

  it("tied to an address", () => {
    const two = series(20, (nth) => (nth % 2 === 0 ? { address: "10.0.0.6", status: 500 } : {}));
    expect(judged({ shots: two }).data.answers).toMatchObject({ where: ["10.0.0.6"], failing: 10, tried: 20 });
    expect(answers(two)).toBe("tied-to-address");
    const half = series(40, (nth) =>
      nth % 2 === 0 ? { address: "10.0.0.6", ...(nth % 4 === 0 && { status: 500 }) } : {},
    );
    expect(answers(half)).toBe("tied-to-address");
    // Two failures of twenty meet at one of two addresses by chance.
    const few = series(20, (nth) => (nth % 2 === 0 ? { address: "10.0.0.6", ...(nth < 4 && { status: 500 }) } : {}));
    expect(answers(few)).toBe("random-failures");
  });

  it("tied to back ends, if those that fail say which they are", () => {
    const label = (nth: number) => ["a", "b", "c"][nth % 3] ?? "";
    const one = series(20, (nth) => ({ backend: label(nth), ...(label(nth) === "b" && { status: 502 }) }));
    expect(judged({ shots: one })).toMatchObject({
      signals: { answers: "tied-to-backend" },
      data: { answers: { where: ["b"] } },
    });
    const two = series(20, (nth) => ({ backend: label(nth), ...(label(nth) !== "a" && { status: 502 }) }));
    expect(judged({ shots: two }).data.answers).toMatchObject({ where: ["b", "c"] });
    const nameless = series(20, (nth) => (label(nth) === "b" ? { status: 502 } : { backend: label(nth) }));
    expect(answers(nameless)).toBe("random-failures");
    const all = series(20, (nth) => ({ backend: label(nth), ...(nth % 4 === 0 && { status: 500 }) }));
    expect(judged({ shots: all })).toMatchObject({
      signals: { answers: "failures-everywhere" },
      data: { answers: { where: ["a", "b", "c"] } },
    });
  });

  it("a refusal fails only where others are granted; the expected status never does", () => {
    expect(answers(series(20, () => ({ status: 401 })))).toBe("alike");
    expect(answers(series(20, every(3, { status: 404 })))).toBe("random-failures");
    expect(
      answers(
        series(20, () => ({ status: 503 })),
        { expected: 503 },
      ),
    ).toBe("alike");
    expect(answers(series(20, every(2, { status: 302 })))).toBe("alike");
  });

  it("a request to slow down is no failure, and says why there were few", () => {
    expect(answers(series(4, (nth) => (nth === 3 ? { status: 429 } : {})))).toBe("slowed-down");
    expect(answers(series(9, (nth) => ({ status: nth === 8 ? 429 : nth % 2 ? 500 : 200 })))).toBe("random-failures");
  });
});

describe("limits", () => {
  const refused: Partial<Shot> = { status: 503 };
  const pairs = (count: number): Shot[] => series(2 * count, (nth) => (nth % 2 === 1 ? refused : {}));

  it("one request at a time, beside a connection of our own that lasted (connection-limit, not api-unavailable)", () => {
    const seen = { shots: series(5, () => refused), alone: { single: series(4, () => ({})), double: pairs(2) } };
    expect(judged(seen).signals).toMatchObject({ answers: "all-fail", concurrency: "concurrent-fail" });
  });

  it("all that were asked in step fail, every second one alone: some do (backend-partly-failing, not api-error)", () => {
    const shots = series(5, () => refused);
    const alone = { single: series(4, (nth) => (nth % 2 === 0 ? {} : refused)), double: [] };
    expect(judged({ shots, alone }).signals.answers).toBe("random-failures");
  });

  it("a service that answers nothing alone either, or that has recovered, is not limited", () => {
    const shots = series(5, () => refused);
    expect(judged({ shots }).signals.concurrency).toBeUndefined();
    const alone = { single: series(4, () => ({})), double: series(4, () => ({})) };
    expect(judged({ shots, alone }).signals.concurrency).toBeUndefined();
  });

  it("one of each pair fails and none alone, though few failed before (connection-limit, not backend-partly-failing)", () => {
    const shots = series(5, (nth) => (nth === 1 ? refused : {}));
    const alone = { single: series(4, () => ({})), double: pairs(2) };
    expect(judged({ shots, alone }).signals.concurrency).toBe("concurrent-fail");
    const once = { single: series(4, () => ({})), double: series(4, (nth) => (nth === 1 ? refused : {})) };
    expect(judged({ shots, alone: once }).signals.concurrency).toBeUndefined();
  });

  it("three at once: the fourth fails again and again", () => {
    const shots = series(20, () => ({}));
    const many = series(12, (nth) => (nth % 4 === 3 ? refused : {}));
    expect(judged({ shots, crowd: { many, two: series(12, () => ({})) } }).signals.crowd).toBe("few-at-once");
    expect(judged({ shots, crowd: { many: series(4, () => ({})), two: [] } }).signals.crowd).toBe("many-at-once");
    const once = series(12, (nth) => (nth === 3 ? refused : {}));
    expect(judged({ shots, crowd: { many: once, two: [] } }).signals.crowd).toBeUndefined();
  });
});

describe("what other checks measured", () => {
  const talk = (ms: number) => ({
    address: "10.0.0.5",
    exchanges: [{ status: 200, ms, idle: 0, connection: "keep-alive" }],
  });
  const keepalive = (...[reuse = 0, idle = 0]: number[]): Result =>
    ({
      check: "keepalive",
      subject: "api",
      places: {},
      evidence: [],
      looks: [{ reuse: talk(reuse), idle: talk(idle) }],
    }) as unknown as Result;
  const slow = series(5, () => ({ ms: 1500 }));

  it("counts where all of ours were slow by chance (backend-partly-slow, not healthy)", () => {
    expect(judged({ shots: slow }).signals.speed).toBe("evenly-fast");
    expect(judged({ shots: slow }, {}, [keepalive(5, 6)]).signals.speed).toBe("some-slow");
    expect(
      judged({ shots: [...slow, { ...slow[0], at: 300 } as Shot] }, {}, [keepalive(1490, 1500)]).signals.speed,
    ).toBe("evenly-fast");
    const mixed = series(5, (nth) => ({ ms: nth === 2 ? 8 : 1500 }));
    expect(judged({ shots: mixed }, {}, [keepalive(1500, 6)]).signals.speed).toBe("some-slow");
  });
});

describe("concurrency", () => {
  const shots = series(20, every(2, { status: 503 }));
  const concurrency = (single: readonly Shot[], double: readonly Shot[]) =>
    judged({ shots, alone: { single, double } }).signals.concurrency;
  const [good, bad] = [series(10, () => ({})), series(10, every(2, { status: 503 }))];

  it("fails with two at once, not alone, and again with two at once", () => {
    expect(concurrency(good, bad)).toBe("concurrent-fail");
    expect(
      concurrency(
        series(10, (nth) => (nth === 2 ? { status: 503 } : {})),
        bad,
      ),
    ).toBe("concurrent-fail");
  });
  it("a service that has recovered meanwhile is no matter of concurrency", () => {
    expect(concurrency(good, good)).toBeUndefined();
  });
  it("fails alone as well", () => {
    expect(concurrency(bad, [])).toBe("alone-repeatedly");
    expect(
      concurrency(
        series(10, (nth) => (nth === 2 ? { status: 503 } : {})),
        [],
      ),
    ).toBe("alone-as-well");
    expect(
      concurrency(
        series(10, () => ({ status: 404 })),
        [],
      ),
    ).toBe("alone-repeatedly");
  });
  it("a few that go well prove nothing", () => {
    const rare = series(20, every(7, { status: 503 }));
    const { signals } = judged({ shots: rare, alone: { single: good.slice(0, 4), double: bad.slice(0, 2) } });
    expect(signals).toMatchObject({ answers: "random-failures" });
    expect(signals.concurrency).toBeUndefined();
  });
});

describe("reuse", () => {
  const reuse = (failing: readonly string[], shots = series(20, () => ({}))) =>
    judged({ shots, reused: { tried: 10, failing } }).signals.reuse;
  it("two failures on used connections and none on new ones", () => {
    expect(reuse([])).toBe("reused-alike");
    expect(reuse(["500"])).toBeUndefined();
    expect(reuse(["500", "timeout"])).toBe("reused-connections-fail");
    expect(reuse(["500", "500"], series(20, every(3, { status: 500 })))).toBeUndefined();
  });
});

describe("speed", () => {
  const speed = (shots: readonly Shot[], loopDelay = 0) => judged({ shots, loopDelay }).signals.speed;
  const late = { ms: 900 };

  it("evenly fast, also where all take long", () => {
    expect(speed(series(20, () => ({})))).toBe("evenly-fast");
    expect(speed(series(20, (nth) => ({ ms: 2000 + 40 * nth })))).toBe("evenly-fast");
    expect(speed(series(3, () => ({})))).toBeUndefined();
  });
  it("each later than an answer may be by the service alone, some of them later, one of them later", () => {
    expect(speed(series(4, () => ({ ms: 4100, wait: 4000 })))).toBe("evenly-slow");
    // The way's handshakes take a part of it.
    expect(speed(series(4, () => ({ ms: 3100, wait: 2600 })))).toBe("often-late");
    expect(speed(series(6, (nth) => ({ ms: 1500 + 500 * nth })))).toBe("often-late");
    expect(speed(series(6, (nth) => ({ ms: 1500 + 320 * nth })))).toBe("evenly-fast");
  });
  it("one address, one back end, a stable part", () => {
    const address = series(20, every(2, { ...late, address: "10.0.0.6" }));
    expect(judged({ shots: address })).toMatchObject({
      signals: { speed: "some-slow" },
      data: { speed: { where: ["10.0.0.6"] } },
    });
    const backend = series(20, (nth) => (nth % 4 === 1 ? { ...late, backend: "b" } : { backend: "a" }));
    expect(judged({ shots: backend })).toMatchObject({
      signals: { speed: "some-slow" },
      data: { speed: { where: ["b"], slow: 5 } },
    });
    expect(judged({ shots: series(20, every(3, late)) })).toMatchObject({
      signals: { speed: "some-slow" },
      data: { speed: { slow: 7, tried: 20, slowMs: 900, ms: 20 } },
    });
  });
  it("not: warming up, one straggler, a wide spread, slowness of our own, quick all the same", () => {
    expect(speed(series(20, (nth) => (nth < 4 ? late : {})))).toBe("evenly-fast");
    expect(speed(series(20, (nth) => (nth === 9 ? late : {})))).toBe("evenly-fast");
    expect(speed(series(20, (nth) => ({ ms: 60 + 60 * ((nth * 7) % 20) })))).toBe("evenly-fast");
    expect(speed(series(20, every(3, late)), 600)).toBe("evenly-fast");
    expect(speed(series(20, every(3, { ms: 400 })))).toBe("evenly-fast");
  });
  it("failures have no speed", () => {
    expect(speed(series(20, every(3, { status: 504, ms: 2000 })))).toBe("evenly-fast");
  });
});

describe("sticky", () => {
  const shots = series(20, every(3, { status: 500, cookie: true }));
  const [bad, good] = [shots[0], shots[1]] as [Shot, Shot];
  const sticky = (first: Shot, again: readonly Shot[]) => judged({ shots, sticky: { first, again } }).signals.sticky;

  it("a cookie that leads to failures only", () => {
    expect(
      sticky(
        bad,
        series(5, () => ({ status: 500 })),
      ),
    ).toBe("sticks-to-bad");
    expect(
      sticky(
        bad,
        series(5, (nth) => ({ status: nth === 3 ? 200 : 500 })),
      ),
    ).toBeUndefined();
    expect(sticky(bad, [])).toBeUndefined();
  });
  it("a cookie that keeps to one back end, or does not", () => {
    const first = { ...good, backend: "a" };
    expect(
      sticky(
        first,
        series(5, () => ({ backend: "a" })),
      ),
    ).toBe("sticks");
    expect(sticky(first, series(5, every(2, { backend: "b" })))).toBe("wanders");
    expect(
      sticky(
        good,
        series(5, () => ({})),
      ),
    ).toBeUndefined();
  });
});

describe("aims", () => {
  it("at every url, after the API was asked; what is ours may be asked more often", () => {
    const api: UrlTarget = {
      ...urlTarget("https://api.test/x?token=s3cret", "api"),
      headers: { authorization: "Bearer s3cret" },
      expect: { status: 204 },
      backend: "x-backend",
    };
    const aims = balance.aims(makeProfile({ targets: [api, { ...urlTarget("http://b.test:81/", "b"), owner: "us" }] }));
    expect(aims).toEqual([
      {
        subject: "api",
        target: {
          as: "api",
          host: "api.test",
          port: 443,
          url: "https://api.test/x?token=…",
          ours: false,
          expected: 204,
          headerNames: ["authorization"],
        },
        needs: ["dns:api", "port:api/443", "tls:api", "api:api"],
      },
      {
        subject: "b",
        target: { as: "b", host: "b.test", port: 81, url: "http://b.test:81/", ours: true },
        needs: ["dns:b", "port:b/81", "api:b"],
      },
    ]);
    expect(balance.aims(makeProfile({ targets: [{ ...api, own: true }] }))[0]?.target.ours).toBe(true);
    expect(balance.aims(makeProfile({ targets: [{ ...api, owner: "tax-authority" }] }))[0]?.target.ours).toBe(false);
  });

  it("no second look begins beside the first", () => {
    const context = { defaults: { timeout: 1000, answer: 2000 }, settings };
    const patience = balance.patience(target, context);
    expect(0.4 * (balance.silence?.(target, context) ?? 0)).toBeGreaterThanOrEqual(patience);
  });
});
