import type { Platform, PlatformOptions } from "../lab/platform.js";
import type { AnyCheck } from "../model/check.js";
import type { Profile } from "../model/profile.js";
import { loadProfile } from "../profile/load.js";
import { opensFewerThan } from "./descriptors.js";
import { ToolError, tooFewFiles } from "./failure.js";

/** The platform lives in this process beside the tool that examines it: with fewer files, one would fail for want of the other's. */
const files = 64;

/** Starts the embedded platform. */
export const startEmbedded = async (options: PlatformOptions): Promise<Platform> => {
  if (opensFewerThan(files)) throw new ToolError(tooFewFiles);
  const { createPlatform } = await import("../lab/platform.js");
  return createPlatform(options);
};

/** The profile of a running embedded platform; `file` is where its neighbours, such as the root, would stand. */
export const embeddedProfile = (platform: Platform, checks: readonly AnyCheck[], file = "demo"): Profile => {
  const { profile, readFile } = platform;
  const loaded = loadProfile(profile, { file, env: {}, checks, readFile });
  if ("profile" in loaded) return loaded.profile;
  throw new ToolError(loaded.errors[0]?.message ?? { en: "no demo profile", zh: "没有演示配置" });
};
