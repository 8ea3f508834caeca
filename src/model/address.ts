/**
 * What an address is by itself (RFC 6890, the IANA registries of special-purpose addresses). `reserved` is what no service can be
 * reached at: this network, documentation, benchmarking, multicast, future use.
 */
export type AddressKind = "public" | "private" | "loopback" | "link-local" | "unspecified" | "reserved";

const kinds4: readonly (readonly [first: string, bits: number, kind: AddressKind])[] = [
  ["0.0.0.0", 32, "unspecified"],
  ["0.0.0.0", 8, "reserved"],
  ["10.0.0.0", 8, "private"],
  ["100.64.0.0", 10, "private"],
  ["127.0.0.0", 8, "loopback"],
  ["169.254.0.0", 16, "link-local"],
  ["172.16.0.0", 12, "private"],
  ["192.0.0.0", 24, "reserved"],
  ["192.0.2.0", 24, "reserved"],
  ["192.168.0.0", 16, "private"],
  ["198.18.0.0", 15, "reserved"],
  ["198.51.100.0", 24, "reserved"],
  ["203.0.113.0", 24, "reserved"],
  ["224.0.0.0", 3, "reserved"],
];

const number4 = (address: string): number => address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);

const kind4 = (address: string): AddressKind => {
  const value = number4(address);
  const found = kinds4.find(([first, bits]) => Math.floor((value - number4(first)) / 2 ** (32 - bits)) === 0);
  return found?.[2] ?? "public";
};

const kind6 = (address: string): AddressKind => {
  if (address === "::1") return "loopback";
  if (address === "::") return "unspecified";
  if (/^f[cd]/.test(address)) return "private";
  if (/^fe[89ab]/.test(address)) return "link-local";
  if (/^(ff|2001:db8:|2001:0?db8:|100::)/.test(address)) return "reserved";
  return "public";
};

/** The kind of an IPv4 or IPv6 address as text; an IPv4-mapped one is taken for what it carries. */
export const addressKind = (address: string): AddressKind => {
  const lower = address.toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(lower)?.[1];
  return mapped === undefined && lower.includes(":") ? kind6(lower) : kind4(mapped ?? lower);
};

/** Whether a host as written in a profile is an address and no name. */
export const isAddress = (host: string): boolean => host.includes(":") || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);

/** Names that mean this host everywhere (RFC 6761, section 6.3). */
export const isLocalhost = (host: string): boolean => /^(.*\.)?localhost\.?$/i.test(host);

/** Whether a host, by its name or address alone, is this machine itself. */
export const isThisMachine = (host: string): boolean =>
  isLocalhost(host) || (isAddress(host) && ["loopback", "unspecified"].includes(addressKind(host)));

/** All addresses of this host. */
export const ownAddresses = (
  interfaces: readonly { readonly addresses: readonly { readonly address: string }[] }[],
): string[] => interfaces.flatMap(({ addresses }) => addresses.map(({ address }) => address));

/** The gateways of its default routes; none where it does not tell its routes. */
export const defaultGateways = (
  routes: readonly { readonly destination: string; readonly gateway?: string }[] | null,
): string[] =>
  (routes ?? []).flatMap(({ destination, gateway }) =>
    gateway !== undefined && ["0.0.0.0/0", "::/0"].includes(destination) ? [gateway] : [],
  );
