import type { Json } from "./json.js";
import type { PathMtu } from "./packet-sizes.js";
import type { ServerAddress } from "./profile.js";
import type { Tongue } from "./tongues.js";

export type * from "./packet-sizes.js";

/** What the verbs of the network take and what they see, as plain values. Times in milliseconds. */

/** What every verb takes. A verb never waits longer than its time-outs, and ends at once when `signal` is aborted. */
export type VerbOptions = {
  readonly signal: AbortSignal;
  /** Milliseconds for each silent phase; default: the profile's `defaults.timeout`. */
  readonly timeout?: number;
  /** Gives up at once (`aborted`) where two connections to the endpoint are open already: others ask there. */
  readonly ifFree?: true;
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
  /** A tunnel (tun, tap, PPP, WireGuard, IP in IP): no cable or radio hangs on it. Absent: not available. */
  readonly tunnel?: boolean;
  /** How often the link came or went since the interface exists; absent: not available. */
  readonly carrierChanges?: number;
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
  /** Milliseconds since the system started. */
  readonly uptime?: number;
  readonly interfaces: readonly NetworkInterface[];
  /** null: not available on this system. */
  readonly routes: readonly Route[] | null;
  /** The system's resolvers, in its order, with its search list. */
  readonly resolvers: readonly ServerAddress[];
  readonly search: readonly string[];
  readonly ndots: number;
  /** Programs ask over TCP only (resolv.conf(5), `use-vc`). */
  readonly overTcp?: true;
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
  /** Milliseconds that it ran so far, and that it was ready to run and others ran instead, of so many; null: the system does not tell. */
  readonly turns: { readonly ran: number; readonly waited: number; readonly of?: number } | null;
  readonly descriptors: { readonly open: number; readonly limit: number } | null;
};

// ---- ICMP ------------------------------------------------------------------------------------------------------------

export type EchoOptions = VerbOptions & {
  readonly count: number;
  /** Milliseconds between two requests. */
  readonly interval: number;
  /** Where another series that may be shared is under way to the address, it serves as well: beside it none would be so far apart. */
  readonly share?: true;
};
export type EchoSeries = {
  readonly how: "net-ping" | "ping";
  readonly sent: number;
  /** Round trip of every reply, in milliseconds, in the order of the requests. */
  readonly replies: readonly number[];
  /** How many requests in a row got no reply: at most, and before each reply if some were lost. Absent: not known. */
  readonly inARow?: number;
  readonly lostBefore?: readonly number[];
  /** ICMP errors instead of replies, if any router or host sent some. */
  readonly errors: readonly {
    readonly from?: string;
    readonly reason: string;
    readonly count: number;
    /** The longest time until one came, where it is known. */
    readonly ms?: number;
  }[];
};

/** What a router said instead of passing a packet on; `ms`: since that one, or its repetition, was sent. */
export type RouterWord = { readonly from: string; readonly reason: string; readonly ms: number };

// ---- the path -------------------------------------------------------------------------------------------------------

export type TraceOptions = VerbOptions & {
  /** Aborted when the caller knows enough: the trace then ends at once with what was seen so far. */
  readonly enough?: AbortSignal;
  /** So many hops are asked for, and what lies behind them is left alone; default 30, and the whole way. */
  readonly hops?: number;
};
export type TraceHop = {
  readonly ttl: number;
  /** null: nobody answered for this hop, or this host itself did. */
  readonly address: string | null;
  /** Milliseconds until the answer came. */
  readonly rtt?: number;
  /** Instead of passing the packet on, this hop says why it cannot: the word of an ICMP reason. */
  readonly unreachable?: string;
};
export type Trace = {
  readonly how: "net-ping" | "traceroute" | "ping" | "tracepath" | "tracert";
  /** From the first to the last that answered; at most 30. */
  readonly hops: readonly TraceHop[];
  /** Whether the target itself answered. */
  readonly reached: boolean;
  /** The routers between which packets circle; empty if they do not. */
  readonly circle: readonly string[];
};

export type PathMtuOptions = VerbOptions & {
  /** MTU of the interface that leads there; default 1500. What is above 1500 is asked for once 1500 passes. */
  readonly mtu?: number;
  /** A service that is asked over TCP as well, where echo alone does not decide: TLS if `secure`, else HTTP. */
  readonly service?: { readonly port: number; readonly secure: boolean; readonly servername: string };
};
// ---- TCP -------------------------------------------------------------------------------------------------------------

export type Connected = { readonly local: string };
/** What answered on a port when it was asked in the way of a protocol. */
export type ServiceAnswer = {
  /** Which protocol answered. `unknown`: bytes that no known protocol begins with. */
  readonly spoke: Tongue | "unknown";
  /** The first bytes as printable text, at most 80 characters. */
  readonly banner: string;
  /** Milliseconds of the TCP handshake alone. */
  readonly connect: number;
};

// ---- DNS -------------------------------------------------------------------------------------------------------------

export type DnsType = "A" | "AAAA" | "CNAME" | "NS" | "SOA" | "TXT";
export type DnsQuery = {
  readonly name: string;
  readonly type: DnsType;
  readonly transport: "udp" | "tcp";
  /** The class of what a server says of itself (RFC 4892); else the Internet's. */
  readonly chaos?: true;
};
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
export type StoredSights = [Stored<HostState>, Stored<EchoSeries>, Stored<DnsAnswer>, Stored<Trace>, Stored<PathMtu>];
