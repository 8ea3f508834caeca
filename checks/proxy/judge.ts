import type { Raised } from "../../src/model/check.js";
import type { Attempt, Failure } from "../../src/model/failure.js";
import type { ProxyAnswer } from "../../src/model/io.js";
import { hostPort } from "../../src/model/place.js";
import { portals, portalsByName } from "./doors.js";
import type { AroundSeen, DoorSeen, DoorsSeen, ThroughSeen, WayTarget } from "./sight.js";
import { verdictOf } from "./verdict.js";
import type { signals } from "./words.js";

export type Answer = Raised<typeof signals>;
type Failed = Extract<Attempt<ProxyAnswer>, { ok: false }>;

const slots = ({ host, port, proxy }: WayTarget) => ({
  peer: hostPort(host, port),
  proxy: hostPort(proxy.host, proxy.port),
  from: proxy.from,
});

const codeOf = ({ code, phase }: Failure): string => `${code} (${phase})`;

// ---- the proxy -------------------------------------------------------------------------------------------------------

const reached = (target: WayTarget): Answer => ({ signal: "proxy-reached", data: slots(target) });

/** It dealt with the request itself, and did not ask who sends it. */
const admitted = (target: WayTarget): Answer[] => [reached(target), { signal: "no-login", data: slots(target) }];

const nameless = ({ code }: Failure, target: WayTarget): Answer => {
  const missing = code === "name-not-found" || code === "no-address";
  const signal = missing ? "proxy-name-missing" : "proxy-name-unresolved";
  return { signal, data: { ...slots(target), host: target.proxy.host, code } };
};

const unconnected = ({ failure: { code, detail }, ms }: Failed, target: WayTarget): Answer => {
  const data = { ...slots(target), code: String(detail ?? code), ms: Math.round(ms) };
  if (code === "refused") return { signal: "proxy-refused", data };
  return { signal: code === "timeout" ? "proxy-silent" : "proxy-unreachable", data };
};

const otherSlots = ({ other }: ThroughSeen) => {
  if (other === undefined) return { other: "–", otherAnswer: "–" };
  const { asked, port } = other;
  return { other: port, otherAnswer: asked.ok ? asked.value.status : codeOf(asked.failure) };
};

/** Accepted, and then no answer of a proxy. */
const unanswered = (seen: ThroughSeen, { failure, ms }: Failed, target: WayTarget): Answer[] => {
  const { code, detail } = failure;
  const data = { ...slots(target), code, ms: Math.round(ms) };
  if (seen.speaks !== undefined) return [{ signal: "not-a-proxy", data: { ...data, answer: seen.speaks } }];
  if (code === "timeout" && seen.lives !== true) return [{ signal: "proxy-mute", data }];
  if (code === "timeout") return [reached(target), { signal: "tunnel-silent", data: { ...data, ...otherSlots(seen) } }];
  if (code === "closed" || code === "reset") return [reached(target), { signal: "tunnel-cut", data }];
  return [{ signal: "not-a-proxy", data: { ...data, answer: String(detail ?? code) } }];
};

const failedAnswers = (seen: ThroughSeen, asked: Failed, target: WayTarget): Answer[] => {
  // A name is looked up before anything is asked.
  if (seen.located === null || asked.failure.phase === "name") return [nameless(asked.failure, target)];
  if (asked.failure.phase === "connect") return [unconnected(asked, target)];
  return unanswered(seen, asked, target);
};

const denied = (seen: ThroughSeen, { status }: ProxyAnswer, target: WayTarget): Answer => {
  const { other } = seen;
  const passes = other?.asked.ok === true && ["opens", "upstream"].includes(verdictOf(other.asked.value));
  if (other === undefined || !passes) return { signal: "denies-target", data: { ...slots(target), status } };
  const { host, port } = target;
  return { signal: "denies-port", data: { ...slots(target), status, host, port, other: other.port } };
};

const login = ({ status, login: sent, schemes }: ProxyAnswer, target: WayTarget): Answer => ({
  signal: sent === "sent" ? "auth-rejected" : "auth-required",
  data: { ...slots(target), status, schemes: schemes.length === 0 ? ["–"] : schemes },
});

const answered = (seen: ThroughSeen, answer: ProxyAnswer, target: WayTarget): Answer[] => {
  const data = { ...slots(target), status: answer.status };
  const place = answer.location === undefined ? {} : { location: answer.location };
  switch (verdictOf(answer)) {
    case "opens":
      return [...admitted(target), { signal: "tunnel-opens", data: { ...data, ms: Math.round(answer.times.answer) } }];
    case "login":
      return [reached(target), login(answer, target)];
    case "denies":
      return [...admitted(target), denied(seen, answer, target)];
    case "upstream":
      return [...admitted(target), { signal: "upstream-failed", data: { ...data, ...otherSlots(seen) } }];
    default:
      return [{ signal: "not-a-proxy", data: { ...data, ...place, answer: `HTTP ${answer.status}` } }];
  }
};

