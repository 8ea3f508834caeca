import type { Bilingual } from "../model/text.js";

/** The sentences of a comparison. */
export const changeWords = {
  certificate: {
    en: "shows another certificate (SHA-256 {was} before, {is} now)",
    zh: "证书已更换（SHA-256 原为 {was}，现为 {is}）",
  },
  issuer: {
    en: "the certificate is issued by {is}, before by {was}",
    zh: "证书颁发者现为 {is}，原为 {was}",
  },
  dates: {
    en: "the certificate is valid {is}, before {was}",
    zh: "证书有效期现为 {is}，原为 {was}",
  },
  address: { en: "the addresses are {is}, before {was}", zh: "地址现为 {is}，原为 {was}" },
  slower: {
    en: "slower beyond noise: {is} in the middle of {count} measurements, before {was} of {before}",
    zh: "变慢且超出波动范围：{count} 次测量的中位数为 {is}，原为 {was}（{before} 次）",
  },
  faster: {
    en: "faster beyond noise: {is} in the middle of {count} measurements, before {was} of {before}",
    zh: "变快且超出波动范围：{count} 次测量的中位数为 {is}，原为 {was}（{before} 次）",
  },
  cause: { en: "fails for another cause: {is}, before {was}", zh: "失败原因现为 {is}，原为 {was}" },
  status: { en: "ends in {is}, before in {was}", zh: "结果现为 {is}，原为 {was}" },
} as const satisfies Record<string, Bilingual>;
