import { defaultGateways } from "../src/model/address.js";
import { defineCheck } from "../src/model/check.js";
import { isPassedOver, searched } from "../src/model/dns.js";
import type { Attempt } from "../src/model/failure.js";
import type { HostState, Io } from "../src/model/io.js";
import { quiet } from "../src/model/last-question.js";
import type { LocatedAddress, Places } from "../src/model/place.js";
import type { ServerAddress } from "../src/model/profile.js";
import { withAgain } from "./dns/again.js";
import { aims, type Target } from "./dns/aims.js";
import { company } from "./dns/company.js";
import { type DnsAnswered, type DnsQuestion, isDoubtful, judgeDns, settle } from "./dns/judge.js";
import { withLastWord } from "./dns/late.js";
import { type Life, signsOfLife, withOneName } from "./dns/life.js";
import {
  type DnsSeen,
  hasAddresses,
  isDefinite,
  outcomeOf,
  type ServerSeen,
  saidByNetwork,
  serverName,
  silenced,
  speaks,
  type Told,
  told,
} from "./dns/sight.js";
import { dnsQuestions, dnsSignals } from "./dns/words.js";

// ---- looking ---------------------------------------------------------------------------------------------------------

type Looking = {
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly names: readonly string[];
  readonly host: string;
};

/** Waits for `slow` no longer than `ms` after `quick` has ended. */
const notLongAfter = async <T>(
  quick: Promise<unknown>,
  ms: number,
  { io, signal }: Looking,
  begin: (signal: AbortSignal) => Promise<Attempt<T>>,
): Promise<Attempt<T>> => {
  const enough = new AbortController();
  const slow = begin(AbortSignal.any([signal, enough.signal]));
  await Promise.race([slow, quick.then(() => io.pause(ms, enough.signal))]);
  enough.abort();
  return silenced(await slow);
};

/**
 * Both families. Hosts say "refused" and "unreachable" only about once a second, so that the other question may wait for it
 * in vain: the first to hear it is enough.
 */
const bothFamilies = async (
  ms: number,
  { io, signal }: Looking,
  ask: (type: "A" | "AAAA", signal: AbortSignal) => Promise<Attempt<Told>>,
): Promise<readonly [Attempt<Told>, Attempt<Told>]> => {
  const enough = new AbortController();
  const own = AbortSignal.any([signal, enough.signal]);
  const [a, aaaa] = [ask("A", own), ask("AAAA", own)];
  const both = Promise.all([a, aaaa]);
  const refused = [a, aaaa].map(async (one) => {
    const ended = await one;
    if (ended.ok || ended.failure.code === "timeout") await both;
  });
  await Promise.race([both, Promise.race(refused).then(() => io.pause(ms, enough.signal))]);
  enough.abort();
  return [silenced(await a), silenced(await aaaa)];
};

/** Asks one server for both families of one name, and over TCP where that is wanted or the answer was cut off. */
const askServer = async (
  server: ServerAddress,
  name: string,
  tcpToo: boolean,
  looking: Looking,
): Promise<ServerSeen> => {
  const { io, signal } = looking;
  const ask = async (type: "A" | "AAAA", transport: "udp" | "tcp", own = signal) =>
    told(name, await io.query(server, { name, type, transport }, { signal: own }));
  const udp = bothFamilies(io.defaults.timeout / 10, looking, (type, own) => ask(type, "udp", own));
  const early = tcpToo
    ? notLongAfter(udp, io.defaults.timeout / 10, looking, (own) => ask("A", "tcp", own))
    : Promise.resolve(undefined);
  const [a, aaaa] = await udp;
  let tcp = await early;
  if (a.ok && a.value.truncated && tcp?.ok !== true) tcp = await ask("A", "tcp");
  return { server, name, a, aaaa, ...(tcp === undefined ? {} : { tcp }) };
};

/** Asks one server for the names of the search list, until one has addresses or the server has nothing definite to say. */
const askForNames = async (server: ServerAddress, tcpToo: boolean, looking: Looking): Promise<ServerSeen> => {
  let kept: ServerSeen | undefined;
  for (const name of looking.names) {
    const seen = await askServer(server, name, tcpToo, looking);
    const outcome = outcomeOf(seen);
    const passedOver = isPassedOver(name, looking.host, outcome);
    if (outcome === "addresses" || !(isDefinite(outcome) || passedOver)) return seen;
    if (kept === undefined || name === looking.host) kept = seen;
  }
  return kept as ServerSeen;
};

/**
 * How a server is reached. Small routers resolve names themselves: what such a one answers tells nothing of the way beyond
 * it, but its silence is the gateway's.
 */
const wayTo = async (seen: ServerSeen, routes: HostState["routes"], io: Io): Promise<LocatedAddress> => {
  const { address } = seen.server;
  const way = await io.route(address);
  const itself = routes?.some(({ gateway }) => gateway === address) === true;
  return itself && !speaks(outcomeOf(seen)) ? { ...way, via: address } : way;
};

/** Nobody was silent. */
const nothing: Life = { signs: [] };

