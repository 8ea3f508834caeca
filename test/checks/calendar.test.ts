import { describe, expect, it } from "vitest";
import { calendar } from "../../checks/calendar.js";
import type { JsonObject } from "../../src/model/json.js";
import { fill, slotsIn } from "../../src/model/text.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";

const values = { lastDay: 15, monthEnd: 2 };
const window = { from: "2026-06-30T14:00:00.000Z", to: "2026-06-30T22:00:00.000Z", note: "系统升级" };
type Target = Parameters<typeof calendar.observe>[0];

const judged = (now: string, target: Partial<Target> = {}, settings = values) =>
  calendar.judge([{ windows: 0 }], {
    target: { filing: true, windows: [], ...target },
    settings,
    now: new Date(now),
    others: () => [],
  });
const signals = (...args: Parameters<typeof judged>): string[] =>
  judged(...args).map(({ signal, data }) => {
    expect(slotsIn(JSON.stringify(fill(calendar.signals[signal].text, data as JsonObject)))).toEqual([]);
    return signal;
  });

describe("filing days", () => {
  it.each([
    ["2026-06-01T00:00+08:00", "filing-peak"],
    ["2026-06-15T23:59+08:00", "filing-peak"],
    ["2026-06-16T00:00+08:00", "quiet-days"],
    ["2026-06-28T23:59+08:00", "quiet-days"],
    ["2026-06-29T00:00+08:00", "filing-peak"],
    ["2026-06-30T23:59+08:00", "filing-peak"],
    ["2027-02-26T12:00+08:00", "quiet-days"],
    ["2027-02-27T00:00+08:00", "filing-peak"],
    ["2028-02-27T12:00+08:00", "quiet-days"],
  ])("%s: %s", (now, signal) => {
    expect(signals(now)).toEqual([signal]);
  });

  it("are days of China, wherever the machine stands", () => {
    expect(signals("2026-06-15T15:59Z")).toEqual(["filing-peak"]);
    expect(signals("2026-06-15T16:00Z")).toEqual(["quiet-days"]);
    expect(judged("2026-06-15T16:00Z")[0]?.data).toMatchObject({ date: "2026-06-16" });
  });

  it("may be moved by the profile, as holidays move them", () => {
    expect(signals("2026-10-20T12:00+08:00", {}, { lastDay: 26, monthEnd: 0 })).toEqual(["filing-peak"]);
    expect(signals("2026-10-31T12:00+08:00", {}, { lastDay: 26, monthEnd: 0 })).toEqual(["quiet-days"]);
  });
});

describe("announced windows", () => {
  const at = (now: string) => signals(now, { filing: false, windows: [window] });
  it("hold from their begin until before their end", () => {
    expect(at("2026-06-30T13:59:59Z")).toEqual(["nothing-announced"]);
    expect(at("2026-06-30T14:00Z")).toEqual(["announced-maintenance"]);
    expect(at("2026-06-30T21:59:59Z")).toEqual(["announced-maintenance"]);
    expect(at("2026-06-30T22:00Z")).toEqual(["nothing-announced"]);
  });

  it("are told in China's time, beside the filing days", () => {
    const [, answer] = judged("2026-06-30T15:00Z", { windows: [window] });
    expect(answer?.data).toMatchObject({
      from: "2026-06-30 22:00 +08:00",
      to: "2026-07-01 06:00 +08:00",
      note: "系统升级",
    });
    expect(signals("2026-06-30T15:00Z", { windows: [window] })).toEqual(["filing-peak", "announced-maintenance"]);
  });
});

it("raises nothing worse than a note", () => {
  expect(new Set(Object.values(calendar.signals).map(({ level }) => level))).toEqual(new Set(["pass", "note"]));
});

describe("aims", () => {
  const aims = (profile: Parameters<typeof makeProfile>[0]) => calendar.aims(makeProfile(profile));
  it("at nothing in an ordinary profile", () => {
    const targets = [urlTarget("https://api.example.test/"), hostTarget("chinatax.gov.cn.example.test")];
    expect(aims({ targets })).toEqual([]);
  });

  it("once, where a target is the tax authority's or windows are announced", () => {
    const targets = [urlTarget("https://etax.hubei.chinatax.gov.cn:8443/"), hostTarget("lqpt.chinatax.gov.cn")];
    expect(aims({ targets })).toMatchObject([{ subject: "@site", target: { filing: true, windows: [] } }]);
    expect(aims({ targets: [], calendar: [window] })).toMatchObject([{ target: { filing: false, windows: [window] } }]);
  });
});
