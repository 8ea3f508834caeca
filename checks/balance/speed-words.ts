import type { Signals } from "../../src/model/check.js";

/** What can be said of how fast the answers come. */
export const speedSignals = {
  "evenly-fast": {
    answers: "speed",
    level: "pass",
    text: {
      en: "about {ms} ms each, at most {most} ms",
      zh: "每次约 {ms} 毫秒，最长 {most} 毫秒",
    },
  },
  "evenly-slow": {
    answers: "speed",
    level: "warn",
    text: {
      en: "each takes more than {limit} ms, about {ms} ms, whatever the way adds",
      zh: "每次均超过 {limit} 毫秒，约 {ms} 毫秒，且与途中耗时无关",
    },
  },
  "often-late": {
    answers: "speed",
    level: "warn",
    text: {
      en: "{late} of {tried} answers take more than {limit} ms (half of all {ms} ms or more, at most {most} ms)",
      zh: "{tried} 次应答中 {late} 次超过 {limit} 毫秒（中位数 {ms} 毫秒，最长 {most} 毫秒）",
    },
  },
  "some-slow": {
    answers: "speed",
    level: "fail",
    text: {
      en: "{slow} of {tried} answers take about {slowMs} ms, the others {ms} ms ({where})",
      zh: "{tried} 次应答中 {slow} 次约需 {slowMs} 毫秒，其余约 {ms} 毫秒（{where}）",
    },
  },
  "late-after-loss": {
    answers: "speed",
    level: "warn",
    text: {
      en: "{slow} of {tried} answers take about {slowMs} ms, the others {ms} ms; while {resent} of these were awaited, this machine sent segments again",
      zh: "{tried} 次应答中 {slow} 次约需 {slowMs} 毫秒，其余约 {ms} 毫秒；其中 {resent} 次等待期间本机重传了报文段",
    },
  },
  "some-late": {
    answers: "speed",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "{slow} of {tried} answers take about {slowMs} ms, the others {ms} ms, as they do where packets get lost on the way",
      zh: "{tried} 次应答中 {slow} 次约需 {slowMs} 毫秒，其余约 {ms} 毫秒，与途中丢包的表现一致",
    },
  },
} as const satisfies Signals;
