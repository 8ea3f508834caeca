import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import { kinOf } from "../../src/io/kinship.js";
import { createAuthority } from "../../src/lab/authority.js";

const rootNamed = async (name: string): Promise<X509Certificate> =>
  new X509Certificate((await createAuthority({ name })).cert);

describe("kinOf", () => {
  const rows: [string, string, boolean][] = [
    ["Company Root CA Intermediate", "Company Root CA", true],
    ["Lanxin Policy CA 2", "Lanxin Root X1", true],
    ["中税 中间证书 G2", "中税 根证书", true],
    ["Company Root CA", "Another Company Root", false],
    ["Issuing CA G2", "Root CA R1", false],
    ["FortiGate CA", "Company Root CA", false],
    // The same name is a namesake that did not sign.
    ["Company Root CA", "Company Root CA", false],
  ];
  it.each(rows)("%s of %s: %s", async (issuer, root, kin) => {
    expect(kinOf((await rootNamed(issuer)).subject, [await rootNamed(root)], []) !== undefined).toBe(kin);
  });

  it("by the organisation, if everybody trusts it", async () => {
    const root = { subject: "C=US\nO=DigiCert Inc\nCN=DigiCert Global Root G2" } as X509Certificate;
    expect(kinOf("C=US\nO=DigiCert Inc\nCN=GeoTrust CN RSA CA G1", [root], [root])).toBe(root);
    expect(kinOf("C=US\nO=DigiCert Inc\nCN=GeoTrust CN RSA CA G1", [root], [])).toBeUndefined();
    expect(kinOf("C=CN\nO=Zhonghe\nCN=GeoTrust CN RSA CA G1", [root], [root])).toBeUndefined();
  });
});
