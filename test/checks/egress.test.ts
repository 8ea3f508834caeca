import { afterEach, describe, expect, it } from "vitest";
import { addressIn } from "../../checks/egress/address.js";
import { egress } from "../../checks/egress.js";
import { examine, type Report } from "../../src/index.js";
import { isNetwork, liesIn } from "../../src/model/network.js";
import type { Profile, UrlTarget } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { inShort } from "../servers/examination.js";
import { answer, type Behaviour, oddHttp } from "../servers/odd-http.js";
import { makeProfile, urlTarget } from "../servers/profile.js";
import { startTinyproxy } from "../servers/tinyproxy.js";

// ---- plain values ----------------------------------------------------------------------------------------------------

describe("networks", () => {
  it.each([
    ["203.0.113.5", "203.0.113.5", true],
    ["203.0.113.5", "203.0.113.4/31", true],
    ["203.0.113.6", "203.0.113.4/31", false],
    ["203.0.113.5", "0.0.0.0/0", true],
    ["::ffff:203.0.113.5", "203.0.113.0/24", true],
    ["2001:db8::1", "2001:DB8::/32", true],
    ["2001:db9::1", "2001:db8::/32", false],
    ["2001:db8:0:0:0:0:0:1", "2001:db8::1", true],
    ["203.0.113.5", "2001:db8::/32", false],
    ["::1", "::/0", true],
  ])("%s in %s: %s", (address, network, right) => expect(liesIn(address, network)).toBe(right));

  it.each([
    "1.2.3",
    "1.2.3.256",
    "1.2.3.4/33",
    "1.2.3.4/",
    ":::",
    "1::2::3",
    "12345::",
    "1:2:3:4:5:6:7",
    "g::",
    "::1.2.3",
  ])("%s is none", (text) => expect(isNetwork(text)).toBe(false));
});

describe("the address in an answer", () => {
  it.each<[string, string | undefined, string | undefined]>([
    ["203.0.113.5\n", undefined, "203.0.113.5"],
    ['{"origin": "203.0.113.5"}', undefined, "203.0.113.5"],
    ['{"a":{"ip":"2001:db8::7"}}', "$.a.ip", "2001:db8::7"],
    ["<p>当前 IP：203.0.113.5  来自：北京</p>", undefined, "203.0.113.5"],
    ["your address is 2001:db8::7.", undefined, undefined],
    ["your address is 2001:db8::7 today", undefined, "2001:db8::7"],
    ["version 1.2.3.4.5 at 10:30:00", undefined, undefined],
    ['{"a":5}', "$.a", undefined],
    ["no JSON", "$.a", undefined],
  ])("%s at %s: %s", (body, path, address) => expect(addressIn(body, path)).toBe(address));
});

describe("aims", () => {
  const proxy = { host: "proxy.test", port: 3128, from: "profile" } as const;
  const aimsOf = (...targets: UrlTarget[]) =>
    egress.aims(makeProfile({ targets })).map(({ subject, endpoint, target, needs }) => {
      const { asks, out } = target;
      return [subject, endpoint, asks, out, "taken" in target ? target.taken : undefined, needs];
    });

  it("what tells the address, on each way; a way that is forbidden is not tried", () => {
    const list = { registered: ["203.0.113.5"] };
    const mine = { ...urlTarget("http://ip.test/", "ip"), egress: list };
    expect(aimsOf(mine)).toEqual([["ip", "direct", "address", "direct", true, ["dns:ip", "port:ip/80"]]]);
    expect(aimsOf({ ...mine, proxy })).toEqual([
      ["ip", "proxy", "address", "proxy", true, ["proxy:ip"]],
      ["ip", "direct", "address", "direct", false, []],
    ]);
    expect(aimsOf({ ...mine, proxy: { ...proxy, unused: "forbidden" } })).toHaveLength(1);
  });

  it("other targets where they know two ways; their ways are those that count", () => {
    const list = { registered: ["203.0.113.5"] };
    const mine = { ...urlTarget("http://ip.test/", "ip"), egress: list, proxy };
    expect(aimsOf(mine, urlTarget("http://a.test/", "a"))).toEqual([
      ["ip", "proxy", "address", "proxy", false, ["proxy:ip"]],
      ["ip", "direct", "address", "direct", true, []],
    ]);
    expect(aimsOf({ ...urlTarget("http://a.test/", "a"), proxy })).toEqual([
      ["a", undefined, "ways", "proxy", undefined, ["proxy:a"]],
    ]);
    expect(aimsOf({ ...urlTarget("http://a.test/", "a"), proxy: { ...proxy, unused: "excluded" } })[0]?.[3]).toBe(
      "direct",
    );
  });
});

// ---- real servers ----------------------------------------------------------------------------------------------------

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const served = async (behave: Behaviour): Promise<number> => {
  const server = await oddHttp(behave);
  closing.push(server.close);
  return server.port;
};
const standing = ({ diagnosis }: Report): string[] =>
  diagnosis.causes.filter((one) => one.standing !== "ruled-out").map(({ id }) => id);
const signalsOf = (report: Report) =>
  Object.fromEntries(
    report.results
      .filter(({ check }) => check === "egress")
      .map((one) => [one.endpoint ?? "", one.evidence[0]?.signal ?? one.status]),
  );
