import { describe, expect, it } from "vitest";
import { adviceSlots, fillAdvice } from "../../src/engine/advice.js";
import type { Candidate } from "../../src/engine/candidates.js";
import type { Advice, Cause } from "../../src/model/cause.js";
import { causes } from "../../src/model/causes/index.js";
import type { Json, JsonObject } from "../../src/model/json.js";
import type { PlaceKind, Places } from "../../src/model/place.js";
import type { Result } from "../../src/model/result.js";
import { slotsIn } from "../../src/model/text.js";

const entries = Object.entries(causes);
const advices = entries.flatMap(([id, { advice }]) => advice.map((one) => [id, one] as const));

const core = new Set(["link", "ping", "port", "dns", "tls", "keepalive", "api", "db", "clock"]);
const observable = ({ expects }: Cause): boolean =>
  Object.keys(expects).some((key) => core.has(key.split("/")[0] ?? ""));

/** Slots of a text; `%{…}` belongs to curl. */
const slotsOf = (text: string): string[] => slotsIn(text.replace(/%\{\w+\}/g, ""));
const textsOf = ({ text, command = [], expect: promised }: Advice): string[] => [
  ...[text.en, text.zh, ...command],
  ...(promised === undefined ? [] : [promised.en, promised.zh]),
];

describe("the advice of every cause", () => {
  it("uses known slots alone, optional words too", () => {
    for (const [id, one] of advices) {
      const optional = (one.command ?? []).flatMap((word) => /^\?(\w+) /.exec(word)?.[1] ?? []);
      for (const slot of [...textsOf(one).flatMap(slotsOf), ...optional]) expect(adviceSlots, id).toContain(slot);
    }
  });

  it("has a command, and says in both languages what to expect of it, where the core's checks observe the cause", () => {
    for (const [id, cause] of entries.filter(([, one]) => observable(one))) {
      expect(
        cause.advice.filter(({ command }) => command !== undefined),
        id,
      ).not.toEqual([]);
    }
    for (const [id, { command, expect: promised }] of advices) {
      expect(promised === undefined, id).toBe(command === undefined);
      if (promised === undefined) continue;
      expect(promised.zh, id).toMatch(/\p{Script=Han}/u);
      expect(slotsOf(promised.en).sort(), id).toEqual(slotsOf(promised.zh).sort());
    }
  });

  it("never asks to believe a server that cannot prove who it is", () => {
    const careless =
      /^(-k|--insecure|--proxy-insecure|--(skip|disable)-ssl.*|--ssl(-verify-server-cert)?=(0|off))$|verify[ =](0|none)/i;
    for (const [id, { command = [] }] of advices)
      for (const word of command.flatMap((words) => words.split(" "))) expect(word, id).not.toMatch(careless);
  });

  it("only reads, with tools that are at hand", () => {
    const tools = [
      ...["curl", "openssl", "dig", "ping", "ip", "nc", "mariadb", "getent", "ss", "traceroute", "tracepath"],
      ...["grep", "date", "uptime", "sh", "bash", "env"],
    ];
    const changes =
      /\b(rm|kill|systemctl|INSERT|UPDATE|DELETE|SET|DROP|FLUSH|POST|PUT|--data|-X)\b|(?<!\/dev\/null)>(?!\/dev\/null| )/;
    for (const [id, { command }] of advices) {
      if (command === undefined) continue;
      expect(tools, id).toContain(command[0]);
      expect(command.join(" ").replaceAll("2>/dev/null", ""), id).not.toMatch(changes);
      if (command[0] === "ip") expect(command.join(" "), id).not.toMatch(/ (add|del|set|flush|change|replace)\b/);
    }
  });

  it("hands a shell nothing that it could read as more than a word", () => {
    const harmless = new Set(["address", "port", "endpoint", "servername", "hello", "gateway"]);
    for (const [id, { command = [] }] of advices) {
      const [program, flag, script = ""] = command;
      if (program !== "sh" && program !== "bash") continue;
      expect([flag, command.length], id).toEqual(["-c", 3]);
      for (const slot of slotsOf(script)) expect(harmless, id).toContain(slot);
    }
  });
});

