import { describe, expect, it } from "vitest";
import type { Channel } from "../../src/model/notify.js";
import { memoryFile, memoryText, readMemory } from "../../src/notify/memory.js";
import {
  asTold,
  changeFor,
  type Found,
  forgetOthers,
  isQuiet,
  isWorthTelling,
  nothingKnown,
  remember,
} from "../../src/notify/standing.js";

const channel = (some: Partial<Channel> = {}): Channel => ({
  name: "ops",
  carrier: { kind: "wecom", url: "http://127.0.0.1/" },
  on: "fail",
  after: { runs: 1, of: 1 },
  recovery: true,
  timeout: 1000,
  ...some,
});

const words: Readonly<Record<string, Found>> = { f: "fail", w: "warn", p: "pass" };

/** What a channel hears of one target, run by run: `+` broken, `-` healthy again, `.` nothing. A blank: not judged. */
const heard = (runs: string, some: Partial<Channel> = {}, mute: (run: number) => boolean = () => false): string => {
  const one = channel(some);
  let memory = nothingKnown;
  return [...runs]
    .map((letter, run) => {
      const found = words[letter];
      memory = remember(memory, found === undefined ? new Map() : new Map([["api", found]]));
      const change = changeFor(memory, one);
      if (!isWorthTelling(change, one)) {
        if (change.healed.length > 0) memory = asTold(memory, one, change);
        return ".";
      }
      // Quiet hours, or a message that was not accepted: nothing is taken for told.
      if (mute(run)) return ".";
      memory = asTold(memory, one, change);
      return change.broken.length > 0 ? "+" : "-";
    })
    .join("");
};

describe("what a channel hears of", () => {
  it.each([
    ["ppffffpp", "..+...-.", "each change once"],
    ["pwwfp", "...+-", "warnings are no faults"],
    ["f  f p", "+....-", "a run that did not judge changes nothing"],
    ["pppppppppppppppppppppppppf", ".........................+", "after a long time"],
  ])("%s: %s (%s)", (runs, says) => expect(heard(runs)).toBe(says));

  it.each([
    ["pfppfppp", "........", "seldom"],
    ["pfpfppp", "...+.-.", "every other run"],
    ["pffpffff", "..+.....", "twice on end; one good run is no recovery"],
    ["pfpffpp", "...+..-", "two of three; recovery after two good runs"],
    ["fpfpf", "..+..", "two of three"],
  ])("two of three runs: %s: %s (%s)", (runs, says) => {
    const some = { after: { runs: 2, of: 3 } };
    expect(heard(runs, some)).toBe(says);
  });

  it("one of three runs: told once, and healthy only when none of the three was broken", () =>
    expect(heard("pfppppfp", { after: { runs: 1, of: 3 } })).toBe(".+..-.+."));

  it("three of three runs", () => expect(heard("fffpfpppf", { after: { runs: 3, of: 3 } })).toBe("..+....-."));

  it("warnings, where it wants to", () => expect(heard("pwfwp", { on: "warn" })).toBe(".+..-"));

  it("no recovery, where it does not want to; the next trouble all the same", () =>
    expect(heard("fpfp", { recovery: false })).toBe("+.+."));

  it("what still stands after quiet hours, and nothing of what came and went in them", () => {
    expect(heard("pffff", {}, (run) => run < 3)).toBe("...+.");
    expect(heard("pffpp", {}, (run) => run < 4)).toBe(".....");
    expect(heard("fppp", {}, (run) => run === 1 || run === 2)).toBe("+..-");
  });
});

describe("several targets", () => {
  it("are told apart: what broke, what is still broken, what healed", () => {
    const one = channel();
    let memory = remember(
      nothingKnown,
      new Map([
        ["a", "fail"],
        ["b", "fail"],
        ["c", "pass"],
      ]),
    );
    memory = asTold(memory, one, changeFor(memory, one));
    memory = remember(
      memory,
      new Map([
        ["a", "fail"],
        ["b", "pass"],
        ["c", "fail"],
      ]),
    );
    expect(changeFor(memory, one)).toEqual({ broken: ["c"], still: ["a"], healed: ["b"] });
  });
});

describe("a target that the profile no longer has", () => {
  it("is forgotten, and no longer called broken", () => {
    const one = channel();
    let memory = remember(
      nothingKnown,
      new Map<string, Found>([
        ["old", "fail"],
        ["api", "fail"],
      ]),
    );
    memory = asTold(memory, one, changeFor(memory, one));
    memory = forgetOthers(memory, (subject) => subject === "api");
    expect(memory).toEqual({ runs: { api: "f" }, told: { ops: ["api"] } });
    expect(changeFor(memory, one)).toEqual({ broken: [], still: ["api"], healed: [] });
  });
});

describe("quiet hours", () => {
  const night = { from: 22 * 60, to: 7 * 60 };
  it.each([
    [night, 22 * 60, true],
    [night, 0, true],
    [night, 7 * 60 - 1, true],
    [night, 7 * 60, false],
    [night, 12 * 60, false],
    [{ from: 720, to: 780 }, 720, true],
    [{ from: 720, to: 780 }, 780, false],
    [undefined, 0, false],
  ])("%j at %i: %s", (quiet, minute, is) => expect(isQuiet(quiet, minute)).toBe(is));
});

describe("the memory between runs", () => {
  const memory = { runs: { api: "ppf", "@site": "p" }, told: { ops: ["api"] } };
  it("is read as it was written, and has a file for each profile", () => {
    expect(readMemory(memoryText("生产", memory))).toEqual(memory);
    expect(memoryFile("生产")).not.toBe(memoryFile("测试"));
  });
  it("stays small, however long it goes on", () => {
    let long = nothingKnown;
    for (let run = 0; run < 1000; run += 1) long = remember(long, new Map([["api", "fail"]]));
    expect(memoryText("p", long).length).toBeLessThan(200);
  });
  it.each([
    "",
    "{",
    "[]",
    "null",
    '{"schema":2}',
    '{"schema":1,"runs":{"a":"x"},"told":{}}',
    '{"schema":1,"runs":{},"told":{"a":[1]}}',
  ])("is not believed when damaged: %s", (text) => expect(readMemory(text)).toBeUndefined());
});
