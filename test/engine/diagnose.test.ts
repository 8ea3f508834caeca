import { expect, test } from "vitest";
import { diagnose } from "../../src/engine/diagnose.js";
import type { Targets } from "../../src/engine/draft.js";
import { byRank } from "../../src/engine/finding.js";
import type { Diagnosis } from "../../src/model/report.js";
import type { Result } from "../../src/model/result.js";
import { at, blockedBy, causes, checks } from "./toy.js";

const target = (name: string, rest: Partial<Targets[number]> = {}) => ({ name, kind: "host", dependsOn: [], ...rest });
const judge = (results: readonly Result[], targets: Targets = []): Diagnosis =>
  diagnose(results, { checks, causes, targets });
const stood = (diagnosis: Diagnosis) => diagnosis.causes.filter((one) => one.standing !== "ruled-out");
const standing = (diagnosis: Diagnosis): string[] => stood(diagnosis).map(({ id, place }) => `${id}@${place}`);
const found = (diagnosis: Diagnosis, id: string) => diagnosis.causes.find((one) => one.id === id);

const host = "10.0.0.5";
const endpoint = (port: number) => ({ host, endpoint: `${host}:${port}` });

test("a healthy system has no cause at all", () => {
  const diagnosis = judge([at("ping:a", { host }, "answers"), at("port:a/1", endpoint(1), "open", "speaks")]);
  expect(diagnosis).toEqual({ causes: [], unexplained: [], cannotTell: [], next: [] });
});

test("a refusal is a sign of life: 8080 refused, 3389 silent, ping lost is not a host that is down", () => {
  const diagnosis = judge([
    at("ping:desk", { host }, "silent"),
    at("port:desk/8080", endpoint(8080), "refused"),
    at("port:desk/3389", endpoint(3389), "silent"),
  ]);
  expect(standing(diagnosis)).toContain("port-closed@10.0.0.5:8080");
  expect(standing(diagnosis)).toContain("firewall-drops-port@10.0.0.5:3389");
  expect(standing(diagnosis)).not.toContain("host-down@10.0.0.5");
  expect(found(diagnosis, "host-down")?.standing).toBe("ruled-out");
  expect(found(diagnosis, "host-down")?.against.map(({ signal }) => signal)).toContain("refused");
});

test("8080 open, 3389 silent: a firewall drops 3389", () => {
  const diagnosis = judge([
    at("port:desk/8080", endpoint(8080), "open"),
    at("port:desk/3389", endpoint(3389), "silent"),
  ]);
  expect(standing(diagnosis)).toEqual(["firewall-drops-port@10.0.0.5:3389"]);
  expect(found(diagnosis, "firewall-drops-port")?.standing).toBe("confirmed");
});

test("the clock 3 minutes off and a certificate two years out of date: both stand", () => {
  const diagnosis = judge([
    at("clock:@site", {}, "off"),
    at("tls:api", endpoint(443), "expired", "out-of-date-by-others"),
  ]);
  expect(standing(diagnosis).sort()).toEqual(["cert-expired@10.0.0.5:443", "clock-wrong@here"]);
  for (const one of stood(diagnosis)) expect(one.confidence).toBeGreaterThan(0.8);
});

test("the clock 400 days off and every certificate not yet valid: the clock alone", () => {
  const diagnosis = judge([
    at("clock:@site", {}, "off"),
    at("tls:a", endpoint(443), "not-yet-valid", "in-date-by-others"),
    at("tls:b", endpoint(8443), "not-yet-valid", "in-date-by-others"),
  ]);
  expect(standing(diagnosis)).toEqual(["clock-wrong@here"]);
  expect(found(diagnosis, "cert-not-yet-valid")?.standing).toBe("ruled-out");
});

test("until the clock was compared, an expired certificate is at most likely, and the clock is what the run cannot tell", () => {
  const diagnosis = judge([at("tls:api", endpoint(443), "expired")]);
  expect(found(diagnosis, "cert-expired")?.standing).toBe("likely");
  expect(diagnosis.cannotTell.map(({ cause }) => cause)).toContain("clock-wrong");
  expect(diagnosis.next[0]?.tells).toEqual(expect.arrayContaining(["cert-expired", "clock-wrong"]));
  const compared = judge([
    at("tls:api", endpoint(443), "expired", "out-of-date-by-others"),
    at("clock:@site", {}, "right"),
  ]);
  expect(found(compared, "cert-expired")?.standing).toBe("confirmed");
});

test("the database refuses the login and the API answers 503: the login first, the 503 inside it", () => {
  const targets = [target("web", { dependsOn: ["database"] }), target("database")];
  const diagnosis = judge(
    [at("api:web", { host: "10.0.0.6" }, "unavailable"), at("db:database", { host }, "access-denied")],
    targets,
  );
  expect(standing(diagnosis)).toEqual(["db-access-denied@database"]);
  expect(diagnosis.causes[0]?.explains).toEqual(["db:database", "api:web"]);
  expect(diagnosis.unexplained).toEqual([]);
});

