import { describe, expect, it } from "vitest";
import { type MysqlFacts, readClock, readFacts } from "../../checks/db/facts.js";
import type { Channel } from "../../checks/db/replica.js";
import { heldBetween } from "../../checks/db/row-locks.js";
import type { DatabaseTarget } from "../../checks/db/sight.js";
import { furtherStatements } from "../../checks/db/statements.js";
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
const settings = Object.fromEntries(Object.entries(db.settings).map(([name, setting]) => [name, setting.default])) as {
  readonly [name in keyof typeof db.settings]: number;
};
const facts: MysqlFacts = {
  select: { ok: true, ms: 3, value: null },
  maxConnections: 200,
  waitTimeout: 28_800_000,
  readOnly: false,
  threads: 12,
  running: 3,
  missing: [],
  locks: { open: 0, oldest: 0, waiting: 0, longest: 0, waits: [] },
  deadlocks: { count: 0 },
  storage: { waiting: 0, longest: 0 },
  replica: [],
  tables: [{ name: "invoices" }],
};
const healthy = {
  located: {
    host: "10.0.0.9",
    source: "literal" as const,
    addresses: [{ address: "10.0.0.9", family: 4 as const, scope: "on-link" as const }],
  },
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
const { connect, located, address } = healthy;
const reached = { connect, located, address };
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

const judge = (looks: readonly Seen[], changes: Partial<DatabaseTarget> = {}) =>
  db.judge(looks, { target: { ...target, ...changes }, settings, now: new Date(), others: () => [] });

/** That nobody who is not let in sees what is behind goes without saying here. */
const answersOf = (looks: readonly Seen[], changes: Partial<DatabaseTarget> = {}) =>
  Object.fromEntries(
    judge(looks, changes)
      .filter(({ signal }) => signal !== "not-reached")
      .map(({ signal }) => [db.signals[signal].answers, signal]),
  );

const allWell = {
  connect: "accepts",
  greeting: "greets",
  login: "logged-in",
  "login-speed": "quick-login",
  select: "select-works",
  speed: "quick-answers",
  use: "connections-free",
  running: "few-running",
  pool: "pool-fits",
  idle: "idle-kept",
  locks: "no-lock-waits",
  transactions: "short-transactions",
  deadlocks: "no-recent-deadlock",
  storage: "storage-not-awaited",
  replica: "no-replica",
  tables: "tables-readable",
  writable: "writable",
  grants: "grants-enough",
};

describe("judge", () => {
  it("healthy: every question is answered well", () => {
    expect(answersOf([healthy])).toEqual(allWell);
  });

  describe("a name with several addresses", () => {
    const [here, there, six] = ["10.0.0.9", "10.0.0.8", "fd00::9"] as const;
    const at = (address: string) => ({
      address,
      family: address === six ? (6 as const) : (4 as const),
      scope: "on-link" as const,
    });
    const look = (besides: NonNullable<Seen["besides"]>): Seen => ({
      ...healthy,
      located: { ...located, addresses: [at(here), ...besides.map((one) => at(one.address))] },
      besides,
    });
    const serving = { connect, greeting: healthy.greeting, login: healthy.login };
    const dead = (code: FailureCode) => ({ connect: failing("connect", code) });
    const told = (...looks: readonly Seen[]) => {
      const { addresses, family, greeting, login, ...rest } = answersOf(looks);
      return {
        addresses,
        family,
        greeting,
        login,
        odd: Object.values(rest).filter((one) => !Object.values(allWell).includes(one)),
      };
    };
    const well = { greeting: "greets", login: "logged-in", odd: [] };

    it("serving everywhere, or dead at one of them", () => {
      expect(told(look([{ address: there, ...serving }]))).toEqual({ addresses: "all-addresses-serve", ...well });
      for (const code of ["refused", "timeout", "host-unreachable", "network-unreachable"] as const) {
        expect(told(look([{ address: there, ...dead(code) }]))).toEqual({ addresses: "some-addresses-dead", ...well });
      }
      const frozen = { address: there, connect, greeting: failing("greeting", "timeout") };
      expect(judge([look([frozen])])).toContainEqual({
        signal: "some-addresses-dead",
        data: { open: ["10.0.0.9:3306"], dead: ["10.0.0.8:3306"], how: ["frozen"] },
      });
    });

    it("of this machine's own name, the address that nobody serves is no finding", () => {
      const one = look([{ address: "::1", ...dead("refused") }]);
      const here = {
        ...one,
        address: "127.0.0.1",
        located: {
          ...one.located,
          addresses: [
            { address: "127.0.0.1", family: 4 as const, scope: "loopback" as const },
            { address: "::1", family: 6 as const, scope: "loopback" as const },
          ],
        },
      };
      expect(told(here).family).toBeUndefined();
    });

    it("IPv6 alone is dead", () => {
      const seen = look([{ address: six, ...dead("timeout") }]);
      expect(told(seen)).toEqual({ addresses: "all-addresses-serve", family: "ipv6-dead", ...well });
      const both = look([{ address: six, ...serving }]);
      expect(told(both)).toEqual({ addresses: "all-addresses-serve", family: "both-families", ...well });
    });

    it("what spoke once is not dead, and a failure of our own says nothing", () => {
      const silent = look([{ address: there, ...dead("timeout") }]);
      expect(told(silent, look([{ address: there, ...serving }]))).toEqual({
        addresses: "all-addresses-serve",
        ...well,
      });
      expect(told(look([{ address: there, ...dead("aborted") }]))).toEqual(well);
    });

    it("one that turns the account away is not dead, and is told at the door", () => {
      const full = { address: there, connect, greeting: failing("greeting", "server-error", 1040) };
      expect(told(look([full]))).toMatchObject({ addresses: "all-addresses-serve", greeting: "too-many-connections" });
      const denied = {
        address: there,
        connect,
        greeting: healthy.greeting,
        login: failing("login", "server-error", 1045),
      };
      expect(told(look([denied]))).toMatchObject({ addresses: "all-addresses-serve", login: "access-denied" });
    });
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
    ["1524", notLetIn("server-error", 1524), "access-denied"],
    ["1049", notLetIn("server-error", 1049), "unknown-database"],
    ["1044", notLetIn("server-error", 1044), "database-denied"],
    ["3118", notLetIn("server-error", 3118), "account-locked"],
    ["3955", notLetIn("server-error", 3955), "account-locked"],
    ["4150", notLetIn("server-error", 4150), "account-locked"],
    ["4151", notLetIn("server-error", 4151), "account-locked"],
    ["3159", notLetIn("server-error", 3159), "tls-required"],
    ["1226", notLetIn("server-error", 1226), "user-limit"],
    ["1203", notLetIn("server-error", 1203), "user-limit"],
    ["1862", notLetIn("server-error", 1862), "password-expired"],
    ["silence", notLetIn("timeout"), "login-silent"],
    ["RST", notLetIn("reset"), "login-cut"],
    ["1043", notLetIn("server-error", 1043), "login-error"],
  ];
  it.each(logins)("login: %s", (_, seen, login) => {
    expect(answersOf([seen])).toEqual({ connect: "accepts", greeting: "greets", login });
  });

  const overTls = { certificate: { trusted: false, rejected: "SELF_SIGNED_CERT_IN_CHAIN" } };
  const untold: [string, Seen, string][] = [
    ["1251", notLetIn("server-error", 1251), "auth-plugin-unsupported"],
    ["a plugin that is not ours", notLetIn("not-available", "client_ed25519"), "auth-plugin-unsupported"],
    [
      "the password itself over TLS",
      { ...notLetIn("withheld", "caching_sha2_password"), ...overTls },
      "password-withheld",
    ],
    ["the password itself openly", notLetIn("withheld", "sha256_password"), "password-withheld-openly"],
  ];
  it.each(untold)("a demand that is not met tells nothing of the account: %s", (_, seen, method) => {
    expect(answersOf([seen])).toEqual({ connect: "accepts", greeting: "greets", method });
    expect(db.signals[method as keyof typeof db.signals].level).toBe("note");
  });

  it("whether the certificate is trusted is an answer only where the profile says by whom", () => {
    const ca = { caFile: "conf/db-ca.pem" };
    expect(answersOf([{ ...healthy, ...overTls }])).toEqual(allWell);
    expect(answersOf([healthy], ca)).toEqual(allWell);
    expect(answersOf([{ ...healthy, ...overTls }], ca)).toEqual({ ...allWell, certificate: "certificate-unproven" });
    const rejected = (word: string): Seen => ({ ...healthy, certificate: { trusted: false, rejected: word } });
    for (const [word, signal] of [
      ["CERT_HAS_EXPIRED", "certificate-expired"],
      ["DEPTH_ZERO_SELF_SIGNED_CERT", "certificate-self-signed"],
      ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "certificate-untrusted"],
      ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate-unproven"],
    ] as const) {
      expect(answersOf([rejected(word)], { ...ca, tls: true }).certificate).toBe(signal);
      // A program without TLS does not see it.
      expect(answersOf([rejected(word)], ca).certificate).toBe("certificate-unproven");
    }
    const proven = { ...healthy, certificate: { trusted: true } };
    expect(answersOf([proven], ca)).toEqual({ ...allWell, certificate: "certificate-proven" });
  });

  it("one login after another: an end or a refusal is a server that is not like the first, silence is not", () => {
    const { located: _, facts: __, clock: ___, ...well } = healthy;
    const again = (...others: NonNullable<Seen["again"]>): string | undefined =>
      answersOf([{ ...healthy, again: [well, ...others] }])["each-login"];
    const { connect, address } = well;
    expect(again(well, well)).toBe("lets-in-each-time");
    for (const code of ["closed", "reset"] as const)
      expect(again({ address, connect, greeting: failing("greeting", code) }, well)).toBe("sometimes-cut");
    expect(again({ address, connect: failing("connect", "refused") })).toBe("sometimes-cut");
    expect(again({ address, connect: failing("connect", "timeout") })).toBeUndefined();
    expect(again({ address, connect, greeting: failing("greeting", "server-error", 1040) })).toBe("sometimes-full");
    expect(again({ ...well, login: failing("login", "server-error", 1045) })).toBe("sometimes-turned-away");
    // Limits that the logins themselves may have met.
    for (const number of [1203, 1226])
      expect(again({ ...well, login: failing("login", "server-error", number) })).toBeUndefined();
    expect(answersOf([healthy])["each-login"]).toBeUndefined();
  });

  it("refused between logins is a server that is down; before them all, and then never, it may have been started", () => {
    const { located: _, facts: __, clock: ___, ...well } = healthy;
    const gone = { address: well.address, connect: failing("connect", "refused") };
    const eachLogin = (more: Partial<Seen>): string | undefined => answersOf([{ ...healthy, ...more }])["each-login"];
    expect(eachLogin({ refused: [gone], again: [well, gone] })).toBe("sometimes-cut");
    expect(eachLogin({ refused: [gone, gone], again: [well, well] })).toBe("refused-at-first");
    expect(eachLogin({ refused: [gone] })).toBe("refused-at-first");
  });

  it("one login after another: two that are late between two that are quick are a back end of their own", () => {
    const { located: _, facts: __, clock: ___, ...well } = healthy;
    const late = { ...well, login: { ...well.login, ms: 1400 } };
    const again = (...others: NonNullable<Seen["again"]>): string | undefined =>
      answersOf([{ ...healthy, again: others }])["each-login"];
    expect(again(late, well, late)).toBe("sometimes-slow");
    expect(again(well, late, well)).toBe("lets-in-each-time");
    // The look that came upon the late one has no further logins.
    expect(
      answersOf([
        { ...healthy, ...late },
        { ...healthy, again: [late, well, late] },
      ])["each-login"],
    ).toBe("sometimes-slow");
  });

  it("whoever is not let in is told what was not looked at, and that it may be broken as well", () => {
    const told = (seen: Seen, changes: Partial<DatabaseTarget> = {}) =>
      judge([seen], changes).find(({ signal }) => signal === "not-reached")?.data;
    const shut = notLetIn("server-error", 1045);
    expect(told(shut, { tables: ["t"], writable: true })).toEqual({ what: ["t", "read_only"] });
    expect(told(shut, { tables: [], writable: false })).toBeUndefined();
    expect(told(healthy)).toBeUndefined();
  });

  it("idle connections that end within seconds are of use to no pool, where none is named", () => {
    const idle = (waitTimeout: number, changes = {}): string | undefined =>
      answersOf([knowing({ waitTimeout })], changes).idle;
    const nameless = { pool: { size: 5, processes: 1 } };
    expect(idle(3000, nameless)).toBe("idle-brief");
    expect(idle(10_000, nameless)).toBeUndefined();
    expect(idle(3000)).toBe("idle-cut");
  });

  it("1045 to an open login may also mean that the account demands TLS", () => {
    const seen = notLetIn("server-error", 1045);
    const greeting = { ...healthy.greeting, value: { ...healthy.greeting.value, offersTls: false } };
    expect(answersOf([{ ...seen, greeting }])).toMatchObject({ login: "access-denied-openly" });
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
      expect(answersOf([knowing({ tlsDemanded })], { caFile: "db-ca.pem" }).login).toBe("logged-in");
    }
    const open = { ...knowing({ tlsDemanded: "server" }), login: { ok: true as const, ms: 5, value: { tls: false } } };
    expect(answersOf([open]).login).toBe("logged-in");
  });

  const loggedIn = (way: number, greeting: number, login: number): Seen => ({
    ...healthy,
    connect: { ...connect, ms: way },
    greeting: { ...healthy.greeting, ms: greeting },
    login: { ...healthy.login, ms: login },
  });

  it("a login that comes late once in two was held up by the way, one that always does by the server", () => {
    expect(answersOf([loggedIn(1, 1100, 5), loggedIn(1, 2, 5)])["login-speed"]).toBe("quick-login");
    expect(answersOf([loggedIn(1, 1100, 5), loggedIn(1, 1400, 5)])["login-speed"]).toBe("slow-login");
    // A connection that a lost packet delayed says nothing of how far the server is.
    expect(answersOf([loggedIn(1000, 1100, 5), loggedIn(1, 1100, 5)])["login-speed"]).toBe("slow-login");
  });

  const answers: [string, Seen, Record<string, string>][] = [
    ["slow greeting", { ...healthy, greeting: { ...healthy.greeting, ms: 2500 } }, { "login-speed": "slow-login" }],
    ["slow login", { ...healthy, login: { ...healthy.login, ms: 1003 } }, { "login-speed": "slow-login" }],
    ["login of 1000 ms", { ...healthy, login: { ...healthy.login, ms: 1000 } }, {}],
    ["login of 1600 ms over 400 ms of way", loggedIn(400, 400, 1600), {}],
    ["SELECT 1 takes 1200 ms", knowing({ select: { ok: true, ms: 1200, value: null } }), { speed: "slow-answers" }],
    ["80 % used, and we", knowing({ threads: 161 }), { use: "nearly-full" }],
    ["79 % used, and we", knowing({ threads: 160 }), {}],
    ["51 run, and we", knowing({ running: 51 }), { running: "many-running" }],
    ["50 run, one of them ours", knowing({ running: 50 }), {}],
    ["80 connections wanted of 79", knowing({ maxConnections: 79 }), { pool: "pool-oversubscribed" }],
    ["80 connections wanted of 80", knowing({ maxConnections: 80 }), {}],
    ["others leave 79 for the pools", knowing({ threads: 152, own: 31 }), { pool: "pool-oversubscribed" }],
    ["others leave 80 for the pools", knowing({ threads: 151, own: 31 }), {}],
    ["79 for any account", knowing({ userLimit: 79 }), { pool: "pool-oversubscribed" }],
    ["79 for this account, which the pools use", knowing({ own: 9, ownLimit: 79 }), { pool: "pool-oversubscribed" }],
    [
      "20 for this account, more than a tool is given",
      knowing({ own: 1, ownLimit: 20 }),
      { pool: "pool-oversubscribed" },
    ],
    ["2 for this account, which may be the tool's alone", knowing({ own: 1, ownLimit: 2, userLimit: 0 }), {}],
    ["whose the others are is not known", knowing({ threads: 152, own: 1 }), {}],
    ["wait_timeout 60 s", knowing({ waitTimeout: 60_000 }), { idle: "idle-cut" }],
    ["wait_timeout 61 s", knowing({ waitTimeout: 61_000 }), {}],
    ["read-only", knowing({ readOnly: true }), { writable: "read-only" }],
    ["no PROCESS", knowing({ missing: ["PROCESS"] }), { grants: "grants-limited" }],
  ];
  it.each(answers)("%s", (_, seen, change) => expect(answersOf([seen])).toEqual({ ...allWell, ...change }));

  const wait = (waiting: number, blocking: number, seconds: number) => ({ waiting, blocking, seconds, locked: "i.t" });
  const locked = (longest: number, ...waits: ReturnType<typeof wait>[]) =>
    knowing({ locks: { open: 3, oldest: 59, waiting: 2, longest, waits, holder: 7 } });
  const channel: Channel = {
    ...{ name: "", fetches: "Yes", applies: "Yes", fetchError: 0, applyError: 0 },
    ...{ behind: 0, delay: 0 },
  };
  const replica = (...changes: Partial<Channel>[]) =>
    knowing({ replica: changes.map((change) => ({ ...channel, ...change })) });
  const { behind: _, ...idle } = { ...channel, fetches: "No", applies: "No" };
  const work: [string, Seen, Record<string, string>][] = [
    ["a lock waited for 2 s", locked(2, wait(1, 2, 2)), {}],
    ["a lock waited for 3 s", locked(3, wait(1, 2, 3)), { locks: "lock-waits" }],
    ["a lock waited for, nobody knows by whom", locked(5), { locks: "lock-waits" }],
    [
      "a transaction of 60 s",
      knowing({ locks: { open: 1, oldest: 60, waiting: 0, longest: 0, waits: [] } }),
      { transactions: "long-transaction" },
    ],
    ["a deadlock 600 s ago", knowing({ deadlocks: { count: 1, age: 600 } }), { deadlocks: "recent-deadlock" }],
    ["a deadlock 601 s ago", knowing({ deadlocks: { count: 1, age: 601 } }), {}],
    [
      "a statement of ours found no room",
      knowing({ storage: { refused: 1021, waiting: 0, longest: 0 } }),
      { storage: "storage-refused" },
    ],
    ["a statement waits for room", knowing({ storage: { waiting: 1, longest: 3 } }), { storage: "storage-full" }],
    [
      "63 MiB are left",
      knowing({ storage: { waiting: 0, longest: 0, free: 63, total: 9000 } }),
      { storage: "storage-exhausted" },
    ],
    [
      "64 MiB are left",
      knowing({ storage: { waiting: 0, longest: 0, free: 64, total: 9000 } }),
      { storage: "storage-free" },
    ],
    ["9 s behind", replica({ behind: 9 }), { replica: "replica-current" }],
    ["10 s behind", replica({ behind: 10 }), { replica: "replica-lags" }],
    ["60 s behind one of two", replica({}, { behind: 60 }), { replica: "replica-far-behind" }],
    ["25 s behind, and meant to be an hour", replica({ behind: 25, delay: 3600 }), { replica: "replica-lags" }],
    ["an hour behind, as intended", replica({ behind: 3605, delay: 3600 }), { replica: "replica-far-behind" }],
    ["5 s behind, as intended", replica({ behind: 5, delay: 5 }), { replica: "replica-current" }],
    ["duplicate key", replica({ applies: "No", applyError: 1062 }), { replica: "replica-stopped" }],
    ["only one thread stopped", replica({ fetches: "No" }), { replica: "replica-stopped" }],
    ["the primary is away", replica({ fetches: "Connecting", fetchError: 2003 }), { replica: "replica-disconnected" }],
    ["still connecting", replica({ fetches: "Connecting" }), { replica: "replica-current" }],
    ["switched off at a server that takes writes", knowing({ replica: [idle] }), { replica: "replica-off" }],
    [
      "switched off at a server that takes none",
      knowing({ replica: [idle], readOnly: true }),
      { replica: "replica-stopped", writable: "read-only" },
    ],
  ];
  it.each(work)("%s", (_, seen, change) => expect(answersOf([seen])).toEqual({ ...allWell, ...change }));

  it("whoever may not see who waits knows it of two readings of the counters between which no wait began", () => {
    const told = (rowLocks: NonNullable<MysqlFacts["rowLocks"]>) => {
      const { locks: _, ...plain } = facts;
      return answersOf([{ ...healthy, facts: { ...plain, rowLocks } }]).locks;
    };
    const first = { waiting: 1, began: 7 };
    expect(told(heldBetween(first, { waiting: 1, began: 7 }, 5.6))).toBe("lock-waits");
    expect(told(heldBetween(first, { waiting: 1, began: 8 }, 5.6))).toBeUndefined();
    expect(told(heldBetween(first, { waiting: 0, began: 7 }, 5.6))).toBeUndefined();
    expect(told(heldBetween(first, undefined, 5.6))).toBeUndefined();
    expect(told(first)).toBeUndefined();
  });

  it("who holds everything up is the blocker that waits for nobody; of a circle one is named", () => {
    const blocking = (...waits: ReturnType<typeof wait>[]) =>
      judge([locked(9, ...waits)]).find(({ signal }) => signal === "lock-waits")?.data.blocking;
    expect(blocking(wait(1, 2, 9), wait(2, 3, 8), wait(4, 3, 7))).toBe(3);
    expect([1, 2]).toContain(blocking(wait(1, 2, 9), wait(2, 1, 8)));
    expect(blocking()).toBe("?");
  });

  it("SELECT 1 that fails is told with its number, and nothing is said of its speed", () => {
    const answers = answersOf([knowing({ select: failing("statement", "server-error", 1030) })]);
    expect(answers).toMatchObject({ login: "logged-in", select: "select-fails" });
    expect(answers.speed).toBeUndefined();
  });

  it("SELECT 1 without an answer is silence, and no error", () => {
    const answers = answersOf([knowing({ select: failing("statement", "timeout", 0) })]);
    expect(answers).toMatchObject({ login: "logged-in", select: "select-silent" });
  });

  it.each([
    [1820, "password-expired"],
    [1226, "user-limit"],
  ])("an account that error %i keeps from its statements is told once: %s", (number, login) => {
    const { failure } = failing("statement", "server-error", number);
    const answers = answersOf([knowing({ tables: [{ name: "invoices", failure }] })]);
    expect(answers).toMatchObject({ login });
    expect(answers.tables).toBeUndefined();
  });

  it("of several tables the missing one is told before the forbidden, the forbidden before the broken", () => {
    const tables = [1030, 1142, 1146].map((number) => ({
      name: `t${number}`,
      failure: failing("statement", "server-error", number).failure,
    }));
    const told = (count: number) => judge([knowing({ tables: [{ name: "good" }, ...tables.slice(0, count)] })]);
    const of = (count: number) => told(count).find(({ signal }) => signal.startsWith("table"));
    expect(of(3)).toEqual({ signal: "table-missing", data: { tables: ["t1146"], numbers: ["1146"] } });
    expect(of(2)).toEqual({ signal: "table-denied", data: { tables: ["t1142"] } });
    expect(of(1)).toEqual({ signal: "table-unreadable", data: { tables: ["t1030"], reason: "MySQL 1030" } });
    const late = { name: "late", failure: failing("statement", "server-error", 1205).failure };
    expect(judge([knowing({ tables: [late] })])).toContainEqual({
      signal: "table-locked",
      data: { tables: ["late"], reason: "MySQL 1205" },
    });
  });

  it("what the account may not ask is not answered", () => {
    const answers = answersOf([{ ...healthy, facts: { select: facts.select!, tables: [] } }]);
    expect(Object.keys(answers)).toEqual(["connect", "greeting", "login", "login-speed", "select", "speed"]);
  });

  it("failing once and not again is an answer of its own", () => {
    const silent = notConnected(failing("connect", "timeout"));
    expect(answersOf([silent, healthy])).toEqual({ ...allWell, steadiness: "unsteady" });
    expect(answersOf([silent, silent])).toEqual({ connect: "silent" });
    expect(answersOf([silent, notGreeted("timeout")])).toEqual({
      connect: "accepts",
      greeting: "frozen",
      steadiness: "unsteady",
    });
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
      [
        "silent",
        "host-unreachable",
        "reset",
        "some-addresses-dead",
        "ipv6-dead",
        "frozen",
        "closed",
        "login-silent",
        "login-cut",
        "slow-answers",
        "slow-login",
      ].sort(),
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
    const further = furtherStatements(["a`b", "other.t"], 15_000);
    const patience = "SET SESSION lock_wait_timeout = 3";
    expect(further({})).toEqual({ patience, "table a`b": "SELECT 1 FROM `a``b` LIMIT 1" });
    expect(further({ "table a`b": rows() })).toEqual({
      patience,
      "table other.t": "SELECT 1 FROM `other`.`t` LIMIT 1",
    });
    expect(further({ "table a`b": rows(), "table other.t": rows() })).toEqual({});
    // Where one is locked, the next would take as long.
    expect(further({ "table a`b": failing("statement", "server-error", 1205) })).toEqual({});
  });

  const variables = (values: Record<string, string>) =>
    rows(...Object.entries(values).map(([Variable_name, Value]) => ({ Variable_name, Value })));

  it("are read alike from both dialects", () => {
    const settings = { max_connections: "151", wait_timeout: "60", read_only: "OFF", super_read_only: "ON" };
    const mariadb = { "CREATE USER for u@%": "CREATE USER `u`@`%` IDENTIFIED BY PASSWORD '…' REQUIRE SSL" };
    const mysql = {
      "CREATE USER for u@%": "CREATE USER `u`@`%` IDENTIFIED WITH 'x' REQUIRE NONE PASSWORD EXPIRE DEFAULT",
    };
    const answers = {
      variables: variables({ ...settings, require_secure_transport: "OFF" }),
      account: rows(mariadb),
      status: variables({ Threads_connected: "7", Threads_running: "2" }),
    };
    expect(readFacts(answers, [])).toEqual({
      maxConnections: 151,
      waitTimeout: 60_000,
      readOnly: true,
      threads: 7,
      running: 2,
      tlsDemanded: "account",
      tables: [],
    });
    expect(readFacts({ account: rows(mysql) }, []).tlsDemanded).toBeUndefined();
    expect(readFacts({ variables: variables({ require_secure_transport: "ON" }) }, [])).toMatchObject({
      tlsDemanded: "server",
    });
  });

  const grant = (...lines: string[]) => rows(...lines.map((line) => ({ "Grants for u@%": line })));
  const all = grant("GRANT SELECT, PROCESS, REPLICATION CLIENT ON *.* TO `u`@`%`");

  it("sleepers and full disks count only where all sessions can be seen", () => {
    const sessions = rows({ listed: 5, sleeping: "4", own: "2", spaceWaits: "0" });
    const process = grant("GRANT USAGE ON *.* TO `u`@`%`", "GRANT PROCESS ON *.* TO `r`");
    expect(readFacts({ sessions, grants: process }, [])).toMatchObject({
      sleeping: 4,
      own: 2,
      storage: { waiting: 0 },
    });
    const nothing = readFacts({ sessions, grants: grant("GRANT USAGE ON *.* TO `u`@`%`") }, []);
    expect(nothing).toEqual({ own: 2, missing: ["PROCESS"], tables: [] });
  });

  /** What is asked round by round, if everything is answered with these rows. */
  const rounds = (given: Parameters<typeof readFacts>[0]): string[][] => {
    const known: typeof given = { ...given };
    const asked: string[][] = [];
    for (let round = 0; round < 5; round += 1) {
      const due = Object.keys(furtherStatements(["t"], 15_000)(known)).filter((name) => known[name] === undefined);
      if (due.length === 0) break;
      asked.push(due);
      for (const name of due) Object.assign(known, { [name]: given[name] ?? rows() });
    }
    return asked;
  };
  const mysql8 = variables({ version: "8.0.36" });
  const maria = variables({ version: "10.11.6-MariaDB-log" });
  const calm = variables({ Innodb_deadlocks: "0", Slave_heartbeat_period: "0.000", Slaves_running: "0" });

  it("nothing is asked that the account has no right to, and tables come last", () => {
    expect(rounds({ variables: mysql8, grants: grant("GRANT SELECT ON `invoice`.* TO `u`@`%`") })).toEqual([
      ["patience", "table t"],
    ]);
    expect(rounds({ variables: mysql8 })).toEqual([["patience", "table t"]]);
    expect(rounds({ variables: mysql8, grants: all })).toEqual([
      ["transactions", "monitor", "replica"],
      ["patience", "table t"],
    ]);
    expect(rounds({ variables: maria, status: calm, grants: grant("GRANT PROCESS ON *.* TO `u`@`%`") })).toEqual([
      ["transactions"],
      ["patience", "table t"],
    ]);
    expect(rounds({ variables: maria, status: calm, grants: grant("GRANT SLAVE MONITOR ON *.* TO `u`@`%`") })).toEqual([
      ["replica"],
      ["patience", "table t"],
    ]);
  });

  it("who blocks whom is asked only where somebody waits, in the way of the server", () => {
    const waiting = { open: 2, waiting: "1", waited: 7, oldest: 9, holder: "4" };
    const sessions = rows({ lockWaits: "1", lockSeconds: 3 });
    const given = { grants: all, sessions, transactions: rows(waiting) };
    const sqlOf = (version: typeof mysql8) =>
      String(furtherStatements([], 15_000)({ ...given, variables: version }).rowWaits);
    expect(rounds({ ...given, variables: mysql8 })[0]).toEqual([...["rowWaits", "tableWaits", "monitor", "replica"]]);
    expect(sqlOf(mysql8)).toContain("performance_schema.data_lock_waits");
    expect(sqlOf(maria)).toContain("information_schema.INNODB_LOCK_WAITS");
    expect(sqlOf(variables({ version: "5.7.44-log" }))).toContain("information_schema.INNODB_LOCK_WAITS");
    const poor = { ...given, variables: mysql8, grants: grant("GRANT PROCESS ON *.* TO `u`@`%`") };
    expect(furtherStatements([], 15_000)(poor).rowWaits).toBeUndefined();
    expect(readFacts(poor, []).missing).toEqual(["SELECT ON performance_schema.*"]);
    const may = grant("GRANT PROCESS ON *.* TO `u`@`%`", "GRANT SELECT ON `performance_schema`.* TO `u`@`%`");
    expect(furtherStatements([], 15_000)({ ...poor, grants: may }).rowWaits).toBeDefined();
  });

  it.each([
    ["10.11.6-MariaDB-log", "SHOW ALL SLAVES STATUS"],
    ["8.4.0", "SHOW REPLICA STATUS"],
    ["8.0.22", "SHOW REPLICA STATUS"],
    ["8.0.21", "SHOW SLAVE STATUS"],
    ["5.7.44-log", "SHOW SLAVE STATUS"],
  ])("replication of %s: %s", (version, statement) => {
    expect(furtherStatements([], 15_000)({ variables: variables({ version }), grants: all }).replica).toBe(statement);
  });

  it("the right to see replication is missed only where the server looks like a replica", () => {
    const process = grant("GRANT PROCESS ON *.* TO `u`@`%`");
    const replica = variables({ Slave_heartbeat_period: "30.000", Slaves_running: "0" });
    const missing = (version: string, readOnly: string, status?: typeof calm) =>
      readFacts(
        { variables: variables({ version, read_only: readOnly }), grants: process, ...(status && { status }) },
        [],
      ).missing;
    expect(missing("10.11.6-MariaDB", "ON", calm)).toEqual([]);
    expect(missing("10.11.6-MariaDB", "OFF", replica)).toEqual(["REPLICA MONITOR"]);
    expect(missing("10.3.39-MariaDB", "OFF", replica)).toEqual(["REPLICATION CLIENT"]);
    expect(missing("8.0.36", "OFF")).toEqual([]);
    expect(missing("8.0.36", "ON")).toEqual(["REPLICATION CLIENT"]);
  });

  it("the age of the latest deadlock is the time between the two that the monitor prints", () => {
    const monitor = (Status: string | null) => readFacts({ monitor: rows({ Status }) }, []).deadlocks;
    expect(monitor("2026-11-23 13:30:24 2026-11-23 13:29:54")).toEqual({ age: 30 });
    expect(monitor("2026-11-23 13:30:24 ")).toEqual({});
    expect(monitor(null)).toBeUndefined();
    expect(readFacts({ status: calm }, []).deadlocks).toEqual({ count: 0 });
    expect(readFacts({ status: variables({ Innodb_deadlocks: "3" }) }, []).deadlocks).toBeUndefined();
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
