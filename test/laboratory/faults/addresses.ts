import { startDaemon } from "../../servers/daemon.js";
import { startNginx } from "../../servers/nginx.js";
import { all, forward, running } from "../changes.js";
import type { Fault } from "../fault.js";
import { at } from "../network.js";
import { names } from "../services.js";
import { fetches } from "../symptoms.js";
import { records, resolves, stranger } from "./names.js";

/** Names that lead to several addresses of which one does not serve, or to a portal. */

/** What accepts connections there and says nothing. */
const mute = running(({ wires }) => {
  const script = `require("node:net").createServer((socket) => socket.on("error", () => {})).listen(443, "${at.dns}", () => console.log("ready"));`;
  return startDaemon({ command: wires.dns.command(process.execPath, "-e", script), ready: { output: /ready/ } });
});

/** A page to log in on the gateway itself. */
const login = running(({ wires }) => {
  const sends = `location / { return 302 http://${at.gateway}:8081/login?from=$host; }`;
  const page = `location / { default_type text/html; return 200 "<form>login</form>"; }`;
  const servers = { door: { port: 80, directives: sends }, page: { port: 8081, directives: page } };
  return startNginx(servers, { address: at.gateway, within: wires.router.command });
});

export const addressing: readonly Fault[] = [
  {
    id: "dead-address/one-of-two",
    cause: "dead-address",
    ...records({ api: `A ${at.server}\napi A 10.200.2.99` }),
    symptom: resolves(names.api, /10\.200\.2\.99/, new RegExp(`^(?![\\s\\S]*2\\.99)${at.server}`)),
  },
  {
    id: "dead-address/closed",
    cause: "dead-address",
    ...records({ api: `A ${at.server}\napi A ${at.dns}` }),
    symptom: resolves(names.api, new RegExp(at.dns), new RegExp(`^(?![\\s\\S]*${at.dns})${at.server}`)),
  },
  {
    id: "dead-address/database",
    cause: "dead-address",
    ...records({ db: `A ${at.server}\ndb A ${at.dns}` }),
    symptom: resolves(names.db, new RegExp(at.dns), new RegExp(`^(?![\\s\\S]*${at.dns})${at.server}`)),
  },
  {
    id: "captive-portal/by-name",
    cause: "captive-portal",
    ...all(records({ open: `A ${at.gateway}` }), login),
    symptom: {
      command: ["curl", "-sSi", "-m", "4", `http://${names.outside}/`],
      broken: /302[\s\S]*login/,
      healthy: /refused|Failed to connect/,
    },
    profile: { url: `http://${names.outside}/api/health` },
  },
  {
    id: "dead-address/silent-handshake",
    cause: "dead-address",
    ...all(records({ api: `A ${at.server}\napi A ${at.dns}` }), mute),
    symptom: resolves(names.api, new RegExp(at.dns), new RegExp(`^(?![\\s\\S]*${at.dns})${at.server}`)),
  },
  {
    id: "backend-partly-failing/certificate-of-one",
    cause: "backend-partly-failing",
    ...all(records({ api: `A ${at.server}\napi A ${at.dns}` }), stranger),
    symptom: resolves(names.api, new RegExp(at.dns), new RegExp(`^(?![\\s\\S]*${at.dns})${at.server}`)),
  },
  {
    id: "ipv6-broken/dropped",
    cause: "ipv6-broken",
    ...all(records({ api: `A ${at.server}\napi AAAA ${at.server6}` }), forward(`ip6 daddr ${at.server6} drop`)),
    symptom: fetches(/timed out|time-?out/i, {
      extra: ["-6", "--connect-timeout", "3"],
      healthy: /Could not resolve host|curl: \(7\)/,
    }),
  },
];
