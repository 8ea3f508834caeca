import { readFileSync } from "node:fs";

/** A counter of /proc/net/snmp and netstat (proc(5)): a line of names, and below it one of numbers. */
const counter = (file: string, group: string, name: string): number => {
  const [names = [], numbers = []] = file
    .split("\n")
    .filter((line) => line.startsWith(`${group}: `))
    .map((line) => line.split(" "));
  return Number(numbers[names.indexOf(name)] ?? Number.NaN);
};

/**
 * How many segments of open connections this host has sent again since it started (tcpRetransSegs of RFC 4022, without the repeated
 * connection requests that every silent address gets); null where the system does not tell.
 */
export const resentSegments = (): number | null => {
  try {
    const read = (name: string): string => readFileSync(`/proc/self/net/${name}`, "utf8");
    const all = counter(read("snmp"), "Tcp", "RetransSegs") - counter(read("netstat"), "TcpExt", "TCPSynRetrans");
    return Number.isNaN(all) ? null : all;
  } catch {
    return null;
  }
};
