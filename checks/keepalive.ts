import { type ByHand, byHand } from "../src/model/by-hand.js";
import { type Aim, defineCheck, type ObserveContext, type Raised, type Unavailable } from "../src/model/check.js";
import type { Failure } from "../src/model/failure.js";
import type { Conversation } from "../src/model/io.js";
import { leadsToLogin } from "../src/model/login.js";
import { usuallySlow } from "../src/model/pace.js";
import { type Located, placesOf } from "../src/model/place.js";
import { asOurs, type Profile, type UrlTarget } from "../src/model/profile.js";
import { publicUrl } from "../src/model/url.js";
import { connectionNeeds, usedProxy } from "../src/model/way.js";
import { allWaits, growingWaits, type Lifetime, lifetimeOf, longestWait, tellsWhen } from "./keepalive/ages.js";
import { isUnclear, reuseAnswer } from "./keepalive/reuse.js";
import { keepaliveQuestions, keepaliveSettings, keepaliveSignals } from "./keepalive/words.js";

type Target = {
  /** The url target whose URL, headers and trust are used. */
  readonly as: string;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** More than gentle sampling is allowed. */
  readonly ours?: true;
  /** How long the real client keeps an idle connection, in milliseconds. */
  readonly idle?: number;
} & ByHand;
type Seen = {
  readonly located: Located;
  /** Several requests back to back on one connection. */
  readonly reuse: Conversation;
  /** Where that ended unannounced: after how many answers further connections did. */
  readonly again?: readonly number[];
  /** Two requests with the client's idle time between them, on another connection. */
  readonly idle?: Conversation;
  /** Where that end does not tell when it came: growing pauses on yet another connection. */
  readonly aged?: Conversation;
};

type Looking = ObserveContext<typeof keepaliveSettings>;

const seconds = (ms: number): number => Math.round(ms / 100) / 10;

type Answer = Raised<typeof keepaliveSignals>;

// ---- looking ---------------------------------------------------------------------------------------------------------

const cannot = ({ code, phase }: Failure): Unavailable => ({
  unavailable: { en: `no request was answered: ${code} (${phase})`, zh: `没有得到任何应答：${code}（${phase}）` },
});

/** Many servers hang up after an error; that says nothing of how they treat connections otherwise. */
const afterError = (status: number): Unavailable => ({
  unavailable: {
    en: `the server answers ${status} and hangs up, which says nothing of keep-alive`,
    zh: `服务器返回 ${status} 并断开，无法据此判断 keep-alive`,
  },
});

const unanswered: Unavailable = {
  unavailable: { en: "a further request on the connection was not answered", zh: "连接上的后续请求未得到应答" },
};

/** The idle time at a stretch, and where its end does not tell when it came, growing ones. */
const idleConversations = async (
  { as, idle }: Target,
  { io, settings, signal }: Looking,
): Promise<Pick<Seen, "idle" | "aged">> => {
  if (idle === undefined) return {};
  const wait = longestWait(idle, settings.budget);
  const talked = await io.converse({ as }, { signal, pauses: [wait] });
  const told = talked.ok && (talked.value.exchanges.length === 2 || talked.value.ended !== undefined);
  if (!told) return {};
  if (tellsWhen(talked.value)) return { idle: talked.value };
  const aged = await io.converse({ as }, { signal, pauses: growingWaits(wait) });
  return { idle: talked.value, ...(aged.ok ? { aged: aged.value } : {}) };
};

/** Connections that are asked once more, each after a single request: what goes round among back ends must not fall in step. */
const repeats = 2;

const askedAgain = async ({ as }: Target, pauses: readonly number[], { io, signal }: Looking): Promise<number[]> => {
  const counts: number[] = [];
  for (let nth = 0; nth < repeats && !signal.aborted; nth += 1) {
    await io.converse({ as }, { signal, pauses: [] });
    const talked = await io.converse({ as }, { signal, pauses });
    counts.push(talked.ok ? talked.value.exchanges.length : 0);
  }
  return counts;
};

