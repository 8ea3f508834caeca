import type { Signals } from "../../src/model/check.js";

/** What `ping` says of packets that get lost. */

const lostSome = {
  en: "{lost} of {sent} lost, at most {row} in a row: the loss is between {least} and {most} (90 % confidence)",
  zh: "{sent} 个中丢失 {lost} 个，最多连续 {row} 个：丢包率在 {least} 至 {most} 之间（置信度 90%）",
} as const;
export const lossSignals = {
  "no-loss": {
    answers: "loss",
    level: "pass",
    text: {
      en: "{lost} of {sent} lost: such a sample shows a loss of {most} or more",
      zh: "{sent} 个中丢失 {lost} 个：该样本可发现 {most} 以上的丢包",
    },
  },
  "some-loss": {
    answers: "loss",
    level: "warn",
    text: lostSome,
  },
  lossy: {
    answers: "loss",
    level: "fail",
    text: lostSome,
  },
  "half-lost": {
    answers: "share",
    level: "note",
    whenHealthy: "never",
    text: {
      en: "at least {least} of all round trips fail: beside such a loss, silence proves little",
      zh: "至少 {least} 的往返失败：在此丢包率下，无应答说明不了什么",
    },
  },
  rationed: {
    answers: "loss",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "{lost} of {sent} lost, while {spared} connections and requests beside them lost nothing: ping answers are rationed, not packets lost",
      zh: "{sent} 个中丢失 {lost} 个，而同时的 {spared} 次连接与请求无一丢失：是 ping 应答被限速，并非丢包",
    },
  },
  "rationed-evenly": {
    answers: "loss",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "{lost} of {sent} lost, as evenly as by a limit of their rate and not by chance, while the host's services lose nothing",
      zh: "{sent} 个中丢失 {lost} 个，间隔均匀，符合限速而非随机丢失，且该主机的服务无丢包",
    },
  },
  reached: {
    answers: "reach",
    level: "pass",
    text: { en: "nobody on the way says that it cannot be reached", zh: "途中无设备报告其不可达" },
  },
  "comes-and-goes": {
    answers: "reach",
    level: "fail",
    text: {
      en: "{lost} of {sent} were not answered, and meanwhile {from} said that the host cannot be reached ({reason})",
      zh: "{sent} 个中 {lost} 个无应答，其间 {from} 报告主机不可达（{reason}）",
    },
  },
  "gone-at-times": {
    answers: "reach",
    level: "fail",
    text: {
      en: "what is lost is lost in {gaps} gaps of {shortest} to {longest} pings in a row, and nothing between them",
      zh: "丢失集中在 {gaps} 段，每段连续 {shortest} 至 {longest} 个，其间无一丢失",
    },
  },
} as const satisfies Signals;
