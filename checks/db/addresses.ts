import { isThisMachine } from "../../src/model/address.js";
import { hostPort, withoutUnused } from "../../src/model/place.js";
import { connectAnswer, greetingAnswer } from "./door.js";
import { type AddressVisit, type DatabaseSeen, type DatabaseTarget, isOneOf, ours } from "./sight.js";
import type { DatabaseAnswer } from "./words.js";

/** A server spoke, be it to turn this account away: then its address is not dead. */
export const speaks = ({ greeting, login }: AddressVisit): boolean =>
  greeting?.ok === true
    ? login === undefined || login.ok || !isOneOf(["timeout", "closed", "reset"], login.failure)
    : greeting?.failure.code === "server-error";

/** Whether the visit says anything of the far side. */
const counts = (visit: AddressVisit): boolean =>
  [visit.connect, visit.greeting, visit.login].every(
    (one) => one === undefined || one.ok || !isOneOf(ours, one.failure),
  );

/** The word of `connect`, `greeting` or `login` that says how an address fails. */
const howOf = (visit: AddressVisit): string => {
  if (!visit.connect.ok || visit.greeting === undefined) return connectAnswer(visit).signal;
  if (!visit.greeting.ok) return greetingAnswer(visit.greeting, undefined).signal;
  return visit.login?.ok === false && visit.login.failure.code === "timeout" ? "login-silent" : "login-cut";
};

type State = { readonly address: string; readonly family: 4 | 6; readonly works: boolean; readonly how: string };

/** What each address did over all looks: one that spoke once is not dead. */
const statesOf = (looks: readonly DatabaseSeen[]): State[] => {
  const visits = looks.flatMap((look) => [look, ...(look.besides ?? [])]).filter(counts);
  const families = new Map(looks.flatMap((look) => look.located.addresses).map((one) => [one.address, one.family]));
  return [...new Set(visits.map(({ address }) => address))].flatMap((address) => {
    const mine = visits.filter((one) => one.address === address);
    const last = mine.at(-1);
    const family = families.get(address);
    if (last === undefined || family === undefined) return [];
    const works = mine.some(speaks);
    return [{ address, family, works, how: works ? "" : howOf(last) }];
  });
};

/**
 * Judges the addresses of a name against each other; nothing is said of a name with one, or where none works. Where IPv6 alone is
 * dead, that is the finding.
 */
export const judgeAddresses = (looks: readonly DatabaseSeen[], { port }: DatabaseTarget): DatabaseAnswer[] => {
  const states = withoutUnused(statesOf(looks), ({ address, family, works, how }) => ({
    here: isThisMachine(address),
    family,
    works,
    refuses: how === "refused",
  }));
  const places = (list: readonly State[]): string[] => list.map(({ address }) => hostPort(address, port));
  const how = (list: readonly State[]): string[] => [...new Set(list.map((one) => one.how))];
  if (states.length < 2 || !states.some(({ works }) => works)) return [];
  const four = states.filter(({ family }) => family === 4);
  const six = states.filter(({ family }) => family === 6);
  const sixDead = six.length > 0 && six.every(({ works }) => !works) && four.every(({ works }) => works);
  const relevant = sixDead ? four : states;
  const dead = relevant.filter(({ works }) => !works);
  const working = relevant.filter(({ works }) => works);
  const one: DatabaseAnswer =
    dead.length > 0
      ? { signal: "some-addresses-dead", data: { open: places(working), dead: places(dead), how: how(dead) } }
      : { signal: "all-addresses-serve", data: { open: places(working) } };
  if (sixDead) return [one, { signal: "ipv6-dead", data: { dead: places(six), how: how(six) } }];
  const both = [four, six].every((list) => list.some(({ works }) => works));
  return both ? [one, { signal: "both-families", data: {} }] : [one];
};
