import type { Io } from "../model/io.js";
import type { Profile } from "../model/profile.js";
import type { Gate } from "./gate.js";

export type Environment = { readonly [name: string]: string | undefined };

/** What all verbs of one run share. */
export type Context = {
  readonly profile: Profile;
  readonly env: Environment;
  /** Every verb that opens a connection enters here first, by `hostPort(address, port)`. */
  readonly gate: Gate;
  /** What ends the sockets, sessions and child processes that are open now. Whoever opens adds, whoever closes deletes. */
  readonly closing: Set<() => void>;
  readonly locate: Io["locate"];
  readonly route: Io["route"];
};
