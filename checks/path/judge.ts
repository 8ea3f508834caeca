import type { PathMtu, Trace } from "../../src/model/io.js";
import type { Result } from "../../src/model/result.js";
import { aliasesIn, endOf, withAliases } from "../../src/model/way-end.js";
import { heardByPing, showsLife } from "./beside.js";
import type { Seen } from "./sight.js";
import { type BeyondVerdict, beyondVerdict, type SizeVerdict, segmentIn, sizeVerdict } from "./sizes.js";
import type { Answer } from "./words.js";

// ---- how far the way leads -------------------------------------------------------------------------------------------

const traceOf = ({ trace }: Seen): Trace | undefined => (trace === undefined || "failed" in trace ? undefined : trace);
const mtuOf = ({ mtu }: Seen): PathMtu | undefined => (mtu === undefined || "failed" in mtu ? undefined : mtu);
/** What only a living host says to a connection request. */
export const answered: readonly string[] = ["open", "refused", "reset"];
const alive = (look: Seen): boolean =>
  answered.includes(mtuOf(look)?.connect ?? "") || (look.late?.replies.length ?? 0) > 0;

/** Of several looks, what a router said weighs more than silence. */
const telling: readonly Answer["signal"][] = [
  "loops",
  "unreachable-from",
  "gateway-has-no-way",
  "host-unreachable-from",
  "gateway-finds-nobody",
  "prohibited-from",
];

const mostTelling = (ends: readonly Answer[]): Answer | undefined =>
  telling.flatMap((signal) => ends.filter((end) => end.signal === signal))[0];

const endAnswers = (looks: readonly Seen[], beside: readonly Result[]): Answer[] => {
  const traces = looks.flatMap((look) => traceOf(look) ?? []);
  const [first] = looks;
  if (first === undefined) return [];
  const { at, own } = first;
  const hops = Math.max(0, ...traces.map((trace) => trace.hops.filter(({ address }) => address !== null).length));
  const aliases = aliasesIn(traces, at);
  const ended = (trace: Trace): Answer => endOf(withAliases(trace, aliases), at, own);
  const ends = traces.filter(({ reached }) => !reached).map(ended);
  const said = mostTelling(ends);
  const reached = traces.some((trace) => trace.reached);
  if (reached && said !== undefined && said.signal !== "prohibited-from")
    return [{ signal: "unsteady", data: { address: at.address, otherwise: said.signal } }];
  if (reached || looks.some(alive) || beside.some(showsLife))
    return [{ signal: "reaches", data: { address: at.address, hops } }];
  const overheard = heardByPing(beside, looks, traces[0]?.hops ?? []).map(ended);
  const end =
    said ??
    mostTelling(overheard) ??
    ends.find(({ signal }) => signal === "ends-at") ??
    ends.find(({ signal }) => signal === "ends-at-gateway") ??
    ends[0];
  return end === undefined ? [] : [end];
};

const untraced = (looks: readonly Seen[]): Answer[] => {
  const [reason] = looks.flatMap(({ trace }) => (trace !== undefined && "failed" in trace ? [trace.failed] : []));
  const traced = looks.some((look) => traceOf(look) !== undefined);
  return traced || reason === undefined ? [] : [{ signal: "not-traced", data: { reason } }];
};

// ---- what passes -----------------------------------------------------------------------------------------------------

const arrows = { out: "→", in: "←", both: "⇄", either: "⇄" } as const;

/** Of so great a loss three tries in a row are no proof: what vanished need not have been too large. */
const muchLoss = 0.2;

const losesMuch = ({ check, evidence }: Result): boolean =>
  check === "ping" && evidence.some(({ data: { lost, sent } }) => Number(lost) > muchLoss * Number(sent));

const sizesIn = (looks: readonly Seen[]): readonly PathMtu[] => looks.flatMap((look) => mtuOf(look) ?? []);

const verdictsOf = (looks: readonly Seen[]): readonly SizeVerdict[] =>
  sizesIn(looks).flatMap((mtu) => sizeVerdict(mtu) ?? []);

