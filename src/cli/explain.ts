import { quoted } from "../profile/errors.js";
import { nearest } from "../profile/nearest.js";
import type { Action, Context } from "./context.js";
import { causePage, checkPage, type Page, signalPage } from "./explain-pages.js";
import { UsageError } from "./failure.js";
import { type Catalogue, loadCatalogue } from "./plugins.js";

const everyId = ({ checks, causes }: Catalogue): string[] => [
  ...checks.map((check) => check.id),
  ...Object.keys(causes),
  ...checks.flatMap((check) => Object.keys(check.signals).map((signal) => `${check.id}/${signal}`)),
];

/** A check and a cause may have the same id; then both have a page. */
const pagesOf = (page: Page, id: string): string[][] => {
  const { checks, causes } = page.catalogue;
  const pages: string[][] = [];
  const check = checks.find((one) => one.id === id);
  if (check !== undefined) pages.push(checkPage(page, check));
  const [owner, name = ""] = id.split("/");
  const asker = checks.find((one) => one.id === owner);
  if (asker !== undefined && Object.hasOwn(asker.signals, name)) {
    pages.push(signalPage(page, asker, name, asker.signals[name]));
  }
  const cause = Object.hasOwn(causes, id) ? causes[id] : undefined;
  if (cause !== undefined) pages.push(causePage(page, id, cause));
  return pages;
};

/** What a check, a signal or a cause is: how it is seen, how it is mended, how the mending is verified. */
export const explain = async (context: Context, id: string, options: { plugin?: readonly string[] }): Action => {
  const catalogue = await loadCatalogue(context, options.plugin);
  const page = { lang: context.lang, width: Math.min(100, context.terminal.width), catalogue };
  const pages = pagesOf(page, id);
  if (pages.length === 0) {
    const near = nearest(id, everyId(catalogue));
    const hint = near === undefined ? undefined : quoted(near);
    throw new UsageError({
      en: `there is no check, signal or cause ${quoted(id)}${hint === undefined ? "; see invoice-diag list" : `; did you mean ${hint}?`}`,
      zh: `没有名为 ${quoted(id)} 的检查项、信号或原因${hint === undefined ? "；见 invoice-diag list" : `，是否想写 ${hint}？`}`,
    });
  }
  await context.terminal.print(`${pages.map((lines) => lines.join("\n")).join("\n\n")}\n`);
  return 0;
};
