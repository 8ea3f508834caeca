import type { RouterWord } from "../model/io.js";
import { createTurns, type Turns } from "./turns.js";

/** Connections to one endpoint at a time, over all checks. */
export const places = 2;

export type Gate = {
  /** At asking questions; who asks takes one before it enters. */
  readonly turns: Turns;
  /**
   * Waits for a place at `key` (`hostPort(address, port)`) and returns the function that gives it back. Never rejects: if `signal` is
   * aborted while waiting, it lets through at once, and the verb sees the abort itself. Waiting counts into no time-out. `all`: takes
   * every place at once, so that nobody of this run asks there meanwhile; `last`: the same, once nobody else of this run waits.
   */
  enter(key: string, signal: AbortSignal, all?: "all" | "last"): Promise<() => void>;
  /** Whether anybody but the asker is inside. */
  isShared(key: string): boolean;
  /** A connection to `key` has opened. */
  opened(key: string): void;
  /** Whether one has. */
  hasOpened(key: string): boolean;
  /** Whether `enter` would have to wait. */
  busy(key: string): boolean;
  /** A connection request at `key` has met nothing but silence since `from` (`performance.now()`). */
  silent(key: string, from: number): void;
  /** Something was heard at `key`, be it a refusal. */
  heard(key: string): void;
  /** For how many of the milliseconds since `since` it was silent at `key` until now, so that who waited need not wait again. */
  silence(key: string, since: number): number;
  /** A router said that no route leads to `address`. Routers ration their words: what one hears of them holds for all who ask there. */
  noRoute(address: string): void;
  /** A router said so of what was sent to `address`. */
  told(address: string, word: RouterWord): void;
  /** All that routers said of it. */
  words(address: string): readonly RouterWord[];
  /** `router` has counted itself as a hop of some way. */
  counted(router: string): void;
  /** All that have. */
  readonly hops: ReadonlySet<string>;
  /** Something is asked of `address`. */
  asking(address: string): void;
  /** Something was heard from `address` itself: a route leads there. */
  reached(address: string): void;
  /** Whether a router has said so, and nothing was heard from the address since. */
  isUnrouted(address: string): boolean;
  /** The addresses that were asked so far, and whether something was heard from them. */
  readonly asked: ReadonlyMap<string, boolean>;
};

/** `patient`: lets everybody else go before it. */
type Waiting = { readonly takes: number; readonly patient: boolean; readonly admit: () => void };
type Queue = { inside: number; readonly waiting: Waiting[] };

const lineUp = (waiting: Waiting[], one: Waiting): void => {
  const behind = one.patient ? -1 : waiting.findIndex(({ patient }) => patient);
  waiting.splice(behind < 0 ? waiting.length : behind, 0, one);
};

export const createGate = (limit = places): Gate => {
  const queues = new Map<string, Queue>();
  const unrouted = new Set<string>();
  const open = new Set<string>();
  const asked = new Map<string, boolean>();
  const words = new Map<string, readonly RouterWord[]>();
  const hops = new Set<string>();
  const silences = new Map<string, { readonly from: number; readonly until: number }>();

  /** In the order in which they came: who wants all places is not overtaken for ever by those who want one. */
  const admitNext = (queue: Queue): void => {
    let [next] = queue.waiting;
    while (next !== undefined && queue.inside + next.takes <= limit) {
      queue.waiting.shift();
      queue.inside += next.takes;
      next.admit();
      [next] = queue.waiting;
    }
  };

  const leaving = (key: string, queue: Queue, takes: number): (() => void) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      queue.inside -= takes;
      admitNext(queue);
      if (queue.inside === 0 && queue.waiting.length === 0 && queues.get(key) === queue) queues.delete(key);
    };
  };

  return {
    turns: createTurns((key) => open.has(key)),
    silent: (key, from) => void silences.set(key, { from, until: performance.now() }),
    heard: (key) => void silences.delete(key),
    silence(key, since) {
      const last = silences.get(key);
      return last === undefined || last.until < since ? 0 : performance.now() - Math.max(since, last.from);
    },
    noRoute: (address) => void unrouted.add(address),
    told: (address, word) => void words.set(address, [...(words.get(address) ?? []), word]),
    words: (address) => words.get(address) ?? [],
    counted: (router) => void hops.add(router),
    hops,
    asking: (address) => void asked.set(address, asked.get(address) ?? false),
    reached(address) {
      unrouted.delete(address);
      asked.set(address, true);
    },
    isUnrouted: (address) => unrouted.has(address),
    asked,
    isShared: (key) => (queues.get(key)?.inside ?? 0) > 1,
    opened: (key) => void open.add(key),
    hasOpened: (key) => open.has(key),
    busy: (key) => (queues.get(key)?.inside ?? 0) >= limit,
    enter(key, signal, all) {
      const takes = all === undefined ? 1 : limit;
      const queue = queues.get(key) ?? { inside: 0, waiting: [] };
      queues.set(key, queue);
      const patient = all === "last";
      const next = patient ? queue.waiting.length === 0 : queue.waiting.every((other) => other.patient);
      if (next && queue.inside + takes <= limit) {
        queue.inside += takes;
        return Promise.resolve(leaving(key, queue, takes));
      }
      if (signal.aborted) return Promise.resolve(() => {});
      return new Promise((resolve) => {
        const admit = (): void => {
          signal.removeEventListener("abort", giveUp);
          resolve(leaving(key, queue, takes));
        };
        const one = { takes, patient, admit };
        const giveUp = (): void => {
          queue.waiting.splice(queue.waiting.indexOf(one), 1);
          admitNext(queue);
          resolve(() => {});
        };
        lineUp(queue.waiting, one);
        signal.addEventListener("abort", giveUp, { once: true });
      });
    },
  };
};
