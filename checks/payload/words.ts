/** What the check `payload` asks. */
export const payloadQuestions = {
  rules: { en: "Do the sample requests keep the platform's rules?", zh: "请求样例是否符合平台规则？" },
  "tax-number": { en: "Are the taxpayer numbers well formed?", zh: "纳税人识别号是否规范？" },
  amounts: { en: "Are all amounts written as the platform takes them?", zh: "金额格式是否符合要求？" },
  sums: { en: "Do lines, sum and total agree?", zh: "明细、合计与价税合计是否相符？" },
  tax: { en: "Does the tax follow from amount and rate?", zh: "税额是否等于金额乘以税率？" },
  rates: { en: "Are the tax rates ones that exist?", zh: "税率是否有效？" },
  number: { en: "Is the invoice's number well formed?", zh: "发票号码是否规范？" },
  required: { en: "Is everything there that must be?", zh: "必填项是否齐全？" },
} as const;

/** What the check `payload` may answer. */
export const payloadSignals = {
  "rules-kept": {
    answers: "rules",
    level: "pass",
    text: { en: "{invoices} sample invoice(s) keep the rules", zh: "{invoices} 张样例发票符合规则" },
  },
  "rules-broken": {
    answers: "rules",
    level: "fail",
    text: {
      en: "rules of the platform are broken in {count} place(s) of {invoices} sample invoice(s)",
      zh: "{invoices} 张样例发票中有 {count} 处违反平台规则",
    },
  },
  "tax-number-right": {
    answers: "tax-number",
    level: "pass",
    text: { en: "the check characters are right", zh: "校验码正确" },
  },
  "tax-number-legacy": {
    answers: "tax-number",
    level: "note",
    whenHealthy: "usually",
    text: {
      en: "{path} {shown}: an older form without a check character",
      zh: "{path} {shown}：旧式号码，没有校验码",
    },
  },
  "tax-number-lower-case": {
    answers: "tax-number",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "{path} {shown}: right, but the platform wants capital letters",
      zh: "{path} {shown}：号码正确，但平台要求大写字母",
    },
  },
  "tax-number-unusual": {
    answers: "tax-number",
    level: "warn",
    text: {
      en: "{path} {shown}: of an unusual length ({length}); 18 is usual, 15, 17 and 20 are older",
      zh: "{path} {shown}：长度异常（{length} 位），通常为 18 位，旧式为 15、17 或 20 位",
    },
  },
  "tax-number-unchecked": {
    answers: "tax-number",
    level: "warn",
    text: {
      en: "{path} {shown}: the check character is wrong (GB 32100-2015); a few real early numbers are so, most are typing errors",
      zh: "{path} {shown}：校验码不符（GB 32100-2015）；个别早期真实号码如此，多数是录入错误",
    },
  },
  "tax-number-illegal": {
    answers: "tax-number",
    level: "fail",
    text: {
      en: "{path} {shown}: characters that no such number has, or more than 20 of them",
      zh: "{path} {shown}：含非法字符，或超过 20 位",
    },
  },
  "amounts-right": { answers: "amounts", level: "pass", text: { en: "all amounts are exact", zh: "金额格式均正确" } },
  "price-long": {
    answers: "amounts",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "{path}: a price that the direct channel takes, but not the browser platform ({shown})",
      zh: "{path}：该单价乐企可接受，电子税务局不可（{shown}）",
    },
  },
  "amounts-malformed": {
    answers: "amounts",
    level: "fail",
    text: {
      en: "{count} amount(s) are not written as the platform takes them, first {path}: {shown} ({rule})",
      zh: "{count} 处金额格式不符，首处 {path}：{shown}（{rule}）",
    },
  },
  "sums-agree": { answers: "sums", level: "pass", text: { en: "lines, sum and total agree", zh: "明细与合计相符" } },
  "sums-differ": {
    answers: "sums",
    level: "fail",
    text: {
      en: "{count} sum(s) do not agree, first {path}: {shown} ({rule})",
      zh: "{count} 处合计不符，首处 {path}：{shown}（{rule}）",
    },
  },
  "tax-agrees": { answers: "tax", level: "pass", text: { en: "tax follows from the rates", zh: "税额与税率相符" } },
  "tax-differs": {
    answers: "tax",
    level: "fail",
    text: {
      en: "{count} tax amount(s) do not follow from amount and rate, first {path}: {shown} ({rule})",
      zh: "{count} 处税额与金额、税率不符，首处 {path}：{shown}（{rule}）",
    },
  },
  "rates-known": { answers: "rates", level: "pass", text: { en: "all rates are in force", zh: "税率均为现行税率" } },
  "rates-unusual": {
    answers: "rates",
    level: "warn",
    text: {
      en: "{count} rate(s) are none of those in force, first {path}: {shown}",
      zh: "{count} 处税率不是现行税率，首处 {path}：{shown}",
    },
  },
  "rates-wrong": {
    answers: "rates",
    level: "fail",
    text: {
      en: "{count} rate(s) that no invoice can have, first {path}: {shown} ({rule})",
      zh: "{count} 处税率无效，首处 {path}：{shown}（{rule}）",
    },
  },
  "number-right": { answers: "number", level: "pass", text: { en: "20 digits", zh: "20 位数字" } },
  "number-wrong": {
    answers: "number",
    level: "fail",
    text: {
      en: "{count} invoice number(s) are not well formed, first {path}: {shown} ({rule})",
      zh: "{count} 个发票号码不规范，首处 {path}：{shown}（{rule}）",
    },
  },
  "nothing-missing": { answers: "required", level: "pass", text: { en: "nothing is missing", zh: "必填项齐全" } },
  "fields-missing": {
    answers: "required",
    level: "fail",
    text: { en: "{count} value(s) are missing, first {path}", zh: "缺少 {count} 项，首处 {path}" },
  },
} as const;
