import type { Signals } from "../../src/model/check.js";

/** What another address of the name answers, where the one in use does not answer as expected. */
export const elsewhereSignals = {
  "works-elsewhere": {
    answers: "elsewhere",
    level: "fail",
    text: {
      en: "{address}, as {server} says, answers as expected; {used}, which is in use here, does not ({status})",
      zh: "{server} 所答的 {address} 应答符合预期，而本机使用的 {used} 不符合（{status}）",
    },
  },
  "fails-elsewhere": {
    answers: "elsewhere",
    level: "note",
    text: {
      en: "{address}, as {server} says, does not answer as expected either",
      zh: "{server} 所答的 {address} 同样不符合预期",
    },
  },
} as const satisfies Signals;
