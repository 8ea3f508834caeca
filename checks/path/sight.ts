import type { FailureCode } from "../../src/model/failure.js";
import type { EchoSeries, PathMtu, RouterWord, Trace } from "../../src/model/io.js";
import type { Located, LocatedAddress } from "../../src/model/place.js";

/** `port`: a TLS (`secure`) or HTTP service that takes a large message. */
export type Target = { readonly host: string; readonly port?: number; readonly secure?: boolean };
export type Seen = {
  readonly located: Located;
  readonly at: LocatedAddress;
  /** Addresses of the interface that leads there. */
  readonly own: readonly string[];
  /** Absent for a loopback address, to which no hops lead. */
  readonly trace?: Trace | { readonly failed: FailureCode };
  readonly mtu?: PathMtu | { readonly failed: FailureCode };
  /** A last ping, where nothing but silence had come: routers ration their words, and many had asked at once. */
  readonly late?: EchoSeries;
  /** What routers said to the connections of other checks. */
  readonly words?: readonly RouterWord[];
};
