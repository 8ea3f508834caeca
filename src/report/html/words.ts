import type { Bilingual } from "../../model/text.js";
import type { Part } from "../phases.js";

/** What only the page says. */
export const pageWords = {
  language: { en: "Language", zh: "语言" },
  contents: { en: "Contents", zh: "目录" },
  resend: { en: "May the invoice be sent again?", zh: "发票能否重发" },
  causes: { en: "Causes", zh: "原因" },
  layers: { en: "Five layers", zh: "五层" },
  layersAbout: { en: "Each target stands on its layers, the ground below.", zh: "每个对象自下而上分为五层。" },
  arrowsAbout: {
    en: " An arrow leads from what was found to what it holds back.",
    zh: "箭头从发现的问题指向受其阻断的检查。",
  },
  holdsBack: { en: "{by} holds back {steps}", zh: "{by} 阻断了 {steps}" },
  elsewhere: { en: "Elsewhere", zh: "其他对象" },
  timeline: { en: "Time line", zh: "时间线" },
  exchanges: { en: "Where the time went", zh: "各阶段用时" },
  exchangesAbout: {
    en: "The exchanges of the steps, each from its own beginning, on one scale.",
    zh: "各步骤的网络交互，均从自身开始计时，比例尺相同。",
  },
  stopped: { en: "ended here", zh: "止于此" },
  open: { en: "Also known", zh: "其他结论" },
  targets: { en: "Target by target", zh: "逐个对象" },
  raw: { en: "Raw observation", zh: "原始观测" },
  moreAdvice: { en: "More advice ({count})", zh: "更多建议（{count}）" },
  copy: { en: "Copy", zh: "复制" },
  copied: { en: "Copied", zh: "已复制" },
  addresses: { en: "addresses of this machine", zh: "本机地址" },
} as const satisfies Record<string, Bilingual>;

export const partWords: Readonly<Record<Part, Bilingual>> = {
  name: { en: "name", zh: "解析" },
  connect: { en: "connect", zh: "连接" },
  proxy: { en: "proxy", zh: "代理" },
  tls: { en: "TLS", zh: "TLS" },
  greeting: { en: "greeting", zh: "问候" },
  login: { en: "login", zh: "登录" },
  firstByte: { en: "first byte", zh: "首字节" },
  body: { en: "content", zh: "内容" },
};
