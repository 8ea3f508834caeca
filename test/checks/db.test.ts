import { describe, expect, it } from "vitest";
import { type MysqlFacts, readClock, readFacts, statementsFor } from "../../checks/db/facts.js";
import { db } from "../../checks/db.js";
import type { Attempt, Failure, FailureCode, Phase } from "../../src/model/failure.js";
import { makeProfile } from "../servers/profile.js";

const target = {
  as: "database",
  host: "10.0.0.9",
  port: 3306,
  speaks: "mysql" as const,
  hasUser: true,
  hasPassword: true,
  database: "invoice",
  tls: false,
  tables: ["invoices"],
  writable: true,
  pool: { size: 20, processes: 4, idleTimeout: 60_000 },
};
const settings = { warnUse: 0.8, slowLogin: 2000, slowQuery: 1000 };
const facts: MysqlFacts = {
  select: { ok: true, ms: 3, value: null },
  maxConnections: 200,
  waitTimeout: 28_800_000,
  readOnly: false,
  threads: 12,
  privileges: ["PROCESS"],
  tables: [{ name: "invoices" }],
};
const healthy = {
  located: {
    host: "10.0.0.9",
    source: "literal" as const,
    addresses: [{ address: "10.0.0.9", family: 4 as const, scope: "on-link" as const }],
  },
  inVain: [],
  address: "10.0.0.9",
  connect: { ok: true as const, ms: 1, value: null },
  greeting: {
    ok: true as const,
    ms: 2,
    value: { version: "8.0.36", flavour: "mysql" as const, offersTls: true },
  },
  login: { ok: true as const, ms: 5, value: { tls: true } },
  facts,
  clock: null,
};
type Seen = Parameters<typeof db.judge>[0][number];

const failing = (phase: Phase, code: FailureCode, detail?: string | number, ms = 5) => {
  const failure: Failure = { phase, code, message: "words", ...(detail === undefined ? {} : { detail }) };
  return { ok: false as const, ms, failure };
};
const { connect, located, inVain, address } = healthy;
const reached = { connect, located, inVain, address };
const notConnected = (attempt: Attempt<null>, more: Partial<Seen> = {}): Seen => ({
  ...reached,
  connect: attempt,
  ...more,
});
const notGreeted = (code: FailureCode, detail?: string | number): Seen => ({
  ...reached,
  greeting: failing("greeting", code, detail),
});
const notLetIn = (code: FailureCode, detail?: string | number, ms = 5): Seen => ({
  ...reached,
  greeting: healthy.greeting,
  login: failing("login", code, detail, ms),
});
const knowing = (changes: Partial<MysqlFacts>): Seen => ({ ...healthy, facts: { ...facts, ...changes } });

const judge = (looks: readonly Seen[], changes: Partial<typeof target> = {}) =>
  db.judge(looks, { target: { ...target, ...changes }, settings, now: new Date(), others: () => [] });

const answersOf = (looks: readonly Seen[], changes: Partial<typeof target> = {}) =>
  Object.fromEntries(judge(looks, changes).map(({ signal }) => [db.signals[signal].answers, signal]));

const allWell = {
  connect: "accepts",
  greeting: "greets",
  login: "logged-in",
  "login-speed": "quick-login",
  select: "select-works",
  speed: "quick-answers",
  use: "connections-free",
  pool: "pool-fits",
  idle: "idle-kept",
  tables: "tables-readable",
  writable: "writable",
  grants: "grants-enough",
};

