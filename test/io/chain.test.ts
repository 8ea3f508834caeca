import { X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { describeCertificate } from "../../src/io/certificate.js";
import { judgeChain, outdatedRoot } from "../../src/io/chain.js";
import { type Authority, createAuthority, selfSigned } from "../../src/lab/authority.js";

const names = ["api.test"];
const past = { notBefore: new Date(Date.now() - 9e8), notAfter: new Date(Date.now() - 1e8) };
const x = (pem: string) => new X509Certificate(pem);

describe("judgeChain", () => {
  let root: Authority;
  let middle: Authority;
  let leaf: X509Certificate;
  beforeAll(async () => {
    root = await createAuthority({ name: "Root" });
    middle = await root.intermediate({ name: "Middle", ...past });
    leaf = x((await middle.issue({ names, ...past })).cert);
  });

  it("trusts a path to a trusted root, whatever the dates and the order", () => {
    expect(judgeChain([leaf, x(middle.cert)], [x(root.cert)])).toEqual({ trust: "trusted", path: [0, 1] });
    expect(judgeChain([leaf, x(root.cert), x(middle.cert)], [x(root.cert)])).toEqual({
      trust: "trusted",
      path: [0, 2, 1],
    });
  });

  it("takes the missing issuer from what is trusted, if that leads to a root", () => {
    expect(judgeChain([leaf], [x(middle.cert), x(root.cert)])).toEqual({ trust: "trusted", path: [0] });
    expect(judgeChain([leaf], [x(middle.cert)]).trust).toBe("incomplete");
  });

  it("incomplete, unknown root, no certificate at all", () => {
    expect(judgeChain([leaf], [x(root.cert)])).toEqual({ trust: "incomplete", path: [0] });
    expect(judgeChain([leaf, x(middle.cert)], [])).toEqual({ trust: "incomplete", path: [0, 1] });
    expect(judgeChain([leaf, x(middle.cert), x(root.cert)], [])).toEqual({ trust: "untrusted-root", path: [0, 1, 2] });
    expect(judgeChain([], [x(root.cert)])).toEqual({ trust: "incomplete", path: [] });
  });

  it("self-signed, trusted or not, and whatever else was sent", async () => {
    const own = x((await selfSigned({ names })).cert);
    expect(judgeChain([own, x(root.cert)], [x(root.cert)])).toEqual({ trust: "self-signed", path: [0] });
    expect(judgeChain([own], [own])).toEqual({ trust: "trusted", path: [0] });
  });

  it("a namesake that did not sign is no issuer", async () => {
    const namesake = await createAuthority({ name: "Root" });
    expect(judgeChain([leaf, x(middle.cert)], [x(namesake.cert)]).trust).toBe("incomplete");
  });

  it("tells a gap: what was sent beyond it leads to a trusted root", async () => {
    const low = await middle.intermediate({ name: "Low", ...past });
    const end = x((await low.issue({ names, ...past })).cert);
    const gap = { trust: "incomplete", path: [0], beyond: 1 };
    expect(judgeChain([end, x(middle.cert)], [x(root.cert)])).toEqual(gap);
    expect(judgeChain([end, x(middle.cert)], [])).toEqual({ trust: "incomplete", path: [0] });
    expect(judgeChain([end, leaf], [x(root.cert)])).toEqual({ trust: "incomplete", path: [0] });
  });

  it("what was sent in vain is not on the path", async () => {
    const stray = await root.intermediate({ name: "Stray", ...past });
    const sent = [leaf, x(stray.cert), x(leaf.toString()), x(middle.cert)];
    expect(judgeChain(sent, [x(root.cert)])).toEqual({ trust: "trusted", path: [0, 3] });
  });
});

describe("outdatedRoot", () => {
  it("is the trusted root above, unless one that vouches for it too is in date", async () => {
    const [old, young] = [await createAuthority({ name: "Old", ...past }), await createAuthority({ name: "Young" })];
    const middle = x((await old.intermediate({ name: "Middle" })).cert);
    const at = Date.now();
    expect(outdatedRoot(middle, [x(young.cert), x(old.cert)], at)?.subject).toContain("CN=Old");
    expect(outdatedRoot(x(old.cert), [x(old.cert)], at)?.subject).toContain("CN=Old");
    expect(outdatedRoot(middle, [x(old.cert)], at - 5e8)).toBeUndefined();
    expect(outdatedRoot(middle, [x(young.cert)], at)).toBeUndefined();
  });
});

describe("describeCertificate", () => {
  it("says what it is in the words of the model", async () => {
    const root = await createAuthority({ name: "Root" });
    const { cert } = await root.issue({
      names: ["a.test", "*.b.test", "10.0.0.5"],
      commonName: "甲公司",
      keyType: "rsa-2048",
    });
    expect(describeCertificate(x(cert))).toMatchObject({
      subject: expect.stringContaining("CN=甲公司"),
      issuer: expect.stringContaining("CN=Root"),
      names: ["a.test", "*.b.test", "10.0.0.5"],
      selfSigned: false,
      keyType: "rsa",
      keyBits: 2048,
      signature: "ecdsa-with-SHA256",
      notAfter: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(describeCertificate(x(root.cert)).selfSigned).toBe(true);
  });

  it("takes the common name only where no names are listed", async () => {
    const { cert } = await (await createAuthority()).issue({ names: [], commonName: "only.test" });
    expect(describeCertificate(x(cert)).names).toEqual(["only.test"]);
  });
});
