import { type ByHand, byHand } from "../src/model/by-hand.js";
import { type Aim, defineCheck, type Raised, type Unavailable } from "../src/model/check.js";
import type { Failure } from "../src/model/failure.js";
import type { Conversation, Io } from "../src/model/io.js";
import { type Located, placesOf } from "../src/model/place.js";
import type { Profile, UrlTarget } from "../src/model/profile.js";
import { publicUrl } from "../src/model/url.js";
import { connectionNeeds, usedProxy } from "../src/model/way.js";
import { keepaliveQuestions, keepaliveSignals } from "./keepalive/words.js";

type Target = {
  /** The url target whose URL, headers and trust are used. */
  readonly as: string;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** How long the real client keeps an idle connection, in milliseconds. */
  readonly idle?: number;
} & ByHand;
type Seen = {
  readonly located: Located;
  /** Several requests back to back on one connection. */
  readonly reuse: Conversation;
  /** Two requests with the client's idle time between them, on another connection. */
  readonly idle?: Conversation;
};

/** Idle a little longer than the client's pool keeps a connection: an end at that very moment is met by the client. */
const margin = 1.1;

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

const idleConversation = async (
  { as, idle }: Target,
  io: Io,
  signal: AbortSignal,
): Promise<{ readonly idle?: Conversation }> => {
  if (idle === undefined) return {};
  const talked = await io.converse({ as }, { signal, pauses: [idle * margin] });
  const told = talked.ok && (talked.value.exchanges.length === 2 || talked.value.ended !== undefined);
  return told ? { idle: talked.value } : {};
};

// ---- judging ---------------------------------------------------------------------------------------------------------

const ways = { fin: "FIN", reset: "RST", silence: "…" } as const;

const reuseAnswer = ({ exchanges, ended }: Conversation, requests: number): Answer => {
  if (ended === undefined) return { signal: "reused", data: { requests: exchanges.length } };
  const how = ways[ended.by];
  if (exchanges.length <= 1) return { signal: "closed-each-time", data: { how } };
  return { signal: "request-limit", data: { after: exchanges.length, requests, how } };
};

const idleAnswer = (talks: readonly Conversation[], client: number): Answer[] => {
  const last = talks.at(-1);
  if (last === undefined) return [];
  const waited = seconds(client * margin);
  const silent = talks.filter(({ ended }) => ended?.by === "silence").length;
  if (silent > 0) {
    const signal = silent === talks.length ? "drops-idle" : "drops-idle-sometimes";
    return [{ signal, data: { seconds: waited } }];
  }
  if (last.ended === undefined) return [{ signal: "survives-idle", data: { seconds: waited } }];
  const data = { seconds: seconds(last.ended.idle), idle: seconds(client), during: last.ended.during };
  return [{ signal: last.ended.by === "reset" ? "resets-idle" : "ends-idle", data }];
};

const announcedAnswer = ({ exchanges }: Conversation, client: number): Answer[] => {
  const announced = exchanges[0]?.keepAlive?.timeout;
  if (announced === undefined) return [];
  const signal = announced < client ? "announces-shorter" : "announces-enough";
  return [{ signal, data: { announced: seconds(announced), idle: seconds(client) } }];
};

// ---- the check -------------------------------------------------------------------------------------------------------

/** Plain HTTP through a proxy: connections end at the proxy, and say nothing of the target's. */
const hopsByProxy = (target: UrlTarget): boolean => !target.secure && usedProxy(target) !== undefined;

const aims = ({ targets }: Profile): Aim<Target>[] =>
  targets.flatMap((one): Aim<Target>[] => {
    if (one.kind !== "url" || hopsByProxy(one)) return [];
    const { name, host, port, url, secure, client } = one;
    const idle = client.idle === undefined ? {} : { idle: client.idle };
    const needs = [...connectionNeeds(one), ...(secure ? [`tls:${name}`] : [])];
    const target = { as: name, host, port, url: publicUrl(url), ...idle, ...byHand(one) };
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
  settings: {
    requests: {
      default: 3,
      unit: "count",
      min: 2,
      max: 20,
      looking: true,
      help: { en: "Requests on one connection, back to back", zh: "在同一连接上连续发送的请求数" },
    },
  },
  patience: ({ idle = 0 }, { defaults, settings }) =>
    2 * (3 * defaults.timeout + defaults.answer) + settings.requests * defaults.answer + idle * margin,
  // A second look beside the first would begin while the connection is idle on purpose.
  silence: ({ idle = 0 }, { defaults }) => (idle * margin) / 0.4 + defaults.answer,
  aims,

  async observe(target: Target, { io, settings, signal }): Promise<Seen | Unavailable> {
    const located = await io.locate(target.host, { signal, as: target.as });
    if (!located.ok) return cannot(located.failure);
    const pauses = Array.from({ length: settings.requests - 1 }, () => 0);
    const talked = await io.converse({ as: target.as }, { signal, pauses });
    if (!talked.ok) return cannot(talked.failure);
    const reuse = talked.value;
    const { exchanges, ended } = reuse;
    if (ended === undefined) {
      if (exchanges.length < settings.requests) return unanswered;
      return { located: located.value, reuse, ...(await idleConversation(target, io, signal)) };
    }
    const status = exchanges.at(-1)?.status ?? 0;
    if (status >= 400) return afterError(status);
    return ended.by === "silence" ? unanswered : { located: located.value, reuse };
  },

  judge(looks: readonly Seen[], { target, settings }): Answer[] {
    const seen = looks.at(-1);
    if (seen === undefined) return [];
    const { idle } = target;
    const talks = looks.flatMap((look) => look.idle ?? []);
    const aboutIdle = idle === undefined ? [] : [...idleAnswer(talks, idle), ...announcedAnswer(seen.reuse, idle)];
    return [reuseAnswer(seen.reuse, settings.requests), ...aboutIdle];
  },

  places: ({ port }: Target, [look]: readonly Seen[]) => (look === undefined ? {} : placesOf(look.located, port)),
});
