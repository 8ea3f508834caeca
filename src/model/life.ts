import type { Raised } from "./check.js";
import type { Attempt, FailureCode } from "./failure.js";
import type { Io, Peer, Refusal } from "./io.js";
import type { Located, LocatedAddress } from "./place.js";

/** What is asked of an address beside a port that is silent or refuses, by every check that opens one: words, look and judgement. */

export const lifeQuestions = {
  refuser: { en: "Does the host itself refuse?", zh: "拒绝是否来自主机本身？" },
  queue: { en: "Does the program take its connections?", zh: "程序是否接收到达的连接？" },
  life: { en: "Does the host give another sign of life?", zh: "该主机是否有其他存活迹象？" },
} as const;

export const lifeSignals = {
  "refused-on-the-way": {
    answers: "refuser",
    level: "fail",
    text: {
      en: "the refusal arrived with a time to live of {ttl}, other answers of the same address with {others}: another device sent it",
      zh: "拒绝报文到达时 TTL 为 {ttl}，同一地址的其他应答为 {others}：由另一设备发出",
    },
  },
  "refused-by-message": {
    answers: "refuser",
    level: "fail",
    text: {
      en: "an ICMP message refuses {dead}, where a host whose port is closed answers with a reset",
      zh: "{dead} 被 ICMP 报文拒绝，而端口关闭的主机应以 RST 应答",
    },
  },
  "refused-by-host": {
    answers: "refuser",
    level: "note",
    whenHealthy: "usually",
    text: {
      en: "the refusal comes from as far as other answers of the host (time to live {ttl})",
      zh: "拒绝报文与该主机其他应答来自同样远处（TTL {ttl}）",
    },
  },
  "refused-behind": {
    answers: "refuser",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "the refusal comes from farther than other answers of the host (time to live {ttl}, others {others}): from a container or machine behind it, to which the port is forwarded",
      zh: "拒绝报文比该主机其他应答来自更远处（TTL {ttl}，其他为 {others}）：来自其后的容器或机器，端口被转发到那里",
    },
  },
  "queue-filled": {
    answers: "queue",
    level: "note",
    whenHealthy: "seldom",
    text: {
      en: "{waiting} connections to {dead} wait until the program takes them, as this machine's kernel tells",
      zh: "本机内核显示，{dead} 有 {waiting} 个连接在等待程序接收",
    },
  },
  "queue-empty": {
    answers: "queue",
    level: "note",
    whenHealthy: "usually",
    text: {
      en: "no connection to {dead} waits for the program, as this machine's kernel tells: the requests never get there",
      zh: "本机内核显示，{dead} 没有连接在等待程序接收：连接请求并未到达",
    },
  },
  alive: {
    answers: "life",
    level: "note",
    whenHealthy: "usually",
    text: { en: "The host is alive: it answers on port {ports}", zh: "主机存活：端口 {ports} 有应答" },
  },
  lifeless: {
    answers: "life",
    level: "note",
    whenHealthy: "usually",
    text: { en: "No other port of the host answers ({ports})", zh: "该主机其他端口均无应答（{ports}）" },
  },
} as const;
type LifeAnswer = Raised<typeof lifeSignals>;

export type Life = { readonly port: number; readonly heard: "open" | FailureCode };

/** What nearly every host has, open or refused: web, SSH, remote desktop. */
export const lifePorts: readonly number[] = [443, 80, 22, 3389];
const asked = 2;

/** What a port answers only if its host lives; a prohibition may be a router's. */
const livingWords: readonly string[] = ["open", "refused", "reset"];
export const isAlive = ({ heard }: Life): boolean => livingWords.includes(heard);
export const lifeOf = (port: number, attempt: Attempt<unknown>): Life => ({
  port,
  heard: attempt.ok ? "open" : attempt.failure.code,
});

