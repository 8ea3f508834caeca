import { type Aim, defineCheck, type Raised, type SettingValues } from "../src/model/check.js";
import { issuingTime } from "../src/model/platforms.js";
import { type Measured, measuredBy } from "./client/measured.js";
import { clientSignals as signals } from "./client/words.js";

/** Milliseconds. */
type Target = {
  readonly name: string;
  readonly connect?: number;
  readonly answer?: number;
  readonly retries?: number;
  /** How long the platform takes to issue; only where the target issues. */
  readonly issuing?: { readonly least: number; readonly most: number };
};
type Seen = { readonly compared: readonly string[] };

type Answer = Raised<typeof signals>;

const settings = {
  leastConnect: {
    default: 1000,
    unit: "duration",
    help: {
      en: "What a lost first packet costs (RFC 6298): a connect time-out up to this is tight",
      zh: "首个数据包丢失的代价（RFC 6298），连接超时不超过此值视为偏紧",
    },
  },
  margin: {
    default: 2,
    unit: "number",
    min: 1,
    max: 100,
    help: { en: "How many times what was measured a time-out should be", zh: "超时应为实测值的倍数" },
  },
} as const;
type Values = SettingValues<typeof settings>;

// ---- judging ---------------------------------------------------------------------------------------------------------

const seconds = (ms: number): number => Number((ms / 1000).toPrecision(ms < 1000 ? 2 : 3));
const shown = (ms: number | undefined): string => (ms === undefined ? "–" : `${seconds(ms)} s`);

const answerSignal = (
  own: number,
  need: number,
  { least, most }: { least: number; most: number },
  measured?: number,
) => {
  if (own <= (measured ?? 0) || own < least) return "answer-too-short";
  if (own < Math.max(need, most)) return "answer-tight";
  return measured === undefined && most === 0 ? "answer-unmeasured" : "answer-enough";
};

const answerAnswer = ({ answer, issuing }: Target, measured: Measured, { margin }: Values): Answer[] => {
  if (answer === undefined) return [];
  const need = Math.max((measured.answer ?? 0) * margin, issuing?.most ?? 0);
  const signal = answerSignal(answer, need, issuing ?? { least: 0, most: 0 }, measured.answer);
  const data = {
    own: seconds(answer),
    need: seconds(need),
    measured: shown(measured.answer),
    issuing: issuing === undefined ? "–" : `${seconds(issuing.least)}–${seconds(issuing.most)} s`,
  };
  return [{ signal, data }];
};

const connectAnswer = ({ connect }: Target, measured: Measured, { margin, leastConnect }: Values): Answer[] => {
  if (connect === undefined) return [];
  const need = ((measured.connect ?? 0) + (measured.handshake ?? 0)) * margin;
  const data = { own: seconds(connect), measured: shown(measured.connect), least: seconds(leastConnect) };
  if (connect <= (measured.connect ?? 0)) return [{ signal: "connect-too-short", data }];
  if (connect <= leastConnect || connect < need) return [{ signal: "connect-tight", data }];
  return [{ signal: measured.connect === undefined ? "connect-unmeasured" : "connect-enough", data }];
};

const retriesAnswer = ({ retries, issuing }: Target): Answer[] => {
  if (retries === undefined || issuing === undefined) return [];
  return [retries > 0 ? { signal: "sends-again", data: { retries } } : { signal: "sends-once", data: {} }];
};

/** Pure. The client's own settings against what was measured and what issuing takes. */
export const judgeClient = (target: Target, measured: Measured, values: Values): Answer[] => [
  ...answerAnswer(target, measured, values),
  ...connectAnswer(target, measured, values),
  ...retriesAnswer(target),
];

export const client = defineCheck({
  id: "client",
  layer: "application",
  title: { en: "The client's time-outs fit the service", zh: "客户端超时设置与服务相称" },
  about: {
    en: "A client that gives up sooner than the service answers makes its own failures, and doubtful invoices.",
    zh: "客户端等待时间短于服务正常耗时，会自造失败，并使开票结果不明。",
  },
  questions: {
    answer: { en: "Does the client wait long enough for an answer?", zh: "客户端等待应答的时间是否足够？" },
    connect: { en: "Does the client wait long enough for a connection?", zh: "客户端等待连接的时间是否足够？" },
    retries: { en: "Does the client send by itself what may issue twice?", zh: "客户端是否会自动重发开票请求？" },
  },
  settings,
  signals,
  reads: ["api", "port", "tls", "keepalive"],
  patience: () => 1000,
  aims: ({ targets }): Aim<Target>[] =>
    targets.flatMap((one) => {
      if (one.kind !== "url") return [];
      const { connect, answer, retries } = one.client;
      const issuing = one.issue === undefined ? {} : { issuing: issuingTime(one.issue.url) };
      const target = {
        name: one.name,
        ...(connect === undefined ? {} : { connect }),
        ...(answer === undefined ? {} : { answer }),
        ...(retries === undefined || one.issue === undefined ? {} : { retries }),
        ...issuing,
      };
      const says = [connect, answer, "retries" in target ? retries : undefined].some((value) => value !== undefined);
      return says ? [{ subject: one.name, target, needs: [] }] : [];
    }),
  observe: async ({ name, issuing, ...own }: Target): Promise<Seen> => ({ compared: Object.keys(own) }),
  judge: (_: readonly Seen[], { target, settings: values, others }) =>
    judgeClient(target, measuredBy(others, target.name), values),
  places: () => ({}),
});
