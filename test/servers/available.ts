import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin", "/usr/local/sbin"];

const there = (need: string): boolean => {
  if (need === "root") return process.platform === "linux" && process.getuid?.() === 0;
  return folders.some((folder) => {
    try {
      accessSync(join(folder, need), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
};

/**
 * Whether everything that a test needs is here: programs by name, `root` for Linux with all privileges. Says loudly what is
 * missing; under CI=true, where nothing may be skipped, it throws. `describe.skipIf(!available("root", "ip", "nft"))("…")`
 */
export const available = (...needs: readonly string[]): boolean => {
  const missing = needs.filter((need) => !there(need));
  if (missing.length === 0) return true;
  const sentence = `these tests need ${missing.join(", ")}`;
  if (process.env.CI === "true") throw new Error(sentence);
  console.warn(`SKIPPED: ${sentence}`);
  return false;
};
