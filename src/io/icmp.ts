import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { Attempt, Failure } from "../model/failure.js";
import type { EchoOptions, EchoSeries } from "../model/io.js";
import { classify, failure } from "./classify.js";
import type { Context } from "./context.js";
import type { EchoOrder } from "./icmp-series.js";

export type EchoMethod = EchoSeries["how"];
type Way = (context: Context, address: string, order: EchoOrder) => Promise<EchoSeries | Failure>;

/** Why this host itself cannot send there, if it cannot: connecting a UDP socket asks the routes and sends nothing. */
export const localObstacle = (address: string): Promise<Failure | undefined> =>
  new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
    const settle = (found?: Failure): void => {
      socket.close();
      resolve(found);
    };
    socket.once("error", (error) => settle(classify(error, "query")));
    socket.connect(9, address, (error?: Error) => settle(error === undefined ? undefined : classify(error, "query")));
  });

const ways: Readonly<Record<EchoMethod, Way>> = {
  "net-ping": async (_, address, order) => {
    if (address.includes("%")) return failure("not-available", "query", "raw-socket knows no zones");
    const { echoByNetPing } = await import("./icmp-series.js");
    try {
      const result = await echoByNetPing(isIPv6(address) ? 6 : 4, address, order);
      return "series" in result ? result.series : failure("not-permitted", "query", result.unsent.message);
    } catch (error) {
      return failure("not-available", "query", String(error instanceof Error ? error.message : error));
    }
  },
  ping: async (...args) => (await import("./icmp-program.js")).echoByProgram(...args),
};

const tryInTurn = async (
  context: Context,
  address: string,
  order: EchoOrder,
  methods: readonly EchoMethod[],
): Promise<EchoSeries | Failure> => {
  let failed = failure("not-available", "query", "no way to send ICMP echo requests");
  for (const method of methods) {
    const result = await ways[method](context, address, order);
    if (order.signal.aborted) return failure("aborted", "query", "aborted while pinging");
    if ("how" in result) return result;
    failed = (await localObstacle(address)) ?? result;
    // Another way helps only where this one is missing; what this host forbids or cannot route, it does for all.
    if (failed.code !== "not-available") break;
  }
  return failed;
};

type Series = Promise<Attempt<EchoSeries>>;

/** Of each run, what is under way and may be shared, by address and number of requests. */
const underWay = new WeakMap<Context["closing"], Map<string, Series>>();

/**
 * ICMP echo requests to one address; silence is a series without replies. `timeout` is the wait after the last request.
 * Fails only if nothing could be sent: no route, not permitted, or no means (`not-available`).
 */
export const echo = (
  context: Context,
  address: string,
  options: EchoOptions,
  methods: readonly EchoMethod[] = ["net-ping", "ping"],
): Series => {
  if (options.share === undefined) return send(context, address, options, methods);
  const shared = underWay.get(context.closing) ?? new Map<string, Series>();
  underWay.set(context.closing, shared);
  const key = `${address} ${options.count}`;
  const made = shared.get(key) ?? send(context, address, options, methods).finally(() => shared.delete(key));
  shared.set(key, made);
  return made;
};

const send = async (
  context: Context,
  address: string,
  { signal, timeout = context.profile.defaults.timeout, count, interval }: EchoOptions,
  methods: readonly EchoMethod[],
): Series => {
  const began = performance.now();
  const elapsed = (): number => performance.now() - began;
  // Ends with the caller's patience or with the run, whichever is first.
  const run = new AbortController();
  const end = (): void => run.abort();
  const order = { count, interval, timeout, signal: AbortSignal.any([signal, run.signal]) };
  context.closing.add(end);
  try {
    const result = await tryInTurn(context, address, order, methods);
    return "how" in result ? { ok: true, ms: elapsed(), value: result } : { ok: false, ms: elapsed(), failure: result };
  } finally {
    context.closing.delete(end);
  }
};
