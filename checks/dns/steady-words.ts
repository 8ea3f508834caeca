import type { Signals } from "../../src/model/check.js";

/** The answers to whether the server answers each time, and whether its neighbours know what it does not. */
export const steadySignals = {
  "answers-each-time": {
    answers: "steady",
    level: "pass",
    text: { en: "{server} answered alike, asked {tries} times", zh: "共查询 {tries} 次，{server} 每次应答一致" },
  },
  "fails-now-and-then": {
    answers: "steady",
    level: "fail",
    text: {
      en: "{server} fails on {name} now and then: {failed} of {tries} questions were answered {rcode}, the others with an address",
      zh: "{server} 解析 {name} 时好时坏：{tries} 次查询中有 {failed} 次返回 {rcode}，其余有地址",
    },
  },
  "refuses-now-and-then": {
    answers: "steady",
    level: "fail",
    text: {
      en: "{server} refuses {name} now and then: {failed} of {tries} questions were answered REFUSED, the others with an address",
      zh: "{server} 时而拒绝回答 {name}：{tries} 次查询中有 {failed} 次返回 REFUSED，其余有地址",
    },
  },
  "lost-now-and-then": {
    answers: "steady",
    level: "warn",
    text: {
      en: "{failed} of {tries} questions to {server} for {name} had no answer within {ms} ms, the others had one: they are lost, or it drops them",
      zh: "向 {server} 查询 {name} 共 {tries} 次，其中 {failed} 次在 {ms} 毫秒内无应答，其余有应答：报文丢失，或被其丢弃",
    },
  },
  // Most programs go on to the next server; those that ask only one fail.
  "first-server-fails": {
    answers: "servers",
    level: "warn",
    text: {
      en: "the first DNS server {server} fails on {name}: {rcode}; the next one knows it ({other})",
      zh: "首选 DNS 服务器 {server} 解析 {name} 失败：{rcode}；另一服务器能解析（{other}）",
    },
  },
  "first-server-refuses": {
    answers: "servers",
    level: "warn",
    text: {
      en: "the first DNS server {server} refuses {name}: {rcode}; the next one knows it ({other})",
      zh: "首选 DNS 服务器 {server} 拒绝回答 {name}：{rcode}；另一服务器能解析（{other}）",
    },
  },
  "later-server-fails": {
    answers: "servers",
    level: "note",
    text: {
      en: "the spare DNS server {server} answers {rcode} for {name}, {other}",
      zh: "备用 DNS 服务器 {server} 对 {name} 返回 {rcode}，而 {other}",
    },
  },
} as const satisfies Signals;
