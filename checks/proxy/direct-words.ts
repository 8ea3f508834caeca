const needed = { answers: "bypass", level: "fail", stops: true, doubt: true } as const;

/** Answers about what goes out directly: around a proxy that is ignored, and past a login portal. */
export const directSignals = {
  "goes-directly": {
    answers: "bypass",
    level: "pass",
    text: { en: "{peer} is reached directly, as configured ({why})", zh: "{peer} 按配置直接可达（{why}）" },
  },
  "is-here": {
    answers: "bypass",
    level: "pass",
    text: { en: "{peer} lies on this machine: it needs no proxy", zh: "{peer} 在本机，无需代理" },
  },
  "is-near": {
    answers: "bypass",
    level: "pass",
    text: {
      en: "{peer} lies in the local network and is reached directly, as configured ({why})",
      zh: "{peer} 在本地网络内，按配置直接可达（{why}）",
    },
  },
  "forbidden-but-needed": {
    ...needed,
    text: {
      en: "{peer} answers through the proxy {proxy} of {from}, but not directly ({code}), and the profile says proxy: none",
      zh: "{peer} 经 {from} 的代理 {proxy} 可达，直接访问却不通（{code}），而配置为 proxy: none",
    },
  },
  "excluded-but-needed": {
    ...needed,
    text: {
      en: "{peer} answers through the proxy {proxy} of {from}, but not directly ({code}), and NO_PROXY leaves it out",
      zh: "{peer} 经 {from} 的代理 {proxy} 可达，直接访问却不通（{code}），而 NO_PROXY 将其排除",
    },
  },
  "neither-way": {
    answers: "bypass",
    level: "note",
    whenHealthy: "sometimes",
    text: {
      en: "{peer} answers neither directly ({code}) nor through the ignored proxy {proxy}",
      zh: "{peer} 直接访问不通（{code}），经被忽略的代理 {proxy} 也不通",
    },
  },
  "no-portal": {
    answers: "portal",
    level: "pass",
    text: { en: "no login portal answers in the place of {hosts}", zh: "没有认证门户代替 {hosts} 应答" },
  },
  "no-redirect": {
    answers: "portal",
    level: "pass",
    text: { en: "no login portal redirects the visitors of {hosts}", zh: "没有认证门户重定向对 {hosts} 的访问" },
  },
  "all-here": {
    answers: "portal",
    level: "pass",
    text: {
      en: "{hosts}: on this machine, where no login portal stands before it",
      zh: "{hosts} 在本机，不受认证门户影响",
    },
  },
  "portal-by-name": {
    answers: "portal",
    level: "fail",
    doubt: true,
    text: {
      en: "DNS leads {hosts} to a machine of this network that sends all visitors to {location} ({status}): a login portal",
      zh: "DNS 把 {hosts} 指向本网络中的一台设备，它将所有访问跳转到 {location}（{status}）：认证门户",
    },
  },
  portal: {
    answers: "portal",
    level: "fail",
    doubt: true,
    text: {
      en: "a login portal answers in the place of {hosts}: {status}, leading to {location}",
      zh: "认证门户代替 {hosts} 应答：{status}，跳转到 {location}",
    },
  },
} as const;
