import type { Io } from "../../src/model/io.js";
import { type AddressVisit, type DatabaseTarget, firstFailure, isOneOf } from "./sight.js";
import type { DatabaseAnswer } from "./words.js";

/** Whether each of several logins gets as far as the first: behind one address may stand several servers. */

type Looking = { readonly io: Io; readonly signal: AbortSignal; readonly target: DatabaseTarget };

/** No more than connection, greeting and login on one socket: a server counts one that ends sooner as an error. */
export const knock = async (address: string, { io, signal, target }: Looking): Promise<AddressVisit> => {
  const sight = await io.mysql({ as: target.as, address, port: target.port, statements: {} }, { signal });
  const { answers, ...seen } = sight;
  return { address, ...seen };
};

/** Further logins at a server of ours, and the longest first one, in milliseconds, after which they cost next to nothing. */
const further = 3;
const brief = 300;

/** One after another, so that none meets a limit of connections; none where the first was refused or took long. */
export const knockAgain = async (first: AddressVisit, looking: Looking): Promise<readonly AddressVisit[]> => {
  const { greeting, login } = first;
  if (looking.target.ours !== true || !greeting?.ok || !login?.ok || greeting.ms + login.ms > brief) return [];
  const seen: AddressVisit[] = [];
  while (seen.length < further) seen.push(await knock(first.address, looking));
  return seen;
};

/** An end that somebody made: what is silent may be lost on the way, and a number of MySQL is an answer. */
const isCut = (visit: AddressVisit): boolean => {
  const failure = firstFailure(visit)?.failure;
  return failure !== undefined && isOneOf(["refused", "closed", "reset"], failure);
};

export const judgeRepeated = (visits: readonly AddressVisit[]): DatabaseAnswer[] => {
  if (visits.length === 0) return [];
  const [cut] = visits.filter(isCut);
  const failure = cut === undefined ? undefined : firstFailure(cut)?.failure;
  const tried = visits.length + 1;
  if (failure === undefined) return visits.some(firstFailure) ? [] : [{ signal: "lets-in-each-time", data: { tried } }];
  const failed = visits.filter(isCut).length;
  return [{ signal: "sometimes-cut", data: { failed, tried, phase: failure.phase, code: failure.code } }];
};
