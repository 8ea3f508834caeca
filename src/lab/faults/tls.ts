import type { FaultTable } from "../fault.js";

export const tlsFaults = {
  "tls-plain-http": {
    title: { en: "The API's port speaks plain HTTP", zh: "API 端口使用的是明文 HTTP" },
    breaks: { api: { secure: false } },
  },
  "tls-reset": {
    title: { en: "The API's TLS handshakes are reset", zh: "API 的 TLS 握手被重置" },
    breaks: { api: { port: "tls-reset" } },
  },
  "tls-stalled": {
    title: { en: "The API's TLS handshakes are never answered", zh: "API 的 TLS 握手得不到应答" },
    breaks: { api: { port: "tls-swallowed" } },
  },
  "tls-version-unsupported": {
    title: { en: "The API speaks no TLS newer than 1.1", zh: "API 仅支持 TLS 1.1 及更早版本" },
    breaks: { api: { tls: { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } } },
  },
  "tls-cipher-mismatch": {
    title: { en: "The API offers only cipher suites without encryption", zh: "API 仅提供不加密的密码套件" },
    breaks: { api: { tls: { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-NULL-SHA@SECLEVEL=0" } } },
  },
  "client-cert-required": {
    title: { en: "The API demands a client certificate", zh: "API 要求客户端证书" },
    breaks: { api: { tls: { requestCert: true } } },
  },
} as const satisfies FaultTable;
