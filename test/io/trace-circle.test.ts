import { describe, expect, it } from "vitest";
import { circleOf } from "../../src/io/trace-circle.js";

describe("circleOf", () => {
  it("two routers that point at each other", () => {
    expect(circleOf(["g", "a", "b", "a", "b", "a"])).toEqual(["a", "b"]);
    expect(circleOf(["a", "b", "a", "b", "a"])).toEqual(["a", "b"]);
  });

  it("three routers in a circle", () => {
    expect(circleOf(["g", "a", "b", "c", "a", "b", "c", "a"])).toEqual(["a", "b", "c"]);
  });

  it("routers that ration what they say: silent hops between are no contradiction", () => {
    expect(circleOf(["g", "a", "b", null, "b", "a", "b", null, "b", null, "b"])).toEqual(["a", "b"]);
  });

  it("one router that is met again and again, while the others say nothing", () => {
    expect(circleOf(["a", null, "a", null, "a", null, "a", null, "a"])).toEqual(["a"]);
    expect(circleOf(["g", null, "a", null, null, "a", null, null, "a", null, null, "a", null, null, "a"])).toEqual([
      "a",
    ]);
  });

  it("is none", () => {
    expect(circleOf([])).toEqual([]);
    expect(circleOf([null, null, null, null, null, null])).toEqual([]);
    expect(circleOf(["a", "b", "c", "d"])).toEqual([]);
    // Met twice: two paths of different length show the same.
    expect(circleOf(["a", "b", "a", "c", "d"])).toEqual([]);
    expect(circleOf(["a", "b", "a", "b"])).toEqual([]);
    // A firewall that answers in the place of the hops behind it.
    expect(circleOf(["a", "b", "b", "b", "b", "b", "b"])).toEqual([]);
    expect(circleOf(["a", "b", null, "b", null, "b", null, "b"])).toEqual([]);
    // The circle was left again.
    expect(circleOf(["a", "b", "a", "b", "a", "b", "c"])).toEqual([]);
  });
});
