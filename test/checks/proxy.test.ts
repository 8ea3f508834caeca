import { describe, expect, it } from "vitest";
import type { DoorSeen, Seen, Target, ThroughSeen, WayTarget } from "../../checks/proxy/sight.js";
import { proxy } from "../../checks/proxy.js";
import type { Attempt, FailureCode, Phase } from "../../src/model/failure.js";
import type { ProxyAnswer } from "../../src/model/io.js";
import type { Located } from "../../src/model/place.js";
import { withProxies } from "../../src/profile/proxies.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";

const target: WayTarget = {
  as: "api",
  host: "api.example.test",
  port: 8443,
  secure: true,
  url: "https://api.example.test:8443/",
  proxy: { host: "10.1.1.1", port: 3128, from: "profile" },
};
const located: Located = {
  host: "10.1.1.1",
  source: "literal",
  addresses: [{ address: "10.1.1.1", family: 4, scope: "routed", via: "10.0.0.1" }],
};
const said = (status: number, changes: Partial<ProxyAnswer> = {}): Attempt<ProxyAnswer> => ({
  ok: true,
  ms: 5,
  value: {
    status,
    address: "10.1.1.1",
    own: true,
    schemes: [],
    login: "none",
    times: { name: 0, connect: 1, answer: 4 },
    ...changes,
  },
});
const failed = (code: FailureCode, phase: Phase, detail?: string): Attempt<ProxyAnswer> => ({
  ok: false,
  ms: 1000,
  failure: { code, phase, message: "", ...(detail === undefined ? {} : { detail }) },
});
const seenOf = (asked: Attempt<ProxyAnswer>, changes: Partial<ThroughSeen> = {}): ThroughSeen => ({
  located,
  asked,
  ...changes,
});
const raised = (looks: readonly Seen[], at: Target = target) =>
  proxy.judge(looks, { target: at, settings: {}, now: new Date(), others: () => [] });
const answers = (looks: readonly Seen[], at: Target = target): string[] =>
  raised(looks, at).map(({ signal }) => signal);

describe("what it aims at", () => {
  const targets = [urlTarget("https://api.example.test:8443/x?y=z", "api"), hostTarget("10.0.0.5", "desk", 8443)];
  const aims = (changes: object, env: Record<string, string> = {}) => {
    const { proxy: _, ...profile } = makeProfile({ targets });
    return proxy.aims(withProxies({ ...profile, ...changes }, env));
  };

  it("is every url target for which a proxy is named, without its login", () => {
    const [aim, ...rest] = aims({ proxy: "http://p.test:3128", proxyAuthorization: "Basic Q0FOQVJZ" });
    expect(rest).toEqual([]);
    expect(aim).toEqual({
      subject: "api",
      needs: [],
      target: { ...target, proxy: { host: "p.test", port: 3128, from: "profile" } },
    });
  });

  it("and what is reached directly, where a login portal may stand before it", () => {
    const doors = [{ as: "api", host: "api.example.test", port: 8443, secure: true }];
    expect(aims({})).toEqual([{ subject: "@site", target: { doors }, needs: [] }]);
    const env = { HTTPS_PROXY: "http://u:CANARY-1@p.test:3128", NO_PROXY: "example.test" };
    const [ignored, site] = aims({}, env);
    expect(ignored?.target).toMatchObject({ unused: "excluded", proxy: { from: "HTTPS_PROXY" } });
    expect(site?.target).toEqual({ doors });
    expect(JSON.stringify(aims({}, env))).not.toContain("CANARY");
  });

  it("no portal stands before this machine and the local network", () => {
    const near = ["http://127.0.0.1:1/", "http://localhost/", "https://10.0.0.5/", "https://[fd00::1]/"];
    expect(aims({ targets: near.map((url, at) => urlTarget(url, String(at))) })).toEqual([]);
    const far = Array.from({ length: 5 }, (_, at) => urlTarget(`https://h${at % 4}.example.test/`, String(at)));
    const [site] = aims({ targets: far });
    expect(site?.target).toMatchObject({ doors: [{}, {}, {}] });
  });
});

