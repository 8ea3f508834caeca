import { createHmac } from "node:crypto";
import { cutTo, fitting, fittingLines, type Message, markdownLines, plainLines } from "../wording.js";

/** What is posted, and how the answer is read. Time in milliseconds since 1970. */
export type Post = {
  readonly url: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

const hmac = (key: string, text: string): string => createHmac("sha256", key).update(text).digest("base64");

/** WeCom group robots (developer.work.weixin.qq.com, path 91770): Markdown of at most 4096 bytes. */
export const wecomPost = (url: string, message: Message): Post => ({
  url,
  body: { msgtype: "markdown", markdown: { content: fitting(markdownLines(message), 4096) } },
});

/**
 * DingTalk custom robots (open.dingtalk.com, "custom robot access"): a message of at most 20,000 bytes; the signature of
 * time and secret stands in the query.
 */
export const dingtalkPost = (url: string, secret: string | undefined, message: Message, now: number): Post => {
  // A blank line is what makes a line break there.
  const text = fitting(markdownLines(message), 18_000, "\n\n");
  const body = { msgtype: "markdown", markdown: { title: cutTo(message.title, 200), text } };
  if (secret === undefined) return { url, body };
  const signed = new URL(url);
  signed.searchParams.set("timestamp", String(now));
  signed.searchParams.set("sign", hmac(secret, `${now}\n${secret}`));
  return { url: signed.href, body };
};

/**
 * Feishu custom bots (open.feishu.cn, "custom bot usage guide"): a request of at most 20 KB; rich text takes every
 * character as it is. The key of the signature is time in seconds and secret, and nothing is signed with it.
 */
export const feishuPost = (url: string, secret: string | undefined, message: Message, now: number): Post => {
  const element = (text: string) => [{ tag: "text", text }];
  const size = (text: string): number => Buffer.byteLength(`${JSON.stringify(element(text))},`);
  const content = fittingLines(plainLines(message), 18_000, size).map(element);
  const body = {
    msg_type: "post",
    content: { post: { zh_cn: { title: cutTo(message.title, 500), content } } },
  };
  if (secret === undefined) return { url, body };
  const timestamp = String(Math.floor(now / 1000));
  return { url, body: { timestamp, sign: hmac(`${timestamp}\n${secret}`, ""), ...body } };
};