const passes = ({ is }: SizeVerdict): boolean => is === "full-size" || is === "smaller-discovered";

const looksOfPaths = (beside: readonly Result[]): readonly Seen[] =>
  beside.flatMap(({ check, looks }) => (check === "path" ? (looks as readonly Seen[]) : []));

/** Large pings alone may be filtered, and connections agree on smaller segments: what TCP carried to another service is believed. */
const carriedBeside = (beside: readonly Result[]): boolean => verdictsOf(looksOfPaths(beside)).some(passes);

const sizeAnswers = (looks: readonly Seen[], beside: readonly Result[]): Answer[] => {
  const verdicts = verdictsOf(looks);
  const verdict = verdicts.find(passes) ?? verdicts.find(({ is }) => is === "black-hole") ?? verdicts[0];
  if (verdict === undefined || (!passes(verdict) && beside.some(losesMuch))) return [];
  const byEcho = verdict.is === "large-pings-lost" || (verdict.is === "black-hole" && verdict.way === "either");
  if (byEcho && carriedBeside(beside)) return [];
  const { is: signal, ...data } = verdict;
  return verdict.is === "black-hole"
    ? [{ signal: verdict.is, data: { ...data, direction: arrows[verdict.way] } } as Answer]
    : [{ signal, data } as Answer];
};

/** Of a host that is asked under two names, one may have a service that shows what connections agree on. */
const beyondAnswers = (looks: readonly Seen[], beside: readonly Result[]): Answer[] => {
  const [segment] = [looks, looksOfPaths(beside)].flatMap((some) =>
    sizesIn(some).flatMap(({ exchanges }) => segmentIn(exchanges) ?? []),
  );
  const verdicts = sizesIn(looks).flatMap((mtu) => beyondVerdict(mtu, segment) ?? []);
  const gentle = (one: BeyondVerdict): boolean => one.is === "jumbo-passes" || one.is === "jumbo-told";
  const verdict = verdicts.find(gentle) ?? verdicts[0];
  if (verdict === undefined || (!gentle(verdict) && beside.some(losesMuch))) return [];
  const { is: signal, ...data } = verdict;
  return [{ signal, data } as Answer];
};

const words = (bits: number): string => {
  if (bits >= 10_000_000) return `${Math.round(bits / 1_000_000)} Mbit/s`;
  return bits >= 1_000_000 ? `${(bits / 1_000_000).toFixed(1)} Mbit/s` : `${Math.round(bits / 1000)} kbit/s`;
};

const rateAnswers = (looks: readonly Seen[], least: number): Answer[] => {
  const rates = looks.flatMap((look) => mtuOf(look)?.echo?.rate ?? []);
  if (rates.length === 0) return [];
  const best = Math.max(...rates);
  const data = { rate: words(best), bits: best };
  if (best < least) return [{ signal: "narrow", data: { ...data, limit: words(least) } }];
  // A few packets measure a rate by half: so near the limit it proves nothing.
  return best < 2 * least ? [] : [{ signal: "enough", data }];
};

/** To this machine itself no hops lead; a filter of its own may stand before it all the same. */
const hereAnswers = (looks: readonly Seen[], beside: readonly Result[]): Answer[] => {
  const heard = looks.some((look) => (mtuOf(look)?.echo?.passed.length ?? 0) > 0);
  if (!heard && !looks.some(alive) && !beside.some(showsLife)) return [];
  return looks.slice(0, 1).map(({ at }) => ({ signal: "reaches", data: { address: at.address, hops: 0 } }));
};

/** Pure. `beside`: what other checks saw of the same host. */
export const judgePath = (looks: readonly Seen[], narrow: number, beside: readonly Result[]): Answer[] => {
  const [first] = looks;
  if (first?.at.scope === "loopback") return [...hereAnswers(looks, beside), ...sizeAnswers(looks, beside)];
  return [
    ...endAnswers(looks, beside),
    ...untraced(looks),
    ...sizeAnswers(looks, beside),
    ...beyondAnswers(looks, beside),
    ...rateAnswers(looks, narrow * 1000),
  ];
};