test("a 503 on a target that depends on nothing broken stands by itself", () => {
  const diagnosis = judge(
    [at("api:web", { host: "10.0.0.6" }, "unavailable"), at("db:database", { host }, "access-denied")],
    [target("web"), target("database")],
  );
  expect(standing(diagnosis)).toEqual(["db-access-denied@database", "api-unavailable@web"]);
});

test("what one API of a host refuses is not why another one of it answers 503, and a database of it may be", () => {
  const api = (name: string) => target(name, { kind: "url", host });
  const refused = [at("api:web", { host }, "unavailable"), at("api:other", { host }, "forbidden")];
  expect(standing(judge(refused, [api("web"), api("other")])).sort()).toEqual([
    "api-forbidden@other",
    "api-unavailable@web",
  ]);
  const login = [at("api:web", { host }, "unavailable"), at("db:database", { host }, "access-denied")];
  const database = target("database", { kind: "mysql", host });
  expect(standing(judge(login, [api("web"), database]))).toEqual(["db-access-denied@database"]);
});

test("what happens to share this machine's own address with an API is no reason for its 503: both stand", () => {
  const here = "127.0.0.1";
  const diagnosis = judge(
    [at("api:web", { host: here }, "unavailable"), at("db:database", { host: here }, "access-denied")],
    [target("web", { kind: "url", host: here }), target("database", { kind: "mysql", host: here })],
  );
  expect(standing(diagnosis)).toEqual(["db-access-denied@database", "api-unavailable@web"]);
});

test("what is wrong with this machine is not why an API answers 503: both stand", () => {
  const diagnosis = judge([at("api:web", { host: "10.0.0.6" }, "unavailable"), at("clock:@site", {}, "off")]);
  expect(standing(diagnosis).sort()).toEqual(["api-unavailable@web", "clock-wrong@here"]);
});

test("no database makes a 403: it stands beside the refused login", () => {
  const targets = [target("web", { dependsOn: ["database"] }), target("database")];
  const diagnosis = judge(
    [at("api:web", { host: "10.0.0.6" }, "forbidden"), at("db:database", { host }, "access-denied")],
    targets,
  );
  expect(standing(diagnosis)).toEqual(["db-access-denied@database", "api-forbidden@web"]);
});

test("what concerns an API as well as its database is no fault of the database: the API's 503 stands", () => {
  const resolver = { resolver: "10.0.0.53" };
  const diagnosis = judge(
    [
      at("dns:web", resolver, "servers-silent"),
      at("dns:database", resolver, "servers-silent"),
      at("api:web", { host: "10.0.0.6" }, "unavailable"),
    ],
    [target("web", { dependsOn: ["database"] }), target("database")],
  );
  expect(standing(diagnosis)).toContain("api-unavailable@web");
});

test("the merely possible comes after what is sure, however generic that is", () => {
  const [generic, specific] = [at("api:web", { host }, "unavailable"), at("port:web/1", endpoint(1), "refused")];
  const [unavailable, closed] = ["api-unavailable", "port-closed"].map((id) =>
    found(judge([generic, specific], [target("web")]), id),
  );
  if (unavailable === undefined || closed === undefined) throw new Error("a cause is missing");
  expect([unavailable, closed].toSorted(byRank)[0]).toBe(closed);
  expect([{ ...closed, standing: "possible" } as const, unavailable].toSorted(byRank)[0]).toBe(unavailable);
});

test("three targets on one dead host while the resolver beyond the gateway answers: host-down once, beside it only its look-alike", () => {
  const gateway = "10.0.0.1";
  const dead = (name: string, port: number) => at(`port:${name}/${port}`, { ...endpoint(port), gateway }, "silent");
  const diagnosis = judge([
    at("link:@site", { gateway }, "gateway-answers"),
    at("dns:a", { name: "a.test", resolver: "10.9.9.9", gateway }, "resolves"),
    dead("a", 1),
    dead("b", 2),
    dead("c", 3),
    at("ping:a", { host, gateway }, "silent"),
  ]);
  expect(standing(diagnosis)).toEqual(["host-down@10.0.0.5", "host-firewalled@10.0.0.5"]);
  expect(diagnosis.causes[0]?.subjects).toEqual(expect.arrayContaining(["a", "b", "c"]));
  expect(found(diagnosis, "host-firewalled")?.standing).toBe("possible");
});

