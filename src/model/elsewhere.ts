import { addressesOf } from "./dns.js";
import type { Io } from "./io.js";
import { hostPort, type Located } from "./place.js";
import type { ServerAddress } from "./profile.js";

/** An address that some resolver gives for a name and this machine does not use. */
export type OtherAddress = { readonly address: string; readonly server: string };

/** At most this many other addresses are tried. */
const most = 3;

type Asking = {
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly compare: readonly ServerAddress[];
  /** Only of resolvers none of whose addresses is in use: one that has some in common means the same service. */
  readonly apart?: true;
};

/**
 * Where the hosts file decides, this machine's resolvers know better, perhaps, and where its first one does, those after it, of which any may be
 * asked; the profile's second opinions always may.
 */
export const otherAddresses = async (
  { host, source, addresses }: Located,
  { io, signal, compare, apart }: Asking,
): Promise<readonly OtherAddress[]> => {
  if (source === "literal" || source === "proxy") return [];
  const [first, ...later] = await io.resolvers();
  const own = source === "hosts" && first !== undefined ? [first, ...later] : later;
  const servers = [...own, ...compare].slice(0, most);
  const ask = async (server: ServerAddress, type: "A" | "AAAA") => {
    const answer = await io.query(server, { name: host, type, transport: "udp" }, { signal });
    const found = answer.ok ? addressesOf(host, answer.value).addresses : [];
    return found.map((address) => ({ address, server: hostPort(server.address, server.port) }));
  };
  const isUsed = ({ address }: OtherAddress): boolean => addresses.some((used) => used.address === address);
  const told = await Promise.all(
    servers.map(async (server) => (await Promise.all([ask(server, "A"), ask(server, "AAAA")])).flat()),
  );
  const others = told
    .filter((one) => apart !== true || !one.some(isUsed))
    .flatMap((one) => one.filter((each) => !isUsed(each)));
  return [...new Map(others.reverse().map((one) => [one.address, one])).values()].reverse().slice(0, most);
};
