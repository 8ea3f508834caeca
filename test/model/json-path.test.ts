import { describe, expect, it } from "vitest";
import { jsonAt, parseJsonPath, sameJson } from "../../src/model/json-path.js";

describe("parseJsonPath", () => {
  it.each<[string, (string | number)[] | undefined]>([
    ["$", []],
    ["$.status", ["status"]],
    ["$.a.b[0]['c d']", ["a", "b", 0, "c d"]],
    ['$["a.b"][12].x-y', ["a.b", 12, "x-y"]],
    ["$['it\\'s']", ["it's"]],
    ["$.数据.状态", ["数据", "状态"]],
    ["status", undefined],
    ["$.", undefined],
    ["$.a[*]", undefined],
    ["$..a", undefined],
    ["$.a[-1]", undefined],
    ["$.a b", undefined],
  ])("%s", (path, ways) => expect(parseJsonPath(path)).toEqual(ways));
});

describe("jsonAt", () => {
  const value = { a: { b: [{ "c d": null }, 2] }, toString: 1, length: 0 };
  it("finds what is there, and nothing else", () => {
    expect(jsonAt(value, "$.a.b[1]")).toBe(2);
    expect(jsonAt(value, "$.a.b[0]['c d']")).toBeNull();
    expect(jsonAt(value, "$.length")).toBe(0);
    for (const path of [
      "$.a.c",
      "$.a.b.length",
      "$.a[0]",
      "$.a.b[9]",
      "$.constructor",
      "$.a.b[0]['c d'].x",
      "no path",
    ]) {
      expect(jsonAt(value, path)).toBeUndefined();
    }
    expect(jsonAt("text", "$[0]")).toBeUndefined();
    expect(jsonAt(5, "$")).toBe(5);
  });
});

describe("sameJson", () => {
  it("compares by value", () => {
    expect(sameJson({ a: [1, { b: null }], c: "x" }, { c: "x", a: [1, { b: null }] })).toBe(true);
    expect(sameJson(1, "1")).toBe(false);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
    expect(sameJson([], {})).toBe(false);
    expect(sameJson({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(sameJson(null, undefined)).toBe(false);
    expect(sameJson({ a: undefined }, { b: undefined })).toBe(false);
  });
});
