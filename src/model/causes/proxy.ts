import { type Advice, defineCauses } from "../cause.js";

/** Asks the proxy for the target, whatever NO_PROXY says; first the proxy's status for a tunnel, then the target's. */
const through = [
  ...["env", "-u", "NO_PROXY", "-u", "no_proxy", "curl", "-sS", "-m", "10", "-o", "/dev/null"],
  ...["-w", "%{http_connect} %{http_code}\\n", "--proxy", "http://{proxy}", "{url}"],
] as const;
const directly = [
  "curl",
  "-sS",
  "-m",
  "10",
  "-o",
  "/dev/null",
  "-w",
  "%{http_code}\\n",
  "--noproxy",
  "*",
  "{url}",
] as const;
const shows = (en: string, zh: string) => ({
  en: `${en} now; after the mending the first number is 200 (000 for plain HTTP), the second the target's own status`,
  zh: `现在${zh}；修复后第一个数字为 200（明文 HTTP 时为 000），第二个为目标自身的状态码`,
});

const tryAnother = {
  en: "Try another outside host directly: if it answers, the network does let direct connections out.",
  zh: "直接访问另一台外部主机：若有应答，则该网络允许直连。",
} as const;

/** What to do before a login portal, wherever it stands. */
const logInToNetwork: Advice = {
  text: {
    en: "Log in to the network: open any http:// page in a browser on this machine, then check again.",
    zh: "登录该网络：在本机浏览器中打开任意 http:// 页面完成认证，然后重新检查。",
  },
  command: ["curl", "-sSI", "-m", "10", "--noproxy", "*", "http://{host}/"],
  expect: {
    en: "a Location of the portal now; the target's own answer, or none, after the login",
    zh: "现在 Location 指向门户；登录后为目标自身的应答，或无应答",
  },
};

