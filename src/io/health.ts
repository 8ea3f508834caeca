import { readFile, realpath, stat, statfs } from "node:fs/promises";
import { availableParallelism, cpus, freemem, homedir, loadavg, tmpdir, totalmem } from "node:os";
import type { DiskHealth, HostHealth } from "../model/health.js";

const linux = process.platform === "linux";
const windows = process.platform === "win32";

const text = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");

// ---- processors (proc(5), /proc/stat and /proc/loadavg) ----------------------------------------------------------------

/** `cpu user nice system idle iowait irq softirq steal guest guest_nice`; guests count as user already. */
export const parseStat = (table: string): HostHealth["cpu"] => {
  const line = /^cpu +(.+)$/m.exec(table)?.[1];
  if (line === undefined) return null;
  const times = line.split(" ").map(Number).slice(0, 8);
  const total = times.reduce((sum, one) => sum + one, 0);
  const idle = (times[3] ?? 0) + (times[4] ?? 0);
  return { busy: total - idle, total, cores: (table.match(/^cpu\d+ /gm) ?? []).length };
};

/** `0.20 0.18 0.12 3/80 11206`: three averages, those that run of all there are. */
export const parseLoad = (load: string): HostHealth["queue"] => {
  const [, minute, now] = /^(\S+) \S+ \S+ (\d+)\//.exec(load) ?? [];
  return minute === undefined ? null : { now: Number(now), minute: Number(minute) };
};

const cpuElsewhere = (): HostHealth["cpu"] => {
  const times = cpus().map((one) => one.times);
  const sum = (of: (one: (typeof times)[number]) => number): number => times.reduce((all, one) => all + of(one), 0);
  const total = sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq);
  return times.length === 0 ? null : { busy: total - sum(({ idle }) => idle), total, cores: availableParallelism() };
};

// ---- memory (proc(5), /proc/meminfo and /proc/vmstat) -------------------------------------------------------------------

const field = (table: string, name: string): number | undefined => {
  const found = new RegExp(`^${name}:?\\s+(\\d+)`, "m").exec(table)?.[1];
  return found === undefined ? undefined : Number(found);
};

export const parseMemory = (meminfo: string, vmstat: string): HostHealth["memory"] => {
  const [available, total] = [field(meminfo, "MemAvailable"), field(meminfo, "MemTotal")];
  if (available === undefined || total === undefined) return null;
  const pages = [field(vmstat, "pswpin"), field(vmstat, "pswpout")].filter((one) => one !== undefined);
  const swapped = pages.length === 0 ? null : pages.reduce((sum, one) => sum + one, 0);
  return { available: available * 1024, total: total * 1024, swapped };
};

/** macOS counts as free only what nobody has touched, which says nothing. */
const memoryElsewhere = (): HostHealth["memory"] =>
  windows ? { available: freemem(), total: totalmem(), swapped: null } : null;

// ---- disks (statfs(2)) --------------------------------------------------------------------------------------------------

/** Mount points that cannot be written to, of /proc/self/mountinfo; what is full by design is no fault. */
export const readOnlyMounts = (mountinfo: string): ReadonlySet<string> => {
  const last = new Map<string, boolean>();
  for (const line of mountinfo.split("\n")) {
    const [, , , , point = "", options = ""] = line.split(" ");
    const superOptions = line.split(" - ")[1]?.split(" ")[2] ?? "";
    const readOnly = [options, superOptions].some((some) => some.split(",").includes("ro"));
    last.set(point.replaceAll("\\040", " "), readOnly);
  }
  return new Set([...last].filter(([, readOnly]) => readOnly).map(([point]) => point));
};

/** File systems of other machines, or of programs: whoever asks them may wait for ever, and they are not this machine's disks. */
const remote = /^(nfs\d?|cifs|smb\d?|ceph|glusterfs|9p|afs|autofs|fuse.*|virtiofs|lustre|sshfs)$/;

type Mount = { readonly point: string; readonly remote: boolean };

