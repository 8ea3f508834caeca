import type { Attempt } from "./failure.js";
import type { Json, JsonObject } from "./json.js";
import type { Located, LocatedAddress } from "./place.js";
import type { Protocol, ServerAddress } from "./profile.js";

/** What every verb takes. A verb never waits longer than its time-outs, and ends at once when `signal` is aborted. */
export type VerbOptions = {
  readonly signal: AbortSignal;
  /** Milliseconds for each silent phase; default: the profile's `defaults.timeout`. */
  readonly timeout?: number;
};

export type Peer = { readonly address: string; readonly port: number };

// ---- this host -------------------------------------------------------------------------------------------------------

export type NetworkInterface = {
  readonly name: string;
  readonly loopback: boolean;
  /** Administratively up; null: not available on this system. */
  readonly up: boolean | null;
  /** Has a link; null: not available (for example while it is down). */
  readonly carrier: boolean | null;
  readonly mtu: number | null;
  readonly addresses: readonly { readonly address: string; readonly family: 4 | 6; readonly prefix: number }[];
  /** Since boot; null: not available. */
  readonly counters: {
    readonly rxPackets: number;
    readonly txPackets: number;
    readonly rxErrors: number;
    readonly txErrors: number;
    readonly rxDropped: number;
    readonly txDropped: number;
  } | null;
  /** Mbit/s and duplex as the driver says; null: not available. */
  readonly speed: number | null;
  readonly duplex: "full" | "half" | null;
};

export type Route = {
  readonly family: 4 | 6;
  /** CIDR; the default route is `0.0.0.0/0` or `::/0`. */
  readonly destination: string;
  readonly gateway?: string;
  readonly device: string;
  readonly metric: number;
  /** `unreachable`, `prohibit` and `blackhole` routes. */
  readonly rejects: boolean;
};

export type HostState = {
  readonly platform: string;
  readonly hostname: string;
  readonly interfaces: readonly NetworkInterface[];
  /** null: not available on this system. */
  readonly routes: readonly Route[] | null;
  /** The system's resolvers, in its order, with its search list. */
  readonly resolvers: readonly ServerAddress[];
  readonly search: readonly string[];
  readonly ndots: number;
  readonly hostsFile: readonly { readonly address: string; readonly names: readonly string[] }[];
  /** Proxy variables of the environment, userinfo taken out. */
  readonly proxy: { readonly http?: string; readonly https?: string; readonly all?: string; readonly no?: string };
};

/** A neighbour as the kernel knows it (`/proc/net/arp`, `ip neigh`). */
export type Neighbour = {
  readonly address: string;
  readonly device: string;
  /** `reachable`: has a link-layer address; `failed`: was asked and did not answer. */
  readonly state: "reachable" | "failed" | "unknown";
};

/** The tool's own condition. */
export type Runtime = {
  /** The longest stall of the event loop so far, in milliseconds. */
  readonly loopDelay: number;
  readonly descriptors: { readonly open: number; readonly limit: number } | null;
};

// ---- ICMP ------------------------------------------------------------------------------------------------------------

export type EchoOptions = VerbOptions & {
  readonly count: number;
  /** Milliseconds between two requests. */
  readonly interval: number;
};
export type EchoSeries = {
  readonly how: "net-ping" | "ping";
  readonly sent: number;
  /** Round trip of every reply, in milliseconds, in the order of the requests. */
  readonly replies: readonly number[];
  /** ICMP errors instead of replies, if any router or host sent some. */
  readonly errors: readonly { readonly from?: string; readonly reason: string; readonly count: number }[];
};

// ---- TCP -------------------------------------------------------------------------------------------------------------

export type Connected = { readonly local: string };
/** What answered on a port when it was asked in the way of a protocol. */
export type ServiceAnswer = {
  /** Which protocol answered. `unknown`: bytes that no known protocol begins with. */
  readonly spoke: Protocol | "unknown";
  /** The first bytes as printable text, at most 80 characters. */
  readonly banner: string;
};

// ---- DNS -------------------------------------------------------------------------------------------------------------

