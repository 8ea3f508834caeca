import { describe, expect, it } from "vitest";
import { insist } from "../../checks/port/again.js";
import { judgePort } from "../../checks/port/judge.js";
import { port } from "../../checks/port.js";
import type { Attempt } from "../../src/model/failure.js";
import type { JsonObject } from "../../src/model/json.js";
import type { LocatedAddress } from "../../src/model/place.js";
import type { Protocol } from "../../src/model/profile.js";
import { fill, slotsIn } from "../../src/model/text.js";
import { withProxies } from "../../src/profile/proxies.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";

type Look = Parameters<typeof judgePort>[0][number];
type Sight = Look["addresses"][number];
type Try = Sight["tries"][number];

const at = (address: string): LocatedAddress => ({
  address,
  family: address.includes(":") ? 6 : 4,
  scope: "routed",
  via: "10.0.0.1",
});
const look = (...addresses: Sight[]): Look => ({
  located: { host: "host.example.test", source: "dns", addresses: addresses.map(({ address }) => at(address)) },
  addresses,
});
const seen = (tries: Try[], rest: Partial<Sight> = {}, address = "10.0.0.5"): Sight => ({
  ...at(address),
  tries,
  ...rest,
});
const open: Try = { ms: 1 };
const failed = (code: Try["failed"], ms = 5): Try => ({ ms, failed: code! });

const answers = (looks: Look[], speaks: Protocol = "any"): { [question: string]: string } => {
  const raised = judgePort(looks, { host: "host.example.test", port: 3389, speaks });
  for (const { signal, data } of raised) {
    const text = port.signals[signal].text;
    // No slot without a value, in either language.
    expect(slotsIn(JSON.stringify(fill(text, data as JsonObject)))).toEqual([]);
  }
  return Object.fromEntries(raised.map(({ signal }) => [port.signals[signal].answers, signal]));
};
const connect = (...tries: Try[]): string | undefined => answers([look(seen(tries))]).connect;

describe("connection requests that were lost", () => {
  const attempts = (...ms: number[]): string | undefined =>
    answers([look(seen(ms.map((one) => ({ ms: one }))))]).attempts;

  it("are sent again after a second, then two, then four", () => {
    expect(attempts(1, 0, 2, 1, 0)).toBe("at-once");
    expect(attempts(0, 0, 1028, 1, 1)).toBe("resent");
    expect(attempts(1014, 1, 0, 3035, 1)).toBe("often-resent");
    expect(attempts(205, 1210, 204, 7230, 203)).toBe("often-resent");
  });

  it("what opens late at another time, or always, is slow and not lost", () => {
    expect(attempts(40, 695, 1430, 280, 48)).toBeUndefined();
    expect(attempts(1014, 1011, 1020)).toBeUndefined();
    expect(attempts(160, 300, 192, 145, 83)).toBe("at-once");
  });
});

