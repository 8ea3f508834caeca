import type { Attempt, Failure } from "../model/failure.js";
import type { EchoSizes, PathMtu, PathMtuOptions } from "../model/io.js";
import { classify, failure } from "./classify.js";
import type { Context } from "./context.js";
import {
  type AskSizes,
  askBeyond,
  askByProbes,
  askFirst,
  askFurther,
  type FirstSizes,
  measureRate,
  type SizeOrder,
  withProber,
} from "./path-mtu-echo.js";
import type { Streamed, StreamOrder } from "./path-mtu-stream.js";
import type { Service } from "./sized-exchange.js";

export type EchoMeans = EchoSizes["how"];
/** What nearly every link carries, and nearly every service agrees on. */
const usual = 1500;
/** The share of the time-out that each round of echo requests may last. */
const round = 1 / 5;
/** The share of the time-out that is left to a service once echo did not decide. */
const rest = 0.55;

/** Told what the first round said, as soon as it is over. */
type Hear = (first: FirstSizes) => void;

const clean = ({ passed }: FirstSizes, full: number): boolean => passed.includes(full - (full % 2));

/** The way is clear for all that may be sent. */
const clear = (first: FirstSizes, full: number): boolean => clean(first, full) && !first.beyond?.lost.length;

const sizesBy = async (ask: AskSizes, address: string, order: SizeOrder, hear: Hear): Promise<FirstSizes> => {
  const { full } = order;
  const usually = await askFirst(ask, full);
  const beyond = await askBeyond(ask, usually, order);
  const first = beyond === undefined ? usually : { ...usually, beyond };
  hear(first);
  return askFurther(ask, first, address, full);
};

const means: Readonly<
  Record<EchoMeans, (context: Context, address: string, order: SizeOrder, hear: Hear) => Promise<EchoSizes>>
> = {
  "net-ping": (_, address, order, hear) =>
    withProber(address, async (prober) => {
      const sizes = await sizesBy(askByProbes(prober, address, order), address, order, hear);
      const longer = { ...order, timeout: 2 * order.timeout };
      const rate = clean(sizes, order.full) ? await measureRate(prober, address, longer) : null;
      return { how: "net-ping", ...sizes, rate };
    }),
  ping: async (context, address, order, hear) => {
    const { askByPing } = await import("./path-mtu-ping.js");
    const sizes = await sizesBy(askByPing(context, address, order), address, order, hear);
    return { how: "ping", ...sizes, rate: null };
  },
};

/** raw-socket knows no zones, and Windows' ping says what it has to say in a language of its own. */
const usualMeans = (address: string): readonly EchoMeans[] => {
  if (address.includes("%")) return ["ping"];
  return process.platform === "win32" ? ["net-ping"] : ["net-ping", "ping"];
};

/** The first means that is there. */
const echoes = async (
  context: Context,
  address: string,
  order: SizeOrder,
  methods: readonly EchoMeans[],
  hear: Hear,
): Promise<EchoSizes | Failure> => {
  let failed = failure("not-available", "query", "no way to send ICMP echo requests");
  for (const how of methods) {
    try {
      return await means[how](context, address, order, hear);
    } catch (error) {
      failed = classify(error, "query");
    }
  }
  return failed;
};

const askStream = async (context: Context, address: string, service: Service, order: StreamOrder): Promise<Streamed> =>
  (await import("./path-mtu-stream.js")).askService(context, address, service, order);

/**
 * Which sizes of packets pass to one address, without privileges: echo requests that may not be fragmented and, where those do not
 * show that the full size passes, and all that the interface may send, a large message to a service over TCP. A path on which everything is silent takes at most
 * `timeout`; a healthy one two echo requests and a train of six. Fails only if nothing could be asked.
 */
export const pathMtu = async (
  context: Context,
  address: string,
  { signal, timeout = context.profile.defaults.timeout, mtu = usual, service }: PathMtuOptions,
  methods: readonly EchoMeans[] = usualMeans(address),
): Promise<Attempt<PathMtu>> => {
  const began = performance.now();
  const elapsed = (): number => performance.now() - began;
  const full = Math.min(mtu, usual);
  const run = new AbortController();
  const end = (): void => run.abort();
  const either = AbortSignal.any([signal, run.signal]);
  context.closing.add(end);
  try {
    let hear: (first: FirstSizes | null) => void = () => {};
    const heard = new Promise<FirstSizes | null>((resolve) => {
      hear = resolve;
    });
    const order = { full, own: mtu, timeout: timeout * round, signal: either };
    const echoing = echoes(context, address, order, methods, hear).finally(() => hear(null));
    const first = await heard;
    const asks = service !== undefined && (first === null || !clear(first, full)) && !either.aborted;
    const streaming = asks
      ? askStream(context, address, service, { timeout, patience: timeout * rest, signal: either })
      : undefined;
    const [echo, streamed] = await Promise.all([echoing, streaming]);
    if (either.aborted)
      return { ok: false, ms: elapsed(), failure: failure("aborted", "query", "aborted while asking for sizes") };
    if ("code" in echo && streamed === undefined) return { ok: false, ms: elapsed(), failure: echo };
    const value = { full, echo: "code" in echo ? null : echo, exchanges: [], ...streamed };
    return { ok: true, ms: elapsed(), value };
  } finally {
    context.closing.delete(end);
  }
};
