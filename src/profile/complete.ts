import { basename } from "node:path";
import type { AnyCheck, Settings } from "../model/check.js";
import { fieldPaths } from "../model/invoice-fields.js";
import { hostPort } from "../model/place.js";
import type { HostPortAim, HostTarget, MysqlTarget, Profile, Protocol, Target, UrlTarget } from "../model/profile.js";
import type { Attachments } from "./attachments.js";
import { channelSecrets, channelsOf } from "./channels.js";
import { standardTimes } from "./consistency.js";
import { historyOf } from "./history-schema.js";
import type { Frame } from "./schema.js";
import { headerSecrets, querySecrets, userinfoSecrets } from "./secrets.js";
import type { CommonInput, HostInput, MysqlInput, UrlInput } from "./target-schema.js";
import { basic, type HttpUrl, httpUrl } from "./urls.js";
import type { TargetInput } from "./validate.js";

/** What stands around the targets: the files that they name, and where secrets are gathered. */
type Surroundings = { readonly named: Attachments; readonly secrets: Set<string> };

const standardPorts: readonly number[] = [8080, 3389];
const spoken: { readonly [port: number]: Protocol } = {
  22: "ssh",
  25: "smtp",
  80: "http",
  443: "tls",
  3306: "mysql",
  3389: "rdp",
  8080: "http",
  8443: "tls",
};

const keep = (secrets: Set<string>, values: readonly (string | undefined)[]): void => {
  for (const value of values) if (value !== undefined && value !== "") secrets.add(value);
};

const commonOf = ({ name, owner, dependsOn, own }: CommonInput) => ({
  name,
  ...(owner === undefined ? {} : { owner }),
  dependsOn: [...new Set(dependsOn ?? [])],
  own: own ?? false,
});

const helperOf = ({ helper }: { readonly helper?: boolean }) => (helper === undefined ? {} : { helper });

/** A URL that the schema has accepted. */
const accepted = (text: string): HttpUrl => {
  const url = httpUrl(text);
  if (typeof url === "string") throw new Error(`a URL passed the schema and is none: ${url}`);
  return url;
};

