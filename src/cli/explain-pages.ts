import { type Cause, type Likelihood, likelihoods } from "../model/cause.js";
import type { AnyCheck, Setting, Signal } from "../model/check.js";
import { layerTitles } from "../model/layer.js";
import type { Bilingual, Language } from "../model/text.js";
import { commandLine } from "../report/reading.js";
import { kindWords, levelWords } from "../report/words.js";
import { wrap } from "../report/wrap.js";
import { headings, likelihoodWords, locusWords, placeWords, priorWords } from "./explain-words.js";
import type { Catalogue } from "./plugins.js";
import { shownSetting } from "./settings.js";

/** One page about one thing. */
export type Page = { readonly lang: Language; readonly width: number; readonly catalogue: Catalogue };

const indented = (page: Page, depth: number, text: string): string[] =>
  wrap(text, page.width - depth - 2).map((line, at) => " ".repeat(at === 0 ? depth : depth + 2) + line);

const section = (page: Page, heading: Bilingual, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", heading[page.lang], ...lines];

const signalsOf = (check: AnyCheck): [string, Signal][] => Object.entries(check.signals) as [string, Signal][];

/** The causes that name a signal, likeliest words first. */
const causesNaming = (
  { causes }: Catalogue,
  signals: readonly string[],
): { id: string; cause: Cause; word: Likelihood }[] =>
  Object.entries(causes)
    .flatMap(([id, cause]) =>
      signals.flatMap((signal) => {
        const word = cause.expects[signal as `${string}/${string}`];
        return word === undefined || word === "never" || word === "seldom" ? [] : [{ id, cause, word }];
      }),
    )
    .sort((a, b) => likelihoods.indexOf(a.word) - likelihoods.indexOf(b.word));

const head = (page: Page, what: readonly string[], title: Bilingual, about?: Bilingual): string[] => [
  ...wrap(title[page.lang], page.width),
  what.join(" · "),
  ...(about === undefined ? [] : ["", ...wrap(about[page.lang], page.width)]),
];

const causeLines = (page: Page, signals: readonly string[]): string[] => {
  const seen = new Set<string>();
  return causesNaming(page.catalogue, signals)
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .flatMap(({ id, cause }) => indented(page, 2, `${id}: ${cause.title[page.lang]}`));
};

export const checkPage = (page: Page, check: AnyCheck): string[] => {
  const { lang } = page;
  const questions = Object.entries(check.questions as AnyCheck["questions"]) as [string, Bilingual][];
  const asked = questions.flatMap(([id, question]) => [
    ...indented(page, 2, question[lang]),
    ...signalsOf(check)
      .filter(([, signal]) => signal.answers === id)
      .flatMap(([name, { level, text }]) =>
        indented(page, 4, `[${levelWords[level][lang]}] ${check.id}/${name}: ${text[lang]}`),
      ),
  ]);
  const settings = (Object.entries(check.settings) as [string, Setting][]).flatMap(([name, setting]) =>
    indented(page, 2, `${name} = ${shownSetting(setting)}: ${setting.help[lang]}`),
  );
  const faults = signalsOf(check)
    .filter(([, signal]) => signal.level !== "pass")
    .map(([name]) => `${check.id}/${name}`);
  return [
    ...head(page, [`${headings.check[lang]} ${check.id}`, layerTitles[check.layer][lang]], check.title, check.about),
    ...section(page, headings.questions, asked),
    ...section(page, headings.settings, settings),
    ...section(
      page,
      headings.reads,
      (check.reads ?? []).map((id) => `  ${id}`),
    ),
    ...section(page, headings.causes, causeLines(page, faults)),
  ];
};

const defaultHealthy: Readonly<Record<Signal["level"], Likelihood>> = {
  pass: "always",
  note: "sometimes",
  warn: "never",
  fail: "never",
};

export const signalPage = (page: Page, check: AnyCheck, name: string, signal: Signal): string[] => {
  const { lang } = page;
  const id = `${check.id}/${name}`;
  const question = (check.questions as AnyCheck["questions"])[signal.answers] as Bilingual | undefined;
  const healthy = likelihoodWords[signal.whenHealthy ?? defaultHealthy[signal.level]][lang];
  const causes = causesNaming(page.catalogue, [id]).flatMap((one) =>
    indented(page, 2, `${one.id} (${likelihoodWords[one.word][lang]}): ${one.cause.title[lang]}`),
  );
  return [
    ...head(page, [`${headings.signal[lang]} ${id}`, layerTitles[check.layer][lang]], signal.text),
    "",
    ...indented(page, 0, `${headings.level[lang]}: ${levelWords[signal.level][lang]}`),
    ...(question === undefined ? [] : indented(page, 0, `${headings.answers[lang]}: ${question[lang]}`)),
    ...indented(page, 0, `${headings.healthy[lang]}: ${healthy}`),
    ...(signal.stops === true ? indented(page, 0, headings.stops[lang]) : []),
    ...section(page, headings.causes, causes),
  ];
};

const textOfSignal = ({ checks }: Catalogue, id: string): Bilingual | undefined => {
  const [check, name = ""] = id.split("/");
  return checks.find((one) => one.id === check)?.signals[name]?.text;
};

export const causePage = (page: Page, id: string, cause: Cause): string[] => {
  const { lang, catalogue } = page;
  const seen = Object.entries(cause.expects)
    .sort(([, a], [, b]) => likelihoods.indexOf(a) - likelihoods.indexOf(b))
    .flatMap(([signal, word]) => {
      const text = textOfSignal(catalogue, signal)?.[lang] ?? "";
      return indented(page, 2, `${likelihoodWords[word][lang]} ${signal}: ${text}`);
    });
  const advice = cause.advice.flatMap((one) => [
    ...indented(page, 2, `- ${one.text[lang]}`),
    ...(one.command === undefined ? [] : [`    $ ${commandLine(one.command)}`]),
    ...(one.expect === undefined ? [] : indented(page, 4, one.expect[lang])),
  ]);
  const grounds = cause.locus.map((locus) => locusWords[locus][lang]).join(" / ");
  const facts = [
    `${headings.sits[lang]}: ${[cause.sits]
      .flat()
      .map((kind) => placeWords[kind][lang])
      .join(", ")}`,
    `${headings.ground[lang]}: ${grounds}`,
    `${headings.frequency[lang]}: ${priorWords[cause.prior][lang]}`,
    ...(cause.reportedAs === undefined ? [] : [`${headings.reportedAs[lang]}: ${cause.reportedAs}`]),
  ];
  const variants = Object.entries(catalogue.causes)
    .filter(([, { reportedAs }]) => reportedAs === id)
    .flatMap(([other, { title }]) => indented(page, 2, `${other}: ${title[lang]}`));
  const twins = (cause.lookAlikes ?? []).map((other) => `  ${other}: ${catalogue.causes[other]?.title[lang] ?? ""}`);
  return [
    ...head(page, [`${kindWords[cause.kind][lang]} ${id}`, layerTitles[cause.layer][lang]], cause.title, cause.about),
    "",
    ...facts.flatMap((fact) => indented(page, 0, fact)),
    ...section(page, headings.seen, seen),
    ...section(page, headings.fix, advice),
    ...section(page, headings.variants, variants),
    ...section(page, headings.lookAlikes, twins),
    ...(cause.tellApart === undefined
      ? []
      : section(page, headings.tellApart, indented(page, 2, cause.tellApart[lang]))),
  ];
};
