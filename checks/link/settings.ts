import type { Settings } from "../../src/model/check.js";

export const settings = {
  span: {
    default: 500,
    unit: "duration",
    min: 0,
    max: 10_000,
    looking: true,
    help: { en: "how long the error counters are watched", zh: "观察错误计数的时长" },
  },
  errors: {
    default: 0.01,
    unit: "ratio",
    min: 0,
    max: 1,
    help: { en: "share of damaged or dropped packets from which it warns", zh: "损坏或丢弃的包达到该比例时告警" },
  },
  flaps: {
    default: 6,
    unit: "number",
    min: 0,
    help: {
      en: "changes of the link per hour, since this system started, from which it warns",
      zh: "系统启动以来每小时链路变化达到该次数时告警",
    },
  },
} as const satisfies Settings;
