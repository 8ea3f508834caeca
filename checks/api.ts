import { type ByHand, byHand } from "../src/model/by-hand.js";
import { type Aim, defineCheck, type ObserveContext, type Raised, type Unavailable } from "../src/model/check.js";
import type { Failure } from "../src/model/failure.js";
import type { GrpcAim } from "../src/model/grpc.js";
import type { HttpAnswer, Runtime } from "../src/model/io.js";
import { usuallySlow } from "../src/model/pace.js";
import { type Located, type LocatedAddress, placesOf } from "../src/model/place.js";
import { opinionsOf, type Profile, type ServerAddress } from "../src/model/profile.js";
import { countResent, resentOnTheWay } from "../src/model/resent.js";
import { publicUrl } from "../src/model/url.js";
import { connectionNeeds } from "../src/model/way.js";
import { type ApiSeen, aboutAnswer, apiAnswers, contentFault } from "./api/answers.js";
import { askElsewhere, elsewhereAnswers } from "./api/elsewhere.js";
import { type GrpcSeen, grpcAnswers } from "./api/grpc.js";
import { excerptOf, readContent } from "./api/page.js";
import { gatewaysTo, innerAddress, leadsToPortal } from "./api/portal.js";
import { type Followed, requestWithin } from "./api/redirects.js";
import { neverSent } from "./api/sent.js";
import type { ApiSight, Wishes } from "./api/sight.js";
import { expectedStatus } from "./api/status.js";
import { apiQuestions, apiSignals } from "./api/words.js";

type Target = {
  /** The url target whose URL, headers, trust and client certificate are used. */
  readonly as: string;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** The gRPC service whose health is asked for instead. */
  readonly grpc?: { readonly service: string };
  /** Where invoices are issued: never called. */
  readonly never?: string;
  /** The profile's second opinions. */
  readonly compare?: readonly ServerAddress[];
} & Wishes &
  ByHand;

/** Bytes of body that are read. */
const bodyLimit = 1_048_576;

const cannot = ({ code, phase, detail }: Failure): Unavailable => {
  const why = detail === undefined || detail === code ? code : `${code}, ${detail}`;
  return {
    unavailable: { en: `no request could be sent: ${why} (${phase})`, zh: `无法发送请求：${why}（${phase}）` },
  };
};

