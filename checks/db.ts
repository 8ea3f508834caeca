import { type Aim, defineCheck, type Raised } from "../src/model/check.js";
import type { Attempt, Failure, FailureCode } from "../src/model/failure.js";
import type { ClockReading, Io, MysqlGreeting, MysqlSight } from "../src/model/io.js";
import {
  byNumber,
  loginRefused,
  type MysqlFacts,
  readClock,
  readFacts,
  statementsFor,
  tableRefused,
  turnedAway,
} from "../src/model/mysql.js";
import { mysqlQuestions, mysqlSignals } from "../src/model/mysql-words.js";
import { type Located, placesOf } from "../src/model/place.js";
import type { MysqlTarget, Profile } from "../src/model/profile.js";

type Target = {
  /** Name of the profile's target: user and password are looked up by it, and stand nowhere here. */
  readonly as: string;
  readonly host: string;
  readonly port: number;
  readonly hasUser: boolean;
  readonly hasPassword: boolean;
  readonly database?: string;
  readonly tls: boolean;
  readonly tables: readonly string[];
  readonly writable: boolean;
  readonly pool?: { readonly size: number; readonly processes: number; readonly idleTimeout?: number };
};

/** How far one address let us come. */
type Visit = {
  readonly address: string;
  readonly connect: Attempt<null>;
  readonly greeting?: Attempt<MysqlGreeting>;
  readonly login?: Attempt<{ readonly tls: boolean }>;
  /** What other ports of the same address said while this one was silent. */
  readonly life?: readonly { readonly port: number; readonly heard: "open" | FailureCode }[];
  /** Present once logged in. */
  readonly facts?: MysqlFacts;
  /** The server's clock beside ours; null where it could not be read. */
  readonly clock?: ClockReading | null;
};

/** The address that accepted, else the first one. */
type Seen = Visit & {
  readonly located: Located;
  /** Addresses that were tried besides, in vain. */
  readonly inVain: readonly { readonly address: string; readonly code: FailureCode }[];
};

type Looking = { readonly io: Io; readonly signal: AbortSignal; readonly target: Target };

type Answer = Raised<typeof mysqlSignals>;

/** Ports that many hosts answer on. */
const lifePorts = [443, 80, 22];
const heardAlive: readonly string[] = ["open", "refused", "reset", "prohibited"];
/** A host that nobody answers for is given up after some seconds; a firewall's message comes at once. */
const quick = 1000;
const mostAddresses = 3;

const whole = (ms: number): number => Math.round(ms);
const isOneOf = (codes: readonly FailureCode[], failure: Failure): boolean => codes.includes(failure.code);

/** A number of MySQL, or the word for any other failure. */
const reasonOf = ({ code, detail }: Failure): string => (code === "server-error" ? `MySQL ${detail}` : code);

const firstFailure = ({ connect, greeting, login }: Visit): { ms: number; failure: Failure } | undefined =>
  [connect, greeting, login].find((attempt) => attempt?.ok === false) as { ms: number; failure: Failure } | undefined;

/** Silence, a reset or a cut, which one look does not prove. */
const doubtful = (seen: Seen): boolean => {
  const failed = firstFailure(seen);
  if (failed === undefined) return false;
  const { failure, ms } = failed;
  return isOneOf(["timeout", "reset", "closed"], failure) || (failure.code === "host-unreachable" && ms > quick);
};

const connectAnswer = ({ connect, address }: Seen): Answer => {
  if (connect.ok) return { signal: "accepts", data: { address, ms: whole(connect.ms) } };
  const ms = whole(connect.ms);
  switch (connect.failure.code) {
    case "refused":
      return { signal: "refused", data: { address } };
    case "timeout":
      return { signal: "silent", data: { address, ms } };
    case "host-unreachable":
      return ms > quick
        ? { signal: "host-unreachable", data: { address, ms } }
        : { signal: "rejected", data: { address } };
    case "prohibited":
      return { signal: "rejected", data: { address } };
    case "network-unreachable":
      return { signal: "network-unreachable", data: { address } };
    default:
      return { signal: "reset", data: { address } };
  }
};

const lifeAnswers = ({ connect, life }: Seen): Answer[] => {
  if (connect.ok || connect.failure.code !== "timeout" || life === undefined) return [];
  const alive = life.filter(({ heard }) => heardAlive.includes(heard));
  const ports = (alive.length > 0 ? alive : life).map(({ port }) => port);
  return [{ signal: alive.length > 0 ? "alive" : "lifeless", data: { ports } }];
};

