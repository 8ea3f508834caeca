import type { IncomingHttpHeaders } from "node:http";
import type { Attempt } from "../model/failure.js";
import type { AloneOptions, HttpAim, HttpAnswer, HttpOptions } from "../model/io.js";
import { hostPort } from "../model/place.js";
import type { UrlTarget } from "../model/profile.js";
import { askingOf, limitsOf, notePace, openChannel } from "./channel.js";
import { failure } from "./classify.js";
import { type Context, targetNamed } from "./context.js";
import { cookieHeader, jarOf, keepCookies } from "./cookies.js";
import { enterAlone } from "./dial.js";
import { type Asking, exchange } from "./exchange.js";
import { authorizationOf } from "./forge.js";
import type { Gate } from "./gate.js";
import { readBody } from "./http-body.js";
import { readFields } from "./http-fields.js";
import { printable } from "./untrusted.js";

export { converse } from "./converse.js";

type Jar = ReturnType<typeof jarOf>;

const jarFor = (context: Context, { as, cookies }: HttpAim): Jar | undefined =>
  cookies === undefined ? undefined : jarOf(context, as, cookies);

/** The request of an aim, with the cookies of its jar and another token where one is asked for. */
const askingWith = (target: UrlTarget, aim: HttpAim, jar: Jar | undefined): Asking => {
  const token = aim.token === undefined ? {} : { authorization: authorizationOf(target, aim.token) };
  const asking = askingOf(target, { ...aim, headers: { ...token, ...aim.headers } });
  const cookie = jar && cookieHeader(jar, asking.headers.cookie);
  return cookie === undefined ? asking : { ...asking, headers: { ...asking.headers, cookie } };
};

/** The label of the back end: the value of the header that the profile names. */
const backendOf = ({ backend }: UrlTarget, headers: IncomingHttpHeaders): { readonly backend?: string } => {
  const label = backend === undefined ? "" : printable([headers[backend] ?? ""].flat().join(", "), 60);
  return label === "" ? {} : { backend: label };
};

/**
 * One request on a new, verified connection. A redirect is an answer, there are no cookies but those of the aim's own jar, and
 * a body beyond its limit is not read on: `bodyBytes` then exceeds the limit.
 */
export const request = async (context: Context, aim: HttpAim, options: HttpOptions): Promise<Attempt<HttpAnswer>> => {
  const limits = limitsOf(context, options);
  const channel = await openChannel(context, aim, limits);
  if (!channel.ok) return channel;
  const { target, client, address, times, close } = channel.value;
  try {
    const jar = jarFor(context, aim);
    const asking = askingWith(target, aim, jar);
    const outcome = await exchange(client, channel.value, asking, limits, target.clientCert !== undefined);
    notePace(context, channel.value, outcome);
    const ms = channel.ms + outcome.ms;
    if (!outcome.ok) return { ...outcome, ms };
    const { status, headers, version, body, bodyBytes, unread } = outcome.value;
    if (jar !== undefined) keepCookies(jar, headers);
    const { garbled, ...read } = readBody(body, headers, {
      limit: limits.bodyLimit,
      whole: bodyBytes <= limits.bodyLimit,
    });
    if (garbled)
      return { ok: false, ms, failure: failure("malformed", "body", "said to be packed with gzip, and is not") };
    const value = {
      status,
      address,
      httpVersion: version,
      ...readFields(headers, new URL(asking.path, target.url).href),
      ...backendOf(target, headers),
      bodyBytes,
      ...read,
      times: { ...times, ...outcome.value.times },
      ...(unread > 0 ? { unread } : {}),
    };
    return { ok: true, ms, value };
  } finally {
    close();
  }
};

/** The gate for who holds every place at it already. */
const inside = (gate: Gate): Gate => ({
  ...gate,
  enter: async () => () => {},
  isShared: () => false,
  turns: { ...gate.turns, take: async () => () => {} },
});

/** Two that were sent at once are served at once where the later answer takes at most so many times as long as the earlier one. */
const atOnce = 1.5;

const servedAtOnce = (attempts: readonly Attempt<HttpAnswer>[]): boolean => {
  const waits = attempts.map((one) =>
    one.ok ? (one.value.times.firstByte ?? 0) + (one.value.times.tls ?? 0) : Number.NaN,
  );
  return waits.length > 1 && Math.max(...waits) <= atOnce * Math.min(...waits);
};

/** So many requests at once to one address, while nobody else of this run asks there; undefined: others are still there. */
export const requestAlone = async (
  context: Context,
  aim: HttpAim & { readonly address: string },
  { count, wait, ifNarrow, ...options }: AloneOptions,
): Promise<readonly Attempt<HttpAnswer>[] | undefined> => {
  const target = targetNamed(context, aim.as);
  const key = hostPort(aim.address, target?.port ?? 0);
  const { turns } = context.gate;
  if (ifNarrow === true && !turns.isNarrow(key)) return undefined;
  const pass = turns.isNarrow(key) ? await turns.take(key, options.signal) : undefined;
  const leave = await enterAlone(context, key, options.signal, wait);
  if (leave === undefined) {
    pass?.();
    return undefined;
  }
  const alone = { ...context, gate: inside(context.gate) };
  const attempts = await Promise.all(Array.from({ length: count }, () => request(alone, aim, options)));
  leave();
  pass?.();
  if (turns.isNarrow(key) && servedAtOnce(attempts)) turns.wide(key);
  return attempts;
};
