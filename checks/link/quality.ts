import type { Judgement } from "./answer.js";
import { isOn, named, used } from "./interfaces.js";

/** Two of them are nothing. */
const strays = 2;

type Counters = NonNullable<Parameters<Judgement>[0]["growth"]>["counters"][string];

/** What is damaged is damage; what is dropped on arrival may be of a protocol that nobody here speaks (LLDP, spanning tree). */
const kinds = [
  { signal: "errors-growing", bad: ({ rxErrors, txErrors, txDropped }: Counters) => rxErrors + txErrors + txDropped },
  { signal: "drops-growing", bad: ({ rxDropped }: Counters) => rxDropped },
] as const;

/** No link but one for jumbo frames is asked to carry more. */
const usualMtu = 1500;

/**
 * What is dropped as it leaves an interface for jumbo frames may be too large for the other end of its cable: a matter of size alone,
 * which the way's own check asks about.
 */
const withoutTooLarge = (one: Counters, mtu: number | null): Counters =>
  mtu !== null && mtu > usualMtu ? { ...one, txDropped: 0 } : one;

export const errors: Judgement = ({ growth, interfaces }, settings) => {
  if (growth === null || Object.keys(growth.counters).length === 0) return { signal: "errors-unwatched", data: {} };
  for (const { signal, bad: badOf } of kinds)
    for (const [name, counted] of Object.entries(growth.counters)) {
      const mtu = interfaces.find((one) => one.name === name)?.mtu ?? null;
      const one = withoutTooLarge(counted, mtu);
      const bad = badOf(one);
      const packets = one.rxPackets + one.txPackets + bad;
      if (bad > strays && bad > settings.errors * packets)
        return { signal, data: { interfaces: [name], bad, packets, ms: growth.ms } };
    }
  return { signal: "errors-steady", data: { ms: growth.ms } };
};

/** Mbit/s of the first Ethernet; a link comes down to it when the two ends cannot agree. */
const oldest = 10;

export const duplex: Judgement = (seen) => {
  const cables = used(seen).filter((one) => isOn(one) && !one.loopback && one.tunnel !== true);
  const half = cables.filter((one) => one.duplex === "half");
  if (half.length > 0) return { signal: "half-duplex", data: { interfaces: named(half) } };
  const slow = cables.filter(({ speed }) => speed !== null && speed <= oldest);
  if (slow.length > 0) return { signal: "ten-megabit", data: { interfaces: named(slow) } };
  const known = cables.filter((one) => one.duplex === "full" || one.speed !== null);
  return known.length === 0 ? undefined : { signal: "full-speed", data: { interfaces: named(known) } };
};

/** A cable that is plugged in, a driver that starts: links come and go a few times without any fault. */
const few = 10;
const hour = 3_600_000;

export const flaps: Judgement = (seen, settings) => {
  const { growth, uptime } = seen;
  const [now] = Object.entries(growth?.flaps ?? {}).filter(([, times]) => times > 0);
  if (growth !== null && now !== undefined) {
    const [name, times] = now;
    return { signal: "flapping", data: { interfaces: [name], times, ms: growth.ms } };
  }
  const counted = used(seen).filter((one) => !one.loopback && one.carrierChanges !== undefined);
  if (counted.length === 0) return undefined;
  const hours = Math.max(1, (uptime ?? 0) / hour);
  const often = counted.find(({ carrierChanges: times = 0 }) => times >= few && times / hours >= settings.flaps);
  if (uptime === undefined || often === undefined) return { signal: "steady", data: { interfaces: named(counted) } };
  const data = { interfaces: [often.name], times: often.carrierChanges ?? 0, hours: Math.round(hours * 10) / 10 };
  return { signal: "flapped", data };
};
