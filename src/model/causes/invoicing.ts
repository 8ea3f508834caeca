import { defineCauses } from "../cause.js";
import { fetchHead, fetchWhole, handshake } from "./commands.js";

const far = { layer: "application", locus: ["far-side"], sits: "target" } as const;
const fault = { kind: "fault", ...far } as const;
const warning = { kind: "warning", ...far } as const;
const note = { kind: "note", ...far } as const;

const twoTimeouts = {
  text: {
    en: "Keep the two apart: 3 to 5 s for a connection, 15 to 30 s for an answer of what issues invoices.",
    zh: "分别设置：连接超时 3 至 5 秒，开票应答超时 15 至 30 秒。",
  },
} as const;

/** Causes that only invoicing has. */
export const invoicing = defineCauses({
  "payload-invalid": {
    ...fault,
    prior: "common",
    title: { en: "The request breaks a rule of the platform", zh: "请求报文违反平台规则" },
    about: {
      en: "A sample request has amounts, sums, tax, rates or numbers that the platform refuses, however well the network works.",
      zh: "请求样例中的金额、合计、税额、税率或号码不符合平台要求，网络再通畅也会被拒绝。",
    },
    expects: {
      "payload/rules-broken": "always",
      "payload/tax-number-illegal": "sometimes",
      "payload/amounts-malformed": "sometimes",
      "payload/sums-differ": "sometimes",
      "payload/tax-differs": "sometimes",
      "payload/rates-wrong": "sometimes",
      "payload/number-wrong": "sometimes",
      "payload/fields-missing": "sometimes",
      "api/code-payload-invalid": "sometimes",
      "api/said-payload-invalid": "sometimes",
    },
    why: "Any of the rules may be the broken one: each is seldom it, and one of them always is.",
    advice: [
      {
        text: {
          en: "Correct what makes the request; compute money with decimals, never with binary floats (0.1 + 0.2 ≠ 0.3).",
          zh: "修正生成请求的程序；金额应使用十进制运算，切勿使用二进制浮点数（0.1 + 0.2 ≠ 0.3）。",
        },
        command: fetchWhole,
        expect: {
          en: "where the platform told it by a code: the code now, success after the mending",
          zh: "若由平台业务码得知：现在应答含该业务码，修复后为成功",
        },
      },
      {
        text: {
          en: "Round each line's tax to 2 decimals, add up the lines, and make the total from the two sums.",
          zh: "每行税额四舍五入到 2 位小数后再汇总，价税合计由两个合计数相加得出。",
        },
      },
      {
        text: {
          en: "Replace the sample by the corrected request and run the check again: the rule is then kept.",
          zh: "用修正后的请求替换样例并重新检查，应显示符合规则。",
        },
      },
    ],
  },
  "tax-number-doubtful": {
    ...warning,
    prior: "usual",
    title: { en: "A taxpayer number looks mistyped", zh: "纳税人识别号疑似有误" },
    about: {
      en: "Its check character (GB 32100-2015) or its length is not right. A few early numbers are so; most such numbers are typing errors.",
      zh: "校验码（GB 32100-2015）或长度不符。个别早期号码如此，多数是录入错误。",
    },
    expects: { "payload/tax-number-unchecked": "usually", "payload/tax-number-unusual": "sometimes" },
    advice: [
      {
        text: {
          en: "Compare it with the business licence; if it is the same there, go on.",
          zh: "与营业执照核对，若一致可继续使用。",
        },
      },
    ],
  },
  "tax-rate-doubtful": {
    ...warning,
    prior: "usual",
    title: { en: "A tax rate is none of those in force", zh: "税率不是现行税率" },
    about: {
      en: "Old rates occur on invoices that correct old ones; elsewhere the platform refuses them.",
      zh: "旧税率仅见于更正旧发票的情形，其他情况会被平台拒绝。",
    },
    expects: { "payload/rates-unusual": "always" },
    advice: [
      {
        text: {
          en: "Ask the platform for the rates that this taxpayer may use (its list of available rates).",
          zh: "通过平台“可用税率”接口查询该纳税人可用的税率。",
        },
      },
    ],
  },
  "client-timeout-too-short": {
    ...fault,
    prior: "common",
    title: { en: "The client gives up before the service can answer", zh: "客户端超时短于服务正常耗时" },
    about: {
      en: "The configured time-out is shorter than the service's normal time: the client makes its own failures, and does not know whether an invoice was issued.",
      zh: "配置的超时短于服务正常耗时：客户端自造失败，且不知发票是否已开具。",
    },
    expects: { "client/answer-too-short": "sometimes", "client/connect-too-short": "sometimes" },
    why: "Either time-out may be the short one, so each is only sometimes it.",
    advice: [
      twoTimeouts,
      {
        text: {
          en: "After a time-out query by serial number first; never send the invoice again blindly.",
          zh: "超时后先按流水号查询，切勿盲目重发。",
        },
      },
    ],
  },
  "client-timeout-tight": {
    ...warning,
    prior: "common",
    title: { en: "The client's time-out is tight", zh: "客户端超时偏紧" },
    about: {
      en: "It suffices on a good day; one lost packet or a busy platform is enough to break it.",
      zh: "平时够用，但丢一个包或平台繁忙时就会超时。",
    },
    expects: { "client/answer-tight": "sometimes", "client/connect-tight": "sometimes" },
    why: "Either time-out may be the tight one, so each is only sometimes it.",
    advice: [twoTimeouts],
  },
  "client-resends": {
    ...warning,
    locus: ["this-host"],
    prior: "common",
    title: { en: "The client sends again what may already be issued", zh: "客户端会自动重发开票请求" },
    about: {
      en: "Issuing is not idempotent: after a lost answer a second request may issue a second invoice.",
      zh: "开票不是幂等操作：应答丢失后再次发送，可能重复开票。",
    },
    expects: { "client/sends-again": "always" },
    advice: [
      {
        text: {
          en: "Switch automatic retries off for requests that issue; after a doubtful failure query by serial number first.",
          zh: "对开票请求关闭自动重试；结果不明时先按流水号查询。",
        },
      },
    ],
  },
  "environment-mixed-up": {
    ...fault,
    prior: "usual",
    title: { en: "Address and keys belong to different environments", zh: "地址与密钥属于不同环境" },
    about: {
      en: "A sandbox address with production keys, or the reverse: messages cannot be read and signatures do not fit.",
      zh: "沙箱地址配正式密钥（或相反）：报文无法解密，签名不符。",
    },
    shownBy: ["environment/environment-mixed-up", "api/said-environment-mixed-up"],
    expects: {
      "environment/environment-mixed-up": "always",
      "api/said-environment-mixed-up": "sometimes",
      "api/unauthenticated": "sometimes",
      "api/forbidden": "sometimes",
      "api/client-error": "sometimes",
      "api/error-500": "sometimes",
      "api/json-differs": "sometimes",
      "api/json-other": "sometimes",
      "api/code-business-error": "sometimes",
    },
    why: "Address and keys show it by themselves, or the platform says so; how it refuses them, each does in its own way.",
    advice: [
      {
        text: {
          en: "Take address, keys and identifiers all from the same environment; correct `environment:` if the profile is what is wrong.",
          zh: "地址、密钥与平台编号应取自同一环境；若配置有误，请更正 environment。",
        },
        command: fetchHead,
        expect: {
          en: "a refusal while the keys are of the other environment, the expected status once they belong to the address",
          zh: "密钥属于另一环境时被拒绝，与地址一致后为预期状态码",
        },
      },
    ],
  },
  "tax-root-missing": {
    kind: "fault",
    layer: "transport",
    locus: ["this-host"],
    sits: "this-host",
    prior: "common",
    title: { en: "The tax authority's root certificate is not trusted here", zh: "本机未信任税务机关根证书" },
    about: {
      en: "Platforms of the tax authority may use a root of its own, which no system brings along. Without it the page, or the second host that it calls, is refused, and the page says “network error”.",
      zh: "税务平台可能使用税务机关自有的根证书，系统不会自带。未安装时页面或其调用的第二个主机会被拒绝，页面提示“网络异常”。",
    },
    expects: {
      "tls/tax-root-untrusted": "sometimes",
      "trust/root-missing": "usually",
      "trust/root-missing-in-system": "sometimes",
      "trust/second-untrusted": "sometimes",
    },
    why: "A program may know the root while the system does not, and the page itself may be in order while its second host is not.",
    advice: [
      {
        text: {
          en: "Install the root by the platform's own manual, from its own page; compare its fingerprint with the tax bureau. For programs name its file in the profile's ca, and in NODE_EXTRA_CA_CERTS or the like. Never switch the verification off.",
          zh: "按平台手册从其页面下载并安装根证书，指纹向税务机关核对；程序则在配置 ca 及 NODE_EXTRA_CA_CERTS 等处指定该文件。切勿关闭证书校验。",
        },
        command: handshake,
        expect: {
          en: "“self-signed certificate in certificate chain” or “unable to get local issuer certificate” now, “SSL certificate verify ok” after the mending",
          zh: "现在显示“self-signed certificate in certificate chain”或“unable to get local issuer certificate”，修复后显示“SSL certificate verify ok”",
        },
      },
    ],
  },
  "egress-address-banned": {
    ...fault,
    locus: ["this-host", "far-side"],
    prior: "usual",
    title: { en: "This exit address is refused, another one is not", zh: "当前出口地址被拒绝，另一出口正常" },
    about: {
      en: "The same request is refused on the way that programs take and answered on another way out: the far side bans the address.",
      zh: "同一请求经程序所用的出口被拒绝，经另一出口则有应答：对端封禁了该出口地址。",
    },
    shownBy: ["egress/refused-here", "egress/refused-through-proxy", "api/said-address-banned"],
    expects: {
      "egress/refused-here": "usually",
      "egress/refused-through-proxy": "sometimes",
      "api/forbidden": "usually",
      "api/client-error": "sometimes",
      "api/said-address-banned": "sometimes",
    },
    why: "The API's own check asks on the banned way, too, and is told 403, more seldom 451, or in words that the address is banned.",
    advice: [
      {
        text: {
          en: "Let requests leave by the way that is answered (proxy, NO_PROXY, route), ask less often, and ask the platform to lift the ban.",
          zh: "改走有应答的出口（代理、NO_PROXY、路由），降低频率，并向平台申请解封。",
        },
        command: fetchHead,
        expect: {
          en: "the refusing status now, the expected one after the mending",
          zh: "现在为拒绝状态码，修复后为预期值",
        },
      },
      {
        text: {
          en: "Without a second way out: try the address from a phone's hotspot; if it answers there, the exit address is what is banned.",
          zh: "没有其他出口时：用手机热点访问同一地址，若正常即为出口地址被封。",
        },
      },
    ],
  },
  "local-helper-down": {
    kind: "fault",
    layer: "application",
    locus: ["this-host"],
    sits: "endpoint",
    prior: "rare",
    title: { en: "The platform's local component does not run", zh: "平台本地组件未运行" },
    about: {
      en: "Security control or certificate assistant should listen on this machine, and nothing does: pages cannot sign in or sign.",
      zh: "安全控件或证书助手应在本机监听，但未运行：页面无法登录或签名。",
    },
    shownBy: "helper/helper-refused",
    expects: {
      "helper/helper-refused": "always",
      "port/open": "never",
      "port/refused-at-times": "never",
      "port/refused-seldom": "never",
      "port/silent": "never",
      "port/host-unreachable": "never",
      "port/rejected": "never",
      "port/network-unreachable": "never",
      "port/blocked-here": "never",
      "port/reset-at-connect": "never",
    },
    why: "What is left of the port's answers is the refusal. It is not named, and the cause is rare, so that a closed port where no component belongs stays a closed port, without doubt about a component.",
    advice: [
      {
        text: {
          en: "Start the component (its icon or its service), or install it again; then reload the page.",
          zh: "启动该组件（托盘图标或系统服务），必要时重新安装，然后刷新页面。",
        },
        command: ["nc", "-vz", "-w", "3", "{address}", "{port}"],
        expect: {
          en: "it fails now, and says “succeeded” or “open” after the mending",
          zh: "现在失败，修复后显示 succeeded 或 open",
        },
      },
      {
        text: {
          en: "If it will not start, see whether another program holds port {port}, or security software ends it.",
          zh: "若无法启动，检查端口 {port} 是否被其他程序占用，或被安全软件拦截。",
        },
      },
    ],
  },
  "filing-peak": {
    ...note,
    prior: "usual",
    title: { en: "Filing days: the tax platforms are busy", zh: "征期或月末：税务平台繁忙" },
    about: {
      en: "In the filing days and at a month's end answers come late; that alone is no fault.",
      zh: "征期与月末应答变慢，本身不是故障。",
    },
    expects: { "calendar/filing-peak": "always" },
    advice: [
      {
        text: {
          en: "Spread what can wait over quiet hours; give answers more time, and query before sending again.",
          zh: "可延后的业务错峰办理；适当放宽应答超时，重发前先查询。",
        },
      },
    ],
  },
  "announced-maintenance": {
    ...note,
    prior: "usual",
    title: { en: "Maintenance was announced for now", zh: "正处于已公告的维护时段" },
    about: {
      en: "The profile names this window: what fails now is most likely part of it.",
      zh: "配置中登记了该维护时段：此时的失败多半与维护有关。",
    },
    expects: { "calendar/announced-maintenance": "always" },
    advice: [
      {
        text: {
          en: "Wait until it is over and check again; what was sent shortly before it, query first.",
          zh: "等待维护结束后重新检查；维护前刚提交的请求应先查询。",
        },
      },
    ],
  },
});
