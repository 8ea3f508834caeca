import { login } from "../servers/mariadb.js";
import { names } from "./services.js";

/** What differs from the usual profile, as YAML texts of the values. */
export type Wishes = {
  /** Time-outs: `{ timeout: 8s, answer: 8s }`. */
  readonly defaults?: string;
  readonly url?: string;
  /** Who answers for the API. */
  readonly owner?: string;
  readonly ca?: string;
  /** More lines of the API's target, as `headers: { … }`. */
  readonly api?: string;
  readonly client?: string;
  readonly ports?: string;
  /** More fields of the database. */
  readonly mysql?: string;
  readonly password?: string;
  /** `environment`: the profile says nothing of it. */
  readonly proxy?: string;
  /** More targets, as `- { name: …, host: … }`. */
  readonly targets?: readonly string[];
  /** Targets in the place of the usual ones. */
  readonly only?: readonly string[];
  /** More lines of the head, as `dns: { servers: […] }`. */
  readonly head?: string;
  /** Variables of the environment beside it; `{dir}` is the laboratory's folder. */
  readonly env?: Readonly<Record<string, string>>;
};

export const apiUrl = `https://${names.api}/api/health`;

/** The environment that the tool runs in. */
export const environmentOf = ({ password = login.password, env = {} }: Wishes): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  HOME: "/nonexistent",
  LANG: "C.UTF-8",
  DB_PASSWORD: password,
  ...env,
});

/** What a user would write of this platform: an API, a remote desktop with its web server, a database. */
export const profileText = ({
  defaults = "",
  url = apiUrl,
  owner = "vendor",
  ca = "./company-ca.pem",
  api = "",
  client = "{ idle: 1s }",
  ports = "[{ port: 8080, speaks: http }, { port: 3389, speaks: rdp }]",
  mysql = "",
  proxy = "none",
  targets = [],
  only,
  head = "",
}: Wishes = {}): string => {
  const usual = `  - name: invoice-api
    owner: ${owner}
    url: ${url}
    ca: ${ca}
    expect: { status: 200, type: json, json: { "$.status": ok }, maxTime: 2s }
    client: ${client}
    dependsOn: [database]
    ${api}
  - name: remote-desktop
    owner: us
    host: ${names.desktop}
    ports: ${ports}
  - name: database
    owner: us
    mysql: { host: ${names.db}, user: ${login.user}, password: "\${DB_PASSWORD}", database: ${login.database},
             tables: [invoices], writable: true${mysql === "" ? "" : `, ${mysql}`} }`;
  const others = [...(only ?? []), ...targets].map((one) => `  ${one}\n`).join("");
  return `
version: 1
name: laboratory
${defaults === "" ? "" : `defaults: ${defaults}`}
${proxy === "environment" ? "" : `proxy: ${proxy}`}
${head}
targets:
${only === undefined ? usual : ""}
${others}`;
};
