import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Authority, Issued } from "../../src/lab/authority.js";
import { temporaryDirectory } from "./daemon.js";
import { run } from "./namespace.js";

/** UTCTime (RFC 5280 section 4.1.2.5.1). */
const utc = (date: Date): string => `${date.toISOString().replace(/^20|[-:T]|\.\d+/g, "")}`;

/** What openssl's own OCSP responder says of a certificate, for a day, in DER: a file for nginx's `ssl_stapling_file`. */
export const ocspResponse = async (
  authority: Authority,
  { cert }: Pick<Issued, "cert">,
  status: "good" | "revoked",
  signer = authority,
): Promise<Buffer> => {
  const { X509Certificate } = await import("node:crypto");
  const { readFile } = await import("node:fs/promises");
  const folder = await temporaryDirectory();
  const at = (name: string): string => join(folder.path, name);
  const { serialNumber } = new X509Certificate(cert);
  const [now, later] = [new Date(), new Date(Date.now() + 86_400_000)];
  const line = [status === "good" ? "V" : "R", utc(later), status === "good" ? "" : `${utc(now)},keyCompromise`];
  const files = {
    "index.txt": `${[...line, serialNumber, "unknown", "/CN=leaf"].join("\t")}\n`,
    "ca.pem": authority.cert,
    "signer.pem": signer.cert,
    "signer.key": signer.key,
    "leaf.pem": cert,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(at(name), text);
  const asking = ["-index", at("index.txt"), "-CA", at("ca.pem"), "-issuer", at("ca.pem"), "-cert", at("leaf.pem")];
  const signing = ["-rsigner", at("signer.pem"), "-rkey", at("signer.key"), "-ndays", "1"];
  const ran = await run("openssl", "ocsp", ...asking, ...signing, "-noverify", "-respout", at("response.der"));
  try {
    return await readFile(at("response.der"));
  } catch {
    throw new Error(ran.stderr);
  } finally {
    await folder.remove();
  }
};
