import type { Raised } from "../../src/model/check.js";
import type { DiskHealth, HostHealth } from "../../src/model/io.js";
import type { Readings, Values } from "./sight.js";
import type { questions, signals } from "./words.js";

type Answered = Raised<typeof signals>;
type Judgement = (readings: Readings, settings: Values) => Answered | undefined;

const mebi = 2 ** 20;
const gibi = 2 ** 30;

/** A fraction as per cent, with one digit. */
const percent = (share: number): number => Math.round(share * 1000) / 10;

/** The share of processor time that was taken between two readings; null: no time passed. */
const busyShare = (first: HostHealth["cpu"], last: HostHealth["cpu"]): number | null => {
  const passed = (last?.total ?? 0) - (first?.total ?? 0);
  return first === null || last === null || passed <= 0 ? null : Math.max(0, last.busy - first.busy) / passed;
};

/** What queues at both readings counts by this part of it, where it has not queued for a minute yet and this tool got no turn. */
const recent = 0.5;

/** How many queue: now and for a minute, or much more of them now. */
const queued = ({ first, last, stalled }: Readings): number => {
  const { now = 0, minute = 0 } = last.queue ?? {};
  const since = stalled === undefined ? 0 : recent * Math.min(first.queue?.now ?? 0, now);
  return Math.max(Math.min(now, minute), since);
};

/**
 * Busy processors do no harm as long as nobody waits for them. Saturated they are when many queue, and this tool, if it runs there, got no
 * turn either.
 */
const cpu: Judgement = (readings, settings) => {
  const { first, last, ms, stalled } = readings;
  const share = busyShare(first.cpu, last.cpu);
  if (share === null) return undefined;
  const data = { busy: Math.round(share * 100), cores: last.cpu?.cores ?? 1, ms };
  const queue = queued(readings);
  const starved = stalled === undefined || stalled > settings.stall;
  if (share >= settings.failCpu && queue >= settings.queue * data.cores && starved) {
    return { signal: "cpu-saturated", data: { ...data, queue: Math.round(queue) } };
  }
  return { signal: share > settings.busyCpu ? "cpu-busy" : "cpu-free", data };
};

/** Some pages are fetched back now and then; a machine that lives on its swap moves hundreds. */
const stray = 16;

const memory: Judgement = ({ first, last, ms }, settings) => {
  if (first.memory === null || last.memory === null) return undefined;
  const available = Math.max(first.memory.available, last.memory.available);
  const { total } = last.memory;
  const swapped = Math.max(0, (last.memory.swapped ?? 0) - (first.memory.swapped ?? 0));
  const data = { available: Math.round(available / mebi), total: Math.round(total / mebi), swapped, ms };
  const living = available < settings.failMemory * total && swapped > stray;
  if (living || available < settings.leastMemory * mebi) return { signal: "memory-short", data };
  return { signal: available < settings.lowMemory * total ? "memory-low" : "memory-free", data };
};

/** A small share of a large disk is room enough; these many bytes are. */
const ample = { low: 10 * gibi, full: gibi };
/** And so many files that could still be made. */
const few = { low: 10_000, full: 100 };

type Bounds = { readonly share: number; readonly bytes: number; readonly files: number };

const lacksRoom = ({ free, size }: DiskHealth, { share, bytes }: Bounds): boolean =>
  free < share * size && free < bytes;
const lacksFiles = ({ inodes }: DiskHealth, { share, files }: Bounds): boolean =>
  inodes !== null && (inodes.free === 0 || (inodes.free < share * inodes.total && inodes.free < files));

const shownDisk = ({ path, free, size, inodes }: DiskHealth, bounds: Bounds): string =>
  inodes !== null && lacksFiles({ path, free, size, inodes }, bounds)
    ? `${path} (${inodes.free} inodes)`
    : `${path} (${percent(free / size)} %)`;

const disk: Judgement = ({ last: { disks } }, { lowDisk, failDisk }) => {
  if (disks.length === 0) return undefined;
  const full = { share: failDisk, bytes: ample.full, files: few.full };
  const low = { share: lowDisk, bytes: ample.low, files: few.low };
  const beyond = (bounds: Bounds): string[] =>
    disks.filter((one) => lacksRoom(one, bounds) || lacksFiles(one, bounds)).map((one) => shownDisk(one, bounds));
  const [isFull, isLow] = [beyond(full), beyond(low)];
  if (isFull.length > 0) return { signal: "disk-full", data: { disks: isFull } };
  if (isLow.length > 0) return { signal: "disk-low", data: { disks: isLow } };
  return { signal: "disk-free", data: { disks: disks.map((one) => shownDisk(one, full)) } };
};

const files: Judgement = ({ last: { files: some } }, { failFiles }) =>
  some === null
    ? undefined
    : { signal: some.open >= failFiles * some.limit ? "files-short" : "files-free", data: some };

/**
 * Short only if they are in both readings, be it by another destination of which as many were opened meanwhile: what is given back at once was
 * never missing.
 */
const ports: Judgement = ({ first, last }, { failPorts }) => {
  const [before, now] = [first.tcp?.ports, last.tcp?.ports];
  if (!before || !now) return undefined;
  const full = Math.max(1, failPorts * now.range);
  if (before.used >= full && now.used >= full)
    return { signal: "ports-short", data: { ...before, used: Math.min(before.used, now.used) } };
  const used = before.to === now.to ? Math.min(before.used, now.used) : now.used;
  return { signal: "ports-free", data: { ...now, used } };
};

const connections: Judgement = ({ first, last }, { warnConnections, failConnections }) => {
  if (first.tcp === null || last.tcp === null) return undefined;
  const held = Math.min(first.tcp.connections, last.tcp.connections);
  const data = { connections: held, limit: failConnections };
  if (held > failConnections) return { signal: "connections-too-many", data };
  return { signal: held >= warnConnections ? "connections-many" : "connections-few", data };
};

const clients: Judgement = ({ first, last }, { warnClient, failClient }) => {
  const [before, now] = [first.tcp?.clients, last.tcp?.clients];
  if (!before || !now) return undefined;
  const held = now.flatMap(({ address, connections: count }) => {
    const earlier = before.find((one) => one.address === address)?.connections ?? 0;
    return [{ address, count: Math.min(count, earlier) }];
  });
  const shown = (some: typeof held): string[] => some.map(({ address, count }) => `${address} (${count})`);
  const hot = held.filter(({ count }) => count > failClient);
  const warm = held.filter(({ count }) => count >= warnClient);
  if (hot.length > 0) return { signal: "clients-hot", data: { clients: shown(hot), limit: failClient } };
  if (warm.length > 0) return { signal: "clients-warm", data: { clients: shown(warm) } };
  return { signal: "clients-even", data: {} };
};

const judgements = { cpu, memory, disk, files, ports, connections, clients } satisfies {
  readonly [Question in Exclude<keyof typeof questions, "figures">]: Judgement;
};

/** One answer to each question that the machine's figures answer. */
export const judgeFigures = (readings: Readings, settings: Values): Answered[] =>
  Object.values(judgements).flatMap((judge) => judge(readings, settings) ?? []);
