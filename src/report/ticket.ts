import type { Party } from "../model/cause.js";
import type { Because, FilledAdvice, Finding, Report } from "../model/report.js";
import { type Bilingual, fill } from "../model/text.js";
import type { Printer, PrintOptions } from "./print.js";
import {
  commandLine,
  localTime,
  type Problem,
  placeOf,
  problemsOf,
  ruledOutOf,
  standingOf,
  whereOf,
  withoutStop,
} from "./reading.js";
import { words } from "./ticket-words.js";
import { verdict } from "./verdict.js";
import { partyWords, verdicts } from "./words.js";

/** One report as one reader wants it. */
type Page = { readonly report: Report; readonly options: PrintOptions };

/** Text of others stays on its line, so that it cannot pass for one of ours. */
const oneLine = (text: string): string => text.replace(/\s+/g, " ");

const tell = ({ options }: Page, text: Bilingual, data: Readonly<Record<string, string | number>> = {}): string =>
  oneLine(fill(text, data)[options.lang]);

const titleOf = ({ options }: Page, one: Finding): string => withoutStop(one.title[options.lang]);
const timeOf = ({ options }: Page, iso: string): string => localTime(iso, options.utcOffset);
const partyOf = (page: Page, party: Party): string =>
  tell(page, party === "unknown" ? words.unknownParty : partyWords[party]);

/** This machine, with the addresses that others know it by. */
const hostOf = ({ report: { vantage }, options }: Page): string => {
  const addresses = vantage.addresses.join(verdicts.listSeparator[options.lang]);
  return addresses === "" ? vantage.host : `${vantage.host} [${addresses}]`;
};

