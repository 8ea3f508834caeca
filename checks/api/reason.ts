/** What a refusal may give as its reason, in the words of platforms, gateways and firewalls. */

export type Reason =
  | "signature-clock-skew"
  | "ip-not-whitelisted"
  | "waf-blocked"
  | "credit-exhausted"
  | "quota-exhausted"
  | "rate-limited"
  | "login-expired"
  | "login-missing"
  | "credentials-refused"
  | "address-banned"
  | "grant-missing"
  | "right-missing"
  | "environment-mixed-up"
  | "payload-invalid"
  | "already-accepted"
  | "still-processing"
  | "maintenance";

/** What is spoken of where a request is refused for how it is signed or who sends it: no rule of an invoice. */
export const ofTheSender =
  /token|令牌|签名|\bsign\b|signature|app ?(key|id|secret)|密钥|秘钥|密码|用户名|(?<!银行)[账帐]号|session|cookie|authorization|authenticat|\blog ?in\b|nonce|时间戳|timestamp|\b(api )?key\b|client ?id|credential|验证码|权限/i;

/** What a body says, in words, of why it refuses. */
export type Said = {
  /** Absent: that it failed, and no reason that is known. */
  readonly means?: Reason;
  /** The words that say so, at most 120 characters. */
  readonly words: string;
  /** The answer is a refusal by its own account, whatever its status: a failing code, a page that says nothing else. */
  readonly refuses: boolean;
};
