import { type Locus, type Party, reportedId } from "../model/cause.js";
import type { PlaceKind } from "../model/place.js";
import { type Because, type Finding, standings } from "../model/report.js";
import type { Result } from "../model/result.js";
import { fillAdvice } from "./advice.js";
import type { Answer } from "./answers.js";
import { type Candidate, expected, type Term } from "./candidates.js";
import type { Draft, Settled, Targets } from "./draft.js";
import { explainsOf, subjectsOf } from "./reach.js";

export const becauseOf = (answer: Answer): Because => ({
  step: answer.from[0]?.step ?? "",
  signal: answer.signal,
  text: answer.text,
});

const ownerOf = (subjects: readonly string[], targets: Targets): Party => {
  const owners = new Set(subjects.map((name) => targets.find((target) => target.name === name)?.owner));
  const [owner] = owners;
  return owners.size === 1 && owner !== undefined ? (owner as Party) : "unknown";
};

/** The services at which a cause of one service showed, by port: the hosts that they are on. */
const hostsByPort = ({ sits, place, expects }: Candidate): (readonly [port: string, host: string])[] =>
  expects
    .flatMap(({ answer }) => answer.from)
    .filter(({ places }) => places[sits] === place)
    .flatMap(({ places: { endpoint = "", host = endpoint } }) => {
      const port = /:(\d+)$/.exec(endpoint)?.[1];
      return port === undefined ? [] : [[port, host] as const];
    });

const services: readonly PlaceKind[] = ["endpoint", "virtual-host", "target"];

/** Whether several far sides fail alike on one port: then what they share, our own way out, is to blame. */
const sharedPort = (candidate: Candidate, shown: readonly Draft[]): boolean => {
  if (!services.includes(candidate.sits)) return false;
  const alike = shown.filter((draft) => draft.candidate.id === candidate.id);
  const others = alike.flatMap((draft) => hostsByPort(draft.candidate));
  return hostsByPort(candidate).some(([port, host]) => others.some((other) => other[0] === port && other[1] !== host));
};

/** What may befall this host and has befallen another, as that one tells, is the far side's. */
const locusOf = ({ cause, sits }: Candidate): Locus | undefined => {
  const [first] = cause.locus;
  const another = first === "this-host" && sits !== first && [cause.sits].flat().includes(first);
  return another ? "far-side" : first;
};

const partyOf = (
  candidate: Candidate,
  subjects: readonly string[],
  targets: Targets,
  shown: readonly Draft[],
): Party => {
  switch (locusOf(candidate)) {
    case "this-host":
      return "this-host";
    case "local-network":
      return "local-network";
    case "far-side":
      return ownerOf(subjects, targets);
    default:
      if (expected(candidate).some(({ answer }) => answer.data.beyondGateway === true)) return "carrier";
      return sharedPort(candidate, shown) ? "local-network" : "unknown";
  }
};

const largest = (terms: readonly Term[], sign: 1 | -1, least: number): Because[] =>
  terms
    .filter(({ weight }) => weight * sign > least)
    .sort((a, b) => sign * (b.weight - a.weight))
    .slice(0, 5)
    .map(({ answer }) => becauseOf(answer));

export const findingOf = (
  draft: Draft & Partial<Settled>,
  results: readonly Result[],
  targets: Targets,
  shown: readonly Draft[],
): Finding => {
  const { candidate } = draft;
  const own = explainsOf(candidate, results);
  const subjects = subjectsOf(candidate, own, results);
  const { kind, layer, title } = candidate.cause;
  return {
    id: reportedId(candidate.id, candidate.cause),
    ...(candidate.cause.reportedAs === undefined ? {} : { variant: candidate.id }),
    kind,
    place: candidate.place,
    subjects,
    layer,
    standing: draft.standing,
    confidence: Math.round(draft.confidence * 1000) / 1000,
    party: partyOf(candidate, subjects, targets, shown),
    title,
    because: largest(candidate.terms, 1, Math.log(1.6)),
    against: largest(candidate.terms, -1, Math.log(1.6)),
    explains: [...new Set([...own, ...(draft.absorbed ?? [])])],
    advice: fillAdvice(candidate, own, results),
    ...(candidate.cause.yields ? { yields: true as const } : {}),
    ...(candidate.cause.mild ? { mild: true as const } : {}),
  };
};

const among = (one: Finding, { id, place }: Finding): boolean => one.id === id && one.place === place;

/** Ranked. Of several variants of one cause at one place the first speaks for all. */
export const onePerPlace = (findings: readonly Finding[]): Finding[] =>
  findings.filter((one, at) => findings.findIndex((first) => among(first, one)) === at);

const kinds = ["fault", "warning", "note"];

/** Faults, warnings, notes, ruled out; within each the merely possible last, what stops the service before the mild, the specific before the generic, then the surer, then the wider. */
export const byRank = (a: Finding, b: Finding): number =>
  Number(a.standing === "ruled-out") - Number(b.standing === "ruled-out") ||
  kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
  Number(a.standing === "possible") - Number(b.standing === "possible") ||
  Number(a.mild ?? false) - Number(b.mild ?? false) ||
  Number(a.yields ?? false) - Number(b.yields ?? false) ||
  standings.indexOf(a.standing) - standings.indexOf(b.standing) ||
  b.explains.length - a.explains.length ||
  b.confidence - a.confidence ||
  a.id.localeCompare(b.id);
