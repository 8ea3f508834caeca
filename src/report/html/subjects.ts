import type { Report } from "../../model/report.js";
import type { Result, Status } from "../../model/result.js";
import type { Bilingual } from "../../model/text.js";
import { labels } from "../words.js";

/** What the page draws and describes on its own: this machine first, then each target. */
export type Subject = {
  readonly name: Bilingual;
  readonly results: readonly Result[];
  readonly status: Status;
  readonly target?: Report["targets"][number];
};

const worstFirst: readonly Status[] = ["fail", "error", "warn", "blocked", "skip", "pass"];

export const worstOf = (results: readonly Result[]): Status =>
  worstFirst.find((status) => results.some((one) => one.status === status)) ?? "skip";

const isOurs = ({ subject }: Result): boolean => subject.startsWith("@");

export const subjectsOf = (report: Report): Subject[] => {
  const ours = report.results.filter(isOurs);
  const named = new Set([
    ...report.targets.map((one) => one.name),
    ...report.results.filter((one) => !isOurs(one)).map((one) => one.subject),
  ]);
  const others = [...named].map((name) => {
    const results = report.results.filter((one) => one.subject === name);
    const target = report.targets.find((one) => one.name === name);
    const plain = { name: { en: name, zh: name }, results, status: worstOf(results) };
    return target === undefined ? plain : { ...plain, target };
  });
  const all = [{ name: labels.thisHost, results: ours, status: worstOf(ours) }, ...others];
  return all.filter(({ results }) => results.length > 0);
};
