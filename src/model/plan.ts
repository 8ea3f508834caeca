import type { SettingValues } from "./check.js";
import type { Json } from "./json.js";
import type { Layer } from "./layer.js";

/** One check on one endpoint: `port:remote-desktop/3389`. */
export type Step = {
  readonly id: string;
  readonly check: string;
  readonly layer: Layer;
  readonly subject: string;
  readonly endpoint?: string;
  readonly target: Json;
  readonly settings: SettingValues;
  /** Ids of planned steps; each may hold this one back. */
  readonly needs: readonly string[];
  /** Ids of planned steps that the judging waits for. */
  readonly reads: readonly string[];
  /** Looks when every other step has. */
  readonly last?: true;
  /** Milliseconds that one look may take. */
  readonly patience: number;
  /** Milliseconds after which a second look starts beside a silent first one. */
  readonly secondLook: number;
};

/** Steps in an order in which every need stands before what needs it. */
export type Plan = { readonly steps: readonly Step[] };