export type DnsType = "A" | "AAAA" | "CNAME" | "NS" | "SOA";
export type DnsQuery = { readonly name: string; readonly type: DnsType; readonly transport: "udp" | "tcp" };
export type DnsAnswer = {
  readonly rcode: string;
  readonly truncated: boolean;
  readonly answers: readonly {
    readonly name: string;
    readonly type: string;
    readonly ttl: number;
    readonly data: string;
  }[];
  /** Extended DNS error (RFC 8914), if the server sent one. */
  readonly extended?: { readonly code: number; readonly text: string };
};

// ---- TLS -------------------------------------------------------------------------------------------------------------

export type Certificate = {
  readonly subject: string;
  readonly issuer: string;
  /** DNS names and addresses of the subject alternative name; the common name only where there is none. */
  readonly names: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256, hexadecimal with colons. */
  readonly fingerprint: string;
  readonly selfSigned: boolean;
  readonly keyType: string;
  /** Bits of the key; null: not known. */
  readonly keyBits: number | null;
  readonly signature: string;
};
export type TlsVersion = "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";
export type TlsOptions = VerbOptions & {
  readonly servername: string;
  /** The profile's target whose `ca` and client certificate to use. */
  readonly as?: string;
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
  readonly ciphers?: string;
};
/** An unverified look: nothing but the handshake goes over it. */
export type Handshake = {
  readonly version: string;
  readonly cipher: string;
  /** Leaf first, exactly as the server sent it. */
  readonly chain: readonly Certificate[];
  /**
   * `trusted`: a path leads to a trusted root (dates and name set aside); `self-signed`: the leaf signed itself;
   * `untrusted-root`: the chain ends in a root that is not trusted; `incomplete`: the issuer of the last certificate
   * was neither sent nor is it trusted.
   */
  readonly trust: "trusted" | "self-signed" | "untrusted-root" | "incomplete";
  readonly nameMatches: boolean;
  readonly clientCertRequested: boolean;
  /** Milliseconds. */
  readonly times: { readonly connect: number; readonly handshake: number };
};

// ---- HTTP ------------------------------------------------------------------------------------------------------------

export type HttpAim = {
  /** The profile's target: its URL, headers, extra trust and client certificate are added here and appear nowhere else. */
  readonly as: string;
  /** Default: what the target's name resolves to, in order. */
  readonly address?: string;
  readonly method?: "GET" | "HEAD";
  /** Another path of the same origin. */
  readonly path?: string;
  /** Sent after the profile's own; null takes one away. */
  readonly headers?: { readonly [name: string]: string | null };
};
export type HttpOptions = VerbOptions & {
  /** Milliseconds to the first byte of an accepted request; default: the profile's `defaults.answer`. */
  readonly answer?: number;
  /** Bytes of body that are read; default 1 MiB. */
  readonly bodyLimit?: number;
};
/** Milliseconds per phase; a phase that did not take place is absent. */
export type HttpTimes = {
  readonly name?: number;
  readonly connect?: number;
  readonly tls?: number;
  readonly firstByte?: number;
  readonly body?: number;
};
/** No header values but these parsed ones leave this verb. */
export type HttpAnswer = {
  readonly status: number;
  readonly address: string;
  readonly httpVersion: string;
  /** Media type without parameters, lower case; null: none was sent. */
  readonly type: string | null;
  /** Scheme, host and path of `Location`. */
  readonly location?: string;
  /** Milliseconds. */
  readonly retryAfter?: number;
  /** `Date`, milliseconds since 1970. */
  readonly date?: number;
  readonly connection: "close" | "keep-alive" | null;
  readonly keepAlive?: { readonly timeout?: number; readonly max?: number };
  /** Names of all headers that were sent, lower case. */
  readonly headerNames: readonly string[];
  readonly bodyBytes: number;
  /** The body as text, control characters taken out. For the eyes of `observe` only: never part of what is seen. */
  readonly body: string;
  readonly times: HttpTimes;
};

