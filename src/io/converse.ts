import { endsAfter } from "../model/exchanges.js";
import type { Attempt } from "../model/failure.js";
import type { Conversation, ConverseOptions, HttpAim } from "../model/io.js";
import { askingOf, limitsOf, notePace, openChannel } from "./channel.js";
import { classify } from "./classify.js";
import { stopwatch } from "./connector.js";
import type { Context } from "./context.js";
import { cookieHeader, cookieLife, keepCookies } from "./cookies.js";
import { type Asking, type Exchanged, exchange, type Watched } from "./exchange.js";
import { readFields } from "./http-fields.js";

type Ended = NonNullable<Conversation["ended"]>;
type Spoken = Conversation["exchanges"][number];

/** Waits while the connection is idle; comes back early if the connection ends or the signal is aborted. */
const idleFor = (ms: number, { end }: Watched, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener("abort", finish, { once: true });
    end.then(finish);
    if (signal.aborted) finish();
  });

const byFailure: { readonly [code: string]: Ended["by"] } = {
  closed: "fin",
  "body-truncated": "fin",
  reset: "reset",
  timeout: "silence",
};

const spoken = (url: string, { status, headers, version }: Exchanged, ms: number, idle: number): Spoken => {
  const { connection, keepAlive, location } = readFields(headers, url);
  const life = cookieLife(headers);
  return {
    status,
    ms,
    idle,
    connection,
    ...(version === "1.0" ? { old: true } : {}),
    ...(keepAlive === undefined ? {} : { keepAlive }),
    ...(location === undefined ? {} : { location }),
    ...(life === undefined ? {} : { cookieLife: life }),
  };
};

/** The same request with the cookies that earlier answers set. */
const withCookies = (asking: Asking, jar: ReadonlyMap<string, string>): Asking => {
  const cookie = cookieHeader(jar, asking.headers.cookie);
  return cookie === undefined ? asking : { ...asking, headers: { ...asking.headers, cookie } };
};

/**
 * Several requests on one connection, each after a pause. This side never ends the connection before the last answer; who does, and
 * how, is read from the socket itself. An answer that announces the end counts as ended by FIN at once.
 */
export const converse = async (
  context: Context,
  aim: HttpAim,
  options: ConverseOptions,
): Promise<Attempt<Conversation>> => {
  const limits = { ...limitsOf(context, options), bodyLimit: 0, drain: true, held: "held" } as const;
  const channel = await openChannel(context, aim, limits);
  if (!channel.ok) return channel;
  const { target, client, address, close, ended } = channel.value;
  const asking = askingOf(target, aim);
  const jar = new Map<string, string>();
  const elapsed = stopwatch();
  const exchanges: Spoken[] = [];
  const over = (end?: Ended): Attempt<Conversation> => ({
    ok: true,
    ms: channel.ms + elapsed(),
    value: { address, exchanges, ...(end === undefined ? {} : { ended: end }) },
  });
  try {
    for (const pause of [0, ...options.pauses]) {
      if (exchanges.length > 1 && elapsed() > (options.within ?? Number.POSITIVE_INFINITY)) return over();
      const rest = stopwatch();
      if (exchanges.length > 0) await idleFor(pause, channel.value, limits.signal);
      const idle = exchanges.length > 0 ? rest() : 0;
      const end = ended();
      if (end !== undefined && exchanges.length > 0) {
        return over({ by: byFailure[classify(end.error, "idle").code] ?? "fin", during: "idle", idle });
      }
      const outcome = await exchange(
        client,
        channel.value,
        withCookies(asking, jar),
        limits,
        target.clientCert !== undefined,
      );
      // Silence on a used connection is that connection's.
      if (outcome.ok || exchanges.length === 0) notePace(context, channel.value, outcome);
      if (!outcome.ok) {
        const by = byFailure[outcome.failure.code];
        if (exchanges.length === 0) return { ...outcome, ms: channel.ms + outcome.ms };
        return over(by === undefined ? undefined : { by, during: "request", idle, waited: outcome.ms });
      }
      keepCookies(jar, outcome.value.headers);
      const one = spoken(target.url, outcome.value, outcome.ms, idle);
      exchanges.push(one);
      const more = exchanges.length <= options.pauses.length;
      if (more && endsAfter(one)) return over({ by: "fin", during: "idle", idle: 0 });
    }
    return over();
  } finally {
    close();
  }
};
