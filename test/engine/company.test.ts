import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/engine/diagnose.js";
import { causes } from "../../src/model/causes/index.js";
import type { Result } from "../../src/model/result.js";
import { checks, step } from "./step.js";

/** A name whose address is unlike those of its kin: dns-wrong-answer, or the host and its port as they are told. */
const way = { "this-host": "me", gateway: "10.0.1.1" };
const name = "api.example.test";

const resolved = (signal?: string, ...more: readonly string[]): Result => {
  const signals = ["resolves", "system-agrees", "leads-out", ...more];
  const place = { ...way, resolver: "114.114.114.114", name };
  return step("dns:api", place, ...signals, ...(signal === undefined ? [] : [signal]));
};
const at = (host: string) => {
  const there = { ...way, name, host };
  return {
    port: (...signals: readonly string[]) => step("port:api/8443", { ...there, endpoint: `${host}:8443` }, ...signals),
    ping: (...signals: readonly string[]) => step("ping:api", there, ...signals),
    path: (...signals: readonly string[]) => step("path:api", there, ...signals),
  };
};
const found = (...results: readonly Result[]) =>
  diagnose(results, { checks, causes, targets: [] }).causes.filter(({ standing }) => standing !== "ruled-out");
const ids = (...results: readonly Result[]): readonly string[] => found(...results).map(({ id }) => id);

/** The steps of a connection that fails, by the cause that they would show if the address were right. */
const failing = (host: string): { readonly [cause: string]: readonly Result[] } => {
  const { port, ping, path } = at(host);
  return {
    "route-missing": [port("network-unreachable"), ping("unreachable"), path("unreachable-from")],
    "port-closed": [port("refused", "refused-by-host"), ping("answers"), path("reaches")],
    "host-firewalled": [port("silent", "lifeless"), ping("silent", "unannounced"), path("ends-at-gateway")],
    "host-down": [port("host-unreachable"), ping("unreachable"), path("host-unreachable-from")],
  };
};
const kinds = Object.keys(failing(""));

describe("a private address while its kin are public", () => {
  test.each(kinds)("where the connection fails: dns-wrong-answer first, %s beside it, neither for certain", (one) => {
    const causes = found(resolved("private-among-public"), ...(failing("10.66.66.66")[one] ?? []));
    expect(causes.map(({ id }) => id).slice(0, 2)).toEqual(["dns-wrong-answer", one]);
    for (const { confidence } of causes) expect(confidence).toBeLessThan(0.8);
  });
  test.each(kinds)("as all are here: %s as before", (one) => {
    const steps = failing("10.66.66.66")[one] ?? [];
    expect(ids(resolved("like-the-others"), ...steps)).toEqual(ids(resolved(), ...steps));
    expect(ids(resolved("like-the-others"), ...steps)[0]).toBe(one);
  });
  test("where the service works: nothing, whatever ping and the trace say", () => {
    const { port, ping, path } = at("10.66.66.66");
    expect(ids(resolved("private-among-public"), port("open"), ping("answers"), path("reaches"))).toEqual([]);
    const mute = found(resolved("private-among-public"), port("open"), ping("filtered"), path("unreachable-from"));
    expect(mute.map(({ id }) => id)).not.toContain("dns-wrong-answer");
  });
});

describe("a reserved address, where no service can live", () => {
  test("among public ones: dns-wrong-answer first, however it fails", () => {
    for (const [one, steps] of Object.entries(failing("198.18.0.66"))) {
      const found = ids(resolved("reserved-among-public", "reserved-answer"), ...steps);
      expect(found.slice(0, 2)).toEqual(["dns-wrong-answer", one]);
    }
  });
  test.each(["reserved-by-custom", "reserved-alone"])("%s: what is told of the host stands as before", (signal) => {
    for (const [one, steps] of Object.entries(failing("198.18.0.66"))) {
      expect(ids(resolved(signal, "reserved-answer"), ...steps)[0]).toBe(one);
    }
  });
  test("where the service works, as behind a local proxy's own addresses: nothing", () => {
    const { port, ping } = at("198.18.0.66");
    expect(ids(resolved("reserved-among-public", "reserved-answer"), port("open"), ping("answers"))).toEqual([]);
  });
});
