import { expect, it } from "vitest";
import { issuerAnswer, registered, type Shown } from "../../checks/tls/interception.js";
import type { Certificate } from "../../src/model/io.js";

const leaf = (issuer: string, fingerprint: string): Certificate => ({
  subject: "CN=leaf",
  issuer,
  names: [],
  notBefore: "2026-01-01T00:00:00Z",
  notAfter: "2027-01-01T00:00:00Z",
  fingerprint,
  selfSigned: false,
  keyType: "ec",
  keyBits: 256,
  signature: "ecdsa-with-SHA256",
});
const times = { connect: 1, handshake: 1 };
const shown = (name: string, address: string, issuer = "CN=Box", changes: Partial<Shown["handshake"]> = {}): Shown => ({
  name,
  address,
  ours: false,
  handshake: {
    version: "TLSv1.3",
    cipher: "x",
    chain: [leaf(issuer, name)],
    trust: "untrusted-root",
    nameMatches: true,
    clientCertRequested: false,
    times,
    ...changes,
  },
});
const one = shown("api.alpha.com", "203.1.0.5");
const asked = (mine: Shown, ...others: Shown[]) => {
  const [first] = mine.handshake.chain;
  return first === undefined ? [] : issuerAnswer(mine, first, others).map(({ signal }) => signal);
};

it("what somebody registered", () => {
  expect(registered("dppt.beijing.chinatax.gov.cn.")).toBe("chinatax.gov.cn");
  expect(registered("www.beta.com")).toBe("beta.com");
  expect(registered("a.b.cn")).toBe("b.cn");
  for (const name of ["10.0.0.1", "desk", "api.corp", "x.y.local"]) expect(registered(name)).toBeUndefined();
});

it.each(["CN=FortiGate CA, O=Fortinet", "O=深信服科技", "CN=Zscaler Intermediate Root CA", "CN=Kaspersky Anti-Virus"])(
  "%s is known to re-sign",
  (issuer) => expect(asked(shown("api.alpha.com", "203.1.0.5", issuer))).toEqual(["interceptor"]),
);

it("a box's own page, and a root that is trusted, are no interception", () => {
  const box = "CN=FortiGate CA";
  expect(asked(shown("api.alpha.com", "203.1.0.5", box, { nameMatches: false }))).toEqual([]);
  expect(asked(shown("api.alpha.com", "203.1.0.5", box, { trust: "self-signed" }))).toEqual([]);
  expect(asked(shown("api.alpha.com", "203.1.0.5", box, { trust: "trusted" }))).toEqual([]);
});

it("one unknown issuer for strangers is a box; for hosts of one owner it is an authority of theirs", () => {
  expect(asked(one)).toEqual([]);
  expect(asked(one, shown("www.beta.com", "203.1.0.6"))).toEqual(["shared-issuer"]);
  expect(asked(one, shown("www.alpha.com", "203.1.0.6"))).toEqual([]);
  expect(asked(one, shown("www.beta.com", "203.1.0.5"))).toEqual([]);
  expect(asked(one, shown("www.beta.com", "10.0.0.6"))).toEqual([]);
  expect(asked(shown("api.alpha.com", "10.0.0.5"), shown("www.beta.com", "10.0.0.6"))).toEqual([]);
  expect(asked(one, { ...shown("www.beta.com", "203.1.0.6"), ours: true })).toEqual([]);
  expect(asked(one, shown("erp.corp", "203.1.0.6"))).toEqual([]);
  expect(asked(one, shown("www.beta.com", "203.1.0.6", "CN=Box", { chain: one.handshake.chain }))).toEqual([]);
});

it("strangers with other issuers speak against a box", () => {
  expect(asked(one, shown("www.beta.com", "203.1.0.6", "CN=Public CA", { trust: "trusted" }))).toEqual(["own-issuer"]);
});
