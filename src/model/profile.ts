import type { ClientCert } from "./client-cert.js";
import type { CodeCatalogue } from "./codes.js";
import type { FieldPaths } from "./invoice-fields.js";
import type { Json, JsonObject } from "./json.js";
import type { Channel } from "./notify.js";
import type { ProxyUse } from "./proxy-use.js";
import type { Level } from "./result.js";

export type { ProxyUse } from "./proxy-use.js";

export const owners = ["us", "vendor", "tax-authority", "carrier"] as const;
export type Owner = (typeof owners)[number];

/** What a port is expected to speak; `any` asks for nothing beyond an open port. */
export const protocols = ["http", "tls", "rdp", "mysql", "ssh", "smtp", "any"] as const;
export type Protocol = (typeof protocols)[number];

/** Which world a platform's address, and the keys for it, belong to. */
export const environments = ["production", "sandbox"] as const;
export type Environment = (typeof environments)[number];

/** A DNS server: an address (never a name) and a port. */
export type ServerAddress = { readonly address: string; readonly port: number };

/** The ways by which requests may leave. */
export type WayOut = "direct" | "proxy";

/** What a URL that answers with the address of who asks is held against. */
export type EgressList = {
  /** Where a JSON answer bears the address; else the first address in its text. */
  readonly json?: string;
  /** Addresses and networks (CIDR) that are registered at the platform; empty: nothing is demanded. */
  readonly registered: readonly string[];
};

type Common = {
  /** May not begin with @ or contain : or /. */
  readonly name: string;
  readonly owner?: Owner;
  readonly dependsOn: readonly string[];
  /** Ours to test: opens the checks that ask more than a visitor would. */
  readonly own: boolean;
};

/** Whether the far side is ours, so that more than a visitor would ask may be asked of it. */
export const isOurs = ({ own, owner }: Pick<Common, "own" | "owner">): boolean => own || owner === "us";

/** The same for the target of a check, which says nothing of it where it is not. */
export const asOurs = (one: Pick<Common, "own" | "owner">): { readonly ours?: true } =>
  isOurs(one) ? { ours: true } : {};

/** The profile's second opinions on names, for the target of a check; absent where it has none. */
export const opinionsOf = ({ compare }: Profile["dns"]): { readonly compare?: readonly ServerAddress[] } =>
  compare.length === 0 ? {} : { compare };

export type UrlTarget = Common & {
  readonly kind: "url";
  /** Without userinfo; whatever userinfo there was stands in `headers.authorization`. */
  readonly url: string;
  /** Host as in the URL, without brackets; the port is never left out. */
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** PEM text of extra trust. */
  readonly ca?: string;
  /** Where `ca` was read from, for the commands of the advice. */
  readonly caFile?: string;
  /** Where the client certificate and its key were read from, for the same commands. */
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly clientCert?: ClientCert;
  readonly headers: { readonly [name: string]: string };
  /** Name of the response header that says which back end answered, lower case. */
  readonly backend?: string;
  /** Filled in by `profile/proxies.ts` from the profile's `proxy` and the environment. */
  readonly proxy?: ProxyUse;
  readonly expect: {
    readonly status?: number;
    readonly type?: "json" | "html" | "text" | "xml";
    /** JSONPath of the form `$.a.b[0]` to the value expected there. */
    readonly json?: { readonly [path: string]: Json };
    readonly maxTime?: number;
  };
  /** Its answer says from which address it was asked. */
  readonly egress?: EgressList;
  /** It speaks gRPC: its health is asked for instead of its URL; the service, or empty for the server's. */
  readonly grpc?: { readonly service: string };
  /** What the business codes in its answers mean. */
  readonly codes?: CodeCatalogue;
  /** The real client's settings, in milliseconds. */
  readonly client: {
    readonly idle?: number;
    readonly connect?: number;
    readonly answer?: number;
    /** How often it sends a request again by itself. */
    readonly retries?: number;
  };
  readonly auth?: { readonly expired?: string };
  readonly issue?: {
    readonly url: string;
    readonly query?: string;
    /** What the JSON answer of `query` holds, by path, for an invoice that was accepted, is in process, is not known. */
    readonly accepted?: { readonly [path: string]: Json };
    readonly processing?: { readonly [path: string]: Json };
    readonly notFound?: { readonly [path: string]: Json };
  };
  /** What the keys in use are for. */
  readonly environment?: Environment;
  /** The platform's local component on this machine. */
  readonly helper?: boolean;
  readonly payload?: {
    /** Requests as JSON, every number as the text that was written; for `aims` only, never part of a report. */
    readonly samples: readonly { readonly file: string; readonly value: Json }[];
    readonly fields: FieldPaths;
    /** Further paths that must be there. */
    readonly required: readonly string[];
  };
};

export type HostPortAim = { readonly port: number; readonly speaks: Protocol };
export type HostTarget = Common & {
  readonly kind: "host";
  readonly host: string;
  readonly ports: readonly HostPortAim[];
  /** Where its node_exporter tells its own figures: plain HTTP, without user or query. */
  readonly metrics?: string;
  /** The platform's local component on this machine. */
  readonly helper?: boolean;
};

export type MysqlTarget = Common & {
  readonly kind: "mysql";
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  /** The real client speaks TLS: a server that demands it is then as it should be. */
  readonly tls?: boolean;
  /** PEM text of extra trust, and where it was read from. */
  readonly ca?: string;
  readonly caFile?: string;
  readonly tables: readonly string[];
  readonly writable: boolean;
  readonly pool?: { readonly size: number; readonly processes: number; readonly idleTimeout?: number };
};

/** A target of a kind that a plug-in brought; its own schema made `options`. */
export type PluginTarget = Common & { readonly kind: `plugin:${string}`; readonly options: JsonObject };

export type Target = UrlTarget | HostTarget | MysqlTarget | PluginTarget;

/** A complete profile: nothing is left to guess. Durations are milliseconds. Made by `profile/load.ts` only. */
export type Profile = {
  readonly version: 1;
  readonly name: string;
  readonly defaults: { readonly timeout: number; readonly answer: number };
  /** `servers` empty: the system's own resolvers. */
  readonly dns: { readonly servers: readonly ServerAddress[]; readonly compare: readonly ServerAddress[] };
  /** A proxy's URL without userinfo, `none` (forbidden), or undefined: from the environment. What a target uses stands at it. */
  readonly proxy?: string;
  /** `Basic …` from the userinfo of the proxy's URL. */
  readonly proxyAuthorization?: string;
  readonly targets: readonly Target[];
  readonly checks: { readonly [check: string]: { readonly [setting: string]: number } };
  readonly levels: { readonly [signal: string]: Level };
  readonly plugins: readonly string[];
  /** Announced windows of maintenance; instants in ISO 8601, UTC. */
  readonly calendar?: readonly { readonly from: string; readonly to: string; readonly note: string }[];
  /** Who is told when something breaks or heals, by `--notify` alone. */
  readonly notify?: readonly Channel[];
  /** Where runs are recorded; `size` in bytes, `goal` a fraction of 1. */
  readonly history?: { readonly directory: string; readonly size?: number; readonly goal?: number };
  /** Values that may appear in no output: from variables, userinfo, passwords and headers. */
  readonly secrets: readonly string[];
};
