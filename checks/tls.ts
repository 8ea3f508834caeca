import { byHand } from "../src/model/by-hand.js";
import { type Aim, defineCheck, type Raised, type Unavailable } from "../src/model/check.js";
import { otherAddresses } from "../src/model/elsewhere.js";
import type { Attempt, Failure } from "../src/model/failure.js";
import type { Handshake } from "../src/model/io.js";
import { hostPort, type Located, placesOf, worthALook } from "../src/model/place.js";
import { asOurs, opinionsOf, type Profile } from "../src/model/profile.js";
import type { Result } from "../src/model/result.js";
import { connectionNeeds } from "../src/model/way.js";
import { sidesOf } from "./tls/addresses.js";
import { certificateAnswers, type OtherClocks, ownAnswer } from "./tls/certificates.js";
import { type Elsewhere, elsewhereAnswer, holds, holdsToday } from "./tls/elsewhere.js";
import { handshakeAnswer, speaksOfTls, type TlsSeen, type Try } from "./tls/handshakes.js";
import { issuerAnswer, type Shown } from "./tls/interception.js";
import { behalf, type Looking, lookAt, shake, type Target } from "./tls/look.js";
import { traits } from "./tls/traits.js";
import { tlsQuestions, tlsSignals } from "./tls/words.js";

// ---- looking ---------------------------------------------------------------------------------------------------------

const cannot = ({ code, phase }: Pick<Failure, "code" | "phase">): Unavailable => ({
  unavailable: { en: `no handshake could be tried: ${code} (${phase})`, zh: `无法尝试握手：${code}（${phase}）` },
});

/** A connection that does not open is what `port` speaks of: it is no try. */
const tryOf = (address: string, one: Attempt<Handshake>): Try[] => {
  if (one.ok) return [{ address, ms: one.ms }];
  return speaksOfTls(one.failure) ? [{ address, ms: one.ms, failure: one.failure }] : [];
};

/** Whether TLS was spoken, or should have been: a connection that does not open says nothing of it. */
const isTold = ({ handshake }: Pick<TlsSeen, "handshake">): boolean => handshake.ok || speaksOfTls(handshake.failure);

/** A handshake that does not lead to the service may be one with another machine. */
const lookElsewhere = async (
  located: Located,
  handshake: Attempt<Handshake>,
  looking: Looking,
): Promise<Elsewhere[]> => {
  // Two sites of a service may keep their certificates each: that one has expired tells a wrong address only where no DNS gives it.
  const isGood = (one: Attempt<Handshake>): boolean =>
    located.source === "hosts" ? holdsToday(one, Date.now()) : holds(one);
  if (isGood(handshake)) return [];
  const { target, io, signal } = looking;
  const others = await otherAddresses(located, { io, signal, compare: target.compare ?? [] });
  return Promise.all(others.map(async (one) => ({ ...one, holds: isGood(await shake(looking, one.address)) })));
};

/** The address that is used first, looked at closely, and one handshake with each of the others, side by side. */
const lookAtAll = async ([first, ...others]: readonly string[], looking: Looking) => {
  const [looked, ...beside] = await Promise.all([
    first === undefined ? undefined : lookAt(first, looking).then((one) => ({ address: first, ...one })),
    ...others.map(async (address) => ({ address, handshake: await shake(looking, address) })),
  ]);
  const told = beside.flatMap((one) => (one !== undefined && isTold(one) ? [one] : []));
  if (looked === undefined || isTold(looked) || told[0] === undefined) return { looked, beside: told };
  // Nothing opens where programs go first: the next one is what they use.
  const { address, handshake } = told[0];
  const next = handshake.ok ? { address, handshake } : { address, ...(await lookAt(address, looking)) };
  return { looked: next, beside: told.slice(1) };
};

const observe = async (looking: Looking, count: number): Promise<TlsSeen | Unavailable> => {
  const { target, io, signal } = looking;
  const located = await io.locate(target.host, { signal, ...behalf(target) });
  if (!located.ok) return cannot(located.failure);
  const addresses = worthALook(located.value).map(({ address }) => address);
  const { looked, beside } = await lookAtAll(addresses, looking);
  if (looked === undefined) return cannot({ code: "no-address", phase: "name" });
  const { cut = [], ...kept } = looked;
  const { address, handshake } = kept;
  if (!handshake.ok && !speaksOfTls(handshake.failure)) return cannot(handshake.failure);
  const tries = [...cut, handshake].flatMap((one) => tryOf(address, one));
  const holding = beside.some((one) => holds(one.handshake));
  const elsewhere = holding ? [] : await lookElsewhere(located.value, handshake, looking);
  const own = target.as === undefined ? null : await io.clientCertificate(target.as);
  for (let nth = 1; handshake.ok && nth < count; nth += 1) tries.push(...tryOf(address, await shake(looking, address)));
  return {
    located: located.value,
    ...kept,
    tries,
    ...(beside.length === 0 ? {} : { beside }),
    ...(own === null ? {} : { own }),
    ...(elsewhere.length === 0 ? {} : { elsewhere }),
  };
};

