import { existsSync } from "node:fs";
import { mkdir, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startDaemon } from "../../servers/daemon.js";
import { startNamed } from "../../servers/named.js";
import { input, instead, running } from "../changes.js";
import type { Change, Fault, Symptom } from "../fault.js";
import type { Laboratory } from "../laboratory.js";
import { at } from "../network.js";
import { names, zone } from "../services.js";
import { digs, shell } from "../symptoms.js";

/** What comes late, and what only seems not to come. */

/** A forwarder that keeps every answer back for so many milliseconds, before a BIND at another port. */
const lateResolver = (delay: number): Change =>
  instead("resolver", async ({ wires }) => {
    const inside = wires.dns.command;
    const behind = await startNamed({
      zones: { "example.test": zone() },
      address: at.dns,
      port: 5300,
      within: inside,
    });
    const script = `
      const late = (what) => setTimeout(what, ${delay});
      const udp = require("node:dgram").createSocket("udp4");
      udp.on("message", (query, from) => {
        const up = require("node:dgram").createSocket("udp4");
        up.on("message", (answer) => late(() => { udp.send(answer, from.port, from.address); up.close(); }));
        up.send(query, 5300, "${at.dns}");
      });
      const net = require("node:net");
      net.createServer((client) => {
        const up = net.connect(5300, "${at.dns}");
        client.on("data", (data) => up.write(data)).on("close", () => up.destroy()).on("error", () => {});
        up.on("data", (data) => late(() => client.write(data))).on("close", () => late(() => client.end())).on("error", () => {});
      }).listen(53, "${at.dns}", () => udp.bind(53, "${at.dns}", () => console.log("ready")));`;
    const before = await startDaemon({
      command: inside(process.execPath, "-e", script),
      ready: { output: /ready/ },
    });
    return { daemon: before, stop: () => Promise.all([before.stop(), behind.stop()]) };
  });
const lateAnswer: Symptom = {
  ...digs(/Query time: [1-9]\d{3} msec/, names.api, /Query time: \d{1,3} msec/),
  command: ["dig", "+tries=1", "+time=5", names.api],
};

const pings = shell(`ping -n -c 3 -i 0.2 -W 1 ${at.server}`, /100% packet loss/, / 0% packet loss/);

/** A control group that may run for so many of each thousand milliseconds, of either version (cgroups(7)). */
const group = ({ wires }: Laboratory) => {
  const old = existsSync("/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
  return { old, path: join(old ? "/sys/fs/cgroup/cpu" : "/sys/fs/cgroup", wires.client.name) };
};
const limits = (path: string, old: boolean, ms: number): readonly (readonly [string, string])[] =>
  old
    ? [
        [join(path, "cpu.cfs_period_us"), "1000000"],
        [join(path, "cpu.cfs_quota_us"), String(1000 * ms)],
      ]
    : [[join(path, "cpu.max"), `${1000 * ms} 1000000`]];

/** Every program of the client is put into a group that gets hardly any time, as in a container that was given too little. */
const throttled = (ms: number): Change => {
  const catching = running((lab) => {
    const { path } = group(lab);
    const catchAll = `echo ready; while :; do
      for pid in $(ip netns pids ${lab.wires.client.name}); do echo $pid > ${path}/cgroup.procs; done; sleep 0.05; done`;
    return startDaemon({ command: ["sh", "-c", catchAll], ready: { output: /ready/ } });
  });
  return {
    async inject(lab) {
      const { old, path } = group(lab);
      if (!old) await writeFile("/sys/fs/cgroup/cgroup.subtree_control", "+cpu");
      await mkdir(path, { recursive: true });
      for (const [file, value] of limits(path, old, ms)) await writeFile(file, value);
      await catching.inject(lab);
    },
    async restore(lab) {
      await catching.restore(lab);
      await rmdir(group(lab).path).catch(() => {});
    },
  };
};
const counting = "i=0; while [ $i -lt 600000 ]; do i=$((i+1)); done";

export const pace: readonly Fault[] = [
  { id: "dns-slow/second", cause: "dns-slow", ...lateResolver(1500), symptom: lateAnswer },
  { id: "dns-slow/seconds", cause: "dns-slow", ...lateResolver(2800), symptom: lateAnswer },
  {
    id: "icmp-filtered/by-the-host",
    cause: "icmp-filtered",
    ...input("server", "icmp type echo-request drop"),
    symptom: pings,
    place: at.server,
  },
  {
    id: "runtime-stalled/throttled",
    cause: "runtime-stalled",
    ...throttled(60),
    symptom: shell(
      `sleep 0.3; s=$(date +%s%N); ${counting}; e=$(date +%s%N); [ $((e - s)) -gt 2000000000 ] && echo throttled || echo free`,
      /throttled/,
      /free/,
    ),
  },
];
