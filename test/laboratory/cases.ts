import { controls } from "./controls/index.js";
import type { Case, Control, Fault, Pair } from "./fault.js";
import { faults } from "./faults/index.js";
import { pairs } from "./pairs/index.js";

const ofFault = (one: Fault): Case => ({
  id: one.id,
  kind: "fault",
  changes: [one],
  symptoms: [one.symptom],
  expected: [{ cause: one.cause, ...(one.place === undefined ? {} : { place: one.place }) }],
  accepted: one.accepts?.causes ?? [],
  profile: one.profile ?? {},
  routers: one.routers ?? 1,
  scars: one.scars ?? false,
});

const ofControl = (one: Control): Case => ({
  id: one.id,
  kind: "control",
  changes: [one],
  symptoms: [one.symptom],
  expected: [],
  accepted: [],
  profile: one.profile ?? {},
  routers: one.routers ?? 1,
  scars: false,
});

const byId = new Map(faults.map((one) => [one.id, one]));
export const faultOf = (id: string): Fault => {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`no fault is called ${id}`);
  return found;
};

const ofPair = ({ id, faults: ids, hidden, profile, accepts }: Pair): Case => {
  const both = ids.map(faultOf);
  const [one, other] = both.map(ofFault);
  if (one === undefined || other === undefined) throw new Error(`${id} is no pair`);
  return {
    id,
    kind: "pair",
    // What is hidden breaks first: the other would stand in the way of those who break it.
    changes: hidden === undefined ? both : both.toReversed(),
    // What is hidden shows nothing of its own while the other stands.
    symptoms: hidden === undefined ? [...one.symptoms, ...other.symptoms] : one.symptoms,
    expected: [
      ...one.expected,
      ...other.expected.map((each) => ({ ...each, ...(hidden === undefined ? {} : { hidden }) })),
    ],
    accepted: [...one.accepted, ...other.accepted, ...(accepts?.causes ?? [])],
    profile: { ...one.profile, ...other.profile, ...profile },
    routers: Math.max(one.routers, other.routers) as Case["routers"],
    scars: one.scars || other.scars,
  };
};

/** Everything that the scoreboard runs. */
export const cases: readonly Case[] = [...faults.map(ofFault), ...pairs.map(ofPair), ...controls.map(ofControl)];

/** A healthy laboratory, so many times. */
export const healthyCases = (count: number): readonly Case[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `healthy/${at + 1}`,
    kind: "control",
    changes: [],
    symptoms: [],
    expected: [],
    accepted: [],
    profile: {},
    routers: at % 2 === 0 ? 1 : 2,
    scars: false,
  }));
