import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { databaseLogin } from "../../src/lab/profile.js";

const day = 86_400_000;
const openssl = /\b[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4} GMT\b/g;

const inDays = (said: string): string =>
  said.replace(openssl, (date) => `in ${Math.round((Date.parse(date) - Date.now()) / day)} days`);

const asksPassword = (command: readonly string[]): boolean => command.some((word) => /\bmariadb\b/.test(word));

/**
 * Runs a command of an advice as a person would who types the password when asked: everything that it says, and `[exit N]` at
 * the end. There is no terminal and nothing else to read; after `limit` milliseconds it is ended with all that it started.
 */
export const runByHand = (command: readonly string[], limit = 30_000): Promise<string> =>
  new Promise((resolve) => {
    const [program = "", ...args] = command.map((word) => word.replaceAll("your-user", databaseLogin.user));
    const env = { PATH: `${process.env.PATH}:/usr/sbin:/sbin`, LC_ALL: "C.UTF-8", HOME: tmpdir() };
    const child = spawn(program, args, { env, detached: true });
    let said = "";
    const hear = (bytes: Buffer): void => {
      said += bytes;
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.stdin.on("error", () => {});
    child.stdin.end(asksPassword(command) ? `${databaseLogin.password}\n` : "");
    const timer = setTimeout(() => {
      said += "\n[took too long]";
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, limit);
    child.once("error", (error) => resolve(String(error)));
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve(`${inDays(said)}\n[exit ${code}]`);
    });
  });
