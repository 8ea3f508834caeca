import type { History } from "../model/history.js";
import { historyBody } from "./history-plot.js";
import { historyWords as words } from "./history-words.js";
import type { PrintOptions } from "./print.js";

const css = `:root{color-scheme:light dark;--ink:#1b1f24;--soft:#59636e;--page:#fff;--card:#f6f8fa;--pass:#1a7f37;--warn:#8a5a00;
--fail:#c9252d;--note:#0969da}@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa4ae;--page:#0d1117;--card:#161b22;
--pass:#4ac26b;--warn:#e3b341;--fail:#ff7b72;--note:#6cb6ff}}*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:64rem;background:var(--page);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1{font-size:1.3rem;margin:0 0 .3rem}h2{font-size:1.05rem;margin:1.6rem 0 .2rem;overflow-wrap:anywhere}
.meta{color:var(--soft);font-size:.875rem}@media print{body{max-width:none;padding:0}h2,svg{break-inside:avoid}}`;

/** One self-contained page: nothing is loaded and no script runs. */
export const historyPage = (history: History, { lang, utcOffset }: PrintOptions): string => `<!doctype html>
<html lang="${lang === "zh" ? "zh-CN" : "en"}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>invoice-diag: ${words.heading[lang]}</title><style>${css}</style></head>
<body><main>
<h1>${words.heading[lang]}</h1>
${historyBody(history, { lang, utcOffset, level: 2 })}</main></body></html>
`;