const mountsIn = (mountinfo: string): Mount[] =>
  mountinfo.split("\n").flatMap((line) => {
    const [here = "", there = ""] = line.split(" - ");
    const point = (here.split(" ")[4] ?? "").replaceAll("\\040", " ");
    return point === "" ? [] : [{ point, remote: remote.test(there.split(" ")[0] ?? "") }];
  });

/** What a path lies on: of several at one place the last. */
export const mountOf = (path: string, mountinfo: string): Mount => {
  const around = ({ point }: Mount): boolean => path === point || path.startsWith(point === "/" ? "/" : `${point}/`);
  const found = mountsIn(mountinfo).filter(around);
  const longest = Math.max(...found.map(({ point }) => point.length));
  return found.findLast(({ point }) => point.length === longest) ?? { point: path, remote: false };
};

const diskAt = async (path: string, mountinfo: string) => {
  try {
    if (mountOf(path, mountinfo).remote) return undefined;
    const { point, remote } = mountOf(await realpath(path), mountinfo);
    if (remote) return undefined;
    const [{ dev }, found] = await Promise.all([stat(path), statfs(path)]);
    if (found.blocks === 0 || readOnlyMounts(mountinfo).has(point)) return undefined;
    const { bsize, blocks, bavail, files, ffree } = found;
    const inodes = files === 0 ? null : { free: ffree, total: files };
    return { dev, disk: { path, free: bavail * bsize, size: blocks * bsize, inodes } };
  } catch {
    return undefined;
  }
};

/** Where programs write: data, logs, what they exchange while they run (hier(7)), and what the user of this tool writes. */
const written = ["/var", "/var/lib", "/var/log", "/var/tmp", "/run", "/dev/shm", "/home"];

const own = (): string[] => {
  try {
    return [homedir(), process.cwd()];
  } catch {
    // No home, or a working directory that is gone.
    return [];
  }
};

/** Where something is written to; one file system counts once, by the path that is named first. */
const readDisks = async (): Promise<readonly DiskHealth[]> => {
  const mountinfo = linux ? await text("/proc/self/mountinfo") : "";
  const paths = [...(windows ? [] : ["/"]), tmpdir(), ...(linux ? written : []), ...own()];
  const found = (await Promise.all(paths.map((path) => diskAt(path, mountinfo)))).filter((one) => one !== undefined);
  return found.filter((one, at) => found.findIndex(({ dev }) => dev === one.dev) === at).map(({ disk }) => disk);
};

// ---- files (proc(5), /proc/sys/fs/file-nr) ------------------------------------------------------------------------------

/** `806 0 2466177`: handed out, handed back but kept, the limit. */
export const parseFiles = (fileNr: string): HostHealth["files"] => {
  const [open, kept, limit] = fileNr.trim().split(/\s+/).map(Number);
  return open === undefined || limit === undefined ? null : { open: open - (kept ?? 0), limit };
};

/** This machine as it is now. What a system does not tell is null; nothing here fails. */
export const readHealth = async (): Promise<HostHealth> => {
  const disks = await readDisks();
  if (!linux) {
    const queue = windows ? null : { now: loadavg()[0] ?? 0, minute: loadavg()[0] ?? 0 };
    return { cpu: cpuElsewhere(), queue, memory: memoryElsewhere(), disks, files: null, tcp: null };
  }
  const [times, load, meminfo, vmstat, fileNr] = await Promise.all(
    ["/proc/stat", "/proc/loadavg", "/proc/meminfo", "/proc/vmstat", "/proc/sys/fs/file-nr"].map(text),
  );
  const { readSockets } = await import("./sockets-linux.js");
  return {
    cpu: parseStat(times ?? ""),
    queue: parseLoad(load ?? ""),
    memory: parseMemory(meminfo ?? "", vmstat ?? ""),
    disks,
    files: parseFiles(fileNr ?? ""),
    tcp: await readSockets(),
  };
};
