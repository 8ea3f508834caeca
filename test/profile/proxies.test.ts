import { describe, expect, it } from "vitest";
import type { ProxyUse, UrlTarget } from "../../src/model/profile.js";
import { loadProfile } from "../../src/profile/load.js";
import { withProxies } from "../../src/profile/proxies.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";

type Env = { readonly [name: string]: string };

const used = (url: string, env: Env, changes: Partial<UrlTarget> = {}): ProxyUse | undefined => {
  const { proxy: _, ...profile } = makeProfile({ targets: [{ ...urlTarget(url), ...changes }] });
  const [target] = withProxies(profile, env).targets;
  return target?.kind === "url" ? target.proxy : undefined;
};
const https = "https://api.example.test:8443/x";
const proxied = { host: "proxy.test", port: 3128 };

describe("the environment", () => {
  it.each<[string, string, Env, string | undefined]>([
    ["https", https, { HTTPS_PROXY: "http://proxy.test:3128" }, "HTTPS_PROXY"],
    ["https, lower case", https, { https_proxy: "http://proxy.test:3128" }, "https_proxy"],
    ["lower case wins", https, { https_proxy: "http://proxy.test:3128", HTTPS_PROXY: "http://other:1" }, "https_proxy"],
    ["a value without a scheme", https, { https_proxy: "proxy.test:3128/" }, "https_proxy"],
    [
      "the scheme's own before that for all",
      https,
      { ALL_PROXY: "http://other:1", HTTPS_PROXY: "proxy.test:3128" },
      "HTTPS_PROXY",
    ],
    ["for all", https, { ALL_PROXY: "http://proxy.test:3128" }, "ALL_PROXY"],
    ["an empty value is none", https, { https_proxy: "" }, undefined],
    ["http", "http://api.example.test/", { http_proxy: "http://proxy.test:3128" }, "http_proxy"],
    ["http, upper case", "http://api.example.test/", { HTTP_PROXY: "http://proxy.test:3128" }, "HTTP_PROXY"],
    ["that of https is not for http", "http://api.example.test/", { HTTPS_PROXY: "http://proxy.test:3128" }, undefined],
    ["that of http is not for https", https, { HTTP_PROXY: "http://proxy.test:3128" }, undefined],
    [
      "a CGI program does not believe HTTP_PROXY",
      "http://api.example.test/",
      { HTTP_PROXY: "http://evil:1", REQUEST_METHOD: "GET" },
      undefined,
    ],
    [
      "but http_proxy",
      "http://api.example.test/",
      { http_proxy: "http://proxy.test:3128", REQUEST_METHOD: "GET" },
      "http_proxy",
    ],
    ["nothing", https, {}, undefined],
  ])("%s", (_, url, env, from) => {
    expect(used(url, env)).toEqual(from === undefined ? undefined : { ...proxied, from });
  });

  it.each(["https://127.0.0.1:8443/", "https://[::1]:8443/", "https://localhost/", "https://api.localhost/"])(
    "is never asked for this machine: %s",
    (url) => expect(used(url, { HTTPS_PROXY: "http://proxy.test:3128" })).toBeUndefined(),
  );

  it("nor for the platform's local component", () => {
    expect(used(https, { HTTPS_PROXY: "http://proxy.test:3128" }, { helper: true })).toBeUndefined();
  });

  it.each([
    "socks5://u:CANARY-1@proxy.test:1080",
    "https://u:CANARY-1@proxy.test:443",
    "http://u:CANARY-1@w/d@proxy.test:3128",
    "http://u:CANARY-1@proxy test",
  ])("another kind of proxy, or none at all, is said and kept secret: %s", (value) => {
    const { proxy: _, ...profile } = makeProfile({ targets: [urlTarget(https)] });
    const seen = withProxies(profile, { ALL_PROXY: value });
    expect(seen.targets[0]).toMatchObject({ proxy: { from: "ALL_PROXY", unused: "unsupported" } });
    expect(JSON.stringify(seen.targets)).not.toContain("CANARY");
    expect(seen.secrets.some((secret) => secret.includes("CANARY-1"))).toBe(true);
  });

  it("a login becomes a secret and a header of its own", () => {
    const { proxy: _, ...profile } = makeProfile({ targets: [urlTarget(https)], secrets: ["other"] });
    const seen = withProxies(profile, { HTTPS_PROXY: "http://us%65r:CANARY%2F1@proxy.test:3128" });
    const authorization = `Basic ${Buffer.from("user:CANARY/1").toString("base64")}`;
    expect(seen.targets[0]).toMatchObject({ proxy: { ...proxied, authorization } });
    expect(seen.secrets).toEqual(expect.arrayContaining(["other", "CANARY/1", "CANARY%2F1", authorization]));
    expect(withProxies(seen, { HTTPS_PROXY: "http://us%65r:CANARY%2F1@proxy.test:3128" })).toEqual(seen);
  });
});

