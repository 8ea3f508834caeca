import { isAddress, ownAddresses } from "../../src/model/address.js";
import type { Io, TraceHop, VerbOptions } from "../../src/model/io.js";
import type { LocatedAddress } from "../../src/model/place.js";
import type { ServerAddress } from "../../src/model/profile.js";
import { aliasesIn, endOf, type WayEnd, withAliases } from "../../src/model/way-end.js";
import { type DnsSeen, outcomeOf, type ServerSeen, type ServerWay, type Speaking, silenced, told } from "./sight.js";

/** What a silent server's host does otherwise, and how far the way there leads. */

/** What nearly every host has, open or refused. */
const lifePorts = [443, 22];

export type Life = {
  /** `port 443: refused`, `ping`. */
  readonly signs: readonly string[];
  /** Absent: it answered before its way was looked at. */
  readonly trace?: ServerWay;
  readonly speaking?: Speaking;
};

type Looking = { readonly io: Io; readonly signal: AbortSignal };

/** What a server knows without asking another one: who it is (RFC 4892), and the name of every machine (RFC 6761, section 6.3). */
const byItself = [
  { name: "id.server", type: "TXT", chaos: true },
  { name: "localhost", type: "A" },
] as const;

/** The C library asks each server twice before it gives up (resolv.conf(5), `attempts`). */
const attempts = 2;
/** For this share of the time-out a server is silent before anything is asked beside. */
const waited = 1 / 5;

/** Asks a silent server for what it knows by itself, and one that answers for the name once more; `enough` calls it off. */
const speakingOf = async (
  server: ServerAddress,
  name: string,
  { io, signal, enough }: Looking & { readonly enough: AbortSignal },
): Promise<Speaking | undefined> => {
  const { timeout } = io.defaults;
  const options = { signal: AbortSignal.any([signal, enough]), timeout: timeout * 0.75 };
  const answered = byItself.map(async (question) => {
    const one = await io.query(server, { ...question, transport: "udp" }, options);
    return one.ok ? `${question.name} ${question.type}` : Promise.reject(new Error("silent"));
  });
  const first = await Promise.any(answered).catch(() => undefined);
  if (first === undefined) return undefined;
  const asked = { name, type: "A", transport: "udp" } as const;
  const late = told(name, await io.query(server, asked, { ...options, timeout: timeout * (attempts - waited) }));
  return { by: first, late: silenced(late) };
};

/** Its host's, by a ping and by ports that nearly every host has. */
const hostSigns = (address: string, { io }: Looking, options: VerbOptions, hear: (sign: string) => void): void => {
  void io.echo(address, { ...options, count: 1, interval: 0 }).then((series) => {
    if (series.ok && series.value.replies.length > 0) hear("ping");
  });
  for (const port of lifePorts) {
    void io.connect({ address, port }, options).then((one) => {
      if (one.ok || one.failure.code === "refused") hear(`${port}: ${one.ok ? "open" : "refused"}`);
    });
  }
};

/**
 * Signs of life of a server that has been silent for a fifth of the time-out, within the same bound. One that answers other questions
 * is waited for as long as programs do, unless `resolved` ends first: then the name is known from elsewhere.
 */
export const signsOfLife = async (
  asked: Promise<ServerSeen>,
  server: ServerAddress,
  looking: Looking & { readonly name: string; readonly resolved: Promise<unknown> },
): Promise<Life> => {
  const { io, signal, name } = looking;
  const { address } = server;
  const [over, enough] = [new AbortController(), new AbortController()];
  const signs: string[] = [];
  const options = { signal: AbortSignal.any([signal, over.signal]), timeout: io.defaults.timeout * 0.75 };
  let tracing: ReturnType<Io["trace"]> | undefined;
  let speaking: Promise<Speaking | undefined> | undefined;
  const timer = setTimeout(() => {
    tracing = io.trace(address, { ...options, enough: over.signal, signal });
    speaking = speakingOf(server, name, { io, signal, enough: enough.signal });
    hostSigns(address, looking, options, (sign) => signs.push(sign));
  }, io.defaults.timeout * waited);
  void looking.resolved.then(() => enough.abort());
  const seen = await asked.finally(() => clearTimeout(timer));
  over.abort();
  const { tcp } = seen;
  if (outcomeOf(seen) !== "timeout") enough.abort();
  if (tcp !== undefined && (tcp.ok || tcp.failure.code === "refused")) signs.push(`TCP: ${tcp.ok ? "ok" : "refused"}`);
  const [trace, spoke] = await Promise.all([tracing, speaking]);
  if (spoke !== undefined) signs.push(spoke.by);
  const life = spoke === undefined || enough.signal.aborted ? { signs } : { signs, speaking: spoke };
  if (trace?.ok !== true || trace.value.reached) return life;
  const { hops, circle } = trace.value;
  return { ...life, trace: { seen: { hops, circle }, own: ownAddresses((await io.host()).interfaces) } };
};

