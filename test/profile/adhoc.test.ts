import { describe, expect, it } from "vitest";
import { adHocTarget } from "../../src/profile/adhoc.js";
import { type CompositionInput, composeProfile } from "../../src/profile/compose.js";
import { formatProfileErrors } from "../../src/profile/errors.js";
import { good, toyChecks } from "./toys.js";

const composed = (input: Omit<CompositionInput, "checks">) => {
  const result = composeProfile({ checks: toyChecks, ...input });
  if ("errors" in result) throw new Error(formatProfileErrors(result.errors, "en"));
  return result;
};
const refused = (input: Omit<CompositionInput, "checks">): string => {
  const result = composeProfile({ checks: toyChecks, ...input });
  return "errors" in result ? formatProfileErrors(result.errors, "en") : "accepted";
};
const only = (word: string) => composed({ words: [word] }).profile.targets[0];

describe("a word on the command line", () => {
  it.each([
    [
      "https://api.test:8443/path?x=1",
      { kind: "url", name: "api.test-8443", url: "https://api.test:8443/path?x=1", port: 8443 },
    ],
    ["http://api.test", { kind: "url", name: "api.test", port: 80, secure: false }],
    ["HTTPS://API.test/", { kind: "url", name: "api.test", url: "https://api.test/" }],
    ["https://[fd00::1]:8443/", { kind: "url", name: "ip6-fd00-1-8443", host: "fd00::1" }],
    ["10.0.0.5:3389", { kind: "host", name: "10.0.0.5-3389", ports: [{ port: 3389, speaks: "rdp" }] }],
    ["host.name", { kind: "host", name: "host.name", host: "host.name", ports: [] }],
    ["localhost", { kind: "host", name: "localhost", ports: [] }],
    ["10.0.0.5", { kind: "host", host: "10.0.0.5", ports: [] }],
    ["fd00::1", { kind: "host", name: "ip6-fd00-1", host: "fd00::1", ports: [] }],
    ["::1", { kind: "host", name: "ip6-1", host: "::1" }],
    ["[fd00::1]", { kind: "host", host: "fd00::1", ports: [] }],
    ["[fd00::1]:9000", { kind: "host", name: "ip6-fd00-1-9000", ports: [{ port: 9000, speaks: "any" }] }],
    ["发票.test", { kind: "host", host: "xn--oors88f.test" }],
    ["mysql://db.test", { kind: "mysql", name: "db.test", port: 3306, tables: [] }],
    [
      "mysql://u:p%40ss-word@db.test:3307/invoice",
      {
        kind: "mysql",
        name: "db.test-3307",
        host: "db.test",
        port: 3307,
        user: "u",
        password: "p@ss-word",
        database: "invoice",
      },
    ],
    ["mysql://u:a@b@[::1]:3306/", { kind: "mysql", host: "::1", user: "u", password: "a@b" }],
  ])("%s makes a target", (word, target) => {
    expect(only(word)).toMatchObject(target);
  });

  it.each([
    ["", /expected a target such as/],
    ["ftp://a.test", /only http:\/\/, https:\/\/ and mysql:\/\//],
    ["a.test/health", /a path needs a scheme; did you mean https/],
    ["a.test:99999", /port from 1 to 65535/],
    ["a.test:", /port from 1 to 65535/],
    ["a.test:http", /port from 1 to 65535/],
    ["https://a.test:0/", /port from 1 to 65535/],
    ["https://", /valid http/],
    ["https://a b/", /valid http/],
    ["10.0.0", /expected a target such as/],
    ["3389", /expected a target such as/],
    ["a b.test", /expected a target such as/],
    ["mysql://u@", /expected mysql:\/\//],
    ["mysql://u@h:0/x", /port from 1 to 65535/],
    ["mysql://h/x?y=1", /expected mysql:\/\//],
  ])("%j is refused", (word, says) => {
    const made = adHocTarget(word);
    expect("error" in made ? made.error.en : "made").toMatch(says);
    expect("error" in made ? made.error.zh : "").toMatch(/[\u4e00-\u9fff]/);
    expect(refused({ words: [word] })).toMatch(says);
  });

  it("is held against the same schema as a profile", () => {
    expect(refused({ words: ["mysql://u:p@db.test/a%3Bb"] })).toMatch(
      /mysql.database: expected the name of a database/,
    );
  });

  it("keeps its secrets out of the profile's face, and of mistakes", () => {
    const { profile } = composed({ words: ["https://u:canary-1@a.test/?k=canary-2", "mysql://u:canary%2D3@db.test"] });
    expect(JSON.stringify(profile.targets[0])).not.toContain("canary-1");
    expect(profile.secrets).toEqual(expect.arrayContaining(["canary-1", "canary-2", "canary-3", "canary%2D3"]));
    for (const word of [
      "ftp://u:canary-1@a.test",
      "u:canary-1@a.test:1:2",
      "mysql://u:canary-1@h:x",
      "https://u:canary-1@a..test/?k=canary-2",
    ])
      expect(refused({ words: [word] })).not.toMatch(/canary/);
  });
});

describe("the profile of a command line", () => {
  const base = good(
    "version: 1\nname: shop\ndefaults: { timeout: 2s }\ntargets:\n" +
      "  - { name: invoice-api, url: https://api.test, dependsOn: [database] }\n" +
      "  - { name: desktop, host: 10.0.0.5 }\n" +
      "  - { name: database, mysql: { host: db.test, user: u, password: canary-9 }, dependsOn: [disk] }\n" +
      "  - { name: disk, host: nas.test }\n" +
      "  - { name: a.test, host: 10.0.0.6 }\n",
  );
  const names = (words: readonly string[]) => composed({ base, words }).profile.targets.map((target) => target.name);

  it("is the profile itself without words", () => {
    expect(composed({ base, words: [] })).toEqual({ profile: base });
  });

  it("is empty without words and without a profile, and says so", () => {
    expect(refused({ words: [] })).toMatch(/^nothing to check; name a target/);
  });

  it("keeps the named targets and what they depend on", () => {
    expect(names(["invoice-api"])).toEqual(["invoice-api", "database", "disk"]);
    expect(names(["disk", "desktop"])).toEqual(["desktop", "disk"]);
    expect(composed({ base, words: ["invoice-api"] })).toMatchObject({
      only: ["invoice-api"],
      profile: { name: "shop" },
    });
  });

  it("adds ad hoc targets under the profile's own defaults", () => {
    const { profile, only } = composed({ base, words: ["desktop", "b.test:443"] });
    expect(profile).toMatchObject({ name: "shop", defaults: { timeout: 2000 } });
    expect(profile.targets.map((target) => target.name)).toEqual(["desktop", "b.test-443"]);
    expect(only).toEqual(["desktop", "b.test-443"]);
    expect(profile.secrets).toContain("canary-9");
  });

  it("takes a word for the target of that name, even if it looks like a host", () => {
    expect(composed({ base, words: ["a.test"] }).profile.targets).toMatchObject([{ host: "10.0.0.6" }]);
  });

  it("gives each ad hoc target a name of its own", () => {
    expect(names(["https://a.test", "https://a.test/b", "a.test", "a.test"])).toEqual([
      "a.test",
      "a.test-2",
      "a.test-3",
    ]);
  });

  it("refuses a bare word that is no target's name, with the nearest", () => {
    expect(refused({ base, words: ["invoice-ap"] })).toBe(
      '"invoice-ap": no target of the profile has this name; did you mean "invoice-api"?',
    );
    expect(refused({ base, words: ["localhost"] })).toMatch(/allowed here: invoice-api, desktop/);
    expect(refused({ base, words: ["nope1", "ftp://x.test", "desktop"] }).split("\n")).toHaveLength(2);
  });

  it("is complete without a profile, too", () => {
    expect(composed({ words: ["a.test"] }).profile).toMatchObject({
      version: 1,
      name: "ad hoc",
      defaults: { timeout: 5000, answer: 15_000 },
      dns: { servers: [], compare: [] },
      checks: { ping: { count: 20 } },
      plugins: [],
    });
  });
});
