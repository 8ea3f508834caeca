import type { Attempt, Failure } from "../../src/model/failure.js";
import type { ClockReading, MysqlSight } from "../../src/model/io.js";
import type { JsonObject } from "../../src/model/json.js";

const identifier = (name: string): string =>
  name
    .split(".")
    .map((part) => `\`${part.replaceAll("`", "``")}\``)
    .join(".");

const variables = ["max_connections", "wait_timeout", "read_only", "super_read_only", "require_secure_transport"];

/** What is asked once logged in, in this order. Nothing here can write, and nothing needs more than a login. */
export const statementsFor = (tables: readonly string[]): { readonly [name: string]: string } => ({
  one: "SELECT 1",
  variables: `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('${variables.join("', '")}')`,
  status: "SHOW GLOBAL STATUS WHERE Variable_name IN ('Threads_connected')",
  account: "SHOW CREATE USER CURRENT_USER()",
  privileges:
    "SELECT PRIVILEGE_TYPE AS privilege FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = CONCAT(QUOTE(SUBSTRING_INDEX(CURRENT_USER(), '@', 1)), '@', QUOTE(SUBSTRING_INDEX(CURRENT_USER(), '@', -1)))",
  sessions: "SELECT COUNT(*) AS listed, SUM(COMMAND = 'Sleep') AS sleeping FROM information_schema.PROCESSLIST",
  clock: "SELECT UTC_TIMESTAMP(3) AS utc",
  ...Object.fromEntries(tables.map((name) => [`table ${name}`, `SELECT 1 FROM ${identifier(name)} LIMIT 1`])),
});

/** What the answers say; whatever the account may not ask, or the server does not know, is absent. */
export type MysqlFacts = {
  readonly select?: Attempt<null>;
  readonly maxConnections?: number;
  /** Milliseconds. */
  readonly waitTimeout?: number;
  readonly readOnly?: boolean;
  readonly threads?: number;
  /** Connections that do nothing at the moment; only with the privilege PROCESS are they all seen. */
  readonly sleeping?: number;
  readonly privileges?: readonly string[];
  /** Who demands TLS: the server of everyone, or the account of whoever uses it. */
  readonly tlsDemanded?: "server" | "account";
  readonly tables: readonly { readonly name: string; readonly failure?: Failure }[];
};

/** What lies between two statements and is not measured, generously; milliseconds. */
const clockSlack = 100;

type Answers = MysqlSight["answers"];

const rowsOf = (answers: Answers, name: string): readonly JsonObject[] => {
  const answer = answers[name];
  return answer?.ok ? answer.value : [];
};

const numberIn = (value: unknown): number | undefined => {
  const number = value === null || value === undefined || value === "" ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
};

const present = <T extends object>(facts: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as T;

/** Both dialects print `… REQUIRE SSL`, X509, ISSUER, SUBJECT or CIPHER; MySQL also `REQUIRE NONE`. */
const demandsTls = (rows: readonly JsonObject[]): boolean =>
  rows.some((row) =>
    Object.values(row).some((text) => /\bREQUIRE (?:SSL|X509|ISSUER|SUBJECT|CIPHER)\b/.test(String(text))),
  );

const isOn = (value: unknown): boolean => value === "ON" || value === "1" || value === 1;

/** The server's `UTC_TIMESTAMP(3)` beside our clock, `now` being the moment when the last answer had come. */
export const readClock = (answers: Answers, now: number): ClockReading | null => {
  const utc = rowsOf(answers, "clock")[0]?.utc;
  const theirs = typeof utc === "string" ? Date.parse(`${utc.replace(" ", "T")}Z`) : Number.NaN;
  if (!Number.isFinite(theirs)) return null;
  const names = Object.keys(answers);
  const after = names.slice(names.indexOf("clock") + 1).reduce((sum, name) => sum + (answers[name]?.ms ?? 0), 0);
  const taken = answers.clock?.ms ?? 0;
  return { theirs, ours: Math.round(now - after - taken / 2), slack: Math.ceil(taken / 2) + clockSlack };
};

const withoutRows = (answer: Attempt<unknown> | undefined): Attempt<null> | undefined =>
  answer?.ok ? { ok: true, ms: answer.ms, value: null } : answer;

/** Reads the answers to `statementsFor`. */
export const readFacts = (answers: Answers, tables: readonly string[]): MysqlFacts => {
  const settings = Object.fromEntries(
    rowsOf(answers, "variables").map((row) => [String(row.Variable_name), row.Value]),
  );
  const seconds = numberIn(settings.wait_timeout);
  const [sessions] = rowsOf(answers, "sessions");
  const privileges = answers.privileges?.ok ? answers.privileges.value.map((row) => String(row.privilege)) : undefined;
  const readOnly =
    settings.read_only === undefined ? undefined : isOn(settings.read_only) || isOn(settings.super_read_only);
  const account = demandsTls(rowsOf(answers, "account")) ? "account" : undefined;
  return present<MysqlFacts>({
    select: withoutRows(answers.one),
    maxConnections: numberIn(settings.max_connections),
    waitTimeout: seconds === undefined ? undefined : seconds * 1000,
    readOnly,
    threads: numberIn(rowsOf(answers, "status")[0]?.Value),
    sleeping: privileges?.includes("PROCESS") ? numberIn(sessions?.sleeping) : undefined,
    privileges,
    tlsDemanded: isOn(settings.require_secure_transport) ? "server" : account,
    tables: tables
      .filter((name) => answers[`table ${name}`] !== undefined)
      .map((name) => {
        const answer = answers[`table ${name}`];
        return answer?.ok === false ? { name, failure: answer.failure } : { name };
      }),
  });
};
