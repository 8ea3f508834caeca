import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/engine/diagnose.js";
import { causes } from "../../src/model/causes/index.js";
import { checks, step } from "./step.js";

/** A name with several addresses at which TLS differs: what stands, and that it stands alone. */
const place = {
  "this-host": "me",
  gateway: "10.0.1.1",
  name: "api.example.test",
  host: "api.example.test",
  endpoint: "api.example.test:443",
  "virtual-host": "api.example.test:443",
};
const certificate = ["completes", "in-date", "trusted", "name-matches"];
const standing = (addresses: string): readonly string[] =>
  diagnose(
    [
      step("port:api/443", place, "open", "at-once", "side-by-side"),
      step("tls:api", place, ...certificate, addresses),
      step("api:api", place, "answers", "status-ok", "in-time"),
      step("balance:api", place, "alike", "evenly-fast"),
    ],
    { checks, causes, targets: [{ name: "api", kind: "url", dependsOn: [] }] },
  )
    .causes.filter((one) => one.standing !== "ruled-out")
    .map((one) => one.id);

describe("an address of several where TLS does not hold", () => {
  test("is dead-address, not packet-loss, where the handshake fails", () => {
    expect(standing("some-addresses-fail")).toEqual(["dead-address"]);
  });
  test("is ipv6-broken, not dead-address, where it does over IPv6 alone", () => {
    expect(standing("ipv6-fails")).toEqual(["ipv6-broken"]);
  });
  test("is backend-partly-failing, not cert-expired of the whole name, where the certificate is bad", () => {
    expect(standing("some-certificates-bad")).toEqual(["backend-partly-failing"]);
  });
  test("is nothing where all hold", () => {
    expect(standing("all-addresses-hold")).toEqual([]);
  });
});

describe("a server that minds who asks only once it knows what is asked", () => {
  const asked = (...signals: readonly string[]): readonly string[] =>
    diagnose([step("tls:api", place, ...certificate), step("api:api", place, ...signals)], {
      checks,
      causes,
      targets: [{ name: "api", kind: "url", dependsOn: [] }],
    })
      .causes.filter((one) => one.standing !== "ruled-out")
      .map((one) => one.id);
  test("is client-cert-required, though the handshake itself completes", () => {
    expect(asked("certificate-demanded")).toEqual(["client-cert-required"]);
  });
  test("is client-cert-rejected, not client-cert-required, where ours was shown", () => {
    expect(asked("certificate-declined")[0]).toBe("client-cert-rejected");
  });
});
