/** Milliseconds to the first byte from which an endpoint is slow: two questions beside each other might wait for each other there. */
const slowFrom = 1000;
/** For so long, in milliseconds, an endpoint of which nothing is known may leave one question unanswered before the next is put beside it. */
const patience = 4500;
/** The same where no connection has opened yet: silence to a connection request keeps nobody out. */
const connecting = 300;
/** An endpoint is left alone for so long, in milliseconds, before a connection is held there that may keep others out. */
const calm = 700;

/**
 * Turns at asking. Some servers serve one connection after the other: what we ask beside a question of our own waits there until that one
 * is answered, and would seem slow or silent by our own doing. So one question at a time is put to an endpoint until it is known to answer
 * at once, and to one that is slow. Waiting counts into no time-out.
 */
export type Turns = {
  /**
   * Waits for the turn at `key` (`hostPort(address, port)`) and returns the function that gives it back. Never rejects; lets through at
   * once where `signal` is aborted, and beside a question that is silent for long. `held`: the connection stays for a while, and lets
   * all others of this run go before where the endpoint is slow.
   */
  take(key: string, signal: AbortSignal, held?: "held"): Promise<() => void>;
  /** A question at `key` was answered, its first byte after so many milliseconds. */
  answered(key: string, ms: number): void;
  /** One was given up after so many milliseconds: the server may be busy with it still. */
  abandoned(key: string, ms: number): void;
  /** One was not, for as long as an answer may take, in milliseconds. */
  unanswered(key: string, ms: number): void;
  /** Two questions at once were answered as soon as one: from now on nobody waits there. */
  wide(key: string): void;
  /** Whether `key` is slow, and may be so by serving one after the other. */
  isNarrow(key: string): boolean;
  /** Whether silence was the last that is known of `key`. */
  isMute(key: string): boolean;
};

/** So much longer, in milliseconds, a question that was given up is waited for where nothing is known of how long answers take. */
const longestUnknown = 1500;

type Pace = { readonly ms: number } | "mute";
type Line = {
  holder: object | undefined;
  since: number;
  held: boolean;
  /** When the last one left, and until when a question that was given up may occupy the server. */
  last: number;
  busy: number;
  waiting: (() => void)[];
};

const wake = (line: Line): void => {
  for (const next of line.waiting.splice(0)) next();
};

/** Until somebody leaves or `ms` have passed. */
const change = (line: Line, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", go);
      resolve();
    };
    const timer = setTimeout(go, Math.min(ms, 2 ** 31 - 1));
    line.waiting.push(go);
    signal.addEventListener("abort", go, { once: true });
  });

/** `hasOpened`: whether any connection has. */
export const createTurns = (hasOpened: (key: string) => boolean): Turns => {
  const paces = new Map<string, Pace>();
  const lines = new Map<string, Line>();
  const wide = new Set<string>();

  const lineAt = (key: string): Line => {
    const line = lines.get(key) ?? { holder: undefined, since: 0, held: false, last: 0, busy: 0, waiting: [] };
    lines.set(key, line);
    return line;
  };

  /** How much longer one who comes to `key` must wait, in milliseconds. */
  const wait = (key: string, line: Line, held: boolean): number => {
    const pace = paces.get(key);
    if (wide.has(key) || pace === "mute" || (pace !== undefined && pace.ms < slowFrom)) return 0;
    const now = performance.now();
    if (line.holder === undefined) return Math.max(line.busy, held && pace !== undefined ? line.last + calm : 0) - now;
    if (line.held && pace !== undefined) return Number.POSITIVE_INFINITY;
    const least = hasOpened(key) ? patience : connecting;
    return line.since + Math.max(least, pace === undefined ? 0 : 2 * pace.ms) - now;
  };

  const abandoned = (key: string, ms: number): void => {
    const pace = paces.get(key);
    const known = typeof pace === "object" ? Math.min(pace.ms, patience) : Math.min(ms, longestUnknown);
    lineAt(key).busy = performance.now() + known;
  };

  return {
    async take(key, signal, held) {
      const line = lineAt(key);
      for (;;) {
        const left = signal.aborted ? 0 : wait(key, line, held !== undefined);
        if (left <= 0) break;
        await change(line, left, signal);
      }
      const me = {};
      Object.assign(line, { holder: me, since: performance.now(), held: held !== undefined });
      return () => {
        if (line.holder !== me) return;
        Object.assign(line, { holder: undefined, last: performance.now() });
        wake(line);
      };
    },
    answered(key, ms) {
      paces.set(key, { ms });
      wake(lineAt(key));
    },
    abandoned,
    unanswered(key, ms) {
      // What has answered before is asked too much rather than mute.
      if (typeof paces.get(key) === "object") return abandoned(key, ms);
      paces.set(key, "mute");
      wake(lineAt(key));
    },
    wide(key) {
      wide.add(key);
      wake(lineAt(key));
    },
    isNarrow(key) {
      const pace = paces.get(key);
      return !wide.has(key) && pace !== undefined && pace !== "mute" && pace.ms >= slowFrom;
    },
    isMute: (key) => paces.get(key) === "mute",
  };
};
