import { addressKind, isLocalhost } from "../src/model/address.js";
import { type Aim, defineCheck, type Raised, type Unavailable } from "../src/model/check.js";
import { hostPort, type Located, placesOf } from "../src/model/place.js";
import { helperPorts } from "../src/model/platforms.js";
import type { Profile } from "../src/model/profile.js";
import type { Result } from "../src/model/result.js";

type Target = { readonly name: string; readonly host: string; readonly port: number };
type Seen = { readonly located: Located };

const signals = {
  "helper-listens": {
    answers: "listens",
    level: "pass",
    text: { en: "the local component listens on {at}", zh: "本地组件正在监听 {at}" },
  },
  "helper-refused": {
    answers: "listens",
    level: "fail",
    text: {
      en: "the local component does not run: nothing on this machine listens on {at}",
      zh: "本地组件未运行：本机无程序监听 {at}",
    },
  },
  "helper-unknown": {
    answers: "listens",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "whether the local component runs was not seen: port {port} did neither open nor refuse",
      zh: "未能判断本地组件是否运行：端口 {port} 既未接受也未拒绝连接",
    },
  },
} as const;

const isHere = (host: string): boolean => isLocalhost(host) || addressKind(host) === "loopback";

/** What the profile marks, and on this machine's own addresses the ports that such components are known by. */
const aims = ({ targets }: Profile): Aim<Target>[] =>
  targets.flatMap((one) => {
    if (one.kind !== "url" && one.kind !== "host") return [];
    const ports = one.kind === "url" ? [one.port] : one.ports.map(({ port }) => port);
    return ports
      .filter((port) => one.helper ?? (isHere(one.host) && helperPorts[port] !== undefined))
      .map((port) => ({
        subject: one.name,
        endpoint: String(port),
        target: { name: one.name, host: one.host, port },
        needs: [],
      }));
  });

/** Answers of `port` that an open port gives. */
const opened: readonly string[] = ["open", "unsteady", "mostly-failing", "some-addresses-dead"];

const judgeHelper = ({ name, host, port }: Target, ports: readonly Result[]): Raised<typeof signals> => {
  const own = ports.find(({ subject, endpoint }) => subject === name && endpoint === String(port));
  const heard = own?.evidence.find(({ question }) => question === "connect")?.signal;
  if (heard === "refused") return { signal: "helper-refused", data: { at: hostPort(host, port) } };
  return heard !== undefined && opened.includes(heard)
    ? { signal: "helper-listens", data: { at: hostPort(host, port) } }
    : { signal: "helper-unknown", data: { port } };
};

export const helper = defineCheck({
  id: "helper",
  layer: "application",
  title: { en: "The platform's local component runs", zh: "平台本地组件正在运行" },
  about: {
    en: "Security control and certificate assistant listen on this machine; without them pages cannot sign in or sign.",
    zh: "安全控件、证书助手在本机监听端口；未运行时页面无法登录或签名。",
  },
  questions: { listens: { en: "Does the local component listen?", zh: "本地组件是否在监听？" } },
  settings: {},
  signals,
  reads: ["port"],
  patience: (_, { defaults }) => 2 * defaults.timeout,
  aims,
  // The name is resolved once for all checks; nothing else is asked.
  async observe({ host }: Target, { io, signal }): Promise<Seen | Unavailable> {
    const located = await io.locate(host, { signal });
    if (located.ok) return { located: located.value };
    return { unavailable: { en: "the component's name has no address", zh: "本地组件的名称没有地址" } };
  },
  judge: (_: readonly Seen[], { target, others }) => [judgeHelper(target, others("port"))],
  places: ({ port }, [look]: readonly Seen[]) => (look === undefined ? {} : placesOf(look.located, port)),
});