describe("judge", () => {
  it("healthy: every question is answered well", () => {
    expect(answersOf([healthy])).toEqual(allWell);
  });

  it("a bare target is asked nothing that it does not name", () => {
    const { pool: _, ...bare } = { ...target, tables: [], writable: false };
    const looks = [knowing({ tables: [] })];
    const raised = db.judge(looks, { target: bare, settings, now: new Date(), others: () => [] });
    const asked = raised.map(({ signal }) => db.signals[signal].answers);
    expect(asked).not.toContain("pool");
    expect(asked).not.toContain("idle");
    expect(asked).not.toContain("tables");
    expect(asked).not.toContain("writable");
  });

  const life = [
    { port: 443, heard: "timeout" as const },
    { port: 80, heard: "refused" as const },
  ];
  const connects: [string, Seen, Record<string, string>][] = [
    ["refused", notConnected(failing("connect", "refused")), { connect: "refused" }],
    ["silent", notConnected(failing("connect", "timeout")), { connect: "silent" }],
    ["silent, alive", notConnected(failing("connect", "timeout"), { life }), { connect: "silent", life: "alive" }],
    [
      "silent, lifeless",
      notConnected(failing("connect", "timeout"), { life: life.slice(0, 1) }),
      { connect: "silent", life: "lifeless" },
    ],
    ["reset", notConnected(failing("connect", "reset")), { connect: "reset" }],
    ["rejected at once", notConnected(failing("connect", "host-unreachable")), { connect: "rejected" }],
    ["prohibited", notConnected(failing("connect", "prohibited")), { connect: "rejected" }],
    [
      "unreachable after seconds",
      notConnected(failing("connect", "host-unreachable", undefined, 3050)),
      { connect: "host-unreachable" },
    ],
    ["this host's own rules", notConnected(failing("connect", "not-permitted")), { connect: "blocked-here" }],
    ["no route", notConnected(failing("connect", "network-unreachable")), { connect: "network-unreachable" }],
  ];
  it.each(connects)("connect: %s", (_, seen, answers) => expect(answersOf([seen])).toEqual(answers));

  const greetings: [string, Seen, string][] = [
    ["silence", notGreeted("timeout"), "frozen"],
    ["FIN", notGreeted("closed"), "closed"],
    ["RST", notGreeted("reset"), "closed"],
    ["SSH", notGreeted("wrong-protocol", "ssh"), "not-mysql"],
    ["1040", notGreeted("server-error", 1040), "too-many-connections"],
    ["1203", notGreeted("server-error", 1203), "too-many-connections"],
    ["1040 after the login", notLetIn("server-error", 1040), "too-many-connections"],
    ["1129", notGreeted("server-error", 1129), "host-blocked"],
    ["1130", notGreeted("server-error", 1130), "host-not-allowed"],
    ["1130 after the greeting", notLetIn("server-error", 1130), "host-not-allowed"],
    ["1053", notGreeted("server-error", 1053), "greeting-error"],
  ];
  it.each(greetings)("greeting: %s", (_, seen, greeting) => {
    expect(answersOf([seen])).toEqual({ connect: "accepts", greeting });
  });

  const logins: [string, Seen, string][] = [
    ["1045", notLetIn("server-error", 1045), "access-denied"],
    ["1698", notLetIn("server-error", 1698), "access-denied"],
    ["1049", notLetIn("server-error", 1049), "unknown-database"],
    ["1044", notLetIn("server-error", 1044), "database-denied"],
    ["3118", notLetIn("server-error", 3118), "account-locked"],
    ["4151", notLetIn("server-error", 4151), "account-locked"],
    ["3159", notLetIn("server-error", 3159), "tls-required"],
    ["1226", notLetIn("server-error", 1226), "user-limit"],
    ["1203", notLetIn("server-error", 1203), "user-limit"],
    ["1862", notLetIn("server-error", 1862), "password-expired"],
    ["1251", notLetIn("server-error", 1251), "auth-plugin-unsupported"],
    ["a plugin that is not ours", notLetIn("not-available", "client_ed25519"), "auth-plugin-unsupported"],
    ["silence", notLetIn("timeout"), "login-silent"],
    ["RST", notLetIn("reset"), "login-cut"],
    ["1043", notLetIn("server-error", 1043), "login-error"],
  ];
  it.each(logins)("login: %s", (_, seen, login) => {
    expect(answersOf([seen])).toEqual({ connect: "accepts", greeting: "greets", login });
  });

  it("a password that has expired shows only with the first query", () => {
    const expired = knowing({ select: failing("statement", "server-error", 1820), tables: [] });
    const answers = answersOf([expired], { tables: [] });
    expect(answers.login).toBe("password-expired");
    expect(answers.select).toBeUndefined();
  });

  it("TLS that is demanded is a failure unless the real client speaks it", () => {
    for (const tlsDemanded of ["server", "account"] as const) {
      expect(answersOf([knowing({ tlsDemanded })]).login).toBe("tls-required");
      expect(answersOf([knowing({ tlsDemanded })], { tls: true }).login).toBe("logged-in");
    }
    const open = { ...knowing({ tlsDemanded: "server" }), login: { ok: true as const, ms: 5, value: { tls: false } } };
    expect(answersOf([open]).login).toBe("logged-in");
  });

  const answers: [string, Seen, Record<string, string>][] = [
    ["slow greeting", { ...healthy, greeting: { ...healthy.greeting, ms: 2500 } }, { "login-speed": "slow-login" }],
    ["slow login", { ...healthy, login: { ...healthy.login, ms: 1999 } }, { "login-speed": "slow-login" }],
    ["login of 1990 ms", { ...healthy, login: { ...healthy.login, ms: 1990 } }, {}],
    ["SELECT 1 takes 1200 ms", knowing({ select: { ok: true, ms: 1200, value: null } }), { speed: "slow-answers" }],
    ["80 % used", knowing({ threads: 160 }), { use: "nearly-full" }],
    ["79 % used", knowing({ threads: 159 }), {}],
    ["80 of 80 connections wanted", knowing({ maxConnections: 80 }), { pool: "pool-oversubscribed" }],
    ["80 of 81 connections wanted", knowing({ maxConnections: 81 }), {}],
    ["wait_timeout 60 s", knowing({ waitTimeout: 60_000 }), { idle: "idle-cut" }],
    ["wait_timeout 61 s", knowing({ waitTimeout: 61_000 }), {}],
    ["read-only", knowing({ readOnly: true }), { writable: "read-only" }],
    ["no PROCESS", knowing({ privileges: ["SELECT"] }), { grants: "grants-limited" }],
  ];
  it.each(answers)("%s", (_, seen, change) => expect(answersOf([seen])).toEqual({ ...allWell, ...change }));

  it("SELECT 1 that fails is told with its number, and nothing is said of its speed", () => {
    const answers = answersOf([knowing({ select: failing("statement", "server-error", 1030) })]);
    expect(answers).toMatchObject({ login: "logged-in", select: "select-fails" });
    expect(answers.speed).toBeUndefined();
  });

  it("of several tables the missing one is told before the forbidden, the forbidden before the broken", () => {
    const tables = [1030, 1142, 1146].map((number) => ({
      name: `t${number}`,
      failure: failing("statement", "server-error", number).failure,
    }));
    const told = (count: number) => judge([knowing({ tables: [{ name: "good" }, ...tables.slice(0, count)] })]);
    const of = (count: number) => told(count).find(({ signal }) => signal.startsWith("table"));
    expect(of(3)).toEqual({ signal: "table-missing", data: { tables: ["t1146"] } });
    expect(of(2)).toEqual({ signal: "table-denied", data: { tables: ["t1142"] } });
    expect(of(1)).toEqual({ signal: "table-unreadable", data: { tables: ["t1030"], reason: "MySQL 1030" } });
  });

  it("what the account may not ask is not answered", () => {
    const answers = answersOf([{ ...healthy, facts: { select: facts.select!, tables: [] } }]);
    expect(Object.keys(answers)).toEqual(["connect", "greeting", "login", "login-speed", "select", "speed"]);
  });

  it("failing once and not again is an answer of its own", () => {
    const silent = notConnected(failing("connect", "timeout"));
    expect(answersOf([silent, healthy])).toEqual({ ...allWell, steadiness: "unsteady" });
    expect(answersOf([silent, silent])).toEqual({ connect: "silent" });
    expect(answersOf([silent, notGreeted("server-error", 1040)])).toEqual({
      connect: "accepts",
      greeting: "too-many-connections",
      steadiness: "unsteady",
    });
  });

  it("the quicker of two looks counts for the speed", () => {
    const slow = knowing({ select: { ok: true, ms: 1500, value: null } });
    expect(answersOf([slow, healthy]).speed).toBe("quick-answers");
    expect(answersOf([slow, slow]).speed).toBe("slow-answers");
  });

  it("a refused login carries no doubt, so that it is never repeated", () => {
    const doubted = Object.entries(db.signals).filter(([, signal]) => "doubt" in signal);
    expect(doubted.map(([id]) => id).sort()).toEqual(
      ["silent", "host-unreachable", "reset", "frozen", "closed", "login-silent", "login-cut", "slow-answers"].sort(),
    );
  });

  it("places: the endpoint at its host", () => {
    expect(db.places(target, [healthy])).toEqual({ host: "10.0.0.9", endpoint: "10.0.0.9:3306" });
  });
});

