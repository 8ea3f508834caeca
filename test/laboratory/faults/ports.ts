import { startDaemon } from "../../servers/daemon.js";
import { all, command, forward, frozen, instead, rules, stopped } from "../changes.js";
import type { Change, Fault } from "../fault.js";
import { at } from "../network.js";
import { connects, fetches, shell } from "../symptoms.js";
import { queue } from "./queue.js";

/** Ports behind which nothing is, or something wrong. */

const silent = /timed out/;
const place = (port: number): string => `${at.server}:${port}`;
const closed = {
  causes: ["firewall-rejects-port"],
  why: "a firewall that answers with a reset and a closed port look the same from outside",
} as const;

/** Something of Node's in the place of a service: `socket` is each connection that it is given. */
const odd = (name: "web" | "desktop" | "db", port: number, each: string): Change => {
  const script = `
    require("node:net").createServer((socket) => { socket.on("error", () => {}); ${each} })
      .listen(${port}, "${at.server}", () => console.log("ready"));`;
  return instead(name, ({ wires }) =>
    startDaemon({ command: wires.server.command(process.execPath, "-e", script), ready: { output: /ready/ } }),
  );
};

const web = (broken: RegExp) => shell(`curl -sS -m 3 http://${at.server}:8080/`, broken, /"status":"ok"/);
/** What a remote desktop says to the first packet of its protocol: a confirmation (ITU-T X.224 13.4). */
const desktop = (broken: RegExp) => {
  const hello = String.raw`\003\000\000\023\016\340\000\000\000\000\000\001\000\010\000\003\000\000\000`;
  return shell(
    `printf '${hello}' | nc -n -w 2 ${at.server} 3389 | od -An -tx1 | head -2`,
    broken,
    /03 00 00 \S\S \S\S d0/,
  );
};

/** Of four connections that are held at once, what happens to the last. */
const limited = (broken: RegExp) =>
  shell(
    `(for i in 1 2 3; do sleep 3 | nc -n -w 3 ${at.server} 443 & done; sleep 1; nc -zvn -w 1 ${at.server} 443; wait) 2>&1`,
    broken,
    /succeeded/,
  );