// ---- the check -------------------------------------------------------------------------------------------------------

/** How far other clocks are from ours, as the check of the clock found it. */
const clocksOf = (results: readonly Result[]): OtherClocks | undefined => {
  for (const { data } of results.flatMap(({ evidence }) => evidence)) {
    const { offset, sources } = data;
    if (typeof offset === "number") return { offset, sources: Array.isArray(sources) ? sources.map(String) : ["–"] };
  }
  return undefined;
};

/** The look that is judged: one that completed, else the last. */
const judgedOf = (looks: readonly TlsSeen[]): TlsSeen | undefined =>
  looks.findLast(({ handshake }) => handshake.ok) ?? looks.at(-1);

const shownBy = (looks: readonly TlsSeen[], { servername, ours }: Target): Shown[] => {
  const seen = judgedOf(looks);
  return seen?.handshake.ok
    ? [{ name: servername, address: seen.address, ours: ours === true, handshake: seen.handshake.value }]
    : [];
};

const aims = ({ targets, dns }: Profile): Aim<Target>[] => {
  const opinions = opinionsOf(dns);
  return targets.flatMap((one): Aim<Target>[] => {
    if (one.kind === "url" && one.secure) {
      const { name, host, port } = one;
      const target = {
        host,
        port,
        servername: host,
        as: name,
        ...opinions,
        ...asOurs(one),
        ...byHand(one),
      };
      return [{ subject: name, target, needs: connectionNeeds(one) }];
    }
    if (one.kind !== "host") return [];
    const { name, host, ports } = one;
    return ports
      .filter(({ speaks }) => speaks === "tls")
      .map(({ port }) => ({
        subject: name,
        endpoint: String(port),
        target: { host, port, servername: host, ...opinions, ...asOurs(one) },
        needs: [`dns:${name}`, `port:${name}/${port}`],
      }));
  });
};

export const tls = defineCheck({
  id: "tls",
  layer: "transport",
  title: { en: "TLS is spoken with a certificate that holds", zh: "TLS 可用且证书有效" },
  about: {
    en: "An expired, foreign or incomplete certificate stops every program, even where a browser still opens the page.",
    zh: "证书过期、域名不符或链不完整会让程序全部失败，即使浏览器仍能打开页面。",
  },
  questions: tlsQuestions,
  signals: tlsSignals,
  settings: {
    warnDays: {
      default: 30,
      unit: "days",
      min: 0,
      help: { en: "Warn when the certificate expires within this many days", zh: "证书在多少天内过期时告警" },
    },
    tries: {
      default: 3,
      unit: "count",
      min: 1,
      max: 20,
      looking: true,
      help: {
        en: "Handshakes one after another once the first has completed, for the rate of success",
        zh: "首次握手成功后依次进行的握手总数，用于统计成功率",
      },
    },
  },
  // What other endpoints showed tells a private authority from a box on the way.
  reads: ["clock", "tls"],
  // A failure is looked into with up to six further connections; other addresses are looked at beside.
  patience: (_, { defaults, settings }) => defaults.timeout * (13 + 2 * settings.tries),
  aims,
  observe: (target: Target, { io, settings, signal }) => observe({ target, io, signal }, settings.tries),
  judge(looks: readonly TlsSeen[], { target, settings, now, others }): Raised<typeof tlsSignals>[] {
    const used = judgedOf(looks);
    if (used === undefined) return [];
    const view = { name: target.servername, now, warnDays: settings.warnDays, clocks: clocksOf(others("clock")) };
    const { seen, answers } = sidesOf(looks, used, view);
    const answer = handshakeAnswer(looks, seen, target.port);
    const elsewhere = elsewhereAnswer(seen.address, target.servername, seen.elsewhere);
    const own = ownAnswer(seen.own, now.getTime(), settings.warnDays);
    if (!seen.handshake.ok) return [answer, ...elsewhere, ...own];
    const [shown] = shownBy([seen], target);
    const leaf = seen.handshake.value.chain[0];
    const beside = others("tls").flatMap((one) => shownBy(one.looks as readonly TlsSeen[], one.target as Target));
    const issuer = shown === undefined || leaf === undefined ? [] : issuerAnswer(shown, leaf, beside);
    const certificate = certificateAnswers(seen.handshake.value, view);
    return [answer, ...answers, ...certificate, ...issuer, ...elsewhere, ...own];
  },
  traits,
  places: ({ port, servername }: Target, [look]: readonly TlsSeen[]) =>
    look === undefined ? {} : { ...placesOf(look.located, port), "virtual-host": hostPort(servername, port) },
});
