import { lifeAnswer, queueAnswer, refuserAnswer } from "../../src/model/life.js";
import { hostPort, withoutUnused } from "../../src/model/place.js";
import { attemptsAnswer } from "./attempts.js";
import { deadKind, mostTelling } from "./dead.js";
import type { AddressSeen, Seen, Target } from "./sight.js";
import { median, places, rounded, type State, statesOf, unique, wayOf, works } from "./state.js";
import { refusedOften } from "./tries.js";
import type { Answer } from "./words.js";

/** Ends that somebody made: no packet that got lost looks so. */
const cuts: readonly string[] = ["reset-at-connect", "reset-on-data", "closes"];

/** How well the addresses open that open at all. */
const openAnswer = (open: readonly State[]): Answer => {
  const tried = open.reduce((sum, one) => sum + one.tried, 0);
  const opened = open.flatMap((one) => one.opened);
  const failed = tried - opened.length;
  const data = {
    open: places(open),
    opened: opened.length,
    tried,
    failed,
    how: unique(open.flatMap(({ how }) => how)),
  };
  if (failed > 0 && data.how.every((one) => cuts.includes(one))) return { signal: "reset-at-times", data };
  if (failed > 0 && data.how.every((one) => one === "refused"))
    return { signal: open.some(({ often }) => often) ? "refused-at-times" : "refused-seldom", data };
  if (failed >= 2 && failed * 2 >= tried) return { signal: "mostly-failing", data };
  if (failed > 0) return { signal: "unsteady", data };
  return { signal: "open", data: { ...data, ms: rounded(median(opened.flatMap(({ ms }) => ms ?? []))) } };
};

const connectAnswer = (states: readonly State[]): Answer => {
  const working = states.filter(works);
  const others = states.filter((one) => !works(one));
  if (working.length > 0 && others.length > 0) {
    const data = { open: places(working), dead: places(others), how: unique(others.map(wayOf)) };
    return { signal: "some-addresses-dead", data };
  }
  const open = states.filter(({ dead }) => dead === undefined);
  if (open.length > 0) return openAnswer(open);
  const ms = rounded(Math.max(...states.map(({ longest }) => longest)));
  const how = unique(states.map(wayOf));
  return { signal: mostTelling(states.flatMap(({ dead }) => dead ?? [])), data: { dead: places(states), ms, how } };
};

const names: Readonly<Record<string, string>> = {
  http: "HTTP",
  tls: "TLS",
  rdp: "RDP",
  mysql: "MySQL",
  ssh: "SSH",
  smtp: "SMTP",
  redis: "Redis",
  postgresql: "PostgreSQL",
  mongodb: "MongoDB",
  ajp: "AJP",
  mqtt: "MQTT",
  kafka: "Kafka",
  ldap: "LDAP",
  socks: "SOCKS",
  zookeeper: "ZooKeeper",
  "sql-server": "SQL Server",
  oracle: "Oracle",
  ftp: "FTP",
  vnc: "VNC",
  amqp: "AMQP",
  memcached: "memcached",
};
/** Protocols whose first bytes are text. */
const textual: readonly string[] = ["http", "ssh", "smtp", "ftp", "vnc", "redis", "memcached", "unknown"];

const serviceAnswer = (states: readonly State[], { speaks }: Target): Answer[] => {
  const asked = states.filter(({ dead, service }) => dead === undefined && service !== undefined);
  const best = asked.find(works) ?? asked[0];
  if (best?.service === undefined) return [];
  const { ms = 0, spoke = "", banner = "" } = best.sight ?? {};
  const quoted = banner !== "" && textual.includes(spoke) ? `“${banner}”` : "";
  const answer = [names[spoke], quoted].filter(Boolean).join(" ") || "?";
  return [
    { signal: best.service, data: { expected: names[speaks] ?? speaks, answer, ms: rounded(ms), spoke, banner } },
  ];
};