// ---- judging ---------------------------------------------------------------------------------------------------------

const aliveAnswer = (client: number, waited: number): Answer => {
  const data = { seconds: seconds(waited), idle: seconds(client) };
  return { signal: waited < client ? "budget-ended" : "survives-idle", data };
};

/** `1.2`, or `0.5–1` where the end was met by a request only. */
const spanOf = ({ least, most }: Lifetime): string =>
  least === most ? `${seconds(most)}` : `${seconds(least)}–${seconds(most)}`;

const endedAnswer = (look: Seen, idle: Conversation, client: number): Answer[] => {
  const life = lifetimeOf(idle, look.aged);
  if (life === undefined || idle.ended === undefined) return [];
  const { by, during } = idle.ended;
  const signal = by === "silence" ? "drops-idle" : by === "reset" ? "resets-idle" : "ends-idle";
  const data = { after: spanOf(life), idle: seconds(client), seconds: seconds(life.most), during };
  return [{ signal, data }];
};

const idleAnswer = (looks: readonly Seen[], client: number, budget: number): Answer[] => {
  const talks = looks.flatMap((look) => (look.idle === undefined ? [] : [{ look, idle: look.idle }]));
  const last = talks.at(-1);
  if (last === undefined) return [];
  const silent = talks.filter(({ idle }) => idle.ended?.by === "silence");
  const waited = longestWait(client, budget);
  if (silent.length > 0 && silent.length < talks.length)
    return [{ signal: "drops-idle-sometimes", data: { seconds: seconds(waited) } }];
  if (last.idle.ended === undefined) return [aliveAnswer(client, waited)];
  return endedAnswer(last.look, last.idle, client);
};

/** Statuses that ask for a login: 401, 403, and what some frameworks say of an ended session (419, 440). */
const asksLogin: readonly number[] = [401, 403, 419, 440];

/** Whether who was let in is let in again after the pause. */
const sessionAnswer = (talk: Conversation | undefined): Answer[] => {
  const [first, second] = talk?.exchanges ?? [];
  if (first === undefined || second === undefined || first.status < 200 || first.status >= 300) return [];
  const data = { seconds: seconds(second.idle), status: second.status, first: first.status };
  const ended = asksLogin.includes(second.status) || leadsToLogin(second.status, second.location);
  return [{ signal: ended ? "session-ended" : "session-kept", data }];
};

const cookieAnswer = ({ exchanges }: Conversation, client: number): Answer[] => {
  const life = exchanges[0]?.cookieLife;
  if (life === undefined) return [];
  const data = { life: seconds(life), idle: seconds(client) };
  return [{ signal: life < client ? "cookie-shorter" : "cookie-lasts", data }];
};

const announcedAnswer = ({ exchanges }: Conversation, client: number): Answer[] => {
  const announced = exchanges[0]?.keepAlive?.timeout;
  if (announced === undefined) return [];
  const signal = announced < client ? "announces-shorter" : "announces-enough";
  return [{ signal, data: { announced: seconds(announced), idle: seconds(client) } }];
};

// ---- the check -------------------------------------------------------------------------------------------------------

/** A server that ends connections does so at once: milliseconds after which it was not the request that it answered so. */
const leftWaiting = 1000;

/** How many requests are made on one connection. */
const countOf = ({ ours }: Target, settings: Looking["settings"]): number =>
  ours === true ? Math.max(settings.ours, settings.requests) : settings.requests;

/** Whether as many requests were answered as were to be made in the time: where answers are slow, two on one connection are enough. */
const isWhole = ({ exchanges }: Conversation, requests: number): boolean =>
  exchanges.length >= requests ||
  (exchanges.length > 1 && exchanges.reduce((sum, { ms }) => sum + ms, 0) > usuallySlow - 100);

