import { plan, type Selection } from "../engine/plan.js";
import { layers, layerTitles } from "../model/layer.js";
import type { Step } from "../model/plan.js";
import type { Profile } from "../model/profile.js";
import { duration } from "../report/reading.js";
import { redact } from "../report/redact.js";
import { wrap } from "../report/wrap.js";
import { type Action, type Context, say } from "./context.js";
import { UsageError } from "./failure.js";
import type { Outputs } from "./outputs.js";
import type { Catalogue } from "./plugins.js";

const stepLines = (context: Context, step: Step, width: number): string[] => {
  const upTo = say(context, { en: "up to", zh: "最长" });
  const needs =
    step.needs.length === 0 ? "" : `, ${say(context, { en: "after", zh: "等待" })} ${step.needs.join(", ")}`;
  const text = `${step.id}  (${upTo} ${duration(step.patience)}${needs})`;
  return wrap(text, width - 4).map((line, at) => `${at === 0 ? "  " : "      "}${line}`);
};

/** What would be done, without doing any of it. */
export const printPlan = async (
  context: Context,
  job: { profile: Profile; catalogue: Catalogue; selection: Selection; outputs: Outputs },
): Action => {
  const { profile, catalogue, selection, outputs } = job;
  if (outputs.files.length > 0 || (outputs.onScreen !== "table" && outputs.onScreen !== "json")) {
    throw new UsageError({
      en: "--dry-run prints the plan on standard output, as table or json",
      zh: "--dry-run 只在标准输出打印计划，格式为 table 或 json",
    });
  }
  const planned = redact(plan(profile, catalogue.checks, selection), profile.secrets);
  if (outputs.onScreen === "json") {
    await context.terminal.print(`${JSON.stringify(planned, null, 2)}\n`);
    return 0;
  }
  const lines = layers.flatMap((layer) => {
    const own = planned.steps.filter((step) => step.layer === layer);
    return own.length === 0
      ? []
      : [layerTitles[layer][context.lang], ...own.flatMap((step) => stepLines(context, step, outputs.print.width))];
  });
  const count = planned.steps.length;
  const summary = {
    en: `${count} ${count === 1 ? "step" : "steps"} would run; nothing was sent.`,
    zh: `将执行 ${count} 步；未发送任何数据。`,
  };
  await context.terminal.print(`${[...lines, say(context, summary)].join("\n")}\n`);
  return 0;
};
