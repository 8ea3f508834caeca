import { type Aim, defineCheck, type ObserveContext, type Raised, type Unavailable } from "../src/model/check.js";
import type { Handshake } from "../src/model/io.js";
import { hostPort, type Located, placesOf } from "../src/model/place.js";
import { isTaxAuthority, isTaxRoot } from "../src/model/platforms.js";
import type { Profile, Target as ProfileTarget } from "../src/model/profile.js";
import type { Result } from "../src/model/result.js";
import { connectionNeeds } from "../src/model/way.js";

type Target = {
  readonly host: string;
  readonly port: number;
  /** The url target whose trust and proxy are used. */
  readonly as?: string;
  /** Targets that a page of this host calls by itself. */
  readonly calls: readonly string[];
};
type Seen = {
  readonly located: Located;
  readonly handshake: Pick<Handshake, "chain" | "trust" | "path" | "systemTrust">;
};

const signals = {
  "root-trusted": {
    answers: "root",
    level: "pass",
    text: { en: "leads to {root}, which is trusted here", zh: "通向 {root}，本机信任" },
  },
  "root-missing": {
    answers: "root",
    level: "fail",
    text: {
      en: "leads to {root}, the tax authority's own root, which is not installed on this machine",
      zh: "通向税务机关根证书 {root}，本机未安装",
    },
  },
  "root-missing-in-system": {
    answers: "root",
    level: "warn",
    text: {
      en: "leads to {root}, the tax authority's own root: the profile trusts it, the system and its browsers do not",
      zh: "通向税务机关根证书 {root}：配置已信任，但系统及其浏览器未信任",
    },
  },
  "other-root": {
    answers: "root",
    level: "note",
    text: {
      en: "leads to {root}, which is not trusted here and is no root of the tax authority: see the check tls",
      zh: "通向 {root}，本机不信任，且不是税务机关根证书：见 tls 检查",
    },
  },
  "second-trusted": {
    answers: "second",
    level: "pass",
    text: { en: "{host}, which the page calls, is trusted too", zh: "页面调用的 {host} 同样受信任" },
  },
  "second-untrusted": {
    answers: "second",
    level: "fail",
    text: {
      en: "the page calls {host}, and that one leads to {root}, which is not trusted here: the page then speaks of a network error",
      zh: "页面会调用 {host}，而它通向本机未信任的 {root}：页面因此提示“网络异常”",
    },
  },
  "second-unclear": {
    answers: "second",
    level: "note",
    text: {
      en: "whether {host}, which the page calls, is trusted was not seen",
      zh: "未能判断页面调用的 {host} 是否受信任",
    },
  },
} as const;
type Answer = Raised<typeof signals>;

// ---- judging ---------------------------------------------------------------------------------------------------------

const briefly = (name: string): string => /(?:^|, )CN=([^,]*)/.exec(name)?.[1] ?? name;

/** The root that a chain leads to, by the issuer of its last certificate that counts. */
const rootOf = ({ chain, path }: Seen["handshake"]): string => {
  const used = path === undefined ? chain : path.flatMap((at) => chain[at] ?? []);
  return (used.at(-1) ?? chain.at(-1))?.issuer ?? "–";
};

const rootAnswer = ({ handshake }: Seen): Answer => {
  const { trust, systemTrust } = handshake;
  const whole = rootOf(handshake);
  const data = { root: briefly(whole) };
  if (trust === "trusted") {
    const lacks = systemTrust !== undefined && systemTrust !== "trusted" && isTaxRoot(whole);
    return { signal: lacks ? "root-missing-in-system" : "root-trusted", data };
  }
  return { signal: isTaxRoot(whole) ? "root-missing" : "other-root", data };
};

const seenBy = ({ looks }: Result): Seen | undefined => looks.at(-1) as Seen | undefined;

