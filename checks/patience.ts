import { type Aim, defineCheck, type ObserveContext, type Raised } from "../src/model/check.js";
import { hostPort, type Places } from "../src/model/place.js";
import type { Profile, Target as ProfileTarget } from "../src/model/profile.js";
import { usedProxy } from "../src/model/way.js";

type Target = {
  readonly host: string;
  /** Resolved by others, or by a proxy. */
  readonly named: boolean;
  readonly port?: number;
  /** The url target that is asked for. */
  readonly as?: string;
  /** The profile's own time-outs, in milliseconds. */
  readonly own: { readonly timeout: number; readonly answer: number };
};
/** How long each phase took when nobody was in a hurry, in milliseconds; absent: it was not asked for, or did not end. */
type Needed = { readonly [phase in Phase]?: number };
type Phase = "name" | "connect" | "handshake" | "answer";
type Seen = { readonly needed: Needed };

/**
 * How long is waited here, in milliseconds. A lost first packet costs a second (RFC 6298): whoever waits so long has waited, and a
 * run that meets only silence is not held up by more than that.
 */
const ample = { timeout: 1000, answer: 3000 } as const;

const signals = {
  "waits-enough": {
    answers: "enough",
    level: "pass",
    text: {
      en: "no phase takes longer than the profile's time-outs ({timeout} ms, answer {answer} ms)",
      zh: "各阶段均不超过配置的超时（{timeout} 毫秒，应答 {answer} 毫秒）",
    },
  },
  "too-short": {
    answers: "enough",
    level: "fail",
    text: {
      en: "{phase} takes {needed} ms; the profile lets this tool wait {own} ms",
      zh: "{phase} 阶段需 {needed} 毫秒，而配置只允许本工具等待 {own} 毫秒",
    },
  },
  unanswered: {
    answers: "enough",
    level: "note",
    text: { en: "no answer came with more patience either", zh: "耐心等待也没有应答" },
  },
} as const;
type Answer = Raised<typeof signals>;

type Looking = Pick<ObserveContext, "io" | "signal">;

/** Every server is asked beside the others: the fastest is what a resolver would have waited for. */
const nameTime = async ({ host }: Target, { io, signal }: Looking): Promise<Needed> => {
  const servers = await io.resolvers();
  const question = { name: host, type: "A", transport: "udp" } as const;
  const asked = servers.map((server) => io.query(server, question, { signal, timeout: ample.timeout }));
  const times = (await Promise.all(asked)).flatMap((one) => (one.ok ? [one.ms] : []));
  return times.length === 0 ? {} : { name: Math.round(Math.min(...times)) };
};

const connectTime = async ({ port }: Target, address: string, { io, signal }: Looking): Promise<Needed> => {
  if (port === undefined) return {};
  const connected = await io.connect({ address, port }, { signal, timeout: ample.timeout });
  return connected.ok ? { connect: Math.round(connected.ms) } : {};
};

const requestTimes = async (as: string, { io, signal }: Looking): Promise<Needed> => {
  const answer = await io.request({ as }, { signal, ...ample, bodyLimit: 0 });
  if (!answer.ok) return {};
  const { connect, tls, firstByte } = answer.value.times;
  return {
    ...(connect === undefined ? {} : { connect: Math.round(connect) }),
    ...(tls === undefined ? {} : { handshake: Math.round(tls) }),
    ...(firstByte === undefined ? {} : { answer: Math.round(firstByte) }),
  };
};

const observe = async (target: Target, looking: Looking): Promise<Seen> => {
  const { io, signal } = looking;
  if (target.named) {
    const located = await io.locate(target.host, { signal });
    const [first] = located.ok ? located.value.addresses : [];
    if (first === undefined) return { needed: await nameTime(target, looking) };
    if (target.as === undefined) return { needed: await connectTime(target, first.address, looking) };
  }
  return { needed: target.as === undefined ? {} : await requestTimes(target.as, looking) };
};

/** Pure. The phase that goes beyond its time-out by most is told. */
export const judgePatience = ({ needed }: Seen, { own }: Target): Answer => {
  const limits = { name: own.timeout, connect: own.timeout, handshake: own.timeout, answer: own.answer };
  const phases = (Object.keys(limits) as Phase[]).flatMap((phase) => {
    const ms = needed[phase];
    return ms === undefined ? [] : [{ phase, needed: ms, own: limits[phase] }];
  });
  const [worst] = phases.filter((one) => one.needed > one.own).sort((a, b) => b.needed / b.own - a.needed / a.own);
  if (worst !== undefined) return { signal: "too-short", data: worst };
  return phases.length === 0 ? { signal: "unanswered", data: {} } : { signal: "waits-enough", data: own };
};

const places = ({ host, port }: Target): Places => (port === undefined ? {} : { endpoint: hostPort(host, port) });

/** A database counts whoever connects and leaves; only its name is asked for. */
const asked = (target: ProfileTarget, own: Target["own"]): Target[] => {
  if (target.kind === "url" && target.helper !== true) {
    const { host, port, name } = target;
    return [{ host, named: usedProxy(target) === undefined, port, as: name, own }];
  }
  if (target.kind === "host") return [{ host: target.host, named: true, ...portOf(target), own }];
  return target.kind === "mysql" ? [{ host: target.host, named: true, own }] : [];
};
const portOf = ({ ports }: Extract<ProfileTarget, { kind: "host" }>): { port?: number } => {
  const [first] = ports;
  return first === undefined ? {} : { port: first.port };
};

export const patience = defineCheck({
  id: "patience",
  layer: "application",
  title: { en: "This tool waits long enough", zh: "本工具的等待时间足够" },
  about: {
    en: "A time-out of this tool's own that is shorter than the target needs looks like a silent target.",
    zh: "本工具自身的超时若短于目标所需，看起来就像目标无应答。",
  },
  questions: {
    enough: { en: "Does this tool wait long enough for the target?", zh: "本工具对目标的等待时间是否足够？" },
  },
  settings: {},
  signals,
  patience: () => 3 * ample.timeout + ample.answer,
  aims: ({ targets, defaults }: Profile): Aim<Target>[] =>
    defaults.timeout >= ample.timeout && defaults.answer >= ample.answer
      ? []
      : targets.flatMap((one) => asked(one, defaults).map((target) => ({ subject: one.name, target, needs: [] }))),
  observe: (target: Target, { io, signal }) => observe(target, { io, signal }),
  judge: (looks: readonly Seen[], { target }) => looks.slice(-1).map((seen) => judgePatience(seen, target)),
  places,
});
