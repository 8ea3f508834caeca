import { directSignals } from "./direct-words.js";

/** The questions that `proxy` asks, and every answer. */
export const questions = {
  reach: { en: "Can the proxy be reached?", zh: "能否连到代理？" },
  tunnel: { en: "Does the proxy let requests to the target through?", zh: "代理是否放行到目标的请求？" },
  login: { en: "Does the proxy let requests in without a further login?", zh: "代理是否无需（另行）认证？" },
  direct: {
    en: "Where the proxy lets nothing through: does the target answer without it?",
    zh: "代理不放行时，目标是否可直接访问？",
  },
  bypass: { en: "Does the target answer without the proxy that is ignored?", zh: "不经被忽略的代理，目标是否可达？" },
  portal: { en: "Do the targets answer themselves, and no login portal?", zh: "应答的是目标本身，而不是认证门户吗？" },
} as const;

const stopping = { level: "fail", stops: true } as const;
/** Silence and cuts, which one look does not prove. */
const silent = { ...stopping, doubt: true } as const;

export const signals = {
  "proxy-reached": {
    answers: "reach",
    level: "pass",
    text: { en: "the proxy {proxy} accepts connections ({from})", zh: "代理 {proxy} 可连接（{from}）" },
  },
  "proxy-refused": {
    answers: "reach",
    ...stopping,
    text: {
      en: "nothing listens at the proxy {proxy} ({from}): the connection is refused",
      zh: "代理 {proxy}（{from}）无程序监听：连接被拒绝",
    },
  },
  "proxy-silent": {
    answers: "reach",
    ...silent,
    text: {
      en: "the proxy {proxy} ({from}) leaves connection requests unanswered for {ms} ms",
      zh: "代理 {proxy}（{from}）{ms} 毫秒内未应答连接请求",
    },
  },
  "proxy-mute": {
    answers: "reach",
    ...silent,
    text: {
      en: "the proxy {proxy} ({from}) accepts connections, but answers no request within {ms} ms",
      zh: "代理 {proxy}（{from}）接受连接，但 {ms} 毫秒内不应答任何请求",
    },
  },
  "proxy-unreachable": {
    answers: "reach",
    ...stopping,
    text: { en: "no way leads to the proxy {proxy} ({from}): {code}", zh: "无法到达代理 {proxy}（{from}）：{code}" },
  },
  "proxy-name-missing": {
    answers: "reach",
    ...stopping,
    text: {
      en: "the proxy's name {host} ({from}) does not resolve: {code}",
      zh: "代理的名称 {host}（{from}）无法解析：{code}",
    },
  },
  "proxy-name-unresolved": {
    answers: "reach",
    ...silent,
    text: {
      en: "the proxy's name {host} ({from}) could not be looked up: {code}",
      zh: "代理的名称 {host}（{from}）查询失败：{code}",
    },
  },
  "not-a-proxy": {
    answers: "reach",
    ...stopping,
    text: {
      en: "what answers at {proxy} ({from}) is no HTTP proxy: {answer}",
      zh: "{proxy}（{from}）的应答者不是 HTTP 代理：{answer}",
    },
  },
  unsteady: {
    answers: "reach",
    level: "warn",
    text: {
      en: "the proxy {proxy} ({from}) was reached, but {failed} of {tried} tries failed ({how})",
      zh: "代理 {proxy}（{from}）可达，但 {tried} 次尝试中有 {failed} 次失败（{how}）",
    },
  },
  "tunnel-opens": {
    answers: "tunnel",
    level: "pass",
    text: { en: "{proxy} lets requests to {peer} through", zh: "{proxy} 放行到 {peer} 的请求" },
  },
  "no-login": {
    answers: "login",
    level: "pass",
    text: { en: "{proxy} asks for no further login", zh: "{proxy} 未要求另行认证" },
  },
  "auth-required": {
    answers: "login",
    ...stopping,
    text: {
      en: "{proxy} asks for a login ({status}, {schemes}), and none is configured",
      zh: "{proxy} 要求身份认证（{status}，{schemes}），但未配置账号",
    },
  },
  "auth-rejected": {
    answers: "login",
    ...stopping,
    text: {
      en: "{proxy} does not accept the configured login ({status}, {schemes})",
      zh: "{proxy} 不接受所配置的账号（{status}，{schemes}）",
    },
  },
  "denies-target": {
    answers: "tunnel",
    ...stopping,
    text: { en: "{proxy} refuses requests to {peer} ({status})", zh: "{proxy} 拒绝到 {peer} 的请求（{status}）" },
  },
  "denies-port": {
    answers: "tunnel",
    ...stopping,
    text: {
      en: "{proxy} refuses port {port} of {host} ({status}), but not port {other} of the same host",
      zh: "{proxy} 拒绝 {host} 的 {port} 端口（{status}），却不拒绝同一主机的 {other} 端口",
    },
  },
  "upstream-failed": {
    answers: "tunnel",
    ...stopping,
    text: {
      en: "{proxy} could not reach {peer} ({status}); port {other} of the same host: {otherAnswer}",
      zh: "{proxy} 无法连到 {peer}（{status}）；同一主机的 {other} 端口：{otherAnswer}",
    },
  },
  "tunnel-silent": {
    answers: "tunnel",
    ...silent,
    text: {
      en: "{proxy} is alive, but left the request for {peer} unanswered for {ms} ms; port {other} of the same host: {otherAnswer}",
      zh: "{proxy} 存活，但 {ms} 毫秒内未应答到 {peer} 的请求；同一主机的 {other} 端口：{otherAnswer}",
    },
  },
  "tunnel-cut": {
    answers: "tunnel",
    ...silent,
    text: {
      en: "{proxy} ends the connection when asked for {peer}, without a word ({code})",
      zh: "向 {proxy} 请求 {peer} 时，连接被直接中断（{code}）",
    },
  },
  "tunnel-unsteady": {
    answers: "tunnel",
    level: "warn",
    text: {
      en: "{proxy} lets requests to {peer} through, but {failed} of {tried} tries failed ({how})",
      zh: "{proxy} 放行到 {peer} 的请求，但 {tried} 次尝试中有 {failed} 次失败（{how}）",
    },
  },
  "direct-here": {
    answers: "direct",
    level: "note",
    whenHealthy: "never",
    text: {
      en: "{peer} lies on this machine and accepts connections without the proxy",
      zh: "{peer} 在本机，不经代理即可连接",
    },
  },
  "direct-near": {
    answers: "direct",
    level: "note",
    whenHealthy: "never",
    text: {
      en: "{peer} lies in the local network and accepts connections without the proxy",
      zh: "{peer} 在本地网络内，不经代理即可连接",
    },
  },
  "direct-opens": {
    answers: "direct",
    level: "note",
    whenHealthy: "never",
    text: { en: "{peer} accepts connections without the proxy", zh: "{peer} 不经代理即可连接" },
  },
  "direct-closed": {
    answers: "direct",
    level: "note",
    whenHealthy: "always",
    text: {
      en: "{peer} cannot be reached without the proxy either ({code})",
      zh: "{peer} 不经代理也无法连接（{code}）",
    },
  },
  ...directSignals,
} as const;
