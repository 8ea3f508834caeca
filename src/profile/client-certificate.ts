import { type ClientCert, identityOf } from "../model/client-cert.js";
import type { Target } from "../model/profile.js";
import type { Bilingual } from "../model/text.js";
import type { Issue } from "./errors.js";

/** What is wrong with the files of a client certificate, and the key of `clientCert` that is to blame. */
type ClientCertFault = { readonly key: "cert" | "key" | "pkcs12" | "passphrase"; readonly said: Bilingual };

const faults = {
  unreadable: {
    key: "cert",
    said: {
      en: "the certificate in the file cannot be read; its PEM text is damaged",
      zh: "文件中的证书无法解析，PEM 内容已损坏",
    },
  },
  keyUnreadable: {
    key: "key",
    said: {
      en: "the private key in the file cannot be read; its PEM text is damaged",
      zh: "文件中的私钥无法解析，PEM 内容已损坏",
    },
  },
  stranger: {
    key: "key",
    said: { en: "the private key does not belong to the certificate", zh: "私钥与证书不匹配" },
  },
  locked: {
    key: "passphrase",
    said: { en: "the passphrase does not open the private key", zh: "口令无法解开私钥" },
  },
  lockedFile: {
    key: "pkcs12",
    said: {
      en: "the file does not open; expected the right `passphrase:` beside it, or the file is damaged",
      zh: "无法打开该文件：旁边应给出正确的 passphrase，或文件已损坏",
    },
  },
  oldFile: {
    key: "pkcs12",
    said: {
      en: "the file is encrypted in the old way (RC2, 3DES) that OpenSSL 3 no longer reads; write it anew: openssl pkcs12 -legacy -in OLD.p12 -nodes | openssl pkcs12 -export -out NEW.p12",
      zh: "该文件使用 OpenSSL 3 已不支持的旧加密方式（RC2、3DES）；请重新导出：openssl pkcs12 -legacy -in OLD.p12 -nodes | openssl pkcs12 -export -out NEW.p12",
    },
  },
  keyless: {
    key: "pkcs12",
    said: {
      en: "there is no private key in the file; export it with its key",
      zh: "文件中没有私钥，请连同私钥一起导出",
    },
  },
} as const satisfies { readonly [name: string]: ClientCertFault };

/** Loaded only where there is a client certificate: start-up time is a promise. */
const builtin = <Id extends "node:tls" | "node:crypto">(id: Id) => process.getBuiltinModule(id);

const isCertificate = (pem: string): boolean => {
  try {
    return new (builtin("node:crypto").X509Certificate)(pem) !== undefined;
  } catch {
    return false;
  }
};

const ofPkcs12 = (code: string): ClientCertFault => {
  if (code === "ERR_CRYPTO_UNSUPPORTED_OPERATION") return faults.oldFile;
  return code === "ERR_CRYPTO_OPERATION_FAILED" ? faults.keyless : faults.lockedFile;
};

const ofPem = (code: string, cert: string, passphrase: string | undefined): ClientCertFault => {
  if (!isCertificate(cert)) return faults.unreadable;
  if (code === "ERR_OSSL_X509_KEY_VALUES_MISMATCH") return faults.stranger;
  return passphrase === undefined ? faults.keyUnreadable : faults.locked;
};

/** Opens the files as a handshake would; undefined: they are good. */
const clientCertFault = (files: ClientCert): ClientCertFault | undefined => {
  try {
    builtin("node:tls").createSecureContext(identityOf(files));
    return undefined;
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? "");
    return "pkcs12" in files ? ofPkcs12(code) : ofPem(code, files.cert, files.passphrase);
  }
};

/** The client certificates of a profile that could never be shown to a server. */
export const clientCertIssues = (targets: readonly Target[]): Issue[] =>
  targets.flatMap((one, index) => {
    const fault = one.kind === "url" && one.clientCert !== undefined ? clientCertFault(one.clientCert) : undefined;
    if (fault === undefined) return [];
    return [{ path: ["targets", index, "clientCert", fault.key], at: "value" as const, message: fault.said }];
  });
