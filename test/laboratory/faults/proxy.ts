import { startNginx } from "../../servers/nginx.js";
import { all, forward, frozen, input, instead, rules, running, stopped } from "../changes.js";
import type { Change, Fault } from "../fault.js";
import { at } from "../network.js";
import type { Wishes } from "../profile.js";
import { names } from "../services.js";
import { fetches } from "../symptoms.js";

/** The company's proxy as the way out, or in the way. The API lies outside, as its address tells. */

const url = `https://${names.outside}/api/health`;
const address = `http://${names.proxy}:3128`;
const through = (more: Wishes = {}): Wishes => ({ url, proxy: address, ...more });
const asked = (broken: RegExp, ...extra: readonly string[]) =>
  fetches(broken, { url, extra: ["-x", `http://${at.proxy}:3128`, ...extra] });
const directly = (broken: RegExp) => fetches(broken, { url, extra: ["--noproxy", "*"] });

/** Nothing but the proxy gets out to where the API lies. */
const closed = (rule = "drop"): Change => forward(`ip saddr ${at.client} ip daddr ${at.outside} ${rule}`, "router");

/** A login portal that answers plain HTTP in the place of everybody outside, and lets nothing else through. */
const portal = (others: string): Change =>
  all(
    rules(
      "router",
      `chain nat { type nat hook prerouting priority -100; iifname lan ip daddr ${at.outside} tcp dport 80 redirect to :8081; }
       chain forward { type filter hook forward priority 0; ip daddr ${at.outside} ${others}; }`,
    ),
    running(({ wires }) => {
      const directives = `location /login { default_type text/html; return 200 "<form>login</form>"; }
        location / { return 302 http://${at.gateway}:8081/login?from=$host; }`;
      return startNginx({ portal: { port: 8081, directives } }, { address: at.gateway, within: wires.router.command });
    }),
  );
const portalShows = {
  command: ["curl", "-sSi", "-m", "4", `http://${names.outside}/`],
  broken: /302[\s\S]*login/,
  healthy: /refused|Failed to connect/,
};

export const proxy: readonly Fault[] = [
  {
    id: "proxy-unreachable/stopped",
    cause: "proxy-unreachable",
    ...stopped("proxy"),
    symptom: asked(/refused|Failed to connect/),
    profile: through(),
  },
  {
    id: "proxy-unreachable/frozen",
    cause: "proxy-unreachable",
    ...frozen("proxy"),
    symptom: asked(/timed out/),
    profile: through(),
  },
  {
    id: "proxy-unreachable/firewall",
    cause: "proxy-unreachable",
    ...input("proxy", "tcp dport 3128 drop"),
    symptom: asked(/timed out|Failed to connect/),
    profile: through(),
  },
  {
    id: "proxy-unreachable/wrong-port",
    cause: "proxy-unreachable",
    ...all(),
    symptom: {
      command: [
        "sh",
        "-c",
        `curl -sS -m 4 -x http://${at.proxy}:8888 ${url}; curl -sSk -m 4 -x http://${at.proxy}:3128 ${url}`,
      ],
      broken: /refused|Failed to connect/,
      healthy: /"status":"ok"/,
    },
    profile: through({ proxy: `http://${names.proxy}:8888` }),
  },
  {
    id: "proxy-auth-required/none-given",
    cause: "proxy-auth-required",
    ...instead("proxy", ({ start }) => start.proxy({ login: "company:secret" })),
    symptom: asked(/407/),
    profile: through(),
  },
  {
    id: "proxy-auth-required/wrong-password",
    cause: "proxy-auth-required",
    ...instead("proxy", ({ start }) => start.proxy({ login: "company:secret" })),
    symptom: asked(/40[17]/, "--proxy-user", "company:wrong"),
    profile: through({ proxy: `http://company:wrong@${names.proxy}:3128` }),
  },
  {
    id: "proxy-denies-target/host",
    cause: "proxy-denies-target",
    ...instead("proxy", ({ start }) => start.proxy({ denied: ["example"] })),
    symptom: asked(/403/),
    profile: through(),
  },
  {
    id: "proxy-denies-target/port",
    cause: "proxy-denies-target",
    ...instead("proxy", ({ start }) => start.proxy({ connectPorts: [8443] })),
    symptom: asked(/403/),
    profile: through(),
  },
  {
    id: "proxy-upstream-failed/silent",
    cause: "proxy-upstream-failed",
    ...all(closed(), forward(`ip saddr ${at.proxy} ip daddr ${at.outside} drop`)),
    symptom: asked(/timed out|50[0-9]/),
    profile: through(),
  },
  {
    id: "proxy-upstream-failed/refused",
    cause: "proxy-upstream-failed",
    ...all(closed(), forward(`ip saddr ${at.proxy} ip daddr ${at.outside} reject with tcp reset`)),
    symptom: asked(/50[0-9]/),
    profile: through(),
  },
  {
    id: "proxy-required/dropped",
    cause: "proxy-required",
    ...closed(),
    symptom: directly(/timed out/),
    profile: { url, env: { HTTPS_PROXY: address } },
  },
  {
    id: "proxy-required/prohibited",
    cause: "proxy-required",
    ...closed("reject with icmp type admin-prohibited"),
    symptom: directly(/No route to host|Failed to connect|Couldn't connect/),
    profile: { url, env: { HTTPS_PROXY: address } },
    routers: 2,
  },
  {
    id: "proxy-ignored",
    cause: "proxy-ignored",
    ...closed(),
    symptom: directly(/timed out/),
    profile: { url, proxy: "environment", env: { HTTPS_PROXY: address, NO_PROXY: ".example.test" } },
    accepts: {
      causes: ["proxy-required"],
      why: "a network that lets nobody out directly and a program that ignores the proxy meet the same silence",
    },
  },
  {
    id: "captive-portal/drops-the-rest",
    cause: "captive-portal",
    ...portal("drop"),
    symptom: portalShows,
    profile: { url },
  },
  {
    id: "captive-portal/plain-http",
    cause: "captive-portal",
    ...portal("drop"),
    symptom: portalShows,
    profile: { url: `http://${names.outside}/api/health` },
  },
  {
    id: "captive-portal/resets-the-rest",
    cause: "captive-portal",
    ...portal("reject with tcp reset"),
    symptom: portalShows,
    profile: { url },
    routers: 2,
  },
];
