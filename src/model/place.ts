import { isAddress } from "./address.js";

/**
 * Where in the world a cause can sit, from this machine outwards. A `virtual-host` is what one endpoint is under one name:
 * many names share a port, each with a certificate of its own.
 */
export const placeKinds = [
  "this-host",
  "gateway",
  "resolver",
  "proxy",
  "name",
  "host",
  "endpoint",
  "virtual-host",
  "target",
] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** The places that a step passed through, filled from what was seen: `{ host: "10.0.0.5", endpoint: "10.0.0.5:3389" }`. */
export type Places = { readonly [K in PlaceKind]?: string };

/** One address of a located host, and where it lies seen from here. */
export type LocatedAddress = {
  readonly address: string;
  readonly family: 4 | 6;
  /** `unrouted`: no route leads there. */
  readonly scope: "loopback" | "on-link" | "routed" | "unrouted";
  /** The gateway that the route goes through, if any. */
  readonly via?: string;
  /** The interface that the route leaves by; a down interface whose network holds the address comes first. */
  readonly device?: string;
};

/**
 * A name, resolved once per run and shared by all checks. Through a proxy the name stays as it is, and stands in the place
 * of the address: the proxy resolves it.
 */
export type Located = {
  readonly host: string;
  readonly source: "literal" | "hosts" | "dns" | "system" | "proxy";
  /** `host:port` of the proxy on the way. */
  readonly proxy?: string;
  readonly addresses: readonly LocatedAddress[];
};

/** `host:port` with IPv6 in brackets. */
export const hostPort = (host: string, port: number | string): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

/** A DNS server as a place: its address, with the port only where it is not 53. */
export const resolverPlace = ({ address, port }: { readonly address: string; readonly port: number }): string =>
  port === 53 ? address : hostPort(address, port);

/**
 * The places of whatever was asked of a located host. A name with several addresses is one host, known by its name;
 * with one address it is that address, so that a name and a bare address of one machine are one place.
 */
export const placesOf = (located: Located, port?: number): Places => {
  const host = located.addresses.length === 1 ? (located.addresses[0]?.address ?? located.host) : located.host;
  const gateway = located.addresses.find((one) => one.via !== undefined)?.via;
  return {
    ...(located.source === "literal" || isAddress(located.host) ? {} : { name: located.host }),
    ...(located.proxy === undefined ? {} : { proxy: located.proxy }),
    ...(gateway === undefined ? {} : { gateway }),
    host,
    ...(port === undefined ? {} : { endpoint: hostPort(host, port) }),
  };
};

/** Addresses of one name that are looked at. */
const addressesAtMost = 4;

/** Addresses worth a look: those that a route leads to, both families in turn, at most four. */
export const worthALook = ({ addresses }: Located): LocatedAddress[] => {
  const routed = addresses.filter(({ scope }) => scope !== "unrouted");
  const worth = routed.length > 0 ? routed : [...addresses];
  const place = (one: LocatedAddress): number => worth.filter(({ family }) => family === one.family).indexOf(one);
  return worth.sort((a, b) => place(a) - place(b)).slice(0, addressesAtMost);
};

/** What became of one address of a name. */
export type Tried = {
  readonly here: boolean;
  readonly family: 4 | 6;
  readonly works: boolean;
  readonly refuses: boolean;
};

/**
 * Without the loopback addresses that refuse where one of the other family serves: a hosts file gives this machine's name one of each,
 * whichever the service listens on, and programs go on to the other at once.
 */
export const withoutUnused = <T>(all: readonly T[], tried: (one: T) => Tried): readonly T[] => {
  const served = all.map(tried).flatMap(({ here, works, family }) => (here && works ? [family] : []));
  const isUnused = ({ here, refuses, family }: Tried): boolean =>
    here && refuses && served.length > 0 && !served.includes(family);
  return all.filter((one) => !isUnused(tried(one)));
};