const observe = async (target: Target, io: Io, signal: AbortSignal): Promise<DnsSeen> => {
  const [state, addresses] = await Promise.all([io.host(), io.resolvers()]);
  const host = target.host.toLowerCase();
  const listed = state.hostsFile.filter(({ names }) => names.includes(host)).map(({ address }) => address);
  const names = target.system ? searched(host, state.search, state.ndots) : [host];
  const looking = { io, signal, names, host };
  const asked = addresses.map((server, at) => askForNames(server, at === 0, looking));
  const all = Promise.all(asked);
  const over = new AbortController();
  const early = Promise.race([
    all,
    ...asked.map(async (one) => (hasAddresses(await one) ? [await one] : all)),
    io.pause(io.defaults.timeout * 0.4, over.signal).then(() => []),
  ]);
  const locate = async (): Promise<DnsSeen["located"]> =>
    (listed.length === 0 && saidByNetwork(await early)) || io.locate(target.host, { signal });
  const askSystem = async (): Promise<DnsSeen["system"]> =>
    target.system && listed.length === 0 && (await early).some(hasAddresses)
      ? io.systemLookup(host, { signal })
      : undefined;
  const [first] = addresses;
  const [name = host] = names;
  const resolved = new Promise<void>((resolve) => {
    for (const one of asked) void one.then((seen) => hasAddresses(seen) && resolve());
  });
  const [located, answers, opinions, life, system] = await Promise.all([
    locate(),
    all,
    Promise.all(target.compare.map((server) => askForNames(server, false, looking))),
    asked[0] === undefined || first === undefined
      ? nothing
      : signsOfLife(asked[0], first, { ...looking, name, resolved }),
    askSystem(),
  ]);
  over.abort();
  const beside = { shared: located, system };
  const servers = await Promise.all(answers.map((one, at) => (at === 0 ? withAgain(one, beside, looking) : one)));
  const answering = servers.find((seen) => speaks(outcomeOf(seen))) ?? servers[0];
  const way = answering === undefined ? null : await wayTo(answering, state.routes, io);
  const { signs, ...more } = located.ok ? life : await withLastWord(life, way, { io, signal });
  const gateways = defaultGateways(state.routes);
  const seen = { located, listed, servers, opinions, way, life: signs, gateways, ...more };
  return system === undefined ? seen : { ...seen, system };
};

// ---- judging ---------------------------------------------------------------------------------------------------------

const judge = (looks: readonly DnsSeen[], { host }: Target, slow: number): DnsAnswered[] => {
  const judged = withOneName(looks).map((seen) => judgeDns(seen, { host, slow }));
  const settled = new Map<DnsQuestion, DnsAnswered>();
  for (const question of Object.keys(dnsQuestions) as DnsQuestion[]) {
    const raised = judged.map((one) => one.get(question)).filter((one) => one !== undefined);
    const one = settle(question, raised, host);
    if (one !== undefined) settled.set(question, one);
  }
  // Signs of life are asked for only where silence leaves it open whether anybody is there.
  const open = settled.get("answer");
  if (open === undefined || !isDoubtful(open)) for (const one of ["life", "way"] as const) settled.delete(one);
  return [...settled.values()];
};

const places = ({ host, proxy }: Target, looks: readonly DnsSeen[]): Places => {
  const seen = looks.at(-1);
  const [first] = seen?.servers ?? [];
  const named = { name: host, ...(proxy === undefined ? {} : { proxy }) };
  if (seen === undefined || first === undefined || seen.listed.length > 0) return named;
  const gateway = seen.way?.via === undefined ? {} : { gateway: seen.way.via };
  return { ...named, resolver: serverName(first.server), ...gateway };
};

export const dns = defineCheck({
  id: "dns",
  layer: "transport",
  title: { en: "Name resolves", zh: "域名解析正常" },
  about: {
    en: "Every connection begins with the name: no answer, a late one or a wrong one stops or misleads all that follows.",
    zh: "每次连接都从域名解析开始：无应答、应答迟缓或错误，都会使后续步骤失败或走错方向。",
  },
  questions: dnsQuestions,
  settings: {
    slow: {
      default: 1000,
      unit: "duration",
      min: 1,
      help: { en: "an answer later than this is slow", zh: "应答超过该时长视为缓慢" },
    },
  },
  signals: dnsSignals,
  patience: (_, { defaults }) => 3 * defaults.timeout + 2 * quiet,
  aims,
  observe: (target: Target, { io, signal }) => observe(target, io, signal),
  traits: (looks: readonly DnsSeen[]) => {
    const located = looks.findLast((look) => look.located.ok)?.located;
    return located?.ok === true ? { addresses: located.value.addresses.map(({ address }) => address) } : {};
  },
  reads: ["dns"],
  judge: (looks: readonly DnsSeen[], { target, settings, others }) => {
    const compared = company(target, looks, others("dns"));
    return [...judge(looks, target, settings.slow), ...(compared === undefined ? [] : [compared])];
  },
  places,
});