/** Causes in the proxy between this network and the outside, and in who uses it. */
export const proxy = defineCauses({
  "proxy-unreachable": {
    kind: "fault",
    layer: "network",
    locus: ["local-network", "this-host"],
    sits: "proxy",
    prior: "common",
    title: { en: "The proxy cannot be reached", zh: "无法连到代理" },
    about: {
      en: "What is configured as the proxy has no address, does not answer, refuses, or is no proxy: nothing gets out through it.",
      zh: "所配置的代理无法解析、无应答、拒绝连接或根本不是代理：流量无法出网。",
    },
    expects: {
      "proxy/proxy-refused": "sometimes",
      "proxy/proxy-silent": "sometimes",
      "proxy/proxy-mute": "sometimes",
      "proxy/proxy-unreachable": "sometimes",
      "proxy/proxy-name-missing": "sometimes",
      "proxy/proxy-name-unresolved": "sometimes",
      "proxy/not-a-proxy": "sometimes",
      "proxy/unsteady": "sometimes",
      "proxy/proxy-reached": "seldom",
      "proxy/tunnel-cut": "sometimes",
      "dns/name-missing": "sometimes",
      "dns/no-address": "sometimes",
    },
    advice: [
      {
        text: {
          en: "Ask the network's administrator for the proxy's right address and whether {proxy} runs; correct the profile's proxy or the variable that names it.",
          zh: "向网络管理员确认代理的正确地址以及 {proxy} 是否在运行；更正配置中的 proxy 或指定它的环境变量。",
        },
        command: through,
        expect: shows("an error about the proxy", "显示与代理有关的错误"),
      },
    ],
  },
  "proxy-auth-required": {
    kind: "fault",
    layer: "network",
    locus: ["local-network", "this-host"],
    sits: "proxy",
    prior: "common",
    title: { en: "The proxy demands a login", zh: "代理要求身份认证" },
    about: {
      en: "The proxy answers 407: no login is configured, or it does not accept the one that is.",
      zh: "代理返回 407：未配置账号，或不接受所配置的账号。",
    },
    expects: {
      "proxy/auth-required": "usually",
      "proxy/auth-rejected": "usually",
      "proxy/no-login": "usually",
      "api/proxy-auth": "sometimes",
    },
    advice: [
      {
        text: {
          en: "Give the program the proxy's login (in the profile's proxy before the host, the password by a variable), or have {proxy} let this machine through without one.",
          zh: "为程序配置代理账号（配置文件中写在 proxy 的主机名之前，密码用变量引用），或请 {proxy} 的管理员对本机免认证放行。",
        },
        command: [...through.slice(0, -1), "--proxy-anyauth", "-U", "your-user", "{url}"],
        expect: {
          en: "asks for the password; “407” now, with a right login the first number is 200",
          zh: "会询问密码；现在为 407，账号正确时第一个数字为 200",
        },
      },
    ],
  },
  "proxy-denies-target": {
    kind: "fault",
    layer: "network",
    locus: ["local-network"],
    sits: "endpoint",
    prior: "common",
    title: { en: "The proxy does not let the target through", zh: "代理不放行该目标" },
    about: {
      en: "The proxy's rules refuse the host or its port. Many let only port 443 through, while the tax platforms use 8443.",
      zh: "代理的规则拒绝该主机或端口。许多代理只放行 443 端口，而税务平台使用 8443 端口。",
    },
    expects: {
      "proxy/denies-port": "usually",
      "proxy/denies-target": "usually",
      "proxy/tunnel-cut": "sometimes",
      "proxy/direct-opens": "sometimes",
      "proxy/direct-near": "seldom",
    },
    lookAlikes: ["no-proxy-missing"],
    advice: [
      {
        text: {
          en: "Ask the administrator of {proxy} to allow {host} on port {port}. If another port of the host passes, only {port} is missing from the proxy's list of ports (squid: SSL_ports, tinyproxy: ConnectPort).",
          zh: "请 {proxy} 的管理员放行 {host} 的 {port} 端口。若同一主机的其他端口可通过，则只是代理的端口列表中缺少 {port}（squid 为 SSL_ports，tinyproxy 为 ConnectPort）。",
        },
        command: through,
        expect: shows("“403” or another refusal", "显示 403 或其他拒绝"),
      },
    ],
  },
  "proxy-answers-instead": {
    reportedAs: "proxy-denies-target",
    kind: "fault",
    layer: "network",
    locus: ["local-network"],
    sits: "endpoint",
    prior: "common",
    shownBy: "egress/refused-through-proxy",
    title: { en: "The proxy does not let the request through", zh: "代理不放行该请求" },
    about: {
      en: "The request is refused through the proxy and answered without it; in plain HTTP the proxy's refusal looks like the target's own.",
      zh: "请求经代理被拒绝，不经代理则有应答；明文 HTTP 中代理的拒绝与目标自身的拒绝无从区分。",
    },
    expects: {
      "egress/refused-through-proxy": "usually",
      "api/forbidden": "usually",
      "api/client-error": "sometimes",
    },
    lookAlikes: ["egress-address-banned"],
    tellApart: {
      en: "Look for the request in the log of the target: what the proxy refuses never gets there.",
      zh: "在目标的日志中查找该请求：被代理拒绝的请求不会到达目标。",
    },
    advice: [
      {
        text: {
          en: "Ask the administrator of {proxy} whether its rules refuse {host}.",
          zh: "请询问 {proxy} 的管理员其规则是否拒绝 {host}。",
        },
        command: through,
        expect: shows("“403” or another refusal", "显示 403 或其他拒绝"),
      },
    ],
  },
  "proxy-upstream-failed": {
    kind: "fault",
    layer: "network",
    locus: ["local-network", "far-side"],
    sits: "endpoint",
    prior: "usual",
    title: { en: "The proxy does not reach the target", zh: "代理无法连到目标" },
    about: {
      en: "The proxy tried and failed: its own look-up of the name, its way out or a firewall behind it, or the target itself.",
      zh: "代理尝试连接但失败：代理自身的域名解析、出口或其后的防火墙有问题，或目标本身不通。",
    },
    expects: {
      "proxy/upstream-failed": "usually",
      "proxy/tunnel-silent": "usually",
      "proxy/tunnel-cut": "sometimes",
      "proxy/tunnel-unsteady": "sometimes",
      "proxy/direct-opens": "sometimes",
      "proxy/direct-near": "sometimes",
    },
    lookAlikes: ["no-proxy-missing"],
    advice: [
      {
        text: {
          en: "On {proxy}, see whether it resolves {host} and reaches port {port}; a firewall behind it may pass only port 443. If other hosts pass, ask the owner of {host}.",
          zh: "在 {proxy} 上检查能否解析 {host} 并连到 {port} 端口；其后的防火墙可能只放行 443。若其他主机正常，请询问 {host} 的所有者。",
        },
        command: through,
        expect: shows("“502”, “503”, “504” or silence", "显示 502、503、504 或无应答"),
      },
    ],
  },
  "proxy-required": {
    kind: "fault",
    layer: "network",
    locus: ["local-network"],
    sits: "proxy",
    prior: "usual",
    title: { en: "This network lets nothing out but through the proxy", zh: "本网络只能经代理访问外部" },
    about: {
      en: "Direct connections to the outside fail, while the same services answer through the proxy that the environment names.",
      zh: "直接访问外部不通，而同样的服务经环境变量所指定的代理可以访问。",
    },
    expects: {
      "proxy/forbidden-but-needed": "usually",
      "proxy/excluded-but-needed": "sometimes",
      "proxy/is-near": "usually",
      "proxy/is-here": "usually",
      "proxy/neither-way": "sometimes",
      "proxy/goes-directly": "never",
    },
    lookAlikes: ["proxy-ignored"],
    tellApart: tryAnother,
    why: "A target of the local network that is reached directly says nothing of the way out; one of the outside refutes it.",
    advice: [
      {
        text: {
          en: "Let the program use the proxy {proxy}: take proxy: none out of the profile, and configure the same in the program.",
          zh: "让程序使用代理 {proxy}：去掉配置中的 proxy: none，并在程序中作相同设置。",
        },
        command: directly,
        expect: {
          en: "fails while direct connections are closed; the same with --proxy http://{proxy} instead of --noproxy shows the target's status",
          zh: "直连不通时失败；将 --noproxy 换为 --proxy http://{proxy} 则显示目标的状态码",
        },
      },
    ],
  },
  "proxy-ignored": {
    kind: "fault",
    layer: "network",
    locus: ["this-host"],
    sits: "target",
    prior: "usual",
    title: { en: "The target is not sent through the proxy that it needs", zh: "该目标需要代理，却未经代理访问" },
    about: {
      en: "The environment names a proxy through which the target answers, but NO_PROXY or the configuration sends it out directly, where it does not.",
      zh: "环境变量指定了可达该目标的代理，但 NO_PROXY 或配置令其直连，而直连不通。",
    },
    expects: { "proxy/excluded-but-needed": "usually", "proxy/forbidden-but-needed": "sometimes" },
    lookAlikes: ["proxy-required"],
    tellApart: tryAnother,
    advice: [
      {
        text: {
          en: "Take {host} out of NO_PROXY, or let the program use the proxy {proxy}.",
          zh: "从 NO_PROXY 中去掉 {host}，或让程序使用代理 {proxy}。",
        },
        command: through,
        expect: {
          en: "the target's status comes through the proxy; without --proxy the same fails until the mending",
          zh: "经代理显示目标的状态码；去掉 --proxy 时，修复前会失败",
        },
      },
    ],
  },
  "no-proxy-missing": {
    kind: "fault",
    layer: "network",
    locus: ["this-host"],
    sits: "target",
    prior: "usual",
    title: { en: "A target that is reached directly is sent to the proxy", zh: "可直达的目标被送往代理" },
    about: {
      en: "The proxy does not let the request through, while the target answers without it: it belongs into NO_PROXY.",
      zh: "代理不放行该请求，而目标不经代理即可访问：应将其加入 NO_PROXY。",
    },
    expects: {
      "proxy/direct-here": "always",
      "proxy/direct-near": "always",
      "proxy/direct-opens": "sometimes",
      "proxy/denies-target": "sometimes",
      "proxy/upstream-failed": "sometimes",
      "proxy/tunnel-silent": "sometimes",
    },
    lookAlikes: ["proxy-denies-target", "proxy-upstream-failed"],
    why: "A proxy that names the port which it minds speaks of its own rule. A target in the own network may all the same be meant to go through the proxy.",
    tellApart: {
      en: "Ask whether the target is meant to be reached through the proxy.",
      zh: "确认该目标是否应经代理访问。",
    },
    advice: [
      {
        text: {
          en: "Add {host} to NO_PROXY (or to the program's list of exceptions), so that it is reached directly.",
          zh: "将 {host} 加入 NO_PROXY（或程序的例外列表），使其直接访问。",
        },
        command: directly,
        expect: {
          en: "the target's status comes without the proxy, now and after the mending",
          zh: "不经代理即显示目标的状态码，修复前后均如此",
        },
      },
    ],
  },
  "captive-portal": {
    kind: "fault",
    layer: "network",
    locus: ["local-network"],
    sits: "gateway",
    prior: "rare",
    title: { en: "A login portal answers instead of the targets", zh: "认证门户代替目标应答" },
    about: {
      en: "The network wants a login in a browser first, and until then answers in the place of everything outside.",
      zh: "该网络要求先在浏览器中登录，登录前由其代替所有外部服务应答。",
    },
    expects: {
      "proxy/portal": "always",
      "proxy/no-portal": "never",
      "proxy/no-redirect": "sometimes",
      "api/portal-redirect": "usually",
      "api/portal-page": "usually",
      // The page itself comes with 200.
      "api/status-ok": "usually",
      "tls/name-mismatch": "usually",
      "tls/untrusted-root": "sometimes",
      "tls/self-signed": "sometimes",
      "tls/lone-leaf": "sometimes",
      "tls/strange-issuer": "sometimes",
      "tls/reset": "sometimes",
      "tls/closed": "sometimes",
      "port/silent": "sometimes",
      "port/refused": "sometimes",
      "api/login-redirect": "sometimes",
      "api/redirect": "sometimes",
    },
    // One that answers every request with its page of login turns nobody away, and opens every port.
    certainBy: ["api/portal-redirect", "api/portal-page"],
    advice: [logInToNetwork],
  },
  "portal-in-place": {
    reportedAs: "captive-portal",
    kind: "fault",
    layer: "network",
    locus: ["local-network"],
    sits: "target",
    prior: "rare",
    shownBy: ["api/portal-redirect", "api/portal-page"],
    title: { en: "A login portal answers instead of this target", zh: "认证门户代替该目标应答" },
    about: {
      en: "What answers says of itself that it is a network's login portal, though no gateway of this machine is on the way.",
      zh: "应答者自称是网络认证门户，但途中并不经过本机的网关。",
    },
    expects: { "api/portal-redirect": "usually", "api/portal-page": "usually", "api/status-ok": "usually" },
    advice: [logInToNetwork],
  },
  "portal-by-name": {
    reportedAs: "captive-portal",
    kind: "fault",
    layer: "network",
    locus: ["local-network"],
    sits: "host",
    prior: "usual",
    shownBy: "proxy/portal-by-name",
    title: { en: "DNS leads the names to a login portal", zh: "DNS 把域名指向认证门户" },
    about: {
      en: "The network wants a login in a browser first, and until then its DNS leads every name to a machine of its own.",
      zh: "该网络要求先在浏览器中登录，登录前其 DNS 把所有域名都指向自己的设备。",
    },
    expects: {
      "proxy/portal-by-name": "always",
      "tls/name-mismatch": "usually",
      "tls/self-signed": "sometimes",
      "tls/untrusted-root": "sometimes",
      "tls/lone-leaf": "sometimes",
      "tls/strange-issuer": "sometimes",
      "tls/plain-http": "sometimes",
      "tls/reset": "sometimes",
      "tls/closed": "sometimes",
      "port/refused": "sometimes",
      "port/silent": "sometimes",
      "api/login-redirect": "usually",
      "api/redirect": "sometimes",
    },
    advice: [logInToNetwork],
  },
});
