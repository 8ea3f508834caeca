import { describe, expect, it } from "vitest";
import type { UrlTarget } from "../../src/model/profile.js";
import { formatProfileErrors } from "../../src/profile/load.js";
import { bad, good, withTarget } from "./toys.js";

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
const secretsOf = (...lines: string[]) => good(withTarget("name: a", ...lines)).secrets;

describe("secrets", () => {
  it("are taken out of a URL, in every form in which they might come back", () => {
    const profile = good(withTarget("name: a", "url: https://ann%40us:p%40ss-word@a.test/x?key=a%20canary&n=1"));
    const target = profile.targets[0] as UrlTarget;
    expect(target.url).toBe("https://a.test/x?key=a%20canary&n=1");
    expect(target.headers).toEqual({ authorization: `Basic ${base64("ann@us:p@ss-word")}` });
    for (const secret of [
      "ann%40us:p%40ss-word",
      "ann@us:p@ss-word",
      "p%40ss-word",
      "p@ss-word",
      "ann@us",
      base64("ann@us:p@ss-word"),
      "a%20canary",
      "a canary",
      "1",
    ])
      expect(profile.secrets).toContain(secret);
  });

  it("leave a given authorization alone, and list it with its parts", () => {
    const lines = ["url: https://u1:canary-1@a.test/", 'headers: { AUTHORIZATION: "Bearer canary-2" }'];
    expect((good(withTarget("name: a", ...lines)).targets[0] as UrlTarget).headers).toEqual({
      authorization: "Bearer canary-2",
    });
    expect(secretsOf(...lines)).toEqual(expect.arrayContaining(["canary-1", "Bearer canary-2", "canary-2"]));
    const basic = `headers: { Authorization: "Basic ${base64("u:canary-3")}" }`;
    expect(secretsOf("url: https://a.test", basic)).toEqual(expect.arrayContaining(["u:canary-3", "canary-3"]));
  });

  it("are every password, token, header, passphrase and query value", () => {
    expect(
      secretsOf(
        "url: https://a.test",
        "own: true",
        "headers: { X-Key: canary-4 }",
        "auth: { expired: canary-5 }",
        "clientCert: { cert: client.pem, key: client.key, passphrase: canary-6 }",
        'issue: { url: "https://a.test/i?k=canary-7", query: "https://a.test/q?s={serial}&k=canary-8" }',
      ),
    ).toEqual(expect.arrayContaining(["canary-4", "canary-5", "canary-6", "canary-7", "canary-8"]));
    expect(secretsOf("mysql: { host: h, user: u, password: canary-9 }")).toEqual(["canary-9"]);
    expect(secretsOf('mysql: { host: h, user: u, password: "abc" }')).toEqual(["abc"]);
    expect(secretsOf('mysql: { host: h, user: u, password: "" }')).toEqual([]);
  });

  it("do not include the place of a serial number", () => {
    const issue = 'issue: { url: https://a.test/issue, query: "https://a.test/?s={serial}" }';
    expect(secretsOf("url: https://a.test", issue)).toEqual([]);
  });
});

describe("mistakes give no secret away", () => {
  const canaries = [
    withTarget("name: a", "url: ftp://user:CANARY-1@a.test/?k=CANARY-1"),
    withTarget("name: a", "url: https://user:CANARY/1@a.test/"),
    withTarget("name: a", "url: user:CANARY@1@a.test/"),
    withTarget("name: a", "host: user:CANARY-1@a.test"),
    withTarget("name: a", "mysql: mysql://user:CANARY-1@a.test/db"),
    withTarget("name: a", "mysql: { host: h, user: u, password: [CANARY-1] }"),
    withTarget("name: a", "mysql: { host: h, user: u, pasword: CANARY-1 }"),
    withTarget("name: a", "url: https://a.test", 'headers: { X: "CANARY-1 发票" }'),
    withTarget("name: a", "url: https://a.test", "headers: Bearer CANARY-1"),
    withTarget("name: a", "url: https://a.test", 'auth: { expired: "CANARY-1\\u0007" }'),
    `version: 1\nproxy: https://u:CANARY-1@p.test\ntargets: [{ name: a, host: h }]\n`,
    withTarget("name: a", "mysql: { host: h, user: u, password: *CANARY-1 }").replace("*CANARY-1", '"CANARY-1" x'),
    withTarget("name: a", `host: "\${SECRET} x"`),
    withTarget(`name: "\${SECRET}:"`, "host: h"),
    withTarget("name: a", "host: h", `dependsOn: ["\${SECRET}"]`),
    withTarget("name: a", "url: https://a.test", `ca: "\${SECRET}.pem"`),
    `plugins: ["\${SECRET}"]\n${withTarget("name: a", "host: h")}`,
  ];

  it.each(canaries)("%s", (text) => {
    const errors = bad(text, { env: { SECRET: "CANARY-2-secret" } });
    expect(errors.length).toBeGreaterThan(0);
    for (const language of ["en", "zh"] as const) expect(formatProfileErrors(errors, language)).not.toMatch(/CANARY/);
    expect(JSON.stringify(errors)).not.toMatch(/CANARY/);
  });
});
