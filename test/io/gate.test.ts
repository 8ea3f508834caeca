import { expect, it } from "vitest";
import { createGate } from "../../src/io/gate.js";

const { signal } = new AbortController();
const settled = async (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<false>((resolve) => setTimeout(resolve, 20, false))]);

it("lets two in at a time per endpoint, the rest in order of arrival", async () => {
  const gate = createGate();
  const [first] = [await gate.enter("a", signal), await gate.enter("a", signal)];
  const [third, fourth] = [gate.enter("a", signal), gate.enter("a", signal)];
  expect(await settled(third)).toBe(false);
  expect(await settled(gate.enter("b", signal))).toBe(true);
  first();
  expect(await settled(third)).toBe(true);
  expect(await settled(fourth)).toBe(false);
});

it("counts a place that is given back twice only once", async () => {
  const gate = createGate();
  const [first] = [await gate.enter("a", signal), await gate.enter("a", signal)];
  first();
  first();
  await gate.enter("a", signal);
  expect(await settled(gate.enter("a", signal))).toBe(false);
});

it("lets go whoever gives up, and its place goes to the next", async () => {
  const gate = createGate();
  const giving = new AbortController();
  const [first] = [await gate.enter("a", signal), await gate.enter("a", signal)];
  const [third, fourth] = [gate.enter("a", giving.signal), gate.enter("a", signal)];
  giving.abort();
  (await third)();
  expect(await settled(fourth)).toBe(false);
  first();
  expect(await settled(fourth)).toBe(true);
  expect(await settled(gate.enter("a", giving.signal))).toBe(true);
  expect(await settled(gate.enter("a", signal))).toBe(false);
});

it("remembers that no route leads to an address until something is heard from it", () => {
  const gate = createGate();
  gate.noRoute("10.0.0.5");
  expect([gate.isUnrouted("10.0.0.5"), gate.isUnrouted("10.0.0.6")]).toEqual([true, false]);
  gate.reached("10.0.0.5");
  expect(gate.isUnrouted("10.0.0.5")).toBe(false);
});

it("who wants all places waits for the others to leave, and is not overtaken", async () => {
  const gate = createGate();
  const first = await gate.enter("a", signal);
  const [alone, third] = [gate.enter("a", signal, "all"), gate.enter("a", signal)];
  expect(await settled(alone)).toBe(false);
  expect(gate.isShared("a")).toBe(false);
  first();
  const leave = await alone;
  expect([gate.isShared("a"), await settled(third)]).toEqual([true, false]);
  leave();
  expect(await settled(third)).toBe(true);
});

it("who gives up waiting for all places lets the next ones in", async () => {
  const gate = createGate();
  const giving = new AbortController();
  await gate.enter("a", signal);
  const [alone, third] = [gate.enter("a", giving.signal, "all"), gate.enter("a", signal)];
  giving.abort();
  (await alone)();
  expect(await settled(third)).toBe(true);
});

it("knows who was asked and who has answered", () => {
  const gate = createGate();
  gate.asking("10.0.0.5");
  gate.asking("10.0.0.6");
  gate.reached("10.0.0.6");
  gate.asking("10.0.0.6");
  expect([...gate.asked]).toEqual([
    ["10.0.0.5", false],
    ["10.0.0.6", true],
  ]);
});

it("who asks last is let in when nobody else is there or waits", async () => {
  const gate = createGate();
  const [first, second] = [await gate.enter("a", signal), await gate.enter("a", signal)];
  const last = gate.enter("a", signal, "last");
  const third = gate.enter("a", signal);
  first();
  second();
  expect(await settled(third)).toBe(true);
  expect(await settled(last)).toBe(false);
  (await third)();
  expect(await settled(last)).toBe(true);
  expect(await settled(gate.enter("a", signal))).toBe(false);
});
