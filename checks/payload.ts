import { type Aim, defineCheck, type Raised } from "../src/model/check.js";
import type { JsonObject } from "../src/model/json.js";
import type { TaxNumberForm } from "../src/model/tax-number.js";
import {
  amountBreaches,
  type Breach,
  longPrices,
  numberBreaches,
  rateBreaches,
  sumBreaches,
  taxBreaches,
  unusualRates,
} from "./payload/rules.js";
import { type InvoiceSight, invoicesOf } from "./payload/sample.js";
import { payloadQuestions, payloadSignals as signals } from "./payload/words.js";

/** Samples are read with the profile; only what may be kept of them becomes part of a step. */
type Target = { readonly invoices: readonly InvoiceSight[] };
type Seen = { readonly samples: readonly string[] };

type Answer = Raised<typeof signals>;

/** Instances that a report shows; all are counted. */
const mostShown = 20;

type Rule = (invoice: InvoiceSight) => readonly Omit<Breach, "file">[];
const found = (invoices: readonly InvoiceSight[], rule: Rule): Breach[] =>
  invoices.flatMap((invoice) => rule(invoice).map((one) => ({ file: invoice.file, ...one })));

const place = ({ file, path }: { readonly file: string; readonly path: string }): string => `${file} ${path}`;
const dataOf = (breaches: readonly Breach[]) => {
  const [first] = breaches;
  return {
    count: breaches.length,
    path: first === undefined ? "" : place(first),
    shown: first?.shown ?? "",
    rule: first?.code === undefined ? (first?.rule ?? "") : `${first.rule}, ${first.code}`,
    instances: breaches.slice(0, mostShown) as readonly JsonObject[],
  };
};

const amountAnswer = (wrong: readonly Breach[], long: readonly Breach[]): Answer => {
  if (wrong.length > 0) return { signal: "amounts-malformed", data: dataOf(wrong) };
  return long.length > 0 ? { signal: "price-long", data: dataOf(long) } : { signal: "amounts-right", data: {} };
};

const rateAnswer = (wrong: readonly Breach[], unusual: readonly Breach[]): Answer => {
  if (wrong.length > 0) return { signal: "rates-wrong", data: dataOf(wrong) };
  return unusual.length > 0 ? { signal: "rates-unusual", data: dataOf(unusual) } : { signal: "rates-known", data: {} };
};

/** Worst first. */
const taxNumberSignals = [
  ["illegal", "tax-number-illegal"],
  ["unchecked", "tax-number-unchecked"],
  ["unusual", "tax-number-unusual"],
  ["legacy", "tax-number-legacy"],
] as const satisfies readonly (readonly [TaxNumberForm, keyof typeof signals])[];

const taxNumberAnswer = (invoices: readonly InvoiceSight[]): Answer[] => {
  const numbers = invoices.flatMap(({ file, taxNumbers }) =>
    taxNumbers.map(({ path, shown, form, lowerCase }) => ({ file, path, shown, form, lowerCase })),
  );
  const told = (chosen: typeof numbers) => {
    const [first] = chosen;
    const data = { path: first === undefined ? "" : place(first), shown: first?.shown ?? "" };
    const length = first?.shown.length ?? 0;
    return { ...data, count: chosen.length, length, instances: chosen.slice(0, mostShown) };
  };
  for (const [form, signal] of taxNumberSignals) {
    const chosen = numbers.filter((one) => one.form === form);
    if (chosen.length > 0) return [{ signal, data: told(chosen) }];
  }
  const small = numbers.filter(({ lowerCase }) => lowerCase);
  if (small.length > 0) return [{ signal: "tax-number-lower-case", data: told(small) }];
  return numbers.length === 0 ? [] : [{ signal: "tax-number-right", data: {} }];
};

const numberAnswer = (invoices: readonly InvoiceSight[]): Answer[] => {
  if (invoices.every(({ number }) => number === undefined)) return [];
  const wrong = found(invoices, numberBreaches);
  return [wrong.length > 0 ? { signal: "number-wrong", data: dataOf(wrong) } : { signal: "number-right", data: {} }];
};

const missing: Rule = (invoice) => invoice.missing.map((path) => ({ path, rule: "required", shown: "" }));

const rulesAnswer = (answers: readonly Answer[], invoices: number): Answer => {
  const wrong = answers.filter(({ signal }) => signals[signal].level === "fail");
  const [first] = wrong;
  if (first === undefined) return { signal: "rules-kept", data: { invoices } };
  const count = wrong.reduce((total, { data }) => total + ("count" in data ? Number(data.count) : 1), 0);
  const at = "path" in first.data ? String(first.data.path) : "";
  return { signal: "rules-broken", data: { count, invoices, first: at } };
};

/** Pure. One answer for each question, over all invoices of all samples. */
export const judgePayload = (invoices: readonly InvoiceSight[]): Answer[] => {
  const sums = found(invoices, sumBreaches);
  const tax = found(invoices, taxBreaches);
  const absent = found(invoices, missing);
  const answers: Answer[] = [
    ...taxNumberAnswer(invoices),
    amountAnswer(found(invoices, amountBreaches), found(invoices, longPrices)),
    sums.length > 0 ? { signal: "sums-differ", data: dataOf(sums) } : { signal: "sums-agree", data: {} },
    tax.length > 0 ? { signal: "tax-differs", data: dataOf(tax) } : { signal: "tax-agrees", data: {} },
    rateAnswer(found(invoices, rateBreaches), found(invoices, unusualRates)),
    ...numberAnswer(invoices),
    absent.length > 0 ? { signal: "fields-missing", data: dataOf(absent) } : { signal: "nothing-missing", data: {} },
  ];
  return [rulesAnswer(answers, invoices.length), ...answers];
};

export const payload = defineCheck({
  id: "payload",
  layer: "application",
  title: { en: "Sample requests keep the platform's rules", zh: "请求样例符合平台规则" },
  about: {
    en: "A request that breaks a rule of the platform is refused however well the network works.",
    zh: "违反平台规则的请求，网络再通畅也会被拒绝。",
  },
  questions: payloadQuestions,
  settings: {},
  signals,
  patience: () => 1000,
  aims: ({ targets }): Aim<Target>[] =>
    targets.flatMap((one) => {
      if (one.kind !== "url" || one.payload === undefined) return [];
      const { samples, ...wanted } = one.payload;
      const invoices = samples.flatMap((sample) => invoicesOf(sample, wanted));
      return [{ subject: one.name, target: { invoices }, needs: [] }];
    }),
  observe: async ({ invoices }): Promise<Seen> => ({ samples: [...new Set(invoices.map(({ file }) => file))] }),
  judge: (_, { target }) => judgePayload(target.invoices),
  places: () => ({}),
});
