import type { Raised } from "../../src/model/check.js";
import type { OtherAddress } from "../../src/model/elsewhere.js";
import type { Attempt, Failure, FailureCode } from "../../src/model/failure.js";
import type { Located } from "../../src/model/place.js";
import type { Content } from "./page.js";
import { neverSent } from "./sent.js";
import type { ApiSight, Expectation, Wishes } from "./sight.js";
import { speedAnswer } from "./speed.js";
import { expectedStatus, isLoginPage, statusAnswer } from "./status.js";
import { saidSignals, tellsFailure, toldAnswers } from "./told.js";
import type { apiSignals } from "./words.js";

/** What is seen of an API's answer, and what it answers. Pure. */

type Answer = Raised<typeof apiSignals>;
/**
 * `own`: milliseconds of the exchange in which this tool itself was not let run. `resent`: segments that this host sent again meanwhile,
 * if any.
 */
export type ApiSeen = {
  readonly located: Located;
  readonly attempt: Attempt<ApiSight>;
  readonly own?: number;
  readonly resent?: number;
  /** Where the answer is not as expected: whether it is at an address that another resolver gives. */
  readonly elsewhere?: OtherAddress & { readonly works: boolean };
};

/** What ends only the handshake of a request: some servers ask who it is once they know what is wanted (renegotiation, RFC 8446 section 4.6.2). */
const handshakes = {
  "client-cert-required": "certificate-demanded",
  "client-cert-rejected": "certificate-declined",
  "cert-rejected": "distrusted",
} as const satisfies { readonly [code in FailureCode]?: string };

const failedSignal = ({ code, phase }: Failure) => {
  if (neverSent({ code, phase })) return "not-sent";
  if (phase === "handshake") return handshakes[code as keyof typeof handshakes] ?? "malformed";
  if (code === "body-truncated") return code;
  if (code === "timeout") return phase === "body" ? "body-stalled" : "no-response";
  if (code === "reset" || code === "closed") return phase === "body" ? "body-truncated" : code;
  return "malformed";
};

/** Whether a failure is about the answer; what happens before has checks of its own, which hold this one back. */
export const aboutAnswer = ({ code, phase }: Failure): boolean =>
  (phase === "handshake" && Object.hasOwn(handshakes, code)) ||
  ((phase === "answer" || phase === "body") &&
    ["timeout", "reset", "closed", "malformed", "body-truncated"].includes(code));

const failedAnswer = (failure: Failure, ms: number): Answer => ({
  signal: failedSignal(failure),
  data: {
    ms: Math.round(ms),
    reason: String(failure.detail ?? failure.code),
    code: failure.code,
    phase: failure.phase,
  },
});

/** The answer to the first question, over all looks. */
const answerOf = (looks: readonly ApiSeen[]): Answer => {
  const failed = looks.flatMap(({ attempt }) => (attempt.ok ? [] : [attempt]));
  const last = looks.findLast(({ attempt }) => attempt.ok)?.attempt ?? failed.at(-1);
  if (last?.ok === false) return failedAnswer(last.failure, last.ms);
  if (failed.length > 0) {
    const how = failed.map(({ failure }) => `${failure.code} (${failure.phase})`);
    return { signal: "unsteady", data: { failed: failed.length, tried: looks.length, how } };
  }
  return { signal: "answers", data: { ms: Math.round(last?.ms ?? 0) } };
};

const types = {
  json: /[/+]json$/,
  html: /^(text\/html|application\/xhtml\+xml)$/,
  text: /^text\//,
  xml: /[/+]xml$/,
} as const;

/** JSON is expected where a value in it is. */
const expectedType = ({ type, json }: Expectation): Expectation["type"] =>
  type ?? (json === undefined ? undefined : "json");

/** A server that sends JSON by another name is judged by what it sends, unless the profile names the type itself. */
const typeDiffers = ({ type }: ApiSight, content: Content, expect: Expectation): boolean => {
  const expected = expectedType(expect);
  if (expected === undefined) return false;
  if (expect.type === undefined) return content.html;
  return type === null ? expected !== "json" || content.html : !types[expected].test(type);
};

