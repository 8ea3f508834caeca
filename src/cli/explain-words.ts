import type { Likelihood, Locus, Prior } from "../model/cause.js";
import type { PlaceKind } from "../model/place.js";
import type { Bilingual } from "../model/text.js";

/** The headings and the small words of a page of `explain`. */
export const headings = {
  check: { en: "check", zh: "检查项" },
  signal: { en: "signal", zh: "信号" },
  questions: { en: "What it asks, and what it may find", zh: "检查内容与可能的结果" },
  settings: { en: "Settings (defaults)", zh: "设置（默认值）" },
  reads: { en: "Compares with", zh: "参照" },
  causes: { en: "Causes that it speaks for", zh: "可指向的原因" },
  seen: { en: "How it is seen: if this is the cause, then", zh: "如何识别：若是此原因，则" },
  fix: { en: "How to fix it, and to verify", zh: "如何处理与验证" },
  reportedAs: { en: "reported as", zh: "报告中的名称" },
  variants: { en: "Variants that are reported under this id", zh: "以此名称报告的各种情形" },
  lookAlikes: { en: "Looks the same from one place", zh: "从一处观察难以区分" },
  tellApart: { en: "To tell them apart", zh: "区分方法" },
  sits: { en: "sits at", zh: "所在位置" },
  ground: { en: "on whose ground", zh: "责任范围" },
  frequency: { en: "how common", zh: "常见程度" },
  answers: { en: "answers", zh: "所答问题" },
  level: { en: "level", zh: "级别" },
  stops: { en: "what needs this step cannot succeed then", zh: "出现时依赖此步骤的检查不可能成功" },
  healthy: { en: "when all is healthy", zh: "一切正常时" },
} as const satisfies Record<string, Bilingual>;

export const likelihoodWords: Readonly<Record<Likelihood, Bilingual>> = {
  always: { en: "always", zh: "总是" },
  usually: { en: "usually", zh: "通常" },
  sometimes: { en: "sometimes", zh: "有时" },
  seldom: { en: "seldom", zh: "很少" },
  never: { en: "never", zh: "从不" },
};

export const priorWords: Readonly<Record<Prior, Bilingual>> = {
  common: { en: "common", zh: "常见" },
  usual: { en: "usual", zh: "一般" },
  rare: { en: "rare", zh: "少见" },
};

export const locusWords: Readonly<Record<Locus, Bilingual>> = {
  "this-host": { en: "this machine", zh: "本机" },
  "local-network": { en: "the local network", zh: "本地网络" },
  path: { en: "the way between", zh: "中间链路" },
  "far-side": { en: "the far side", zh: "对端" },
};

export const placeWords: Readonly<Record<PlaceKind, Bilingual>> = {
  "this-host": { en: "this machine", zh: "本机" },
  gateway: { en: "the gateway", zh: "网关" },
  resolver: { en: "a DNS server", zh: "DNS 服务器" },
  proxy: { en: "the proxy", zh: "代理" },
  name: { en: "a host name", zh: "主机名" },
  host: { en: "a host", zh: "主机" },
  endpoint: { en: "a port of a host", zh: "主机的端口" },
  "virtual-host": { en: "a name served at a port", zh: "端口上的某个域名" },
  target: { en: "a target", zh: "检查对象" },
};
