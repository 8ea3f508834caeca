import { type Aim, defineCheck, type Raised, type Unavailable } from "../src/model/check.js";
import type { Attempt, FailureCode } from "../src/model/failure.js";
import type { Io, Peer, ServiceAnswer } from "../src/model/io.js";
import { hostPort, type Located, type LocatedAddress, placesOf } from "../src/model/place.js";
import type { Profile, Protocol } from "../src/model/profile.js";
import type { Bilingual } from "../src/model/text.js";

/** `deeper`: another check asks the service there more thoroughly. */
type Target = { readonly host: string; readonly port: number; readonly speaks: Protocol; readonly deeper?: true };

/** One connection; `ms` is absent where only the whole exchange was measured. */
type Try = { readonly ms?: number; readonly failed?: FailureCode; readonly detail?: string | number };
type Life = { readonly port: number; readonly heard: "open" | FailureCode };
/** What one address did. `service`: only if one is expected and the port opened. */
type AddressSeen = LocatedAddress & {
  readonly tries: readonly Try[];
  readonly service?: {
    readonly ms: number;
    readonly spoke?: string;
    readonly banner?: string;
    readonly failed?: FailureCode;
    /** It said nothing, but the program behind it ended its side when we ended ours. */
    readonly alive?: true;
  };
  readonly life?: readonly Life[];
};
type Seen = { readonly located: Located; readonly addresses: readonly AddressSeen[] };

const questions = {
  connect: { en: "Does the port accept connections?", zh: "端口能否连通？" },
  service: { en: "Does the expected service answer there?", zh: "应答的是否为预期的服务？" },
  life: { en: "Does the host give another sign of life?", zh: "该主机是否有其他存活迹象？" },
  family: { en: "Do both address families work?", zh: "IPv4 与 IPv6 是否都可用？" },
} as const;

const signals = {
  open: {
    answers: "connect",
    level: "pass",
    text: {
      en: "{open} accepts connections ({opened} of {tried}, {ms} ms)",
      zh: "{open} 接受连接（{tried} 次中成功 {opened} 次，{ms} 毫秒）",
    },
  },
  refused: {
    answers: "connect",
    level: "fail",
    stops: true,
    text: { en: "{dead} refuses: nothing listens there", zh: "{dead} 拒绝连接：端口无监听" },
  },
  silent: {
    answers: "connect",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "{dead} does not answer a connection request within {ms} ms",
      zh: "{dead} 在 {ms} 毫秒内对连接请求无应答",
    },
  },
  "host-unreachable": {
    answers: "connect",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "The host of {dead} cannot be reached: after {ms} ms nobody had answered for it",
      zh: "{dead} 所在主机不可达：{ms} 毫秒后仍无应答",
    },
  },
  rejected: {
    answers: "connect",
    level: "fail",
    stops: true,
    text: {
      en: "A firewall or router rejects connections to {dead} (after {ms} ms)",
      zh: "防火墙或路由器拒绝到 {dead} 的连接（{ms} 毫秒后）",
    },
  },
  "network-unreachable": {
    answers: "connect",
    level: "fail",
    stops: true,
    text: { en: "No route leads to {dead}", zh: "没有到 {dead} 的路由" },
  },
  "blocked-here": {
    answers: "connect",
    level: "fail",
    stops: true,
    text: { en: "This host's own rules forbid connections to {dead}", zh: "本机规则禁止连接 {dead}" },
  },
  "reset-at-connect": {
    answers: "connect",
    level: "fail",
    stops: true,
    doubt: true,
    text: { en: "{dead} resets each connection at once", zh: "{dead} 立即重置每个连接" },
  },
  "some-addresses-dead": {
    answers: "connect",
    level: "fail",
    doubt: true,
    text: { en: "{open} works, but {dead} does not ({how})", zh: "{open} 可用，但 {dead} 不可用（{how}）" },
  },
  unsteady: {
    answers: "connect",
    level: "warn",
    text: {
      en: "{failed} of {tried} connections to {open} failed ({how})",
      zh: "到 {open} 的 {tried} 次连接中有 {failed} 次失败（{how}）",
    },
  },
  "mostly-failing": {
    answers: "connect",
    level: "fail",
    text: {
      en: "{failed} of {tried} connections to {open} failed ({how})",
      zh: "到 {open} 的 {tried} 次连接中有 {failed} 次失败（{how}）",
    },
  },
  speaks: {
    answers: "service",
    level: "pass",
    text: { en: "{expected} answers", zh: "{expected} 服务应答" },
  },
  "other-protocol": {
    answers: "service",
    level: "fail",
    stops: true,
    text: { en: "{expected} expected, but {answer} answers", zh: "预期 {expected}，应答的却是 {answer}" },
  },
  mute: {
    answers: "service",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "The connection is accepted, but asked for {expected} nothing comes for {ms} ms",
      zh: "连接被接受，但以 {expected} 询问后 {ms} 毫秒内无应答",
    },
  },
  unanswered: {
    answers: "service",
    level: "note",
    text: {
      en: "Asked for {expected} nothing comes for {ms} ms, though the program behind it lives",
      zh: "以 {expected} 询问后 {ms} 毫秒内无应答，但其后的程序存活",
    },
  },
  "reset-on-data": {
    answers: "service",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "The connection is accepted, and reset as soon as {expected} is spoken",
      zh: "连接被接受，但一发送 {expected} 数据即被重置",
    },
  },
  closes: {
    answers: "service",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "The connection is accepted, and closed without a byte when asked for {expected}",
      zh: "连接被接受，但以 {expected} 询问后未回一字节即被关闭",
    },
  },
  alive: {
    answers: "life",
    level: "note",
    whenHealthy: "usually",
    text: { en: "The host is alive: it answers on port {ports}", zh: "主机存活：端口 {ports} 有应答" },
  },
  lifeless: {
    answers: "life",
    level: "note",
    whenHealthy: "usually",
    text: { en: "No other port of the host answers ({ports})", zh: "该主机其他端口均无应答（{ports}）" },
  },
  "both-families": {
    answers: "family",
    level: "pass",
    text: { en: "IPv4 and IPv6 both work", zh: "IPv4 与 IPv6 均可用" },
  },
  "ipv6-dead": {
    answers: "family",
    level: "fail",
    doubt: true,
    text: { en: "IPv4 works, but IPv6 does not: {dead} ({how})", zh: "IPv4 可用，但 IPv6 不可用：{dead}（{how}）" },
  },
} as const;
type Answer = Raised<typeof signals>;
type SignalOf<Q extends string> = {
  [S in keyof typeof signals]: (typeof signals)[S]["answers"] extends Q ? S : never;
}[keyof typeof signals];

