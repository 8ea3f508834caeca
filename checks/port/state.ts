import { isThisMachine } from "../../src/model/address.js";
import { hostPort } from "../../src/model/place.js";
import { counts, type Dead, deadKind } from "./dead.js";
import type { AddressSeen, Seen, Target, Try } from "./sight.js";
import { refusedOften } from "./tries.js";
import type { SignalOf } from "./words.js";

type Service = SignalOf<"service">;

/** What one address did over all looks. */
export type State = {
  readonly family: 4 | 6;
  /** It is a loopback address. */
  readonly here: boolean;
  readonly place: string;
  readonly opened: readonly Try[];
  readonly tried: number;
  /** Every way in which it failed once. */
  readonly how: readonly (Dead | Service)[];
  readonly dead?: Dead;
  readonly service?: Service;
  readonly sight?: AddressSeen["service"];
  /** Refused more than once, between others that opened. */
  readonly often: boolean;
  readonly longest: number;
};

const serviceKind = ({ spoke, failed, alive }: NonNullable<AddressSeen["service"]>, target: Target): Service => {
  if (spoke === target.speaks) return "speaks";
  // What we do not know may be the service itself, broken, where more of it is expected than a port.
  if (spoke === "unknown" && target.deeper === true) return "no-protocol";
  if (spoke !== undefined) return "other-protocol";
  if (failed === "timeout" && target.deeper === true) return alive === true ? "unanswered" : "unheard";
  return failed === "reset" ? "reset-on-data" : failed === "timeout" ? "mute" : "closes";
};

const stateOf = (sights: readonly AddressSeen[], target: Target): State[] => {
  const [one] = sights;
  const tries = sights.flatMap((sight) => sight.tries).filter(counts);
  if (one === undefined || tries.length === 0) return [];
  const opened = tries.filter(({ failed }) => failed === undefined);
  const failures = tries.filter(({ failed }) => failed !== undefined);
  const asked = sights.flatMap(({ service }) =>
    service === undefined ? [] : [{ service, kind: serviceKind(service, target) }],
  );
  // An answer of the expected service is believed; what failed beside it makes the port unsteady.
  const best = asked.find(({ kind }) => kind === "speaks") ?? asked.at(-1);
  const dead = opened.length === 0 ? deadKind(failures) : undefined;
  const typical = failures.filter((each) => deadKind([each]) === dead);
  const inVain = best?.kind === "speaks" ? asked.filter(({ kind }) => kind !== "speaks") : [];
  return [
    {
      family: one.family,
      here: isThisMachine(one.address),
      place: hostPort(one.address, target.port),
      opened: opened.slice(inVain.length),
      tried: tries.length,
      how: [...failures.map((each) => deadKind([each])), ...inVain.map(({ kind }) => kind)],
      often: sights.some((sight) => refusedOften(sight.tries)),
      longest: Math.max(0, ...(typical.length > 0 ? typical : failures).map(({ ms = 0 }) => ms)),
      ...(dead === undefined ? {} : { dead }),
      ...(best === undefined ? {} : { service: best.kind, sight: best.service }),
    },
  ];
};

export const statesOf = (looks: readonly Seen[], target: Target): State[] => {
  const sights = looks.flatMap(({ addresses }) => addresses);
  const addresses = [...new Set(sights.map(({ address }) => address))];
  return addresses.flatMap((address) =>
    stateOf(
      sights.filter((one) => one.address === address),
      target,
    ),
  );
};

const serves: readonly Service[] = ["speaks", "unanswered", "unheard"];
export const works = ({ dead, service }: State): boolean => dead === undefined && serves.includes(service ?? "speaks");
export const wayOf = ({ dead, service }: State): string => dead ?? service ?? "open";
export const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];
export const places = (states: readonly State[]): string[] => states.map(({ place }) => place);
export const rounded = (ms: number): number => (ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));
export const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
