import { type ByHand, byHand } from "../src/model/by-hand.js";
import { type Aim, defineCheck, type ObserveContext, type Raised, type Unavailable } from "../src/model/check.js";
import { liesIn } from "../src/model/network.js";
import { type Located, placesOf } from "../src/model/place.js";
import type { EgressList, Profile, UrlTarget, WayOut } from "../src/model/profile.js";
import { publicUrl } from "../src/model/url.js";
import { connectionNeeds, otherWay, wayOf } from "../src/model/way.js";
import { addressIn } from "./egress/address.js";
import { egressQuestions, egressSignals } from "./egress/words.js";

type Common = { readonly as: string; readonly host: string; readonly port: number; readonly url: string } & ByHand;
/** What answers with the address that it was asked from, on one way out; `taken`: some target's requests go this way. */
type AddressTarget = Common & { readonly asks: "address"; readonly out: WayOut; readonly taken: boolean } & EgressList;
/** A target that can be asked on two ways: `out` is the one that requests take. `secure`: nobody between may answer in its place. */
type WaysTarget = Common & {
  readonly asks: "ways";
  readonly out: WayOut;
  readonly other: WayOut;
  readonly secure: boolean;
};
type Target = AddressTarget | WaysTarget;

/** A status, or the name of a failure. */
type Outcome = number | string;
type Seen = {
  readonly located: Located;
  readonly outcome: Outcome;
  readonly address?: string;
  /** It bears the mark of a proxy that passed it on (RFC 9110 section 7.6.3), so that it is not the proxy's own. */
  readonly passedOn?: true;
  /** What came on the other way; absent: it was not asked. */
  readonly beside?: Outcome;
};
type Answer = Raised<typeof egressSignals>;

/** Answers by which an address is refused: 403, 451 (RFC 7725). */
const refusals: readonly Outcome[] = [403, 451];
const bodyLimit = 65_536;

// ---- looking ---------------------------------------------------------------------------------------------------------

const ask = async (
  { as, out }: { readonly as: string; readonly out: WayOut },
  { io, signal }: ObserveContext,
): Promise<{ readonly outcome: Outcome; readonly body: string; readonly passedOn: boolean }> => {
  const attempt = await io.request({ as, out }, { signal, bodyLimit });
  if (!attempt.ok) return { outcome: attempt.failure.code, body: "", passedOn: false };
  const { status, body, headerNames } = attempt.value;
  return { outcome: status, body, passedOn: headerNames.includes("via") };
};

const cannot = (code: Outcome): Unavailable => ({
  unavailable: { en: `no request was answered on this way: ${code}`, zh: `此出口的请求没有得到应答：${code}` },
});

const observe = async (target: Target, context: ObserveContext): Promise<Seen | Unavailable> => {
  const { as, host, out } = target;
  const located = await context.io.locate(host, { signal: context.signal, ...(out === "proxy" ? { as } : {}) });
  if (!located.ok) return cannot(located.failure.code);
  const { outcome, body, passedOn } = await ask({ as, out }, context);
  if (typeof outcome === "string") return cannot(outcome);
  const seen = { located: located.value, outcome };
  if (target.asks === "address") {
    const address = addressIn(body, target.json);
    return { ...seen, ...(address === undefined ? {} : { address }) };
  }
  if (!refusals.includes(outcome)) return seen;
  const beside = (await ask({ as, out: target.other }, context)).outcome;
  return { ...seen, beside, ...(passedOn ? { passedOn } : {}) };
};

// ---- judging ---------------------------------------------------------------------------------------------------------

const addressAnswer = ({ out, registered, taken }: AddressTarget, { address, outcome }: Seen): Answer => {
  if (address === undefined) return { signal: "address-not-told", data: { way: out, status: outcome } };
  const data = { way: out, address };
  if (registered.length === 0) return { signal: "address-seen", data };
  if (registered.some((network) => liesIn(address, network))) return { signal: "registered", data };
  return taken ? { signal: "not-registered", data: { ...data, registered } } : { signal: "spare-not-registered", data };
};

const waysAnswer = ({ out, other, secure }: WaysTarget, { outcome, beside, passedOn }: Seen): Answer => {
  if (beside === undefined) return { signal: "not-refused", data: { status: outcome } };
  const better = typeof beside === "number" && beside < 400;
  const data = { status: outcome, way: out, other, otherStatus: beside };
  if (!better) return { signal: "refused-on-both", data };
  const unclear = out === "proxy" && !secure && passedOn !== true;
  return { signal: unclear ? "refused-through-proxy" : "refused-here", data };
};

// ---- the check -------------------------------------------------------------------------------------------------------

const commonOf = (one: UrlTarget): Common => {
  const { name, host, port, url } = one;
  return { as: name, host, port, url: publicUrl(url), ...byHand(one) };
};

const needsOf = (one: UrlTarget, out: WayOut): readonly string[] =>
  out === wayOf(one) ? [...connectionNeeds(one), ...(one.secure ? [`tls:${one.name}`] : [])] : [];

const addressAims = (one: UrlTarget, list: EgressList, taken: ReadonlySet<WayOut>): Aim<Target>[] => {
  const other = otherWay(one);
  return [wayOf(one), ...(other === undefined ? [] : [other])].map((out) => ({
    subject: one.name,
    endpoint: out,
    target: { ...commonOf(one), asks: "address", out, taken: taken.has(out), ...list },
    needs: needsOf(one, out),
  }));
};

const waysAims = (one: UrlTarget): Aim<Target>[] => {
  const [out, other] = [wayOf(one), otherWay(one)];
  if (other === undefined || one.helper === true) return [];
  return [
    {
      subject: one.name,
      target: { ...commonOf(one), asks: "ways", out, other, secure: one.secure },
      needs: needsOf(one, out),
    },
  ];
};

/** What says the address is asked on every way; each other target that knows two ways is asked whether one is refused. */
const aims = ({ targets }: Profile): Aim<Target>[] => {
  const urls = targets.filter((one): one is UrlTarget => one.kind === "url" && one.grpc === undefined);
  const rest = urls.filter(({ egress }) => egress === undefined);
  const taken = new Set((rest.length === 0 ? urls : rest).map(wayOf));
  return urls.flatMap((one) => (one.egress === undefined ? waysAims(one) : addressAims(one, one.egress, taken)));
};

export const egress = defineCheck({
  id: "egress",
  layer: "application",
  title: { en: "Requests leave from a registered address", zh: "请求从已登记的地址发出" },
  about: {
    en: "Platforms serve registered exit addresses and ban others: a changed line, proxy or VPN then fails though the network works.",
    zh: "平台只服务已登记的出口地址并会封禁其他地址：更换线路、代理或 VPN 后，网络虽通却被拒绝。",
  },
  questions: egressQuestions,
  settings: {},
  signals: egressSignals,
  patience: (_, { defaults }) => 2 * (4 * defaults.timeout + 2 * defaults.answer),
  silence: (_, { defaults }) => defaults.answer,
  aims,
  observe,
  judge: ([look]: readonly Seen[], { target }): Answer[] => {
    if (look === undefined) return [];
    return [target.asks === "address" ? addressAnswer(target, look) : waysAnswer(target, look)];
  },
  places: ({ port }, [look]: readonly Seen[]) => (look === undefined ? {} : placesOf(look.located, port)),
});
