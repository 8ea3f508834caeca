import { z } from "zod";
import { key, must, strict } from "./keys.js";
import * as leaf from "./leaves.js";

const file = leaf.freeText;
const passphrase = key(
  leaf.password,
  "Passphrase of the private key; better from a variable",
  "私钥口令，宜用环境变量",
);
/** PEM files, or one PKCS#12 file. */
export const clientCert = z.union([
  strict({
    cert: must(file, "PEM file of the client certificate", "客户端证书的 PEM 文件"),
    key: must(file, "PEM file of its private key", "其私钥的 PEM 文件"),
    passphrase,
  }),
  strict({
    pkcs12: must(
      file,
      "PKCS#12 file (.p12, .pfx) with the client certificate and its key",
      "含客户端证书及私钥的 PKCS#12 文件（.p12、.pfx）",
    ),
    passphrase,
  }),
]);
