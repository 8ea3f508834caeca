import { type AddressKind, addressKind } from "../../src/model/address.js";
import type { Result } from "../../src/model/result.js";
import type { Target } from "./aims.js";
import { type DnsAnswered, few } from "./servers.js";
import type { DnsSeen } from "./sight.js";

/**
 * The kind of address that a name leads to, held against the profile's other names. Services have private addresses for good
 * reasons, and so have whole laboratories reserved ones: odd is only the one that is unlike its kin.
 */

type Name = Pick<Target, "host" | "outside"> & { readonly addresses: readonly string[] };

const resolvedIn = (looks: readonly DnsSeen[]): DnsSeen | undefined => looks.findLast(({ located }) => located.ok);

const nameOf = ({ host, outside }: Target, seen: DnsSeen | undefined): Name | undefined => {
  if (seen?.located.ok !== true || seen.listed.length > 0 || seen.servers.length === 0) return undefined;
  const addresses = seen.located.value.addresses.map(({ address }) => address);
  return addresses.length === 0
    ? undefined
    : { host: host.toLowerCase(), addresses, ...(outside === undefined ? {} : { outside }) };
};

const hasOnly =
  (...kinds: readonly AddressKind[]) =>
  ({ addresses }: Pick<Name, "addresses">): boolean =>
    addresses.every((one) => kinds.includes(addressKind(one)));
const isPublic = hasOnly("public");
const isPrivate = hasOnly("private");
/** What no route of the internet leads to. Of this very machine, see `here`. */
const isReserved = hasOnly("reserved", "link-local");

/** `com.cn` and its like belong to everybody. */
const everybodys = /^(?:(?:ac|co|com|edu|gov|mil|net|org)\.[a-z]{2}|[^.]*)$/;
const parentOf = (host: string): string => host.replace(/^[^.]*\.?/, "");
const isUnder = (host: string, parent: string): boolean => !everybodys.test(parent) && host.endsWith(`.${parent}`);
const areKin = (a: Name, b: Name): boolean => isUnder(a.host, parentOf(b.host)) || isUnder(b.host, parentOf(a.host));

/**
 * The names beside which a private address is odd. At home are databases and desktops, whatever is public. Of the rest its kin say
 * most; of a vendor or an authority it is odd beside any name that is public, unless others of theirs are reached privately as well.
 */
const amongPublic = (one: Name, others: readonly Name[]): readonly Name[] => {
  if (one.outside === undefined) return [];
  const kin = others.filter((other) => areKin(one, other));
  if (kin.length > 0) return kin.every(isPublic) ? kin : [];
  if (one.outside !== "surely" || others.some((other) => other.outside === "surely" && !isPublic(other))) return [];
  return others.filter(isPublic);
};

/** Networks that use reserved addresses themselves: the resolver's or the gateway's is one. */
const isCustomHere = ({ servers: [first], way, located }: DnsSeen): boolean => {
  const ways = located.ok ? located.value.addresses : [];
  const near = [first?.server.address, way?.via, ...ways.map(({ via }) => via)].filter((one) => one !== undefined);
  return near.some((address) => isReserved({ addresses: [address] })) || ways.some(({ scope }) => scope === "on-link");
};

/** One judgement over all names; `others`: the results of this check. */
export const company = (
  target: Target,
  looks: readonly DnsSeen[],
  others: readonly Pick<Result, "target" | "looks">[],
): DnsAnswered | undefined => {
  const seen = resolvedIn(looks);
  const one = nameOf(target, seen);
  if (one === undefined || seen === undefined) return undefined;
  const beside = others
    .map((other) => nameOf(other.target as Target, resolvedIn(other.looks as readonly DnsSeen[])))
    .filter((other) => other !== undefined && other.host !== one.host) as readonly Name[];
  const { host: name } = target;
  const addresses = few(one.addresses);
  const namesOf = (all: readonly Name[]): string[] => few([...new Set(all.map(({ host }) => host))]);
  if (isReserved(one)) {
    const alike = beside.filter(isReserved);
    if (alike.length > 0 || isCustomHere(seen)) return { signal: "reserved-by-custom", data: { name, addresses } };
    const publicOnes = beside.filter(isPublic);
    // Beside private names alone it may stand for the internet: that is how laboratories are built.
    if (publicOnes.length === 0) return { signal: "reserved-alone", data: { name, addresses } };
    return { signal: "reserved-among-public", data: { name, addresses, others: namesOf(publicOnes) } };
  }
  if (beside.length === 0) return undefined;
  const unlike = isPrivate(one) ? amongPublic(one, beside) : [];
  if (unlike.length === 0) return { signal: "like-the-others", data: { name } };
  return { signal: "private-among-public", data: { name, addresses, others: namesOf(unlike) } };
};
