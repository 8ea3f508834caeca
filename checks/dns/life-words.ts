import type { Signals } from "../../src/model/check.js";

/** Asked of a server that is silent: no answer is likelier than another where all is well. */
const wayNote = { answers: "way", level: "note", whenHealthy: "usually" } as const;

/** The answers to who lives at, and on the way to, a DNS server that is silent. */
export const lifeSignals = {
  "resolver-alive": {
    answers: "life",
    level: "note",
    whenHealthy: "usually",
    text: { en: "the host of {server} is alive: {signs}", zh: "{server} 所在主机存活：{signs}" },
  },
  "resolver-lifeless": {
    answers: "life",
    level: "note",
    whenHealthy: "usually",
    text: { en: "{server} gives no other sign of life", zh: "{server} 没有任何其他存活迹象" },
  },
  "resolver-way-ends-beyond": {
    ...wayNote,
    text: {
      en: "{router}, beyond our gateway, answers on the way to {server}",
      zh: "通往 {server} 的路径上，网关之外的 {router} 有应答",
    },
  },
  "resolver-way-ends-at-gateway": {
    ...wayNote,
    text: {
      en: "nobody beyond our gateway answers on the way to {server}",
      zh: "通往 {server} 的路径上，网关之外无任何应答",
    },
  },
  "resolver-way-silent": {
    ...wayNote,
    text: { en: "nobody answers on the way to {server}", zh: "通往 {server} 的路径上无任何应答" },
  },
  "resolver-way-missing": {
    ...wayNote,
    text: { en: "{router} knows no way to {server}", zh: "{router} 没有通往 {server} 的路由" },
  },
  "resolver-way-missing-beyond": {
    ...wayNote,
    text: {
      en: "{router}, beyond our gateway, lives and knows no way to {server}",
      zh: "网关之外的 {router} 存活，但没有通往 {server} 的路由",
    },
  },
  "resolver-missing": {
    ...wayNote,
    text: { en: "{router} finds nobody at {server}", zh: "{router} 在其网络中找不到 {server}" },
  },
} as const satisfies Signals;