/** Asks two other ports of the address once `own` has gone on for a fifth of the time-out, within the same bound. */
export const besideLife = async <T>(
  own: Promise<T>,
  { address, port: mine }: Peer,
  { io, signal }: { readonly io: Io; readonly signal: AbortSignal },
): Promise<{ readonly value: T; readonly life: readonly Life[] }> => {
  const over = new AbortController();
  const life: Life[] = [];
  const options = {
    signal: AbortSignal.any([signal, over.signal]),
    timeout: io.defaults.timeout * 0.6,
    // Where others ask already, they must not wait for a question that is only asked beside.
    ifFree: true as const,
  };
  const timer = setTimeout(() => {
    for (const port of lifePorts.filter((one) => one !== mine).slice(0, asked)) {
      void io.connect({ address, port }, options).then((attempt) => {
        if (attempt.ok || attempt.failure.code !== "aborted") life.push(lifeOf(port, attempt));
      });
    }
  }, io.defaults.timeout / 5);
  const value = await own.finally(() => clearTimeout(timer));
  over.abort();
  return { value, life };
};

/** Pure. Nothing where no other port was asked. */
export const lifeAnswer = (life: readonly Life[]): LifeAnswer[] => {
  if (life.length === 0) return [];
  const alive = life.filter(isAlive);
  if (alive.length === 0 && life.some(({ heard }) => heard === "prohibited")) return [];
  const ports = [...new Set((alive.length > 0 ? alive : life).map(({ port }) => port))];
  return [{ signal: alive.length > 0 ? "alive" : "lifeless", data: { ports } }];
};

/** Pure. What this machine's own kernel tells of programs that do not take their connections; nothing where it told of none. */
export const queueAnswer = (waiting: readonly number[], dead: readonly string[]): LifeAnswer[] => {
  if (waiting.length === 0) return [];
  const most = Math.max(...waiting);
  return [{ signal: most > 0 ? "queue-filled" : "queue-empty", data: { dead, waiting: most } }];
};

/** Systems begin with 64, 128 or 255 (RFC 1700 and common practice); each router takes one away. */
const hopsOf = (ttl: number): number => ([64, 128, 255].find((begin) => ttl <= begin) ?? ttl) - ttl;

/**
 * Pure. Where nothing else of the address answered, there is nothing to compare with. A gateway may refuse other ports as well: what no
 * router has touched is its own word if others of the address come from farther. `dead`: the places that refuse.
 */
export const refuserAnswer = (refusal: Refusal | undefined, dead: readonly string[]): LifeAnswer[] => {
  if (refusal === undefined) return [];
  const { ttl } = refusal;
  if (ttl === null) return [{ signal: "refused-by-message", data: { dead } }];
  if (refusal.others.length === 0) return [];
  const others = [...new Set(refusal.others.map((one) => one.ttl))];
  const nearer = hopsOf(ttl) === 0 && others.some((one) => hopsOf(one) > 0);
  // What stands before the host is nearer than it.
  if (others.every((one) => hopsOf(one) < hopsOf(ttl))) return [{ signal: "refused-behind", data: { ttl, others } }];
  return others.includes(ttl) && !nearer
    ? [{ signal: "refused-by-host", data: { ttl } }]
    : [{ signal: "refused-on-the-way", data: { ttl, others } }];
};

/**
 * Other hosts that have answered, be they resolvers: those behind a gateway, and for a host of the own network its neighbours as well.
 * Where all is silent nobody is kept waiting, for it is then no single host that is missed.
 */
export const othersAlive = async (io: Io, { addresses }: Located): Promise<readonly LocatedAddress[]> => {
  const left = new Set(addresses.map(({ address }) => address));
  const near = addresses.every(({ scope }) => scope === "on-link");
  const others = [...io.asked()].flatMap(([one, answers]) => (answers && !left.has(one) ? [one] : []));
  const places = await Promise.all(others.map((one) => io.route(one)));
  return places.filter(({ scope }) => scope === "routed" || (near && scope === "on-link"));
};
