import { type Asked, isGranted, isRefused, questionsFor, type Seen, type Target } from "./sight.js";
import type { Answer } from "./words.js";

type Found = { readonly asked: readonly Asked[]; readonly genuine: Asked | undefined };

/** Granted, and with the kind of content that our own token is given: a page that says no with status 200 is none. */
const accepted = ({ genuine }: Found, one: Asked): boolean => isGranted(one) && one.type === genuine?.type;

const plain = (asked: readonly Asked[], token: Asked["token"]): Asked | undefined =>
  asked.find((one) => one.token === token && one.header === undefined);

const statusOf = (one: Asked | undefined): string => {
  if (one?.failed !== undefined) return `${one.failed.code} (${one.failed.phase})`;
  return String(one?.status ?? "–");
};

/** Whether what a test needs is there: refused without a token, granted with ours. */
const baselineAnswer = ({ asked, genuine }: Found): Answer => {
  const absent = plain(asked, "absent");
  const garbage = plain(asked, "garbage");
  const data = { absent: statusOf(absent), genuine: statusOf(genuine) };
  if (absent !== undefined && isGranted(absent)) return { signal: "unprotected", data };
  if (absent === undefined || !isRefused(absent)) return { signal: "unclear", data };
  if (genuine === undefined || !isGranted(genuine)) return { signal: "token-refused", data };
  // Whoever takes any word for a token protects nothing, and takes forged ones as well.
  if (garbage === undefined || !(isRefused(garbage) || isGranted(garbage)))
    return { signal: "unclear", data: { ...data, absent: statusOf(garbage) } };
  return { signal: "protected", data };
};

const forgedAnswer = (found: Found, { forgeries }: Target): Answer[] => {
  const tested = found.asked.filter(
    ({ token, header, status }) =>
      header === undefined && status !== undefined && (token === "garbage" || forgeries.some((one) => one === token)),
  );
  const taken = tested.filter((one) => accepted(found, one)).map(({ token }) => token);
  const data = { tried: tested.length, accepted: taken.length, forgeries: taken };
  if (taken.length > 0) return [{ signal: "forged-accepted", data }];
  if (tested.length > forgeries.length) return [{ signal: "forged-refused", data }];
  const last = found.asked.at(-1);
  return [{ signal: "stopped", data: { ...data, why: statusOf(last) } }];
};

const expiredAnswer = (found: Found): Answer[] => {
  const expired = plain(found.asked, "expired");
  if (expired?.status === undefined || expired.status >= 500 || expired.status === 429) return [];
  const signal = accepted(found, expired) ? "expired-accepted" : "expired-refused";
  return [{ signal, data: { status: expired.status } }];
};

const headersAnswer = (found: Found, all: number): Answer[] => {
  const tested = found.asked.filter(({ header }) => header !== undefined);
  const granting = tested.filter((one) => one.more === true || (one.token === "absent" && accepted(found, one)));
  const headers = [...new Set(granting.map(({ header }) => `${header?.name}: ${header?.value}`))];
  const data = { tried: new Set(tested.map(({ header }) => header?.name)).size, headers };
  if (headers.length > 0) return [{ signal: "header-grants", data }];
  return tested.length === all && found.asked.at(-1)?.header === undefined ? [{ signal: "headers-ignored", data }] : [];
};

export const judgeAuth = ([seen]: readonly Seen[], target: Target): Answer[] => {
  if (seen === undefined) return [];
  const found = { asked: seen.asked, genuine: plain(seen.asked, "genuine") };
  const baseline = baselineAnswer(found);
  if (baseline.signal !== "protected") return [baseline];
  const headers = questionsFor(target).filter(({ header }) => header !== undefined).length;
  return [baseline, ...forgedAnswer(found, target), ...expiredAnswer(found), ...headersAnswer(found, headers)];
};
