import { describe, expect, it } from "vitest";
import type { TemplateAnswers } from "../../src/profile/template.js";
import { profileTemplate } from "../../src/profile/template.js";
import { good } from "./toys.js";

const kinds = (answers: TemplateAnswers) => good(profileTemplate(answers)).targets.map((target) => target.kind);

describe("the template that init writes", () => {
  it.each(["en", "zh"] as const)("loads without any answer, with one target of each kind: %s", (language) => {
    expect(kinds({ language })).toEqual(["url", "host", "mysql"]);
  });

  it("speaks one language", () => {
    expect(profileTemplate({ language: "en" })).not.toMatch(/[\u4e00-\u9fff]/);
    const chinese = profileTemplate({ language: "zh" });
    expect(chinese.split("\n").filter((line) => /[\u4e00-\u9fff]/.test(line)).length).toBeGreaterThan(10);
  });

  it("holds only what was answered", () => {
    expect(kinds({ url: "https://api.test:8443/health?x=1" })).toEqual(["url"]);
    expect(kinds({ host: "fd00::1", ports: [22, 3389] })).toEqual(["host"]);
    expect(kinds({ host: "h", mysql: { host: "db" } })).toEqual(["host", "mysql"]);
  });

  it("carries answers whole, whatever is in them", () => {
    const name = `开票 "系统": #1 'x' \\ @y - [z]`;
    const profile = good(
      profileTemplate({ name, host: "true", mysql: { host: "db", port: 3307, user: "no: #x", database: "null" } }),
    );
    expect(profile).toMatchObject({
      name,
      targets: [{ host: "true" }, { port: 3307, user: "no: #x", database: "null", password: "pass: [word] #1" }],
    });
  });

  it("takes the password from a variable", () => {
    const text = profileTemplate({ mysql: { host: "db", user: "u", passwordVariable: "API_TOKEN" } });
    expect(good(text).targets[0]).toMatchObject({ password: "token-from-env" });
  });

  it("names the schema for editors when it is told where it lies", () => {
    expect(profileTemplate({ schema: "./p.schema.json" })).toMatch(
      /^# yaml-language-server: \$schema=\.\/p\.schema\.json\n/,
    );
  });

  it("has comments that are right, too: uncommented, it still loads", () => {
    const text = profileTemplate({ language: "en" })
      .replace(
        /^(\s*)# ((owner|dns|proxy|headers|client|user|password|database|pool|checks|levels|dependsOn): ?.*)$/gm,
        "$1$2",
      )
      .replace(/^(\s*)# {3}(tls: .*)$/gm, "  $2")
      .replace(/^(\s*)# {3}type: (.*)$/gm, "")
      .replace("owner: vendor ", "owner: vendor");
    const profile = good(text);
    expect(profile).toMatchObject({
      proxy: "http://10.1.1.1:3128",
      dns: { servers: [{ address: "10.0.0.53" }] },
      levels: { "ping/lossy": "pass" },
      targets: [
        { owner: "vendor", dependsOn: ["database"], client: { idle: 4000 } },
        {},
        { owner: "us", user: "diag", database: "invoice", pool: { size: 20 } },
      ],
    });
  });
});
