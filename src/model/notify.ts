import type { ProxyUse } from "./proxy-use.js";
import type { Bilingual, Language } from "./text.js";

/** How a channel's message gets to its readers. URLs, secrets and passwords are secrets of the profile. */
export type Carrier =
  | { readonly kind: "wecom"; readonly url: string }
  | { readonly kind: "dingtalk"; readonly url: string; readonly secret?: string }
  | { readonly kind: "feishu"; readonly url: string; readonly secret?: string }
  | {
      readonly kind: "webhook";
      readonly url: string;
      readonly secret?: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "mail";
      readonly host: string;
      readonly port: number;
      /** `starttls` and `tls` never go on without TLS. */
      readonly security: "tls" | "starttls" | "none";
      readonly user?: string;
      readonly password?: string;
      readonly from: string;
      readonly to: readonly string[];
    };

export const channelKinds = ["wecom", "dingtalk", "feishu", "webhook", "mail"] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** Minutes since midnight, `from` included and `to` not; from 22:00 to 07:00 goes over midnight. */
export type QuietHours = { readonly from: number; readonly to: number };

/** Who is told, of what, and when. Durations in milliseconds. */
export type Channel = {
  /** Unique in its profile. */
  readonly name: string;
  readonly carrier: Carrier;
  /** What counts as broken: faults, or warnings too. */
  readonly on: "fail" | "warn";
  /** Broken is what was broken in `runs` of the last `of` runs. */
  readonly after: { readonly runs: number; readonly of: number };
  readonly recovery: boolean;
  readonly quiet?: QuietHours;
  readonly lang?: Language;
  /** For all tries together. */
  readonly timeout: number;
  /** Filled in by `profile/proxies.ts`, as for a target. */
  readonly proxy?: ProxyUse;
};

/** What is told of a run, before any channel's own form. */
export type Notice = {
  readonly event: "problem" | "changed" | "recovered" | "test";
  readonly profile: string;
  readonly status: string;
  /** ISO 8601. */
  readonly at: string;
  /** The host that looked. */
  readonly host: string;
  readonly title: Bilingual;
  readonly verdict: Bilingual;
  /** Targets by their names: broken since the last message, still broken, healthy again. */
  readonly broken: readonly string[];
  readonly still: readonly string[];
  readonly healed: readonly string[];
  readonly causes: readonly NoticeCause[];
};

export type NoticeCause = {
  readonly id: string;
  readonly title: Bilingual;
  readonly where: Bilingual;
  readonly standing: Bilingual;
  readonly party: Bilingual;
  readonly next?: Bilingual;
};
