import { defineCauses } from "../cause.js";

/** What a tool that does not wait, or did not run, takes for silence of others. */
const silences = {
  "port/silent": "sometimes",
  "port/mute": "sometimes",
  "port/unheard": "sometimes",
  "port/unsteady": "sometimes",
  "port/some-addresses-dead": "sometimes",
  "tls/some-addresses-fail": "sometimes",
  "tls/ipv6-fails": "sometimes",
  "dns/servers-silent": "sometimes",
  "dns/unsteady": "sometimes",
  "dns/lost-now-and-then": "sometimes",
  "dns/slow": "sometimes",
  "tls/stalled": "sometimes",
  "tls/frozen": "sometimes",
  "tls/unsteady": "sometimes",
  "api/no-response": "sometimes",
  "api/body-stalled": "sometimes",
  "api/unsteady": "sometimes",
  "api/not-sent": "sometimes",
  "proxy/proxy-silent": "sometimes",
  "proxy/proxy-mute": "sometimes",
  "proxy/proxy-name-unresolved": "sometimes",
  "proxy/tunnel-silent": "sometimes",
  "proxy/unsteady": "sometimes",
  "db/silent": "sometimes",
  "db/some-addresses-dead": "sometimes",
  "db/frozen": "sometimes",
  "db/login-silent": "sometimes",
  "db/unsteady": "sometimes",
  "keepalive/drops-idle": "sometimes",
} as const;

/** Faults of this tool's own making: it names itself before it blames anyone. */
/** Seconds until the name, the connection and the first byte, whatever answers. */
const timed: readonly string[] = [
  ...["curl", "-s", "-o", "/dev/null", "-m", "20", "--noproxy", "*", "-w"],
  ...["%{time_namelookup} %{time_connect} %{time_starttransfer}\\n", "http://{host}:{port}/"],
];

export const tool = defineCauses({
  "tool-frozen": {
    reportedAs: "runtime-stalled",
    kind: "fault",
    layer: "physical",
    locus: ["this-host"],
    sits: "this-host",
    prior: "rare",
    shownBy: "tool/frozen",
    title: {
      en: "This tool itself stood still: what looks like silence may be its own",
      zh: "本工具自身一度停住，所见的“无应答”可能由此造成",
    },
    about: {
      en: "The process could not run for so long that its time-outs passed meanwhile: answers that came in time were not heard in time.",
      zh: "本进程停住的时间之长，足以使其超时到期：及时到达的应答未能及时读取。",
    },
    expects: {
      "tool/frozen": "always",
      "tool/fluent": "never",
      "tool/stalled": "never",
      "tool/starved": "never",
      ...silences,
      "client/connect-too-short": "sometimes",
      "ping/silent": "sometimes",
      "ping/uneven": "sometimes",
      "api/slowish": "sometimes",
      "api/slow": "sometimes",
      "api/late-by-way": "sometimes",
      "api/latish-by-way": "sometimes",
      "db/slow-answers": "sometimes",
      "db/slow-login": "sometimes",
    },
    why: "Which of its measurements a stall falsifies is chance, so each is only sometimes one of them.",
    advice: [
      {
        text: {
          en: "Run the check again; if it stands still once more, look for what stops it: a suspended machine or process, a debugger, no memory left.",
          zh: "重新运行检查；若再次停住，请查找原因：主机或进程被挂起、调试器、内存耗尽。",
        },
        command: ["sh", "-c", "uptime; free -m"],
        expect: {
          en: "a load far above the number of processors or hardly any memory “available” now, neither of them then",
          zh: "现在负载远高于处理器数量，或 available 内存所剩无几；之后两者都恢复正常",
        },
      },
    ],
  },
  "own-timeout-too-short": {
    reportedAs: "client-timeout-too-short",
    kind: "fault",
    layer: "application",
    locus: ["this-host"],
    sits: "target",
    prior: "usual",
    shownBy: "patience/too-short",
    title: {
      en: "The profile's own time-out is shorter than the target needs",
      zh: "配置中的超时短于目标所需时间",
    },
    about: {
      en: "This tool gave up before the target could answer: asked with more patience, it does answer.",
      zh: "本工具在目标来得及应答之前就放弃了：耐心等待时目标有应答。",
    },
    expects: { "patience/too-short": "always", "patience/waits-enough": "never", ...silences },
    why: "Which of the phases takes longer than the time-out is chance, so each silence is only sometimes there.",
    advice: [
      {
        text: {
          en: "Raise `timeout` and `answer` under `defaults` in the profile (5s and 15s if left out), and check again.",
          zh: "在配置的 defaults 中调大 timeout 和 answer（省略时为 5s 和 15s），然后重新检查。",
        },
        command: timed,
        expect: {
          en: "seconds until the name, the connection and the first byte: one of them is longer than the profile's time-out now, none after raising it",
          zh: "依次为解析、连接、首字节的秒数：现在某一项长于配置的超时，调大后均不超过",
        },
      },
    ],
  },
});