test("a certificate expired and, elsewhere, a login refused: both, each with its own high confidence", () => {
  const diagnosis = judge([
    at("tls:api", endpoint(443), "expired", "out-of-date-by-others"),
    at("clock:@site", {}, "right"),
    at("db:database", { host: "10.0.0.9" }, "access-denied"),
  ]);
  expect(standing(diagnosis).sort()).toEqual(["cert-expired@10.0.0.5:443", "db-access-denied@database"]);
  for (const one of stood(diagnosis)) expect(one.confidence).toBeGreaterThan(0.9);
});

test("blocked steps are evidence of nothing, and are explained by what stopped them", () => {
  const diagnosis = judge([
    at("dns:api", { name: "api.test" }, "name-missing"),
    blockedBy("port:api/443", "dns:api"),
    blockedBy("api:api", "dns:api"),
  ]);
  expect(standing(diagnosis)).toEqual(["dns-name-missing@api.test"]);
  expect(diagnosis.causes[0]?.explains).toEqual(["dns:api", "port:api/443", "api:api"]);
});

test("two steps that ask the same endpoint the same give one piece of evidence", () => {
  const once = judge([at("port:a/1", endpoint(1), "refused")]);
  const twice = judge([at("port:a/1", endpoint(1), "refused"), at("port:b/1", endpoint(1), "refused")]);
  expect(twice.causes[0]?.confidence).toBe(once.causes[0]?.confidence);
  expect(twice.causes[0]?.explains).toEqual(["port:a/1", "port:b/1"]);
});

test("a failing answer that no cause expects is unexplained", () => {
  const stranger = { ...causes };
  delete (stranger as Record<string, unknown>)["service-frozen"];
  const diagnosis = diagnose([at("port:a/1", endpoint(1), "open", "mute")], { checks, causes: stranger, targets: [] });
  expect(diagnosis.causes).toEqual([]);
  expect(diagnosis.unexplained.map(({ signal }) => signal)).toEqual(["mute"]);
});

test("only ping is filtered: a note, and no fault", () => {
  const diagnosis = judge([at("ping:a", { host }, "filtered"), at("port:a/1", endpoint(1), "open")]);
  expect(diagnosis.causes.map(({ id, kind }) => [id, kind])).toEqual([["icmp-filtered", "note"]]);
});

test("the party follows from the locus and the owner", () => {
  const results = [at("port:web/443", endpoint(443), "refused")];
  expect(judge(results, [target("web", { owner: "vendor" })]).causes[0]?.party).toBe("vendor");
  expect(judge(results, [target("web")]).causes[0]?.party).toBe("unknown");
});

test("a cause that may sit at several kinds of place stands at the widest that the answers bear out", () => {
  const table = {
    ...causes,
    "dns-name-missing": { ...causes["dns-name-missing"], sits: ["resolver", "name"] } as (typeof causes)[string],
  };
  const dns = (name: string, signal: string) => at(`dns:${name}`, { name, resolver: "10.0.0.53" }, signal);
  const of = (...results: Result[]) => standing(diagnose(results, { checks, causes: table, targets: [] }));
  expect(of(dns("a", "name-missing"), dns("b", "name-missing"))).toEqual(["dns-name-missing@10.0.0.53"]);
  expect(of(dns("a", "name-missing"), dns("b", "resolves"), dns("c", "resolves"))).toEqual(["dns-name-missing@a"]);
});

test("services of one host that are stopped stand each by itself, and no cause that explains each of them a little", () => {
  const wrong = {
    "dns-wrong": { ...causes["host-down"], sits: "name", prior: "rare", expects: { "port/refused": "sometimes" } },
  };
  const table = { ...causes, ...wrong } as typeof causes;
  for (const ports of [1, 2, 3, 5, 12]) {
    const steps = Array.from({ length: ports }, (_, at) => at + 1);
    const results = steps.map((port) => at(`port:a/${port}`, { ...endpoint(port), name: "a.test" }, "refused"));
    const diagnosis = diagnose(results, { checks, causes: table, targets: [] });
    expect(standing(diagnosis).toSorted()).toEqual(steps.map((port) => `port-closed@${host}:${port}`).toSorted());
    expect(diagnosis.unexplained).toEqual([]);
  }
});

test("what cannot be told is asked only of the checks that could tell, and have not", () => {
  const expired = at("tls:api", endpoint(443), "expired");
  const of = (...leftOut: string[]) => diagnose([expired], { checks, causes, targets: [], leftOut }).cannotTell;
  expect(of("clock:@site")).toMatchObject([
    { cause: "clock-wrong", for: { en: expect.stringContaining("clock did not run") } },
  ]);
  // Nothing was left out: the profile has nothing that the clock could be compared with.
  expect(of()).toEqual([]);
  expect(of("clock:@sites", "port:api/1")).toEqual([]);
  const held = diagnose([expired, blockedBy("clock:@site", "dns:api")], { checks, causes, targets: [], leftOut: [] });
  expect(held.cannotTell[0]?.for.zh).toContain("clock:@site 被阻断");
});