describe("aims", () => {
  it("at mysql targets, with no secret in them", () => {
    const profile = makeProfile({
      targets: [
        {
          kind: "mysql",
          name: "database",
          host: "db.test",
          port: 3307,
          user: "canary-user",
          password: "canary-password",
          tables: [],
          writable: false,
          dependsOn: [],
          own: false,
        },
      ],
    });
    const aims = db.aims(profile);
    expect(aims).toMatchObject([
      { subject: "database", needs: ["dns:database"], target: { hasUser: true, port: 3307 } },
    ]);
    expect(JSON.stringify(aims)).not.toContain("canary");
  });
});

describe("answers of statements", () => {
  const rows = (...value: Record<string, string | number | null>[]) => ({ ok: true as const, ms: 2, value });

  it("names of tables are quoted", () => {
    expect(statementsFor(["a`b", "other.t"])).toMatchObject({
      "table a`b": "SELECT 1 FROM `a``b` LIMIT 1",
      "table other.t": "SELECT 1 FROM `other`.`t` LIMIT 1",
    });
  });

  it("are read alike from both dialects", () => {
    const variables = [
      { Variable_name: "max_connections", Value: "151" },
      { Variable_name: "wait_timeout", Value: "60" },
      { Variable_name: "read_only", Value: "OFF" },
      { Variable_name: "super_read_only", Value: "ON" },
      { Variable_name: "require_secure_transport", Value: "OFF" },
    ];
    const mariadb = { "CREATE USER for u@%": "CREATE USER `u`@`%` IDENTIFIED BY PASSWORD '…' REQUIRE SSL" };
    const mysql = {
      "CREATE USER for u@%": "CREATE USER `u`@`%` IDENTIFIED WITH 'x' REQUIRE NONE PASSWORD EXPIRE DEFAULT",
    };
    const answers = { variables: rows(...variables), account: rows(mariadb), status: rows({ Value: "7" }) };
    expect(readFacts(answers, [])).toEqual({
      maxConnections: 151,
      waitTimeout: 60_000,
      readOnly: true,
      threads: 7,
      tlsDemanded: "account",
      tables: [],
    });
    expect(readFacts({ account: rows(mysql) }, []).tlsDemanded).toBeUndefined();
    expect(
      readFacts({ variables: rows({ Variable_name: "require_secure_transport", Value: "ON" }) }, []),
    ).toMatchObject({ tlsDemanded: "server" });
  });

  it("sleepers count only where all sessions can be seen", () => {
    const sessions = rows({ listed: 5, sleeping: "4" });
    expect(readFacts({ sessions, privileges: rows({ privilege: "PROCESS" }) }, []).sleeping).toBe(4);
    expect(readFacts({ sessions, privileges: rows({ privilege: "USAGE" }) }, []).sleeping).toBeUndefined();
  });

  it("the clock is ours of the moment when the server read its own", () => {
    const answers = { one: rows(), clock: rows({ utc: "2026-01-02 03:04:05.678" }), "table t": { ...rows(), ms: 500 } };
    expect(readClock(answers, 1_000_000)).toEqual({
      theirs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
      ours: 999_499,
      slack: 101,
    });
    expect(readClock({ one: rows() }, 0)).toBeNull();
    expect(readClock({ clock: rows({ utc: "garbage" }) }, 0)).toBeNull();
  });
});
