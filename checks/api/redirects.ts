import type { Attempt } from "../../src/model/failure.js";
import type { HttpAnswer, HttpOptions, Io } from "../../src/model/io.js";
import { isRedirect, leadsToLogin } from "../../src/model/login.js";

/** Redirects within one service, which clients follow without a word: a missing slash, another version in the path. */

/** At most so many in a row. */
const most = 5;

export type Following = {
  readonly as: string;
  /** What the profile asks for. */
  readonly url: string;
  /** What is never called. */
  readonly never?: string;
  /** Whether an answer is wanted as it is. */
  readonly wanted: (answer: HttpAnswer) => boolean;
};

export type Redirect = { readonly status: number; readonly to: string };

/** An answer, and the redirects that led to it, in order; absent: none did. */
export type Followed = HttpAnswer & { readonly redirects?: readonly Redirect[] };

/** The path to which an answer leads within the service; undefined: elsewhere, or to a login. */
const pathWithin = ({ status, location = "" }: HttpAnswer, { url, never }: Following): string | undefined => {
  if (!isRedirect(status) || !URL.canParse(location) || leadsToLogin(status, location)) return undefined;
  const to = new URL(location);
  const forbidden = never !== undefined && new URL(never).pathname === to.pathname;
  return to.origin === new URL(url).origin && !forbidden ? to.pathname : undefined;
};

/** Both waits are the client's. */
const joined = (before: Followed, to: string, ms: number, after: Attempt<HttpAnswer>): Attempt<Followed> => {
  if (!after.ok) return { ...after, ms: ms + after.ms };
  const { times } = after.value;
  const firstByte = (before.times.firstByte ?? 0) + (times.firstByte ?? 0);
  const redirects = [...(before.redirects ?? []), { status: before.status, to }];
  return { ok: true, ms: ms + after.ms, value: { ...after.value, times: { ...times, firstByte }, redirects } };
};

/**
 * One request, and where it is redirected within the service (scheme, host and port), what is there. Redirects that lead nowhere in five
 * steps, or back, are the answer themselves.
 */
export const requestWithin = async (
  io: Pick<Io, "request">,
  following: Following,
  options: HttpOptions,
): Promise<Attempt<Followed>> => {
  const { as, url, wanted } = following;
  const first = await io.request({ as }, options);
  let last: Attempt<Followed> = first;
  const been = new Set([new URL(url).pathname]);
  for (let step = 0; step < most && last.ok && !wanted(last.value); step += 1) {
    const path = pathWithin(last.value, following);
    if (path === undefined) return last;
    if (been.has(path)) return first;
    been.add(path);
    last = joined(last.value, path, last.ms, await io.request({ as, path }, options));
  }
  return last.ok && pathWithin(last.value, following) !== undefined && !wanted(last.value) ? first : last;
};
