import { setMaxListeners } from "node:events";
import type { HostState, Io, VerbOptions } from "../model/io.js";
import type { Profile } from "../model/profile.js";
import { usedProxy } from "../model/way.js";
import type { Context, Environment } from "./context.js";
import { createEar } from "./ear.js";
import { createGate } from "./gate.js";
import { pause } from "./pause.js";
import { resentSegments } from "./resent.js";
import { watchRuntime } from "./runtime.js";

/** The real network for one run. Every verb is one file, loaded when it is first used. */
export const createIo = (profile: Profile, { env }: { readonly env: Environment }): Io => {
  const closing = new Set<() => void>();
  const context: Context = {
    profile,
    env,
    gate: createGate(),
    ear: createEar(closing),
    closing,
    locate: (host, options) => io.locate(host, options),
    route: (address) => io.route(address),
  };
  const runtime = watchRuntime();
  const names = once(async () => (await import("./names.js")).createNames(context, io));
  const readHost = async (): Promise<HostState> => (await import("./host.js")).readHost(env);
  const host = once(readHost);

  const io: Io = {
    defaults: profile.defaults,
    host: (options) => (options?.fresh ? readHost() : host()),
    pause,
    neighbours: async () => (await import("./host.js")).readNeighbours(),
    runtime: runtime.read,
    resent: resentSegments,
    health: async () => (await import("./health.js")).readHealth(),
    metrics: async (url, options) => (await import("./metrics.js")).metrics(context, url, crowded(options)),
    async locate(name, { as, ...options }) {
      const proxy = usedProxy(as === undefined ? undefined : profile.targets.find((one) => one.name === as));
      if (proxy === undefined) return (await names()).locate(name, crowded(options));
      return (await import("./proxy.js")).locateBehind(context, proxy, name, crowded(options));
    },
    route: async (address) => (await import("./routes.js")).routeTo(address, await host()),
    resolvers: async () => (profile.dns.servers.length > 0 ? profile.dns.servers : (await host()).resolvers),
    query: async (server, question, options) => {
      // As this system's programs ask, unless the profile names servers of its own.
      const overTcp = profile.dns.servers.length === 0 && (await host()).overTcp === true;
      const asked = overTcp ? { ...question, transport: "tcp" as const } : question;
      return (await import("./dns.js")).query(context, server, asked, crowded(options));
    },
    systemLookup: async (name, options) =>
      (await import("./system-lookup.js")).systemLookup(context, name, crowded(options)),
    echo: async (address, options) => (await import("./icmp.js")).echo(context, address, crowded(options)),
    trace: async (address, options) => (await import("./trace.js")).trace(context, address, crowded(options)),
    pathMtu: async (address, options) => (await import("./path-mtu.js")).pathMtu(context, address, crowded(options)),
    connect: async (peer, options) => (await import("./tcp.js")).connect(context, peer, crowded(options)),
    connectBeside: async (peer, options) => (await import("./tcp.js")).connectBeside(context, peer, crowded(options)),
    asked: () => context.gate.asked,
    overheard: (address) => context.gate.words(address),
    hops: () => context.gate.hops,
    refusal: async (peer, options) => (await import("./refusal.js")).refusal(context, peer, crowded(options)),
    listens: async (peer, options) => (await import("./stray.js")).listens(context, peer, crowded(options)),
    waiting: async (peer) => (await import("./accept-queue-linux.js")).waitingAt(peer),
    stray: async (peer, options) => (await import("./stray.js")).stray(context, peer, crowded(options)),
    ask: async (peer, protocol, options) => (await import("./tcp.js")).ask(context, peer, protocol, crowded(options)),
    tunnel: async (aim, options) => (await import("./proxy.js")).tunnel(context, aim, crowded(options)),
    head: async (peer, options) => (await import("./http-head.js")).head(context, peer, crowded(options)),
    date: async (peer, options) => (await import("./date.js")).date(context, peer, crowded(options)),
    handshake: async (peer, options) => (await import("./tls.js")).handshake(context, peer, crowded(options)),
    clientCertificate: async (as) => (await import("./client-certificate.js")).clientCertificate(context, as),
    request: async (aim, options) => (await import("./http.js")).request(context, aim, crowded(options)),
    requestAlone: async (aim, options) => (await import("./http.js")).requestAlone(context, aim, crowded(options)),
    converse: async (aim, options) => (await import("./http.js")).converse(context, aim, crowded(options)),
    grpcHealth: async (aim, options) => (await import("./grpc.js")).grpcHealth(context, aim, crowded(options)),
    mysql: async (aim, options) => (await import("./mysql.js")).mysql(context, aim, crowded(options)),
    async close() {
      runtime.stop();
      for (const end of [...context.closing]) end();
      context.closing.clear();
    },
  };
  return io;
};

/** Many verbs may listen to one signal; Node would take that for a leak and say so on standard error. */
const crowded = <Options extends VerbOptions>(options: Options): Options => {
  setMaxListeners(0, options.signal);
  return options;
};

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
