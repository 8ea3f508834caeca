import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createIo } from "../../src/io/index.js";
import { type Authority, createAuthority, type Issued } from "../../src/lab/authority.js";
import type { MysqlSight } from "../../src/model/io.js";
import type { MysqlTarget } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { temporaryDirectory } from "../servers/daemon.js";
import { login, type Mariadb, mysqlTarget, startMariadb, tlsFiles } from "../servers/mariadb.js";
import { makeProfile } from "../servers/profile.js";
import { type Sha2Mysql, type Sha2Options, sha2Mysql } from "../servers/sha2-mysql.js";

/** What is given to which server: the password is a canary that no unproven link may hear. */
const password = "canary-of-the-mine";
const signal = new AbortController().signal;

const look = async (
  port: number,
  changes: Partial<MysqlTarget> = {},
  env: Record<string, string> = {},
): Promise<MysqlSight> => {
  const target = mysqlTarget(port, { user: "diag", password, database: "invoice", ...changes });
  const io = createIo(makeProfile({ defaults: { timeout: 5000, answer: 5000 }, targets: [target] }), { env });
  const aim = { as: "database", address: "127.0.0.1", port, statements: { one: "SELECT 1 AS one" } };
  return io.mysql(aim, { signal }).finally(() => io.close());
};

const letIn = (tls: boolean) => ({ login: { ok: true, value: { tls } }, answers: { one: { ok: true } } });
const withheld = (plugin: string) => ({
  login: { ok: false, failure: { code: "withheld", phase: "login", detail: plugin } },
  answers: {},
});

let authority: Authority;
let named: Issued;
let nameless: Issued;
beforeAll(async () => {
  authority = await createAuthority();
  named = await authority.issue({ names: ["127.0.0.1"], keyType: "rsa-2048" });
  nameless = await authority.issue({ names: ["MySQL_Server_8.0.36_Auto_Generated_Server_Certificate"] });
});

const running: Sha2Mysql[] = [];
const start = async (options: Partial<Sha2Options> = {}): Promise<Sha2Mysql> => {
  const server = await sha2Mysql({ password, ...options });
  running.push(server);
  return server;
};
afterEach(async () => void (await Promise.all(running.splice(0).map((server) => server.close()))));

/** Neither as it is nor encrypted with a key that may be another's. */
const heardNothing = (server: Sha2Mysql): void => {
  expect(server.given()).toEqual([]);
  expect(server.heard()).toContain("diag");
  expect(server.heard()).not.toContain("canary");
  // A client that hangs up here is a failed handshake to the server, and counts until the host is blocked.
  expect(server.endings()).not.toContain("left");
};

const tls = () => ({ tls: named });

describe("an account of caching_sha2_password", () => {
  it("that the server knows: challenge and response suffice, over TLS that is not trusted and openly", async () => {
    const over = await start({ ...tls(), cached: true });
    const sight = await look(over.port);
    expect(sight).toMatchObject({ ...letIn(true), greeting: { ok: true, value: { flavour: "mysql" } } });
    expect(sight.certificate).toMatchObject({ trusted: false });
    heardNothing(over);
    const openly = await start({ cached: true });
    expect(await look(openly.port)).toMatchObject(letIn(false));
    heardNothing(openly);
  });

  it("that it does not know: over TLS that is not trusted the password stays here, and nothing is told of the account", async () => {
    for (const wrong of [{}, { password: `${password}?` }]) {
      const server = await start(tls());
      expect(await look(server.port, wrong)).toMatchObject(withheld("caching_sha2_password"));
      heardNothing(server);
      expect(server.endings()).toEqual(["refused"]);
    }
  });

  it("… and neither does it go over an open link, nor is a key fetched to encrypt it with", async () => {
    const server = await start();
    const sight = await look(server.port);
    expect(sight).toMatchObject(withheld("caching_sha2_password"));
    expect(sight.certificate).toBeUndefined();
    heardNothing(server);
    expect(server.endings()).toEqual(["refused"]);
  });

  it("… over TLS that the profile's ca proves it is sent, whatever the certificate's name, and the login works", async () => {
    for (const issued of [named, nameless]) {
      const server = await start({ tls: issued });
      const sight = await look(server.port, { ca: authority.cert });
      expect(sight).toMatchObject({ ...letIn(true), certificate: { trusted: true } });
      expect(server.given()).toEqual([password]);
    }
  });

  it("… over which a password that is wrong is refused", async () => {
    const server = await start(tls());
    const sight = await look(server.port, { ca: authority.cert, password: "another" });
    expect(sight.login).toMatchObject({ ok: false, failure: { code: "server-error", detail: 1045 } });
  });

  it("whoever only pretends to be the server, and lets everybody in, gets no password and makes no success", async () => {
    for (const options of [tls(), {}]) {
      const server = await start({ ...options, impostor: true });
      expect(await look(server.port)).toMatchObject(withheld("caching_sha2_password"));
      heardNothing(server);
    }
  });

  it("without a password there is nothing to withhold: the account is refused or let in", async () => {
    const server = await start(tls());
    const sight = await look(server.port, { password: "" });
    expect(sight.login).toMatchObject({ ok: false, failure: { code: "server-error", detail: 1045 } });
    expect(server.endings()).toEqual(["refused"]);
  });
});