/** What may be kept of an answer. */
const sightOf = (answer: Followed, { expect, codes }: Wishes, around: Around): ApiSight => {
  const { status, address, type, location, retryAfter, bodyBytes, bodyCut, times, body, redirects } = answer;
  const { gateways } = around;
  const failed = !expectedStatus(status, expect);
  const sight: ApiSight = {
    status,
    address,
    type,
    ...(location === undefined ? {} : { location }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    bodyBytes,
    ...(bodyCut === undefined ? {} : { bodyCut }),
    times,
    ...(redirects === undefined ? {} : { redirects }),
    ...(leadsToPortal(answer, gateways, around.to) ? { toPortal: true as const } : {}),
    ...(bodyBytes > bodyLimit ? {} : { content: readContent(body, { json: expect.json, codes, gateways, failed }) }),
  };
  const wrong = !failed && contentFault(sight, expect) !== undefined;
  return wrong ? { ...sight, excerpt: excerptOf(body) } : sight;
};

/** The gateways on the way, and where a redirect leads, as far as that tells a login portal. */
type Around = { readonly gateways: readonly string[]; readonly to?: LocatedAddress };

const aroundOf = async (
  answer: HttpAnswer,
  located: Located,
  { io, signal }: Pick<ObserveContext, "io" | "signal">,
): Promise<Around> => {
  const gateways = located.source === "proxy" ? [] : gatewaysTo(located);
  const inner = gateways.length === 0 ? undefined : innerAddress(answer);
  const at = inner === undefined ? undefined : await io.locate(inner, { signal });
  const [to] = at?.ok === true ? at.value.addresses : [];
  return { gateways, ...(to === undefined ? {} : { to }) };
};

const lookAtHealth = async (
  aim: GrpcAim,
  located: Located,
  { io, signal }: Pick<ObserveContext, "io" | "signal">,
): Promise<GrpcSeen | Unavailable> => {
  if (located.source === "proxy") return notThroughProxies;
  const grpc = await io.grpcHealth(aim, { signal });
  return grpc.ok ? { located, grpc } : cannot(grpc.failure);
};

const notThroughProxies: Unavailable = {
  unavailable: { en: "gRPC is not asked through a proxy", zh: "不经代理查询 gRPC" },
};

/** Through a proxy, `proxy` speaks of what keeps a request from being sent. */
const tells = (failure: Failure, { proxy }: Located): boolean =>
  aboutAnswer(failure) || (proxy === undefined && neverSent(failure));

const isAnswer = (look: ApiSeen | GrpcSeen): look is ApiSeen => "attempt" in look;
const isHealth = (look: ApiSeen | GrpcSeen): look is GrpcSeen => "grpc" in look;

const aims = ({ dns, targets }: Profile): Aim<Target>[] =>
  targets.flatMap((one): Aim<Target>[] => {
    if (one.kind !== "url") return [];
    const { name, host, port, url, secure, expect, codes, grpc, issue } = one;
    const needs = [...connectionNeeds(one), ...(secure ? [`tls:${name}`] : [])];
    const wishes = { expect, ...(codes === undefined ? {} : { codes }) };
    const target = {
      as: name,
      host,
      port,
      url: publicUrl(url),
      ...wishes,
      ...(grpc && { grpc }),
      ...(issue && { never: publicUrl(issue.url) }),
      ...byHand(one),
      ...opinionsOf(dns),
    };
    return [{ subject: name, target, needs }];
  });

/** Milliseconds for which this tool waited for a processor between two readings, or its longest stall if that lies between them. */
const stalledBetween = (before: Runtime, after: Runtime): number =>
  Math.max(
    (after.turns?.waited ?? 0) - (before.turns?.waited ?? 0),
    after.loopDelay > before.loopDelay ? after.loopDelay : 0,
  );

export const api = defineCheck({
  id: "api",
  layer: "application",
  title: { en: "The API answers as expected", zh: "API 按预期应答" },
  about: {
    en: "What the user's program needs in the end: the right status and content, in time.",
    zh: "用户程序最终所需：正确的状态码与内容，且及时。",
  },
  questions: apiQuestions,
  signals: apiSignals,
  settings: {
    slow: {
      default: usuallySlow,
      unit: "duration",
      min: 1,
      help: {
        en: "An answer that takes longer is slow, where the target has no expect.maxTime",
        zh: "目标未设 expect.maxTime 时，超过此时长视为偏慢",
      },
    },
  },
  patience: (_, { defaults }) => 4 * defaults.timeout + 2 * defaults.answer,
  silence: (_, { defaults }) => defaults.answer,
  // A GET of a URL that issues nothing (the profile refuses any other) may be sent again.
  tries: 3,
  aims,

  async observe(
    { as, host, url, never, grpc, compare, ...wishes }: Target,
    { io, signal },
  ): Promise<ApiSeen | GrpcSeen | Unavailable> {
    const located = await io.locate(host, { signal, as });
    if (!located.ok) return cannot(located.failure);
    if (grpc !== undefined) return lookAtHealth({ as, ...grpc }, located.value, { io, signal });
    const before = io.runtime();
    const resentSince = countResent(io);
    const wanted = ({ status }: HttpAnswer): boolean => expectedStatus(status, wishes.expect);
    const following = { as, url, wanted, ...(never === undefined ? {} : { never }) };
    const attempt = await requestWithin(io, following, { signal, bodyLimit });
    const own = stalledBetween(before, io.runtime());
    const resent = resentOnTheWay(attempt, resentSince);
    if (!attempt.ok)
      return tells(attempt.failure, located.value) ? { located: located.value, attempt } : cannot(attempt.failure);
    const { ok, ms } = attempt;
    const { unread = 0 } = attempt.value;
    const around = await aroundOf(attempt.value, located.value, { io, signal });
    // A stall while the service works takes nothing from what it needs, and how long the name took is not counted.
    const { name = 0, firstByte = 0 } = attempt.value.times;
    const stalled = Math.min(own, ms - name - firstByte) + unread;
    const seen = { located: located.value, attempt: { ok, ms, value: sightOf(attempt.value, wishes, around) } };
    const { expect, codes } = wishes;
    const asking = { io, signal, as, bodyLimit, expect, ...(codes && { codes }), ...(compare && { compare }) };
    const elsewhere = await askElsewhere(seen, {
      ...asking,
      sightOf: (answer) => sightOf(answer, wishes, { gateways: around.gateways }),
    });
    return {
      ...seen,
      ...(stalled > 0 ? { own: stalled } : {}),
      ...(resent > 0 ? { resent } : {}),
      ...(elsewhere === undefined ? {} : { elsewhere }),
    };
  },

  judge: (looks: readonly (ApiSeen | GrpcSeen)[], { target, settings }): Raised<typeof apiSignals>[] =>
    target.grpc === undefined
      ? [...apiAnswers(looks.filter(isAnswer), target, settings.slow), ...elsewhereAnswers(looks.filter(isAnswer))]
      : grpcAnswers(looks.filter(isHealth), settings.slow),

  places: ({ port }: Target, [look]: readonly (ApiSeen | GrpcSeen)[]) =>
    look === undefined ? {} : placesOf(look.located, port),
});
