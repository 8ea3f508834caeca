import { isAddress } from "../model/address.js";
import { type AttemptError, readAttemptError } from "../model/attempt-error.js";
import type { NamedPeer } from "../model/attempt-peers.js";
import type { Attempt } from "../model/failure.js";
import { hostPort } from "../model/place.js";
import type { Target, UrlTarget } from "../model/profile.js";
import type { Diagnosis, Resend } from "../model/report.js";
import type { Result } from "../model/result.js";
import { stands } from "../model/status.js";
import type { Bilingual } from "../model/text.js";
import * as words from "./resend-words.js";
import { readSerialAnswer, type SerialAnswer, type SerialReading } from "./serial-answer.js";

export type ResendInput = {
  readonly targets: readonly Target[];
  readonly results: readonly Result[];
  readonly diagnosis: Diagnosis;
  /** The error text of the attempt in question, as its client printed it. Nothing of it is repeated but hosts and ports. */
  readonly failedWith?: string;
  /** The serial number that was asked for, and what `issue.query` answered, by target; a target without an answer was not asked. */
  readonly serial?: {
    readonly number: string;
    readonly answers: { readonly [target: string]: Attempt<SerialAnswer> };
  };
};

type IssueTarget = UrlTarget & { readonly issue: NonNullable<UrlTarget["issue"]> };
const issues = (target: Target): target is IssueTarget => target.kind === "url" && target.issue !== undefined;

type Place = { readonly host: string; readonly port: number };
const placeOf = ({ issue }: IssueTarget): Place => {
  const { hostname, port, protocol } = new URL(issue.url);
  const host = hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
  return { host, port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port) };
};

/** What the run saw of a host: the addresses it has (none: not known), and the proxies on the way, as `host:port`. */
const seenOf = (host: string, results: readonly Result[]) => {
  const there = results
    .map(({ places }) => places)
    .filter(({ name, host: at }) => name?.toLowerCase() === host || at === host);
  const addresses = there.flatMap(({ host: at }) => (at !== undefined && isAddress(at) ? [at] : []));
  return { addresses: new Set(addresses), proxies: new Set(there.flatMap(({ proxy }) => proxy ?? [])) };
};

const named = ({ host, port }: NamedPeer): string =>
  host === undefined ? `:${port}` : port === undefined ? host : hostPort(host, port);

/** The first peer that the text names and that is neither the issuing interface nor the proxy before it. */
const strangerIn = (
  peers: readonly NamedPeer[],
  own: Place,
  proxy: UrlTarget["proxy"],
  results: readonly Result[],
): string | undefined => {
  const { addresses, proxies } = seenOf(own.host, results);
  if (proxy !== undefined && proxy.unused === undefined) proxies.add(hostPort(proxy.host, proxy.port));
  const isProxy = (peer: NamedPeer): boolean =>
    [...proxies].some(
      (place) => place === named(peer) || (peer.port === undefined && place.startsWith(`${peer.host}:`)),
    );
  const isOwn = ({ host, port }: NamedPeer): boolean => {
    if (port !== undefined && port !== own.port) return false;
    if (host === undefined || host === own.host) return true;
    if (!isAddress(host) || isAddress(own.host)) return false;
    return addresses.size === 0 ? !/^(127\.|::1$)/.test(host) : addresses.has(host);
  };
  const stranger = peers.find((peer) => !isOwn(peer) && !isProxy(peer));
  return stranger === undefined ? undefined : named(stranger);
};

/** Whether the attempt sent nothing, or why that is not proven. */
type Proof =
  | { readonly unsent: true; readonly because: Bilingual }
  | { readonly unsent: false; readonly because: Bilingual };
const open = (because: Bilingual): Proof => ({ unsent: false, because });

const proofOf = (error: AttemptError, target: IssueTarget, several: boolean, results: readonly Result[]): Proof => {
  if (error.sent === "answered") return open(words.serverSaid(error));
  if (error.sent === "maybe") return open(words.notProven(error));
  const own = placeOf(target);
  const stranger = strangerIn(error.peers, own, target.proxy, results);
  if (stranger !== undefined) return open(words.otherPeer(stranger, hostPort(own.host, own.port)));
  if (several && error.peers.length === 0) return open(words.whichTarget);
  if (error.repeats === "always") return open(words.repeatsAnyway(error));
  const { retries } = target.client;
  if (retries === undefined) return open(words.retriesUnknown(error));
  if (retries !== 0) return open(words.retriesMade(error, retries));
  return { unsent: true, because: words.provenUnsent(error) };
};

const faultOf = (subject: string, { causes }: Diagnosis): Bilingual | undefined =>
  causes.find((cause) => cause.kind === "fault" && stands(cause) && cause.subjects.includes(subject))?.title;

const isHealthy = (subject: string, results: readonly Result[]): boolean => {
  const own = results.filter((result) => result.subject === subject);
  return (
    own.some(({ status }) => status === "pass") && own.every(({ status }) => status === "pass" || status === "skip")
  );
};

const probed = (target: IssueTarget, { diagnosis, results }: ResendInput): Proof =>
  open(words.noAttempt(faultOf(target.name, diagnosis), isHealthy(target.name, results)));

type Asked = SerialReading | "unasked";
const askedOf = (target: IssueTarget, { serial }: ResendInput): Asked | undefined => {
  const answer = serial?.answers[target.name];
  if (serial === undefined || answer === undefined) return undefined;
  return answer.ok ? readSerialAnswer(answer.value, target.issue, serial.number) : "unasked";
};

const ruled = ({ accepted, processing }: IssueTarget["issue"]): boolean =>
  accepted !== undefined || processing !== undefined;

const verdictOf = (target: IssueTarget, several: boolean, input: ResendInput): Omit<Resend, "subject"> => {
  const { failedWith, results, serial } = input;
  const answer = serial?.answers[target.name];
  const asked = askedOf(target, input);
  if (asked === "accepted") return { verdict: "accepted", because: words.serialAccepted };
  if (asked === "processing") return { verdict: "still-processing", because: words.serialProcessing };
  if (asked === "unreadable" && answer?.ok === true)
    return { verdict: "unknown", because: words.serialUnreadable(answer.value.status, ruled(target.issue)) };
  const proof =
    failedWith === undefined ? probed(target, input) : proofOf(readAttemptError(failedWith), target, several, results);
  const first = words.askFirst(target.issue.query !== undefined && serial === undefined);
  if (asked === "unasked") return { verdict: "query-first", because: words.sentences(words.serialUnasked, first) };
  const note = asked === "not-found" ? words.serialNotFound : undefined;
  if (proof.unsent) return { verdict: "safe", because: words.sentences(proof.because, note) };
  return {
    verdict: "query-first",
    because: words.sentences(note, proof.because, note === undefined ? first : words.askAgain),
  };
};

/**
 * May the invoice be sent again? For every target that issues. A probe alone gives at best `query-first`; `safe` needs an error that
 * proves that no byte left, and a client that is stated to make no retries; a wrong `safe` would issue an invoice twice.
 */
export const resendVerdicts = (input: ResendInput): readonly Resend[] => {
  const targets = input.targets.filter(issues);
  const asked = input.failedWith !== undefined || input.serial !== undefined;
  return targets.map((target) => ({
    subject: target.name,
    ...verdictOf(target, targets.length > 1, input),
    ...(asked ? { asked } : {}),
  }));
};