describe("judging one address", () => {
  it("names each way to fail", () => {
    expect(connect(open, open, open)).toBe("open");
    expect(connect(failed("refused"))).toBe("refused");
    expect(connect(failed("timeout", 5000))).toBe("silent");
    expect(connect(failed("network-unreachable"))).toBe("network-unreachable");
    expect(connect(failed("not-permitted"))).toBe("blocked-here");
    expect(connect(failed("prohibited"))).toBe("rejected");
    expect(connect(failed("reset"))).toBe("reset-at-connect");
  });

  it("a refusal from another distance than other answers of the address is a device's on the way", () => {
    const from = (ttl: number | null, ...others: number[]): string | undefined =>
      answers([
        look(
          seen([failed("refused")], { refusal: { ttl, others: others.map((its, nth) => ({ port: nth, ttl: its })) } }),
        ),
      ]).refuser;
    expect(from(64, 63)).toBe("refused-on-the-way");
    expect(from(63, 63)).toBe("refused-by-host");
    // From a container behind the host.
    expect(from(62, 63)).toBe("refused-behind");
    expect(from(61, 126, 62)).toBe("refused-behind");
    expect(from(63, 62, 63)).toBe("refused-by-host");
    expect(from(64, 62, 64)).toBe("refused-on-the-way");
    expect(from(null, 63)).toBe("refused-by-message");
    expect(from(null)).toBe("refused-by-message");
    // Nothing to compare with: no answer.
    expect(from(64)).toBeUndefined();
  });

  it("an unreachable host: rejected if at once, and again; off if it took a neighbour's time or was silent the second time", () => {
    expect(connect(failed("host-unreachable", 2))).toBe("rejected");
    expect(connect(failed("host-unreachable", 2), failed("host-unreachable", 3))).toBe("rejected");
    expect(connect(failed("host-unreachable", 2), failed("host-unreachable", 1005))).toBe("rejected");
    expect(connect(failed("host-unreachable", 3060))).toBe("host-unreachable");
    expect(connect(failed("host-unreachable", 400), failed("timeout", 2000))).toBe("host-unreachable");
    expect(connect(failed("host-unreachable", 400), failed("host-unreachable", 3070))).toBe("host-unreachable");
    expect(connect({ ms: 1, failed: "host-unreachable", detail: "EHOSTDOWN" })).toBe("host-unreachable");
  });

  it("names the time of the failure that it names", () => {
    const off = [failed("host-unreachable", 3060), failed("timeout", 5000)];
    const raised = judgePort([look(seen(off))], { host: "h", port: 80, speaks: "any" });
    expect(raised[0]).toMatchObject({ signal: "host-unreachable", data: { ms: 3060 } });
  });

  it("rates: below half is unsteady, half and more is mostly failing, a single failure never is", () => {
    const silent = failed("timeout", 400);
    expect(connect(open, silent, open, open, open)).toBe("unsteady");
    expect(connect(open, silent)).toBe("unsteady");
    expect(connect(open, silent, open, open, silent)).toBe("unsteady");
    expect(connect(open, silent, open, silent)).toBe("mostly-failing");
    expect(connect(open, failed("reset"), failed("reset"), open, failed("refused"))).toBe("mostly-failing");
  });

  it("refusals between connections that open are of now and then; those before all others, or one alone, hardly", () => {
    const refused = failed("refused");
    expect(connect(refused, open, refused, open, open)).toBe("refused-at-times");
    expect(connect(open, refused, open, refused, open)).toBe("refused-at-times");
    expect(connect(refused, refused, open, open, open)).toBe("refused-seldom");
    expect(connect(open, refused, open, open, open)).toBe("refused-seldom");
    expect(connect(refused, refused, refused, refused, refused)).toBe("refused");
  });

  it("a refusal is asked again, four times at most, until something else comes", async () => {
    const refused = { ok: false, ms: 1, failure: { code: "refused", phase: "connect", message: "" } } as const;
    const opened = { ok: true, ms: 2, value: null } as const;
    const io = { pause: async () => {} } as unknown as Parameters<typeof insist>[2]["io"];
    const of = async (...next: Attempt<null>[]) => {
      const asked = [...next];
      const { last, refused: before } = await insist<null>(refused, async () => asked.shift() ?? refused, {
        io,
        signal: new AbortController().signal,
      });
      return { ok: last.ok, before: before.length };
    };
    expect(await of(refused, opened)).toEqual({ ok: true, before: 2 });
    expect(await of(refused, refused, refused, refused, opened)).toEqual({ ok: false, before: 4 });
  });

  it("what is refused alone again and again is no limit's", () => {
    const beside = { failed: "refused" as const, held: 1 };
    const refused = failed("refused");
    expect(answers([look(seen([open, refused, open, refused, open], { beside }))]).beside).toBe("cut-at-times");
    expect(answers([look(seen([open, refused, open, open, open], { beside }))]).beside).toBe("one-at-a-time");
  });

  it("failures of our own count for nothing", () => {
    expect(connect(open, failed("descriptors-exhausted"), failed("no-local-address"))).toBe("open");
  });

  it("failed once and not again: unsteady", () => {
    expect(answers([look(seen([failed("timeout", 5000)])), look(seen([open, open, open]))])).toEqual({
      connect: "unsteady",
    });
    const mute = seen([open], { service: { ms: 5000, failed: "timeout" } });
    const speaks = seen([open, open], { service: { ms: 2, spoke: "rdp", banner: "" } });
    expect(answers([look(mute), look(speaks)], "rdp")).toEqual({ connect: "unsteady", service: "speaks" });
  });

  it("silence and an answer in two looks: the answer", () => {
    expect(answers([look(seen([failed("timeout")])), look(seen([failed("refused")]))]).connect).toBe("refused");
  });
});

