import type { FailureCode } from "../../src/model/failure.js";
import type { EchoSeries, Neighbour } from "../../src/model/io.js";
import type { Located, LocatedAddress } from "../../src/model/place.js";

export type Target = { readonly host: string };
/**
 * `swallowed`: a living host beyond the same gateway, which answers as the first hop there and not towards the silent one, again and again.
 * `own`: addresses of this machine, which speak of its gateway where a gateway leads there. `routers`: those that answered on the way at
 * its end; absent: it was not asked.
 */
export type Vigil = {
  readonly ms: number;
  readonly routers?: readonly string[];
  readonly errors: EchoSeries["errors"];
  readonly own: readonly string[];
  readonly swallowed?: LocatedAddress;
};
export type Seen = {
  readonly located: Located;
  /** The address that was pinged. */
  readonly address: string;
  /** The sample, and what followed because something of it was lost. */
  readonly series: readonly EchoSeries[];
  /** What was said to single requests after silence, for so many milliseconds since the first one. */
  readonly vigil?: Vigil;
  /** How this machine knew a neighbour that stayed silent: before, meanwhile and after. */
  readonly neighbour?: readonly Neighbour["state"][];
  /** A sample with wider gaps, where several pings of the first one were under way at once. */
  readonly apart?: EchoSeries;
  /** Segments of open connections that this host sent again meanwhile. Absent: nothing was lost, or not known. */
  readonly resent?: number;
  /** Why nothing could be sent: this host knows no way there. */
  readonly failed?: FailureCode;
};