const said = (
  command: readonly string[],
  some: { target?: JsonObject; places?: Places; looks?: readonly Json[]; sits?: PlaceKind; place?: string },
) => {
  const places = some.places ?? { name: "api.test", host: "10.0.0.5", endpoint: "10.0.0.5:443" };
  const result = {
    step: "api:a",
    subject: "a",
    target: some.target ?? {},
    places,
    looks: some.looks ?? [],
  } as unknown as Result;
  const dns = {
    step: "dns:a",
    subject: "a",
    target: {},
    places: { resolver: "10.0.0.53:5353" },
    looks: [],
  } as unknown as Result;
  const cause = { advice: [{ text: { en: "", zh: "" }, command }] } as unknown as Cause;
  const candidate = {
    id: "c",
    cause,
    sits: some.sits ?? "target",
    place: some.place ?? "a",
    terms: [],
    given: new Map(),
    expects: [],
    logPrior: 0,
  } as Candidate;
  return fillAdvice(candidate, ["api:a"], [result, dns])[0]?.command;
};

describe("what is put into a command", () => {
  it("address and name with their port, IPv6 as a URL has it", () => {
    const places = { name: "api.test", host: "2001:db8::5", endpoint: "[2001:db8::5]:8443" };
    const words = ["{address}", "{port}", "{endpoint}", "{authority}"];
    expect(said(words, { places })).toEqual(["2001:db8::5", "8443", "[2001:db8::5]:8443", "api.test:8443"]);
  });

  it("an address that was seen where a name has several, since the name may be known to no other resolver", () => {
    const places = { name: "api.test", host: "api.test", endpoint: "api.test:443" };
    const addresses = [{ address: "10.0.0.5" }, { address: "10.0.0.6" }];
    expect(said(["{address}"], { places, looks: [{ located: { addresses } }] })).toEqual(["10.0.0.5"]);
    expect(said(["{address}"], { places, looks: [{ address: "10.0.0.6", located: { addresses } }] })).toEqual([
      "10.0.0.6",
    ]);
  });

  it("no address at all where the advice speaks of this side alone", () => {
    expect(said(["ip", "route", "get", "{address}"], { sits: "this-host", place: "pc", places: {} })).toBeUndefined();
  });

  it("files that the profile names, and its headers without their values; no word of them where there are none", () => {
    const command = ["curl", "?ca --cacert {ca}", "?headers -H {headers}", "{url}"];
    const target = { url: "https://api.test/x", caFile: "my ca.pem", headerNames: ["authorization", "x-key"] };
    expect(said(command, { target })).toEqual([
      ...["curl", "--cacert", "my ca.pem", "-H", "authorization: your-value", "-H", "x-key: your-value"],
      "https://api.test/x",
    ]);
    expect(said(command, { target: { url: "https://api.test/x" } })).toEqual(["curl", "https://api.test/x"]);
  });

  it("the resolver that the target's name was asked of", () => {
    expect(said(["dig", "?resolver @{resolver} -p {resolverPort}"], {})).toEqual(["dig", "@10.0.0.53", "-p", "5353"]);
  });

  it("the way through a proxy, or straight there", () => {
    const command = ["?proxy --proxy http://{proxy}", "?direct --connect-to ::{direct}"];
    expect(said(command, {})).toEqual(["--connect-to", "::10.0.0.5:443"]);
    const places = { name: "api.test", host: "api.test", endpoint: "api.test:443", proxy: "10.1.1.1:3128" };
    expect(said(command, { places })).toEqual(["--proxy", "http://10.1.1.1:3128"]);
  });

  it("a pause a little longer than the client's pool keeps its connections", () => {
    expect(said(["--rate", "{rate}"], { target: { idle: 60_000 } })).toEqual(["--rate", "54/h"]);
  });

  it("nothing that a stored report smuggles in: such a command is left out, as one that lacks a word", () => {
    for (const host of ["$(reboot)", "a;b", "::1; reboot", "-oProxyCommand", "a b", "`id`", "127.0.0.1\nreboot"]) {
      expect(said(["sh", "-c", "nc {address}"], { sits: "host", place: host, places: { host } }), host).toBeUndefined();
      expect(said(["sh", "-c", "x {servername}"], { places: { name: host } }), host).toBeUndefined();
    }
    expect(
      said(["sh", "-c", "nc {port}"], { target: { port: "1;reboot" }, places: { host: "10.0.0.5" } }),
    ).toBeUndefined();
    expect(said(["curl", "{url}"], { places: { host: "10.0.0.5" } })).toBeUndefined();
  });
});
