/** The look of the page: light and dark, wide and narrow, screen and paper. No fonts, images or scripts are loaded. */
export const css = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#59636e;--page:#fff;--card:#f6f8fa;--line:#d1d9e0;
--pass:#1a7f37;--warn:#8a5a00;--fail:#c9252d;--note:#0969da;--blocked:#59636e;--skip:#59636e;--error:#8250df}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa4ae;--page:#0d1117;--card:#161b22;--line:#30363d;
--pass:#4ac26b;--warn:#e3b341;--fail:#ff7b72;--note:#6cb6ff;--blocked:#9aa4ae;--skip:#9aa4ae;--error:#c297ff}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:64rem;background:var(--page);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1{font-size:1.45rem;line-height:1.35;margin:0 0 .5rem}
h2{font-size:1.1rem;margin:2rem 0 .5rem}
h3{font-size:1.05rem;margin:0}
p{margin:.3rem 0}
.meta{color:var(--soft);font-size:.875rem}
.card{background:var(--card);border:1px solid var(--line);border-left:.3rem solid var(--line);border-radius:.4rem;padding:.8rem 1rem;margin:.8rem 0}
.card.fail{border-left-color:var(--fail)}.card.warn{border-left-color:var(--warn)}.card.note{border-left-color:var(--note)}
.card header{display:flex;flex-wrap:wrap;gap:.3rem 1rem;justify-content:space-between;align-items:baseline}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.25rem .9rem;margin:.6rem 0 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}dd ul{margin:0;padding-left:1.1rem}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.85em}
pre{background:var(--page);border:1px solid var(--line);border-radius:.3rem;padding:.5rem .7rem;margin:.3rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
.step{color:var(--soft);font-size:.85em}
table{border-collapse:collapse;width:100%;table-layout:fixed}
caption{text-align:left;font-weight:600;padding:.9rem 0 .3rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
th{color:var(--soft);font-weight:500;font-size:.875rem}
col.status{width:7rem}col.check{width:7rem}col.target{width:28%}col.time{width:5.5rem}
td:last-child,th:last-child{text-align:right;white-space:nowrap}
.pass{color:var(--pass)}.warn{color:var(--warn)}.fail{color:var(--fail)}.note{color:var(--note)}
.blocked{color:var(--blocked)}.skip{color:var(--skip)}.error{color:var(--error)}
.card.fail,.card.warn,.card.note{color:var(--ink)}
details{border-top:1px solid var(--line);padding:.4rem 0}summary{cursor:pointer}
@media(max-width:40rem){table,tbody,tr,td{display:block}thead,colgroup{display:none}
tr{border-top:1px solid var(--line);padding:.4rem 0}td{border:0;padding:.05rem 0}td:last-child{text-align:left;color:var(--soft)}
dl{grid-template-columns:minmax(0,1fr)}dt{margin-top:.3rem}}
@media print{body{max-width:none;padding:0}.card,tr{break-inside:avoid}}
`;
