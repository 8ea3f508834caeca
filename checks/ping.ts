import { type Aim, defineCheck, type Unavailable } from "../src/model/check.js";
import type { FailureCode } from "../src/model/failure.js";
import type { EchoSeries, Io } from "../src/model/io.js";
import { placesOf } from "../src/model/place.js";
import type { Profile } from "../src/model/profile.js";
import { countResent } from "../src/model/resent.js";
import { directNeeds, usedProxy } from "../src/model/way.js";
import { judgePing } from "./ping/judge.js";
import { besideOf, read } from "./ping/life.js";
import type { Seen, Target } from "./ping/sight.js";
import { neighbourState, silentAnswers } from "./ping/silent.js";
import { keepVigil, vigilAnswer } from "./ping/vigil.js";
import { questions, settings, signals, type Values } from "./ping/words.js";

const aims = ({ targets }: Profile): Aim<Target>[] =>
  targets.flatMap((one) =>
    "host" in one && usedProxy(one) === undefined
      ? [{ subject: one.name, target: { host: one.host }, needs: [`dns:${one.name}`, ...directNeeds(one)] }]
      : [],
  );

/** What is left of the time-out once all requests are sent, so that one look at silence takes no longer than it. */
const waitFor = (timeout: number, { count, interval }: Values): number =>
  Math.max(timeout - count * interval, timeout / 2);

/** Answers of the checks that we read, which a router gave in the host's place. */
const spokenOf: readonly string[] = ["host-unreachable", "network-unreachable", "rejected"];

/** Gaps are as long as the slowest reply took, so that none waits for the one before it, and no longer than this. */
const widest = 500;

const gapAfter = (replies: readonly number[], interval: number): number | undefined => {
  const median = [...replies].sort((a, b) => a - b)[Math.floor(replies.length / 2)] ?? 0;
  return median > interval ? Math.min(widest, Math.ceil(Math.max(...replies))) : undefined;
};

type Echo = Pick<Io, "echo"> & { readonly signal: AbortSignal };

/** The sample with wider gaps, where the first one needs it. */
const farther = async (
  address: string,
  { replies }: EchoSeries,
  { interval, apart: count }: Values,
  { echo, signal }: Echo,
): Promise<Pick<Seen, "apart">> => {
  const gap = gapAfter(replies, interval);
  if (gap === undefined || count === 0) return {};
  const timeout = Math.max(1000, 3 * Math.max(...replies));
  const apart = await echo(address, { signal, count, interval: gap, timeout, share: true });
  return apart.ok ? { apart: apart.value } : {};
};

const noRoute: readonly FailureCode[] = ["network-unreachable", "host-unreachable"];
const unable = (code: FailureCode): Unavailable => ({
  unavailable: {
    en: `this machine can send no ping (${code}): neither through a raw socket nor with the ping program`,
    zh: `本机无法发送 ping（${code}）：原始套接字与 ping 程序均不可用`,
  },
});

export const ping = defineCheck({
  id: "ping",
  layer: "network",
  title: { en: "Host answers ping without loss", zh: "主机应答 ping 且不丢包" },
  about: {
    en: "Loss, distance and jitter of the way explain much that looks like a slow service; ping alone proves nothing down.",
    zh: "丢包、时延与抖动常是“服务慢”的真正原因；但仅凭 ping 不通不能断定故障。",
  },
  questions,
  signals,
  settings,
  reads: read,
  patience: (_, { defaults, settings: values }) =>
    Math.max(2 * (defaults.timeout + 2000), defaults.timeout + 2000 + values.vigil) +
    (values.count + values.more) * values.interval +
    values.apart * widest,
  aims,
  async observe(target: Target, { io, settings: values, signal }): Promise<Seen | Unavailable> {
    const located = await io.locate(target.host, { signal });
    const at = located.ok
      ? (located.value.addresses.find(({ scope }) => scope !== "unrouted") ?? located.value.addresses[0])
      : undefined;
    if (!located.ok || at === undefined)
      return { unavailable: { en: "the name has no address to ping", zh: "名称没有可 ping 的地址" } };
    const seen = { located: located.value, address: at.address };
    const { count, interval, more } = values;
    const timeout = waitFor(io.defaults.timeout, values);
    const began = performance.now();
    const before = await neighbourState(at, io);
    const resentSince = countResent(io);
    const first = await io.echo(at.address, { signal, count, interval, timeout });
    if (!first.ok) {
      const { code } = first.failure;
      return noRoute.includes(code) ? { ...seen, series: [], failed: code } : unable(code);
    }
    const { sent, replies, errors } = first.value;
    // Nobody is kept waiting for a host that shows life, or of which a router has spoken.
    if (replies.length === 0 && errors.length === 0) {
      const { neighbour = [], ...kept } = await keepVigil(at, located.value, {
        io,
        signal,
        began,
        vigil: values.vigil,
      });
      const states = [...before, ...neighbour, ...(await neighbourState(at, io))];
      return { ...seen, series: [first.value], ...kept, ...(states.length === 0 ? {} : { neighbour: states }) };
    }
    const apart = await farther(at.address, first.value, values, { echo: io.echo, signal });
    if (more === 0 || replies.length === 0 || replies.length >= sent)
      return { ...seen, series: [first.value], ...apart };
    const patient = Math.min(timeout, Math.max(1000, 3 * Math.max(...replies)));
    const second = await io.echo(at.address, { signal, count: more, interval, timeout: patient });
    const resent = resentSince();
    const repeats = resent === null ? {} : { resent };
    return { ...seen, series: second.ok ? [first.value, second.value] : [first.value], ...apart, ...repeats };
  },
  judge(looks: readonly Seen[], { settings: values, others }) {
    const [look] = looks;
    const host = look === undefined ? undefined : placesOf(look.located).host;
    const about = read.flatMap(others).filter(({ places }) => places.host === host);
    const beside = besideOf(about, look?.address ?? "");
    const answers = judgePing(looks, values, beside);
    if (beside.alive || answers.some(({ signal }) => signal === "answers" || signal === "prohibited")) return answers;
    const pings = about.flatMap((one) => (one.check === "ping" ? [one.looks as readonly Seen[]] : []));
    const heard = about.some(({ evidence }) => evidence.some(({ signal }) => spokenOf.includes(signal)));
    const vigil = vigilAnswer([looks, ...pings].flat());
    return [
      ...answers,
      ...vigil.filter(({ signal }) => signal !== "unannounced" || !heard),
      ...silentAnswers([looks, ...pings]),
    ];
  },
  traits: (looks: readonly Seen[]) => ({
    times: looks.flatMap(({ series }) => series.flatMap(({ replies }) => replies)),
  }),
  places: (_, looks: readonly Seen[]) => (looks[0] === undefined ? {} : placesOf(looks[0].located)),
});
