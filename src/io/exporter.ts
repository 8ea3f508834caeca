import type { HostHealth } from "../model/health.js";
import { printable } from "./untrusted.js";

/** One sample of Prometheus' text format: `name{label="value"} 1.5`. */
type Sample = { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly value: number };

const sampleForm = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/;
const labelForm = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** The samples of the text format (Prometheus, exposition formats, version 0.0.4); anything else is left out. */
export const parseSamples = (text: string): Sample[] =>
  text.split("\n").flatMap((line) => {
    const [, name, labels = "", number] = line.startsWith("#") ? [] : (sampleForm.exec(line) ?? []);
    const value = Number(number);
    if (name === undefined || Number.isNaN(value)) return [];
    const unescaped = (quoted: string): string => quoted.replace(/\\(.)/g, (_, one) => (one === "n" ? "\n" : one));
    const pairs = [...labels.matchAll(labelForm)].map(([, key = "", quoted = ""]) => [key, unescaped(quoted)]);
    return [{ name, labels: Object.fromEntries(pairs), value }];
  });

/** File systems that are full by design, or made of memory that nothing is kept in. */
const sealed = /^(squashfs|iso9660|erofs|cramfs|ramfs|devtmpfs|efivarfs)$/;

type Found = {
  readonly one: (name: string) => number | undefined;
  readonly all: (name: string) => readonly Sample[];
};

const cpuOf = ({ all }: Found): HostHealth["cpu"] => {
  const seconds = all("node_cpu_seconds_total");
  const total = seconds.reduce((sum, { value }) => sum + value, 0);
  const idle = seconds
    .filter(({ labels }) => labels.mode === "idle" || labels.mode === "iowait")
    .reduce((sum, { value }) => sum + value, 0);
  const cores = new Set(seconds.map(({ labels }) => labels.cpu)).size;
  return cores === 0 ? null : { busy: total - idle, total, cores };
};

const memoryOf = ({ one }: Found): HostHealth["memory"] => {
  const [available, total] = [one("node_memory_MemAvailable_bytes"), one("node_memory_MemTotal_bytes")];
  if (available === undefined || total === undefined) return null;
  const pages = [one("node_vmstat_pswpin"), one("node_vmstat_pswpout")].filter((some) => some !== undefined);
  return { available, total, swapped: pages.length === 0 ? null : pages.reduce((sum, some) => sum + some, 0) };
};

const disksOf = ({ all }: Found): HostHealth["disks"] => {
  const at = (name: string, point: string | undefined): number | undefined =>
    all(name).find(({ labels }) => labels.mountpoint === point)?.value;
  return all("node_filesystem_size_bytes").flatMap(({ labels: { mountpoint = "", fstype = "" }, value: size }) => {
    const free = at("node_filesystem_avail_bytes", mountpoint);
    const readOnly = at("node_filesystem_readonly", mountpoint) === 1;
    if (free === undefined || readOnly || size === 0 || sealed.test(fstype)) return [];
    const [files, left] = [at("node_filesystem_files", mountpoint), at("node_filesystem_files_free", mountpoint)];
    const inodes = files === undefined || left === undefined || files === 0 ? null : { free: left, total: files };
    return [{ path: printable(mountpoint, 100), free, size, inodes }];
  });
};

const grouped = (samples: readonly Sample[]): ReadonlyMap<string, readonly Sample[]> => {
  const byName = new Map<string, Sample[]>();
  for (const one of samples) {
    const known = byName.get(one.name);
    if (known === undefined) byName.set(one.name, [one]);
    else known.push(one);
  }
  return byName;
};

/** What node_exporter tells of the machine that it runs on; undefined: these are the figures of something else. */
export const healthOf = (text: string): HostHealth | undefined => {
  const byName = grouped(parseSamples(text));
  const all = (name: string): readonly Sample[] => byName.get(name) ?? [];
  const one = (name: string): number | undefined => all(name)[0]?.value;
  const found = { all, one };
  const cpu = cpuOf(found);
  if (cpu === null) return undefined;
  const [now, minute] = [one("node_procs_running"), one("node_load1")];
  const [open, limit] = [one("node_filefd_allocated"), one("node_filefd_maximum")];
  const connections = one("node_netstat_Tcp_CurrEstab") ?? one("node_sockstat_TCP_inuse");
  return {
    cpu,
    queue: now === undefined || minute === undefined ? null : { now, minute },
    memory: memoryOf(found),
    disks: disksOf(found),
    files: open === undefined || limit === undefined ? null : { open, limit },
    tcp: connections === undefined ? null : { connections, clients: null, ports: null },
  };
};