// ---- looking ---------------------------------------------------------------------------------------------------------

/** An EHOSTUNREACH sooner than this is asked once more: ours or a router's search for the neighbour may have begun earlier. */
const quick = 1000;
/** What nearly every host has, open or refused: web, SSH, remote desktop. */
const lifePorts = [443, 80, 22, 3389];
const addressLimit = 4;

/** Addresses worth a look: those that a route leads to, both families, at most four. */
const chosen = ({ addresses }: Located): LocatedAddress[] => {
  const routed = addresses.filter(({ scope }) => scope !== "unrouted");
  const worth = routed.length > 0 ? routed : [...addresses];
  const place = (one: LocatedAddress): number => worth.filter(({ family }) => family === one.family).indexOf(one);
  return worth.sort((a, b) => place(a) - place(b)).slice(0, addressLimit);
};

const tried = (attempt: Attempt<unknown>): Try => {
  if (attempt.ok) return { ms: attempt.ms };
  const { code, detail } = attempt.failure;
  return { ms: attempt.ms, failed: code, ...(detail === undefined ? {} : { detail }) };
};

type Looking = { readonly io: Io; readonly signal: AbortSignal; readonly tries: number; readonly target: Target };

/** Asks two other ports of the address if the own one is silent for a fifth of the time-out, within the same bound. */
const withLife = async (
  own: Promise<Attempt<ServiceAnswer>>,
  address: string,
  { io, signal, target }: Looking,
): Promise<{ readonly first: Attempt<ServiceAnswer>; readonly life: Life[] }> => {
  const over = new AbortController();
  const life: Life[] = [];
  const options = { signal: AbortSignal.any([signal, over.signal]), timeout: io.defaults.timeout * 0.75 };
  const timer = setTimeout(() => {
    for (const port of lifePorts.filter((one) => one !== target.port).slice(0, 2)) {
      void io.connect({ address, port }, options).then((attempt) => {
        if (attempt.ok || attempt.failure.code !== "aborted")
          life.push({ port, heard: attempt.ok ? "open" : attempt.failure.code });
      });
    }
  }, io.defaults.timeout / 5);
  const first = await own.finally(() => clearTimeout(timer));
  over.abort();
  const silent = !first.ok && first.failure.code === "timeout" && first.failure.phase === "connect";
  return { first, life: silent ? life : [] };
};