/** Why the content is not what was expected; undefined: it is. */
export const contentFault = (sight: ApiSight, expect: Expectation): Answer | undefined => {
  const { content, type, excerpt = "" } = sight;
  if (content === undefined) return undefined;
  const expected = expectedType(expect);
  const pageWanted = expected === undefined || expected === "html";
  if (content.portal !== undefined) return { signal: "portal-page", data: { portal: content.portal } };
  if (content.filter !== undefined && !pageWanted) {
    return { signal: "filter-page", data: { filter: content.filter } };
  }
  if (content.maintenance.length > 0 && (!pageWanted || content.inTitle)) {
    return { signal: "maintenance-page", data: { words: content.maintenance, excerpt } };
  }
  const { said } = content;
  if (said?.means === "maintenance" && said.refuses) {
    return { signal: "maintenance-page", data: { words: [said.words], excerpt: said.words } };
  }
  if (typeDiffers(sight, content, expect)) {
    const found = type ?? (content.html ? "text/html" : "–");
    return { signal: "wrong-type", data: { type: found, expected: expected ?? "–", excerpt } };
  }
  if (expected === "json" && !content.json) return { signal: "not-json", data: { excerpt } };
  const [first] = content.different;
  if (first === undefined) return undefined;
  const { path, found = "–" } = first;
  const data = { path, found, expected: expect.json?.[path] ?? null, differing: content.different.length };
  const wanted = Object.keys(expect.json ?? {}).length;
  const missing = content.different.filter((one) => one.found === undefined).length;
  // Nothing of what was wanted is there, nor anything that says that something failed: other content.
  const other = missing === wanted && content.speechless === true && content.said === undefined;
  return { signal: other ? "json-other" : "json-differs", data };
};

/** What portals, firewalls and maintenance pages answer with has signals of its own, which say more. */
const saysMore: readonly string[] = ["portal-page", "filter-page", "maintenance-page"];

/** Whether what the answer says of itself counts: not where all is as the profile expects it, be that a refusal. */
const saidCounts = (sight: ApiSight, expect: Expectation): boolean => {
  const { status, content } = sight;
  if (content?.said === undefined) return false;
  if (!expectedStatus(status, expect)) return content.filter === undefined;
  const fault = contentFault(sight, expect);
  if (status >= 400 || (fault === undefined && expect.json !== undefined)) return false;
  return fault === undefined ? content.said.refuses : !saysMore.includes(fault.signal);
};

const saidAnswer = (sight: ApiSight, expect: Expectation): ReturnType<typeof saidSignals> => {
  const said = sight.content?.said;
  return said !== undefined && saidCounts(sight, expect) ? saidSignals(said, sight.status) : [];
};

const contentAnswer = (sight: ApiSight, expect: Expectation, told: boolean): Answer[] => {
  if (sight.content === undefined || !expectedStatus(sight.status, expect) || isLoginPage(sight)) return [];
  const fault = contentFault(sight, expect);
  if (told && (fault?.signal.startsWith("json-") === true || saidAnswer(sight, expect).length > 0))
    return [{ signal: "content-told", data: fault?.data ?? {} }];
  return [fault ?? { signal: "content-ok", data: { bytes: sight.bodyBytes } }];
};

/** All answers. `slow`: milliseconds from which an answer is slow where the profile says nothing. */
export const apiAnswers = (looks: readonly ApiSeen[], { expect, codes }: Wishes, slow: number): Answer[] => {
  const good = looks.findLast((look) => look.attempt.ok);
  const attempt = good?.attempt;
  const first = answerOf(looks);
  if (attempt?.ok !== true) return [first];
  const { value, ms } = attempt;
  const cut: Answer[] = value.bodyCut === true ? [{ signal: "body-truncated", data: { ms: Math.round(ms) } }] : [];
  const told = value.content === undefined ? [] : toldAnswers(value.content, codes, saidAnswer(value, expect));
  const failure = tellsFailure(told);
  const { own = 0, resent = 0 } = good ?? {};
  const speed = speedAnswer(value.times, { total: ms - own, own, resent }, { maxTime: expect.maxTime, slow });
  // How long a gateway tries before it gives up says nothing of how late right answers come.
  const telling = speed.signal === "in-time" || expectedStatus(value.status, expect);
  return [
    ...(cut.length > 0 ? cut : [first]),
    statusAnswer(value, expect, failure),
    ...(cut.length > 0 ? [] : contentAnswer(value, expect, failure)),
    ...told,
    ...(telling ? [speed] : []),
  ];
};
