import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MailServer, mailServer, ownCertificate } from "../notify/mail-server.js";
import { dingtalk, feishu, type Receiver, standardWebhook, wecom } from "../notify/receivers.js";
import { built, folder, run } from "./run.js";

built();
const here = folder();

const keys = {
  WECOM_KEY: "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa",
  DINGTALK_TOKEN: "dingtalk-token-0123456789",
  DINGTALK_SECRET: "SECd4c1f0e8a7b64e0fdingtalk",
  FEISHU_TOKEN: "feishu-token-0123456789",
  FEISHU_SECRET: "feishu-secret-4711",
  HOOK_SECRET: `whsec_${Buffer.from("a key of the test alone").toString("base64")}`,
  MAIL_PASSWORD: "mail-password-4711",
};
const ref = (name: keyof typeof keys): string => `\${${name}}`;

let services: Record<"wecom" | "dingtalk" | "feishu" | "webhook", Receiver>;
let mails: Record<"plain" | "starttls" | "tls", MailServer>;
let ca = "";
/** A host that is healthy while its port is open. */
const host = createServer((socket) => socket.on("error", () => {}).end());
let port = 0;
const listen = (): Promise<void> => new Promise((ready) => host.listen(port, "127.0.0.1", () => ready()));
const hangUp = (): Promise<void> => new Promise((done) => host.close(() => done()));

const profile = (): string => `version: 1
name: 开票系统-生产
targets:
  - { name: desk, host: 127.0.0.1, ports: [{ port: ${port}, speaks: any }] }
notify:
  - wecom: { url: "${services.wecom.origin}/cgi-bin/webhook/send?key=${ref("WECOM_KEY")}" }
    lang: zh
  - name: 值班群
    dingtalk: { url: "${services.dingtalk.origin}/robot/send?access_token=${ref("DINGTALK_TOKEN")}", secret: "${ref("DINGTALK_SECRET")}" }
  - feishu: { url: "${services.feishu.origin}/open-apis/bot/v2/hook/${ref("FEISHU_TOKEN")}", secret: "${ref("FEISHU_SECRET")}" }
  - webhook: { url: "${services.webhook.origin}/hook", secret: "${ref("HOOK_SECRET")}" }
  - mail: { host: 127.0.0.1, port: ${mails.plain.port}, security: none, from: "Diag <diag@example.test>", to: [ops@example.test] }
  - { name: mail-starttls, mail: { host: localhost, port: ${mails.starttls.port}, security: starttls, user: diag, password: "${ref("MAIL_PASSWORD")}", from: diag@example.test, to: [a@example.test, b@example.test] } }
  - { name: mail-tls, mail: { host: localhost, port: ${mails.tls.port}, user: diag, password: "${ref("MAIL_PASSWORD")}", from: diag@example.test, to: [ops@example.test] } }
`;

beforeAll(async () => {
  await new Promise<void>((ready) => host.listen(0, "127.0.0.1", () => ready()));
  port = (host.address() as { port: number }).port;
  services = {
    wecom: await wecom(keys.WECOM_KEY),
    dingtalk: await dingtalk(keys.DINGTALK_TOKEN, keys.DINGTALK_SECRET),
    feishu: await feishu(keys.FEISHU_TOKEN, keys.FEISHU_SECRET),
    webhook: await standardWebhook(keys.HOOK_SECRET),
  };
  const own = ownCertificate(here());
  ca = own.ca;
  const login = { user: "diag", password: keys.MAIL_PASSWORD };
  mails = {
    plain: await mailServer({ hideSTARTTLS: true }),
    starttls: await mailServer({ ...own, login }),
    tls: await mailServer({ ...own, login, secure: true }),
  };
  writeFileSync(join(here(), "p.yaml"), profile());
});
afterAll(async () => {
  for (const one of [...Object.values(services), ...Object.values(mails)]) await one.close();
  host.close();
});

const start = (state: string, env: Record<string, string> = {}) => ({
  cwd: here(),
  env: { ...keys, NODE_EXTRA_CA_CERTS: ca, XDG_STATE_HOME: join(here(), state), ...env },
});
const received = (): number => services.wecom.accepted.length;
const lastText = (): string => JSON.parse(services.wecom.accepted.at(-1)?.body ?? "{}").markdown?.content ?? "";

