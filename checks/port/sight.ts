import type { OtherAddress } from "../../src/model/elsewhere.js";
import type { FailureCode } from "../../src/model/failure.js";
import type { Refusal } from "../../src/model/io.js";
import type { Life } from "../../src/model/life.js";
import type { Located, LocatedAddress } from "../../src/model/place.js";
import type { Protocol, ServerAddress } from "../../src/model/profile.js";

/** `deeper`: another check asks the service there more thoroughly; `ours`: more than two connections at once are allowed. */
export type Target = {
  readonly host: string;
  readonly port: number;
  readonly speaks: Protocol;
  readonly deeper?: true;
  /** What is fetched of a web server. */
  readonly path?: string;
  readonly ours?: true;
  /** Second opinions on the name. */
  readonly compare?: readonly ServerAddress[];
};

/** One connection; `ms` is absent where only the whole exchange was measured. */
export type Try = { readonly ms?: number; readonly failed?: FailureCode; readonly detail?: string | number };
/** What one address did. `service`: only if one is expected and the port opened. */
export type AddressSeen = LocatedAddress & {
  readonly tries: readonly Try[];
  readonly service?: {
    readonly ms: number;
    readonly spoke?: string;
    readonly banner?: string;
    readonly failed?: FailureCode;
    /** It said nothing, but the program behind it ended its side when we ended ours. */
    readonly alive?: true;
  };
  /**
   * The last connection that was tried beside those held open, and how many these were: asked twice before it is said to fail.
   * `alone`: some are cut while nothing else is open, too.
   */
  readonly beside?: Try & { readonly held?: number; readonly alone?: true };
  readonly life?: readonly Life[];
  /** Where it is silent: whether it answers a segment that belongs to no connection. */
  readonly stray?: boolean;
  /** Where a port of this machine is silent: connections that its program has not taken yet. */
  readonly waiting?: number;
  /** Where it refuses, and raw sockets may be opened. */
  readonly refusal?: Refusal;
};
export type Seen = {
  readonly located: Located;
  readonly addresses: readonly AddressSeen[];
  /** Addresses that this machine does not use; asked only where none of those in use opens. */
  readonly elsewhere?: readonly (OtherAddress & { readonly opens: boolean })[];
};
