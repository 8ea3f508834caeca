import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { checks, type ExamineOptions, examine, type Report, type Result } from "../../src/index.js";
import { type Authority, createAuthority, type Issued } from "../../src/lab/authority.js";
import { readText } from "../../src/profile/file.js";
import { loadProfile } from "../../src/profile/load.js";
import { temporaryDirectory } from "../servers/daemon.js";
import { login, type Mariadb, type MariadbOptions, startMariadb } from "../servers/mariadb.js";
import { type Named, startNamed } from "../servers/named.js";
import { type Nginx, type NginxServer, startNginx } from "../servers/nginx.js";
import { startXrdp, type Xrdp } from "../servers/xrdp.js";

/** The programs that a site is made of. */
export const siteNeeds = ["root", "nginx", "mariadbd", "mariadb-install-db", "mariadb", "named", "xrdp"] as const;

/** The eight checks that have to do with every real system. */
export const coreChecks = ["link", "ping", "port", "dns", "tls", "keepalive", "api", "db"] as const;

export const names = { api: "api.example.test", desktop: "desktop.example.test", db: "db.example.test" } as const;

export type Services = {
  api: Nginx<"api" | "web">;
  db: Mariadb;
  dns: Named;
  desktop: Xrdp;
};

/** What differs from the usual profile, as YAML texts of the values. */
export type Wishes = {
  readonly url?: string;
  readonly ports?: string;
  readonly mysql?: string;
  readonly client?: string;
  readonly ca?: string;
  readonly password?: string;
};

/**
 * A small invoice platform of real servers on one machine: nginx with a certificate of an authority of its own, MariaDB,
 * BIND for the names, and a remote desktop; and the profile that its user would write.
 */
export class Site {
  constructor(
    readonly authority: Authority,
    readonly directory: string,
    readonly services: Services,
    readonly remove: () => Promise<void>,
  ) {}

  get password(): string {
    return login.password;
  }

  profile(wishes: Wishes = {}): string {
    const { api, db, dns, desktop } = this.services;
    const { url = this.url(api.ports.api), mysql = "", client = "{ idle: 200ms }" } = wishes;
    const { ports = `[{ port: ${api.ports.web}, speaks: http }, { port: ${desktop.port}, speaks: rdp }]` } = wishes;
    return `
version: 1
name: 开票系统-验收
defaults: { timeout: 1s, answer: 2s }
dns: { servers: ["127.0.0.1:${dns.port}"] }
proxy: none
targets:
  - name: invoice-api
    owner: vendor
    url: ${url}
    ca: ${wishes.ca ?? "./company-ca.pem"}
    expect: { status: 200, type: json, json: { "$.status": ok }, maxTime: 2s }
    client: ${client}
    dependsOn: [database]
  - name: remote-desktop
    owner: us
    host: ${names.desktop}
    ports: ${ports}
  - name: database
    owner: us
    mysql: { host: ${names.db}, port: ${db.port}, user: ${login.user}, password: "\${DB_PASSWORD}",
             database: ${login.database}, tables: [invoices], writable: true${mysql} }
`;
  }

  /** Runs every check in this process. */
  examine(wishes: Wishes = {}): Promise<Report> {
    return examineText(this.profile(wishes), this.directory, { DB_PASSWORD: wishes.password ?? this.password });
  }

  /** The address of the API at another port. */
  url(port: number): string {
    return `https://${names.api}:${port}/api/health`;
  }
}

export const examineText = async (
  text: string,
  directory: string,
  env: Record<string, string>,
  options: ExamineOptions = {},
): Promise<Report> => {
  const loaded = loadProfile(text, { file: join(directory, "invoice-diag.yaml"), env, checks, readFile: readText });
  if ("errors" in loaded) throw new Error(JSON.stringify(loaded.errors, null, 1));
  return examine(loaded.profile, { env: {}, ...options });
};

export const leafFor = (authority: Authority): Promise<Issued> => authority.issue({ names: [names.api] });

/** `server { }` of the API with a certificate; `directives` in the place of a healthy answer. */
export const served = ({ chain, key }: Pick<Issued, "chain" | "key">, directives?: string): NginxServer => ({
  tls: { cert: chain, key },
  ...(directives === undefined ? {} : { directives }),
});

export const zone = (address: string): string =>
  Object.values(names)
    .map((name) => `${name.split(".")[0]} A ${address}`)
    .join("\n");

export const startDb = (options: MariadbOptions = {}): Promise<Mariadb> =>
  startMariadb({ ...options, options: ["--skip-name-resolve", ...(options.options ?? [])] });

export const startApi = async (authority: Authority): Promise<Services["api"]> =>
  startNginx({ api: served(await leafFor(authority)), web: {} });

export const startDns = (): Promise<Named> => startNamed({ zones: { "example.test": zone("127.0.0.1") } });

export const startSite = async (): Promise<Site> => {
  const folder = await temporaryDirectory();
  const root = await createAuthority({ name: "Company Root CA" });
  const authority = await root.intermediate();
  await writeFile(join(folder.path, "company-ca.pem"), root.cert);
  const [api, db, dns, desktop] = await Promise.all([startApi(authority), startDb(), startDns(), startXrdp()]);
  const services: Services = { api, db, dns, desktop };
  return new Site(authority, folder.path, services, async () => {
    await Promise.all(Object.values(services).map((one) => one.stop()));
    await folder.remove();
  });
};

// ---- what a report says ----------------------------------------------------------------------------------------------

const line = (one: Result): string =>
  `${one.step} ${one.status} ${one.ms} ${one.evidence
    .filter(({ level }) => level !== "pass")
    .map(({ signal }) => signal)} ${one.blockedBy} ${one.reason?.en ?? ""}`;

/** Everything that is not in order, for the message of a test that fails. */
export const summary = (report: Report): string =>
  [
    ...report.diagnosis.causes.map((one) => `${one.standing} ${one.confidence} ${one.id} @ ${one.place}`),
    ...report.diagnosis.unexplained.map((one) => `unexplained ${one.step} ${one.signal}`),
    ...report.results.filter(({ status }) => status !== "pass").map(line),
  ].join("\n");

export const standing = ({ diagnosis }: Report) => diagnosis.causes.filter((one) => one.standing !== "ruled-out");

/** Ids of the checks whose steps all ended so. */
export const statusOf = (report: Report, check: string): readonly string[] => [
  ...new Set(report.results.filter((one) => one.check === check).map(({ status }) => status)),
];

/** The first cause is this one, nothing wrong stands beside it with confidence, and nothing is left unexplained. */
export const expectFirst = (report: Report, id: string, also: readonly string[] = []): void => {
  const causes = standing(report);
  expect(causes[0]?.id, summary(report)).toBe(id);
  for (const other of also)
    expect(
      causes.map((one) => one.id),
      summary(report),
    ).toContain(other);
  for (const other of causes.filter((one) => one.kind !== "note" && one.id !== id && !also.includes(one.id))) {
    expect(other.confidence, summary(report)).toBeLessThan(0.8);
  }
  expect(report.diagnosis.unexplained, summary(report)).toEqual([]);
};

/** No fault, no warning: what a healthy target must show. */
export const expectHealthy = (report: Report): void => {
  expect(
    standing(report).filter(({ kind }) => kind !== "note"),
    summary(report),
  ).toEqual([]);
  expect(report.diagnosis.unexplained, summary(report)).toEqual([]);
  expect([report.status, report.exitCode], summary(report)).toEqual(["pass", 0]);
};
