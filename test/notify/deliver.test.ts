import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import type { Carrier, Channel } from "../../src/model/notify.js";
import { type Delivered, deliver } from "../../src/notify/deliver.js";
import { nodeProxy } from "../servers/node-proxy.js";
import { dingtalk, feishu, type Receiver, receiver, standardWebhook, wecom } from "./receivers.js";

const open: { close(): Promise<void> }[] = [];
const opened = async <T extends { close(): Promise<void> }>(made: Promise<T>): Promise<T> => {
  const one = await made;
  open.push(one);
  return one;
};
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const message = {
  title: "故障：开票系统-生产",
  lines: [
    { text: "发现 1 个问题：证书已过期" },
    { heads: true as const, text: "1. 服务器证书已过期（已确认，97 %）" },
    { label: "责任方", text: "服务商" },
  ],
};
/** More than any service takes, in characters of three and four bytes. */
const endless = {
  title: "长".repeat(3000),
  lines: Array.from({ length: 2000 }, (_, at) => ({ label: "责任方", text: `第 ${at} 行 😀 “引号” \\` })),
};
const document = { schema: 1, event: "problem" };

const channel = (carrier: Carrier, some: Partial<Channel> = {}): Channel => ({
  name: "ops",
  carrier,
  on: "fail",
  after: { runs: 1, of: 1 },
  recovery: true,
  timeout: 15_000,
  ...some,
});
const send = (
  carrier: Carrier,
  what: { message: typeof endless | typeof message } = { message },
  some = {},
): Promise<Delivered> => deliver(channel(carrier, some), { message: what.message, document });

const secret = "SECd4c1f0e8a7b64e0f";
const whsec = `whsec_${Buffer.from("a key of the test alone").toString("base64")}`;

type Service = {
  readonly start: () => Promise<Receiver>;
  readonly carrier: (origin: string) => Carrier;
  readonly wrong: (origin: string) => Carrier;
  readonly says: RegExp;
};
const services: Readonly<Record<string, Service>> = {
  wecom: {
    start: () => wecom("693a91f6-7xxx"),
    carrier: (origin) => ({ kind: "wecom", url: `${origin}/cgi-bin/webhook/send?key=693a91f6-7xxx` }),
    wrong: (origin) => ({ kind: "wecom", url: `${origin}/cgi-bin/webhook/send?key=other` }),
    says: /^93000: invalid webhook url/,
  },
  dingtalk: {
    start: () => dingtalk("token-1", secret),
    carrier: (origin) => ({ kind: "dingtalk", url: `${origin}/robot/send?access_token=token-1`, secret }),
    wrong: (origin) => ({ kind: "dingtalk", url: `${origin}/robot/send?access_token=token-1`, secret: "SECother" }),
    says: /^310000: sign not match/,
  },
  feishu: {
    start: () => feishu("xxxxxxxx-2", secret),
    carrier: (origin) => ({ kind: "feishu", url: `${origin}/open-apis/bot/v2/hook/xxxxxxxx-2`, secret }),
    wrong: (origin) => ({ kind: "feishu", url: `${origin}/open-apis/bot/v2/hook/xxxxxxxx-2`, secret: "other" }),
    says: /^19021: sign match fail/,
  },
  webhook: {
    start: () => standardWebhook(whsec),
    carrier: (origin) => ({ kind: "webhook", url: `${origin}/hook`, secret: whsec, headers: { "X-Team": "ops" } }),
    wrong: (origin) => ({ kind: "webhook", url: `${origin}/hook`, secret: "whsec_b3RoZXI=", headers: {} }),
    says: /^HTTP 401 bad signature/,
  },
};

describe.each(Object.entries(services))("%s", (_, { start, carrier, wrong, says }) => {
  it("accepts form and signature", async () => {
    const server = await opened(start());
    expect(await send(carrier(server.origin))).toEqual({ ok: true, tries: 1 });
    expect(server.accepted).toHaveLength(1);
  });

  it("accepts a message of any length, cut to its size", async () => {
    const server = await opened(start());
    expect(await send(carrier(server.origin), { message: endless })).toEqual({ ok: true, tries: 1 });
  });

  it("refuses what is wrong inside a status of its own, and is not asked again", async () => {
    const server = await opened(start());
    const outcome = await send(wrong(server.origin));
    expect(outcome).toMatchObject({ ok: false, tries: 1, detail: expect.stringMatching(says) });
    expect(server.all).toHaveLength(1);
  });
});