/** A lost connection request is repeated after a second (RFC 6298): a time-out below that would call a late answer a failure. */
const repetition = 1500;
/** Between two tries: a service with a queue of two or three, as remote desktops have, must get to accept the one before. */
const breath = 25;

const patienceOf = (timeout: number): number => Math.max(timeout * 0.4, Math.min(timeout, repetition));

/** Further handshakes, one after another; two silent ones are enough. */
const again = async (peer: Peer, { io, signal, tries }: Looking): Promise<Try[]> => {
  const made: Try[] = [];
  const silent = (): number => made.filter(({ failed }) => failed === "timeout").length;
  while (made.length < tries - 1 && silent() < 2 && !signal.aborted) {
    await io.pause(breath, signal);
    made.push(tried(await io.connect(peer, { signal, timeout: patienceOf(io.defaults.timeout) })));
  }
  return made;
};

/** After a reset: whether a connection on which nothing is said (a mail client waits for its greeting) is reset as well. */
const resetsUnasked = async (peer: Peer, { io, signal }: Looking): Promise<boolean> => {
  const attempt = await io.ask(peer, "smtp", { signal, timeout: Math.min(quick, io.defaults.timeout) });
  return !attempt.ok && attempt.failure.code === "reset";
};

/** Protocols whose servers wait for the client: any of them looks mute, or ends it, when asked in the wrong way. */
const shy: readonly Protocol[] = ["http", "tls", "rdp"];

/** What a port speaks that did not answer in the expected way; undefined: nothing that we know. */
const whatElse = async (peer: Peer, { io, signal, target }: Looking): Promise<ServiceAnswer | undefined> => {
  const options = { signal, timeout: io.defaults.timeout * 0.4, servername: target.host };
  const others = shy.filter((protocol) => protocol !== target.speaks);
  const attempts = await Promise.all(others.map((protocol) => io.ask(peer, protocol, options)));
  return attempts.flatMap((one) => (one.ok && one.value.spoke !== "unknown" ? [one.value] : []))[0];
};

const lookAt = async (at: LocatedAddress, looking: Looking): Promise<AddressSeen> => {
  const { io, signal, target } = looking;
  const peer = { address: at.address, port: target.port };
  const own = io.ask(peer, target.speaks, { signal, servername: target.host });
  const { first, life } = await withLife(own, at.address, looking);
  if (!first.ok && first.failure.phase === "connect") {
    const tries = [tried(first)];
    if (first.failure.code === "host-unreachable" && first.ms < quick)
      tries.push(tried(await io.connect(peer, { signal, timeout: Math.min(2 * quick, io.defaults.timeout) })));
    return { ...at, tries, ...(life.length === 0 ? {} : { life }) };
  }
  const repeats = target.speaks !== "mysql" && first.ok ? await again(peer, looking) : [];
  if (target.speaks === "any" && first.ok) return { ...at, tries: [{ ms: first.value.connect }, ...repeats] };
  if (first.ok) {
    const { connect, spoke, banner } = first.value;
    return { ...at, tries: [{ ms: connect }, ...repeats], service: { ms: first.ms, spoke, banner } };
  }
  const { code, detail } = first.failure;
  if (code === "reset" && (target.speaks === "any" || (await resetsUnasked(peer, looking))))
    return { ...at, tries: [{ ms: first.ms, failed: "reset" }] };
  const other = await whatElse(peer, looking);
  if (other === undefined)
    return {
      ...at,
      tries: [{}],
      service: { ms: first.ms, failed: code, ...(detail === "alive" ? { alive: true } : {}) },
    };
  return { ...at, tries: [{}], service: { ms: first.ms, spoke: other.spoke, banner: other.banner } };
};

// ---- judging ---------------------------------------------------------------------------------------------------------

type Dead = Exclude<SignalOf<"connect">, "open" | "some-addresses-dead" | "unsteady" | "mostly-failing">;
type Service = SignalOf<"service">;

/**
 * When Linux gives a neighbour up: after three seconds. What was unreachable sooner than this, and again when asked once
 * more, was rejected by a device that is there; in between lies the first repetition of a request after one second.
 */
const givenUp = 1500;

