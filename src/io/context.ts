import type { Io } from "../model/io.js";
import type { Profile, UrlTarget } from "../model/profile.js";
import type { Ear } from "./ear.js";
import type { Gate } from "./gate.js";

export type Environment = { readonly [name: string]: string | undefined };

/** What all verbs of one run share. */
export type Context = {
  readonly profile: Profile;
  readonly env: Environment;
  /** Every verb that opens a connection enters here first, by `hostPort(address, port)`. */
  readonly gate: Gate;
  /** Hears what ICMP says of connection requests. */
  readonly ear: Ear;
  /** What ends the sockets, sessions and child processes that are open now. Whoever opens adds, whoever closes deletes. */
  readonly closing: Set<() => void>;
  readonly locate: Io["locate"];
  readonly route: Io["route"];
};

/** The url target that a verb speaks for. */
export const targetNamed = ({ profile }: Context, name: string | undefined): UrlTarget | undefined =>
  name === undefined
    ? undefined
    : profile.targets.find((one): one is UrlTarget => one.kind === "url" && one.name === name);
