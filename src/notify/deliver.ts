import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { isObject, type JsonObject, jsonIn } from "../model/json.js";
import type { Carrier, Channel } from "../model/notify.js";
import { dingtalkPost, feishuPost, type Post, wecomPost } from "./carriers/chat.js";
import { isFinal, sendMail } from "./carriers/mail.js";
import { webhookHeaders } from "./carriers/webhook.js";
import { type Answer, post } from "./post.js";
import type { Message } from "./wording.js";

/** What is to be delivered: the message in words, and the document for programs. */
export type Delivery = { readonly message: Message; readonly document: unknown };

/** `detail` is a name of an error, or what the other side said: text from outside. */
export type Delivered =
  | { readonly ok: true; readonly tries: number }
  | { readonly ok: false; readonly tries: number; readonly detail: string };

/** How one try ended. `again`: it may go better soon, after so many milliseconds at the earliest. */
type Try =
  | { readonly ok: true }
  | { readonly ok: false; readonly detail: string; readonly again: boolean; readonly after?: number };

const fieldsOf = (text: string): JsonObject => {
  const value = jsonIn(text);
  return isObject(value) ? value : {};
};

const byStatus = ({ status, text, retryAfter }: Answer): Try => {
  if (status >= 200 && status < 300) return { ok: true };
  const seconds = Number(retryAfter);
  const wait = Number.isFinite(seconds) && seconds > 0 ? { after: seconds * 1000 } : {};
  return { ok: false, detail: `HTTP ${status} ${text.slice(0, 200)}`, again: status >= 500 || status === 429, ...wait };
};

/** The services' own code for "busy, come again"; their limits of frequency last a minute and longer. */
const busy = -1;

/** Chat services refuse inside an answer of status 200: `errcode`, at Feishu `code`. Without a code of 0 nothing was accepted. */
const byCode = (answer: Answer): Try => {
  const status = byStatus(answer);
  if (!status.ok) return status;
  const { errcode, errmsg, code, msg, StatusCode } = fieldsOf(answer.text);
  const given = errcode ?? code ?? StatusCode;
  if (given === 0) return { ok: true };
  const words = String(errmsg ?? msg ?? answer.text).slice(0, 200);
  return { ok: false, detail: `${String(given ?? "no code")}: ${words}`, again: given === busy };
};

const postFor = (carrier: Exclude<Carrier, { kind: "mail" }>, { message, document }: Delivery, id: string): Post => {
  const now = Date.now();
  if (carrier.kind === "wecom") return wecomPost(carrier.url, message);
  if (carrier.kind === "dingtalk") return dingtalkPost(carrier.url, carrier.secret, message, now);
  if (carrier.kind === "feishu") return feishuPost(carrier.url, carrier.secret, message, now);
  const { url, secret, headers } = carrier;
  const signed = webhookHeaders(id, secret, JSON.stringify(document), now);
  return { url, body: document, headers: { ...headers, ...signed } };
};

/** Codes that say little without their message. */
const vague = /^(UND_ERR|ESOCKET|ECONNECTION|ETLS)/;

const codeOf = (error: Error): string | undefined =>
  "code" in error && typeof error.code === "string" ? error.code : undefined;

const detailOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  if (code === undefined) return error.message;
  const response = "response" in error && typeof error.response === "string" ? error.response : undefined;
  const words = response ?? (vague.test(code) ? error.message : undefined);
  return words === undefined ? code : `${code}: ${words}`;
};

/** A certificate does not become right by asking again. */
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_TLS/;
const isPassing = (error: unknown): boolean => !(error instanceof Error && untrusted.test(codeOf(error) ?? ""));

const attempt = async (channel: Channel, delivery: Delivery, id: string, signal: AbortSignal): Promise<Try> => {
  const { carrier, proxy } = channel;
  try {
    if (carrier.kind === "mail") {
      await sendMail(carrier, delivery.message, id, signal);
      return { ok: true };
    }
    const { url, body, headers = {} } = postFor(carrier, delivery, id);
    const through = proxy === undefined ? {} : { proxy };
    const answer = await post(url, JSON.stringify(body), { headers, ...through, signal });
    return carrier.kind === "webhook" ? byStatus(answer) : byCode(answer);
  } catch (error) {
    return { ok: false, detail: detailOf(error), again: carrier.kind === "mail" ? !isFinal(error) : isPassing(error) };
  }
};

/** Waits between tries, in milliseconds; the last one is repeated. */
const waits = [1000, 3000, 9000];

const pause = (ms: number, signal: AbortSignal): Promise<void> => sleep(ms, undefined, { signal }).catch(() => {});

/** Tries until it is accepted, refused for good, or the channel's time is over. Never rejects. */
export const deliver = async (channel: Channel, delivery: Delivery): Promise<Delivered> => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error("timed out")), channel.timeout);
  const { signal } = controller;
  const ends = performance.now() + channel.timeout;
  const id = randomUUID();
  try {
    for (let tries = 1; ; tries += 1) {
      const outcome = await attempt(channel, delivery, id, signal);
      if (outcome.ok) return { ok: true, tries };
      const wait = Math.max(waits[Math.min(tries, waits.length) - 1] ?? 0, outcome.after ?? 0);
      const late = performance.now() + wait >= ends;
      if (!outcome.again || late || signal.aborted) return { ok: false, tries, detail: outcome.detail };
      await pause(wait, signal);
    }
  } finally {
    clearTimeout(timer);
  }
};
