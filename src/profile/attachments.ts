import { dirname, isAbsolute, join } from "node:path";
import type { CodeCatalogue } from "../model/codes.js";
import type { Json } from "../model/json.js";
import type { Bilingual } from "../model/text.js";
import { codesOf } from "./codes.js";
import type { Source } from "./document.js";
import type { Issue, Path } from "./errors.js";
import { fileFault } from "./file.js";
import { valueAt } from "./mistakes.js";
import { mostSamples } from "./payload-schema.js";
import { sampleOf } from "./samples.js";

/** The text of a file, or its bytes in base64; or an exception with a `code` of the file system. */
export type ReadFile = (path: string, as: "text" | "base64") => string;

/** Texts and paths of the files that a profile names, samples and catalogues among them as values, by the name that it uses. */
export type Attachments = {
  readonly texts: ReadonlyMap<string, string>;
  readonly paths: ReadonlyMap<string, string>;
  readonly samples: ReadonlyMap<string, Json>;
  readonly codes: ReadonlyMap<string, CodeCatalogue>;
  readonly issues: readonly Issue[];
};

const certificate = /-----BEGIN CERTIFICATE-----/;
const privateKey = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/;
const encrypted = /-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/;

/** How the base64 of a DER sequence of more than 127 bytes begins. */
const sequence = /^MI/;

const places = [
  { path: ["ca"], as: "text", form: certificate, what: { en: "a PEM certificate", zh: "PEM 证书" } },
  { path: ["mysql", "ca"], as: "text", form: certificate, what: { en: "a PEM certificate", zh: "PEM 证书" } },
  { path: ["clientCert", "cert"], as: "text", form: certificate, what: { en: "a PEM certificate", zh: "PEM 证书" } },
  { path: ["clientCert", "key"], as: "text", form: privateKey, what: { en: "a PEM private key", zh: "PEM 私钥" } },
  { path: ["clientCert", "pkcs12"], as: "base64", form: sequence, what: { en: "PKCS#12", zh: "PKCS#12 内容" } },
] as const;

const beside = (file: string, name: string): string => (isAbsolute(name) ? name : join(dirname(file), name));

type Read = { readonly text: string } | { readonly fault: Bilingual };

const readWith = (readFile: ReadFile, path: string, as: "text" | "base64"): Read => {
  try {
    return { text: readFile(path, as) };
  } catch (error) {
    return { fault: fileFault(error).said };
  }
};

const needsPassphrase = (source: Source, path: Path, text: string): boolean =>
  path.at(-1) === "key" &&
  encrypted.test(text) &&
  valueAt(source.value, [...path.slice(0, -1), "passphrase"]) === undefined;

const faultOf = (
  source: Source,
  path: Path,
  read: Read,
  { form, what }: (typeof places)[number],
): Bilingual | undefined => {
  if ("fault" in read) return read.fault;
  if (!form.test(read.text))
    return { en: `expected a file with ${what.en} in it, found none`, zh: `文件中应含 ${what.zh}，实际没有` };
  return needsPassphrase(source, path, read.text)
    ? { en: "the private key is encrypted; expected `passphrase:` beside it", zh: "私钥已加密，应同时给出 passphrase" }
    : undefined;
};

/** Where a target names samples. */
const samplePaths = (source: Source, base: Path): Path[] => {
  const path = [...base, "payload", "samples"];
  const names = valueAt(source.value, path);
  return Array.isArray(names) ? names.slice(0, mostSamples).map((_, index) => [...path, index]) : [];
};

/** Reads the files that the targets name, relative to the profile's folder, each once. */
export const attachments = (source: Source, file: string, readFile: ReadFile): Attachments => {
  const reads = new Map<string, Read>();
  const samples = new Map<string, Json>();
  const codes = new Map<string, CodeCatalogue>();
  const issues: Issue[] = [];
  const readAt = (
    path: Path,
    judge: (name: string, read: Read) => Bilingual | undefined,
    as: "text" | "base64" = "text",
  ): void => {
    const name = valueAt(source.value, path);
    if (typeof name !== "string" || name === "" || source.isBlamed(path)) return;
    const read = reads.get(name) ?? readWith(readFile, beside(file, name), as);
    reads.set(name, read);
    const message = judge(name, read);
    if (message !== undefined) issues.push({ path, at: "value", message });
  };
  const keepSample = (name: string, read: Read): Bilingual | undefined => {
    if ("fault" in read) return read.fault;
    const sample = sampleOf(read.text);
    if ("fault" in sample) return sample.fault;
    samples.set(name, sample.value);
    return undefined;
  };
  const keepCodes = (name: string, read: Read): Bilingual | undefined => {
    if ("fault" in read) return read.fault;
    const catalogue = codesOf(read.text, name);
    if ("fault" in catalogue) return catalogue.fault;
    codes.set(name, catalogue.value);
    return undefined;
  };
  const targets = valueAt(source.value, ["targets"]);
  const count = Array.isArray(targets) ? targets.length : 0;
  for (let index = 0; index < count; index += 1) {
    const base: Path = ["targets", index];
    for (const place of places) {
      const path = [...base, ...place.path];
      readAt(path, (_, read) => faultOf(source, path, read, place), place.as);
    }
    readAt([...base, "codes"], keepCodes);
    for (const path of samplePaths(source, base)) readAt(path, keepSample);
  }
  const texts = [...reads].flatMap(([name, read]) => ("text" in read ? [[name, read.text] as const] : []));
  const paths = new Map([...reads.keys()].map((name) => [name, beside(file, name)]));
  return { texts: new Map(texts), paths, samples, codes, issues };
};