describe("judging a proxy", () => {
  it.each<[string, Attempt<ProxyAnswer>, Partial<ThroughSeen>, string[]]>([
    ["opens", said(200), {}, ["proxy-reached", "no-login", "tunnel-opens"]],
    ["passes on what the far side says", said(403, { own: false }), {}, ["proxy-reached", "no-login", "tunnel-opens"]],
    ["asks for a login", said(407), {}, ["proxy-reached", "auth-required"]],
    ["rejects the login", said(407, { login: "sent" }), {}, ["proxy-reached", "auth-rejected"]],
    ["rejects the login as tinyproxy does", said(401, { login: "sent" }), {}, ["proxy-reached", "auth-rejected"]],
    ["refuses, and nobody asked further", said(403), {}, ["proxy-reached", "no-login", "denies-target"]],
    [
      "refuses the host",
      said(403),
      { other: { port: 443, asked: said(403) } },
      ["proxy-reached", "no-login", "denies-target"],
    ],
    [
      "refuses the port",
      said(403),
      { other: { port: 443, asked: said(200) } },
      ["proxy-reached", "no-login", "denies-port"],
    ],
    [
      "refuses the port, and tried 443",
      said(403),
      { other: { port: 443, asked: said(502) } },
      ["proxy-reached", "no-login", "denies-port"],
    ],
    [
      "does not say about 443",
      said(403),
      { other: { port: 443, asked: failed("timeout", "proxy") } },
      ["proxy-reached", "no-login", "denies-target"],
    ],
    [
      "refuses with a page elsewhere",
      said(302, { location: "http://p/blocked" }),
      {},
      ["proxy-reached", "no-login", "denies-target"],
    ],
    ["refuses legally", said(451), {}, ["proxy-reached", "no-login", "denies-target"]],
    ["fails behind", said(504), {}, ["proxy-reached", "no-login", "upstream-failed"]],
    ["knows no such host", said(404, { product: "privoxy" }), {}, ["proxy-reached", "no-login", "upstream-failed"]],
    ["is a web server", said(405), {}, ["not-a-proxy"]],
    [
      "is a proxy that knows no CONNECT",
      said(405, { product: "squid" }),
      {},
      ["proxy-reached", "no-login", "denies-target"],
    ],
    ["speaks SSH", failed("wrong-protocol", "proxy", "ssh"), {}, ["not-a-proxy"]],
    ["refuses connections", failed("refused", "connect"), {}, ["proxy-refused"]],
    ["leaves connection requests unanswered", failed("timeout", "connect"), {}, ["proxy-silent"]],
    ["cannot be reached", failed("host-unreachable", "connect"), {}, ["proxy-unreachable"]],
    ["is forbidden to us", failed("not-permitted", "connect"), {}, ["proxy-unreachable"]],
    ["has no name", failed("name-not-found", "name"), { located: null }, ["proxy-name-missing"]],
    ["has no address", failed("no-address", "name"), { located: null }, ["proxy-name-missing"]],
    ["has a name that nobody tells", failed("timeout", "name"), { located: null }, ["proxy-name-unresolved"]],
    [
      "has a name that the resolver cannot tell",
      failed("server-failure", "name"),
      { located: null },
      ["proxy-name-unresolved"],
    ],
    ["says nothing at all", failed("timeout", "proxy"), { lives: false }, ["proxy-mute"]],
    ["waits for the target", failed("timeout", "proxy"), { lives: true }, ["proxy-reached", "tunnel-silent"]],
    ["hangs up", failed("closed", "proxy"), {}, ["proxy-reached", "tunnel-cut"]],
    ["resets", failed("reset", "proxy"), {}, ["proxy-reached", "tunnel-cut"]],
    ["hangs up and speaks SOCKS", failed("closed", "proxy"), { speaks: "socks" }, ["not-a-proxy"]],
  ])("that %s", (_, asked, changes, expected) => {
    expect(answers([seenOf(asked, changes)])).toEqual(expected);
  });

  it("what failed once and not again is unsteady, where it failed", () => {
    expect(answers([seenOf(failed("timeout", "connect")), seenOf(said(200))])).toEqual([
      "unsteady",
      "no-login",
      "tunnel-opens",
    ]);
    expect(answers([seenOf(failed("timeout", "proxy")), seenOf(said(200))])).toEqual([
      "proxy-reached",
      "no-login",
      "tunnel-unsteady",
    ]);
    expect(answers([seenOf(failed("timeout", "connect")), seenOf(failed("refused", "connect"))])).toEqual([
      "proxy-refused",
    ]);
    expect(
      answers([seenOf(failed("timeout", "proxy"), { lives: false }), seenOf(failed("timeout", "connect"))]),
    ).toEqual(["proxy-mute"]);
  });

  it("another way is told only beside a proxy that works, and where it lies of the environment's alone", () => {
    const direct = (beside?: "here" | "network", near = true) => ({
      direct: { opens: true, near, ...(beside === undefined ? {} : { beside }) },
    });
    const told = (seen: Parameters<typeof seenOf>[1], from = "HTTPS_PROXY") =>
      answers([seenOf(said(403), seen)], { ...target, proxy: { ...target.proxy, from } });
    expect(told(direct("here"))).toContain("direct-here");
    expect(told(direct("network"))).toContain("direct-near");
    expect(told(direct())).toContain("direct-opens");
    expect(told(direct(undefined, false))).toContain("direct-opens");
    expect(told(direct("here"), "profile")).toContain("direct-opens");
    expect(told({ direct: { opens: false, near: true, code: "refused" } })).toContain("direct-closed");
    expect(answers([seenOf(failed("timeout", "proxy"), { lives: false, ...direct("network") })])).toEqual([
      "proxy-mute",
    ]);
  });

  it("says which proxy, who named it, and what 443 said", () => {
    const [reached, , refused] = raised([seenOf(said(403), { other: { port: 443, asked: said(200) } })]);
    expect(reached?.data).toMatchObject({ proxy: "10.1.1.1:3128", from: "profile" });
    expect(refused?.data).toMatchObject({ host: "api.example.test", port: 8443, other: 443, status: 403 });
  });

  it("passes through the proxy and its gateway, on the way to the target", () => {
    expect(proxy.places(target, [seenOf(said(200))])).toEqual({
      proxy: "10.1.1.1:3128",
      gateway: "10.0.0.1",
      endpoint: "api.example.test:8443",
    });
  });
});

