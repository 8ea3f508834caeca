import type { FaultTable } from "../fault.js";

export const certificateFaults = {
  "cert-expired": {
    title: { en: "The API's certificate has expired", zh: "API 的证书已过期" },
    breaks: { api: { certificate: { from: -400, until: -10 } } },
  },
  "cert-not-yet-valid": {
    title: { en: "The API's certificate is not valid yet", zh: "API 的证书尚未生效" },
    breaks: { api: { certificate: { from: 10 } } },
  },
  "cert-expiring": {
    title: { en: "The API's certificate expires in ten days", zh: "API 的证书将在十天后过期" },
    breaks: { api: { certificate: { until: 10 } } },
  },
  "cert-wrong-host": {
    title: { en: "The API's certificate is for another name", zh: "API 的证书属于其他域名" },
    breaks: { api: { certificate: { names: ["www.other.test"] } } },
  },
  "cert-self-signed": {
    title: { en: "The API's certificate signed itself", zh: "API 使用自签名证书" },
    breaks: { api: { certificate: { issuer: "itself" } } },
  },
  "cert-untrusted-ca": {
    title: { en: "The API's certificate comes from a CA that nobody trusts", zh: "API 的证书由不受信任的 CA 签发" },
    breaks: { api: { certificate: { issuer: "stranger", sends: "chain-with-root" } } },
  },
  "cert-chain-incomplete": {
    title: { en: "The API does not send its intermediate certificate", zh: "API 未发送中间证书" },
    breaks: { api: { certificate: { sends: "leaf" } } },
  },
  "cert-intermediate-expired": {
    title: { en: "The API's intermediate certificate has expired", zh: "API 的中间证书已过期" },
    breaks: { api: { certificate: { intermediateUntil: -10 } } },
  },
} as const satisfies FaultTable;
