import { startDaemon } from "../../servers/daemon.js";
import { all, badWire, command, forward, loss, narrow, rules, running } from "../changes.js";
import type { Fault } from "../fault.js";
import { at } from "../network.js";
import { pings, shell } from "../symptoms.js";

/** Ways that lead there, badly. */

const lost = pings(/ ([1-9]|[1-9]\d)(\.\d+)?% packet loss/, at.server, "-c", "200", "-i", "0.01");

const lateAnswers = shell(
  `for i in 1 2 3 4 5 6 7 8 9 10 11 12; do curl -sk -o /dev/null -m 5 -w '%{time_total}\n' https://${at.server}/; done`,
  /^([1-9]|0\.[2-9])/m,
  /^0\.[01]/,
);

const large = (match: string): string =>
  `chain large { type filter hook forward priority 0; ${match} meta length > 1400 drop; }`;
const whole = (address: string) => ["ping", "-n", "-c", "2", "-W", "1", "-M", "do", "-s", "1472", address];
const fullSize = { command: whole(at.server), broken: /100% packet loss/, healthy: / 0% packet loss/ };

export const quality: readonly Fault[] = [
  { id: "packet-loss/2", cause: "packet-loss", ...loss(2), symptom: lost },
  { id: "packet-loss/5", cause: "packet-loss", ...loss(5), symptom: lost },
  { id: "packet-loss/10", cause: "packet-loss", ...loss(10), symptom: lost },
  { id: "packet-loss/25", cause: "packet-loss", ...loss(25), symptom: lost },
  {
    id: "packet-loss/beyond-the-gateway",
    cause: "packet-loss",
    ...forward("numgen random mod 100 < 8 drop"),
    symptom: lost,
    routers: 2,
  },
  {
    id: "packet-loss/answers-only",
    cause: "packet-loss",
    ...forward(`ip saddr ${at.server} numgen random mod 100 < 10 drop`),
    symptom: lost,
  },
  {
    id: "packet-loss/bursts",
    cause: "packet-loss",
    ...badWire({ bursts: 0.02, burst: 80 }),
    symptom: lost,
  },
  {
    id: "high-latency/200",
    cause: "high-latency",
    ...badWire({ delay: 100 }),
    symptom: pings(/ = 2\d\d\./, at.server, "-c", "3"),
  },
  {
    id: "high-latency/500",
    cause: "high-latency",
    ...badWire({ delay: 250 }),
    symptom: pings(/ = 5\d\d\./, at.server, "-c", "3"),
  },
  {
    id: "jitter/100",
    cause: "jitter",
    ...badWire({ jitter: 100 }),
    symptom: shell(
      `ping -n -c 40 -i 0.1 ${at.server} | tail -1`,
      /mdev = .*\/\d\d\.\d+ ms|mdev = .*\/1\d\d\./,
      /mdev = .*\/[0-9]\.\d+ ms/,
    ),
  },
  {
    id: "jitter/300",
    cause: "jitter",
    ...badWire({ delay: 10, jitter: 300 }),
    symptom: shell(
      `ping -n -c 20 -i 0.2 ${at.server} | tail -1`,
      /mdev = .*\/\d\d+\.\d+ ms/,
      /mdev = .*\/[0-9]\.\d+ ms/,
    ),
  },
  {
    id: "bandwidth-low/128",
    cause: "bandwidth-low",
    ...narrow(128),
    symptom: shell(`ping -n -c 5 -l 5 -s 1400 ${at.server} | tail -1`, /\/[1-9]\d\d\.\d+\//, /= 0\./),
  },
  {
    id: "bandwidth-low/64-up",
    cause: "bandwidth-low",
    ...narrow(64, ["up"]),
    symptom: shell(`ping -n -c 5 -l 5 -s 1400 ${at.server} | tail -1`, /\/[1-9]\d\d\.\d+\//, /= 0\./),
  },
  {
    id: "link-flapping/route-comes-and-goes",
    cause: "link-flapping",
    ...all(
      command("edge", "true", `ip route del unreachable ${at.server}/32`),
      running(({ wires }) => {
        const turn = `ip route add unreachable ${at.server}/32; sleep 0.15; ip route del unreachable ${at.server}/32; sleep 0.25`;
        const text = `echo ready; while :; do ${turn}; done`;
        return startDaemon({ command: wires.edge.command("sh", "-c", text), ready: { output: /ready/ } });
      }),
    ),
    symptom: pings(/bytes from[\s\S]*Unreachable|Unreachable[\s\S]*bytes from/i, at.server, "-i", "0.1", "-c", "40"),
    routers: 2,
    accepts: { causes: ["packet-loss"], why: "what is sent while the way is gone is lost" },
  },
  {
    id: "mtu-black-hole/both-ways",
    cause: "mtu-black-hole",
    ...rules("edge", large("")),
    symptom: fullSize,
  },
  {
    id: "mtu-black-hole/answers-only",
    cause: "mtu-black-hole",
    ...rules("edge", large(`ip saddr ${at.server}`)),
    symptom: fullSize,
    routers: 2,
  },
  {
    id: "mtu-black-hole/requests-only",
    cause: "mtu-black-hole",
    ...rules("edge", large(`ip daddr ${at.server}`)),
    symptom: fullSize,
  },
  {
    id: "mtu-black-hole/narrow-line-nobody-tells",
    cause: "mtu-black-hole",
    ...all(
      command("router", "ip link set wan mtu 1400", "ip link set wan mtu 1500"),
      command("edge", "ip link set lan mtu 1400", "ip link set lan mtu 1500"),
      rules("router", "chain o { type filter hook output priority 0; icmp type destination-unreachable drop; }"),
      rules("edge", "chain o { type filter hook output priority 0; icmp type destination-unreachable drop; }"),
    ),
    symptom: fullSize,
    routers: 2,
  },
  {
    id: "mtu-black-hole/very-narrow",
    cause: "mtu-black-hole",
    ...rules("edge", "chain large { type filter hook forward priority 0; meta length > 700 drop; }"),
    symptom: fullSize,
  },
  { id: "packet-loss/50", cause: "packet-loss", ...loss(50), symptom: lost },
  {
    id: "packet-loss/requests-only",
    cause: "packet-loss",
    ...forward(`ip daddr ${at.server} numgen random mod 100 < 6 drop`),
    symptom: lost,
    routers: 2,
  },
  {
    id: "packet-loss/answers-over-tcp",
    cause: "packet-loss",
    ...forward(`ip saddr ${at.server} ip protocol tcp numgen random mod 100 < 20 drop`),
    symptom: lateAnswers,
  },
  {
    id: "packet-loss/one-port",
    cause: "packet-loss",
    ...forward("tcp dport 443 numgen random mod 100 < 30 drop"),
    symptom: lateAnswers,
    accepts: {
      causes: ["accept-queue-full", "backend-partly-failing"],
      why: "what is lost at one port alone may be lost by the service",
    },
  },
  {
    id: "high-latency/800",
    cause: "high-latency",
    ...badWire({ delay: 400 }),
    symptom: pings(/ = 8\d\d\./, at.server, "-c", "3"),
  },
  {
    id: "jitter/200-around-100",
    cause: "jitter",
    ...badWire({ delay: 5, jitter: 150 }),
    symptom: pings(/mdev = .*\/[2-9]\d\.\d+ ms/, at.server, "-c", "20", "-i", "0.3"),
  },
  {
    id: "high-latency/300-uneven",
    cause: "high-latency",
    ...badWire({ delay: 150, jitter: 10 }),
    symptom: pings(/ = 3\d\d\./, at.server, "-c", "3"),
  },
  {
    id: "bandwidth-low/200",
    cause: "bandwidth-low",
    ...narrow(200),
    symptom: shell(`ping -n -c 5 -l 5 -s 1400 ${at.server} | tail -1`, /\/[1-9]\d\d\.\d+\//, /= 0\./),
    accepts: { causes: ["packet-loss", "high-latency"], why: "a line that is full delays and loses packets" },
  },
];
