import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryDirectory } from "./daemon.js";

/** A certificate chain that fills more than one full-size packet, PEM. */
export const largeChain = async (): Promise<{ cert: string; key: string }> => {
  const directory = await temporaryDirectory();
  const at = (file: string): string => join(directory.path, file);
  const make = (name: string) =>
    promisify(execFile)("openssl", [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${name}.test`],
      ...["-keyout", at(`${name}.key`), "-out", at(`${name}.crt`)],
    ]);
  await Promise.all([make("api"), make("ca")]);
  const [leaf, ca, key] = await Promise.all(["api.crt", "ca.crt", "api.key"].map((file) => readFile(at(file), "utf8")));
  await directory.remove();
  return { cert: `${leaf}${ca}`, key: key ?? "" };
};
