import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** A block of a page: its language, and the file that it is, if it names one. */
export type Block = { readonly page: string; readonly language: string; readonly file: string; readonly text: string };

const folder = resolve(import.meta.dirname, "../../docs");

export const pages: readonly string[] = readdirSync(folder).filter((name) => name.endsWith(".md"));

export const blocks: readonly Block[] = pages.flatMap((page) =>
  [...readFileSync(join(folder, page), "utf8").matchAll(/^```(\S+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", file = "", text = ""]) => ({ page, language, file, text }),
  ),
);

/** The block that is this file. */
export const blockOf = (page: string, file: string): Block => {
  const found = blocks.find((block) => block.page === page && block.file === file);
  if (found === undefined) throw new Error(`${page} has no block ${file}`);
  return found;
};

export type Job = { readonly times: readonly string[]; readonly user: string; readonly command: string };
export type Crontab = { readonly env: Readonly<Record<string, string>>; readonly jobs: readonly Job[] };

/** A file of /etc/cron.d, as crontab(5) has it: with a user, and `%` for a line break unless it is escaped. */
export const crontab = (text: string): Crontab => {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const variable = /^([A-Za-z_]\w*)\s*=\s*(.*)$/;
  const env = Object.fromEntries(
    lines.flatMap((line) => (variable.exec(line) ? [[variable.exec(line)?.[1], variable.exec(line)?.[2]]] : [])),
  );
  const jobs = lines
    .filter((line) => !variable.test(line))
    .map((line) => {
      const [, times = "", user = "", command = ""] = /^((?:\S+\s+){5})(\S+)\s+(.*)$/.exec(line) ?? [];
      if (/(?<!\\)%/.test(command)) throw new Error(`cron would break this line: ${line}`);
      return { times: times.trim().split(/\s+/), user, command: command.replaceAll("\\%", "%") };
    });
  return { env, jobs };
};

const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/** Whether five fields of times say something that crontab(5) knows. */
export const areTimes = (times: readonly string[]): boolean =>
  times.length === 5 &&
  times.every((field, at) =>
    field.split(",").every((part) => {
      const [, from, to, step] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [];
      const [least, most] = ranges[at] ?? [0, 0];
      const fits = (value: string | undefined): boolean =>
        value === undefined || (Number(value) >= least && Number(value) <= most);
      return /^[\d*]/.test(part) && fits(from) && fits(to) && (step === undefined || Number(step) > 0);
    }),
  );