/**
 * Another way is worth a word only beside a proxy that works. Where a target lies tells whether the environment's proxy was meant for
 * it; whoever writes a proxy into the profile means it.
 */
const directAnswer = ({ direct, lives }: ThroughSeen, target: WayTarget): Answer[] => {
  if (direct === undefined || lives === false) return [];
  const data = { ...slots(target), code: direct.code ?? "–" };
  if (!direct.opens) return [{ signal: "direct-closed", data }];
  if (target.proxy.from === "profile") return [{ signal: "direct-opens", data }];
  if (direct.beside === "here") return [{ signal: "direct-here", data }];
  return [{ signal: direct.beside === "network" ? "direct-near" : "direct-opens", data }];
};

/** What failed in one look and not in another is an answer of its own, at the place where it failed. */
const unsteady = (failed: readonly Failed[], tried: number, target: WayTarget): Answer | undefined => {
  const [first] = failed;
  if (first === undefined) return undefined;
  const data = { ...slots(target), failed: failed.length, tried, how: failed.map(({ failure }) => codeOf(failure)) };
  return { signal: first.failure.phase === "proxy" ? "tunnel-unsteady" : "unsteady", data };
};

/** Of two failures the one that says most: what was heard, before silence; silence later, before silence at once. */
const heard = ({ asked }: ThroughSeen): number => {
  if (asked.ok || asked.failure.code !== "timeout") return 2;
  return asked.failure.phase === "proxy" ? 1 : 0;
};

export const judgeThrough = (looks: readonly ThroughSeen[], target: WayTarget): Answer[] => {
  const failed = looks.flatMap(({ asked }) => (asked.ok ? [] : [asked]));
  const good = looks.findLast(({ asked }) => asked.ok);
  if (good?.asked.ok === true) {
    const answers = [...answered(good, good.asked.value, target), ...directAnswer(good, target)];
    const wavering = unsteady(failed, looks.length, target);
    const steady = wavering?.signal === "unsteady" ? "proxy-reached" : "tunnel-opens";
    return answers.map((one) => (wavering !== undefined && one.signal === steady ? wavering : one));
  }
  const telling = [...looks].sort((a, b) => heard(b) - heard(a))[0];
  if (telling === undefined || telling.asked.ok) return [];
  return [...failedAnswers(telling, telling.asked, target), ...directAnswer(telling, target)];
};

// ---- an ignored proxy ------------------------------------------------------------------------------------------------

const whys = { forbidden: "proxy: none", excluded: "NO_PROXY", unsupported: "–" } as const;

export const judgeAround = (looks: readonly AroundSeen[], target: WayTarget): Answer[] => {
  const { unused = "excluded" } = target;
  const directs = looks.flatMap(({ direct }) => (direct === "here" ? [] : [direct]));
  const open = directs.find(({ opens }) => opens);
  const data = { ...slots(target), why: whys[unused], code: directs.at(-1)?.code ?? "–" };
  if (directs.length < looks.length) return [{ signal: "is-here", data }];
  if (open !== undefined) return [{ signal: open.near ? "is-near" : "goes-directly", data }];
  if (!looks.some(({ through }) => through?.answers)) return [{ signal: "neither-way", data }];
  return [{ signal: unused === "forbidden" ? "forbidden-but-needed" : "excluded-but-needed", data }];
};

// ---- login portals ---------------------------------------------------------------------------------------------------

/** The look that shows least: a portal is believed only if it was there each time. */
export const fewest = (looks: readonly DoorsSeen[]): readonly DoorSeen[] =>
  looks.map(({ doors }) => doors).sort((a, b) => portalsAt(a).led.length - portalsAt(b).led.length)[0] ?? [];

/** Those on the way, else those to which DNS leads. */
export const portalsAt = (doors: readonly DoorSeen[]) => {
  const onTheWay = portals(doors);
  return onTheWay.length > 0
    ? ({ signal: "portal", led: onTheWay } as const)
    : ({ signal: "portal-by-name", led: portalsByName(doors) } as const);
};

export const judgeDoors = (looks: readonly DoorsSeen[]): Answer[] => {
  const doors = fewest(looks);
  const { signal, led } = portalsAt(doors);
  const [first] = led;
  const here = looks.flatMap((look) => look.here);
  if (doors.length === 0) return [{ signal: "all-here", data: { hosts: [...new Set(here)] } }];
  if (first === undefined) {
    // Of plain HTTP nobody can say who answers: a portal may send its page instead of a redirect.
    const plainly = doors.every(({ suspect, front }) => suspect === null && front !== undefined);
    return [{ signal: plainly ? "no-redirect" : "no-portal", data: { hosts: doors.map(({ host }) => host) } }];
  }
  const { status, location } = first;
  return [{ signal, data: { hosts: led.map(({ host }) => host), status, location } }];
};