describe("what is sent", () => {
  it("DingTalk's signature is what openssl makes of it", async () => {
    const server = await opened(dingtalk("t", secret));
    await send({ kind: "dingtalk", url: `${server.origin}/robot/send?access_token=t`, secret });
    const { searchParams } = new URL(server.accepted[0]?.path ?? "", "http://h");
    const input = `${searchParams.get("timestamp")}\n${secret}`;
    const made = execFileSync("openssl", ["dgst", "-sha256", "-hmac", secret, "-binary"], { input });
    expect(searchParams.get("sign")).toBe(made.toString("base64"));
  });

  it("a chat shows title, labels and causes; a program gets the document and the profile's headers", async () => {
    const [chat, hook] = [await opened(wecom("k")), await opened(standardWebhook(whsec))];
    await send({ kind: "wecom", url: `${chat.origin}/cgi-bin/webhook/send?key=k` });
    expect(JSON.parse(chat.accepted[0]?.body ?? "").markdown.content).toBe(
      "### 故障：开票系统-生产\n发现 1 个问题：证书已过期\n**1. 服务器证书已过期（已确认，97 %）**\n> 责任方：服务商",
    );
    await send({ kind: "webhook", url: hook.origin, secret: whsec, headers: { "X-Team": "ops" } });
    expect(JSON.parse(hook.accepted[0]?.body ?? "")).toEqual(document);
    expect(hook.accepted[0]?.headers["x-team"]).toBe("ops");
  });

  it("goes through the proxy that the profile or the environment names, with its login", async () => {
    const proxy = await opened(nodeProxy());
    const server = await opened(wecom("k"));
    const port = new URL(server.origin).port;
    const carrier = { kind: "wecom", url: `http://hook.test:${port}/cgi-bin/webhook/send?key=k` } as const;
    const some = { proxy: { host: "127.0.0.1", port: proxy.port, from: "profile", authorization: "Basic dTpw" } };
    expect(await send(carrier, { message }, some)).toEqual({ ok: true, tries: 1 });
    expect(proxy.asked[0]?.head).toMatch(/proxy-authorization: Basic dTpw/i);
  });
});

describe("when it does not go well", () => {
  const hook = (origin: string): Carrier => ({ kind: "webhook", url: origin, secret: whsec, headers: {} });

  it("is tried again while the other side is busy, under the same id", async () => {
    const server = await opened(receiver((_, count) => ({ status: count < 2 ? 503 : 200, text: "" })));
    expect(await send(hook(server.origin))).toEqual({ ok: true, tries: 2 });
    expect(new Set(server.all.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  it("is tried again when a chat service says that it is busy", async () => {
    const answers = ['{"errcode":-1,"errmsg":"system busy"}', '{"errcode":0,"errmsg":"ok"}'];
    const server = await opened(receiver((_, count) => ({ text: answers[count - 1] ?? "" })));
    expect(await send({ kind: "wecom", url: server.origin })).toEqual({ ok: true, tries: 2 });
  });

  it.each([
    [
      "a limit of frequency lasts longer than a run",
      { text: '{"errcode":45009,"errmsg":"api freq out of limit"}' },
      /^45009/,
    ],
    ["an answer without a code accepted nothing", { text: "<html>login</html>" }, /^no code: <html>/],
    [
      "a redirection is not followed",
      { status: 302, headers: { location: "http://127.0.0.1:1/" }, text: "" },
      /^HTTP 302/,
    ],
    ["a later time than there is time for", { status: 429, headers: { "retry-after": "3600" }, text: "" }, /^HTTP 429/],
  ])("%s", async (_, reply, says) => {
    const server = await opened(receiver(() => reply));
    const outcome = await send({ kind: "wecom", url: server.origin });
    expect(outcome).toMatchObject({ ok: false, tries: 1, detail: expect.stringMatching(says) });
  });

  it("ends in time before a server that never answers", async () => {
    const server = await opened(receiver(() => undefined));
    const outcome = await send(hook(server.origin), { message }, { timeout: 1000 });
    expect(outcome).toMatchObject({ ok: false, tries: 1, detail: expect.stringMatching(/timed out|abort/i) });
  });

  it("says why where nobody listens, after several tries", async () => {
    const { origin, close } = await receiver(() => undefined);
    await close();
    const outcome = await send(hook(origin), { message }, { timeout: 6000 });
    expect(outcome).toMatchObject({ ok: false, detail: "ECONNREFUSED" });
    expect(outcome.tries).toBeGreaterThan(1);
  });
});
