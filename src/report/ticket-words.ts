import type { Bilingual } from "../model/text.js";

/** The words of a ticket. */
export const words = {
  to: { en: "To: {party}", zh: "收件方：{party}" },
  unknownParty: {
    en: "whoever is responsible (cannot be told from here; please pass it on)",
    zh: "责任方（从本机无法判断，请转交）",
  },
  subject: { en: "Subject: {titles} ({where})", zh: "主题：{titles}（{where}）" },
  more: { en: "{title}, and {count} more", zh: "{title} 等 {count} 个问题" },
  fails: { en: "What fails", zh: "故障现象" },
  numbered: { en: "Problem {number} of {count}", zh: "问题 {number}，共 {count} 个" },
  where: { en: "{title}; at {place}", zh: "{title}；位置 {place}" },
  whereOf: { en: "{title}; at {place} ({targets})", zh: "{title}；位置 {place}（{targets}）" },
  certainty: { en: "How sure we are: {standing}", zh: "把握程度：{standing}" },
  stopped: { en: "Cannot work until then: {steps}", zh: "因此无法进行：{steps}" },
  since: { en: "Since when", zh: "起始时间" },
  seen: {
    en: "Seen at {time}. When it began is not known: no earlier run was compared.",
    zh: "于 {time} 发现；未与更早的运行比较，起始时间不详。",
  },
  notYet: {
    en: "Seen at {time}; at {before} it did not fail yet.",
    zh: "于 {time} 发现；{before} 时尚无此故障。",
  },
  already: {
    en: "Seen at {time}, and it was no different at {before}.",
    zh: "于 {time} 发现，{before} 时情况相同。",
  },
  firstSeen: { en: "First seen at {first}; still so at {time}.", zh: "首次发现于 {first}；{time} 仍未恢复。" },
  evidence: { en: "Evidence", zh: "证据" },
  answer: {
    en: "{time}, from {host} to {place}: {text} [{step}]",
    zh: "{time}，自 {host} 至 {place}：{text} [{step}]",
  },
  answerHere: { en: "{time}, on {host}: {text} [{step}]", zh: "{time}，在 {host}：{text} [{step}]" },
  against: { en: "Against it speaks", zh: "反证" },
  ruledOut: { en: "Ruled out", zh: "已排除" },
  because: { en: "{title}: {text}", zh: "{title}：{text}" },
  open: { en: "Not excluded", zh: "尚未排除" },
  openWith: { en: "{title} ({standing})", zh: "{title}（{standing}）" },
  openFor: {
    en: "{title} ({standing}; that would be for {party})",
    zh: "{title}（{standing}；若属实，由{party}处理）",
  },
  asked: { en: "What we ask of you", zh: "请贵方处理" },
  passOn: {
    en: "Please find out who runs this, and pass it on to them.",
    zh: "请确认由谁负责，并转交处理。",
  },
  verify: { en: "How to verify", zh: "如何验证" },
  unexplained: { en: "Something is wrong that no known cause explains", zh: "存在已知原因无法解释的异常" },
  find: {
    en: "Please look into it at your side at the times given above, and tell us what you see.",
    zh: "请按上述时间在贵方排查，并告知所见。",
  },
  untold: { en: "Left out on purpose", zh: "未包含的内容" },
  untoldWhat: {
    en: "passwords, tokens, values of headers and queries, invoices. Addresses and host names are told as far as they are evidence: read this before it leaves your organisation.",
    zh: "密码、令牌、请求头与查询参数的值、发票内容。地址与主机名仅作为证据列出，发往外部前请先过目。",
  },
  from: {
    en: "Measured by invoice-diag {version} on {host}, profile {profile}.",
    zh: "由 invoice-diag {version} 在 {host} 上测得，配置：{profile}。",
  },
  none: { en: "No ticket is needed: {verdict}", zh: "无需工单：{verdict}" },
} as const satisfies Record<string, Bilingual>;
