import { defineCauses } from "../cause.js";
import { fetchWhole } from "./commands.js";

const far = { kind: "fault", layer: "application", locus: ["far-side"], sits: "target" } as const;

/** Causes in whom an API lets in. */
export const security = defineCauses({
  "forged-token-accepted": {
    ...far,
    // Each of the questions asks for another mistake; one that was not made says little of the others.
    prior: "common",
    title: { en: "The API accepts tokens that it must refuse", zh: "API 接受了本应拒绝的令牌" },
    about: {
      en: "Without a token it refuses, with a forged or expired one it answers: the signature, the algorithm or the date is not verified.",
      zh: "无令牌时拒绝，而伪造或过期的令牌却可通过：未校验签名、算法或有效期。",
    },
    expects: {
      "auth/forged-accepted": "sometimes",
      "auth/forged-refused": "usually",
      "auth/expired-accepted": "sometimes",
      "auth/expired-refused": "usually",
    },
    advice: [
      {
        text: {
          en: "Verify the signature of each token with a fixed list of algorithms, never the one that the token names, and check its dates (RFC 8725). Until then let nobody but known addresses reach the API.",
          zh: "以固定的算法清单校验每个令牌的签名，切勿采用令牌自称的算法，并检查有效期（RFC 8725）。修复前仅允许已知地址访问。",
        },
        command: fetchWhole,
        expect: {
          en: "with such a token in the place of your own: an answer now, 401 after the mending",
          zh: "换用此类令牌时：现在有应答，修复后为 401",
        },
      },
    ],
  },
  "client-header-trusted": {
    ...far,
    prior: "usual",
    title: { en: "The API believes claims in plain headers", zh: "API 信任普通 HTTP 头中的身份声明" },
    about: {
      en: "A header that any client can send (admin: True and the like) opens what is closed without it.",
      zh: "任何客户端都能发送的 HTTP 头（如 admin: True）即可打开本应受限的内容。",
    },
    expects: { "auth/header-grants": "always" },
    advice: [
      {
        text: {
          en: "Take rights only from the verified token, and let the outermost proxy remove such headers.",
          zh: "权限只取自经校验的令牌，并由最外层代理删除此类 HTTP 头。",
        },
        command: fetchWhole,
        expect: {
          en: "with the header and without a token: an answer now, 401 after the mending",
          zh: "携带该 HTTP 头而不带令牌时：现在有应答，修复后为 401",
        },
      },
    ],
  },
});
