import type { Attempt, FailureCode } from "../../src/model/failure.js";
import type { HeadAnswer, ProxyAnswer } from "../../src/model/io.js";
import type { Located } from "../../src/model/place.js";
import type { Tongue } from "../../src/model/tongues.js";

/** A url target for which a proxy is named. */
export type WayTarget = {
  readonly as: string;
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** The front page: scheme, host and port. */
  readonly url: string;
  readonly proxy: { readonly host: string; readonly port: number; readonly from: string };
  /** Why the proxy is not used; absent: it is. */
  readonly unused?: "forbidden" | "excluded" | "unsupported";
};
/** A service that a login portal might answer for. */
export type Door = { readonly as: string; readonly host: string; readonly port: number; readonly secure: boolean };
export type Target = WayTarget | { readonly doors: readonly Door[] };

/**
 * What came of connecting to the target without the proxy. `near`: its address is a private one, or lies beside us. `beside`:
 * on this machine, or in its own network; a large company has private addresses far away as well.
 */
export type Direct = {
  readonly opens: boolean;
  readonly near: boolean;
  readonly beside?: "here" | "network";
  readonly code?: FailureCode;
};

export type ThroughSeen = {
  /** Where the proxy lies; null: its name was not resolved. */
  readonly located: Located | null;
  /** The first of the servers that were to resolve it; only where none did. */
  readonly resolver?: string;
  readonly asked: Attempt<ProxyAnswer>;
  /** After a cut: the protocol that is spoken there instead. */
  readonly speaks?: Tongue;
  /** After silence: whether the proxy answers anything at all. */
  readonly lives?: boolean;
  /** After a refusal, or where the proxy got no further: the usual port of the same host. */
  readonly other?: { readonly port: number; readonly asked: Attempt<ProxyAnswer> };
  readonly direct?: Direct;
};
export type AroundSeen = {
  /** `here`: the name leads to this machine; nothing is asked then. */
  readonly direct: Direct | "here";
  /** Asked only if the direct way did not open at once: whether the target itself answers through the ignored proxy. */
  readonly through?: { readonly answers: boolean; readonly code?: FailureCode };
};
export type DoorSeen = {
  readonly host: string;
  readonly located: Located;
  readonly near: boolean;
  /** Its address is that of a default gateway of ours. */
  readonly gateway?: true;
  /** What is wrong with TLS there: a failure, another's name, no trust; null: the target itself answers. */
  readonly suspect: FailureCode | "name" | "trust" | null;
  /** Its front page in plain HTTP; asked only of a suspect. */
  readonly front?: Attempt<HeadAnswer>;
};
export type DoorsSeen = {
  readonly doors: readonly DoorSeen[];
  /** Services whose names lead to this machine. */
  readonly here: readonly string[];
};
export type Seen = ThroughSeen | AroundSeen | DoorsSeen;
