import { addressKind, defaultGateways, isAddress, isLocalhost } from "../../src/model/address.js";
import type { Io } from "../../src/model/io.js";
import type { Target as ProfileTarget } from "../../src/model/profile.js";
import { usedProxy } from "../../src/model/way.js";
import { type Looking, nearness, usable } from "./look.js";
import type { Door, DoorSeen, DoorsSeen } from "./sight.js";

/** At most this many hosts are looked at: a portal stands before all of them. */
const most = 3;

const unportaled = (host: string): boolean => isLocalhost(host) || (isAddress(host) && addressKind(host) !== "public");

/** The services that are asked directly and lie, as far as their names tell, beyond the local network. */
export const doorsOf = (targets: readonly ProfileTarget[]): Door[] => {
  const doors = targets.flatMap((one): Door[] => {
    if (one.kind !== "url" || usedProxy(one) !== undefined || unportaled(one.host)) return [];
    return [{ as: one.name, host: one.host, port: one.port, secure: one.secure }];
  });
  return [...new Map(doors.map((door) => [door.host, door])).values()].slice(0, most);
};

/** What about its TLS may be another's; null: nothing, or there is none. */
const suspicion = async (door: Door, address: string, { io, signal }: Looking): Promise<DoorSeen["suspect"]> => {
  if (!door.secure) return null;
  const { as, host, port } = door;
  const shaken = await io.handshake({ address, port }, { signal, servername: host, as });
  if (!shaken.ok) return shaken.failure.code;
  if (!shaken.value.nameMatches) return "name";
  return shaken.value.trust === "trusted" ? null : "trust";
};

/** Whether an address is that of a default gateway of ours. */
const isGateway = async (address: string, io: Io): Promise<Pick<DoorSeen, "gateway">> => {
  const { routes } = await io.host();
  return defaultGateways(routes).includes(address) ? { gateway: true } : {};
};

const lookAtDoor = async (door: Door, looking: Looking): Promise<DoorSeen | "here" | "nowhere"> => {
  const { io, signal } = looking;
  const { host, port, secure } = door;
  const located = await io.locate(host, { signal });
  const at = located.ok ? usable(located.value) : undefined;
  if (!located.ok || at === undefined) return "nowhere";
  if (at.scope === "loopback") return "here";
  const seen = { host, located: located.value, near: nearness(located.value), ...(await isGateway(at.address, io)) };
  const suspect = await suspicion(door, at.address, looking);
  if (secure && suspect === null) return { ...seen, suspect };
  const front = await io.head({ address: at.address, port: secure ? 80 : port }, { signal, servername: host });
  return { ...seen, suspect, front };
};

/** Each service is asked who it is; only where that is in doubt, its front page in plain HTTP, which portals redirect. */
export const lookAtDoors = async (doors: readonly Door[], looking: Looking): Promise<DoorsSeen> => {
  const seen = await Promise.all(doors.map((door) => lookAtDoor(door, looking)));
  const here = doors.filter((_, at) => seen[at] === "here").map(({ host }) => host);
  return { doors: seen.filter((one) => typeof one === "object"), here };
};

type Led = { readonly host: string; readonly status: number; readonly location: string; readonly to: string };

const redirects = [301, 302, 303, 307, 308];

const hostIn = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, "");

/** Where the front page of a door leads, if not to itself. */
const leadsAway = ({ host, front }: DoorSeen): Led | undefined => {
  if (front?.ok !== true) return undefined;
  const { status, location = "" } = front.value;
  if (status === 511) return { host, status, location: location === "" ? "–" : location, to: host };
  if (!redirects.includes(status) || !URL.canParse(location)) return undefined;
  const to = hostIn(location);
  return to === host ? undefined : { host, status, location, to };
};

const isInside = (host: string): boolean =>
  isLocalhost(host) || (isAddress(host) && ["private", "link-local", "loopback"].includes(addressKind(host)));

/** How the addresses of login portals call themselves. */
const portalWords = /portal|wi-?fi|wlan|hot-?spot|captive|guest|srun/i;
/** Somebody answered a handshake there, and with another's certificate. */
const others: readonly DoorSeen["suspect"][] = ["name", "trust"];

/** The last labels of a name, which its owner has in common with its other names: two, or three below `com.cn` and the like. */
const ownerOf = (host: string): string =>
  host
    .split(".")
    .slice(/\.(com|net|org|gov|edu|ac|co)\.[a-z]{2}$/i.test(host) ? -3 : -2)
    .join(".");

const isStrangersPortal = ({ suspect, near }: DoorSeen, { host, to, location }: Led): boolean =>
  others.includes(suspect) && !near && (isAddress(to) || ownerOf(to) !== ownerOf(host)) && portalWords.test(location);

/**
 * Doors behind which a portal answers. 511 says so itself (RFC 6585); a service of the outside does not send its visitors to an
 * address of the inside, nor any to our own gateway. Neither of two that do not answer themselves sends them to one and the same stranger,
 * nor does a single one to what is a stranger's portal by its address.
 */
export const portals = (doors: readonly DoorSeen[]): readonly Led[] => {
  const led = doors.flatMap((door) => {
    const away = leadsAway(door);
    return away === undefined ? [] : [{ door, away }];
  });
  const strangers = led.filter(({ door }) => door.suspect !== null);
  return led
    .filter(({ door, away }) => {
      if (away.status === 511) return true;
      if (door.located.addresses.some(({ via, address }) => via === away.to && address !== via)) return true;
      if (isInside(away.to)) return !door.near;
      const same = strangers.filter((other) => other.away.to === away.to);
      return (door.suspect !== null && same.length > 1) || isStrangersPortal(door, away);
    })
    .map(({ away }) => away);
};

/**
 * Doors to which DNS leads instead of to the service: to our own gateway, which sends its visitors on to itself, or several names to one
 * machine of this network that sends all of them to the same stranger, though one of them is not served there.
 */
export const portalsByName = (doors: readonly DoorSeen[]): readonly Led[] => {
  const led = doors.flatMap((door) => {
    const [away, at] = [leadsAway(door), usable(door.located)?.address];
    return away === undefined || door.located.source !== "dns" || !door.near ? [] : [{ door, away, at }];
  });
  const own = led.filter(({ door, away, at }) => door.gateway === true && away.to === at);
  if (own.length > 0) return own.map(({ away }) => away);
  const alike = led.filter(({ away, at }) =>
    led.some((other) => other.away.host !== away.host && other.at === at && other.away.to === away.to),
  );
  const doubtful = alike.some(({ door }) => door.suspect !== null);
  return doubtful && alike.every(({ away }) => doors.every(({ host }) => host !== away.to))
    ? alike.map(({ away }) => away)
    : [];
};
