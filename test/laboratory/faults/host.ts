import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { startCrowd, startListener } from "../../servers/crowd.js";
import { run } from "../../servers/namespace.js";
import { all, command, running } from "../changes.js";
import type { Change, Fault } from "../fault.js";
import { at } from "../network.js";
import { shell } from "../symptoms.js";

/** The client's own machine is short of something. Processors and memory are not: all laboratories share them. */

/** A disk of a megabyte where the tool keeps its temporary files, filled by a command. */
const small = (fill: string): Change => ({
  async inject({ folder }) {
    const full = join(folder, "full");
    await mkdir(full, { recursive: true });
    await run("mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=16", "tmpfs", full);
    await run("sh", "-c", `cd ${full} && ${fill}`);
  },
  async restore({ folder }) {
    const full = join(folder, "full");
    await run("umount", full);
    await rm(full, { recursive: true, force: true });
  },
});
const own = { env: { TMPDIR: "{dir}/full" } };
const writes = shell(
  "mkdir -p {dir}/full; echo x > {dir}/full/one && echo written",
  /No space left|cannot|I\/O error/,
  /written/,
);

const portRange = "net.ipv4.ip_local_port_range";
const established = (at: string) => `ss -Htn state established ${at} | wc -l`;

export const host: readonly Fault[] = [
  {
    id: "disk-full/bytes",
    cause: "disk-full",
    ...small("head -c 2000000 /dev/zero > all"),
    symptom: writes,
    profile: own,
  },
  {
    id: "disk-full/inodes",
    cause: "disk-full",
    ...small("for i in $(seq 40); do : > $i; done"),
    symptom: writes,
    profile: own,
  },
  {
    id: "ephemeral-ports-exhausted",
    cause: "ephemeral-ports-exhausted",
    ...all(
      command("client", `sysctl -qw ${portRange}=40000\t40031`, `sysctl -qw ${portRange}=32768\t60999`),
      running(({ wires }) => startCrowd(wires.client, at.server, 8080, 32)),
    ),
    symptom: shell(`nc -zvn -w 2 ${at.server} 8080`, /Cannot assign requested address/, /succeeded/),
  },
  {
    id: "hot-clients",
    cause: "hot-clients",
    ...all(
      running(({ wires }) => startListener(wires.client, 9000)),
      running(({ wires }) => startCrowd(wires.proxy, at.client, 9000, 260)),
    ),
    symptom: shell(established("sport = :9000"), /^2[5-9]\d\n/, /^0\n/),
  },
  {
    id: "tcp-connections-high",
    cause: "tcp-connections-high",
    ...all(
      running(({ wires }) => startListener(wires.client, 9000)),
      running(({ wires }) => startCrowd(wires.proxy, at.client, 9000, 150)),
    ),
    symptom: shell(established("sport = :9000"), /^1[45]\d\n/, /^0\n/),
    profile: {
      head: "checks: { host: { warnConnections: 80, failConnections: 120, warnClient: 500, failClient: 900 } }",
    },
  },
];