test("a thousand failing endpoints are diagnosed in a moment", () => {
  const results = Array.from({ length: 1000 }, (_, n) =>
    at(`port:t${n}/1`, { host: `h${n}`, endpoint: `h${n}:1` }, n % 2 === 0 ? "refused" : "silent"),
  );
  const began = performance.now();
  expect(judge(results).causes.length).toBeGreaterThan(0);
  expect(performance.now() - began).toBeLessThan(20_000);
});

test("a cause that one answer shows is not suspected without it, and what it spared speaks not against it", () => {
  const frozen = {
    ...(causes["clock-wrong"] as (typeof causes)[string]),
    prior: "rare",
    shownBy: "clock/off",
    expects: {
      "clock/off": "always",
      "port/silent": "sometimes",
      "port/mute": "sometimes",
      "ping/silent": "sometimes",
    },
  } as const;
  const table = { "firewall-drops-port": causes["firewall-drops-port"] as typeof frozen, frozen };
  const of = (...results: Result[]) => standing(diagnose(results, { checks, causes: table, targets: [] }));
  const silent = at("port:a/1", endpoint(1), "silent");
  const spared = [2, 3, 4, 5, 6].map((port) => at(`port:a/${port}`, endpoint(port), "open", "speaks"));
  expect(of(silent, ...spared)).toEqual([`firewall-drops-port@${host}:1`]);
  expect(of(silent, ...spared, at("clock:@site", {}, "off"))).toEqual(["frozen@here"]);
});

test("what a shown cause leaves no room for is chance as well; what it calls impossible excludes it", () => {
  const frozen = (open: "never" | undefined) =>
    ({
      ...(causes["clock-wrong"] as (typeof causes)[string]),
      prior: "rare",
      shownBy: "clock/off",
      expects: {
        "clock/off": "always",
        "port/silent": "always",
        "port/refused": "usually",
        ...(open === undefined ? {} : { "port/open": open }),
      },
    }) as const;
  const of = (open: "never" | undefined) => {
    const seen = [at("clock:@site", {}, "off"), at("port:a/1", endpoint(1), "open", "speaks")];
    return standing(diagnose(seen, { checks, causes: { frozen: frozen(open) }, targets: [] }));
  };
  expect(of(undefined)).toEqual(["frozen@here"]);
  expect(of("never")).toEqual([]);
});

test("of a host as a whole two services give one piece of evidence, of two endpoints each gives its own", () => {
  const ports = [1, 2].map((port) => ({
    ...at(`ping:a${port}`, { host }, "silent"),
    target: { host: `a${port}`, port },
  }));
  const [one] = diagnose(ports, { checks, causes, targets: [] }).causes;
  const [single] = diagnose(ports.slice(0, 1), { checks, causes, targets: [] }).causes;
  expect(one?.confidence).toBe(single?.confidence);
  expect(one?.explains).toEqual(["ping:a1", "ping:a2"]);
});

test("of a cause that an answer makes certain, what it spared speaks not against it; several answers may show one", () => {
  const own = causes["clock-wrong"] as (typeof causes)[string];
  const expects = { "port/silent": "sometimes", "port/mute": "sometimes", "ping/silent": "sometimes" } as const;
  const of = (more: object, ...results: Result[]) => {
    const lossy = { ...own, ...more, prior: "rare", expects: { ...expects, "clock/off": "sometimes" } } as const;
    return diagnose(results, { checks, causes: { lossy }, targets: [] }).causes[0]?.confidence ?? 0;
  };
  const spared = [2, 3, 4, 5, 6].map((port) => at(`port:a/${port}`, endpoint(port), "open", "speaks"));
  const seen = [at("clock:@site", {}, "off"), ...spared];
  expect(of({ certainBy: ["clock/off"] }, ...seen)).toBeGreaterThan(of({}, ...seen));
  expect(of({ shownBy: ["port/mute", "clock/off"] }, ...seen)).toBeGreaterThan(0);
  expect(of({ shownBy: ["port/mute"] }, ...seen)).toBe(0);
});

test("variants of a cause are reported by its word, once at one place, with the entry that was meant", () => {
  const table = {
    ...causes,
    "port-gone": { ...(causes["port-closed"] as (typeof causes)[string]), reportedAs: "port-closed", sits: "host" },
  } as const;
  const results = [at("port:a/1", endpoint(1), "refused"), at("port:a/2", endpoint(2), "refused")];
  const { causes: said } = diagnose(results, { checks, causes: table, targets: [] });
  expect(new Set(said.map(({ id }) => id))).not.toContain("port-gone");
  const places = said.map(({ id, place }) => `${id}@${place}`);
  expect(places).toEqual([...new Set(places)]);
  expect(said.filter(({ variant }) => variant !== undefined).map(({ id, place }) => [id, place])).toEqual([
    ["port-closed", host],
  ]);
});