/** What became of the hosts that the page calls: one that is not trusted is told first. */
const secondAnswer = ({ calls }: Target, results: readonly Result[]): Answer[] => {
  const answers = results
    .filter(({ subject }) => calls.includes(subject))
    .flatMap((result): Answer[] => {
      const { host, port } = result.target as unknown as Target;
      const seen = seenBy(result);
      const data = { host: hostPort(host, port) };
      const own = seen === undefined ? undefined : rootAnswer(seen);
      // What only the system lacks is told at the host itself.
      if (own?.signal === "root-missing-in-system") return [];
      if (own?.signal === "root-trusted") return [{ signal: "second-trusted", data }];
      if (own?.signal !== "root-missing") return [{ signal: "second-unclear", data }];
      return [{ signal: "second-untrusted", data: { ...data, root: own.data.root } }];
    });
  const order: readonly Answer["signal"][] = ["second-untrusted", "second-unclear", "second-trusted"];
  const [first] = answers.sort((a, b) => order.indexOf(a.signal) - order.indexOf(b.signal));
  return first === undefined ? [] : [first];
};

// ---- the check -------------------------------------------------------------------------------------------------------

type Place = { readonly one: ProfileTarget; readonly aim: Aim<Target> };

/** Every endpoint that speaks TLS, with what it needs. */
const placesIn = ({ targets }: Profile): Place[] =>
  targets.flatMap((one): Place[] => {
    const { name, dependsOn: calls } = one;
    if (one.kind === "url" && one.secure) {
      const { host, port } = one;
      return [{ one, aim: { subject: name, target: { host, port, as: name, calls }, needs: connectionNeeds(one) } }];
    }
    if (one.kind !== "host") return [];
    const { host, ports } = one;
    return ports
      .filter(({ speaks }) => speaks === "tls")
      .map(({ port }) => ({
        one,
        aim: {
          subject: name,
          endpoint: String(port),
          target: { host, port, calls },
          needs: [`dns:${name}`, `port:${name}/${port}`],
        },
      }));
  });

/** The tax authority's hosts, and the hosts that their pages call. */
const aims = (profile: Profile): Aim<Target>[] => {
  const places = placesIn(profile);
  const pages = places.filter(({ aim }) => isTaxAuthority(aim.target.host));
  const called = new Set(pages.flatMap(({ one }) => one.dependsOn));
  return places.filter((place) => pages.includes(place) || called.has(place.one.name)).map(({ aim }) => aim);
};

const observe = async ({ host, port, as }: Target, { io, signal }: ObserveContext): Promise<Seen | Unavailable> => {
  const behalf = as === undefined ? {} : { as };
  const located = await io.locate(host, { signal, ...behalf });
  const address = located.ok ? located.value.addresses[0]?.address : undefined;
  if (!located.ok || address === undefined)
    return { unavailable: { en: "the name has no address", zh: "名称没有地址" } };
  const looked = await io.handshake({ address, port }, { signal, servername: host, system: true, ...behalf });
  if (!looked.ok) {
    const { code } = looked.failure;
    return { unavailable: { en: `no handshake was completed: ${code}`, zh: `未完成握手：${code}` } };
  }
  const { chain, trust, path, systemTrust } = looked.value;
  const handshake = {
    chain,
    trust,
    ...(path === undefined ? {} : { path }),
    ...(systemTrust === undefined ? {} : { systemTrust }),
  };
  return { located: located.value, handshake };
};

export const trust = defineCheck({
  id: "trust",
  layer: "application",
  title: { en: "The tax platforms' root certificate is trusted here", zh: "本机信任税务平台的根证书" },
  about: {
    en: "Without the tax authority's root a page is refused, or the second host that it calls: then it speaks of a network error that is none.",
    zh: "未安装税务根证书时，页面或其调用的第二个主机会被拒绝，页面却提示“网络异常”。",
  },
  questions: {
    root: {
      en: "Is the root that the platform's certificate leads to trusted here?",
      zh: "平台证书所通向的根是否受本机信任？",
    },
    second: { en: "Is the second host that the page calls trusted, too?", zh: "页面调用的第二个主机是否同样受信任？" },
  },
  settings: {},
  signals,
  reads: ["trust"],
  patience: (_, { defaults }) => 6 * defaults.timeout,
  aims,
  observe,
  judge: ([look]: readonly Seen[], { target, others }): Answer[] =>
    look === undefined ? [] : [rootAnswer(look), ...secondAnswer(target, others("trust"))],
  places: ({ port }, [look]: readonly Seen[]) => (look === undefined ? {} : placesOf(look.located, port)),
});
