import type { FailureCode } from "../../src/model/failure.js";
import type { Try } from "./sight.js";
import type { SignalOf } from "./words.js";

export type Dead = Exclude<
  SignalOf<"connect">,
  | "open"
  | "some-addresses-dead"
  | "unsteady"
  | "mostly-failing"
  | "reset-at-times"
  | "refused-at-times"
  | "refused-seldom"
>;

/**
 * When Linux gives a neighbour up: after three seconds. What was unreachable sooner than this, and again when asked once
 * more, was rejected by a device that is there; in between lies the first repetition of a request after one second.
 */
const givenUp = 1500;

/** Failures that say something of the way or the far side. Any other is our own and never counts. */
const kinds: { readonly [C in FailureCode]?: Dead } = {
  refused: "refused",
  timeout: "silent",
  reset: "reset-at-connect",
  closed: "reset-at-connect",
  prohibited: "rejected",
  "host-unreachable": "host-unreachable",
  "network-unreachable": "network-unreachable",
  "not-permitted": "blocked-here",
};
/** Of several failures the one that says most: an answer before silence. */
const tellingFirst: readonly Dead[] = [
  "refused",
  "reset-at-connect",
  "blocked-here",
  "rejected",
  "network-unreachable",
  "host-unreachable",
  "silent",
];
export const kindOf = ({ failed }: Try): Dead | undefined => (failed === undefined ? undefined : kinds[failed]);
/** Whether a try says anything: it opened, or failed through no fault of ours. */
export const counts = (one: Try): boolean => one.failed === undefined || kindOf(one) !== undefined;

export const mostTelling = (found: readonly Dead[]): Dead =>
  tellingFirst.find((kind) => found.includes(kind)) ?? "silent";

export const deadKind = (failures: readonly Try[]): Dead => {
  const found = failures.flatMap((one) => kindOf(one) ?? []);
  const unreachable = failures.filter(({ failed }) => failed === "host-unreachable");
  if (unreachable.length === 0 || mostTelling(found) !== "host-unreachable") return mostTelling(found);
  const sooner = unreachable.every(({ ms = 0, detail }) => ms < givenUp && detail !== "EHOSTDOWN");
  return sooner && !found.includes("silent") ? "rejected" : "host-unreachable";
};
