/** The colours, as light and dark as the reader's system; paper is always light. */
const light = `--page:#f6f6f3;--card:#fff;--ink:#1d1f21;--soft:#5c6166;--line:#e3e2dd;--ground:#ecebe6;--code:#f4f3ef;
--pass:#1a7340;--warn:#845400;--fail:#b3261e;--note:#2458a6;--idle:#62676c;--error:#6f3bb0;
--pass-tint:#eaf4ed;--warn-tint:#faf1dd;--fail-tint:#fbeae8;--note-tint:#e9f0fa;--idle-tint:#efeeea;--error-tint:#f2ecfa`;
const dark = `--page:#121416;--card:#1a1d20;--ink:#e6e7e8;--soft:#a4a9ae;--line:#2c3035;--ground:#2a2e32;--code:#131517;
--pass:#73c492;--warn:#dfb35f;--fail:#f28b82;--note:#8ab4f8;--idle:#a0a5aa;--error:#c5a5f3;
--pass-tint:#17271d;--warn-tint:#2c2413;--fail-tint:#321c1a;--note-tint:#182536;--idle-tint:#212428;--error-tint:#271f34`;

const colours = `
:root{color-scheme:light dark;${light};
--p-name:#9585c9;--p-connect:#4f9f97;--p-proxy:#a98a6b;--p-tls:#5f87c7;--p-greeting:#86ab5a;--p-login:#bd7fa6;--p-first:#cf9a3f;--p-body:#8b939a}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
@media print{:root{color-scheme:light}}
.pass{--tone:var(--pass);--tint:var(--pass-tint)}.warn{--tone:var(--warn);--tint:var(--warn-tint)}
.fail{--tone:var(--fail);--tint:var(--fail-tint)}.note{--tone:var(--note);--tint:var(--note-tint)}
.blocked,.skip{--tone:var(--idle);--tint:var(--idle-tint)}.error{--tone:var(--error);--tint:var(--error-tint)}
span.fail{color:var(--fail)}
.name.part,.part.name{fill:var(--p-name)}.part.connect{fill:var(--p-connect)}.part.proxy{fill:var(--p-proxy)}.part.tls{fill:var(--p-tls)}
.part.greeting{fill:var(--p-greeting)}.part.login{fill:var(--p-login)}.part.firstByte{fill:var(--p-first)}.part.body{fill:var(--p-body)}
.part.broken{opacity:.55}
`;

const text = `
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--page);color:var(--ink);line-height:1.6;
font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
main{max-width:68rem;margin:0 auto;padding:1.25rem 1.25rem 4rem;position:relative}
h1{font-size:clamp(1.3rem,1rem + 1.5vw,1.85rem);line-height:1.35;font-weight:650;letter-spacing:-.01em;margin:0;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:1.2rem;font-weight:650;margin:0 0 .75rem;letter-spacing:-.005em}
h3{font-size:1rem;font-weight:600;margin:0;overflow-wrap:anywhere}
p{margin:0 0 .4rem}
a{color:inherit}
code,pre,.name,.check{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
code{font-size:.86em;overflow-wrap:anywhere}
.soft,.step{color:var(--soft)}
.soft{font-size:.9rem}
.step{font-size:.8rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
ul{margin:0;padding-left:1.1rem}ul.bare,ol{list-style:none;margin:0;padding:0}
section{margin-top:2.75rem;scroll-margin-top:1rem}
#en:checked~* [lang|=zh]:not(label),#zh:checked~* [lang|=en]:not(label){display:none}
`;

const head = `
.top{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:center;justify-content:space-between;margin-bottom:1.75rem}
.top p{margin:0;font-size:.875rem;color:var(--soft);overflow-wrap:anywhere;min-width:0}
.switch{display:flex;border:1px solid var(--line);border-radius:999px;padding:2px;background:var(--card);margin-left:auto}
.switch label{padding:.15rem .8rem;border-radius:999px;font-size:.85rem;color:var(--soft);cursor:pointer}
#en:checked~.top label[for=en],#zh:checked~.top label[for=zh]{background:var(--ink);color:var(--page)}
#en:focus-visible~.top label[for=en],#zh:focus-visible~.top label[for=zh]{outline:2px solid var(--note);outline-offset:2px}
.verdict{display:flex;gap:.9rem;align-items:flex-start}
.verdict>.sign{width:2.1rem;height:2.1rem;margin-top:.1rem}
.facts{display:flex;flex-wrap:wrap;gap:.35rem .5rem;margin:1.1rem 0 0;padding:0;list-style:none;font-size:.875rem}
.facts li{border-radius:999px;padding:.1rem .7rem;background:var(--tint,var(--ground));color:var(--tone,var(--soft))}
nav{margin-top:1.1rem}nav ul{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;padding:0;list-style:none;font-size:.9rem}
nav a{display:inline-block;padding:.3rem 0;color:var(--soft);text-decoration:underline;text-decoration-color:var(--line);text-underline-offset:.3em}
nav a:hover{color:var(--ink);text-decoration-color:currentcolor}
`;

