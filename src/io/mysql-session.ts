import type { Socket } from "node:net";
import type { Connection, ConnectionOptions, QueryOptions, SslOptions } from "mysql2";
import type { Attempt, Failure } from "../model/failure.js";
import type { MysqlCertificate, MysqlStatement } from "../model/io.js";
import type { JsonObject } from "../model/json.js";
import { classify, failure } from "./classify.js";
import { type Guard, guardFor, unsupported } from "./mysql-guard.js";
import { excerptOf, type Row, rowOf, typeCast } from "./mysql-rows.js";
import { afterSilence } from "./pause.js";

export type Credentials = { readonly user: string; readonly password?: string; readonly database?: string };
export type Limits = { readonly timeout: number; readonly signal: AbortSignal };

/** Rows that are kept of one answer; nothing asks for more. */
const mostRows = 1000;
/** Milliseconds that a server has to close after COM_QUIT. */
const farewell = 250;

/** Authentication that mysql2 does not know, or that would send the password as it is; both are told by their code. */
const notOurs: readonly unknown[] = ["AUTH_SWITCH_PLUGIN_ERROR", "MYSQL_CLEAR_PASSWORD_NOT_ENABLED"];

const hidden = (error: unknown, { user }: Credentials): unknown => {
  if (error instanceof Error) error.message = error.message.replaceAll(`'${user}'`, "'…'");
  return error;
};

/** What an error of mysql2 means, without the user's name, which servers like to repeat. */
const failureOf = (thrown: unknown, phase: "login" | "statement", credentials: Credentials): Failure => {
  const error = hidden(thrown, credentials) as { readonly code?: unknown; readonly message?: unknown };
  if (!notOurs.includes(error?.code)) return classify(error, phase);
  const plugin = /mysql_clear_password|plugin (\w+)/.exec(String(error.message));
  const name = plugin?.[1] ?? plugin?.[0] ?? "unknown";
  return unsupported(name);
};

/** Settles with what `begin` reports, or with the failure of silence or of an abort. */
const bounded = <T>(
  { timeout, signal }: Limits,
  phase: "login" | "statement",
  begin: (settle: (outcome: T | Failure) => void) => void,
): Promise<T | Failure> =>
  new Promise((resolve) => {
    const settle = (outcome: T | Failure): void => {
      stopClock();
      signal.removeEventListener("abort", abort);
      resolve(outcome);
    };
    const abort = (): void => settle(failure("aborted", phase, `aborted in the phase ${phase}`));
    const stopClock = afterSilence(timeout, () =>
      settle(failure("timeout", phase, `no answer for ${Math.round(timeout)} ms in the phase ${phase}`)),
    );
    signal.addEventListener("abort", abort, { once: true });
    begin(settle);
    if (signal.aborted) abort();
  });

const attempt = async <T extends object>(outcome: Promise<T | Failure>): Promise<Attempt<T>> => {
  const began = performance.now();
  const value = await outcome;
  const ms = performance.now() - began;
  return "phase" in value && "code" in value ? { ok: false, ms, failure: value } : { ok: true, ms, value: value as T };
};

/** A login that was accepted. */
export type Session = {
  /** Runs one statement; the failure of a refused one is `server-error` with its number. */
  ask(statement: MysqlStatement, limits: Limits): Promise<Attempt<readonly JsonObject[]>>;
  /** COM_QUIT: the server logs no aborted client. */
  quit(): Promise<void>;
};

const sessionOn = (connection: Connection, socket: Socket, credentials: Credentials): Session => ({
  ask: (statement, limits) =>
    attempt(
      bounded<readonly JsonObject[]>(limits, "statement", (settle) => {
        const { sql, read } =
          typeof statement === "string"
            ? { sql: statement, read: typeCast }
            : { sql: statement.sql, read: excerptOf(statement.only) };
        const options: QueryOptions = { sql, rowsAsArray: true, typeCast: read };
        connection.query(options, (error, rows, fields) => {
          if (error !== null) return settle(failureOf(error, "statement", credentials));
          const names = (fields ?? []).map(({ name }) => name);
          settle((Array.isArray(rows) ? (rows as Row[]) : []).slice(0, mostRows).map((row) => rowOf(names, row)));
        });
      }),
    ),
  quit: () =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, farewell);
      socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      connection.end(() => {});
    }),
});

export type LoginOptions = Limits & {
  /** What was read as the greeting: it is put back, so that mysql2 finds it. */
  readonly greeting: Buffer;
  /** Absent: over the open link. */
  readonly ssl?: SslOptions;
  /** What the certificate of a link is worth. */
  readonly judge: (link: unknown) => MysqlCertificate | undefined;
};

export type LoggedIn = { readonly attempt: Attempt<Session>; readonly certificate?: MysqlCertificate };

/** The code of mysql2 for a TLS handshake that did not come about: no credentials were sent yet. */
const tlsFailed = "HANDSHAKE_SSL_ERROR";
export const isTlsFailure = ({ detail }: Failure): boolean => detail === tlsFailed;

/** Whatever was answered to a login that did not give what was asked for: it tells nothing of the account. */
const asGuarded = (outcome: Attempt<Session>, { unmet, certificate }: Guard): LoggedIn => {
  const [failed, seen] = [unmet(), certificate()];
  const told = failed === undefined || (!outcome.ok && outcome.failure.code === "aborted");
  return {
    attempt: told ? outcome : { ok: false, ms: outcome.ms, failure: failed },
    ...(seen === undefined ? {} : { certificate: seen }),
  };
};

const fixed: ConnectionOptions = {
  // The cache of prepared statements costs more than the login, and generated code has no business with a stranger's words.
  maxPreparedStatements: 1,
  disableEval: true,
  connectTimeout: 0,
  flags: ["-LOCAL_FILES"],
  connectAttributes: { program_name: "invoice-diag" },
};

/**
 * Logs in over a socket whose greeting has been read. Over a link that `judge` does not trust, and over an open one, passwords go
 * through challenge and response alone. Refused: `server-error` with its number; `withheld` where the server asks for more; both in the
 * phase login.
 */
export const logIn = async (
  socket: Socket,
  credentials: Credentials,
  { greeting, ssl, judge, ...limits }: LoginOptions,
): Promise<LoggedIn> => {
  const { createConnection, authPlugins } = (await import("mysql2")).default;
  const guard = guardFor(authPlugins, (credentials.password ?? "") !== "", judge);
  socket.unshift(greeting);
  const outcome = await attempt(
    bounded<Session>(limits, "login", (settle) => {
      const connection = createConnection({
        ...fixed,
        ...credentials,
        stream: socket,
        host: socket.remoteAddress ?? "",
        port: socket.remotePort ?? 0,
        ...(ssl === undefined ? {} : { ssl }),
        authPlugins: guard.plugins,
      });
      connection.on("error", () => {});
      connection.connect((error) => {
        guard.look(connection);
        settle(error === null ? sessionOn(connection, socket, credentials) : failureOf(error, "login", credentials));
      });
      socket.resume();
    }),
  );
  return asGuarded(outcome, guard);
};
