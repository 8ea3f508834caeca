import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createTurns } from "../../src/io/turns.js";

const { signal } = new AbortController();

/** Whether a promise is settled by now. */
const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  let is = false;
  promise.then(() => {
    is = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  return is;
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const open = (): boolean => true;

it("asks one question at a time where the pace is not known, and all at once where answers are quick", async () => {
  const turns = createTurns(open);
  await turns.take("a", signal);
  const [second, third] = [turns.take("a", signal), turns.take("a", signal)];
  expect(await settled(second)).toBe(false);
  expect(await settled(turns.take("b", signal))).toBe(true);
  turns.answered("a", 20);
  expect([await settled(second), await settled(third)]).toEqual([true, true]);
});

it("where answers are slow, the next waits until the one before has left", async () => {
  const turns = createTurns(open);
  const leave = await turns.take("a", signal);
  turns.answered("a", 4000);
  const second = turns.take("a", signal);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await settled(second)).toBe(false);
  leave();
  expect(await settled(second)).toBe(true);
});

it("nobody waits for long behind silence, nor behind a connection request", async () => {
  const [opened, closed] = [createTurns(open), createTurns(() => false)];
  await opened.take("a", signal);
  await closed.take("a", signal);
  const [beside, before] = [opened.take("a", signal), closed.take("a", signal)];
  await vi.advanceTimersByTimeAsync(1000);
  expect([await settled(beside), await settled(before)]).toEqual([false, true]);
  await vi.advanceTimersByTimeAsync(3500);
  expect(await settled(beside)).toBe(true);
});

it("a connection that stays lets others go first at a slow endpoint, and is waited for", async () => {
  const turns = createTurns(open);
  const leave = await turns.take("a", signal);
  turns.answered("a", 2000);
  const stays = turns.take("a", signal, "held");
  leave();
  const next = await turns.take("a", signal);
  await vi.advanceTimersByTimeAsync(600);
  next();
  await vi.advanceTimersByTimeAsync(600);
  expect(await settled(stays)).toBe(false);
  await vi.advanceTimersByTimeAsync(100);
  expect(await settled(stays)).toBe(true);
  const late = turns.take("a", signal);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await settled(late)).toBe(false);
  (await stays)();
  expect(await settled(late)).toBe(true);
});

it("a question that was given up may occupy the server still", async () => {
  const turns = createTurns(open);
  const leave = await turns.take("a", signal);
  turns.answered("a", 2000);
  turns.abandoned("a", 300);
  leave();
  const next = turns.take("a", signal);
  await vi.advanceTimersByTimeAsync(1900);
  expect(await settled(next)).toBe(false);
  await vi.advanceTimersByTimeAsync(100);
  expect(await settled(next)).toBe(true);
});

it("waits for nobody where nothing is answered, nor once it is aborted", async () => {
  const turns = createTurns(open);
  await turns.take("a", signal);
  const giving = new AbortController();
  const [second, third] = [turns.take("a", giving.signal), turns.take("a", signal)];
  giving.abort();
  expect([await settled(second), await settled(third)]).toEqual([true, false]);
  turns.unanswered("a", 5000);
  expect([turns.isMute("a"), await settled(third)]).toEqual([true, true]);
});

it("nobody waits where two are served at once, however slowly", async () => {
  const turns = createTurns(open);
  await turns.take("a", signal);
  turns.answered("a", 4000);
  const second = turns.take("a", signal, "held");
  expect([turns.isNarrow("a"), await settled(second)]).toEqual([true, false]);
  turns.wide("a");
  expect([turns.isNarrow("a"), await settled(second), await settled(turns.take("a", signal))]).toEqual([
    false,
    true,
    true,
  ]);
});

it("silence of what has answered before does not make it mute: it may be busy still", async () => {
  const turns = createTurns(open);
  turns.answered("a", 4000);
  turns.unanswered("a", 5000);
  const next = turns.take("a", signal);
  expect([turns.isMute("a"), await settled(next)]).toEqual([false, false]);
  await vi.advanceTimersByTimeAsync(4000);
  expect(await settled(next)).toBe(true);
});
