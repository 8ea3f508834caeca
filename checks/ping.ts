import { type Aim, defineCheck, type Raised, type SettingValues, type Unavailable } from "../src/model/check.js";
import type { FailureCode } from "../src/model/failure.js";
import type { EchoSeries } from "../src/model/io.js";
import { hostPort, type Located, placesOf } from "../src/model/place.js";
import type { Profile } from "../src/model/profile.js";
import type { Result } from "../src/model/result.js";

type Target = { readonly host: string };
type Seen = {
  readonly located: Located;
  /** The address that was pinged. */
  readonly address: string;
  /** The sample, and what followed because something of it was lost. */
  readonly series: readonly EchoSeries[];
  /** Why nothing could be sent: this host knows no way there. */
  readonly failed?: FailureCode;
};

const questions = {
  echo: { en: "Does the host answer ping?", zh: "主机是否应答 ping？" },
  loss: { en: "Do packets get lost?", zh: "是否丢包？" },
  rtt: { en: "How far away is it?", zh: "往返时延多大？" },
  jitter: { en: "Is the round trip even?", zh: "时延是否平稳？" },
} as const;

const signals = {
  answers: {
    answers: "echo",
    level: "pass",
    text: { en: "{address} answers ({received} of {sent})", zh: "{address} 有应答（{sent} 个中 {received} 个）" },
  },
  filtered: {
    answers: "echo",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "{address} leaves all {sent} pings unanswered but is alive: only ping is filtered",
      zh: "{address} 对 {sent} 个 ping 均无应答，但主机存活：仅 ping 被过滤",
    },
  },
  silent: {
    answers: "echo",
    level: "warn",
    doubt: true,
    text: { en: "{address} leaves all {sent} pings unanswered", zh: "{address} 对 {sent} 个 ping 均无应答" },
  },
  unreachable: {
    answers: "echo",
    level: "warn",
    doubt: true,
    text: {
      en: "{from} says that {address} cannot be reached ({reason})",
      zh: "{from} 报告 {address} 不可达（{reason}）",
    },
  },
  prohibited: {
    answers: "echo",
    level: "note",
    whenHealthy: "seldom",
    text: { en: "{from} forbids pinging {address} ({reason})", zh: "{from} 禁止 ping {address}（{reason}）" },
  },
  "no-loss": {
    answers: "loss",
    level: "pass",
    text: {
      en: "{lost} of {sent} lost: such a sample shows a loss of {most} or more",
      zh: "{sent} 个中丢失 {lost} 个：该样本可发现 {most} 以上的丢包",
    },
  },
  "some-loss": {
    answers: "loss",
    level: "warn",
    text: {
      en: "{lost} of {sent} lost: the loss is between {least} and {most} (90 % confidence)",
      zh: "{sent} 个中丢失 {lost} 个：丢包率在 {least} 至 {most} 之间（置信度 90%）",
    },
  },
  lossy: {
    answers: "loss",
    level: "fail",
    text: {
      en: "{lost} of {sent} lost: the loss is between {least} and {most} (90 % confidence)",
      zh: "{sent} 个中丢失 {lost} 个：丢包率在 {least} 至 {most} 之间（置信度 90%）",
    },
  },
  near: { answers: "rtt", level: "pass", text: { en: "round trip {ms} ms", zh: "往返 {ms} 毫秒" } },
  far: {
    answers: "rtt",
    level: "warn",
    text: { en: "round trip {ms} ms, more than {limit} ms", zh: "往返 {ms} 毫秒，超过 {limit} 毫秒" },
  },
  "very-far": {
    answers: "rtt",
    level: "fail",
    text: { en: "round trip {ms} ms, more than {limit} ms", zh: "往返 {ms} 毫秒，超过 {limit} 毫秒" },
  },
  even: { answers: "jitter", level: "pass", text: { en: "it varies by {ms} ms", zh: "时延波动 {ms} 毫秒" } },
  uneven: {
    answers: "jitter",
    level: "warn",
    text: {
      en: "it varies by {ms} ms from one ping to the next, more than {limit} ms",
      zh: "相邻 ping 的时延波动 {ms} 毫秒，超过 {limit} 毫秒",
    },
  },
} as const;
type Answer = Raised<typeof signals>;

