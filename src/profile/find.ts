import { posix, win32 } from "node:path";
import type { Environment } from "./variables.js";

export const profileFileName = "invoice-diag.yaml";

/** The environment, `process.platform` of the system and a look at the file system. */
export type Surroundings = {
  readonly env: Environment;
  readonly platform: string;
  readonly exists: (path: string) => boolean;
};

const filled = (value: string | undefined): value is string => value !== undefined && value !== "";

/** Where the user's own configuration lies (XDG Base Directory Specification: a relative path counts as not set). */
const configHome = ({ env, platform }: Pick<Surroundings, "env" | "platform">): string | undefined => {
  if (platform === "win32") return filled(env.APPDATA) ? env.APPDATA : undefined;
  if (filled(env.XDG_CONFIG_HOME) && posix.isAbsolute(env.XDG_CONFIG_HOME)) return env.XDG_CONFIG_HOME;
  return filled(env.HOME) ? posix.join(env.HOME, ".config") : undefined;
};

/** The places where a profile is looked for when none is named, first the likeliest. */
export const profilePlaces = (around: Pick<Surroundings, "env" | "platform">): readonly string[] => {
  const { join } = around.platform === "win32" ? win32 : posix;
  const home = configHome(around);
  return [profileFileName, ...(home === undefined ? [] : [join(home, "invoice-diag", profileFileName)])];
};

/** The default profile: in the working directory, else in the user's config directory; undefined: neither is there. */
export const findProfile = (around: Surroundings): string | undefined => profilePlaces(around).find(around.exists);