/** Plain HTTP through a proxy: connections end at the proxy, and say nothing of the target's. */
const hopsByProxy = (target: UrlTarget): boolean => !target.secure && usedProxy(target) !== undefined;

/** Whether a request was left without an answer, be it that the server, which may never have had it, ends the connection as an idle one. */
const isSilence = ({ by, waited = 0 }: NonNullable<Conversation["ended"]>): boolean =>
  by === "silence" || waited >= leftWaiting;

const aims = ({ targets }: Profile): Aim<Target>[] =>
  targets.flatMap((one): Aim<Target>[] => {
    if (one.kind !== "url" || one.grpc !== undefined || hopsByProxy(one)) return [];
    const { name, host, port, url, secure, client } = one;
    const idle = client.idle === undefined ? {} : { idle: client.idle };
    // After `api`: a connection that is held may keep out whoever comes beside it.
    const needs = [...connectionNeeds(one), ...(secure ? [`tls:${name}`] : []), `api:${name}`];
    const target = { as: name, host, port, url: publicUrl(url), ...asOurs(one), ...idle, ...byHand(one) };
    return [{ subject: name, target, needs }];
  });

export const keepalive = defineCheck({
  id: "keepalive",
  layer: "session",
  title: { en: "Connections can be kept and used again", zh: "连接可保持并复用" },
  about: {
    en: "A server that ends connections sooner than the client expects makes requests fail now and then, and invoices go missing in doubt.",
    zh: "服务器过早关闭连接，会让请求偶发失败，开票结果不明。",
  },
  questions: keepaliveQuestions,
  signals: keepaliveSignals,
  settings: keepaliveSettings,
  patience: ({ idle = 0 }, { defaults, settings }) =>
    (3 + 2 * repeats) * (3 * defaults.timeout + 2 * defaults.answer) +
    (1 + repeats) * settings.requests * defaults.answer +
    allWaits(longestWait(idle, settings.budget)),
  // A second look beside the first would begin while the connection is idle on purpose.
  silence: ({ idle = 0 }, { defaults, settings }) =>
    allWaits(longestWait(idle, settings.budget)) / 0.4 + defaults.answer,
  aims,

  async observe(target: Target, context): Promise<Seen | Unavailable> {
    const { io, settings, signal } = context;
    const located = await io.locate(target.host, { signal, as: target.as });
    if (!located.ok) return cannot(located.failure);
    const count = countOf(target, settings);
    const pauses = Array.from({ length: count - 1 }, () => 0);
    const talked = await io.converse({ as: target.as }, { signal, pauses, within: usuallySlow });
    if (!talked.ok) return cannot(talked.failure);
    const reuse = talked.value;
    const { exchanges, ended } = reuse;
    if (ended === undefined) {
      if (!isWhole(reuse, count)) return unanswered;
      return { located: located.value, reuse, ...(await idleConversations(target, context)) };
    }
    const status = exchanges.at(-1)?.status ?? 0;
    if (status >= 400) return afterError(status);
    if (isSilence(ended)) return unanswered;
    const again = isUnclear(reuse) ? { again: await askedAgain(target, pauses, context) } : {};
    return { located: located.value, reuse, ...again };
  },

  judge(looks: readonly Seen[], { target, settings }): Answer[] {
    const seen = looks.at(-1);
    if (seen === undefined) return [];
    const { idle } = target;
    const aboutIdle =
      idle === undefined
        ? []
        : [
            ...idleAnswer(looks, idle, settings.budget),
            ...announcedAnswer(seen.reuse, idle),
            ...sessionAnswer(seen.idle),
            ...cookieAnswer(seen.reuse, idle),
          ];
    return [reuseAnswer(seen.reuse, countOf(target, settings), seen.again), ...aboutIdle];
  },

  places: ({ port }: Target, [look]: readonly Seen[]) => (look === undefined ? {} : placesOf(look.located, port)),
});
