import { describe, expect, it } from "vitest";
import { findProfile, profilePlaces } from "../../src/profile/find.js";

describe("the default profile", () => {
  const there =
    (...paths: string[]) =>
    (path: string) =>
      paths.includes(path);

  it("lies in the working directory, else in the user's config directory", () => {
    const around = { env: { HOME: "/home/u" }, platform: "linux" };
    const own = "/home/u/.config/invoice-diag/invoice-diag.yaml";
    expect(findProfile({ ...around, exists: there("invoice-diag.yaml", own) })).toBe("invoice-diag.yaml");
    expect(findProfile({ ...around, exists: there(own) })).toBe(own);
    expect(findProfile({ ...around, exists: there() })).toBeUndefined();
  });

  it.each([
    ["linux", { HOME: "/home/u", XDG_CONFIG_HOME: "/cfg" }, "/cfg/invoice-diag/invoice-diag.yaml"],
    ["linux", { HOME: "/home/u", XDG_CONFIG_HOME: "" }, "/home/u/.config/invoice-diag/invoice-diag.yaml"],
    ["linux", { HOME: "/home/u", XDG_CONFIG_HOME: "cfg" }, "/home/u/.config/invoice-diag/invoice-diag.yaml"],
    ["darwin", { HOME: "/Users/u" }, "/Users/u/.config/invoice-diag/invoice-diag.yaml"],
    [
      "win32",
      { APPDATA: "C:\\Users\\u\\AppData\\Roaming" },
      "C:\\Users\\u\\AppData\\Roaming\\invoice-diag\\invoice-diag.yaml",
    ],
    ["win32", { HOME: "/home/u" }, undefined],
    ["linux", {}, undefined],
  ])("on %s with %j", (platform, env, second) => {
    expect(profilePlaces({ env, platform })).toEqual(["invoice-diag.yaml", ...(second === undefined ? [] : [second])]);
  });
});
