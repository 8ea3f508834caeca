import type { FailureCode } from "../../src/model/failure.js";
import type { EchoSeries } from "../../src/model/io.js";
import type { Located } from "../../src/model/place.js";

export type Target = { readonly host: string };
/**
 * `own`: addresses of this machine, which speak of its gateway where a gateway leads there. `routers`: those that answered on the way at
 * its end; absent: it was not asked.
 */
export type Vigil = {
  readonly ms: number;
  readonly routers?: readonly string[];
  readonly errors: EchoSeries["errors"];
  readonly own: readonly string[];
};
export type Seen = {
  readonly located: Located;
  /** The address that was pinged. */
  readonly address: string;
  /** The sample, and what followed because something of it was lost. */
  readonly series: readonly EchoSeries[];
  /** What was said to single requests after silence, for so many milliseconds since the first one. */
  readonly vigil?: Vigil;
  /** A sample with wider gaps, where several pings of the first one were under way at once. */
  readonly apart?: EchoSeries;
  /** Why nothing could be sent: this host knows no way there. */
  readonly failed?: FailureCode;
};
