import { type Aim, defineCheck, type Unavailable } from "../src/model/check.js";
import type { Attempt } from "../src/model/failure.js";
import type { HostHealth, Io } from "../src/model/io.js";
import { placesOf } from "../src/model/place.js";
import type { Profile } from "../src/model/profile.js";
import { judgeFigures } from "./host/judge.js";
import { settings } from "./host/settings.js";
import type { Seen, Target } from "./host/sight.js";
import { questions, signals } from "./host/words.js";

/** This host always; another one where the profile says who tells its figures. */
const aims = ({ targets }: Profile): Aim<Target>[] => {
  if (!targets.some((one) => "host" in one)) return [];
  const others = targets.flatMap((one): Aim<Target>[] => {
    if (one.kind !== "host" || one.metrics === undefined) return [];
    const teller = new URL(one.metrics).hostname.replace(/^\[|\]$/g, "");
    const target = { host: one.host, metrics: one.metrics };
    return [{ subject: one.name, target, needs: teller === one.host ? [`dns:${one.name}`] : [] }];
  });
  return [{ subject: "@site", target: {}, needs: [] }, ...others];
};

type Looking = { readonly io: Io; readonly signal: AbortSignal; readonly span: number };
type Figures = Seen["figures"];

/** Reads twice: what grows is told by the difference, and what is short only for a moment is not short. */
const readTwice = async (read: () => Promise<Attempt<HostHealth>>, { io, signal, span }: Looking): Promise<Figures> => {
  const first = await read();
  if (!first.ok) return { failed: first.failure.code };
  const began = performance.now();
  await io.pause(span, signal);
  const last = await read();
  if (!last.ok) return { failed: last.failure.code };
  return { first: first.value, last: last.value, ms: Math.round(performance.now() - began) };
};

const observe = async ({ host, metrics }: Target, looking: Looking): Promise<Seen | Unavailable> => {
  const { io, signal } = looking;
  if (host === undefined || metrics === undefined) {
    const own = async (): Promise<Attempt<HostHealth>> => ({ ok: true, ms: 0, value: await io.health() });
    const figures = await readTwice(own, looking);
    return { figures: { ...figures, stalled: io.runtime().loopDelay } };
  }
  const located = await io.locate(host, { signal });
  if (!located.ok) return { unavailable: { en: "the name has no address", zh: "名称没有地址" } };
  const figures = await readTwice(() => io.metrics(metrics, { signal }), looking);
  return { located: located.value, figures };
};

export const host = defineCheck({
  id: "host",
  layer: "physical",
  title: { en: "The machine has room to work", zh: "主机资源充足" },
  about: {
    en: "A machine out of processor time, memory, disk, files or ports makes failures that look like the network's.",
    zh: "处理器、内存、磁盘、文件句柄或端口耗尽的主机，其故障看起来就像网络故障。",
  },
  questions,
  settings,
  signals,
  patience: ({ metrics }, { defaults, settings: { span } }) =>
    span + (metrics === undefined ? 10_000 : 4 * defaults.timeout + 2 * defaults.answer),
  aims,
  observe: (target: Target, { io, signal, settings: { span } }) => observe(target, { io, signal, span }),
  judge(looks: readonly Seen[], { settings: values }) {
    const seen = looks.at(-1);
    if (seen === undefined) return [];
    const { figures, located } = seen;
    if ("failed" in figures) return [{ signal: "figures-missing", data: { why: figures.failed } }];
    const told = judgeFigures(figures, values);
    return located === undefined && told.length > 0 ? told : [{ signal: "figures-read", data: {} }, ...told];
  },
  places: (_, [seen]) => (seen?.located === undefined ? {} : placesOf(seen.located)),
  hearsay: ({ metrics }) => metrics !== undefined,
});