describe("notify --test", () => {
  it("is accepted by every channel, in its form, signed, over TLS where the profile says so", async () => {
    const ended = await run(["notify", "--test", "-p", "p.yaml"], start("test"));
    expect(ended).toEqual({
      code: 0,
      err: "",
      out: ["wecom", "值班群", "feishu", "webhook", "mail", "mail-starttls", "mail-tls"]
        .map((name) => `✓ ${name}: accepted\n`)
        .join(""),
    });
    for (const service of Object.values(services)) expect(service.accepted).toHaveLength(1);
    expect(lastText()).toMatch(/^### 测试：开票系统-生产\n这是一条测试消息/);
    expect(JSON.parse(services.webhook.accepted[0]?.body ?? "")).toMatchObject({
      schema: 1,
      tool: "invoice-diag",
      event: "test",
      profile: "开票系统-生产",
      title: "Test: 开票系统-生产",
    });
    expect(Object.values(mails).map((one) => one.mails.map(({ secure, to }) => ({ secure, to })))).toEqual([
      [{ secure: false, to: ["ops@example.test"] }],
      [{ secure: true, to: ["a@example.test", "b@example.test"] }],
      [{ secure: true, to: ["ops@example.test"] }],
    ]);
    const [mail] = mails.plain.mails;
    expect(mail?.text).toMatch(/^From: Diag <diag@example\.test>/m);
    expect(mail?.text).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(mail?.text).toContain("This is a test of the channel");
    // Trying a channel is no news: nothing is remembered.
    expect(existsSync(join(here(), "test"))).toBe(false);
  });

  it("says which channel did not take it and why, without its secret", async () => {
    const wrong = { DINGTALK_SECRET: "SECof-another-robot", MAIL_PASSWORD: "mail-password-of-yore" };
    const ended = await run(
      ["notify", "--test", "-p", "p.yaml", "值班群", "mail-tls", "wecom"],
      start("test", { ...wrong, NODE_EXTRA_CA_CERTS: "" }),
    );
    expect(ended.code).toBe(1);
    expect(ended.out).toContain("✓ wecom: accepted");
    expect(ended.out).toContain("✗ 值班群: 310000: sign not match");
    expect(ended.out).toMatch(/✗ mail-tls: ESOCKET: self-signed certificate/);
    const login = await run(["notify", "--test", "-p", "p.yaml", "mail-tls"], start("test", wrong));
    expect(login.out).toMatch(/✗ mail-tls: EAUTH: 535/);
    for (const secret of [...Object.values(keys), ...Object.values(wrong)]) {
      expect(ended.out + ended.err + login.out).not.toContain(secret);
    }
  });

  it("refuses a channel that is none, a profile without any, and a run that could tell nobody", async () => {
    const stranger = await run(["notify", "--test", "-p", "p.yaml", "wecon"], start("test"));
    expect([stranger.code, stranger.out]).toEqual([2, ""]);
    expect(stranger.err).toContain('did you mean "wecom"');
    writeFileSync(join(here(), "mute.yaml"), "version: 1\ntargets: [{ name: a, host: 127.0.0.1 }]\n");
    for (const args of [
      ["notify", "-p", "mute.yaml"],
      ["check", "--notify", "-p", "mute.yaml"],
    ]) {
      const ended = await run(args, start("test"));
      expect([ended.code, ended.out]).toEqual([2, ""]);
      expect(ended.err).toContain("names nobody to tell");
    }
  });
});

describe("check --notify", () => {
  const args = ["check", "-p", "p.yaml", "-f", "json"];
  const told = async (): Promise<string> => (await run(["notify", "-p", "p.yaml", "wecom"], start("state"))).out;

  it("tells trouble once and recovery once, and nothing without being asked to", async () => {
    const before = received();
    const healthy = await run([...args, "--notify"], start("state"));
    expect([healthy.code, healthy.err, received() - before]).toEqual([0, "", 0]);
    await hangUp();
    const unasked = await run(args, start("state"));
    expect([unasked.code, received() - before]).toEqual([1, 0]);

    const broken = await run([...args, "--notify"], start("state"));
    expect([broken.code, broken.err, received() - before]).toEqual([1, "", 1]);
    const report = JSON.parse(broken.out);
    const text = lastText();
    expect(text).toMatch(/^### 故障：开票系统-生产\n发现 1 个问题/);
    expect(text).toContain("> 新故障：desk");
    expect(text).toContain(report.diagnosis.causes[0].title.zh.replace(/。$/, ""));
    expect(text).toMatch(/> 责任方：.+\n> 处理：.+/);
    expect(JSON.parse(services.webhook.accepted.at(-1)?.body ?? "")).toMatchObject({
      event: "problem",
      status: "fail",
      broken: ["desk"],
      causes: [{ id: report.diagnosis.causes[0].id }],
    });
    expect(mails.plain.mails.at(-1)?.text).toMatch(/^Subject: /m);
    expect(await told()).toMatch(/wecom +wecom +was told of desk/);

    const again = await run([...args, "--notify"], start("state"));
    expect([again.code, received() - before]).toEqual([1, 1]);
    // A look at a part of the checks proves no health.
    await listen();
    await run([...args, "--notify", "--only", "link"], start("state"));
    expect(received() - before).toBe(1);

    const mended = await run([...args, "--notify"], start("state"));
    expect([mended.code, mended.err, received() - before]).toEqual([0, "", 2]);
    expect(lastText()).toMatch(/^### 恢复：开票系统-生产\n/);
    expect(lastText()).toContain("> 已恢复：desk");
    expect(await told()).toMatch(/knows of nothing broken/);
    const kept = readdirSync(join(here(), "state/invoice-diag"));
    expect(kept).toHaveLength(1);
    const memory = readFileSync(join(here(), "state/invoice-diag", kept[0] ?? ""), "utf8");
    for (const secret of Object.values(keys)) expect(memory).not.toContain(secret);
  }, 180_000);

  it("a channel that fails changes neither the report nor the exit code, is told of, and is told later", async () => {
    await hangUp();
    const key = { WECOM_KEY: "another-key-of-nobody" };
    const only = profile().replace(/ {2}- name: 值班群[\s\S]*/, "");
    writeFileSync(join(here(), "one.yaml"), only);
    const one = ["check", "-p", "one.yaml", "-f", "nagios", "--notify"];
    const before = received();
    const failed = await run(one, start("later", key));
    expect(failed.code).toBe(2);
    expect(failed.out).toMatch(/^INVOICE-DIAG CRITICAL - .*\n$/);
    expect(failed.err).toMatch(/^invoice-diag: wecom could not be told \(after 1 try\): 93000: invalid webhook url/);
    expect(failed.err).not.toContain(key.WECOM_KEY);
    expect(received()).toBe(before);
    const later = await run(one, start("later"));
    expect([later.err, received()]).toEqual(["", before + 1]);

    // In quiet hours nothing is told; what still stands after them is.
    const clock = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().slice(11, 16);
    const quiet = `    quiet: { from: "${clock(-60)}", to: "${clock(60)}" }\n`;
    writeFileSync(join(here(), "quiet.yaml"), only + quiet);
    const silent = await run([...one.slice(0, 2), "quiet.yaml", ...one.slice(3)], start("night"));
    expect([silent.code, silent.err, received()]).toEqual([2, "", before + 1]);
    const morning = await run(one, start("night"));
    expect([morning.code, morning.err, received()]).toEqual([2, "", before + 2]);

    // What cannot be remembered, or is damaged, is said; the run is as it was.
    const folder = join(here(), "later/invoice-diag");
    const [file = ""] = readdirSync(folder);
    writeFileSync(join(folder, file), "{");
    const damaged = await run(one, start("later"));
    expect([damaged.code, received()]).toEqual([2, before + 3]);
    expect(damaged.err).toContain("what was remembered cannot be read");
    mkdirSync(join(here(), "blocked"));
    writeFileSync(join(here(), "blocked/invoice-diag"), "a file where a directory should be");
    chmodSync(join(here(), "blocked/invoice-diag"), 0o600);
    const unkept = await run(one, start("blocked"));
    expect(unkept.code).toBe(2);
    expect(unkept.err).toMatch(/cannot (read|remember in) .*blocked/);
    await listen();
  }, 180_000);
});