const run = (changes: Partial<Profile>): Promise<Report> => examine(makeProfile(changes), { env: {} });
const telling =
  (address: string): Behaviour =>
  (socket) =>
    void socket.write(answer(`{"ip":"${address}"}`));

/** Another exit address: tinyproxy says in the request that it came through it. */
const viaProxy = async (): Promise<string> => {
  const tinyproxy = await startTinyproxy();
  closing.push(tinyproxy.stop);
  return `http://127.0.0.1:${tinyproxy.port}`;
};

describe("the exit address, against those that are registered", () => {
  const target = (port: number, registered: readonly string[]): UrlTarget => ({
    ...urlTarget(`http://127.0.0.1:${port}/`, "ip"),
    egress: { registered, json: "$.ip" },
  });

  it("registered: healthy", async () => {
    const port = await served(telling("203.0.113.5"));
    const report = await run({ targets: [target(port, ["198.51.100.1", "203.0.113.0/24"])] });
    expect([standing(report), report.status], inShort(report)).toEqual([[], "pass"]);
    expect(signalsOf(report)).toEqual({ direct: "registered" });
  });

  it("not registered: the confirmed first cause of a whole run", async () => {
    const port = await served(telling("203.0.113.5"));
    const report = await run({ targets: [target(port, ["198.51.100.1"])] });
    expect(standing(report), inShort(report)).toEqual(["ip-not-whitelisted"]);
    expect(report.diagnosis.causes[0]).toMatchObject({ standing: "confirmed", party: "this-host" });
    expect(report.diagnosis.causes[0]?.because[0]?.text.en).toContain("203.0.113.5");
    expect(report.diagnosis.unexplained).toEqual([]);
  });

  it("nothing registered, or no address in the answer: nothing is raised", async () => {
    const silent = await served((socket) => void socket.write(answer("{}")));
    for (const [one, signal] of [
      [target(await served(telling("203.0.113.5")), []), "address-seen"],
      [target(silent, ["203.0.113.5"]), "address-not-told"],
    ] as const) {
      const report = await run({ targets: [one] });
      expect([standing(report), report.status, signalsOf(report)], inShort(report)).toEqual([
        [],
        "pass",
        { direct: signal },
      ]);
    }
  });

  it.skipIf(!available("tinyproxy"))(
    "each way out has its own address: the way that targets take must be registered, the other is a note",
    async () => {
      const port = await served((socket, _, request) => {
        const through = /^via:/im.test(request);
        socket.write(answer(`{"ip":"${through ? "198.51.100.9" : "203.0.113.5"}"}`));
      });
      const both = await run({ proxy: await viaProxy(), targets: [target(port, ["198.51.100.9"])] });
      expect(signalsOf(both), inShort(both)).toEqual({ proxy: "registered", direct: "spare-not-registered" });
      expect(standing(both)).toEqual([]);
    },
  );
});

describe.skipIf(!available("tinyproxy"))("a target that refuses one exit address", () => {
  /** The proxy of this test is the exit address that is banned: its requests bear a header that tells. */
  const banning =
    (refused: "proxy" | "both" | "none"): Behaviour =>
    (socket, _, request) => {
      const through = /^via:/im.test(request);
      const no = refused === "both" || (refused === "proxy" && through);
      socket.write(answer("{}", [], no ? "403 Forbidden" : "200 OK"));
    };
  const report = async (refused: Parameters<typeof banning>[0]) => {
    const port = await served(banning(refused));
    const targets = [urlTarget(`http://127.0.0.1:${port}/`, "api")];
    return run({ proxy: await viaProxy(), targets });
  };

  it("on the way that programs take, and not on the other: the first cause, which explains the 403", async () => {
    const one = await report("proxy");
    expect(standing(one)[0], inShort(one)).toBe("egress-address-banned");
    expect(standing(one), inShort(one)).not.toContain("api-forbidden");
    expect(one.diagnosis.causes[0]?.explains).toEqual(expect.arrayContaining(["egress:api", "api:api"]));
    expect(one.diagnosis.causes[0]?.because[0]?.text.en).toMatch(
      /403 on the way that requests take \(proxy\), 200 on the other/,
    );
    expect(one.diagnosis.unexplained, inShort(one)).toEqual([]);
  });

  it("by the proxy's own word in plain HTTP, which bears no mark of being passed on: the proxy first", async () => {
    const port = await served((socket) => void socket.write(answer("{}", [], "200 OK")));
    const denying = await served((socket) => void socket.write(answer("{}", [], "403 Forbidden")));
    const one = await run({
      proxy: `http://127.0.0.1:${denying}`,
      targets: [urlTarget(`http://127.0.0.1:${port}/`, "api")],
    });
    expect(standing(one)[0], inShort(one)).toBe("proxy-denies-target");
  });

  it("on both ways: forbidden, and no matter of the address", async () => {
    const one = await report("both");
    expect(standing(one)[0], inShort(one)).toBe("api-forbidden");
    expect(standing(one)).not.toContain("egress-address-banned");
  });

  it("on none: healthy, and the other way is not asked", async () => {
    const one = await report("none");
    expect([standing(one), signalsOf(one)], inShort(one)).toEqual([[], { "": "not-refused" }]);
  });
});