const settings = {
  count: { default: 20, unit: "count", help: { en: "Echo requests", zh: "ping 的个数" } },
  interval: { default: 20, unit: "duration", help: { en: "Time between two of them", zh: "两个 ping 的间隔" } },
  more: {
    default: 200,
    unit: "count",
    help: { en: "Requests that follow if one was lost", zh: "发现丢失后追加的 ping 个数" },
  },
  warnLoss: { default: 0.001, unit: "ratio", help: { en: "Loss that is a warning", zh: "丢包率警告线" } },
  failLoss: { default: 0.05, unit: "ratio", help: { en: "Loss that is a fault", zh: "丢包率故障线" } },
  warnRtt: { default: 150, unit: "duration", help: { en: "Round trip that is a warning", zh: "往返时延警告线" } },
  failRtt: { default: 3000, unit: "duration", help: { en: "Round trip that is a fault", zh: "往返时延故障线" } },
  warnJitter: { default: 30, unit: "duration", help: { en: "Jitter that is a warning", zh: "时延抖动警告线" } },
} as const;
type Values = SettingValues<typeof settings>;

// ---- a sign of life --------------------------------------------------------------------------------------------------

/** Answers of the checks that we read for which no host needs to be alive. */
const needNoLife: readonly string[] = [
  "silent",
  "lifeless",
  "host-unreachable",
  "network-unreachable",
  "rejected",
  "blocked-here",
  "ipv6-dead",
];
/** Of these checks every other answer came from the host; of the rest only what passed is taken for one. */
const speakForHost: readonly string[] = ["port", "db"];
const read = ["port", "tls", "api", "keepalive", "db"];

/** Whether a result shows that this very address answers something: `open` lists the addresses that did, where it is given. */
const showsLife = ({ check, evidence }: Result, address: string): boolean => {
  const open = evidence.flatMap(({ data }) => (Array.isArray(data.open) ? data.open : []));
  if (open.length > 0) return open.some((place) => String(place).startsWith(hostPort(address, "")));
  return evidence.some(
    ({ signal, level }) => !needNoLife.includes(signal) && (level === "pass" || speakForHost.includes(check)),
  );
};

// ---- judging ---------------------------------------------------------------------------------------------------------

/** Reasons of ICMP errors with which a filter refuses; the others come from a way that does not lead there. */
const refusals: readonly string[] = ["prohibited", "port-unreachable", "protocol-unreachable"];
const deadEnds: readonly string[] = ["network-unreachable", "host-unreachable", "time-exceeded"];

/** The two-sided 90 % interval of a share (Wilson 1927). */
const wilson = (hits: number, of: number): { readonly least: number; readonly most: number } => {
  const z = 1.6449;
  const centre = (hits + (z * z) / 2) / (of + z * z);
  const half = (z * Math.sqrt((hits * (of - hits)) / of + (z * z) / 4)) / (of + z * z);
  return { least: Math.max(0, centre - half), most: Math.min(1, centre + half) };
};
const percent = (share: number): string => `${Number((share * 100).toPrecision(share < 0.995 ? 2 : 3))} %`;
const rounded = (ms: number): number => (ms < 10 ? Math.round(ms * 100) / 100 : Math.round(ms));
const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const echoAnswer = (looks: readonly Seen[], alive: boolean): Answer => {
  const series = looks.flatMap((look) => look.series);
  const address = looks[0]?.address ?? "";
  const sent = sum(series.map((one) => one.sent));
  const received = sum(series.map(({ replies }) => replies.length));
  if (received > 0) return { signal: "answers", data: { address, sent, received, how: series[0]?.how ?? "" } };
  const local = looks.flatMap(({ failed }) => (failed === undefined ? [] : [{ reason: failed, from: undefined }]));
  const errors = [...series.flatMap((one) => one.errors), ...local];
  const refused = errors.find(({ reason }) => refusals.includes(reason));
  const lost = errors.find(({ reason }) => deadEnds.includes(reason));
  const found = refused ?? lost;
  if (found === undefined) return { signal: alive ? "filtered" : "silent", data: { address, sent } };
  // Whoever serves while ping "cannot reach" it is behind something that refuses ping alone.
  const signal = refused !== undefined || alive ? "prohibited" : "unreachable";
  return { signal, data: { address, from: found.from ?? "localhost", reason: found.reason } };
};

/** A look without any reply is no partial loss, but beside one that was answered it is loss for certain. */
const lossAnswer = (looks: readonly (readonly EchoSeries[])[], values: Values): Answer => {
  const answered = looks.filter((series) => series.some(({ replies }) => replies.length > 0)).flat();
  const gone = looks.flat().length > answered.length;
  const sent = sum(answered.map((one) => one.sent));
  const lost = Math.max(0, sent - sum(answered.map(({ replies }) => replies.length)));
  const { least, most } = wilson(lost, sent);
  const data = { lost, sent, least: percent(least), most: percent(most) };
  if (least > values.failLoss) return { signal: "lossy", data };
  return { signal: least > values.warnLoss || gone ? "some-loss" : "no-loss", data };
};

const rttAnswer = (replies: readonly number[], { warnRtt, failRtt }: Values): Answer => {
  const ms = median(replies);
  if (ms > failRtt) return { signal: "very-far", data: { ms: rounded(ms), limit: failRtt } };
  if (ms > warnRtt) return { signal: "far", data: { ms: rounded(ms), limit: warnRtt } };
  return { signal: "near", data: { ms: rounded(ms) } };
};

