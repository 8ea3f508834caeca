import { type Aim, defineCheck } from "../src/model/check.js";
import type { Failure } from "../src/model/failure.js";
import type { Io, MysqlSight, Peer } from "../src/model/io.js";
import { besideLife, lifePorts } from "../src/model/life.js";
import { whatElse } from "../src/model/opener.js";
import { type Located, placesOf, worthALook } from "../src/model/place.js";
import { asOurs, type MysqlTarget, opinionsOf, type Profile } from "../src/model/profile.js";
import { judgeAddresses, speaks } from "./db/addresses.js";
import { judgeDoor } from "./db/door.js";
import { lookElsewhere } from "./db/elsewhere.js";
import { type MysqlFacts, readClock, readFacts } from "./db/facts.js";
import { judgeInside } from "./db/inside.js";
import { insist, judgeRepeated, knock, knockAgain } from "./db/repeated.js";
import { heldBetween } from "./db/row-locks.js";
import { settings } from "./db/settings.js";
import {
  type AddressVisit,
  type DatabaseSeen,
  type DatabaseTarget,
  type DatabaseVisit,
  doubtful,
  firstFailure,
  isOneOf,
  ours,
  quick,
} from "./db/sight.js";
import { firstStatements, furtherStatements, waitsAgain } from "./db/statements.js";
import { type DatabaseAnswer, mysqlQuestions, mysqlSignals } from "./db/words.js";

type Looking = { readonly io: Io; readonly signal: AbortSignal; readonly target: DatabaseTarget };

const unavailable = ({ phase, code }: Failure) => ({
  unavailable: { en: `could not be tried: ${code} (${phase})`, zh: `无法尝试：${code}（${phase}）` },
});

/** A quick EHOSTUNREACH is asked again: the search for the neighbour may have begun before us. Only then is it a rejection. */
const reconsidered = async (connect: MysqlSight["connect"], address: string, { io, signal, target }: Looking) => {
  if (connect.ok || connect.failure.code !== "host-unreachable" || connect.ms > quick) return connect;
  const timeout = Math.min(2 * quick, io.defaults.timeout);
  const again = await io.connect({ address, port: target.port }, { signal, timeout });
  return again.ok || again.failure.code === "aborted" ? connect : { ...connect, ms: Math.max(connect.ms, again.ms) };
};

/** Who accepts and says nothing may wait for its client to speak first: a web server, a remote desktop. */
const reasked = async (greeting: MysqlSight["greeting"], address: string, { io, signal, target }: Looking) => {
  if (greeting === undefined || greeting.ok || greeting.failure.code !== "timeout") return greeting;
  const other = await whatElse({ address, port: target.port }, "mysql", { io, signal, servername: target.host });
  if (other === undefined || other.spoke === "mysql") return greeting;
  const failure = { ...greeting.failure, code: "wrong-protocol" as const, message: other.banner, detail: other.spoke };
  return { ...greeting, failure };
};

/** Who refuses, where somebody does; asked before it is asked again, for messages are rationed. */
const refuserOf = async (connect: MysqlSight["connect"], peer: Peer, { io, signal }: Looking) => {
  if (connect.ok || connect.failure.code !== "refused") return undefined;
  const timeout = Math.min(quick, io.defaults.timeout);
  const who = await io.refusal(peer, { signal, timeout, beside: lifePorts });
  return who.ok ? who.value : undefined;
};

