import type { Platform } from "../lab/platform.js";
import type { AnyCheck } from "../model/check.js";
import type { Profile } from "../model/profile.js";
import { loadProfile } from "../profile/load.js";
import { ToolError } from "./failure.js";

/** The profile of a running embedded platform; `file` is where its neighbours, such as the root, would stand. */
export const embeddedProfile = (platform: Platform, checks: readonly AnyCheck[], file = "demo"): Profile => {
  const { profile, readFile } = platform;
  const loaded = loadProfile(profile, { file, env: {}, checks, readFile });
  if ("profile" in loaded) return loaded.profile;
  throw new ToolError(loaded.errors[0]?.message ?? { en: "no demo profile", zh: "没有演示配置" });
};
