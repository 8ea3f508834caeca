import { type Aim, defineCheck, type Unavailable } from "../src/model/check.js";
import type { Attempt, FailureCode } from "../src/model/failure.js";
import type { Io } from "../src/model/io.js";
import { type LocatedAddress, placesOf } from "../src/model/place.js";
import type { Profile, Target as ProfileTarget } from "../src/model/profile.js";
import { directNeeds, usedProxy } from "../src/model/way.js";
import { read } from "./path/beside.js";
import { answered, judgePath } from "./path/judge.js";
import { isSilent, lastWord, type Sight } from "./path/late.js";
import type { Seen, Target } from "./path/sight.js";
import { questions, signals } from "./path/words.js";

// ---- aims ------------------------------------------------------------------------------------------------------------

type Hosted = Extract<ProfileTarget, { readonly host: string }>;

const serviceOf = (target: Hosted): Omit<Target, "host"> | undefined => {
  if (target.kind === "url") return { port: target.port, secure: target.secure };
  if (target.kind === "mysql") return undefined;
  const found = ["tls", "http"].flatMap((speaks) => target.ports.filter((one) => one.speaks === speaks))[0];
  return found === undefined ? undefined : { port: found.port, secure: found.speaks === "tls" };
};

/** One for each host, whatever number of targets it has; what goes through a proxy goes another way. */
const aims = ({ targets }: Profile): Aim<Target>[] => {
  const direct = targets.filter((one): one is Hosted => "host" in one && usedProxy(one) === undefined);
  return direct.flatMap((first, place) => {
    const { name, host } = first;
    const here = direct.filter((one) => one.host === host);
    if (direct.indexOf(here[0] ?? first) !== place) return [];
    const services = here.flatMap((one) => serviceOf(one) ?? []);
    const service = services.find(({ secure }) => secure) ?? services[0];
    return [{ subject: name, target: { host, ...service }, needs: [`dns:${name}`, ...directNeeds(first)] }];
  });
};

// ---- looking ---------------------------------------------------------------------------------------------------------

/** How long a trace may still look for hops once the host itself has answered over TCP, in milliseconds. */
const courtesy = 500;

const resultOf = <T>(attempt: Attempt<T>): T | { readonly failed: FailureCode } =>
  attempt.ok ? attempt.value : { failed: attempt.failure.code };

type Looking = { readonly io: Io; readonly signal: AbortSignal };

const leavingBy = async ({ device }: LocatedAddress, io: Io) =>
  (await io.host()).interfaces.find(({ name }) => name === device);

/** No switch stands before this machine itself, whose loopback takes packets of any size. */
const usual = 1500;

const sizesOf = async (at: LocatedAddress, { host, port, secure }: Target, { io, signal }: Looking) => {
  const own = (await leavingBy(at, io))?.mtu ?? undefined;
  const mtu = own !== undefined && at.scope === "loopback" ? Math.min(own, usual) : own;
  const service = port === undefined ? undefined : { port, secure: secure === true, servername: host };
  return io.pathMtu(at.address, {
    signal,
    ...(mtu === undefined ? {} : { mtu }),
    ...(service === undefined ? {} : { service }),
  });
};

const lookAt = async (at: LocatedAddress, target: Target, looking: Looking): Promise<Sight> => {
  const { io, signal } = looking;
  const leaving = await leavingBy(at, io);
  const sizing = sizesOf(at, target, looking);
  const enough = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  void sizing.then((attempt) => {
    if (attempt.ok && answered.includes(attempt.value.connect ?? ""))
      timer = setTimeout(() => enough.abort(), courtesy);
  });
  const tracing = io.trace(at.address, { signal, enough: enough.signal }).finally(() => clearTimeout(timer));
  const [sizes, trace] = await Promise.all([sizing, tracing]);
  clearTimeout(timer);
  const own = leaving?.addresses.map(({ address }) => address) ?? [];
  return { own, trace: resultOf(trace), mtu: resultOf(sizes) };
};

const unable = (code: FailureCode): Unavailable => ({
  unavailable: {
    en: `this machine can neither trace the way nor ask for sizes (${code})`,
    zh: `本机既无法追踪路径，也无法探测数据包长度（${code}）`,
  },
});

export const path = defineCheck({
  id: "path",
  layer: "network",
  title: { en: "The way leads to the host, for packets of full size", zh: "路径可达主机，且可通过满长数据包" },
  about: {
    en: "Where the way ends says whose fault it is; a way that swallows large packets lets connections open and then hang.",
    zh: "路径止于何处决定责任归属；吞掉大包的路径会让连接建立后卡死。",
  },
  questions,
  signals,
  settings: {
    narrow: {
      default: 400,
      unit: "number",
      min: 1,
      help: { en: "Rate below which the way is too narrow, in kbit/s", zh: "低于该速率视为带宽不足（kbit/s）" },
    },
  },
  reads: read,
  // Waiting for other checks' connections comes on top.
  patience: (_, { defaults }) => 4 * defaults.timeout + 10_000,
  aims,
  async observe(target: Target, { io, signal }): Promise<Seen | Unavailable> {
    const located = await io.locate(target.host, { signal });
    const addresses = located.ok ? located.value.addresses : [];
    const at = addresses.find(({ scope }) => scope !== "unrouted") ?? addresses[0];
    if (!located.ok || at === undefined)
      return { unavailable: { en: "the name has no address to trace", zh: "名称没有可追踪的地址" } };
    // There are no hops to this machine itself.
    if (at.scope === "loopback")
      return { located: located.value, at, own: [], mtu: resultOf(await sizesOf(at, target, { io, signal })) };
    const began = performance.now();
    const seen = await lookAt(at, target, { io, signal });
    if ("failed" in seen.trace && "failed" in seen.mtu) return unable(seen.trace.failed);
    const late = isSilent(seen) ? await lastWord(at, located.value, seen, { io, signal, began }) : {};
    // Who answers in the end was hidden by a queue: now that it is empty, its line can be measured.
    const mtu = "failed" in seen.mtu ? {} : { mtu: seen.mtu.full };
    const sizes = late.late?.replies.length ? { mtu: resultOf(await io.pathMtu(at.address, { signal, ...mtu })) } : {};
    const words = io.overheard(at.address);
    return { located: located.value, at, ...seen, ...late, ...sizes, ...(words.length === 0 ? {} : { words }) };
  },
  judge(looks: readonly Seen[], { settings, others }) {
    const [first] = looks;
    const host = first === undefined ? undefined : placesOf(first.located).host;
    const beside = read.flatMap(others).filter(({ places }) => places.host === host);
    return judgePath(looks, settings.narrow, beside);
  },
  places: (_, looks: readonly Seen[]) => (looks[0] === undefined ? {} : placesOf(looks[0].located)),
});
