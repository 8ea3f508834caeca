import { describe, expect, it } from "vitest";
import type { Profile } from "../../src/model/profile.js";
import { loadProfile } from "../../src/profile/load.js";
import { withProxies } from "../../src/profile/proxies.js";

const env = { KEY: "693a91f6-7xxx-4bc4", MAIL: "mail-password-1" };
const loaded = (notify: string, head = ""): Profile => {
  const text = `version: 1\n${head}targets: [{ name: a, host: h }]\nnotify:\n${notify}`;
  const made = loadProfile(text, { file: "p.yaml", env, checks: [], readFile: () => "" });
  if ("errors" in made) throw new Error(JSON.stringify(made.errors));
  return made.profile;
};
const ref = (name: string): string => `\${${name}}`;

describe("notify:", () => {
  it("is complete: names, hours in minutes, ports that follow from the security", () => {
    const { notify } = loaded(`  - wecom: { url: "https://h.test/?key=${ref("KEY")}" }
    after: { runs: 2, of: 3 }
    quiet: { from: "22:00", to: "07:30" }
  - { wecom: { url: "https://h.test/2" }, on: warn, recovery: false, lang: zh, timeout: 5s }
  - { name: wecom-2, feishu: { url: "https://h.test/3" } }
  - { mail: { host: smtp.test, security: starttls, user: u, password: "${ref("MAIL")}", from: "值班 <a@b.test>", to: [c@d.test] } }
`);
    expect(notify).toEqual([
      {
        name: "wecom",
        carrier: { kind: "wecom", url: `https://h.test/?key=${env.KEY}` },
        on: "fail",
        after: { runs: 2, of: 3 },
        recovery: true,
        quiet: { from: 1320, to: 450 },
        timeout: 15_000,
      },
      expect.objectContaining({ name: "wecom-3", on: "warn", recovery: false, lang: "zh", timeout: 5000 }),
      expect.objectContaining({ name: "wecom-2", carrier: { kind: "feishu", url: "https://h.test/3" } }),
      expect.objectContaining({
        name: "mail",
        carrier: expect.objectContaining({ kind: "mail", port: 587, security: "starttls", from: "值班 <a@b.test>" }),
      }),
    ]);
  });

  it("makes secrets of addresses, keys and passwords, wherever they were written", () => {
    const { secrets } =
      loaded(`  - { feishu: { url: "https://h.test/open-apis/bot/v2/hook/0123456789abcdef-feishu", secret: feishu-secret } }
  - { dingtalk: { url: "https://h.test/robot/send?access_token=dingtalk-token" } }
  - { webhook: { url: "https://h.test/", headers: { Authorization: "Bearer hook-token" } } }
  - { mail: { host: h, user: u, password: mail-password-2, from: a@b.test, to: [a@b.test] } }
`);
    for (const secret of [
      "0123456789abcdef-feishu",
      "feishu-secret",
      "dingtalk-token",
      "hook-token",
      "mail-password-2",
    ]) {
      expect(secrets).toContain(secret);
    }
  });

  it("goes through the proxy as a target would; mail and what lies on this machine do not", () => {
    const channels = `  - { wecom: { url: "https://h.test/" } }
  - { webhook: { url: "http://127.0.0.1:9/" } }
  - { mail: { host: h, from: a@b.test, to: [a@b.test] } }
`;
    const proxies = (profile: Profile, variables: Record<string, string>) =>
      withProxies(profile, variables).notify?.map(({ proxy }) => proxy?.host);
    const variables = { HTTPS_PROXY: "http://user:proxy-password@p.test:3128", HTTP_PROXY: "http://p.test:3128" };
    expect(proxies(loaded(channels), variables)).toEqual(["p.test", undefined, undefined]);
    expect(withProxies(loaded(channels), variables).secrets).toContain("proxy-password");
    expect(proxies(loaded(channels), { ...variables, NO_PROXY: "h.test" })?.[0]).toBe("p.test");
    expect(withProxies(loaded(channels), { ...variables, NO_PROXY: "h.test" }).notify?.[0]?.proxy?.unused).toBe(
      "excluded",
    );
  });
});