/**
 * Jitter is the difference between two successive round trips (RFC 3550 6.4.1), here its median, not its mean: a stall of this
 * machine delays a few replies in a row and moves any mean, while a path that is uneven is so from ping to ping.
 */
const jitterAnswer = (series: readonly EchoSeries[], { warnJitter }: Values): Answer[] => {
  const steps = series.flatMap(({ replies }) => replies.slice(1).map((ms, at) => Math.abs(ms - (replies[at] ?? ms))));
  if (steps.length < 4) return [];
  const ms = median(steps);
  if (ms > warnJitter) return [{ signal: "uneven", data: { ms: rounded(ms), limit: warnJitter } }];
  return [{ signal: "even", data: { ms: rounded(ms) } }];
};

/** Pure. `alive`: the host answered something else. */
export const judgePing = (looks: readonly Seen[], values: Values, alive: boolean): Answer[] => {
  const echo = echoAnswer(looks, alive);
  if (echo.signal !== "answers") return [echo];
  const series = looks.map((look) => look.series);
  const replies = series.flat().flatMap((one) => one.replies);
  return [echo, lossAnswer(series, values), rttAnswer(replies, values), ...jitterAnswer(series.flat(), values)];
};

// ---- looking ---------------------------------------------------------------------------------------------------------

const aims = ({ targets, proxy }: Profile): Aim<Target>[] => {
  const proxied = proxy !== undefined && proxy !== "none";
  return targets.flatMap((one) => {
    const direct = one.kind === "host" || one.kind === "mysql" || (one.kind === "url" && !proxied);
    return direct && "host" in one
      ? [{ subject: one.name, target: { host: one.host }, needs: [`dns:${one.name}`] }]
      : [];
  });
};

/** What is left of the time-out once all requests are sent, so that one look at silence takes no longer than it. */
const waitFor = (timeout: number, { count, interval }: Values): number =>
  Math.max(timeout - count * interval, timeout / 2);

const noRoute: readonly FailureCode[] = ["network-unreachable", "host-unreachable"];
const unable = (code: FailureCode): Unavailable => ({
  unavailable: {
    en: `this machine can send no ping (${code}): neither through a raw socket nor with the ping program`,
    zh: `本机无法发送 ping（${code}）：原始套接字与 ping 程序均不可用`,
  },
});

export const ping = defineCheck({
  id: "ping",
  layer: "network",
  title: { en: "Host answers ping without loss", zh: "主机应答 ping 且不丢包" },
  about: {
    en: "Loss, distance and jitter of the way explain much that looks like a slow service; ping alone proves nothing down.",
    zh: "丢包、时延与抖动常是“服务慢”的真正原因；但仅凭 ping 不通不能断定故障。",
  },
  questions,
  signals,
  settings,
  reads: read,
  patience: (_, { defaults, settings: values }) =>
    2 * (defaults.timeout + 2000) + (values.count + values.more) * values.interval,
  aims,
  async observe(target: Target, { io, settings: values, signal }): Promise<Seen | Unavailable> {
    const located = await io.locate(target.host, { signal });
    const at = located.ok
      ? (located.value.addresses.find(({ scope }) => scope !== "unrouted") ?? located.value.addresses[0])
      : undefined;
    if (!located.ok || at === undefined)
      return { unavailable: { en: "the name has no address to ping", zh: "名称没有可 ping 的地址" } };
    const seen = { located: located.value, address: at.address };
    const { count, interval, more } = values;
    const timeout = waitFor(io.defaults.timeout, values);
    const first = await io.echo(at.address, { signal, count, interval, timeout });
    if (!first.ok) {
      const { code } = first.failure;
      return noRoute.includes(code) ? { ...seen, series: [], failed: code } : unable(code);
    }
    const { sent, replies } = first.value;
    if (more === 0 || replies.length === 0 || replies.length >= sent) return { ...seen, series: [first.value] };
    const patient = Math.min(timeout, Math.max(1000, 3 * Math.max(...replies)));
    const second = await io.echo(at.address, { signal, count: more, interval, timeout: patient });
    return { ...seen, series: second.ok ? [first.value, second.value] : [first.value] };
  },
  judge(looks: readonly Seen[], { settings: values, others }) {
    const [look] = looks;
    const host = look === undefined ? undefined : placesOf(look.located).host;
    const about = read.flatMap(others).filter(({ places }) => places.host === host);
    const alive = look !== undefined && about.some((result) => showsLife(result, look.address));
    return judgePing(looks, values, alive);
  },
  places: (_, looks: readonly Seen[]) => (looks[0] === undefined ? {} : placesOf(looks[0].located)),
});