const cards = `
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.15rem 1.3rem;margin:0 0 1rem}
.resend li+li{margin-top:.8rem}.resend strong::first-letter{text-transform:uppercase}.resend strong{display:inline-block}
.sign{width:1.05rem;height:1.05rem;flex:none;vertical-align:-.18em}
.sign circle{fill:var(--tint);stroke:var(--tone);stroke-width:1}.sign path{fill:none;stroke:var(--tone);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.verdict>.sign circle,.cause .sign circle{fill:var(--tone)}.verdict>.sign path,.cause header .sign path{stroke:var(--card)}
.cause{border-left:4px solid var(--tone)}
.card>header{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;justify-content:space-between;align-items:baseline}
.card>header p{margin:0}
.cause h3{font-size:1.1rem}h3 .sign{margin-right:.5rem}
.standing{color:var(--tone);font-size:.9rem;white-space:nowrap}.gauge{margin-right:.6rem;vertical-align:.15em}.gauge rect{fill:var(--tone)}.gauge .ground,.ground{fill:var(--ground)}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.45rem 1.2rem;margin:.9rem 0 0}
.card>dl:first-child{margin-top:0}
dt{color:var(--soft);font-size:.9rem;padding-top:.05rem}dd{margin:0;overflow-wrap:anywhere}dd li+li{margin-top:.2rem}
dl.small{font-size:.85rem;gap:.1rem 1rem;margin:.6rem 0}.small dt{font-size:inherit}
h3 .step{font-weight:400;margin-left:.6rem}
.advice+details,.advice+.advice{margin-top:.7rem}
.command{position:relative;background:var(--code);border:1px solid var(--line);border-radius:8px;margin:.35rem 0;display:flex;align-items:flex-start}
.command code{flex:1;min-width:0;padding:.55rem .8rem;white-space:pre-wrap;user-select:all;-webkit-user-select:all;overflow-wrap:anywhere}.command span{display:inline-block;max-width:100%}
.copy{flex:none;font:inherit;font-size:.8rem;margin:.3rem;padding:.2rem .7rem;border:1px solid var(--line);border-radius:6px;background:var(--card);color:var(--soft);cursor:pointer}
.copy:hover{color:var(--ink)}.copy .done,.copy.ok .todo{display:none}.copy.ok .done{display:inline;color:var(--pass)}
summary{cursor:pointer;border-radius:6px}summary:focus-visible,a:focus-visible,button:focus-visible{outline:2px solid var(--note);outline-offset:2px}
dd summary,.raw summary{color:var(--soft);font-size:.9rem}dd details .advice{margin-top:.7rem}
pre{background:var(--code);border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem;margin:.5rem 0 0;font-size:.78rem;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere}
`;