/** Failures that say something of the way or the far side. Any other is our own and never counts. */
const kinds: { readonly [C in FailureCode]?: Dead } = {
  refused: "refused",
  timeout: "silent",
  reset: "reset-at-connect",
  closed: "reset-at-connect",
  prohibited: "rejected",
  "host-unreachable": "host-unreachable",
  "network-unreachable": "network-unreachable",
  "not-permitted": "blocked-here",
};
/** Of several failures the one that says most: an answer before silence. */
const tellingFirst: readonly Dead[] = [
  "refused",
  "reset-at-connect",
  "blocked-here",
  "rejected",
  "network-unreachable",
  "host-unreachable",
  "silent",
];
const kindOf = ({ failed }: Try): Dead | undefined => (failed === undefined ? undefined : kinds[failed]);
/** Whether a try says anything: it opened, or failed through no fault of ours. */
const counts = (one: Try): boolean => one.failed === undefined || kindOf(one) !== undefined;

const mostTelling = (found: readonly Dead[]): Dead => tellingFirst.find((kind) => found.includes(kind)) ?? "silent";

const deadKind = (failures: readonly Try[]): Dead => {
  const found = failures.flatMap((one) => kindOf(one) ?? []);
  const unreachable = failures.filter(({ failed }) => failed === "host-unreachable");
  if (unreachable.length === 0 || mostTelling(found) !== "host-unreachable") return mostTelling(found);
  const sooner = unreachable.every(({ ms = 0, detail }) => ms < givenUp && detail !== "EHOSTDOWN");
  return sooner && !found.includes("silent") ? "rejected" : "host-unreachable";
};

/** What one address did over all looks. */
type State = {
  readonly family: 4 | 6;
  readonly place: string;
  readonly opened: readonly Try[];
  readonly tried: number;
  /** Every way in which it failed once. */
  readonly how: readonly (Dead | Service)[];
  readonly dead?: Dead;
  readonly service?: Service;
  readonly sight?: AddressSeen["service"];
  readonly longest: number;
};

const serviceKind = ({ spoke, failed, alive }: NonNullable<AddressSeen["service"]>, target: Target): Service => {
  if (spoke !== undefined) return spoke === target.speaks ? "speaks" : "other-protocol";
  if (alive === true && target.deeper === true) return "unanswered";
  return failed === "reset" ? "reset-on-data" : failed === "timeout" ? "mute" : "closes";
};

const stateOf = (sights: readonly AddressSeen[], target: Target): State[] => {
  const [one] = sights;
  const tries = sights.flatMap((sight) => sight.tries).filter(counts);
  if (one === undefined || tries.length === 0) return [];
  const opened = tries.filter(({ failed }) => failed === undefined);
  const failures = tries.filter(({ failed }) => failed !== undefined);
  const asked = sights.flatMap(({ service }) =>
    service === undefined ? [] : [{ service, kind: serviceKind(service, target) }],
  );
  // An answer of the expected service is believed; what failed beside it makes the port unsteady.
  const best = asked.find(({ kind }) => kind === "speaks") ?? asked.at(-1);
  const dead = opened.length === 0 ? deadKind(failures) : undefined;
  const typical = failures.filter((each) => deadKind([each]) === dead);
  const inVain = best?.kind === "speaks" ? asked.filter(({ kind }) => kind !== "speaks") : [];
  return [
    {
      family: one.family,
      place: hostPort(one.address, target.port),
      opened: opened.slice(inVain.length),
      tried: tries.length,
      how: [...failures.map((each) => deadKind([each])), ...inVain.map(({ kind }) => kind)],
      longest: Math.max(0, ...(typical.length > 0 ? typical : failures).map(({ ms = 0 }) => ms)),
      ...(dead === undefined ? {} : { dead }),
      ...(best === undefined ? {} : { service: best.kind, sight: best.service }),
    },
  ];
};

const statesOf = (looks: readonly Seen[], target: Target): State[] => {
  const sights = looks.flatMap(({ addresses }) => addresses);
  const addresses = [...new Set(sights.map(({ address }) => address))];
  return addresses.flatMap((address) =>
    stateOf(
      sights.filter((one) => one.address === address),
      target,
    ),
  );
};

const serves: readonly Service[] = ["speaks", "unanswered"];
const works = ({ dead, service }: State): boolean => dead === undefined && serves.includes(service ?? "speaks");
const wayOf = ({ dead, service }: State): string => dead ?? service ?? "open";
const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];
const places = (states: readonly State[]): string[] => states.map(({ place }) => place);
const rounded = (ms: number): number => (ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));
const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

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
};
/** Protocols whose first bytes are text. */
const textual: readonly string[] = ["http", "ssh", "smtp", "unknown"];

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

const heardAlive: readonly string[] = ["open", "refused", "reset", "prohibited"];