export const ports: readonly Fault[] = [
  {
    id: "port-closed/3389",
    cause: "port-closed",
    ...stopped("desktop"),
    symptom: connects(3389, /refused/),
    place: place(3389),
    accepts: closed,
  },
  {
    id: "port-closed/8080",
    cause: "port-closed",
    ...stopped("web"),
    symptom: connects(8080, /refused/),
    place: place(8080),
    routers: 2,
    accepts: closed,
  },
  {
    id: "port-closed/443",
    cause: "port-closed",
    ...stopped("api"),
    symptom: fetches(/refused|Failed to connect/),
    place: place(443),
    accepts: closed,
  },
  {
    id: "port-closed/both",
    cause: "port-closed",
    ...all(stopped("desktop"), stopped("web")),
    symptom: connects(8080, /refused/),
    accepts: closed,
  },
  {
    // The container behind a published port is gone: its machine says so, one hop farther than the host.
    id: "port-closed/forwarded-to-nobody",
    cause: "port-closed",
    ...all(
      command("server", "sysctl -qw net.ipv4.ip_forward=1", "sysctl -qw net.ipv4.ip_forward=0"),
      rules(
        "server",
        `chain to { type nat hook prerouting priority -100; tcp dport 8080 dnat ip to ${at.dns}; }
        chain out { type nat hook postrouting priority 100; ct status dnat masquerade; }`,
      ),
    ),
    symptom: connects(8080, /refused/),
    place: place(8080),
    accepts: closed,
  },
  {
    id: "wrong-service/ssh-on-3389",
    cause: "wrong-service",
    ...odd("desktop", 3389, 'socket.write("SSH-2.0-OpenSSH_9.2p1 Debian-2\\r\\n")'),
    symptom: desktop(/53 53 48/),
    place: place(3389),
  },
  {
    id: "wrong-service/http-on-3389",
    cause: "wrong-service",
    ...instead("desktop", ({ start }) => start.web({ port: 3389 })),
    symptom: desktop(/48 54 54 50|3c 68 74 6d 6c/),
    place: place(3389),
  },
  {
    id: "wrong-service/smtp-on-8080",
    cause: "wrong-service",
    ...odd("web", 8080, 'socket.write("220 mail.example.test ESMTP Postfix\\r\\n")'),
    symptom: web(/HTTP\/0\.9|220 mail/),
    place: place(8080),
    routers: 2,
  },
  {
    id: "wrong-service/key-store-on-8080",
    cause: "wrong-service",
    ...odd(
      "web",
      8080,
      'socket.on("data", (said) => /^host:/im.test(said) ? socket.end() : /^ping/i.test(said) && socket.write("+PONG\\r\\n"))',
    ),
    symptom: shell(`printf 'PING\\r\\n' | nc -w 2 ${at.server} 8080 2>&1`, /PONG/, /400 Bad Request/),
    place: place(8080),
  },
  {
    id: "wrong-service/web-on-3306",
    cause: "wrong-service",
    ...odd("db", 3306, 'socket.write("SSH-2.0-OpenSSH_9.2p1 Debian-2\\r\\n")'),
    symptom: shell(`nc -nv -w 2 ${at.server} 3306 </dev/null 2>&1`, /SSH/, /MariaDB/),
    place: place(3306),
  },
  {
    id: "service-frozen/8080",
    cause: "service-frozen",
    ...frozen("web"),
    symptom: web(/timed out/),
    place: place(8080),
    accepts: { causes: ["accept-queue-full"], why: "the queue of a frozen service fills in time" },
  },
  {
    id: "service-frozen/3389",
    cause: "service-frozen",
    ...frozen("desktop"),
    symptom: desktop(/^\s*\[exit/),
    place: place(3389),
    accepts: { causes: ["accept-queue-full"], why: "the queue of a frozen service fills in time" },
  },
  {
    id: "service-frozen/443",
    cause: "service-frozen",
    ...frozen("api"),
    symptom: fetches(/timed out/),
    place: place(443),
    routers: 2,
    accepts: { causes: ["accept-queue-full"], why: "the queue of a frozen service fills in time" },
  },
  {
    id: "service-frozen/silent-program",
    cause: "service-frozen",
    ...odd("web", 8080, "socket.resume()"),
    symptom: web(/timed out/),
    place: place(8080),
    accepts: { causes: ["accept-queue-full"], why: "the queue of a frozen service fills in time" },
  },
  {
    id: "connection-reset/8080-on-data",
    cause: "connection-reset",
    ...odd("web", 8080, 'socket.once("data", () => socket.resetAndDestroy())'),
    symptom: web(/reset by peer/),
    place: place(8080),
  },
  {
    id: "connection-reset/3389-at-once",
    cause: "connection-reset",
    ...odd("desktop", 3389, "socket.resetAndDestroy()"),
    symptom: shell(
      // Whether the reset comes before this end has read is chance: one of five is enough.
      `nc -nv -w 2 ${at.server} 3389 </dev/null; for i in 1 2 3 4 5; do printf x | nc -w 1 ${at.server} 3389 || echo reset; done`,
      /reset/,
      /^(?![\s\S]*reset)[\s\S]*succeeded/,
    ),
    place: place(3389),
  },
  {
    id: "connection-reset/by-a-firewall",
    cause: "connection-reset",
    ...forward("tcp dport 8080 tcp flags & (psh|ack) == psh|ack reject with tcp reset"),
    symptom: web(/reset by peer/),
    place: place(8080),
    routers: 2,
  },
  {
    id: "accept-queue-full/for-good",
    cause: "accept-queue-full",
    ...queue("1e9"),
    symptom: connects(8080, silent),
    place: place(8080),
    accepts: {
      causes: ["firewall-drops-port"],
      why: "a full queue leaves connection requests unanswered, as a firewall does",
    },
  },
  {
    id: "accept-queue-full/now-and-then",
    cause: "accept-queue-full",
    ...queue("0.4"),
    symptom: shell(
      `for i in 1 2 3 4 5 6 7 8; do nc -zvn -w 1 ${at.server} 8080; done 2>&1 | grep -c 'timed out'`,
      /^[1-8]\n/,
      /^0\n/,
    ),
    place: place(8080),
    accepts: {
      causes: ["packet-loss", "connection-limit", "service-frozen", "firewall-drops-port"],
      why: "a queue that is mostly full answers some connection requests and not others, and its connections hang",
    },
  },
  {
    id: "connection-limit/reset",
    cause: "connection-limit",
    ...forward("tcp dport 443 tcp flags syn ct count over 1 reject with tcp reset"),
    symptom: limited(/refused/),
    place: place(443),
  },
  {
    id: "connection-limit/dropped",
    cause: "connection-limit",
    ...forward("tcp dport 443 tcp flags syn ct count over 1 drop"),
    symptom: limited(/timed out/),
    place: place(443),
  },
  {
    id: "connection-limit/two-dropped",
    cause: "connection-limit",
    ...forward("tcp dport 443 tcp flags syn ct count over 2 drop"),
    symptom: limited(/timed out/),
    profile: { api: "own: true" },
    place: place(443),
  },
  {
    id: "connection-limit/three-reset",
    cause: "connection-limit",
    ...forward("tcp dport 443 tcp flags syn ct count over 3 reject with tcp reset"),
    symptom: limited(/refused/),
    profile: { api: "own: true" },
    place: place(443),
    routers: 2,
  },
];
