import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { profileJsonSchema } from "../../src/profile/json-schema.js";
import { profileTemplate } from "../../src/profile/template.js";
import { badProfiles } from "./bad-profiles.js";
import { bad, toyChecks, withTarget } from "./toys.js";

const schema = profileJsonSchema(toyChecks);
const accepts = new Ajv({ strict: true, strictTypes: false, allErrors: true }).compile(schema);
const contract = readFileSync(new URL("./contract.yaml", import.meta.url), "utf8");

const accepted = (text: string): boolean => accepts(parse(text));

type Part = { readonly [key: string]: unknown };
const isPart = (value: unknown): value is Part => typeof value === "object" && value !== null && !Array.isArray(value);

/** Paths of all keys that an editor would show without a word about them. */
const silent = (part: unknown, path = ""): string[] => {
  if (Array.isArray(part)) return part.flatMap((one) => silent(one, path));
  if (!isPart(part)) return [];
  const properties = isPart(part.properties) ? Object.entries(part.properties) : [];
  const own = properties.flatMap(([key, value]) => [
    ...(isPart(value) && typeof value.description === "string" ? [] : [`${path}.${key}`]),
    ...silent(value, `${path}.${key}`),
  ]);
  return [...own, ...silent(part.items, path), ...silent(part.anyOf, path)];
};

describe("the JSON Schema of profiles", () => {
  it("accepts the contract's example and both templates", () => {
    for (const text of [contract, profileTemplate(), profileTemplate({ language: "zh" })]) {
      accepted(text);
      expect(accepts.errors).toBeNull();
    }
  });

  it.each(badProfiles.filter(({ editor }) => editor))("refuses: $title", ({ text }) => {
    expect(accepted(text.replace("§", ""))).toBe(false);
  });

  it("refuses nothing that the loader accepts", () => {
    const forms = [
      withTarget(
        "name: a",
        `host: "\${H}"`,
        `ports: ["\${P}", { port: 1, speaks: "\${S}" }]`,
        `owner: "\${O}"`,
        `own: "\${W}"`,
      ),
      withTarget(
        "name: a",
        "url: HTTPS://u:p@a.test",
        `headers: { X: "\${A}" }`,
        `expect: { maxTime: "\${T}", status: "\${C}" }`,
      ),
      `${withTarget("name: a", "mysql: { host: db, tables: [a.b, 表] }")}checks: { db: { warnUse: 0.5, weight: 2.25 }, ping: { warnLoss: 0.1%, count: "\${N}" } }\n`,
      `proxy: none\ndns: { servers: ["[::1]:53"] }\nlevels: { still/open: note }\n${withTarget("name: 目标 1", "host: 发票.test")}`,
    ];
    for (const text of forms) {
      accepted(text);
      expect(accepts.errors).toBeNull();
    }
  });

  it("tells an editor about every key, in both languages", () => {
    expect(silent(schema)).toEqual([]);
    const { properties } = schema as { properties: { checks: Part; levels: Part } };
    expect(properties.checks).toMatchObject({
      properties: {
        ping: { description: "about ping\n关于 ping", properties: { count: { description: "help\n说明" } } },
      },
    });
    expect(properties.levels).toMatchObject({ properties: { "ping/lossy": { description: "words\n字" } } });
  });

  it("knows the kinds that plug-ins bring", () => {
    const text = withTarget("name: a", "soap: { any: thing }");
    const soap = { name: "soap-kit", targets: { soap: { parse: () => ({}) } } };
    const withSoap = new Ajv({ strict: false }).compile(profileJsonSchema(toyChecks, [soap]));
    expect(withSoap(parse(text))).toBe(true);
    expect(accepted(text)).toBe(false);
    expect(bad(text).length).toBeGreaterThan(0);
  });
});
