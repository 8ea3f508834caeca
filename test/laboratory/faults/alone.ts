import { startDaemon } from "../../servers/daemon.js";
import { login } from "../../servers/mariadb.js";
import { all, command, forward, input, instead } from "../changes.js";
import type { Change, Fault } from "../fault.js";
import { at } from "../network.js";
import type { Wishes } from "../profile.js";
import { names } from "../services.js";
import { connects, fetches, shell } from "../symptoms.js";
import { queue } from "./queue.js";

/** The same faults seen by a profile with a single target, by its address, or with ping filtered as well; and doors that wait. */

const noAnswer = /timed out|No route to host/;
const deskOnly: Wishes = { only: [`- { name: desk, owner: us, host: ${at.server}, ports: [3389] }`] };
const databaseOnly: Wishes = {
  only: [
    `- { name: database, owner: us, mysql: { host: ${names.db}, user: ${login.user}, password: "\${DB_PASSWORD}" } }`,
  ],
};
const neighbour: Wishes = {
  only: [`- { name: beside, owner: us, host: ${at.proxy}, ports: [{ port: 3128, speaks: http }] }`],
};
const off = command("edge", "ip link set server down", "ip link set server up");
const silentHost = {
  causes: ["host-firewalled", "host-down"],
  why: "a host that is off and one behind a firewall are both silent",
} as const;
const pingless = forward("icmp type echo-request drop");

/** A web server that waits for the end of a line, and says nothing to what has none, as those do that read whole requests. */
const patientWeb: Change = instead("api", ({ wires }) => {
  const script = `require("node:net").createServer((socket) => {
      let got = ""; socket.on("error", () => {}).on("data", (some) => {
        got += some.toString("latin1");
        if (/^[A-Z]+ [^]*\\r\\n\\r\\n/.test(got)) socket.end("HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nok");
      }); }).listen(443, "${at.server}", () => console.log("ready"))`;
  return startDaemon({ command: wires.server.command(process.execPath, "-e", script), ready: { output: /ready/ } });
});

/** A remote desktop where the database should be. */
const forwarded: Change = instead("db", ({ wires }) => {
  const script = `const net = require("node:net"); net.createServer((socket) => {
      const inner = net.connect(3389, "${at.server}"); socket.on("error", () => {}); inner.on("error", () => {});
      socket.pipe(inner).pipe(socket); }).listen(3306, "${at.server}", () => console.log("ready"))`;
  return startDaemon({ command: wires.server.command(process.execPath, "-e", script), ready: { output: /ready/ } });
});

export const alone: readonly Fault[] = [
  {
    id: "host-down/one-port-by-address",
    cause: "host-down",
    ...off,
    symptom: connects(3389, noAnswer),
    profile: deskOnly,
    accepts: { causes: ["host-firewalled", "upstream-outage"], why: "nothing else is asked that could answer" },
  },
  {
    id: "host-firewalled/one-port-by-address",
    cause: "host-firewalled",
    ...forward(`ip daddr ${at.server} drop`),
    symptom: connects(3389, noAnswer),
    profile: deskOnly,
    accepts: { causes: ["host-down", "upstream-outage"], why: "nothing else is asked that could answer" },
  },
  {
    id: "host-firewalled/database-only",
    cause: "host-firewalled",
    ...input("server", "iifname eth0 drop"),
    symptom: connects(3306, noAnswer),
    profile: databaseOnly,
    routers: 2,
    accepts: silentHost,
  },
  {
    id: "host-down/in-our-network",
    cause: "host-down",
    ...command("proxy", "ip link set eth0 down", "ip link set eth0 up", `ip route replace default via ${at.gateway}`),
    symptom: connects(3128, noAnswer, at.proxy),
    profile: neighbour,
    accepts: silentHost,
  },
  {
    id: "host-firewalled/in-our-network",
    cause: "host-firewalled",
    ...input("proxy", "iifname eth0 drop"),
    symptom: connects(3128, /timed out/, at.proxy),
    profile: neighbour,
    accepts: silentHost,
  },
  {
    id: "firewall-drops-port/only-3389",
    cause: "firewall-drops-port",
    ...all(forward("tcp dport 3389 drop"), pingless),
    symptom: connects(3389, /timed out/),
    profile: deskOnly,
    place: `${at.server}:3389`,
    accepts: { causes: ["accept-queue-full"], why: "a full queue leaves connection requests unanswered, too" },
  },
  {
    id: "accept-queue-full/ping-filtered",
    cause: "accept-queue-full",
    ...all(queue("1e9"), pingless),
    symptom: connects(8080, /timed out/),
    place: `${at.server}:8080`,
    routers: 2,
    accepts: { causes: ["firewall-drops-port"], why: "a firewall leaves connection requests unanswered, too" },
  },
  {
    id: "connection-limit/desktop",
    cause: "connection-limit",
    ...forward("tcp dport 3389 tcp flags syn ct count over 1 reject with tcp reset"),
    symptom: shell(
      `(sleep 2 | nc -n -w 3 ${at.server} 3389 & sleep 0.5; nc -zvn -w 1 ${at.server} 3389; wait) 2>&1`,
      /refused/,
      /succeeded/,
    ),
    profile: deskOnly,
    place: `${at.server}:3389`,
  },
  {
    id: "tls-plain-http/waits-for-a-line",
    cause: "tls-plain-http",
    ...patientWeb,
    symptom: fetches(/timed out|Timeout|SSL/i),
    accepts: { causes: ["tls-stalled"], why: "it leaves the handshake unanswered" },
  },
  {
    id: "wrong-service/desktop-on-3306",
    cause: "wrong-service",
    ...forwarded,
    symptom: shell(`nc -nv -w 2 ${at.server} 3306 </dev/null 2>&1 | strings`, /^(?![\s\S]*MariaDB)/, /MariaDB/),
    place: `${at.server}:3306`,
  },
];