const how = ({ code }: Failure): string => (code === "reset" ? "RST" : "FIN");

const refusedAtDoor = (failure: Failure): Answer | undefined => {
  const signal = byNumber(turnedAway, failure);
  return signal === undefined ? undefined : { signal, data: { number: Number(failure.detail) } };
};

const greetingAnswer = (greeting: Attempt<MysqlGreeting>, login: Seen["login"]): Answer => {
  if (greeting.ok) {
    const turned = login?.ok === false ? refusedAtDoor(login.failure) : undefined;
    const { version, offersTls } = greeting.value;
    return turned ?? { signal: "greets", data: { version, offersTls, ms: whole(greeting.ms) } };
  }
  const { failure, ms } = greeting;
  if (isOneOf(["timeout"], failure)) return { signal: "frozen", data: { ms: whole(ms) } };
  if (isOneOf(["closed", "reset"], failure)) return { signal: "closed", data: { how: how(failure) } };
  if (failure.code !== "server-error") {
    return { signal: "not-mysql", data: { spoke: String(failure.detail ?? "unknown"), banner: failure.message } };
  }
  const number = Number(failure.detail);
  if (byNumber(loginRefused, failure) === "user-limit") return { signal: "too-many-connections", data: { number } };
  return refusedAtDoor(failure) ?? { signal: "greeting-error", data: { number, message: failure.message } };
};

const loginFailure = (failure: Failure, ms: number, { database = "" }: Target): Answer => {
  const signal = byNumber(loginRefused, failure);
  const number = Number(failure.detail);
  if (signal === "tls-required") return { signal, data: { by: `MySQL ${number}` } };
  if (signal === "auth-plugin-unsupported") return { signal, data: { plugin: `MySQL ${number}` } };
  if (signal !== undefined) return { signal, data: { number, database } };
  if (failure.code === "not-available") {
    return { signal: "auth-plugin-unsupported", data: { plugin: String(failure.detail) } };
  }
  if (failure.code === "timeout") return { signal: "login-silent", data: { ms: whole(ms) } };
  if (isOneOf(["closed", "reset"], failure)) return { signal: "login-cut", data: { how: how(failure) } };
  return { signal: "login-error", data: { reason: reasonOf(failure), message: failure.message } };
};

const loginAnswers = ({ greeting, login, facts }: Seen, target: Target, slowLogin: number): Answer[] => {
  if (login === undefined || greeting?.ok !== true) return [];
  if (!login.ok) {
    return refusedAtDoor(login.failure) === undefined ? [loginFailure(login.failure, login.ms, target)] : [];
  }
  const times = { greeting: whole(greeting.ms), login: whole(login.ms), ms: whole(greeting.ms + login.ms) };
  const speed: Answer = { signal: times.ms > slowLogin ? "slow-login" : "quick-login", data: times };
  const select = facts?.select;
  if (select?.ok === false && byNumber(loginRefused, select.failure) === "password-expired") {
    return [{ signal: "password-expired", data: { number: Number(select.failure.detail) } }, speed];
  }
  const demanded = login.value.tls && !target.tls ? facts?.tlsDemanded : undefined;
  const entered: Answer =
    demanded === undefined
      ? { signal: "logged-in", data: { tls: login.value.tls } }
      : { signal: "tls-required", data: { by: demanded === "server" ? "require_secure_transport" : "REQUIRE SSL" } };
  return [entered, speed];
};

const queryAnswers = (facts: MysqlFacts, looks: readonly Seen[], slowQuery: number): Answer[] => {
  const { select } = facts;
  if (select === undefined) return [];
  if (!select.ok) {
    if (byNumber(loginRefused, select.failure) === "password-expired") return [];
    return [{ signal: "select-fails", data: { reason: reasonOf(select.failure) } }];
  }
  const taken = looks.map((seen) => seen.facts?.select).filter((one) => one?.ok === true);
  const ms = whole(Math.min(...taken.map((one) => one?.ms ?? select.ms)));
  return [
    { signal: "select-works", data: {} },
    { signal: ms > slowQuery ? "slow-answers" : "quick-answers", data: { ms } },
  ];
};

