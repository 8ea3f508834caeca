import { hostPort } from "../../src/model/place.js";
import type { Result } from "../../src/model/result.js";

/** Answers of the checks that we read for which no host needs to be alive. */
const needNoLife: readonly string[] = [
  "silent",
  "lifeless",
  "host-unreachable",
  "network-unreachable",
  "rejected",
  "blocked-here",
  "ipv6-dead",
  // Another address of the name lives.
  "alive-elsewhere",
  "open-elsewhere",
];
/** Of these checks every other answer came from the host; of the rest only what passed is taken for one. */
const speakForHost: readonly string[] = ["port", "db"];
/** Itself, because a router that rations its words tells one name of a host what another asked for in vain. */
export const read = ["port", "tls", "api", "keepalive", "db", "ping"];

/** Whether a result shows that this very address answers something: `open` lists the addresses that did, where it is given. */
export const showsLife = ({ check, evidence }: Result, address: string): boolean => {
  const open = evidence.flatMap(({ data }) => (Array.isArray(data.open) ? data.open : []));
  if (open.length > 0) return open.some((place) => String(place).startsWith(hostPort(address, "")));
  return evidence.some(
    ({ signal, level }) => !needNoLife.includes(signal) && (level === "pass" || speakForHost.includes(check)),
  );
};

/** What other checks saw of the host. */
export type Beside = {
  /** It answered something else. */
  readonly alive: boolean;
  /** Connections that opened, and those whose request had to be sent again or was lost. */
  readonly connections: number;
  readonly resent: number;
  /** Requests that were answered on them, at least. */
  readonly exchanges: number;
};

/** Each of its answers after the login took the database a round trip or more. */
const statementsIn = ({ check, evidence }: Result): number =>
  check === "db" && evidence.some(({ signal }) => signal === "logged-in")
    ? evidence.filter(({ level }) => level === "pass").length
    : 0;

const requestsIn = ({ check, evidence }: Result): number =>
  check === "keepalive" ? evidence.reduce((sum, { data }) => sum + Number(data.requests ?? 0), 0) : 0;

/** Pure. `results`: of the checks that are read, about this host. */
export const besideOf = (results: readonly Result[], address: string): Beside => {
  const counted = (key: string): number =>
    results
      .filter(({ check }) => check === "port")
      .flatMap(({ evidence }) => evidence.flatMap(({ data }) => data[key]))
      .reduce<number>((sum, value) => sum + (typeof value === "number" ? value : 0), 0);
  return {
    alive: results.some((result) => result.check !== "ping" && showsLife(result, address)),
    connections: counted("connections"),
    resent: counted("resent") + counted("failed"),
    exchanges: results.reduce((sum, one) => sum + statementsIn(one) + requestsIn(one), 0),
  };
};
