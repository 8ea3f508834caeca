import { type Aim, defineCheck, type Unavailable } from "../src/model/check.js";
import { hostPort, type Places, placesOf } from "../src/model/place.js";
import type { Profile } from "../src/model/profile.js";
import { doorsOf, lookAtDoors } from "./proxy/doors.js";
import { type Answer, fewest, judgeAround, judgeDoors, judgeThrough, portalsAt } from "./proxy/judge.js";
import { lookAround, lookThrough } from "./proxy/look.js";
import type { AroundSeen, DoorsSeen, Seen, Target, ThroughSeen } from "./proxy/sight.js";
import { questions, signals } from "./proxy/words.js";

const aims = ({ targets }: Profile): Aim<Target>[] => {
  const ways = targets.flatMap((one): Aim<Target>[] => {
    if (one.kind !== "url" || one.proxy === undefined) return [];
    const { name, host, port, secure, proxy } = one;
    // Never the login, which stands beside these.
    const named = { host: proxy.host, port: proxy.port, from: proxy.from };
    const unused = proxy.unused === undefined ? {} : { unused: proxy.unused };
    const url = `${secure ? "https" : "http"}://${hostPort(host, port)}/`;
    return [{ subject: name, target: { as: name, host, port, secure, url, proxy: named, ...unused }, needs: [] }];
  });
  const doors = doorsOf(targets);
  return doors.length === 0 ? ways : [...ways, { subject: "@site", target: { doors }, needs: [] }];
};

const unsupported = (from: string): Unavailable => ({
  unavailable: {
    en: `${from} names no plain HTTP proxy; requests were sent directly`,
    zh: `${from} 指定的不是普通 HTTP 代理；请求已直接发送`,
  },
});

const nowhere: Unavailable = {
  unavailable: { en: "none of the services has an address", zh: "没有一个服务的名称有地址" },
};

/** On the way to the target stands the proxy, behind its gateway or behind the resolver that does not tell its name. */
const placesOfWay = ({ host, port, proxy }: Extract<Target, { as: string }>, look: Seen): Places => {
  const { gateway } = "located" in look && look.located !== null ? placesOf(look.located) : {};
  const resolver = "resolver" in look ? look.resolver : undefined;
  return {
    proxy: hostPort(proxy.host, proxy.port),
    ...(gateway === undefined ? {} : { gateway }),
    ...(resolver === undefined ? {} : { resolver, name: proxy.host }),
    endpoint: hostPort(host, port),
  };
};

/** The gateway before the first service that a portal stands in for, else before the first of all. */
const placesOfDoors = (looks: readonly DoorsSeen[]): Places => {
  const doors = fewest(looks);
  const found = portalsAt(doors).led.map(({ host }) => host);
  const door = doors.find(({ host }) => found.includes(host)) ?? doors[0];
  return door === undefined ? {} : placesOf(door.located);
};

export const proxy = defineCheck({
  id: "proxy",
  layer: "network",
  title: { en: "The way out is open: no proxy or login portal in it", zh: "出口畅通：代理放行，无认证门户阻挡" },
  about: {
    en: "In many companies everything passes a proxy; one that lets only port 443 through stops the tax platforms, which use 8443.",
    zh: "许多企业的流量都经过代理；若代理只放行 443 端口，使用 8443 端口的税务平台便无法访问。",
  },
  questions,
  signals,
  settings: {},
  // The name, the connection and the answer; then a second question, and the same without the proxy.
  patience: (_, { defaults }) => 8 * defaults.timeout,
  aims,
  async observe(target: Target, { io, signal }): Promise<Seen | Unavailable> {
    if ("doors" in target) {
      const seen = await lookAtDoors(target.doors, { io, signal });
      return seen.doors.length + seen.here.length === 0 ? nowhere : seen;
    }
    if (target.unused === "unsupported") return unsupported(target.proxy.from);
    return target.unused === undefined ? lookThrough(target, { io, signal }) : lookAround(target, { io, signal });
  },
  judge(looks: readonly Seen[], { target }): Answer[] {
    if ("doors" in target) return judgeDoors(looks as readonly DoorsSeen[]);
    if (target.unused === undefined) return judgeThrough(looks as readonly ThroughSeen[], target);
    return judgeAround(looks as readonly AroundSeen[], target);
  },
  places(target: Target, looks: readonly Seen[]): Places {
    if ("doors" in target) return placesOfDoors(looks as readonly DoorsSeen[]);
    const [look] = looks;
    return look === undefined ? {} : placesOfWay(target, look);
  },
});
