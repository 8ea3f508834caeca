import { isThisMachine } from "../src/model/address.js";
import { type Aim, defineCheck, type Raised, type Unavailable } from "../src/model/check.js";
import { hostPort, type Located, placesOf } from "../src/model/place.js";
import { helperPorts } from "../src/model/platforms.js";
import type { Profile } from "../src/model/profile.js";
import type { Result } from "../src/model/result.js";

type Target = { readonly name: string; readonly host: string; readonly port: number };
/** `heard`: what one connection of its own came to, for where `port` does not look. */
type Seen = { readonly located: Located; readonly heard: "open" | "refused" | "other" };

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
      en: "whether the local component runs was not seen: port {port} neither opened nor refused",
      zh: "未能判断本地组件是否运行：端口 {port} 既未接受也未拒绝连接",
    },
  },
} as const;

/** What the profile marks, and on this machine's own addresses the ports that such components are known by. */
const aims = ({ targets }: Profile): Aim<Target>[] =>
  targets.flatMap((one) => {
    if (one.kind !== "url" && one.kind !== "host") return [];
    const ports = one.kind === "url" ? [one.port] : one.ports.map(({ port }) => port);
    return ports
      .filter((port) => one.helper ?? (isThisMachine(one.host) && helperPorts[port] !== undefined))
      .map((port) => ({
        subject: one.name,
        endpoint: String(port),
        target: { name: one.name, host: one.host, port },
        needs: [],
      }));
  });

/** Answers of `port` that an open port gives. */
const opened: readonly string[] = ["open", "unsteady", "mostly-failing", "some-addresses-dead"];

/** What `port` heard there; undefined: it did not look (a proxy stands before it, or it was left out). */
const heardByPort = ({ name, port }: Target, ports: readonly Result[]): Seen["heard"] | undefined => {
  const own = ports.find(({ subject, endpoint }) => subject === name && endpoint === String(port));
  const signal = own?.evidence.find(({ question }) => question === "connect")?.signal;
  if (signal === undefined) return undefined;
  return signal === "refused" ? "refused" : opened.includes(signal) ? "open" : "other";
};

/** Whether every address is this machine's own: what refuses elsewhere is no local component. */
const liesHere = ({ addresses }: Located): boolean => addresses.every(({ scope }) => scope === "loopback");

const judgeHelper = (target: Target, seen: Seen | undefined, ports: readonly Result[]): Raised<typeof signals> => {
  const heard = heardByPort(target, ports) ?? seen?.heard;
  const data = { at: hostPort(target.host, target.port) };
  if (heard === "open") return { signal: "helper-listens", data };
  const down = heard === "refused" && seen !== undefined && liesHere(seen.located);
  return down ? { signal: "helper-refused", data } : { signal: "helper-unknown", data: { port: target.port } };
};

/** Both families of `localhost`. */
const mostAddresses = 2;

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
  async observe({ host, port }: Target, { io, signal }): Promise<Seen | Unavailable> {
    const located = await io.locate(host, { signal });
    if (!located.ok)
      return { unavailable: { en: "the component's name has no address", zh: "本地组件的名称没有地址" } };
    const addresses = located.value.addresses.slice(0, mostAddresses);
    const attempts = await Promise.all(addresses.map(({ address }) => io.connect({ address, port }, { signal })));
    const refused = attempts.every((one) => !one.ok && one.failure.code === "refused");
    return { located: located.value, heard: attempts.some(({ ok }) => ok) ? "open" : refused ? "refused" : "other" };
  },
  judge: ([look]: readonly Seen[], { target, others }) => [judgeHelper(target, look, others("port"))],
  places: ({ port }, [look]: readonly Seen[]) => (look === undefined ? {} : placesOf(look.located, port)),
});
