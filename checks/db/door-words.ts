import type { Signals } from "../../src/model/check.js";

/** Answers about the server's greeting and the login. */
export const doorSignals = {
  greets: {
    answers: "greeting",
    level: "pass",
    text: { en: "{version} greets", zh: "{version} 正常握手" },
  },
  frozen: {
    answers: "greeting",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "The connection is accepted, then no greeting comes for {ms} ms",
      zh: "连接被接受，但 {ms} 毫秒内没有握手信息",
    },
  },
  "too-many-connections": {
    answers: "greeting",
    level: "fail",
    stops: true,
    text: { en: "The server has no connection left (error {number})", zh: "服务器连接数已用尽（错误 {number}）" },
  },
  "host-blocked": {
    answers: "greeting",
    level: "fail",
    stops: true,
    text: {
      en: "The server has blocked this host after too many connection errors (error 1129)",
      zh: "连接错误过多，服务器已封锁本机（错误 1129）",
    },
  },
  "host-not-allowed": {
    answers: "greeting",
    level: "fail",
    stops: true,
    text: {
      en: "The server admits no account from this host (error 1130)",
      zh: "服务器不允许任何账号从本机连接（错误 1130）",
    },
  },
  "not-mysql": {
    answers: "greeting",
    level: "fail",
    stops: true,
    text: { en: "No MySQL server: what answers speaks {spoke}", zh: "不是 MySQL 服务器：应答方的协议为 {spoke}" },
  },
  closed: {
    answers: "greeting",
    level: "fail",
    stops: true,
    doubt: true,
    text: { en: "The connection ends ({how}) before a greeting comes", zh: "握手之前连接即被断开（{how}）" },
  },
  "greeting-error": {
    answers: "greeting",
    level: "fail",
    stops: true,
    text: { en: "The server greets with error {number}: {message}", zh: "服务器以错误 {number} 代替握手：{message}" },
  },
  "logged-in": { answers: "login", level: "pass", text: { en: "The login works", zh: "登录成功" } },
  "access-denied": {
    answers: "login",
    level: "fail",
    stops: true,
    text: {
      en: "User or password are refused (error {number}, using password: {password})",
      zh: "用户名或密码被拒绝（错误 {number}，using password: {password}）",
    },
  },
  "access-denied-openly": {
    answers: "login",
    level: "fail",
    stops: true,
    text: {
      en: "User or password are refused (error {number}, using password: {password}); the server offers no TLS, and says the same of an account that demands it",
      zh: "用户名或密码被拒绝（错误 {number}，using password: {password}）；服务器未提供 TLS，而要求 TLS 的账号也会得到同样的应答",
    },
  },
  "unknown-database": {
    answers: "login",
    level: "fail",
    stops: true,
    text: { en: "There is no database {database} (error 1049)", zh: "数据库 {database} 不存在（错误 1049）" },
  },
  "database-denied": {
    answers: "login",
    level: "fail",
    stops: true,
    text: {
      en: "The account has no right on the database {database}, or there is none of that name (error 1044)",
      zh: "账号对数据库 {database} 无权限，或该库不存在（错误 1044）",
    },
  },
  "account-locked": {
    answers: "login",
    level: "fail",
    stops: true,
    text: { en: "The account is locked (error {number})", zh: "账号已被锁定（错误 {number}）" },
  },
  "tls-required": {
    answers: "login",
    level: "fail",
    stops: true,
    text: {
      en: "Logins without TLS are refused ({by}); if your program uses TLS, say `tls: true` in the profile",
      zh: "不使用 TLS 的登录会被拒绝（{by}）；若您的程序使用 TLS，请在配置中写明 tls: true",
    },
  },
  "user-limit": {
    answers: "login",
    level: "fail",
    stops: true,
    text: {
      en: "The account has reached its limit of connections (error {number})",
      zh: "账号已达到连接数上限（错误 {number}）",
    },
  },
  "password-expired": {
    answers: "login",
    level: "fail",
    stops: true,
    text: { en: "The account's password has expired (error {number})", zh: "账号密码已过期（错误 {number}）" },
  },
  "certificate-proven": {
    answers: "certificate",
    level: "pass",
    text: { en: "The server's certificate is trusted", zh: "服务器证书受信" },
  },
  "certificate-unproven": {
    answers: "certificate",
    level: "note",
    text: {
      en: "The server's certificate is not trusted by {ca} either ({word}): no password itself goes over this TLS",
      zh: "即使依据 {ca}，服务器证书仍不受信（{word}）：不会在此 TLS 上发送密码本身",
    },
  },
  // Who names an authority for a connection over TLS has it compared: these clients refuse the server.
  "certificate-expired": {
    answers: "certificate",
    level: "fail",
    text: {
      en: "The server's certificate has expired: clients that verify it by {ca} refuse it",
      zh: "服务器证书已过期：按 {ca} 校验证书的客户端会拒绝连接",
    },
  },
  "certificate-self-signed": {
    answers: "certificate",
    level: "fail",
    text: {
      en: "The server's certificate signed itself: clients that verify it by {ca} refuse it",
      zh: "服务器证书为自签名：按 {ca} 校验证书的客户端会拒绝连接",
    },
  },
  "certificate-untrusted": {
    answers: "certificate",
    level: "fail",
    text: {
      en: "The server's certificate leads to no authority in {ca} ({word}): clients that verify it refuse it",
      zh: "服务器证书无法追溯到 {ca} 中的机构（{word}）：校验证书的客户端会拒绝连接",
    },
  },
  // What this tool may not or cannot do says nothing of the account: it answers a question of its own, and no cause speaks of it.
  "password-withheld": {
    answers: "method",
    level: "note",
    untold: true,
    text: {
      en: "Whether the account is let in could not be told: the server asks for the password itself ({plugin}), and its certificate is not trusted. Name its authority as `ca` in the profile; or let the real program log in once, after which caching_sha2_password asks for less",
      zh: "未能判断账号能否登录：服务器要求发送密码本身（{plugin}），而其证书不受信。请在配置的 ca 中指定其 CA；或先用真实程序登录一次，此后 caching_sha2_password 不再索要密码本身",
    },
  },
  "password-withheld-openly": {
    answers: "method",
    level: "note",
    untold: true,
    text: {
      en: "Whether the account is let in could not be told: the server asks for the password itself ({plugin}), and this connection has no TLS. Have TLS switched on there and name its authority as `ca` in the profile; or let the real program log in once, after which caching_sha2_password asks for less",
      zh: "未能判断账号能否登录：服务器要求发送密码本身（{plugin}），而此连接没有 TLS。请启用 TLS 并在配置的 ca 中指定其 CA；或先用真实程序登录一次，此后 caching_sha2_password 不再索要密码本身",
    },
  },
  "auth-plugin-unsupported": {
    answers: "method",
    level: "note",
    untold: true,
    text: {
      en: "This tool cannot log in in the way that the server demands ({plugin})",
      zh: "本工具不支持服务器要求的登录方式（{plugin}）",
    },
  },
  "login-silent": {
    answers: "login",
    level: "fail",
    stops: true,
    doubt: true,
    text: {
      en: "The server greets, then leaves the login unanswered for {ms} ms",
      zh: "服务器已握手，但 {ms} 毫秒内未答复登录",
    },
  },
  "login-cut": {
    answers: "login",
    level: "fail",
    stops: true,
    doubt: true,
    text: { en: "The connection ends ({how}) during the login", zh: "登录过程中连接被断开（{how}）" },
  },
  "login-error": {
    answers: "login",
    level: "fail",
    stops: true,
    text: { en: "The login ends with {reason}: {message}", zh: "登录失败，{reason}：{message}" },
  },
  "quick-login": {
    answers: "login-speed",
    level: "pass",
    text: { en: "Getting in takes {ms} ms", zh: "登录耗时 {ms} 毫秒" },
  },
  "slow-login": {
    answers: "login-speed",
    level: "fail",
    // One lost packet is repeated after a second, as late as a name that is looked up in vain.
    doubt: true,
    text: {
      en: "Getting in takes {ms} ms ({greeting} ms until the greeting, {login} ms for the login)",
      zh: "登录耗时 {ms} 毫秒（握手 {greeting} 毫秒，登录 {login} 毫秒）",
    },
  },
  unsteady: {
    answers: "steadiness",
    level: "warn",
    text: {
      en: "One of two attempts failed in the phase {phase} ({code}), the other got through",
      zh: "两次尝试中有一次在 {phase} 阶段失败（{code}），另一次成功",
    },
  },
} as const satisfies Signals;