describe("judging an ignored proxy", () => {
  const at = { ...target, unused: "forbidden" } as const;
  const open = { opens: true, near: false };
  const shut = { opens: false, near: false, code: "timeout" } as const;
  it.each<[string, readonly Seen[], Target, string]>([
    ["the direct way is open", [{ direct: open }], at, "goes-directly"],
    ["it is open to what is near", [{ direct: { opens: true, near: true } }], at, "is-near"],
    [
      "it is open the second time",
      [{ direct: shut, through: { answers: true } }, { direct: open }],
      at,
      "goes-directly",
    ],
    ["it lies here", [{ direct: "here" }], at, "is-here"],
    ["only the proxy helps", [{ direct: shut, through: { answers: true } }], at, "forbidden-but-needed"],
    [
      "only the proxy helps, and NO_PROXY",
      [{ direct: shut, through: { answers: true } }],
      { ...target, unused: "excluded" },
      "excluded-but-needed",
    ],
    ["nothing helps", [{ direct: shut, through: { answers: false } }], at, "neither-way"],
  ])("%s", (_, looks, where, signal) => expect(answers(looks, where)).toEqual([signal]));
});

describe("judging the front doors", () => {
  const door = (changes: Partial<DoorSeen> = {}, host = "a.test"): DoorSeen => ({
    host,
    located,
    near: false,
    suspect: "name",
    ...changes,
  });
  const front = (status: number, location?: string): Pick<DoorSeen, "front"> => ({
    front: { ok: true, ms: 1, value: { status, ...(location === undefined ? {} : { location }) } },
  });
  const shown = (...doors: DoorSeen[]) => answers([{ doors, here: [] }], { doors: [] });
  const login = "http://login.wifi.test/in";

  it.each<[string, DoorSeen[], string]>([
    ["the target itself", [door({ suspect: null })], "no-portal"],
    ["a certificate of another name alone", [door()], "no-portal"],
    ["a page of its own", [door(front(200))], "no-portal"],
    ["its own https", [door(front(301, "https://a.test/"))], "no-portal"],
    ["a stranger's login, once", [door(front(302, "http://sso.other.test/in"))], "no-portal"],
    ["a stranger's portal by its address, once", [door(front(302, login))], "portal"],
    [
      "the same, where nobody answered with another's certificate",
      [door({ suspect: "reset", ...front(302, login) })],
      "no-portal",
    ],
    ["a portal of the same owner", [door(front(302, "http://portal.a.test/in"), "www.a.test")], "no-portal"],
    [
      "one login of theirs all, both being themselves",
      [door({ suspect: null, ...front(302, login) }), door({ suspect: null, ...front(302, login) }, "b.test")],
      "no-redirect",
    ],
    [
      "an address of the inside, for a service of the inside",
      [door({ near: true, ...front(302, "http://10.0.0.2/") })],
      "no-portal",
    ],
    [
      "our own gateway, for a service of the inside",
      [door({ near: true, ...front(302, "http://10.0.0.1/") })],
      "portal",
    ],
    ["an address of the inside", [door(front(302, "http://10.0.0.1:8090/login"))], "portal"],
    ["511", [door(front(511))], "portal"],
    [
      "one stranger's login in the place of two",
      [door(front(302, login)), door({ suspect: "timeout", ...front(303, login) }, "b.test")],
      "portal",
    ],
    [
      "nothing",
      [
        door({
          suspect: "timeout",
          front: { ok: false, ms: 1, failure: { code: "refused", phase: "connect", message: "" } },
        }),
      ],
      "no-portal",
    ],
  ])("%s", (_, doors, signal) => expect(shown(...doors)).toEqual([signal]));

  const near = (address: string): Partial<DoorSeen> => ({
    near: true,
    located: { host: "a.test", source: "dns", addresses: [{ address, family: 4, scope: "on-link" }] },
  });
  const atGateway = { ...near("10.0.0.1"), gateway: true as const };
  const hosts = { ...near("10.0.0.1"), located: { ...near("10.0.0.1").located, source: "hosts" } } as Partial<DoorSeen>;
  const own = front(302, "http://10.0.0.1:8881/login");

  it.each<[string, DoorSeen[], string]>([
    ["our gateway's own login", [door({ ...atGateway, suspect: null, ...own })], "portal-by-name"],
    ["a page of the service on our gateway", [door({ ...atGateway, ...front(302, "http://a.test/in") })], "no-portal"],
    ["a login elsewhere", [door({ ...atGateway, ...front(302, "https://sso.test/in") })], "no-portal"],
    ["the gateway, by the hosts file", [door({ ...hosts, gateway: true, ...own })], "no-portal"],
    [
      "one machine for two names, of which one is not served",
      [
        door({ ...near("10.0.0.9"), ...front(302, login) }),
        door({ ...near("10.0.0.9"), suspect: null, ...front(302, login) }, "b.test"),
      ],
      "portal-by-name",
    ],
    [
      "one machine for two names, both of them served",
      ["a.test", "b.test"].map((host) => door({ ...near("10.0.0.9"), suspect: null, ...front(302, login) }, host)),
      "no-redirect",
    ],
    [
      "two machines for two names",
      [
        door({ ...near("10.0.0.8"), ...front(302, login) }),
        door({ ...near("10.0.0.9"), suspect: null, ...front(302, login) }, "b.test"),
      ],
      "no-portal",
    ],
  ])("led there by DNS: %s", (_, doors, signal) => expect(shown(...doors)).toEqual([signal]));

  it("none can stand before this machine itself", () => {
    expect(answers([{ doors: [], here: ["a.test"] }], { doors: [] })).toEqual(["all-here"]);
  });

  it("a portal is believed only if it is there twice", () => {
    const there = { doors: [door(front(511))], here: [] };
    expect(answers([there, { doors: [door({ suspect: null })], here: [] }], { doors: [] })).toEqual(["no-portal"]);
    expect(answers([there, there], { doors: [] })).toEqual(["portal"]);
  });
});