const visit = async (address: string, looking: Looking): Promise<DatabaseVisit> => {
  const { io, signal, target } = looking;
  const questions = { statements: firstStatements, further: furtherStatements(target.tables, io.defaults.answer) };
  const talk = () => io.mysql({ as: target.as, address, port: target.port, ...questions }, { signal });
  const { value, life } = await besideLife(talk(), { address, port: target.port }, looking);
  const who = await refuserOf(value.connect, { address, port: target.port }, looking);
  const final = who?.ttl === null;
  const { sight, refused: before } = final ? { sight: value, refused: [] } : await insist(value, talk, looking);
  const { certificate, login, answers } = sight;
  const greeting = await reasked(sight.greeting, address, looking);
  const connect = await reconsidered(sight.connect, address, looking);
  const silent = !connect.ok && connect.failure.code === "timeout";
  const refused = !connect.ok && connect.failure.code === "refused";
  const waiting = silent ? await io.waiting({ address, port: target.port }) : undefined;
  return {
    address,
    connect,
    ...(greeting === undefined ? {} : { greeting }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(login === undefined ? {} : { login }),
    ...(silent && life.length > 0 ? { life } : {}),
    ...(waiting === undefined ? {} : { waiting }),
    ...(refused && who !== undefined ? { refusal: who } : {}),
    ...(refused || before.length === 0 ? {} : { refused: before.map((failed) => ({ address, connect: failed })) }),
    ...(login?.ok ? { facts: readFacts(answers, target.tables), clock: readClock(answers, Date.now()) } : {}),
  };
};

/** A little longer than a wait for a lock may last; milliseconds. */
const lockPause = 3100;
/**
 * Somebody waits for a lock. Busy databases know such waits of milliseconds, and how long one has lasted one look does not tell: the list of
 * sessions counts from the statement's beginning, and InnoDB shows to those who ask often what was so when others asked.
 */
const somebodyWaits = ({ locks, rowLocks, ownWaits }: MysqlFacts): boolean =>
  locks === undefined ? (rowLocks?.waiting ?? 0) > 0 || ownWaits !== undefined : locks.waiting > 0;

/** What still waits at a second look is older by the pause, or another one. Who may not see the sessions of others reads counters twice. */
const withLocks = async (seen: DatabaseVisit, { io, signal, target }: Looking): Promise<DatabaseVisit> => {
  const { facts, address } = seen;
  if (facts === undefined || !somebodyWaits(facts)) return seen;
  const began = performance.now();
  await io.pause(lockPause, signal);
  const sight = await io.mysql({ as: target.as, address, port: target.port, ...waitsAgain }, { signal });
  const seconds = (performance.now() - began) / 1000;
  const { locks, rowLocks, ownWaits } = readFacts(sight.answers, []);
  const later = {
    ...(locks === undefined ? {} : { locks }),
    ...(facts.rowLocks === undefined ? {} : { rowLocks: heldBetween(facts.rowLocks, rowLocks, seconds) }),
  };
  const { ownWaits: _, ...rest } = facts;
  return { ...seen, facts: { ...rest, ...later, ...(ownWaits === undefined ? {} : { ownWaits }) } };
};

const stub = ({ address, connect, greeting, login }: DatabaseVisit): AddressVisit => ({
  address,
  connect,
  ...(greeting === undefined ? {} : { greeting }),
  ...(login === undefined ? {} : { login }),
});

/**
 * The addresses of a name, one after another until a database speaks; then the rest at once, which see no more than a login. A login
 * that was refused is not repeated at another address: it may be the same server's, which counts them.
 */
const visitAll = async (located: Located, looking: Looking): Promise<readonly [DatabaseVisit?, ...AddressVisit[]]> => {
  const visits: DatabaseVisit[] = [];
  const addresses = worthALook(located).map(({ address }) => address);
  for (const address of addresses) {
    const seen = await visit(address, looking);
    visits.push(seen);
    if (speaks(seen)) break;
  }
  const chosen = visits.find(speaks) ?? visits.find(({ connect }) => connect.ok) ?? visits[0];
  if (chosen === undefined) return [];
  const refused = firstFailure(chosen) !== undefined;
  const left = refused ? [] : addresses.slice(visits.length);
  const knocked = await Promise.all(left.map((address) => knock(address, looking)));
  const seen = await withLocks(chosen, looking);
  return [seen, ...visits.filter((one) => one !== chosen).map(stub), ...knocked];
};

const aimAt =
  (dns: Profile["dns"]) =>
  (one: MysqlTarget): Aim<DatabaseTarget> => {
    const { name, host, port, user, password, database, tls, caFile, tables, writable, pool } = one;
    const target = {
      as: name,
      host,
      port,
      speaks: "mysql",
      hasUser: user !== undefined,
      hasPassword: password !== undefined && password !== "",
      ...(database === undefined ? {} : { database }),
      tls: tls === true,
      ...(caFile === undefined ? {} : { caFile }),
      tables,
      writable,
      ...asOurs(one),
      ...(pool === undefined ? {} : { pool }),
      ...opinionsOf(dns),
    } as const;
    return { subject: name, target, needs: [`dns:${name}`] };
  };

/** Greeting, login, limits and tables of a MySQL or MariaDB server, on one connection that only reads. */
export const db = defineCheck({
  id: "db",
  layer: "application",
  title: { en: "Database lets in and answers", zh: "数据库可登录并应答" },
  about: {
    en: "Without its database the platform can neither issue nor look up an invoice.",
    zh: "没有数据库，平台既不能开票，也不能查询发票。",
  },
  questions: mysqlQuestions,
  settings,
  signals: mysqlSignals,
  patience: (_target, { defaults }) => defaults.timeout * 10 + defaults.answer * 4 + lockPause,
  aims: ({ dns, targets }: Profile): Aim<DatabaseTarget>[] =>
    targets.filter((target): target is MysqlTarget => target.kind === "mysql").map(aimAt(dns)),

  async observe(target: DatabaseTarget, { io, signal }) {
    const located = await io.locate(target.host, { signal });
    if (!located.ok) return unavailable(located.failure);
    const [chosen, ...besides] = await visitAll(located.value, { io, signal, target });
    if (chosen === undefined) return unavailable({ code: "no-address", phase: "name", message: "no address" });
    const failure = firstFailure(chosen)?.failure;
    const untried = failure?.code === "aborted" || (failure?.phase === "connect" && isOneOf(ours, failure));
    if (failure !== undefined && untried) return unavailable(failure);
    const again = await knockAgain(chosen, { io, signal, target });
    const elsewhere = await lookElsewhere(located.value, chosen, { io, signal, target, visit });
    return {
      located: located.value,
      ...(besides.length === 0 ? {} : { besides }),
      ...chosen,
      ...(again.length === 0 ? {} : { again }),
      ...(elsewhere.length === 0 ? {} : { elsewhere }),
    };
  },

  judge(looks: readonly DatabaseSeen[], { target, settings: values }): DatabaseAnswer[] {
    // One connection that opened refutes silence, however little came after it.
    const seen = looks.find((one) => !doubtful(one)) ?? looks.find(({ connect }) => connect.ok) ?? looks[0];
    if (seen === undefined) return [];
    return [
      ...judgeDoor(seen, looks, target, values),
      ...judgeAddresses(looks, target),
      ...judgeRepeated(looks),
      ...judgeInside(seen, looks, target, values),
    ];
  },

  places: (target: DatabaseTarget, looks: readonly DatabaseSeen[]) =>
    looks[0] === undefined ? {} : placesOf(looks[0].located, target.port),
});
