import { describe, expect, it } from "vitest";
import { provinces } from "../../src/model/platforms.js";
import type { HostTarget } from "../../src/model/profile.js";
import {
  needsProvince,
  platformNames,
  platformTargets,
  provinceNames,
  provinceOf,
} from "../../src/profile/platforms.js";
import { profileTemplate } from "../../src/profile/template.js";
import { good, readFile } from "./toys.js";

describe("provinces", () => {
  it("are 36, each by its name in addresses and in Chinese", () => {
    expect(provinceNames).toHaveLength(36);
    expect(new Set(Object.values(provinces)).size).toBe(36);
    for (const name of provinceNames) {
      expect(provinceOf(name)).toBe(name);
      expect(provinceOf(provinces[name])).toBe(name);
    }
  });

  it("may be written as people write them", () => {
    expect(provinceOf("广东省")).toBe("guangdong");
    expect(provinceOf(" Beijing ")).toBe("beijing");
    expect(provinceOf("上海市")).toBe("shanghai");
    expect(provinceOf("新疆维吾尔自治区")).toBe("xinjiang");
    expect(provinceOf("广西壮族自治区")).toBe("guangxi");
    expect(provinceOf("atlantis")).toBeUndefined();
    expect(provinceOf("constructor")).toBeUndefined();
  });
});

describe("the template of a platform", () => {
  const targets = (platform: (typeof platformNames)[number], province?: (typeof provinceNames)[number]) =>
    good(profileTemplate({ platform, ...(province === undefined ? {} : { province }) })).targets as HostTarget[];
  const places = (...args: Parameters<typeof targets>) =>
    targets(...args).map(({ host, ports }) => `${host}:${ports.map(({ port, speaks }) => `${port}/${speaks}`)}`);

  it("has the hosts of the province, each port with TLS, all of them the tax authority's", () => {
    expect(places("dppt", "guangdong")).toEqual([
      "etax.guangdong.chinatax.gov.cn:8443/tls",
      "tpass.guangdong.chinatax.gov.cn:8443/tls",
      "dppt.guangdong.chinatax.gov.cn:8443/tls",
    ]);
    expect(places("leqi")).toEqual(["lqpt.chinatax.gov.cn:8443/tls"]);
    expect(places("leqi", "hubei")).toEqual(places("leqi"));
    expect(places("verify")).toEqual(["inv-veri.chinatax.gov.cn:443/tls"]);
    expect(places("verify", "ningbo")).toEqual([
      "inv-veri.chinatax.gov.cn:443/tls",
      "fpcy.ningbo.chinatax.gov.cn:443/tls",
    ]);
    expect(new Set(targets("dppt", "xizang").map(({ owner }) => owner))).toEqual(new Set(["tax-authority"]));
  });

  it("knows the province whose portal has no 8443", () => {
    expect(platformTargets("dppt", "yunnan").map(({ port }) => port)).toEqual([443, 8443, 8443]);
  });

  it("needs a province only where every host has one", () => {
    expect(platformNames.filter(needsProvince)).toEqual(["dppt"]);
  });

  it.each(["en", "zh"] as const)("loads for every platform and province: %s", (language) => {
    for (const platform of platformNames)
      for (const province of provinceNames)
        expect(good(profileTemplate({ language, platform, province })).targets.length).toBeGreaterThan(0);
    const text = profileTemplate({ language, platform: "dppt", province: "guangdong" });
    if (language === "en") expect(text).not.toMatch(/[\u4e00-\u9fff]/);
  });

  it("stands beside targets that were asked for", () => {
    const text = profileTemplate({ platform: "leqi", url: "https://a.test/x" });
    expect(good(text).targets.map(({ kind }) => kind)).toEqual(["host", "url"]);
  });

  it("has comments that are right, too: uncommented, they load", () => {
    const text = profileTemplate({ language: "en", platform: "leqi" })
      .replace(/^ {2}# (( {2}|- )[a-z{].*)$/gm, "  $1")
      .replace(/^# (calendar: .*)$/gm, "$1")
      .replace("./sample.json", "./client.pem");
    const loaded = good(text, {
      readFile: (path) => (path.endsWith("codes.yaml") ? readFile("conf/codes.yaml") : "{}"),
    });
    expect(loaded.calendar).toHaveLength(1);
    expect(loaded.targets).toMatchObject([
      { kind: "host" },
      { kind: "url", environment: "production", client: { connect: 5000 }, payload: { samples: [{}] } },
      { kind: "url", egress: { registered: ["203.0.113.5"] } },
      { kind: "host", helper: true, ports: [{ port: 28000 }] },
    ]);
  });
});
