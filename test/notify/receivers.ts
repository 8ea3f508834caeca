import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** Servers on loopback that take messages as the services do, by what their documents say of form, size and signature. */

export type Received = { readonly path: string; readonly headers: IncomingMessage["headers"]; readonly body: string };
type Reply = { readonly status?: number; readonly headers?: Record<string, string>; readonly text: string };

export type Receiver = {
  readonly origin: string;
  /** Everything that came in, accepted or not. */
  readonly all: Received[];
  readonly accepted: Received[];
  close(): Promise<void>;
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
};

/** `undefined`: never answers. */
export const receiver = async (
  reply: (received: Received, count: number) => Reply | undefined,
  isAccepted: (reply: Reply) => boolean = ({ status = 200 }) => status < 300,
): Promise<Receiver> => {
  const all: Received[] = [];
  const accepted: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const received = { path: request.url ?? "", headers: request.headers, body };
    all.push(received);
    const answer = request.method === "POST" ? reply(received, all.length) : { status: 405, text: "" };
    if (answer === undefined) return;
    if (isAccepted(answer)) accepted.push(received);
    response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
    response.end(answer.text);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    all,
    accepted,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};

const isJson = ({ headers }: Received): boolean => /^application\/json\b/.test(headers["content-type"] ?? "");
const hmac = (key: string, text: string): string => createHmac("sha256", key).update(text).digest("base64");
const hour = 3_600_000;
const isNow = (ms: number): boolean => Math.abs(Date.now() - ms) < hour;
const coded = (text: string): boolean => /"(?:errcode|code)":0\b/.test(text);

const parsed = (body: string): Record<string, unknown> => {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/** developer.work.weixin.qq.com, document path 91770. */
export const wecom = (key: string): Promise<Receiver> => {
  const refuse = (errcode: number, errmsg: string): Reply => ({ text: JSON.stringify({ errcode, errmsg }) });
  return receiver(
    (received) => {
      const url = new URL(received.path, "http://h");
      const { msgtype, markdown, text } = parsed(received.body) as {
        msgtype?: string;
        markdown?: { content?: string };
        text?: { content?: string };
      };
      if (url.pathname !== "/cgi-bin/webhook/send" || url.searchParams.get("key") !== key)
        return refuse(93000, "invalid webhook url");
      if (!isJson(received)) return refuse(40058, "not json");
      const content = msgtype === "markdown" ? markdown?.content : msgtype === "text" ? text?.content : undefined;
      if (content === undefined || content === "") return refuse(44004, "empty content");
      const most = msgtype === "markdown" ? 4096 : 2048;
      return Buffer.byteLength(content) > most ? refuse(40058, "exceed max length") : refuse(0, "ok");
    },
    ({ text }) => coded(text),
  );
};

/** open.dingtalk.com, custom robots: the time in milliseconds, the signature of `time\nsecret` with the secret. */
export const dingtalk = (token: string, secret: string): Promise<Receiver> => {
  const refuse = (errcode: number, errmsg: string): Reply => ({ text: JSON.stringify({ errcode, errmsg }) });
  return receiver(
    (received) => {
      const url = new URL(received.path, "http://h");
      const [timestamp, sign] = ["timestamp", "sign"].map((name) => url.searchParams.get(name) ?? "");
      if (url.pathname !== "/robot/send" || url.searchParams.get("access_token") !== token)
        return refuse(300005, "token is not exist");
      if (!/^\d{13}$/.test(timestamp ?? "") || !isNow(Number(timestamp))) return refuse(310000, "invalid timestamp");
      if (sign !== hmac(secret, `${timestamp}\n${secret}`)) return refuse(310000, "sign not match");
      const { msgtype, markdown } = parsed(received.body) as {
        msgtype?: string;
        markdown?: { title?: string; text?: string };
      };
      if (!isJson(received) || msgtype !== "markdown" || !markdown?.title || !markdown.text)
        return refuse(40035, "缺少参数 json");
      return Buffer.byteLength(received.body) > 20_000 ? refuse(460101, "message too long") : refuse(0, "ok");
    },
    ({ text }) => coded(text),
  );
};

type Element = { readonly tag?: string; readonly text?: string };

/** open.feishu.cn, custom bots: the time in seconds; `time\nsecret` is the key, and nothing is signed. */
export const feishu = (token: string, secret: string): Promise<Receiver> => {
  const refuse = (code: number, msg: string): Reply => ({ text: JSON.stringify({ code, data: {}, msg }) });
  return receiver(
    (received) => {
      if (received.path !== `/open-apis/bot/v2/hook/${token}`)
        return refuse(19001, "param invalid: incoming webhook access token invalid");
      const { timestamp, sign, msg_type, content } = parsed(received.body) as {
        timestamp?: string;
        sign?: string;
        msg_type?: string;
        content?: { post?: { zh_cn?: { title?: string; content?: Element[][] } } };
      };
      if (
        !/^\d{10}$/.test(timestamp ?? "") ||
        !isNow(Number(timestamp) * 1000) ||
        sign !== hmac(`${timestamp}\n${secret}`, "")
      ) {
        return refuse(19021, "sign match fail or timestamp is not within one hour from current time");
      }
      const lines = content?.post?.zh_cn?.content;
      const right = lines?.flat().every(({ tag, text }) => tag === "text" && typeof text === "string");
      if (!isJson(received) || msg_type !== "post" || right !== true) return refuse(9499, "Bad Request");
      return Buffer.byteLength(received.body) > 20 * 1024 ? refuse(11_246, "request too large") : refuse(0, "success");
    },
    ({ text }) => coded(text),
  );
};

/** Standard Webhooks 1.0.0: `v1,` and the signature of `id.time.body`; a receiver drops what it has by the id. */
export const standardWebhook = (secret: string): Promise<Receiver> =>
  receiver((received) => {
    const { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signature } = received.headers;
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const right = createHmac("sha256", key).update(`${id}.${time}.${received.body}`).digest("base64");
    const ok = isNow(Number(time) * 1000) && String(signature).split(" ").includes(`v1,${right}`) && isJson(received);
    return ok ? { status: 204, text: "" } : { status: 401, text: "bad signature" };
  });
