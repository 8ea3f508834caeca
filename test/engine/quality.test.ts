import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/engine/diagnose.js";
import { causes } from "../../src/model/causes/index.js";
import type { Result } from "../../src/model/result.js";
import { checks, step } from "./step.js";

/** Ways that lose, and what else seems to be wrong meanwhile. */
const shop = { "this-host": "me", gateway: "10.0.1.1", host: "203.0.113.5" };
const resolver = "10.0.1.53";
const at = (port: number) => ({ ...shop, endpoint: `${shop.host}:${port}` });
const named = (...results: readonly Result[]): readonly string[] =>
  diagnose(results, { checks, causes, targets: [] })
    .causes.filter(({ standing }) => standing === "confirmed" || standing === "likely")
    .map(({ id, place }) => `${id} ${place}`);

const silences = [
  step("port:api/443", at(443), "mostly-failing"),
  step("port:app/8080", at(8080), "silent", "alive", "stray-dropped"),
  step("port:app/3389", at(3389), "open", "mute"),
];
const ping = (...loss: readonly string[]): Result => step("ping:api", shop, "answers", ...loss, "reached", "near");

describe("a port that stays silent, and one that says nothing, on a way that loses packets", () => {
  test("every second one: packet-loss alone, neither firewall-drops-port nor service-frozen", () => {
    expect(named(ping("lossy", "half-lost"), ...silences)).toEqual([`packet-loss ${shop.host}`]);
  });
  test("every tenth: packet-loss does not make them silent, firewall-drops-port and service-frozen do", () => {
    const found = named(ping("lossy"), ...silences);
    expect(found).toContain(`firewall-drops-port ${shop.host}:8080`);
    expect(found).toContain(`service-frozen ${shop.host}:3389`);
  });
  test("the resolver's silence beside it is the same loss, not dns-server-failure", () => {
    const asked = (name: string, ...signals: readonly string[]) =>
      step(`dns:${name}`, { "this-host": "me", gateway: "10.0.1.1", resolver, name: `${name}.test` }, ...signals);
    const dns = [asked("db", "name-unanswered", "resolver-alive"), asked("api", "resolves"), asked("app", "resolves")];
    expect(named(ping("lossy", "half-lost"), ...silences, ...dns)).toEqual([
      `packet-loss ${shop.host}`,
      `packet-loss ${resolver}`,
    ]);
  });
});

test("names whose questions get lost now and then are late by the loss that the ways beside them show: packet-loss, not dns-slow", () => {
  const asked = (name: string) =>
    step(
      `dns:${name}`,
      { "this-host": "me", gateway: "10.0.1.1", resolver, name: `${name}.test` },
      "resolves",
      "lost-now-and-then",
      "slow",
    );
  const [first, second] = named(ping("lossy"), asked("api"), asked("app"), asked("db"));
  expect([first, second].toSorted()).toEqual([`packet-loss ${resolver}`, `packet-loss ${shop.host}`]);
});

test("keepalive-disabled costs time and comes after cert-revoked, which stops the service, however sure both are", () => {
  const { causes: found } = diagnose(
    [
      step("keepalive:api", at(443), "closed-each-time"),
      step("tls:api", { ...at(443), "virtual-host": "api.test:443" }, "revoked"),
    ],
    { checks, causes, targets: [] },
  );
  expect(found.slice(0, 2).map(({ id }) => id)).toEqual(["cert-revoked", "keepalive-disabled"]);
});
