import { byHand } from "../src/model/by-hand.js";
import { type Aim, defineCheck, type Unavailable } from "../src/model/check.js";
import { placesOf } from "../src/model/place.js";
import { isOurs, type Profile } from "../src/model/profile.js";
import { publicUrl } from "../src/model/url.js";
import { connectionNeeds } from "../src/model/way.js";
import { firstsOf, limitOf, timing } from "./balance/firsts.js";
import { judgeBalance } from "./balance/judge.js";
import { lookAt } from "./balance/look.js";
import { losesPackets, read } from "./balance/loss.js";
import { patienceOf } from "./balance/request.js";
import type { Seen, Target } from "./balance/sight.js";
import { questions, settings, signals } from "./balance/words.js";

/** After `api`, whose one request is to be measured with few others beside it. It holds nothing back. */
const aims = ({ targets }: Profile): Aim<Target>[] =>
  targets.flatMap((one): Aim<Target>[] => {
    if (one.kind !== "url" || one.grpc !== undefined) return [];
    const { name, host, port, url, secure, expect } = one;
    const needs = [...connectionNeeds(one), ...(secure ? [`tls:${name}`] : []), `api:${name}`];
    const target = {
      as: name,
      host,
      port,
      url: publicUrl(url),
      ours: isOurs(one),
      ...(expect.status === undefined ? {} : { expected: expect.status }),
      ...(expect.type === "json" || expect.json !== undefined ? { wanted: expect.json ?? {} } : {}),
      ...byHand(one),
    };
    return [{ subject: name, target, needs }];
  });

export const balance = defineCheck({
  id: "balance",
  layer: "session",
  title: { en: "Every address and back end answers alike", zh: "各地址与后端的应答一致" },
  about: {
    en: "One bad server behind a name makes requests fail now and then, which no single request can show.",
    zh: "同一域名背后只要有一台服务器异常，请求就会时好时坏，单次请求无法看出。",
  },
  questions,
  signals,
  settings,
  patience: (_, { defaults, settings: values }) => patienceOf(defaults, values),
  // Its answers are rates: no second look beside the first, which would double the requests.
  silence: (_, { defaults, settings: values }) => patienceOf(defaults, values) / 0.4,
  reads: [...read, ...timing],
  aims,

  async observe(target: Target, context): Promise<Seen | Unavailable> {
    const located = await context.io.locate(target.host, { signal: context.signal, as: target.as });
    if (!located.ok) {
      const { code } = located.failure;
      return { unavailable: { en: `the name has no address: ${code}`, zh: `名称没有地址：${code}` } };
    }
    return lookAt(target, located.value, context);
  },

  judge(looks: readonly Seen[], { target, settings: values, others }) {
    const [look] = looks;
    const host = look === undefined ? undefined : placesOf(look.located).host;
    const lossy = losesPackets(read.flatMap(others), host);
    const timed = timing.flatMap(others);
    const [firsts, limit] = [firstsOf(timed, target.as), limitOf(timed, target.as)];
    return judgeBalance(looks, target, values, { lossy, firsts, limit });
  },
  traits: (looks: readonly Seen[]) => ({
    times: looks.flatMap(({ shots }) => shots.flatMap(({ ms, failed }) => (failed === undefined ? [ms] : []))),
  }),
  places: ({ port }: Target, [look]: readonly Seen[]) => (look === undefined ? {} : placesOf(look.located, port)),
});
