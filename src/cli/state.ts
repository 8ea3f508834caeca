import { mkdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { visible } from "../profile/errors.js";
import { type Context, say } from "./context.js";
import { reasonOf } from "./failure.js";
import { prepareFile } from "./write.js";

type Environment = Context["terminal"]["env"];

/**
 * Where a program keeps what it remembers between runs: systemd's StateDirectory= (systemd.exec(5)), else the user's
 * own (XDG Base Directory Specification; %LOCALAPPDATA% on Windows). Undefined: there is no such place.
 */
export const stateFolder = (env: Environment, platform: string): string | undefined => {
  const given = env.STATE_DIRECTORY?.split(":")[0];
  if (given !== undefined && given !== "") return given;
  if (platform === "win32") return env.LOCALAPPDATA ? join(env.LOCALAPPDATA, "invoice-diag") : undefined;
  const { XDG_STATE_HOME: home = "", HOME = "" } = env;
  if (posix.isAbsolute(home)) return posix.join(home, "invoice-diag");
  return posix.isAbsolute(HOME) ? posix.join(HOME, ".local/state/invoice-diag") : undefined;
};

/** A small file that is remembered between runs, written whole or not at all. */
export type StateFile = { read(): Promise<string | undefined>; write(text: string): Promise<void> };

/** What cannot be read or kept is told on standard error; nothing here fails. */
export const stateFile = (context: Context, name: string): StateFile => {
  const folder = stateFolder(context.terminal.env, process.platform);
  const path = folder === undefined ? undefined : join(folder, name);
  const lament = (en: string, zh: string): void =>
    context.terminal.complain(`invoice-diag: ${say(context, { en, zh })}`);
  return {
    async read() {
      if (path === undefined) return undefined;
      try {
        return await readFile(path, "utf8");
      } catch (error) {
        const reason = reasonOf(error);
        if (reason !== "ENOENT")
          lament(`cannot read ${visible(path)}: ${reason}`, `无法读取 ${visible(path)}：${reason}`);
        return undefined;
      }
    },
    async write(text) {
      if (folder === undefined || path === undefined) {
        lament(
          "nothing can be remembered between runs: set HOME, XDG_STATE_HOME or StateDirectory=",
          "两次运行之间无法记忆状态：请设置 HOME、XDG_STATE_HOME 或 StateDirectory=",
        );
        return;
      }
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await (await prepareFile(path)).write(text);
      } catch (error) {
        const reason = reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
        lament(`cannot remember in ${visible(path)}: ${reason}`, `无法写入 ${visible(path)}：${reason}`);
      }
    },
  };
};