describe("a certificate that does not prove the server", () => {
  const cases: [string, () => Promise<Issued>, () => Promise<string>, string][] = [
    [
      "of another authority",
      async () => named,
      async () => (await createAuthority()).cert,
      "SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    ],
    [
      "that has expired",
      () => authority.issue({ names: ["127.0.0.1"], notBefore: new Date(0), notAfter: new Date(86_400_000) }),
      async () => authority.cert,
      "CERT_HAS_EXPIRED",
    ],
  ];
  it.each(cases)("%s: the password stays here", async (_, issue, trust, word) => {
    const server = await start({ tls: await issue() });
    const sight = await look(server.port, { ca: await trust() });
    expect(sight).toMatchObject(withheld("caching_sha2_password"));
    expect(sight.certificate?.rejected).toMatch(new RegExp(`^(${word})$`));
    heardNothing(server);
  });
});

describe("an authority that everybody trusts", () => {
  it("proves only the server that it names, for it gives certificates to everybody", async () => {
    const folder = await temporaryDirectory();
    const everybody = join(folder.path, "roots.pem");
    await writeFile(everybody, authority.cert);
    const env = { NODE_EXTRA_CA_CERTS: everybody };
    const { cert: ca } = await createAuthority();
    const right = await start({ tls: named });
    expect(await look(right.port, { ca }, env)).toMatchObject({ ...letIn(true), certificate: { trusted: true } });
    const other = await start({ tls: nameless });
    expect(await look(other.port, { ca }, env)).toMatchObject({
      ...withheld("caching_sha2_password"),
      certificate: { trusted: false, rejected: "ERR_TLS_CERT_ALTNAME_INVALID" },
    });
    heardNothing(other);
    await folder.remove();
  });
});

describe("an account of sha256_password", () => {
  const plugin = "sha256_password";
  it("is told over TLS that is trusted alone", async () => {
    const trusted = await start({ ...tls(), plugin });
    expect(await look(trusted.port, { ca: authority.cert })).toMatchObject(letIn(true));
    for (const options of [tls(), {}]) {
      const server = await start({ ...options, plugin });
      expect(await look(server.port)).toMatchObject(withheld(plugin));
      heardNothing(server);
      expect(server.endings()).toEqual(["refused"]);
    }
  });
});

describe.skipIf(!available("mariadb"))("the server of these tests", () => {
  const client = async (port: number, ...options: string[]): Promise<string> => {
    const words = ["--no-defaults", "-h127.0.0.1", `-P${port}`, "-udiag", `-p${password}`, "-N", "-e", "SELECT 1"];
    return (await promisify(execFile)("mariadb", [...words, ...options])).stdout.trim();
  };

  it("is one to an ordinary client too: it gives its password in TLS and by the server's key, or is known already", async () => {
    const over = await start(tls());
    expect(await client(over.port, "--ssl")).toBe("1");
    expect(over.given()).toEqual([password]);
    for (const plugin of ["caching_sha2_password", "sha256_password"] as const) {
      const openly = await start({ plugin });
      expect(await client(openly.port, "--skip-ssl")).toBe("1");
      expect(openly.given()).toEqual([password]);
    }
    const known = await start({ ...tls(), cached: true });
    expect(await client(known.port, "--ssl")).toBe("1");
    expect(known.given()).toEqual([]);
  });
});

describe.skipIf(!available("mariadbd", "mariadb-install-db", "mariadb"))(
  "MariaDB with a certificate of an authority of its own",
  () => {
    let server: Mariadb;
    let ca: string;
    beforeAll(async () => {
      const tls = await tlsFiles();
      ca = tls.ca;
      server = await startMariadb({ options: tls.options });
      await tls.remove();
    });
    afterAll(() => server?.stop());

    it("lets in by challenge and response, be its certificate trusted or not", async () => {
      expect(await look(server.port, login)).toMatchObject({ ...letIn(true), certificate: { trusted: false } });
      expect(await look(server.port, { ...login, ca })).toMatchObject({
        ...letIn(true),
        certificate: { trusted: true },
      });
      const refused = await look(server.port, { ...login, password: "wrong", ca });
      expect(refused).toMatchObject({
        login: { ok: false, failure: { code: "server-error", detail: 1045 } },
        certificate: { trusted: true },
      });
    });
  },
);