/** A firewall that lets such a segment pass drops nothing but requests; one answer is enough. */
const strayAnswer = (seen: readonly AddressSeen[], dead: readonly State[]): Answer[] => {
  const answered = seen.flatMap(({ stray }) => stray ?? []);
  if (answered.length === 0) return [];
  return [{ signal: answered.some(Boolean) ? "stray-answered" : "stray-dropped", data: { dead: places(dead) } }];
};

/** Several at once; one address that takes no further connection is enough to be told. */
const besideAnswer = (looks: readonly Seen[], { port }: Target): Answer[] => {
  const asked = looks.flatMap(({ addresses }) =>
    addresses.flatMap(({ address, beside, tries }) =>
      beside === undefined ? [] : [{ address, ...beside, ...(refusedOften(tries) ? { alone: true } : {}) }],
    ),
  );
  const failing = asked.filter(({ failed }) => failed !== undefined);
  if (asked.length === 0) return [];
  if (failing.length === 0) return [{ signal: "side-by-side", data: {} }];
  const data = {
    open: failing.map(({ address }) => hostPort(address, port)),
    how: unique(failing.map((one) => deadKind([one]))),
  };
  if (failing.some(({ alone }) => alone === true)) return [{ signal: "cut-at-times", data }];
  const most = Math.min(...failing.map(({ held = 1 }) => held));
  return [most > 1 ? { signal: "few-at-a-time", data: { ...data, most } } : { signal: "one-at-a-time", data }];
};

/** Raised only where a name has addresses of both families that a route leads to. */
const familyAnswer = (four: readonly State[], six: readonly State[]): Answer[] => {
  if (six.some(works) && four.some(works)) return [{ signal: "both-families", data: {} }];
  if (six.length === 0 || four.length === 0 || !four.every(works)) return [];
  return [{ signal: "ipv6-dead", data: { dead: places(six), how: unique(six.map(wayOf)) } }];
};

const elsewhereAnswer = (looks: readonly Seen[]): Answer[] => {
  const [look] = looks;
  const others = looks.flatMap(({ elsewhere = [] }) => elsewhere);
  const good = others.find(({ opens }) => opens);
  if (look === undefined || others.length === 0) return [];
  if (good === undefined)
    return [{ signal: "closed-elsewhere", data: { tried: unique(others.map(({ address }) => address)) } }];
  const used = look.located.addresses.map(({ address }) => address);
  return [{ signal: "open-elsewhere", data: { used, address: good.address, server: good.server } }];
};

/** Pure. Over one or two looks at every address. */
export const judgePort = (looks: readonly Seen[], target: Target): Answer[] => {
  const states = withoutUnused(statesOf(looks, target), (one) => ({
    here: one.here,
    family: one.family,
    works: works(one),
    refuses: one.dead === "refused",
  }));
  const four = states.filter(({ family }) => family === 4);
  const six = states.filter(({ family }) => family === 6);
  const family = familyAnswer(four, six);
  // Where only IPv6 is dead, that is the finding, and the port is judged by the addresses that serve.
  const relevant = family.some(({ signal }) => signal === "ipv6-dead") ? four : states;
  const connect = connectAnswer(relevant);
  const seen = looks.flatMap(({ addresses }) => addresses);
  const [refusal] = seen.flatMap((one) => one.refusal ?? []);
  const life =
    connect.signal === "silent"
      ? [
          ...lifeAnswer(seen.flatMap(({ life = [] }) => life)),
          ...strayAnswer(seen, relevant),
          ...queueAnswer(
            seen.flatMap(({ waiting }) => waiting ?? []),
            places(relevant),
          ),
        ]
      : [];
  const refuser = connect.signal === "refused" ? refuserAnswer(refusal, places(relevant)) : [];
  const elsewhere = states.some(works) ? [] : elsewhereAnswer(looks);
  const attempts = attemptsAnswer(relevant.filter(works));
  return [
    connect,
    ...attempts,
    ...serviceAnswer(relevant, target),
    ...refuser,
    ...life,
    ...elsewhere,
    ...family,
    ...besideAnswer(looks, target),
  ];
};
