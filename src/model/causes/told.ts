import { defineCauses } from "../cause.js";
import { fetchWhole } from "./commands.js";

const far = { layer: "application", locus: ["far-side"], sits: "target" } as const;
const fault = { kind: "fault", ...far } as const;
/** Refused for something of ours, or by a rule of theirs. */
const refused = { ...fault, locus: ["this-host", "far-side"] } as const;
const untilMended = {
  command: fetchWhole,
  expect: {
    en: "the answer bears the code or the page now, success after the mending",
    zh: "现在应答含该业务码或页面，修复后为成功",
  },
} as const;

const soapMended = {
  en: "a Fault in the body now, none after the mending",
  zh: "现在正文含 Fault，修复后没有",
} as const;

/** Causes that the far side names by itself: by a business code, a fault, or the page of a filter. */
export const told = defineCauses({
  "login-expired": {
    ...fault,
    prior: "common",
    title: { en: "The login has ended", zh: "登录已失效" },
    about: {
      en: "The session or its cookie has run out: the platform says so by a code, or answers with its login page.",
      zh: "会话或其 Cookie 已过期：平台返回相应业务码，或跳转到登录页。",
    },
    expects: {
      "api/code-login-expired": "sometimes",
      "api/said-login-expired": "sometimes",
      "api/login-ended": "sometimes",
      "keepalive/session-ended": "sometimes",
    },
    why: "A code or words show it where the session had ended before, the second answer where it ends while we wait.",
    advice: [
      {
        text: {
          en: "Log in again, or renew the token or cookie in the profile's headers; let the program log in anew as soon as it meets this answer.",
          zh: "重新登录，或更新配置 headers 中的令牌、Cookie；程序遇到此应答应自动重新登录。",
        },
        ...untilMended,
      },
    ],
  },
  "grant-missing": {
    ...fault,
    prior: "common",
    title: { en: "A right is not granted at the platform", zh: "平台未授予所需权限" },
    about: {
      en: "The platform knows who asks and says by its code that the service was not granted to them, or no longer.",
      zh: "平台识别了请求方，但业务码表明该服务未授权或授权已到期。",
    },
    expects: { "api/code-grant-missing": "usually", "api/said-grant-missing": "usually" },
    advice: [
      {
        text: {
          en: "Let the taxpayer grant the service to the unit that calls it, and see whether the grant has run out; then ask again.",
          zh: "由纳税人向调用单位授权该能力（乐企：使用单位授权），并检查授权是否到期，然后重试。",
        },
        ...untilMended,
      },
    ],
  },
  "credit-exhausted": {
    ...fault,
    prior: "common",
    title: { en: "The credit line for invoices is used up", zh: "开票授信额度已用尽" },
    about: {
      en: "The amount that this taxpayer may invoice is used up, or its period has ended: no technical fault.",
      zh: "纳税人的可开票额度已用完或不在有效期，并非技术故障。",
    },
    expects: { "api/code-credit-exhausted": "usually", "api/said-credit-exhausted": "usually" },
    advice: [
      {
        text: {
          en: "Look at the remaining credit in the electronic tax bureau; apply for an adjustment, or download the credit again.",
          zh: "在电子税务局查看剩余授信额度，申请调整或重新下载额度。",
        },
        ...untilMended,
      },
    ],
  },
  "quota-exhausted": {
    ...refused,
    prior: "common",
    title: { en: "The quota of calls is used up", zh: "接口调用配额已用尽" },
    about: {
      en: "The platform counts calls and says by its code that no more are left for now.",
      zh: "平台对调用次数计量，业务码表明当前配额已用完。",
    },
    expects: { "api/code-quota-exhausted": "usually", "api/said-quota-exhausted": "usually" },
    advice: [
      {
        text: {
          en: "Wait until the quota begins anew, call less often (cache what does not change), or order a larger one.",
          zh: "等待配额恢复，减少调用（缓存不变的数据），或申请更大的配额。",
        },
        ...untilMended,
      },
    ],
  },
  "ip-not-whitelisted": {
    ...refused,
    prior: "common",
    title: { en: "This exit address is not registered at the platform", zh: "出口地址未在平台登记" },
    about: {
      en: "The platform serves registered addresses only, and requests leave from another one.",
      zh: "平台仅服务已备案的出口地址，而请求从其他地址发出。",
    },
    expects: {
      "api/code-ip-not-whitelisted": "sometimes",
      "api/said-ip-not-whitelisted": "sometimes",
      "egress/not-registered": "sometimes",
    },
    why: "The platform's code or words show it, or our own list beside the address that was seen: either is enough.",
    advice: [
      {
        text: {
          en: "Let requests leave by the registered address (proxy, route, VPN), or have today's address registered.",
          zh: "让请求经已备案的地址发出（代理、路由、VPN），或将当前出口地址登记备案。",
        },
        ...untilMended,
      },
    ],
  },
  "signature-clock-skew": {
    ...refused,
    prior: "common",
    title: { en: "The signature is refused for its time", zh: "签名因时间戳被拒绝" },
    about: {
      en: "Requests are signed with a time that the platform holds to be too old or too new.",
      zh: "请求签名所含时间被平台判为过早或过晚。",
    },
    expects: { "api/code-signature-clock-skew": "usually", "api/said-signature-clock-skew": "usually" },
    advice: [
      {
        text: {
          en: "Set the clock and its time zone (see the check `clock`); sign each attempt anew, never send an old signature again.",
          zh: "校准时钟与时区（见 clock 检查）；每次请求重新签名，不要重用旧签名。",
        },
        ...untilMended,
      },
    ],
  },
  "waf-blocked": {
    ...refused,
    prior: "common",
    title: { en: "A web application firewall refuses the request", zh: "请求被 Web 应用防火墙拦截" },
    about: {
      en: "What answers is not the API but a filter before it, for the address, the rate or the form of the request.",
      zh: "应答者不是 API，而是其前的过滤设备，原因可能是来源地址、频率或请求形式。",
    },
    expects: {
      "api/filtered": "sometimes",
      "api/filter-page": "sometimes",
      "api/code-waf-blocked": "sometimes",
      "api/said-waf-blocked": "sometimes",
    },
    why: "It answers in one of three ways: with an error status, with a page of status 200, or in the API's own words.",
    advice: [
      {
        text: {
          en: "Give the platform's operator the time, your exit address and the number on the page, and ask to be let through; send less often until then.",
          zh: "将时间、出口地址和页面上的编号提供给平台方，申请放行；此前降低请求频率。",
        },
        ...untilMended,
      },
    ],
  },
  "already-accepted": {
    ...fault,
    prior: "common",
    title: { en: "An earlier request succeeded already", zh: "此前的请求已成功" },
    about: {
      en: "The platform says that the number or serial exists: the first attempt went through, though its answer was lost.",
      zh: "平台表明号码或流水号已存在：首次请求已成功，只是应答丢失。",
    },
    expects: { "api/code-already-accepted": "usually", "api/said-already-accepted": "usually" },
    advice: [
      {
        text: {
          en: "Do not send it again: query by serial number and take over the result.",
          zh: "不要重发：按流水号查询并取回结果。",
        },
        ...untilMended,
      },
    ],
  },
  "still-processing": {
    ...fault,
    prior: "common",
    title: { en: "An earlier request is still being worked on", zh: "此前的请求仍在处理" },
    about: {
      en: "The platform has taken the request and has not finished: sending it again may issue a second invoice.",
      zh: "平台已受理请求但尚未完成：重发可能导致重复开票。",
    },
    expects: { "api/code-still-processing": "usually", "api/said-still-processing": "usually" },
    advice: [
      {
        text: {
          en: "Wait, and query by serial number until it is done; never send it again meanwhile.",
          zh: "等待并按流水号查询直至完成，期间切勿重发。",
        },
        ...untilMended,
      },
    ],
  },
  "api-soap-fault": {
    ...fault,
    prior: "common",
    title: { en: "The service answers that the SOAP request is at fault", zh: "服务以 SOAP Fault 指出请求有误" },
    about: {
      en: "The answer is a whole SOAP message, and says that the request was not carried out, for the request's own sake.",
      zh: "应答为完整的 SOAP 报文，表明请求未执行，原因在请求本身。",
    },
    expects: { "api/soap-fault-client": "always" },
    advice: [
      {
        text: { en: "Compare the request with the WSDL.", zh: "对照 WSDL 检查请求。" },
        command: fetchWhole,
        expect: soapMended,
      },
    ],
  },
  "api-soap-server-fault": {
    ...fault,
    // SOAP over HTTP gives every fault the status 500 (SOAP 1.1 section 6.2): this one says what that status says.
    reportedAs: "api-error",
    prior: "common",
    title: { en: "The service fails inside, by its SOAP fault", zh: "服务内部出错（SOAP Fault）" },
    about: {
      en: "The answer is a whole SOAP message, and says that the request was not carried out because the server failed.",
      zh: "应答为完整的 SOAP 报文，表明因服务端处理失败，请求未执行。",
    },
    expects: { "api/soap-fault-server": "always" },
    advice: [
      {
        text: {
          en: "Give the owner the time and the fault's words; before sending again, query whether the request was carried out after all.",
          zh: "将时间与 Fault 内容提供给服务方；重发前先查询请求是否其实已执行。",
        },
        command: fetchWhole,
        expect: soapMended,
      },
    ],
  },
  "grpc-not-serving": {
    ...fault,
    prior: "common",
    yields: true,
    title: { en: "The gRPC service says that it does not serve", zh: "gRPC 服务报告不可服务" },
    about: {
      en: "The server answers its health check with NOT_SERVING, or does not know the service that is asked for.",
      zh: "服务器对健康检查回答 NOT_SERVING，或不认识所查询的服务。",
    },
    expects: { "api/health-not-serving": "sometimes", "api/health-no-service": "sometimes" },
    why: "Either answer is enough.",
    advice: [
      {
        text: {
          en: "Ask the owner of {name} what its service waits for (a database, a start that is not finished); compare the name of the service.",
          zh: "询问 {name} 的所有者其服务在等待什么（数据库、尚未完成的启动），并核对服务名。",
        },
        command: ["nc", "-vz", "-w", "3", "{address}", "{port}"],
        expect: {
          en: "“succeeded” or “open”, now and after the mending: the port is not what is at fault",
          zh: "现在与修复后均显示 succeeded 或 open：故障不在端口",
        },
      },
    ],
  },
});