describe("NO_PROXY", () => {
  const excluded = (list: string, url = https): boolean => {
    const proxy = used(url, { HTTPS_PROXY: "http://proxy.test:3128", NO_PROXY: list });
    expect(proxy).toMatchObject(proxied);
    return proxy?.unused === "excluded";
  };
  it.each([
    "*",
    "example.test",
    ".example.test",
    "*.example.test",
    "API.example.TEST",
    "a.test, example.test",
    "a.test example.test",
    "api.example.test:8443",
    ".example.test:8443",
  ])("leaves api.example.test:8443 out: %s", (list) => expect(excluded(list)).toBe(true));

  it.each([
    "",
    "ample.test",
    "api.example.test:443",
    "test.",
    "pi.example.test",
    "b.api.example.test",
    "10.0.0.0/8",
    ",",
  ])("does not leave it out: %s", (list) => expect(excluded(list)).toBe(false));

  it.each<[string, string, boolean]>([
    ["10.0.0.0/8", "https://10.1.2.3/", true],
    ["10.0.0.0/8", "https://11.1.2.3/", false],
    ["10.1.2.3", "https://10.1.2.3/", true],
    ["2.3", "https://10.1.2.3/", false],
    ["10.1.2.3:443", "https://10.1.2.3/", true],
    ["10.1.2.3:8443", "https://10.1.2.3/", false],
    ["fd00::/8", "https://[fd00::5]/", true],
    ["fd00::5", "https://[fd00::5]/", true],
    ["[fd00::5]:443", "https://[fd00::5]/", true],
    ["10.0.0.0/8", "https://[fd00::5]/", false],
    ["10.0.0.0/99", "https://10.1.2.3/", false],
  ])("%s of %s: %s", (list, url, expected) => expect(excluded(list, url)).toBe(expected));
});

describe("the profile", () => {
  const env = { HTTPS_PROXY: "http://env.test:1", NO_PROXY: "*" };
  const proxies = (proxy: string, targets = "[{ name: a, url: 'https://a.test:8443/' }]", given: Env = env) => {
    const text = `version: 1\nproxy: ${proxy}\ntargets: ${targets}\n`;
    const loaded = loadProfile(text, { file: "p", env: {}, checks: [], readFile: () => "" });
    if ("errors" in loaded) throw new Error(JSON.stringify(loaded.errors));
    return withProxies(loaded.profile, given).targets.map((one) => (one.kind === "url" ? one.proxy : undefined));
  };

  it("wins over the environment, for this machine as well", () => {
    const targets =
      "[{ name: a, url: 'https://a.test:8443/' }, { name: b, url: 'http://127.0.0.1:1/' }, { name: c, host: h }]";
    const use = { host: "p.test", port: 3128, from: "profile" };
    expect(proxies("http://p.test:3128", targets)).toEqual([use, use, undefined]);
  });

  it("may name a login", () => {
    const [use] = proxies("http://user:pw@p.test");
    expect(use).toEqual({ host: "p.test", port: 80, from: "profile", authorization: "Basic dXNlcjpwdw==" });
  });

  it("may forbid what the environment names", () => {
    const named = { HTTPS_PROXY: "http://env.test:1" };
    expect(proxies("none", undefined, named)).toEqual([
      { host: "env.test", port: 1, from: "HTTPS_PROXY", unused: "forbidden" },
    ]);
    expect(proxies("none")).toEqual([undefined]);
    expect(proxies("none", undefined, { ALL_PROXY: "socks5://s.test" })).toEqual([undefined]);
    expect(proxies("none", undefined, {})).toEqual([undefined]);
  });

  it("leaves other targets as they are", () => {
    const profile = makeProfile({ targets: [hostTarget("10.0.0.5")] });
    expect(withProxies(profile, env)).toEqual(profile);
  });
});
