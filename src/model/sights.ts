import type { Json } from "./json.js";
import type { Protocol, ServerAddress } from "./profile.js";

/** What the verbs of the network take and what they see, as plain values. Times in milliseconds. */

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
  /** Milliseconds of the TCP handshake alone. */
  readonly connect: number;
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

/** Compile-time proof that what verbs return may be stored as seen. */
type Stored<T extends Json> = T;
export type StoredSights = [Stored<HostState>, Stored<EchoSeries>, Stored<DnsAnswer>];
