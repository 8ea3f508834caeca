import { type OtherAddress, otherAddresses } from "../../src/model/elsewhere.js";
import type { Io } from "../../src/model/io.js";
import { isAlive, lifeOf, lifePorts } from "../../src/model/life.js";
import type { Located } from "../../src/model/place.js";
import {
  type DatabaseSeen,
  type DatabaseTarget,
  type DatabaseVisit,
  type Elsewhere,
  firstFailure,
  isOneOf,
  reasonOf,
} from "./sight.js";
import type { DatabaseAnswer } from "./words.js";

/** Whether the database is at another address than the one in use. */

type Looking = { readonly io: Io; readonly signal: AbortSignal; readonly target: DatabaseTarget };

/** What a database that is where its name leads does not do: nobody is there, or nothing listens. */
const astray = ({ connect }: DatabaseVisit): boolean =>
  !connect.ok && isOneOf(["timeout", "host-unreachable", "refused"], connect.failure);

/** Why a server that answers is not the one that is meant, perhaps: it turns the account away, or has not what must be there. */
const reasonAgainst = (seen: DatabaseVisit, { writable }: DatabaseTarget): string | undefined => {
  const failure = firstFailure(seen)?.failure;
  if (failure !== undefined)
    return isOneOf(["server-error", "wrong-protocol"], failure) ? reasonOf(failure) : undefined;
  const table = seen.facts?.tables.find((one) => one.failure?.code === "server-error");
  if (table?.failure !== undefined) return `${table.name}: ${reasonOf(table.failure)}`;
  return writable && seen.facts?.readOnly === true ? "read_only" : undefined;
};

const works = (seen: DatabaseVisit, target: DatabaseTarget): boolean =>
  seen.login?.ok === true &&
  seen.facts?.select?.ok === true &&
  seen.facts.tables.length === target.tables.length &&
  seen.facts.tables.every(({ failure }) => failure === undefined) &&
  reasonAgainst(seen, target) === undefined;

/**
 * Where nothing serves at the address in use, whether a machine lives at those that other resolvers give. Their database is not asked: a
 * greeting without a login counts as a failed connection there. A hosts file may lead to a machine that lives, be it this one; where DNS
 * does, only a port that listens elsewhere shows that the database itself is not down.
 */
const lifeElsewhere = async (
  located: Located,
  chosen: DatabaseVisit,
  { io, signal, target }: Looking,
): Promise<readonly Elsewhere[]> => {
  const closed = !chosen.connect.ok && chosen.connect.failure.code === "refused" && located.source !== "hosts";
  const others = await otherAddresses(located, { io, signal, compare: target.compare ?? [] });
  const options = { signal, timeout: io.defaults.timeout * 0.4, ifFree: true as const };
  const hears = async (address: string, port: number): Promise<boolean> =>
    isAlive(lifeOf(port, await io.connect({ address, port }, options)));
  const lives = async ({ address }: OtherAddress): Promise<boolean> => {
    if (closed) {
      const asked = await io.listens({ address, port: target.port }, options);
      return asked.ok && asked.value.listens;
    }
    return (
      await Promise.all(lifePorts.filter((port) => port !== target.port).map((port) => hears(address, port)))
    ).some(Boolean);
  };
  return Promise.all(others.map(async (one) => ({ ...one, alive: await lives(one) })));
};

/**
 * Where a server answers that may not be the one that is meant: the same, once, at the first other address that a resolver gives for the
 * name and none of whose own is in use. Once, for it may be the same server, which counts refused logins.
 */
export const lookElsewhere = async (
  located: Located,
  chosen: DatabaseVisit,
  { visit, ...looking }: Looking & { readonly visit: (address: string, looking: Looking) => Promise<DatabaseVisit> },
): Promise<readonly Elsewhere[]> => {
  if (astray(chosen)) return lifeElsewhere(located, chosen, looking);
  const { io, signal, target } = looking;
  const reason = target.hasUser ? reasonAgainst(chosen, target) : undefined;
  if (reason === undefined) return [];
  const [other] = await otherAddresses(located, { io, signal, compare: target.compare ?? [], apart: true });
  return other === undefined
    ? []
    : [{ ...other, alive: true, reason, works: works(await visit(other.address, looking), target) }];
};

export const elsewhereAnswers = ({ address, elsewhere = [] }: DatabaseSeen): DatabaseAnswer[] => {
  const [asked] = elsewhere;
  if (asked === undefined) return [];
  if (asked.works !== undefined) {
    const { address: other, server, reason = "" } = asked;
    return [{ signal: asked.works ? "works-elsewhere" : "fails-elsewhere", data: { address, other, server, reason } }];
  }
  const good = elsewhere.find(({ alive }) => alive);
  return good === undefined
    ? [{ signal: "dead-elsewhere", data: { tried: elsewhere.map((one) => one.address) } }]
    : [{ signal: "alive-elsewhere", data: { address, other: good.address, server: good.server } }];
};
