import type { Attempt } from "../model/failure.js";
import type {
  MysqlAim,
  MysqlCertificate,
  MysqlGreeting,
  MysqlSight,
  MysqlStatements,
  VerbOptions,
} from "../model/io.js";
import type { JsonObject } from "../model/json.js";
import { hostPort } from "../model/place.js";
import type { MysqlTarget } from "../model/profile.js";
import type { Context } from "./context.js";
import { dial, type Line } from "./dial.js";
import { readGreeting } from "./mysql-greeting.js";
import { type Credentials, isTlsFailure, logIn, type Session } from "./mysql-session.js";
import { certificateOf, sslFor } from "./mysql-trust.js";

/** What a statement may begin with, and what it may not contain outside of quotes. Anything else is our own mistake. */
const reads = /^(?:SELECT|SHOW)\s/i;
/** The one thing that is set, for this session alone: how long its own reading waits for a lock; seconds. */
const waitsBriefly = /^SET SESSION lock_wait_timeout = \d$/;
const writes =
  /;|\/\*|--|#|\b(?:INTO|FOR\s+UPDATE|FOR\s+SHARE|LOCK|GET_LOCK|SLEEP|BENCHMARK|LOAD_FILE|NEXTVAL|NEXT)\b/i;
const quoted = /`(?:[^`]|``)*`|'(?:[^'\\]|\\.|'')*'/g;

const demandReadOnly = (statements: MysqlStatements): void => {
  for (const statement of Object.values(statements)) {
    const sql = typeof statement === "string" ? statement : statement.sql;
    if (waitsBriefly.test(sql)) continue;
    if (!reads.test(sql) || writes.test(sql.replace(quoted, "?"))) throw new Error(`not a read-only statement: ${sql}`);
  }
};

/**
 * The name under which one leaves a server that names us no user: MariaDB and MySQL count a connection that ends without a
 * login as an error and block the host after `max_connect_errors` of them; a login that they refuse they do not count.
 */
const nobody: Credentials = { user: "invoice-diag" };

const targetOf = ({ profile }: Context, { as }: MysqlAim): MysqlTarget => {
  const target = profile.targets.find(({ name }) => name === as);
  if (target?.kind !== "mysql") throw new Error(`no mysql target ${as}`);
  return target;
};

const credentialsOf = ({ user, password, database }: MysqlTarget): Credentials =>
  user === undefined
    ? nobody
    : { user, ...(password === undefined ? {} : { password }), ...(database === undefined ? {} : { database }) };

type Login = Attempt<{ readonly tls: boolean }>;
/** Logins of one run, so that one that was refused, or is about to be, is never repeated by a second look. */
const logins = new WeakMap<Context, Map<string, Promise<Entered>>>();

/** By the server; or by us where it asked for too much, which ends in a refusal, too. */
const refused = (login: Login): boolean =>
  !login.ok && ["server-error", "withheld", "not-available"].includes(login.failure.code);

/** How far one connection came. */
type Call = {
  readonly connect: Attempt<null>;
  readonly greeting?: Attempt<MysqlGreeting>;
  readonly bytes?: Buffer;
  readonly line?: Line;
};

const call = async (context: Context, aim: MysqlAim, options: VerbOptions): Promise<Call> => {
  const dialled = await dial(context, aim, options);
  if (!dialled.ok) return { connect: dialled };
  const connect = { ok: true, ms: dialled.ms, value: null } as const;
  const line = dialled.value;
  line.socket.setNoDelay(true);
  const { timeout = context.profile.defaults.timeout, signal } = options;
  const { attempt, bytes } = await readGreeting(line.socket, { timeout, signal });
  if (!attempt.ok) line.hangUp();
  return { connect, greeting: attempt, ...(attempt.ok ? { bytes, line } : {}) };
};

type Entered = {
  readonly login: Login;
  readonly certificate?: MysqlCertificate;
  readonly session?: Session;
  readonly line?: Line;
};

/**
 * Over TLS if the server offers it; openly if no handshake comes about, on a connection of its own, as clients of MySQL do by default
 * (`PREFERRED`). Whoever breaks the handshake gains nothing: the password itself goes over neither.
 */
const enter = async (context: Context, aim: MysqlAim, options: VerbOptions, first: Call): Promise<Entered> => {
  const target = targetOf(context, aim);
  const limits = { timeout: context.profile.defaults.answer, signal: options.signal };
  const judge = (link: unknown): MysqlCertificate | undefined => certificateOf(link, target);
  const attempt = async ({ greeting, bytes, line }: Call, tls: boolean): Promise<Entered | undefined> => {
    if (line === undefined || bytes === undefined || !greeting?.ok) return undefined;
    const over = tls ? { ssl: sslFor(context, target) } : {};
    const login = { ...limits, ...over, greeting: bytes, judge };
    const { attempt: entered, ...seen } = await logIn(line.socket, credentialsOf(target), login);
    if (!entered.ok) line.hangUp();
    return entered.ok
      ? { login: { ok: true, ms: entered.ms, value: { tls } }, ...seen, session: entered.value, line }
      : { login: entered, ...seen };
  };
  const offered = first.greeting?.ok === true && first.greeting.value.offersTls;
  const entered = (await attempt(first, offered)) as Entered;
  if (!offered || entered.login.ok || !isTlsFailure(entered.login.failure)) return entered;
  const again = await call(context, aim, options);
  return (await attempt(again, false)) ?? entered;
};

/** Logs in unless a look of this run beside this one was just refused: then that answer holds here, too. */
const enterOnce = async (context: Context, aim: MysqlAim, options: VerbOptions, first: Call): Promise<Entered> => {
  const known = logins.get(context) ?? new Map<string, Promise<Entered>>();
  logins.set(context, known);
  const key = `${aim.as} ${hostPort(aim.address, aim.port)}`;
  const beside = known.get(key);
  const earlier = beside === undefined ? undefined : await beside;
  if (earlier !== undefined && refused(earlier.login)) {
    first.line?.hangUp();
    return earlier;
  }
  const entering = enter(context, aim, options, first);
  known.set(key, entering);
  return entering;
};

type Answers = { [name: string]: Attempt<readonly JsonObject[]> };

/** What comes next: everything that was not asked yet. */
const nextOf = ({ statements, further }: MysqlAim, answers: Answers): MysqlStatements => {
  const named = Object.keys(answers).length === 0 ? statements : (further?.(answers) ?? {});
  demandReadOnly(named);
  return Object.fromEntries(Object.entries(named).filter(([name]) => answers[name] === undefined));
};

/** One after another; all of them together may take `answer` milliseconds, and one that stays silent ends the talk. */
const askAll = async (context: Context, aim: MysqlAim, session: Session, signal: AbortSignal) => {
  const answers: Answers = {};
  const end = performance.now() + context.profile.defaults.answer;
  for (let due = nextOf(aim, answers); Object.keys(due).length > 0; due = nextOf(aim, answers)) {
    for (const [name, statement] of Object.entries(due)) {
      const answer = await session.ask(statement, { timeout: Math.max(0, end - performance.now()), signal });
      answers[name] = answer;
      if (!answer.ok && answer.failure.code !== "server-error") return { answers, alive: false };
    }
  }
  return { answers, alive: true };
};

/**
 * Connects, reads the greeting, logs in over the same socket and asks read-only statements. Throws only for a statement
 * that could write and for an aim that names no `mysql` target.
 */
export const mysql = async (context: Context, aim: MysqlAim, options: VerbOptions): Promise<MysqlSight> => {
  demandReadOnly(aim.statements);
  const target = targetOf(context, aim);
  const first = await call(context, aim, options);
  const { connect, greeting } = first;
  if (greeting === undefined) return { connect, answers: {} };
  if (!greeting.ok) return { connect, greeting, answers: {} };
  const { login, certificate, session, line } = await enterOnce(context, aim, options, first);
  const named = {
    ...(certificate === undefined ? {} : { certificate }),
    ...(target.user === undefined ? {} : { login }),
  };
  if (session === undefined) return { connect, greeting, ...named, answers: {} };
  try {
    const { answers, alive } =
      target.user === undefined ? { answers: {}, alive: true } : await askAll(context, aim, session, options.signal);
    if (alive) await session.quit();
    return { connect, greeting, ...named, answers };
  } finally {
    line?.hangUp();
  }
};