/** Several requests on one connection, each after a pause. */
export type ConverseOptions = HttpOptions & {
  /** Idle milliseconds before the second, third, … request. */
  readonly pauses: readonly number[];
};
export type Conversation = {
  readonly address: string;
  readonly exchanges: readonly {
    readonly status: number;
    readonly ms: number;
    readonly idle: number;
    readonly connection: "close" | "keep-alive" | null;
    readonly keepAlive?: { readonly timeout?: number; readonly max?: number };
  }[];
  /** How the connection ended before all requests were answered, if it did; `idle`: milliseconds since the last answer. */
  readonly ended?: {
    readonly by: "fin" | "reset" | "silence";
    readonly during: "idle" | "request";
    readonly idle: number;
  };
};

// ---- MySQL -----------------------------------------------------------------------------------------------------------

export type MysqlAim = {
  /** The profile's target: its user, password and database are used and appear nowhere else. */
  readonly as: string;
  readonly address: string;
  readonly port: number;
  /** Read-only statements by name, run one after another once logged in. */
  readonly statements: { readonly [name: string]: string };
};
export type MysqlGreeting = {
  readonly version: string;
  readonly flavour: "mysql" | "mariadb";
  readonly offersTls: boolean;
};
export type MysqlSight = {
  readonly connect: Attempt<null>;
  /** Absent: not reached. A server that answers with an error instead of a greeting: `server-error` with its number. */
  readonly greeting?: Attempt<MysqlGreeting>;
  /** Absent: not reached, or the profile names no user. */
  readonly login?: Attempt<{ readonly tls: boolean }>;
  readonly answers: { readonly [name: string]: Attempt<readonly JsonObject[]> };
};

/** The network as values. One file per verb in `src/io`; the only thing through which a check touches the world. */
export interface Io {
  /** The profile's time-outs in milliseconds: `timeout` for each silent phase, `answer` to the first byte. */
  readonly defaults: { readonly timeout: number; readonly answer: number };
  host(): Promise<HostState>;
  neighbours(): Promise<readonly Neighbour[] | null>;
  runtime(): Runtime;
  /** Resolves a name or passes an address through, once per run and shared; says where each address lies. */
  locate(host: string, options: VerbOptions): Promise<Attempt<Located>>;
  /** Says where addresses lie, without resolving anything. */
  route(address: string): Promise<LocatedAddress>;
  /** The resolvers that this run asks: the profile's, else the system's. */
  resolvers(): Promise<readonly ServerAddress[]>;
  query(server: ServerAddress, query: DnsQuery, options: VerbOptions): Promise<Attempt<DnsAnswer>>;
  /** What the system's own resolver answers (a child process, ended at the deadline). */
  systemLookup(name: string, options: VerbOptions): Promise<Attempt<{ readonly addresses: readonly string[] }>>;
  echo(address: string, options: EchoOptions): Promise<Attempt<EchoSeries>>;
  connect(peer: Peer, options: VerbOptions): Promise<Attempt<Connected>>;
  /** Connects and asks in the way of `protocol`; `servername` for `tls` and the `Host` of `http`. */
  ask(
    peer: Peer,
    protocol: Protocol,
    options: VerbOptions & { readonly servername?: string },
  ): Promise<Attempt<ServiceAnswer>>;
  handshake(peer: Peer, options: TlsOptions): Promise<Attempt<Handshake>>;
  /** One request on a new, verified connection. The failure's phase says how far it came. */
  request(aim: HttpAim, options: HttpOptions): Promise<Attempt<HttpAnswer>>;
  /** An attempt fails only if the first exchange does. */
  converse(aim: HttpAim, options: ConverseOptions): Promise<Attempt<Conversation>>;
  mysql(aim: MysqlAim, options: VerbOptions): Promise<MysqlSight>;
  /** Ends every socket, session and child process that is left. */
  close(): Promise<void>;
}

/** Compile-time proof that what verbs return may be stored as seen. */
type Stored<T extends Json> = T;
export type StoredSights = [
  Stored<HostState>,
  Stored<Attempt<Handshake>>,
  Stored<Attempt<Conversation>>,
  Stored<MysqlSight>,
];