const lifeAnswer = (looks: readonly Seen[]): Answer[] => {
  const life = looks.flatMap(({ addresses }) => addresses.flatMap((one) => one.life ?? []));
  if (life.length === 0) return [];
  const alive = life.filter(({ heard }) => heardAlive.includes(heard));
  const ports = unique((alive.length > 0 ? alive : life).map(({ port }) => port));
  return [{ signal: alive.length > 0 ? "alive" : "lifeless", data: { ports } }];
};

/** Raised only where a name has addresses of both families that a route leads to. */
const familyAnswer = (four: readonly State[], six: readonly State[]): Answer[] => {
  if (six.some(works) && four.some(works)) return [{ signal: "both-families", data: {} }];
  if (six.length === 0 || four.length === 0 || !four.every(works)) return [];
  return [{ signal: "ipv6-dead", data: { dead: places(six), how: unique(six.map(wayOf)) } }];
};

/** Pure. Over one or two looks at every address. */
export const judgePort = (looks: readonly Seen[], target: Target): Answer[] => {
  const states = statesOf(looks, target);
  const four = states.filter(({ family }) => family === 4);
  const six = states.filter(({ family }) => family === 6);
  const family = familyAnswer(four, six);
  // Where only IPv6 is dead, that is the finding, and the port is judged by the addresses that serve.
  const relevant = family.some(({ signal }) => signal === "ipv6-dead") ? four : states;
  const connect = connectAnswer(relevant);
  const life = connect.signal === "silent" ? lifeAnswer(looks) : [];
  return [connect, ...serviceAnswer(relevant, target), ...life, ...family];
};

// ---- aims ------------------------------------------------------------------------------------------------------------

const aim = (subject: string, target: Target): Aim<Target> => ({
  subject,
  endpoint: String(target.port),
  target,
  needs: [`dns:${subject}`],
});

/** What is asked of a port here. A TLS port is only opened: `tls` looks at its handshakes. */
const asked = (speaks: Protocol): Protocol => (speaks === "tls" ? "any" : speaks);

/** Not `mysql` targets: who only greets is counted as a failed connection and blocked in the end (`db` looks there). */
const aims = ({ targets, proxy }: Profile): Aim<Target>[] => {
  const proxied = proxy !== undefined && proxy !== "none";
  return targets.flatMap((one) => {
    const { name } = one;
    if (one.kind === "host") {
      return one.ports.map(({ port, speaks }) => aim(name, { host: one.host, port, speaks: asked(speaks) }));
    }
    if (one.kind !== "url" || proxied) return [];
    return [aim(name, { host: one.host, port: one.port, speaks: one.secure ? "any" : "http", deeper: true })];
  });
};

const unresolved: Bilingual = { en: "the name has no address to connect to", zh: "名称没有可连接的地址" };
const unable = (code: string): Bilingual => ({
  en: `this machine could not open a connection of its own (${code})`,
  zh: `本机自身无法建立连接（${code}）`,
});

export const port = defineCheck({
  id: "port",
  layer: "network",
  title: { en: "Port accepts connections", zh: "端口可连接" },
  about: {
    en: "Everything else needs a port that opens and the expected service behind it; how it fails says where the fault lies.",
    zh: "其他一切都以端口可连、服务正确为前提；失败的方式说明故障所在。",
  },
  questions,
  signals,
  settings: {
    tries: {
      default: 5,
      unit: "count",
      help: {
        en: "Connections to an open port, one after another, for the rate of success",
        zh: "对开放端口依次建立的连接数，用于统计成功率",
      },
    },
  },
  // Connect, greeting, a reset asked again and two silent repeats; waiting for other checks' connections comes on top.
  patience: (_, { defaults }) => 4 * defaults.timeout + 10_000,
  aims,
  async observe(target: Target, { io, settings, signal }): Promise<Seen | Unavailable> {
    const located = await io.locate(target.host, { signal });
    if (!located.ok || located.value.addresses.length === 0) return { unavailable: unresolved };
    const looking = { io, signal, tries: settings.tries, target };
    const addresses = await Promise.all(chosen(located.value).map((at) => lookAt(at, looking)));
    const tries = addresses.flatMap((one) => one.tries);
    if (!tries.some(counts)) return { unavailable: unable(tries[0]?.failed ?? "unknown") };
    return { located: located.value, addresses };
  },
  judge: (looks: readonly Seen[], { target }) => judgePort(looks, target),
  places: ({ port: number }, [look]) => (look === undefined ? {} : placesOf(look.located, number)),
});
