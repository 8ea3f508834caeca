import type {
  Certificate,
  ClockReading,
  Conversation,
  ConverseOptions,
  DateOptions,
  Handshake,
  HeadAnswer,
  HttpAim,
  HttpAnswer,
  HttpOptions,
  ProxyAnswer,
  TlsOptions,
  TunnelAim,
} from "./exchanges.js";
import type { Attempt } from "./failure.js";
import type { GrpcAim, GrpcHealth } from "./grpc.js";
import type { HostHealth } from "./health.js";
import type { MysqlAim, MysqlSight } from "./mysql.js";
import type { Located, LocatedAddress } from "./place.js";
import type { Protocol, ServerAddress } from "./profile.js";
import type {
  Connected,
  DnsAnswer,
  DnsQuery,
  EchoOptions,
  EchoSeries,
  HostState,
  Neighbour,
  PathMtu,
  PathMtuOptions,
  Peer,
  RouterWord,
  Runtime,
  ServiceAnswer,
  Trace,
  TraceOptions,
  VerbOptions,
} from "./sights.js";
import type { Stranger } from "./tongues.js";

export type * from "./exchanges.js";
export type * from "./health.js";
export type * from "./mysql.js";
export type * from "./sights.js";

/** The network as values. One file per verb in `src/io`; the only thing through which a check touches the world. */
/** `beside`: other ports of the address, asked for comparison. */
export type RefusalOptions = VerbOptions & { readonly beside: readonly number[] };
/**
 * Times to live with which answers arrived: of the refusal, and of other ports of the same address. null: no TCP segment refused, so
 * an ICMP message did.
 */
export type Refusal = {
  readonly ttl: number | null;
  readonly others: readonly { readonly port: number; readonly ttl: number }[];
};

/** `count`: connections that are held open at once; default 2. */
export type BesideOptions = VerbOptions & { readonly count?: number };
/** What became of the last connection that was tried beside those that were open, and how many of them there were in the end. */
export type Beside = { readonly beside: Attempt<null>; readonly held: number };

/**
 * `count`: requests at once. `wait`: for so long others of this run are let go before, in milliseconds. `ifNarrow`: only where answers were
 * slow, and it is not known yet whether two are served at once.
 */
export type AloneOptions = HttpOptions & { readonly count: number; readonly wait: number; readonly ifNarrow?: true };

