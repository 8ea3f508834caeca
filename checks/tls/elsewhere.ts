import type { Raised } from "../../src/model/check.js";
import { addressesOf } from "../../src/model/dns.js";
import type { Attempt } from "../../src/model/failure.js";
import type { Handshake, Io } from "../../src/model/io.js";
import { hostPort, type Located } from "../../src/model/place.js";
import type { ServerAddress } from "../../src/model/profile.js";
import type { tlsSignals } from "./words.js";

/** Whether the service is at another address than the one in use: an answer is good if TLS for the name succeeds there. */

/** An address that some resolver gives for the name and this machine does not use, and whether the service is there. */
export type Elsewhere = { readonly address: string; readonly server: string; readonly holds: boolean };

/** At most this many other addresses are tried. */
const most = 3;

/** The certificate is for the name and leads to a trusted root; its dates are another matter. */
export const holds = (one: Attempt<Handshake>): boolean =>
  one.ok && one.value.nameMatches && one.value.trust === "trusted" && one.value.rejected === undefined;

type Asking = { readonly io: Io; readonly signal: AbortSignal; readonly compare: readonly ServerAddress[] };

/** Where the hosts file decides, this machine's resolvers know better, perhaps; the profile's second opinions always may. */
export const otherAddresses = async (
  { host, source, addresses }: Located,
  { io, signal, compare }: Asking,
): Promise<readonly Omit<Elsewhere, "holds">[]> => {
  if (source === "literal" || source === "proxy") return [];
  const servers = [...(source === "hosts" ? await io.resolvers() : []), ...compare].slice(0, most);
  const ask = async (server: ServerAddress, type: "A" | "AAAA") => {
    const answer = await io.query(server, { name: host, type, transport: "udp" }, { signal });
    const found = answer.ok ? addressesOf(host, answer.value).addresses : [];
    return found.map((address) => ({ address, server: hostPort(server.address, server.port) }));
  };
  const told = (await Promise.all(servers.flatMap((server) => [ask(server, "A"), ask(server, "AAAA")]))).flat();
  const others = told.filter(({ address }) => !addresses.some((used) => used.address === address));
  return [...new Map(others.reverse().map((one) => [one.address, one])).values()].reverse().slice(0, most);
};

/** Absent where no other address is known, or the one in use is as it should be. */
export const elsewhereAnswer = (
  used: string,
  name: string,
  elsewhere: readonly Elsewhere[] | undefined,
): Raised<typeof tlsSignals>[] => {
  const [first] = elsewhere ?? [];
  if (first === undefined) return [];
  const good = elsewhere?.find((one) => one.holds);
  return good === undefined
    ? [{ signal: "nowhere-else", data: { name, tried: elsewhere?.map(({ address }) => address) ?? [] } }]
    : [{ signal: "holds-elsewhere", data: { name, used, address: good.address, server: good.server } }];
};
