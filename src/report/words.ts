import type { CauseKind, Party } from "../model/cause.js";
import type { ResendVerdict, Standing } from "../model/report.js";
import type { Level, Status } from "../model/result.js";
import type { Bilingual } from "../model/text.js";

/** The printed forms' own words. Sentences about the network come from checks and causes; none is built here. */

export const statusWords: Readonly<Record<Status, Bilingual>> = {
  pass: { en: "pass", zh: "正常" },
  warn: { en: "warning", zh: "警告" },
  fail: { en: "failed", zh: "失败" },
  blocked: { en: "blocked", zh: "受阻" },
  skip: { en: "skipped", zh: "跳过" },
  error: { en: "tool error", zh: "工具出错" },
};

export const levelWords: Readonly<Record<Level, Bilingual>> = {
  pass: statusWords.pass,
  note: { en: "note", zh: "提示" },
  warn: statusWords.warn,
  fail: statusWords.fail,
};

export const standingWords: Readonly<Record<Standing, Bilingual>> = {
  confirmed: { en: "confirmed", zh: "已确认" },
  likely: { en: "likely", zh: "很可能" },
  possible: { en: "possible", zh: "有可能" },
  "ruled-out": { en: "ruled out", zh: "已排除" },
};

export const kindWords: Readonly<Record<CauseKind, Bilingual>> = {
  fault: { en: "fault", zh: "故障" },
  warning: { en: "warning", zh: "警告" },
  note: { en: "note", zh: "提示" },
};

/** Whose job it is. */
export const partyWords: Readonly<Record<Party, Bilingual>> = {
  "this-host": { en: "whoever runs this machine", zh: "本机管理员" },
  "local-network": { en: "your network team", zh: "本单位网络管理员" },
  carrier: { en: "the carrier", zh: "网络运营商" },
  vendor: { en: "the service vendor", zh: "服务商" },
  "tax-authority": { en: "the tax authority", zh: "税务机关" },
  us: { en: "your own application team", zh: "本单位应用负责人" },
  unknown: { en: "not known from here", zh: "从本机无法判断" },
};

export const resendWords: Readonly<Record<ResendVerdict, Bilingual>> = {
  safe: { en: "may be sent again", zh: "可以重发" },
  "query-first": { en: "query first, do not resend blindly", zh: "先查询，不要直接重发" },
  accepted: { en: "already accepted, do not send again", zh: "已受理，不要重发" },
  "still-processing": { en: "still being processed, do not send again", zh: "仍在处理，不要重发" },
  unknown: { en: "cannot be told", zh: "无法判断" },
};

export const labels = {
  where: { en: "where", zh: "位置" },
  party: { en: "whose job", zh: "责任方" },
  because: { en: "because", zh: "依据" },
  against: { en: "against", zh: "反证" },
  next: { en: "next step", zh: "处理" },
  expect: { en: "expect", zh: "预期" },
  orElse: { en: "or else", zh: "也可能" },
  confidence: { en: "confidence", zh: "置信度" },
  ruledOut: { en: "Ruled out", zh: "已排除" },
  unexplained: { en: "Unexplained", zh: "无法解释" },
  cannotTell: { en: "Cannot tell", zh: "无法判断" },
  nextTest: { en: "Next test", zh: "下一步测试" },
  resend: { en: "Resend", zh: "能否重发" },
  note: { en: "Note", zh: "提示" },
  check: { en: "check", zh: "检查项" },
  target: { en: "target", zh: "对象" },
  finding: { en: "finding", zh: "结果" },
  time: { en: "time", zh: "用时" },
  evidence: { en: "Evidence", zh: "证据" },
  places: { en: "places", zh: "经过" },
  settings: { en: "settings", zh: "设置" },
  began: { en: "began", zh: "开始" },
  thisSite: { en: "this site", zh: "本机" },
  thisHost: { en: "this machine", zh: "本机" },
  causes: { en: "Causes", zh: "原因" },
  layer: { en: "layer", zh: "层" },
  status: { en: "status", zh: "状态" },
  blockedBy: { en: "Held back by {steps}.", zh: "受 {steps} 阻断，未执行。" },
  tells: { en: "tells apart {causes}", zh: "可区分 {causes}" },
  moreAdvice: {
    en: "more advice ({count}): -v, or invoice-diag explain {id}",
    zh: "另有 {count} 条建议：加 -v，或运行 invoice-diag explain {id}",
  },
  more: { en: "… {count} more with -v", zh: "…… 另有 {count} 条，加 -v 查看" },
  standing: { en: "{standing}, {percent} %", zh: "{standing}，{percent} %" },
  layerOf: { en: "{layer} layer", zh: "{layer}" },
} as const satisfies Record<string, Bilingual>;

/** The verdict in one sentence. */
export const verdicts = {
  allHealthy: { en: "All five layers are healthy", zh: "五层全部正常" },
  someHealthy: { en: "Everything that was checked is healthy ({layers})", zh: "已检查的各层均正常（{layers}）" },
  oneNote: { en: "; one note", zh: "，另有 1 条提示" },
  notes: { en: "; {count} notes", zh: "，另有 {count} 条提示" },
  oneProblem: { en: "1 problem: ", zh: "发现 1 个问题：" },
  problems: { en: "{count} problems: ", zh: "发现 {count} 个问题：" },
  oneWarning: { en: "Works, with 1 warning: ", zh: "可用，但有 1 个警告：" },
  warnings: { en: "Works, with {count} warnings: ", zh: "可用，但有 {count} 个警告：" },
  problem: { en: "{title} ({where}, {standing})", zh: "{title}（{where}，{standing}）" },
  eitherOr: { en: "{first}, or else: {other}", zh: "{first}，或者：{other}" },
  more: { en: "; and {count} more", zh: "；另有 {count} 个" },
  separator: { en: "; ", zh: "；" },
  listSeparator: { en: ", ", zh: "、" },
  unexplained: {
    en: "Something is wrong that no known cause explains: {text}",
    zh: "发现异常，但没有已知原因可以解释：{text}",
  },
  unexplainedToo: { en: "; {count} findings remain unexplained", zh: "；还有 {count} 项结果无法解释" },
  nothingJudged: { en: "Nothing could be judged: {reason}", zh: "未能得出任何结论：{reason}" },
  noSteps: { en: "no check applies to these targets", zh: "没有适用于这些对象的检查" },
  toolError: {
    en: "The tool itself failed at {steps}; this says nothing about the target",
    zh: "工具自身在 {steps} 出错，不代表对象有问题",
  },
  interruptedEarly: { en: "Interrupted before anything could be judged", zh: "已中断，尚无任何结论" },
  outOfTime: {
    en: "Out of time, {count} of {all} steps were cut off; known so far: ",
    zh: "整体时限已到，{all} 步中有 {count} 步未完成；目前所知：",
  },
  interrupted: { en: "Interrupted; known so far: ", zh: "已中断，目前所知：" },
  stop: { en: ".", zh: "。" },
} as const satisfies Record<string, Bilingual>;

/** `12 steps: 10 pass, 1 failed`. */
export const countWords = {
  steps: { en: "{count} steps", zh: "共 {count} 步" },
  oneStep: { en: "1 step", zh: "共 1 步" },
  colon: { en: ": ", zh: "：" },
  part: { en: "{count} {status}", zh: "{status} {count}" },
} as const satisfies Record<string, Bilingual>;