const pictures = `
.towers{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr));gap:1rem;align-items:start}.towers.pairs{grid-template-columns:repeat(auto-fill,minmax(min(100%,max(19rem,40%)),1fr))}
figure.card{margin:0;padding:1rem 1.1rem}figcaption{margin-bottom:.7rem}
.tower{display:block;width:100%;max-width:30rem;height:auto}
.band{fill:var(--tint);stroke:none}.band.none{fill:none;stroke:var(--line);stroke-dasharray:3 4}
.layer{fill:var(--soft);font-size:12px}
.chip{fill:var(--card);stroke:var(--tone);stroke-width:1;stroke-opacity:.45}.chip.fail,.chip.warn,.chip.error{stroke-opacity:1}.chip.blocked,.chip.skip{stroke-dasharray:3 3;stroke-opacity:.8}
.check{font-size:11.5px;fill:var(--ink)}
.arrows path{fill:none;stroke:var(--fail);stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.held.soft{margin-top:.7rem;font-size:.8rem;overflow-wrap:anywhere}
.waterfall li,.scale,.exchanges li{display:grid;grid-template-columns:1.05rem minmax(0,15rem) minmax(0,1fr) 4.6rem;gap:0 .6rem;align-items:center}
.waterfall li,.exchanges li{font-size:.82rem;line-height:1.5;padding:.12rem 0}
.waterfall li>.sign{grid-column:1;grid-row:1}.waterfall .name,.exchanges .name{grid-column:2;grid-row:1;overflow-wrap:anywhere}
.track{grid-column:3;grid-row:1;width:100%;display:block;overflow:visible}.time{grid-column:4;grid-row:1;text-align:right;color:var(--soft);font-size:.8rem;white-space:nowrap;font-variant-numeric:tabular-nums}
.track line{stroke:var(--line)}.axis text{fill:var(--soft);font-size:11px}
.track .bar,.track circle{fill:var(--tone)}.track .bar.pass{opacity:.6}
.exchanges li{grid-template-columns:minmax(0,16.65rem) minmax(0,1fr) 4.6rem;padding:.35rem 0}.exchanges .name{grid-column:1}.exchanges .track{grid-column:2}.exchanges .time{grid-column:3}
.exchanges .tolds{grid-column:2/4;grid-row:2}
.tolds{display:flex;flex-wrap:wrap;gap:.1rem .9rem;font-size:.8rem;color:var(--soft)}.told{white-space:nowrap}.swatch{margin-right:.35rem}
.card .history{--card:var(--code)}.history h3{margin-top:1.3rem}.history .meta{color:var(--soft);font-size:.9rem}.history .meta:last-child{margin:1.3rem 0 0}
.target header{margin-bottom:.6rem}
.row{border-top:1px solid var(--line)}.row>summary{display:grid;grid-template-columns:1.05rem 8.5rem minmax(0,1fr) 4.6rem;gap:0 .7rem;padding:.5rem 0;align-items:start;list-style:none}
.row>summary::-webkit-details-marker{display:none}.row>summary:hover .name{text-decoration:underline;text-underline-offset:.25em}
.row .sign{margin-top:.28rem}.row .name{font-size:.85rem;padding-top:.1rem;overflow-wrap:anywhere}.found{overflow-wrap:anywhere;font-size:.93rem}.row .time{padding-top:.15rem}
.inside{padding:.2rem 0 1rem 1.75rem}.inside .sign{margin:0 .4rem 0 0}.figures{font-size:.8rem;margin:.1rem 0 .5rem 1.5rem;overflow-wrap:anywhere}
footer{margin-top:3rem;font-size:.82rem;color:var(--soft);border-top:1px solid var(--line);padding-top:1rem;overflow-wrap:anywhere}
`;

const narrow = `
@media(max-width:44rem){
main{padding:1rem .9rem 3rem}section{margin-top:2.2rem}.card{padding:1rem;border-radius:12px}
.verdict>.sign{width:1.7rem;height:1.7rem}
dl{grid-template-columns:minmax(0,1fr);gap:.1rem}dt{margin-top:.5rem;font-size:.82rem}dt:first-child{margin-top:0}
dl.small{grid-template-columns:max-content minmax(0,1fr);gap:.1rem .8rem}.small dt{margin:0}
.waterfall li{grid-template-columns:1.05rem minmax(0,1fr) auto;padding:.3rem 0}.waterfall .name{grid-column:2}.waterfall .time{grid-column:3}
.waterfall .track{grid-column:1/4;grid-row:2}.scale{display:block}
.exchanges li{grid-template-columns:minmax(0,1fr) auto}.exchanges .time{grid-column:2}.exchanges .track{grid-column:1/3;grid-row:2}.exchanges .tolds{grid-column:1/3;grid-row:3}
.row>summary{grid-template-columns:1.05rem minmax(0,1fr) auto}.row .time{grid-column:3}.row .found{grid-column:2/4;grid-row:2}
.inside{padding-left:0}.figures{margin-left:0}.command{flex-direction:column}.copy{align-self:flex-end;order:-1;margin:.3rem .3rem 0}
}
@media print{
@page{margin:14mm}
body{background:#fff;font-size:11pt}main{max-width:none;padding:0}
.switch,nav,.copy,.raw{display:none!important}
.card{break-inside:avoid}.target{break-inside:auto}.row,h2,h3{break-inside:avoid;break-after:auto}h2,header{break-after:avoid}
section{margin-top:1.5rem}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

/** The look of the page: light and dark, wide and narrow, screen and paper. No font and no image is loaded. */
export const css = colours + text + head + cards + pictures + narrow;
