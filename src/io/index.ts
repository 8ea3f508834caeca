import type { Io } from "../model/io.js";
import type { Profile } from "../model/profile.js";
import type { Context, Environment } from "./context.js";
import { createGate } from "./gate.js";
import { watchRuntime } from "./runtime.js";

/** The real network for one run. Every verb is one file, loaded when it is first used. */
export const createIo = (profile: Profile, { env }: { readonly env: Environment }): Io => {
  const context: Context = {
    profile,
    env,
    gate: createGate(),
    closing: new Set(),
    locate: (host, options) => io.locate(host, options),
    route: (address) => io.route(address),
  };
  const runtime = watchRuntime();
  const names = once(async () => (await import("./names.js")).createNames(context, io));
  const host = once(async () => (await import("./host.js")).readHost(env));

  const io: Io = {
    defaults: profile.defaults,
    host,
    neighbours: async () => (await import("./host.js")).readNeighbours(),
    runtime: runtime.read,
    locate: async (name, options) => (await names()).locate(name, options),
    route: async (address) => (await import("./routes.js")).routeTo(address, await host()),
    resolvers: async () => (profile.dns.servers.length > 0 ? profile.dns.servers : (await host()).resolvers),
    query: async (...args) => (await import("./dns.js")).query(context, ...args),
    systemLookup: async (...args) => (await import("./system-lookup.js")).systemLookup(context, ...args),
    echo: async (...args) => (await import("./icmp.js")).echo(context, ...args),
    connect: async (...args) => (await import("./tcp.js")).connect(context, ...args),
    ask: async (...args) => (await import("./tcp.js")).ask(context, ...args),
    handshake: async (...args) => (await import("./tls.js")).handshake(context, ...args),
    request: async (...args) => (await import("./http.js")).request(context, ...args),
    converse: async (...args) => (await import("./http.js")).converse(context, ...args),
    mysql: async (...args) => (await import("./mysql.js")).mysql(context, ...args),
    async close() {
      runtime.stop();
      for (const end of [...context.closing]) end();
      context.closing.clear();
    },
  };
  return io;
};

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