describe("judging the service", () => {
  const service = (sight: NonNullable<Sight["service"]>, expected: Protocol) =>
    answers([look(seen([open], { service: sight }))], expected);

  it("one answer for each way", () => {
    expect(service({ ms: 2, spoke: "rdp", banner: "" }, "rdp")).toEqual({ connect: "open", service: "speaks" });
    const wrong = { connect: "open", service: "other-protocol" };
    expect(service({ ms: 2, spoke: "ssh", banner: "SSH-2.0-x" }, "rdp")).toEqual(wrong);
    expect(service({ ms: 2, spoke: "unknown", banner: "-ERR" }, "http")).toEqual(wrong);
    const url = judgePort([look(seen([open], { service: { ms: 2, spoke: "unknown", banner: "-ERR" } }))], {
      ...{ host: "h", port: 80, speaks: "http", deeper: true },
    });
    expect(url.map(({ signal }) => signal)).toContain("no-protocol");
    expect(service({ ms: 500, failed: "timeout" }, "http").service).toBe("mute");
    expect(service({ ms: 5, failed: "reset" }, "http").service).toBe("reset-on-data");
    expect(service({ ms: 5, failed: "closed" }, "tls").service).toBe("closes");
  });

  it("says which protocol answered", () => {
    const sight = seen([open], { service: { ms: 2, spoke: "ssh", banner: "SSH-2.0-x" } });
    const [, raised] = judgePort([look(sight)], { host: "h", port: 3389, speaks: "rdp" });
    expect(raised?.data).toMatchObject({ expected: "RDP", answer: "SSH “SSH-2.0-x”" });
  });

  it("is no question on a port that expects nothing or does not open", () => {
    expect(answers([look(seen([open]))])).toEqual({ connect: "open" });
    expect(answers([look(seen([failed("refused")]))], "rdp")).toEqual({ connect: "refused" });
  });
});

describe("judging a sign of life", () => {
  const silent = (...heard: NonNullable<Sight["life"]>[number]["heard"][]) =>
    answers([look(seen([failed("timeout")], { life: heard.map((one, n) => ({ port: [443, 80][n]!, heard: one })) }))]);

  it("open, refused and reset are alive; silent and unreachable are not; who prohibits may be a router", () => {
    expect(silent("open", "timeout")).toEqual({ connect: "silent", life: "alive" });
    expect(silent("timeout", "refused").life).toBe("alive");
    expect(silent("timeout", "prohibited").life).toBeUndefined();
    expect(silent("refused", "prohibited").life).toBe("alive");
    expect(silent("timeout", "timeout").life).toBe("lifeless");
    expect(silent("timeout", "host-unreachable").life).toBe("lifeless");
    expect(silent().life).toBeUndefined();
  });

  it("is no question once the own port answered", () => {
    const life = [{ port: 443, heard: "timeout" as const }];
    expect(answers([look(seen([failed("timeout")], { life })), look(seen([open, open]))])).toEqual({
      connect: "unsteady",
    });
  });
});