const headersOf = (input: UrlInput, { userinfo }: HttpUrl): { readonly [name: string]: string } => {
  const given = Object.fromEntries(
    Object.entries(input.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return userinfo === undefined ? given : { authorization: basic(userinfo), ...given };
};

type Certificates = Pick<UrlTarget, "ca" | "caFile" | "clientCert" | "certFile" | "keyFile">;

const clientCertOf = (
  input: NonNullable<UrlInput["clientCert"]>,
  { text, path }: { text(name: string): string; path(name: string): string },
): Pick<UrlTarget, "clientCert" | "certFile" | "keyFile"> =>
  "pkcs12" in input
    ? { clientCert: { ...input, pkcs12: text(input.pkcs12) }, certFile: path(input.pkcs12) }
    : {
        clientCert: { ...input, cert: text(input.cert), key: text(input.key) },
        certFile: path(input.cert),
        keyFile: path(input.key),
      };

const caOf = ({ ca }: { readonly ca?: string }, { texts, paths }: Attachments): Pick<UrlTarget, "ca" | "caFile"> =>
  ca === undefined ? {} : { ca: texts.get(ca) ?? "", caFile: paths.get(ca) ?? ca };

const certOf = (input: UrlInput, named: Attachments): Certificates => {
  const text = (name: string): string => named.texts.get(name) ?? "";
  const path = (name: string): string => named.paths.get(name) ?? name;
  const { clientCert } = input;
  return {
    ...caOf(input, named),
    ...(clientCert === undefined ? {} : clientCertOf(clientCert, { text, path })),
  };
};

const payloadOf = ({ payload }: UrlInput, { samples }: Attachments): Pick<UrlTarget, "payload"> =>
  payload === undefined
    ? {}
    : {
        payload: {
          samples: payload.samples.map((file) => ({ file, value: samples.get(file) ?? null })),
          fields: fieldPaths(payload.fields),
          required: payload.required ?? [],
        },
      };

const codesOf = ({ codes }: UrlInput, named: Attachments): Pick<UrlTarget, "codes"> => {
  const catalogue = codes === undefined ? undefined : named.codes.get(codes);
  return catalogue === undefined ? {} : { codes: catalogue };
};

const urlTarget = (input: UrlInput, { named, secrets }: Surroundings): UrlTarget => {
  const parsed = accepted(input.url);
  const { userinfo, ...place } = parsed;
  const headers = headersOf(input, parsed);
  const certificates = certOf(input, named);
  keep(secrets, [
    ...(userinfo === undefined ? [] : userinfoSecrets(userinfo)),
    ...[input.url, input.issue?.url ?? "", input.issue?.query ?? ""].flatMap(querySecrets),
    ...Object.entries(headers).flatMap(([name, value]) => headerSecrets(name, value)),
    input.auth?.expired,
    ...Object.entries(certificates.clientCert ?? {}).flatMap(([name, text]) => (name === "cert" ? [] : [text])),
  ]);
  return {
    kind: "url",
    ...commonOf(input),
    ...place,
    ...certificates,
    headers,
    ...(input.backend === undefined ? {} : { backend: input.backend.toLowerCase() }),
    expect: (input.expect ?? {}) as UrlTarget["expect"],
    client: input.client ?? {},
    ...(input.auth === undefined ? {} : { auth: input.auth }),
    ...(input.issue === undefined ? {} : { issue: input.issue as NonNullable<UrlTarget["issue"]> }),
    ...(input.environment === undefined ? {} : { environment: input.environment }),
    ...helperOf(input),
    ...payloadOf(input, named),
    ...(input.egress === undefined ? {} : { egress: { registered: [], ...input.egress } }),
    ...(input.grpc === undefined ? {} : { grpc: { service: "", ...input.grpc } }),
    ...codesOf(input, named),
  };
};

const portAim = (entry: number | { readonly port: number; readonly speaks?: Protocol }): HostPortAim => {
  const { port, speaks } = typeof entry === "number" ? { port: entry } : entry;
  return { port, speaks: speaks ?? spoken[port] ?? "any" };
};

const hostTarget = (input: HostInput): HostTarget => ({
  kind: "host",
  ...commonOf(input),
  host: input.host,
  ports: (input.ports ?? standardPorts).map(portAim),
  ...(input.metrics === undefined ? {} : { metrics: input.metrics }),
  ...helperOf(input),
});

const mysqlTarget = ({ mysql, ...input }: MysqlInput, { named, secrets }: Surroundings): MysqlTarget => {
  keep(secrets, [mysql.password]);
  const { port, tables, writable, pool, ...rest } = mysql;
  return {
    kind: "mysql",
    ...commonOf(input),
    ...rest,
    ...caOf(mysql, named),
    port: port ?? 3306,
    tables: tables ?? [],
    writable: writable ?? false,
    ...(pool === undefined ? {} : { pool: { processes: 1, ...pool } }),
  };
};

const targetOf = (target: TargetInput, around: Surroundings): Target => {
  if (target.kind === "url") return urlTarget(target.input, around);
  if (target.kind === "host") return hostTarget(target.input);
  if (target.kind === "mysql") return mysqlTarget(target.input, around);
  return { kind: target.kind, ...commonOf(target.input), options: target.options };
};

const proxyOf = (proxy: string | undefined, secrets: Set<string>): Pick<Profile, "proxy" | "proxyAuthorization"> => {
  if (proxy === undefined || proxy === "none") return proxy === undefined ? {} : { proxy };
  const { host, port, userinfo } = accepted(proxy);
  const bare = { proxy: `http://${hostPort(host, port)}` };
  if (userinfo === undefined) return bare;
  keep(secrets, userinfoSecrets(userinfo));
  return { ...bare, proxyAuthorization: basic(userinfo) };
};

const notifyOf = ({ notify }: Frame, secrets: Set<string>): Pick<Profile, "notify"> => {
  if (notify === undefined) return {};
  const channels = channelsOf(notify);
  keep(secrets, channels.flatMap(channelSecrets));
  return { notify: channels };
};

const settingsOf = (checks: readonly AnyCheck[], given: Frame["checks"]): Profile["checks"] =>
  Object.fromEntries(
    checks.map((check) => {
      const standard = Object.entries(check.settings as Settings).map(([name, setting]) => [name, setting.default]);
      return [check.id, { ...Object.fromEntries(standard), ...given?.[check.id] }];
    }),
  );

const sourceName = (file: string): string => basename(file).replace(/\.ya?ml$/i, "");

/** Fills in what a valid profile leaves out, takes secrets out of URLs and gathers them. */
export const complete = (
  frame: Frame,
  targets: readonly TargetInput[],
  {
    checks,
    file,
    named,
    secrets: found,
  }: { checks: readonly AnyCheck[]; file: string; named: Attachments; secrets: readonly string[] },
): Profile => {
  const secrets = new Set<string>();
  keep(secrets, found);
  const around = { named, secrets };
  return {
    version: 1,
    name: frame.name ?? sourceName(file),
    defaults: { ...standardTimes, ...frame.defaults },
    dns: { servers: [], compare: [], ...frame.dns },
    ...proxyOf(frame.proxy, secrets),
    targets: targets.map((target) => targetOf(target, around)),
    checks: settingsOf(checks, frame.checks),
    levels: (frame.levels ?? {}) as Profile["levels"],
    plugins: frame.plugins ?? [],
    ...(frame.calendar === undefined ? {} : { calendar: frame.calendar }),
    ...notifyOf(frame, secrets),
    ...(frame.history === undefined ? {} : { history: historyOf(frame.history, file) }),
    secrets: [...secrets],
  };
};