const capacityAnswers = (
  { threads, maxConnections: max, sleeping, waitTimeout }: MysqlFacts,
  { pool }: Target,
  warnUse: number,
): Answer[] => {
  const answers: Answer[] = [];
  if (threads !== undefined && max !== undefined) {
    const data = {
      threads,
      max,
      percent: whole((threads / max) * 100),
      ...(sleeping === undefined ? {} : { sleeping }),
    };
    answers.push({ signal: threads >= warnUse * max ? "nearly-full" : "connections-free", data });
  }
  if (pool !== undefined && max !== undefined) {
    const demand = pool.size * pool.processes;
    const data = { demand, max, size: pool.size, processes: pool.processes };
    answers.push({ signal: demand > max - 1 ? "pool-oversubscribed" : "pool-fits", data });
  }
  if (pool?.idleTimeout !== undefined && waitTimeout !== undefined) {
    const data = { wait: waitTimeout / 1000, idle: pool.idleTimeout / 1000 };
    answers.push({ signal: waitTimeout <= pool.idleTimeout ? "idle-cut" : "idle-kept", data });
  }
  return answers;
};

const tableAnswers = ({ tables }: MysqlFacts): Answer[] => {
  if (tables.length === 0) return [];
  const named = (list: MysqlFacts["tables"]) => list.map(({ name }) => name);
  const failed = tables.filter(({ failure }) => failure !== undefined);
  const by = (word: string | undefined) => failed.filter(({ failure }) => byNumber(tableRefused, failure) === word);
  const [missing, denied, [other]] = [by("missing"), by("denied"), by(undefined)];
  if (missing.length > 0) return [{ signal: "table-missing", data: { tables: named(missing) } }];
  if (denied.length > 0) return [{ signal: "table-denied", data: { tables: named(denied) } }];
  if (other?.failure !== undefined) {
    return [{ signal: "table-unreadable", data: { tables: [other.name], reason: reasonOf(other.failure) } }];
  }
  return [{ signal: "tables-readable", data: { tables: named(tables) } }];
};

const rightsAnswers = ({ readOnly, privileges }: MysqlFacts, { writable }: Target): Answer[] => [
  ...(writable && readOnly !== undefined ? [{ signal: readOnly ? "read-only" : "writable", data: {} } as const] : []),
  ...(privileges === undefined
    ? []
    : privileges.includes("PROCESS")
      ? [{ signal: "grants-enough", data: {} } as const]
      : [{ signal: "grants-limited", data: { missing: ["PROCESS"] } } as const]),
];

const steadiness = (looks: readonly Seen[]): Answer[] => {
  const failed = looks.filter(doubtful);
  const failure = failed[0] === undefined ? undefined : firstFailure(failed[0])?.failure;
  if (failure === undefined || failed.length === looks.length) return [];
  return [{ signal: "unsteady", data: { phase: failure.phase, code: failure.code } }];
};

/** Failures of this machine or of this tool: they say nothing about the database. */
const ours: readonly FailureCode[] = [
  "aborted",
  "not-available",
  "no-local-address",
  "descriptors-exhausted",
  "not-permitted",
  "unknown",
];
const unavailable = ({ phase, code }: Failure) => ({
  unavailable: { en: `could not be tried: ${code} (${phase})`, zh: `无法尝试：${code}（${phase}）` },
});

type Life = NonNullable<Seen["life"]>;

/** Two other ports of the address are asked once `own` has gone on for a fifth of the time-out, within the same bound. */
const besideLife = async <T>(own: Promise<T>, address: string, { io, signal, target }: Looking): Promise<[T, Life]> => {
  const over = new AbortController();
  const options = { signal: AbortSignal.any([signal, over.signal]), timeout: io.defaults.timeout * 0.75 };
  const life: { port: number; heard: "open" | FailureCode }[] = [];
  const timer = setTimeout(() => {
    for (const port of lifePorts.filter((one) => one !== target.port).slice(0, 2)) {
      void io.connect({ address, port }, options).then((attempt) => {
        if (attempt.ok || attempt.failure.code !== "aborted") {
          life.push({ port, heard: attempt.ok ? "open" : attempt.failure.code });
        }
      });
    }
  }, io.defaults.timeout / 5);
  const value = await own.finally(() => clearTimeout(timer));
  over.abort();
  return [value, life];
};

/** A quick EHOSTUNREACH is asked again: the search for the neighbour may have begun before us. Only then is it a rejection. */
const reconsidered = async (connect: MysqlSight["connect"], address: string, { io, signal, target }: Looking) => {
  if (connect.ok || connect.failure.code !== "host-unreachable" || connect.ms > quick) return connect;
  const timeout = Math.min(2 * quick, io.defaults.timeout);
  const again = await io.connect({ address, port: target.port }, { signal, timeout });
  return again.ok || again.failure.code === "aborted" ? connect : { ...connect, ms: Math.max(connect.ms, again.ms) };
};

