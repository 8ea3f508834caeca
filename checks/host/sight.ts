import type { SettingValues } from "../../src/model/check.js";
import type { FailureCode } from "../../src/model/failure.js";
import type { HostHealth } from "../../src/model/io.js";
import type { Located } from "../../src/model/place.js";
import type { settings } from "./settings.js";

/** This host; or another one, and where it tells its own figures. */
export type Target = { readonly host?: string; readonly metrics?: string };
export type Values = SettingValues<typeof settings>;

/** Two readings of one machine. */
export type Readings = {
  readonly first: HostHealth;
  readonly last: HostHealth;
  /** Milliseconds between the two. */
  readonly ms: number;
  /** This tool's own longest stall, in milliseconds; absent: it runs on another machine. */
  readonly stalled?: number;
};

export type Seen = {
  /** Absent: this host. */
  readonly located?: Located;
  readonly figures: Readings | { readonly failed: FailureCode };
};
