import type { Pair } from "../fault.js";

const pair = (one: string, other: string, more: Omit<Pair, "id" | "faults"> = {}): Pair => ({
  id: `pair/${one} + ${other}`,
  faults: [one, other],
  ...more,
});

/** Nothing to do with each other: both stand, in whatever order. */
const independent: readonly Pair[] = [
  pair("firewall-drops-port/3389", "port-closed/8080"),
  pair("firewall-drops-port/443", "db-down/stopped"),
  pair("firewall-rejects-port/3389-prohibited", "db-access-denied/password"),
  pair("cert-expired/days", "db-down/stopped"),
  pair("cert-untrusted-ca/whole-chain", "db-account-locked/locked"),
  pair("cert-expiring/week", "port-closed/3389"),
  pair("cert-wrong-host/other-name", "service-frozen/8080"),
  pair("tls-cipher-mismatch/camellia", "db-tls-required/account"),
  pair("dns-name-missing/api", "db-read-only/failover"),
  pair("dns-name-missing/database", "api-forbidden/everybody"),
  pair("hosts-file-override/nobody", "api-login-redirect/page"),
  pair("dead-address/one-of-two", "port-closed/8080"),
  pair("keepalive-disabled/nginx", "db-pool-oversubscribed/small-server"),
  pair("keepalive-too-short/1s", "db-idle-timeout-short/five-seconds"),
  pair("backend-partly-failing/500", "port-closed/3389"),
  pair("api-upstream-down/both-stopped", "port-closed/8080"),
  pair("api-rate-limited/all", "service-frozen/3389"),
  pair("wrong-service/ssh-on-3389", "api-not-found/moved"),
  pair("connection-reset/8080-on-data", "db-unknown-table/renamed"),
  pair("payload-invalid/sum", "api-error/both"),
  pair("environment-mixed-up/silent", "db-unknown-table/renamed"),
  pair("client-timeout-too-short/shorter-than-measured", "db-pool-oversubscribed/small-server"),
];

/** One fault of this machine, one far away. */
const nearAndFar: readonly Pair[] = [
  pair("dns-first-server-dead/nobody", "api-error/both"),
  pair("disk-full/bytes", "firewall-drops-port/8080"),
  pair("hot-clients", "db-frozen/stopped"),
  pair("clock-wrong/hours", "db-down/stopped"),
  pair("local-helper-down/not-started", "cert-expired/days"),
  pair("proxy-auth-required/none-given", "db-down/stopped"),
  pair("proxy-unreachable/stopped", "port-closed/3389"),
  pair("packet-loss/10", "db-down/stopped"),
  pair("high-latency/200", "cert-expired/days"),
  pair("disk-full/inodes", "host-down/off"),
  pair("tcp-connections-high", "upstream-outage/gateway-forwards-nothing"),
];

/** One may well be why the other is. */
const chained: readonly Pair[] = [
  pair("db-too-many-connections/ten", "api-unavailable/retry-after", {
    hidden: "an API that says it is unavailable while its database lets nobody in is what such an API says",
  }),
  pair("db-overloaded/each-session", "api-slow/both", {
    hidden:
      "an API is slow where its database is: nothing that is seen from outside says that it would be slow without",
  }),
  pair("announced-maintenance/open", "api-unavailable/retry-after"),
];

/** The second cannot be seen while the first stands. */
const hidden: readonly Pair[] = [
  pair("no-default-route", "db-down/stopped", { hidden: "no packet leaves this machine" }),
  pair("no-carrier", "cert-expired/days", { hidden: "no packet leaves this machine" }),
  pair("gateway-unreachable/dead", "service-frozen/3389", { hidden: "no packet passes the gateway" }),
  pair("dns-server-down/stopped", "api-error/both", { hidden: "the name of the API leads nowhere" }),
  pair("firewall-drops-port/443", "cert-expired/days", { hidden: "no handshake comes about" }),
  pair("db-frozen/stopped", "db-read-only/failover", { hidden: "nobody gets in to see" }),
  pair("cert-expired/days", "api-error/both", { hidden: "no request is sent to whom is not trusted" }),
];

/** Pairs of faults of services: names, TLS, the API, the database. */
export const servicePairs: readonly Pair[] = [...independent, ...nearAndFar, ...chained, ...hidden];