const visit = async (address: string, looking: Looking): Promise<Visit> => {
  const { io, signal, target } = looking;
  const statements = statementsFor(target.tables);
  const talk = io.mysql({ as: target.as, address, port: target.port, statements }, { signal });
  const [sight, life] = await besideLife(talk, address, looking);
  const { greeting, login, answers } = sight;
  const connect = await reconsidered(sight.connect, address, looking);
  const silent = !connect.ok && connect.failure.code === "timeout";
  return {
    address,
    connect,
    ...(greeting === undefined ? {} : { greeting }),
    ...(login === undefined ? {} : { login }),
    ...(silent && life.length > 0 ? { life } : {}),
    ...(login?.ok ? { facts: readFacts(answers, target.tables), clock: readClock(answers, Date.now()) } : {}),
  };
};

const aimAt = ({
  name,
  host,
  port,
  user,
  password,
  database,
  tls,
  tables,
  writable,
  pool,
}: MysqlTarget): Aim<Target> => ({
  subject: name,
  target: {
    as: name,
    host,
    port,
    hasUser: user !== undefined,
    hasPassword: password !== undefined && password !== "",
    ...(database === undefined ? {} : { database }),
    tls: tls === true,
    tables,
    writable,
    ...(pool === undefined ? {} : { pool }),
  },
  needs: [`dns:${name}`],
});

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
  settings: {
    warnUse: {
      default: 0.8,
      unit: "ratio",
      min: 0,
      max: 1,
      help: {
        en: "Warn when this share of max_connections is in use",
        zh: "已用连接数达到 max_connections 的此比例时告警",
      },
    },
    slowLogin: {
      default: 2000,
      unit: "duration",
      help: { en: "A login that takes longer is slow", zh: "登录超过此时长视为缓慢" },
    },
    slowQuery: {
      default: 1000,
      unit: "duration",
      help: { en: "SELECT 1 that takes longer is slow", zh: "SELECT 1 超过此时长视为缓慢" },
    },
  },
  signals: mysqlSignals,
  patience: (_target, { defaults }) => defaults.timeout * 10 + defaults.answer * 3,
  aims: (profile: Profile): Aim<Target>[] =>
    profile.targets.filter((target): target is MysqlTarget => target.kind === "mysql").map(aimAt),

  async observe(target: Target, { io, signal }) {
    const located = await io.locate(target.host, { signal });
    if (!located.ok) return unavailable(located.failure);
    const { addresses } = located.value;
    const routed = [...addresses].sort((a, b) => Number(a.scope === "unrouted") - Number(b.scope === "unrouted"));
    const visits: Visit[] = [];
    for (const { address } of routed.slice(0, mostAddresses)) {
      visits.push(await visit(address, { io, signal, target }));
      if (visits.at(-1)?.connect.ok) break;
    }
    const chosen = visits.find(({ connect }) => connect.ok) ?? visits[0];
    if (chosen === undefined) return unavailable({ code: "no-address", phase: "name", message: "no address" });
    const inVain = visits
      .filter((one) => one !== chosen)
      .map(({ address, connect }) => ({ address, code: connect.ok ? ("unknown" as const) : connect.failure.code }));
    const failure = firstFailure(chosen)?.failure;
    const untried = failure?.code === "aborted" || (failure?.phase === "connect" && isOneOf(ours, failure));
    return failure !== undefined && untried ? unavailable(failure) : { located: located.value, inVain, ...chosen };
  },

  judge(looks: readonly Seen[], { target, settings }): Answer[] {
    const seen = looks.find((one) => !doubtful(one)) ?? looks[0];
    if (seen === undefined) return [];
    const { greeting, login, facts } = seen;
    return [
      connectAnswer(seen),
      ...lifeAnswers(seen),
      ...(greeting === undefined ? [] : [greetingAnswer(greeting, login)]),
      ...loginAnswers(seen, target, settings.slowLogin),
      ...(facts === undefined
        ? []
        : [
            ...queryAnswers(facts, looks, settings.slowQuery),
            ...capacityAnswers(facts, target, settings.warnUse),
            ...tableAnswers(facts),
            ...rightsAnswers(facts, target),
          ]),
      ...steadiness(looks),
    ];
  },

  places: (target: Target, looks: readonly Seen[]) =>
    looks[0] === undefined ? {} : placesOf(looks[0].located, target.port),
});
