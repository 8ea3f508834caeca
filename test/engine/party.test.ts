import { describe, expect, it } from "vitest";
import { diagnose } from "../../src/engine/diagnose.js";
import type { Targets } from "../../src/engine/draft.js";
import { type CauseTable, loci, type Party, parties } from "../../src/model/cause.js";
import { causes as catalogue } from "../../src/model/causes/index.js";
import { owners } from "../../src/model/profile.js";
import type { Result } from "../../src/model/result.js";
import { at, causes, checks } from "./toy.js";

/** Whose job a cause is (CONTRACT: Party). */
const target = (name: string, owner?: string): Targets[number] => ({
  name,
  kind: "host",
  dependsOn: [],
  ...(owner === undefined ? {} : { owner }),
});
const partyOf = (id: string, results: readonly Result[], targets: Targets = [], table: CauseTable = causes) =>
  diagnose(results, { checks, causes: table, targets }).causes.find((one) => one.id === id)?.party;
const located = (table: (typeof causes)[string], locus: (typeof loci)[number]) => ({ ...table, locus: [locus] });

const places = (host: string, port: number) => ({
  host,
  endpoint: host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`,
});
const silent = (name: string, host: string, port = 3389) => [
  at(`port:${name}/${port}`, places(host, port), "silent"),
  at(`port:${name}/80`, places(host, 80), "open"),
];
const seenBeyond = (result: Result): Result => ({
  ...result,
  evidence: result.evidence.map((one) => ({ ...one, data: { beyondGateway: true } })),
});

describe("the party", () => {
  it("of what lies on this host, or in the local network, is named so", () => {
    const refused = [at("port:web/443", places("10.0.0.5", 443), "refused")];
    const closed = causes["port-closed"] as (typeof causes)[string];
    for (const locus of ["this-host", "local-network"] as const) {
      const table = { "port-closed": located(closed, locus) };
      expect(partyOf("port-closed", refused, [target("web", "vendor")], table)).toBe(locus);
    }
  });

  it.each(owners)("of what lies at the far side is its owner: %s", (owner) => {
    const refused = [at("port:web/443", places("10.0.0.5", 443), "refused")];
    expect(partyOf("port-closed", refused, [target("web", owner)])).toBe(owner);
  });

  it("is unknown where nobody was named, or several were", () => {
    const refused = ["a", "b"].map((name) => at(`port:${name}/443`, places("10.0.0.5", 443), "refused"));
    expect(partyOf("port-closed", refused)).toBe("unknown");
    expect(partyOf("port-closed", refused, [target("a", "vendor"), target("b", "us")])).toBe("unknown");
    expect(partyOf("port-closed", refused, [target("a", "vendor"), target("b", "vendor")])).toBe("vendor");
  });
});

describe("the party of what lies on the path", () => {
  const vendors = [target("a", "vendor"), target("b", "vendor")];

  it("is unknown where one far side fails, whoever owns it", () => {
    expect(partyOf("firewall-drops-port", silent("a", "10.0.0.5"), vendors)).toBe("unknown");
  });

  it("is the carrier where a hop beyond our gateway was seen at fault, even if several far sides fail", () => {
    const one = silent("a", "10.0.0.5").map(seenBeyond);
    expect(partyOf("firewall-drops-port", one, vendors)).toBe("carrier");
    expect(partyOf("firewall-drops-port", [...one, ...silent("b", "10.0.0.6")], vendors)).toBe("carrier");
  });

  it("is the local network where several far sides fail alike on one port", () => {
    const both = [...silent("a", "10.0.0.5"), ...silent("b", "10.0.0.6")];
    expect(partyOf("firewall-drops-port", both, vendors)).toBe("local-network");
    const six = [...silent("a", "fd00::5"), ...silent("b", "fd00::6")];
    expect(partyOf("firewall-drops-port", six, vendors)).toBe("local-network");
  });

  it("is unknown where they fail on different ports, or one of them works there", () => {
    const differing = [...silent("a", "10.0.0.5"), ...silent("b", "10.0.0.6", 3390)];
    expect(partyOf("firewall-drops-port", differing, vendors)).toBe("unknown");
    const mixed = [...silent("a", "10.0.0.5"), at("port:b/3389", places("10.0.0.6", 3389), "open")];
    expect(partyOf("firewall-drops-port", mixed, vendors)).toBe("unknown");
  });

  it("takes two names on one host for one far side, and the end of an IPv6 address for no port", () => {
    const dropped = causes["firewall-drops-port"] as (typeof causes)[string];
    const named = { "firewall-drops-port": { ...dropped, sits: "virtual-host" } } as CauseTable;
    const same = ["a", "b"].map((name) =>
      at(`port:${name}/443`, { ...places("10.0.0.5", 443), "virtual-host": `${name}.test:443` }, "silent"),
    );
    expect(partyOf("firewall-drops-port", same, vendors, named)).toBe("unknown");
    const whole = { "firewall-drops-port": { ...dropped, sits: "host" } } as CauseTable;
    const hosts = ["a", "b"].map((name) => at(`port:${name}/443`, { host: `fd00::${name}:5` }, "silent"));
    expect(partyOf("firewall-drops-port", hosts, vendors, whole)).toBe("unknown");
  });

  it("of services that are known by their target's name counts the ports behind them", () => {
    const dropped = causes["firewall-drops-port"] as (typeof causes)[string];
    const table = { "firewall-drops-port": { ...dropped, sits: "target" } } as CauseTable;
    const both = [...silent("a", "10.0.0.5"), ...silent("b", "10.0.0.6")];
    expect(partyOf("firewall-drops-port", both, vendors, table)).toBe("local-network");
    expect(partyOf("firewall-drops-port", silent("a", "10.0.0.5"), vendors, table)).toBe("unknown");
  });
});

it("every cause of the catalogue says on whose ground it lies, and every owner is a party", () => {
  for (const [id, { locus }] of Object.entries(catalogue)) {
    expect(locus.length, id).toBeGreaterThan(0);
    for (const one of locus) expect(loci, id).toContain(one);
  }
  for (const owner of owners) expect(parties as readonly Party[]).toContain(owner);
});