describe("judging several addresses", () => {
  const four = (tries: Try[], rest = {}) => seen(tries, rest, "10.0.0.5");
  const other = (tries: Try[], rest = {}) => seen(tries, rest, "10.0.0.6");
  const six = (tries: Try[], rest = {}) => seen(tries, rest, "fd00::5");

  it("some dead, not all", () => {
    const raised = judgePort([look(four([open]), other([failed("timeout")]))], { host: "h", port: 80, speaks: "any" });
    expect(raised).toEqual([
      { signal: "some-addresses-dead", data: { open: ["10.0.0.5:80"], dead: ["10.0.0.6:80"], how: ["silent"] } },
    ]);
    const frozen = other([open], { service: { ms: 500, failed: "timeout" } });
    const fine = four([open], { service: { ms: 5, spoke: "http", banner: "HTTP/1.1 200 OK" } });
    expect(answers([look(frozen, fine)], "http")).toEqual({ connect: "some-addresses-dead", service: "speaks" });
  });

  it("both families work, or only IPv6 is dead", () => {
    expect(answers([look(six([open]), four([open]))])).toEqual({ connect: "open", family: "both-families" });
    expect(answers([look(six([failed("timeout")]), four([open]))])).toEqual({ connect: "open", family: "ipv6-dead" });
    expect(answers([look(six([open]), four([failed("timeout")]))])).toEqual({ connect: "some-addresses-dead" });
  });

  it("of this machine's own name, an address that nobody serves is no finding where the other one serves", () => {
    const here = (address: string, tries: Try[]): Sight => ({ ...seen(tries, {}, address), scope: "loopback" });
    const refused = [failed("refused")];
    expect(answers([look(here("::1", refused), here("127.0.0.1", [open]))])).toEqual({ connect: "open" });
    expect(answers([look(here("::1", [open]), here("127.0.0.1", refused))])).toEqual({ connect: "open" });
    expect(answers([look(here("::1", refused), here("127.0.0.1", refused))])).toEqual({ connect: "refused" });
    const two = answers([look(here("127.0.0.2", refused), here("127.0.0.1", [open]))]);
    expect(two).toEqual({ connect: "some-addresses-dead" });
    expect(answers([look(here("::1", [failed("timeout")]), here("127.0.0.1", [open]))]).family).toBe("ipv6-dead");
  });

  it("a web service that is asked in earnest later is not mute yet; any other is", () => {
    const silent = look(four([open], { service: { ms: 5000, failed: "timeout" } }));
    const target = { host: "h", port: 80, speaks: "http" } as const;
    const signals = (more: object): string[] => judgePort([silent], { ...target, ...more }).map(({ signal }) => signal);
    expect(signals({})).toContain("mute");
    expect(signals({ deeper: true })).toContain("unheard");
  });

  it("an IPv6 address that this host cannot even try is no finding", () => {
    expect(answers([look(six([failed("no-local-address")]), four([open]))])).toEqual({ connect: "open" });
  });

  it("all dead: the answer that says most", () => {
    expect(answers([look(four([failed("timeout")]), other([failed("refused")]))])).toEqual({ connect: "refused" });
    expect(answers([look(four([failed("timeout")]), six([failed("timeout")]))])).toEqual({ connect: "silent" });
  });
});

describe("aims", () => {
  const database = {
    kind: "mysql" as const,
    name: "database",
    host: "db.example.test",
    port: 3306,
    tables: [],
    writable: true,
    dependsOn: [],
    own: false,
    tls: false,
  };
  const targets = [
    urlTarget("https://api.example.test/x", "api"),
    hostTarget("10.0.0.5", "desk", 8080, 3389),
    database,
  ];

  it("every port of url and host targets, never a database", () => {
    const found = port.aims(makeProfile({ targets }));
    expect(found.map(({ subject, endpoint, target, needs }) => [subject, endpoint, target.speaks, needs[0]])).toEqual([
      ["api", "443", "any", "dns:api"],
      ["desk", "8080", "any", "dns:desk"],
      ["desk", "3389", "any", "dns:desk"],
    ]);
  });

  it("a TLS port is only opened: its handshakes are looked at by another check", () => {
    const [api] = port.aims(makeProfile({ targets }));
    expect(api?.target).toMatchObject({ speaks: "any", deeper: true });
  });

  it("what is reached through a proxy is not asked directly", () => {
    const found = port.aims(withProxies(makeProfile({ targets, proxy: "http://10.1.1.1:3128" }), {}));
    expect(found.map(({ subject }) => subject)).toEqual(["desk", "desk"]);
  });
});
