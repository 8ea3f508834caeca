import { execFileSync, spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAuthority, selfSigned } from "../../src/lab/authority.js";

const day = 86_400_000;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "authority-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const file = (text: string): string => {
  files += 1;
  const path = join(folder, `${files}.pem`);
  writeFileSync(path, text);
  return path;
};
const verify = (root: string, leaf: string, ...more: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    "openssl",
    ["verify", "-x509_strict", "-no-CApath", "-CAfile", file(root), ...more, file(leaf)],
    { encoding: "utf8" },
  );
  return { status, said: stdout + stderr };
};

describe("authority", () => {
  it("issues leaves that openssl verifies for their names, addresses and purpose", async () => {
    const root = await createAuthority();
    const leaf = await root.issue({ names: ["api.invoice.test", "*.wild.test", "127.0.0.1", "::1"] });
    for (const subject of [
      ["-verify_hostname", "api.invoice.test"],
      ["-verify_hostname", "any.wild.test"],
      ["-verify_ip", "127.0.0.1"],
      ["-verify_ip", "::1"],
    ])
      expect(verify(root.cert, leaf.cert, "-purpose", "sslserver", ...subject)).toMatchObject({ status: 0 });
    expect(verify(root.cert, leaf.cert, "-verify_hostname", "other.test").status).not.toBe(0);
    expect(verify(root.cert, leaf.cert, "-purpose", "sslclient").status).not.toBe(0);
    expect(leaf.chain).toBe(leaf.cert);
  });

  it("issues through intermediates, whose certificates stand in the chain without the root", async () => {
    const root = await createAuthority({ name: "Root" });
    const second = await (await root.intermediate({ name: "First" })).intermediate({ name: "Second" });
    const leaf = await second.issue({ names: ["deep.test"] });
    expect(leaf.chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    expect(verify(root.cert, leaf.cert, "-untrusted", file(leaf.chain)).status).toBe(0);
    expect(verify(root.cert, leaf.cert).said).toMatch(/unable to get local issuer/);
    const issuers = leaf.chain
      .split(/(?=-----BEGIN)/)
      .map((pem) => new X509Certificate(pem).issuer.match(/CN=(.*)/)?.[1]);
    expect(issuers).toEqual(["Second", "First", "Root"]);
  });

  it("makes the dates, keys and purposes that were asked for", async () => {
    const root = await createAuthority();
    const old = await root.issue({
      names: ["old.test"],
      notBefore: new Date(Date.now() - 20 * day),
      notAfter: new Date(Date.now() - 10 * day),
    });
    expect(verify(root.cert, old.cert).said).toMatch(/certificate has expired/);
    const weak = await root.issue({ names: ["rsa.test"], keyType: "rsa-1024", commonName: "开票, 平台" });
    const text = execFileSync("openssl", ["x509", "-noout", "-text", "-nameopt", "utf8,sep_comma_plus"], {
      input: weak.cert,
      encoding: "utf8",
    });
    expect(text).toMatch(/Public-Key: \(1024 bit\)/);
    expect(text).toMatch(/CN=开票\\?, 平台/);
    expect(verify(root.cert, weak.cert, "-auth_level", "0").status).toBe(0);
    const client = await root.issue({ names: [], commonName: "client", client: true, keyType: "rsa-2048" });
    expect(verify(root.cert, client.cert, "-purpose", "sslclient").status).toBe(0);
    expect(verify(root.cert, client.cert, "-purpose", "sslserver").status).not.toBe(0);
  });

  it("keeps two authorities of one name apart, and trusts no leaf that signed itself", async () => {
    const [one, two] = await Promise.all([createAuthority(), createAuthority()]);
    const leaf = await one.issue({ names: ["a.test"] });
    expect(verify(two.cert, leaf.cert).status).not.toBe(0);
    const alone = await selfSigned({ names: ["a.test"] });
    expect(verify(one.cert, alone.cert).said).toMatch(/self.signed certificate/);
  });
});