const section = (page: Page, title: Bilingual, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", `${tell(page, title)}${page.options.lang === "zh" ? "：" : ":"}`, ...lines];
const listed = (lines: readonly string[]): string[] => lines.map((line) => `- ${line}`);

/** An answer with when, from where and to where it was given. */
const answer = (page: Page, { step, text }: Because): string => {
  const { report, options } = page;
  const result = report.results.find((one) => one.step === step);
  const time = timeOf(page, result?.at ?? report.startedAt);
  const { endpoint, host, name } = result?.places ?? {};
  const place = endpoint ?? host ?? name;
  const data = { time, host: hostOf(page), text: text[options.lang], step };
  return place === undefined ? tell(page, words.answerHere, data) : tell(page, words.answer, { ...data, place });
};

const failing = (page: Page, cause: Finding): string[] => {
  const { report, options } = page;
  const [title, place] = [titleOf(page, cause), placeOf(cause, options.lang)];
  const targets = whereOf(cause, options.lang);
  const blocked = cause.explains.filter((step) =>
    report.results.some((one) => one.step === step && one.status === "blocked"),
  );
  const steps = blocked.join(verdicts.listSeparator[options.lang]);
  return [
    targets === place
      ? tell(page, words.where, { title, place })
      : tell(page, words.whereOf, { title, place, targets }),
    tell(page, words.certainty, { standing: standingOf(cause, options.lang) }),
    ...(blocked.length === 0 ? [] : [tell(page, words.stopped, { steps })]),
  ];
};

/** When the failure that has not ended since began, as far as the journal's runs tell. */
const outageOf = ({ options: { history }, report: { profile } }: Page, { id, subjects }: Finding): string | undefined =>
  history?.targets
    .filter((one) => one.profile === profile && subjects.includes(one.target))
    .flatMap(({ lately }) => lately.filter(({ to, causes }) => to === undefined && causes.includes(id)))
    .map(({ from }) => from)
    .sort()[0];

const began = (page: Page, cause: Finding): string => {
  const { startedAt, comparison } = page.report;
  const time = timeOf(page, startedAt);
  const first = outageOf(page, cause);
  if (first !== undefined && first < startedAt) {
    return tell(page, words.firstSeen, { first: timeOf(page, first), time });
  }
  if (comparison === undefined) return tell(page, words.seen, { time });
  const fresh = comparison.broke.some(({ causes }) => causes.includes(cause.id));
  const before = timeOf(page, comparison.baseline.startedAt);
  return tell(page, fresh ? words.notYet : words.already, { time, before });
};

/** Whether the same answers speak for both. */
const akin = (a: Finding, b: Finding): boolean =>
  a.explains.some((step) => b.explains.includes(step)) ||
  a.because.some(({ step, signal }) => b.because.some((one) => one.step === step && one.signal === signal));

/** What the same answers made us suspect, and what spoke against it. */
const ruledOut = (page: Page, cause: Finding): string[] => {
  const lines = ruledOutOf(page.report)
    .filter((one) => akin(one, cause))
    .map((one) => {
      const [against] = one.against;
      const title = titleOf(page, one);
      return against === undefined
        ? title
        : tell(page, words.because, { title, text: against.text[page.options.lang] });
    });
  return listed([...new Set(lines)]);
};

const open = (page: Page, alternatives: readonly Finding[]): string[] =>
  listed(
    alternatives.map((one) => {
      const data = { title: titleOf(page, one), standing: standingOf(one, page.options.lang) };
      return one.party === "unknown"
        ? tell(page, words.openWith, data)
        : tell(page, words.openFor, { ...data, party: partyOf(page, one.party) });
    }),
  );

const checks = ({ options }: Page, advice: readonly FilledAdvice[]): string[] =>
  advice.flatMap(({ command, expect }) => [
    ...(command === undefined ? [] : [`$ ${commandLine(command)}`]),
    ...(command === undefined || expect === undefined
      ? []
      : [`  ${options.unicode ? "→" : "->"} ${oneLine(expect[options.lang])}`]),
  ]);

const numbered = (lines: readonly string[]): string[] => lines.map((line, at) => `${at + 1}. ${line}`);

const block = (page: Page, { cause, alternatives }: Problem): string[] => {
  const asked = cause.advice.map(({ text }) => text[page.options.lang]);
  const passOn = cause.party === "unknown" ? [tell(page, words.passOn)] : [];
  return [
    ...section(page, words.fails, failing(page, cause)),
    ...section(page, words.since, [began(page, cause)]),
    ...section(page, words.evidence, listed(cause.because.map((one) => answer(page, one)))),
    ...section(page, words.against, listed(cause.against.map((one) => answer(page, one)))),
    ...section(page, words.ruledOut, ruledOut(page, cause)),
    ...section(page, words.open, open(page, alternatives)),
    ...section(page, words.asked, numbered([...passOn, ...asked])),
    ...section(page, words.verify, checks(page, cause.advice)),
  ];
};

/** The first and the last lines of every ticket. */
const framed = (page: Page, party: Party, subject: string, body: readonly string[]): string => {
  const { version, profile } = page.report;
  const from = tell(page, words.from, { version, profile, host: hostOf(page) });
  const untold = section(page, words.untold, [tell(page, words.untoldWhat)]);
  return `${[tell(page, words.to, { party: partyOf(page, party) }), subject, ...body, ...untold, "", from].join("\n")}\n`;
};

const subjectOf = (page: Page, problems: readonly Problem[]): string => {
  const [first] = problems as readonly [Problem, ...Problem[]];
  const title = titleOf(page, first.cause);
  const more = tell(page, words.more, { title, count: problems.length - (page.options.lang === "en" ? 1 : 0) });
  const titles = problems.length === 1 ? title : more;
  return tell(page, words.subject, { titles, where: whereOf(first.cause, page.options.lang) });
};

const ticketFor = (page: Page, party: Party, problems: readonly Problem[]): string => {
  const count = problems.length;
  const body = problems.flatMap((problem, at) => [
    ...(count === 1 ? [] : ["", `== ${tell(page, words.numbered, { number: at + 1, count })} ==`]),
    ...block(page, problem),
  ]);
  return framed(page, party, subjectOf(page, problems), body);
};

/** What no cause explains is nobody's yet. */
const ticketOfRest = (page: Page): string => {
  const { report, options } = page;
  const { unexplained } = report.diagnosis;
  const title = tell(page, words.unexplained);
  const targets = [...new Set(unexplained.map(({ step }) => step))].join(verdicts.listSeparator[options.lang]);
  return framed(page, "unknown", tell(page, words.subject, { titles: title, where: targets }), [
    ...section(page, words.fails, [title]),
    ...section(page, words.since, [tell(page, words.seen, { time: timeOf(page, report.startedAt) })]),
    ...section(page, words.evidence, listed(unexplained.map((one) => answer(page, one)))),
    ...section(page, words.asked, numbered([tell(page, words.find)])),
  ]);
};

const separator = `\n${"-".repeat(72)}\n\n`;

/**
 * Text to paste, one ticket for each responsible party: what fails since when, the evidence, what was ruled out, what is
 * asked of them, and how to verify it. Lines are not wrapped, for they will be elsewhere.
 */
export const ticket: Printer = (report, options) => {
  const page = { report, options };
  const byParty = new Map<Party, Problem[]>();
  for (const problem of problemsOf(report)) {
    const { party } = problem.cause;
    byParty.set(party, [...(byParty.get(party) ?? []), problem]);
  }
  const tickets = [...byParty].map(([party, problems]) => ticketFor(page, party, problems));
  const rest = report.diagnosis.unexplained.length > 0 ? [ticketOfRest(page)] : [];
  const all = [...tickets, ...rest];
  return all.length === 0
    ? `${tell(page, words.none, { verdict: verdict(report, options.lang) })}\n`
    : all.join(separator);
};
