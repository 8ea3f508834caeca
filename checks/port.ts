import { type Aim, defineCheck, type Unavailable } from "../src/model/check.js";
import { placesOf, worthALook } from "../src/model/place.js";
import { asOurs, opinionsOf, type Profile, type Protocol } from "../src/model/profile.js";
import type { Bilingual } from "../src/model/text.js";
import { directNeeds, usedProxy } from "../src/model/way.js";
import { counts } from "./port/dead.js";
import { judgePort } from "./port/judge.js";
import { lookAt, lookElsewhere } from "./port/look.js";
import type { Seen, Target } from "./port/sight.js";
import { questions, signals } from "./port/words.js";

const aim = (subject: string, target: Target, needs: readonly string[] = []): Aim<Target> => ({
  subject,
  endpoint: String(target.port),
  target,
  needs: [`dns:${subject}`, ...needs],
});

/** What is asked of a port here. A TLS port is only opened: `tls` looks at its handshakes. */
const asked = (speaks: Protocol): Protocol => (speaks === "tls" ? "any" : speaks);

/**
 * Not `mysql` targets: who only greets is counted as a failed connection and blocked in the end (`db` looks there). What lies
 * behind a proxy is the proxy's to connect to.
 */
const aims = ({ targets, dns }: Profile): Aim<Target>[] => {
  const opinions = opinionsOf(dns);
  return targets.flatMap((one) => {
    const { name } = one;
    const more = { ...asOurs(one), ...opinions };
    if (one.kind === "host") {
      const { host } = one;
      return one.ports.map(({ port, speaks }) => aim(name, { host, port, speaks: asked(speaks), ...more }));
    }
    if (one.kind !== "url" || usedProxy(one) !== undefined) return [];
    const speaks = one.secure || one.grpc !== undefined ? "any" : "http";
    const path = speaks === "http" ? { path: new URL(one.url).pathname } : {};
    return [aim(name, { host: one.host, port: one.port, speaks, deeper: true, ...path, ...more }, directNeeds(one))];
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
      looking: true,
      help: {
        en: "Connections to an open port, one after another, for the rate of success",
        zh: "对开放端口依次建立的连接数，用于统计成功率",
      },
    },
  },
  // Connect, greeting, a reset asked again and two silent repeats, other addresses; waiting for other checks' connections comes on top.
  patience: (_, { defaults }) => 6 * defaults.timeout + 10_000,
  aims,
  async observe(target: Target, { io, settings, signal }): Promise<Seen | Unavailable> {
    const located = await io.locate(target.host, { signal });
    if (!located.ok || located.value.addresses.length === 0) return { unavailable: unresolved };
    const looking = { io, signal, tries: settings.tries, target };
    const addresses = await Promise.all(worthALook(located.value).map((at) => lookAt(at, looking)));
    const tries = addresses.flatMap((one) => one.tries);
    if (!tries.some(counts)) return { unavailable: unable(tries[0]?.failed ?? "unknown") };
    const elsewhere = await lookElsewhere(located.value, addresses, looking);
    return { located: located.value, addresses, ...(elsewhere.length === 0 ? {} : { elsewhere }) };
  },
  judge: (looks: readonly Seen[], { target }) => judgePort(looks, target),
  traits: (looks: readonly Seen[]) => ({
    times: looks
      .flatMap((look) => look.addresses.flatMap(({ tries }) => tries))
      .flatMap(({ ms, failed }) => (ms === undefined || failed !== undefined ? [] : [ms])),
  }),
  places: ({ port: number }, [look]) => (look === undefined ? {} : placesOf(look.located, number)),
});
