import type { SettingValues } from "../../src/model/check.js";
import type { NetworkInterface, Route } from "../../src/model/io.js";
import type { LocatedAddress } from "../../src/model/place.js";
import type { settings } from "./settings.js";

export type Target = {
  readonly hosts: readonly string[];
  /** Names that do not resolve are the proxy's business. */
  readonly proxied?: true;
};
export type Values = SettingValues<typeof settings>;

/** How this host reaches a target or a resolver: by the first of its addresses that a route leads to. */
export type Way = LocatedAddress & {
  readonly host: string;
  /** The name did not resolve: it counts as beyond the default route. */
  readonly beyond?: true;
  /** A resolver on this host gave the address. */
  readonly saidHere?: true;
};

/** What the kernel knows of a neighbour: `unknown` too where it knows nothing. */
type NeighbourState = "reachable" | "failed" | "unknown";

/** What a gateway did when it was asked. */
export type GatewaySeen = {
  readonly address: string;
  /** Its sign of life: `ping`, `80: refused`, `hop` (it answered for a packet that it was to pass on), `ARP`; null: none. */
  readonly heard: string | null;
  /** What the kernel knew of it afterwards. */
  readonly neighbour: NeighbourState;
};

/** A host that this one takes for a neighbour of its own network, though it lies far off in it. */
export type NeighbourSeen = {
  readonly host: string;
  readonly address: string;
  readonly device: string;
  /** Whether it answered to ping, or at least to the query for its hardware address. */
  readonly answered: boolean;
};

export type Counters = NonNullable<NetworkInterface["counters"]>;

/** What grew at the used interfaces, and in how many milliseconds. */
export type Growth = {
  readonly ms: number;
  readonly counters: { readonly [name: string]: Counters };
  /** How often the link came or went. */
  readonly flaps?: { readonly [name: string]: number };
};

export type LinkSeen = {
  readonly ways: readonly Way[];
  readonly interfaces: readonly NetworkInterface[];
  /** null: not available on this system. */
  readonly routes: readonly Route[] | null;
  readonly gateways: readonly GatewaySeen[];
  /** Asked only where the own network is suspiciously wide. */
  readonly neighbours?: readonly NeighbourSeen[];
  /** Addresses that the kernel has lately heard in the networks of this host. */
  readonly alive?: readonly string[];
  /** null: not watched. */
  readonly growth: Growth | null;
  /** Milliseconds since this system started. */
  readonly uptime?: number;
};