const beyond = "resolver-way-missing-beyond" as const;
const words = {
  loops: undefined,
  "prohibited-from": undefined,
  "gateway-has-no-way": "resolver-way-missing",
  "unreachable-from": "resolver-way-missing",
  // The neighbour that it looks for may be the next router.
  "gateway-finds-nobody": "resolver-way-ends-at-gateway",
  "host-unreachable-from": "resolver-missing",
  "no-hop": "resolver-way-silent",
  "ends-at-gateway": "resolver-way-ends-at-gateway",
  "ends-at": "resolver-way-ends-beyond",
} as const satisfies { readonly [S in WayEnd["signal"]]: string | undefined };

/** How far the way to a silent server leads; undefined: nothing is known, or it lies in the own network. Pure. */
export const resolverWay = ({ seen, own }: ServerWay, at: LocatedAddress | null) => {
  if (at?.scope !== "routed") return undefined;
  const end = endOf(seen, at, own);
  const signal = end.signal === "unreachable-from" && end.data.beyondGateway ? beyond : words[end.signal];
  const router = typeof end.data.router === "string" ? end.data.router : (at.via ?? "");
  return signal === undefined ? undefined : { signal, data: { server: at.address, router } };
};

const unreachable: readonly string[] = ["network-unreachable", "host-unreachable"];

/** What a router beyond our own said of the question itself. Pure. */
export const routerOf = ({ a, aaaa, server }: ServerSeen, at: LocatedAddress | null, counted: readonly TraceHop[]) => {
  const failed = [a, aaaa].flatMap((one) => (one.ok ? [] : [one.failure]));
  const said = failed.find(
    ({ code, detail }) => unreachable.includes(code) && typeof detail === "string" && isAddress(detail),
  );
  if (said === undefined || at?.scope !== "routed" || said.detail === at.via) return undefined;
  // One that counted nowhere may be our own gateway by another of its addresses.
  if (!counted.some((hop) => hop.address === said.detail && hop.unreachable === undefined)) return undefined;
  return {
    signal: beyond,
    data: { server: server.address, router: String(said.detail) },
  } as const;
};

const renamed = <T extends ServerSeen["a"]>(one: T, aliases: ReadonlyMap<string, string>): T =>
  one.ok || typeof one.failure.detail !== "string"
    ? one
    : { ...one, failure: { ...one.failure, detail: aliases.get(one.failure.detail) ?? one.failure.detail } };

/** The same looks with one address for each router, as far as any of them shows by which other one it speaks. Pure. */
export const withOneName = (looks: readonly DnsSeen[]): readonly DnsSeen[] => {
  const traces = looks.flatMap(({ trace, way }) => (trace === undefined || way === null ? [] : [{ trace, way }]));
  const aliases = new Map(traces.flatMap(({ trace, way }) => [...aliasesIn([trace.seen], way)]));
  if (aliases.size === 0) return looks;
  return looks.map((look) => ({
    ...look,
    servers: look.servers.map((one) => ({ ...one, a: renamed(one.a, aliases), aaaa: renamed(one.aaaa, aliases) })),
    ...(look.trace === undefined ? {} : { trace: { ...look.trace, seen: withAliases(look.trace.seen, aliases) } }),
  }));
};

type WaySignal = Exclude<(typeof words)[keyof typeof words], undefined> | "resolver-way-missing-beyond";
const tellingFirst: readonly WaySignal[] = [
  ...(["resolver-way-missing-beyond", "resolver-way-missing", "resolver-missing"] as const),
  ...(["resolver-way-ends-beyond", "resolver-way-ends-at-gateway", "resolver-way-silent"] as const),
];

/** Of several looks, what a router said weighs more than silence, and who was seen farther on more than who was not. */
export const farthest = <T extends { readonly signal: string }>(raised: readonly T[]): T | undefined =>
  tellingFirst.flatMap((signal) => raised.filter((one) => one.signal === signal))[0];
