import type { Signals } from "../../src/model/check.js";

/** What becomes of further connections beside the first. */
export const besideSignals = {
  "side-by-side": {
    answers: "beside",
    level: "pass",
    text: { en: "further connections open beside the first", zh: "第一个连接保持时，其他连接可建立" },
  },
  "one-at-a-time": {
    answers: "beside",
    level: "fail",
    text: {
      en: "{open} takes one connection at a time: a second one beside it fails ({how}), alone it opens",
      zh: "{open} 一次只接受一个连接：同时建立的第二个失败（{how}），单独建立则成功",
    },
  },
  "few-at-a-time": {
    answers: "beside",
    level: "fail",
    text: {
      en: "{open} takes {most} connections at a time: one more beside them fails ({how}), alone it opens",
      zh: "{open} 一次只接受 {most} 个连接：再建立一个即失败（{how}），单独建立则成功",
    },
  },
  "cut-at-times": {
    answers: "beside",
    level: "fail",
    text: {
      en: "{open} takes some connections and refuses or cuts others ({how}), be they alone or beside others",
      zh: "{open} 的连接部分正常，部分被拒绝或切断（{how}），无论是否有其他连接并存",
    },
  },
} as const satisfies Signals;