export interface Io {
  /** The profile's time-outs in milliseconds: `timeout` for each silent phase, `answer` to the first byte. */
  readonly defaults: { readonly timeout: number; readonly answer: number };
  /** Waits; ends early and quietly when the signal is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** This host as it was when the run began to look, shared; `fresh`: as it is now. */
  host(options?: { readonly fresh?: boolean }): Promise<HostState>;
  neighbours(): Promise<readonly Neighbour[] | null>;
  runtime(): Runtime;
  /** How many segments of open connections this host, not only this tool, has sent again so far; null where its system does not tell. */
  resent(): number | null;
  /** How this machine is by itself, now; what its system does not tell is null. */
  health(): Promise<HostHealth>;
  /** The same of another machine, as node_exporter tells it at a URL of plain HTTP. */
  metrics(url: string, options: VerbOptions): Promise<Attempt<HostHealth>>;
  /**
   * Resolves a name or passes an address through, once per run and shared; says where each address lies. `as`: for this
   * url target, so that nothing is resolved if its requests go through a proxy.
   */
  locate(host: string, options: VerbOptions & { readonly as?: string }): Promise<Attempt<Located>>;
  /** Says where addresses lie, without resolving anything. */
  route(address: string): Promise<LocatedAddress>;
  /** The resolvers that this run asks: the profile's, else the system's. */
  resolvers(): Promise<readonly ServerAddress[]>;
  query(server: ServerAddress, query: DnsQuery, options: VerbOptions): Promise<Attempt<DnsAnswer>>;
  /** What the system's own resolver answers (a child process, ended at the deadline). */
  systemLookup(name: string, options: VerbOptions): Promise<Attempt<{ readonly addresses: readonly string[] }>>;
  echo(address: string, options: EchoOptions): Promise<Attempt<EchoSeries>>;
  /** The hops towards an address by growing TTL, at most 30. Silence is a trace without the target's answer. */
  trace(address: string, options: TraceOptions): Promise<Attempt<Trace>>;
  /** Which sizes of packets pass to an address, without privileges; fails only if nothing could be asked. */
  pathMtu(address: string, options: PathMtuOptions): Promise<Attempt<PathMtu>>;
  connect(peer: Peer, options: VerbOptions): Promise<Attempt<Connected>>;
  /** A connection, and further ones while it is held open, with nobody of this run beside them. Fails only if the first one does. */
  connectBeside(peer: Peer, options: BesideOptions): Promise<Attempt<Beside>>;
  /**
   * The addresses that were asked in this run so far for a connection or a name, and whether they have answered, be it by a refusal. It
   * grows while others ask.
   */
  asked(): ReadonlyMap<string, boolean>;
  /** What routers have said so far to connection requests and traces towards an address, whoever of this run sent them. */
  overheard(address: string): readonly RouterWord[];
  /** The routers that have counted themselves as hops of some way so far, whoever of this run traced it. */
  hops(): ReadonlySet<string>;
  /** From how far a refusal comes. Fails where no raw socket may be opened, and for IPv6. */
  refusal(peer: Peer, options: RefusalOptions): Promise<Attempt<Refusal>>;
  /** Connections that wait until a program of this machine takes them; undefined: none listens there, or it is another machine's port. */
  waiting(peer: Peer): Promise<number | undefined>;
  /**
   * Whether a port answers a segment that belongs to no connection, as a listening system does whatever its queue. Fails where no raw
   * socket may be opened, and for IPv6.
   */
  stray(peer: Peer, options: VerbOptions): Promise<Attempt<{ readonly answered: boolean }>>;
  /**
   * Whether somebody listens on a port, by a request that is taken back before the service hears of it. Fails where no raw socket may be
   * opened, and for IPv6.
   */
  listens(peer: Peer, options: VerbOptions): Promise<Attempt<{ readonly listens: boolean }>>;
  /**
   * Connects and asks in the way of `protocol`; `servername` for `tls` and the `Host` of `http`. `as`: through the proxy of
   * this url target, if it has one; `ignored`: even if it is not used.
   */
  ask(
    peer: Peer,
    protocol: Protocol | Stranger,
    options: VerbOptions & {
      readonly servername?: string;
      readonly as?: string;
      readonly ignored?: true;
      readonly path?: string;
    },
  ): Promise<Attempt<ServiceAnswer>>;
  /** Asks the proxy that is named for a url target for its host: CONNECT for https, `HEAD` in absolute form for http. */
  tunnel(aim: TunnelAim, options: VerbOptions): Promise<Attempt<ProxyAnswer>>;
  /** `HEAD /` in plain HTTP, directly and without anything of the profile's. */
  head(peer: Peer, options: VerbOptions & { readonly servername: string }): Promise<Attempt<HeadAnswer>>;
  /** Reads the `Date` of whatever HTTP server answers, without trust and without a path (`OPTIONS *`). */
  date(peer: Peer, options: DateOptions): Promise<Attempt<ClockReading>>;
  handshake(peer: Peer, options: TlsOptions): Promise<Attempt<Handshake>>;
  /** The certificate that the profile has for a url target's server to ask for; null: none. */
  clientCertificate(as: string): Promise<Certificate | null>;
  /** One request on a new, verified connection. The failure's phase says how far it came. */
  request(aim: HttpAim, options: HttpOptions): Promise<Attempt<HttpAnswer>>;
  /**
   * So many requests at once, each on a new connection to one address, with nobody else of this run there; undefined: others are still
   * there. Not through proxies.
   */
  requestAlone(
    aim: HttpAim & { readonly address: string },
    options: AloneOptions,
  ): Promise<readonly Attempt<HttpAnswer>[] | undefined>;
  /** An attempt fails only if the first exchange does. */
  converse(aim: HttpAim, options: ConverseOptions): Promise<Attempt<Conversation>>;
  /** The health of a gRPC server; fails only if nothing could be asked. */
  grpcHealth(aim: GrpcAim, options: VerbOptions): Promise<Attempt<GrpcHealth>>;
  mysql(aim: MysqlAim, options: VerbOptions): Promise<MysqlSight>;
  /** Ends every socket, session and child process that is left. */
  close(): Promise<void>;
}
