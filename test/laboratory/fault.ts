import type { CauseId } from "../../src/model/causes/index.js";
import type { Laboratory } from "./laboratory.js";
import type { Routers } from "./network.js";
import type { Wishes } from "./profile.js";

/**
 * What an ordinary tool says in the client, before and after: all it prints, and `[exit N]` at the end. `{dir}` in the command is the
 * laboratory's folder.
 */
export type Symptom = {
  readonly command: readonly string[];
  readonly broken: RegExp;
  readonly healthy: RegExp;
  /** Default: the client. */
  readonly where?: "client" | "server" | "proxy";
};

/** Something that can be done to a laboratory and undone again. */
export type Change = {
  inject(lab: Laboratory): Promise<void>;
  /** Also mends what an injection that failed half-way left behind. */
  restore(lab: Laboratory): Promise<void>;
};

export type Fault = Change & {
  /** `CAUSE` or `CAUSE/VARIANT`. */
  readonly id: string;
  /** The cause that must be named first. */
  readonly cause: CauseId;
  readonly symptom: Symptom;
  /** The place that the cause must stand at, where another would be wrong: `10.200.2.2:3389`. */
  readonly place?: string;
  readonly profile?: Wishes;
  readonly routers?: Routers;
  /** Causes that may stand *beside* it, since nothing that one observer sees tells them apart; and why not. */
  readonly accepts?: { readonly causes: readonly CauseId[]; readonly why: string };
  /** It leaves something behind that cannot be undone, as a counter that has grown: the laboratory is thrown away. */
  readonly scars?: true;
};

/** Two faults at once, by their ids. */
export type Pair = {
  readonly id: string;
  readonly faults: readonly [string, string];
  /** The second cannot be seen while the first stands; and why. */
  readonly hidden?: string;
  readonly profile?: Wishes;
  readonly accepts?: Fault["accepts"];
};

/** A system that is odd and healthy: no fault and no warning may stand. */
export type Control = Change & {
  readonly id: string;
  /** What an ordinary tool shows of the oddity. */
  readonly symptom: Symptom;
  readonly profile?: Wishes;
  readonly routers?: Routers;
};

/** What the scoreboard runs: a fault, a pair or a control. */
export type Case = {
  readonly id: string;
  readonly kind: "fault" | "pair" | "control";
  readonly changes: readonly Change[];
  readonly symptoms: readonly Symptom[];
  readonly expected: readonly { readonly cause: CauseId; readonly place?: string; readonly hidden?: string }[];
  readonly accepted: readonly CauseId[];
  readonly profile: Wishes;
  readonly routers: Routers;
  readonly scars: boolean;
};
