import { appendFile } from "node:fs/promises";
import { quoted } from "../profile/errors.js";
import { type Context, say } from "./context.js";
import { reasonOf } from "./failure.js";

/** GitHub throws away a summary that is larger: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const mostBytes = 1024 * 1024;

/**
 * Appends the report to the job summary of GitHub Actions, where there is one. `markdown` prints it, whole or with the
 * problems only. A summary that cannot be written is told, and changes nothing else: the annotations stand in the log.
 */
export const summarise = async (context: Context, markdown: (quiet: boolean) => Promise<string>): Promise<void> => {
  const file = context.terminal.env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === "") return;
  const whole = await markdown(false);
  const text = Buffer.byteLength(whole) <= mostBytes ? whole : await markdown(true);
  try {
    await appendFile(file, `${text}\n`);
  } catch (error) {
    const [name, reason] = [quoted(file), reasonOf(error)];
    const told = {
      en: `the job summary ${name} cannot be written: ${reason}`,
      zh: `无法写入作业摘要 ${name}：${reason}`,
    };
    context.terminal.complain(`invoice-diag: ${say(context, told)}`);
  }
};
