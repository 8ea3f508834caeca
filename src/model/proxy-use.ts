/** An HTTP proxy that is named for a url target, and whether requests go through it. */
export type ProxyUse = {
  /** As in its URL, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Who names it: `profile`, or the variable of the environment, such as `HTTPS_PROXY`. */
  readonly from: string;
  /**
   * Requests go out directly all the same: the profile forbids proxies, NO_PROXY leaves the target out, or it is of a
   * kind that this tool does not speak with.
   */
  readonly unused?: "forbidden" | "excluded" | "unsupported";
  /** `Basic …`; a secret, for the verbs alone. */
  readonly authorization?: string;
};
