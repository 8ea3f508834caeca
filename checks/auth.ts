import { byHand } from "../src/model/by-hand.js";
import { type Aim, defineCheck, type Unavailable } from "../src/model/check.js";
import { placesOf } from "../src/model/place.js";
import type { Profile } from "../src/model/profile.js";
import { bearerOf, forgeriesOf, mayForge } from "../src/model/tokens.js";
import { publicUrl } from "../src/model/url.js";
import { connectionNeeds } from "../src/model/way.js";
import { judgeAuth } from "./auth/judge.js";
import { lookAt } from "./auth/look.js";
import { requestsAtMost, type Seen, type Target } from "./auth/sight.js";
import { questions, settings, signals } from "./auth/words.js";

/** Last of all: forged tokens may lock an account or wake a filter, which would falsify what others see. */
const aims = ({ targets }: Profile): Aim<Target>[] =>
  targets.flatMap((one): Aim<Target>[] => {
    if (one.kind !== "url" || one.grpc !== undefined || !one.own) return [];
    const token = bearerOf(one);
    const expired = one.auth?.expired !== undefined;
    if (token === undefined && !expired) return [];
    const { name, host, port, url, secure } = one;
    const needs = [...connectionNeeds(one), ...(secure ? [`tls:${name}`] : []), `api:${name}`, `balance:${name}`];
    const forgeries = token === undefined ? [] : forgeriesOf(token);
    const allowed = mayForge(one);
    const target = { as: name, host, port, url: publicUrl(url), allowed, forgeries, expired, ...byHand(one) };
    return [{ subject: name, target, needs }];
  });

const notOurs: Unavailable = {
  unavailable: {
    en: "tokens that are not genuine are sent only to what is ours, and never to governments or to vendors' platforms",
    zh: "非真实令牌只发往我方系统，绝不发往政府或厂商平台",
  },
};
const noToken: Unavailable = {
  unavailable: {
    en: 'the profile has no header "Authorization: Bearer …" to compare with',
    zh: "配置中没有可供比较的 Authorization: Bearer … 头",
  },
};

export const auth = defineCheck({
  id: "auth",
  layer: "application",
  title: { en: "Forged tokens are refused", zh: "伪造的令牌被拒绝" },
  about: {
    en: "An API that does not verify its tokens lets anybody issue and read invoices. Asked only of what is ours.",
    zh: "不验证令牌的 API 会让任何人都能开具和查看发票。仅测试我方系统。",
  },
  questions,
  signals,
  settings,
  patience: (_, { defaults, settings: { interval } }) =>
    requestsAtMost * (interval + defaults.answer) + 3 * defaults.timeout,
  // No second look beside the first: that would be twice the requests.
  silence: (_, { defaults, settings: { interval } }) => (requestsAtMost * (interval + defaults.answer)) / 0.4,
  aims,

  async observe(target: Target, context): Promise<Seen | Unavailable> {
    if (!target.allowed) return notOurs;
    if (target.forgeries.length === 0) return noToken;
    const located = await context.io.locate(target.host, { signal: context.signal, as: target.as });
    if (!located.ok) {
      const { code } = located.failure;
      return { unavailable: { en: `the name has no address: ${code}`, zh: `名称没有地址：${code}` } };
    }
    return lookAt(target, located.value, context);
  },

  judge: (looks: readonly Seen[], { target }) => judgeAuth(looks, target),
  places: ({ port }: Target, [look]: readonly Seen[]) => (look === undefined ? {} : placesOf(look.located, port)),
});
