import { isIPv6 } from "node:net";
import type { Attempt, Failure } from "../model/failure.js";
import type { Trace, TraceOptions } from "../model/io.js";
import { classify, failure } from "./classify.js";
import type { Context } from "./context.js";
import { localObstacle } from "./icmp.js";
import { circleOf } from "./trace-circle.js";
import type { Traced, TraceOrder } from "./trace-probes.js";

export type TraceMethod = Trace["how"];
type Way = (context: Context, address: string, order: TraceOrder) => Promise<Traced | Failure>;

const byProgram =
  (program: "traceroute" | "tracepath" | "tracert"): Way =>
  async (context, address, order) => {
    const { traceByProgram } = await import("./trace-program.js");
    const traced = await traceByProgram(context, program, address, order);
    return traced ?? failure("not-available", "query", `${program} showed no hop`);
  };

/** Each rejects, or fails, where it is not possible here. */
const ways: Readonly<Record<TraceMethod, Way>> = {
  "net-ping": async (_, address, order) => {
    if (address.includes("%")) return failure("not-available", "query", "raw-socket knows no zones");
    const { traceByProbes } = await import("./trace-probes.js");
    const traced = await traceByProbes(isIPv6(address) ? 6 : 4, address, order);
    return "unsent" in traced ? failure("not-permitted", "query", traced.unsent.message) : traced;
  },
  traceroute: byProgram("traceroute"),
  ping: async (...args) => (await import("./trace-program.js")).traceByPing(...args),
  tracepath: byProgram("tracepath"),
  tracert: byProgram("tracert"),
};

/** Where packets circle, by what the whole way and the single hops show; in the order of the hops. */
const circleIn = ({ circle, hops }: Traced): readonly string[] => {
  const all = [...circle, ...circleOf(hops.map(({ address }) => address))];
  const inOrder = hops.flatMap(({ address }) => (address !== null && all.includes(address) ? [address] : []));
  return [...new Set([...inOrder, ...all])];
};

/** Routers ration what they say: whoever else asks there should know of it. */
const keepWords = ({ gate }: Context, address: string, hops: Traced["hops"]): void => {
  for (const { address: from, unreachable, rtt = 0 } of hops) {
    if (from !== null && unreachable !== undefined) gate.told(address, { from, reason: unreachable, ms: rtt });
    if (from !== null && unreachable === undefined) gate.counted(from);
  }
};

const usual: readonly TraceMethod[] =
  process.platform === "win32" ? ["net-ping", "tracert"] : ["net-ping", "traceroute", "ping", "tracepath"];

/**
 * Hops towards one address by growing TTL, towards that address only: by our own echo requests, else by a program of the system. All of
 * it takes at most `timeout`. Fails only if nothing could be sent, or if there is no means (`not-available`).
 */
export const trace = async (
  context: Context,
  address: string,
  { signal, timeout = context.profile.defaults.timeout, enough, hops }: TraceOptions,
  methods: readonly TraceMethod[] = usual,
): Promise<Attempt<Trace>> => {
  const began = performance.now();
  const elapsed = (): number => performance.now() - began;
  const run = new AbortController();
  const end = (): void => run.abort();
  const order = (): TraceOrder => ({
    timeout: Math.max(1, timeout - elapsed()),
    signal: AbortSignal.any([signal, run.signal]),
    enough,
    hops,
  });
  context.closing.add(end);
  try {
    const obstacle = await localObstacle(address);
    if (obstacle !== undefined) return { ok: false, ms: elapsed(), failure: obstacle };
    let failed = failure("not-available", "query", "no way to trace");
    for (const how of methods) {
      const traced = await ways[how](context, address, order()).catch((error) => classify(error, "query"));
      if (signal.aborted || run.signal.aborted) {
        failed = failure("aborted", "query", "aborted while tracing");
        break;
      }
      if ("hops" in traced) {
        const circle = traced.reached ? [] : circleIn(traced);
        keepWords(context, address, traced.hops);
        return { ok: true, ms: elapsed(), value: { how, ...traced, circle } };
      }
      failed = traced;
    }
    return { ok: false, ms: elapsed(), failure: failed };
  } finally {
    context.closing.delete(end);
  }
};
