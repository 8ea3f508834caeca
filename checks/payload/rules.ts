import {
  compare,
  type Decimal,
  decimal,
  decimalText,
  minus,
  plus,
  sum,
  times,
  within,
  zero,
} from "../../src/model/decimal.js";
import type { LineField } from "../../src/model/invoice-fields.js";
import type { Figure, InvoiceSight, LineValues, Written } from "./sample.js";

/** A rule of the platform that a figure breaks: where, and how in figures. `code`: what the direct channel answers. */
export type Breach = {
  readonly file: string;
  readonly path: string;
  readonly rule: string;
  readonly code?: string;
  readonly shown: string;
};
type Told = Omit<Breach, "file">;

const exact = (text: string): Decimal => {
  const value = decimal(text);
  if (value === undefined) throw new Error(`no decimal number: ${text}`);
  return value;
};
const one = exact("1");

/** The direct channel's own bounds (capability document of the basic edition, V4.000). */
const tolerance = { line: exact("0.01"), sum: exact("0.01"), lineTax: exact("0.06"), sumTax: exact("1.27") };
const mostAmount = { characters: 18, decimals: 2 } as const;
const mostQuantity = { characters: 25 } as const;
/** What the browser platform takes as a price. */
const mostPriceByHand = { characters: 16, decimals: 13 } as const;
const mostRateDecimals = 6;
/** Rates and levy rates in force; others occur on invoices that correct old ones. */
const knownRates = ["0", "0.005", "0.01", "0.015", "0.02", "0.03", "0.05", "0.06", "0.09", "0.13"].map(exact);

const read = (text: Written | undefined): Decimal | undefined =>
  text === undefined || text === null ? undefined : decimal(text);
const all = <T>(list: readonly (T | undefined)[]): readonly T[] | undefined =>
  list.every((each) => each !== undefined) ? (list as readonly T[]) : undefined;
const short = (number: Decimal): string => decimalText(number);

type Line = { readonly values: LineValues; path(field: LineField): string };
const linesOf = ({ lines }: InvoiceSight): Line[] =>
  lines.values.map((values, index) => ({
    values,
    path: (field) => `${lines.path}[${index}]${lines.paths[field].slice(1)}`,
  }));

const figures = (line: Line, fields: readonly LineField[]): Figure[] =>
  fields.flatMap((field) => {
    const text = line.values[field];
    return text === undefined ? [] : [{ path: line.path(field), text }];
  });

// ---- one figure by itself --------------------------------------------------------------------------------------------

const form = ({ path, text }: Figure): Told[] =>
  text === null ? [{ path, rule: "amount.form", shown: "≠ 123.45" }] : [];

const money = ({ path, text }: Figure): Told[] => {
  const value = read(text);
  if (text === null || value === undefined) return form({ path, text });
  const { characters, decimals } = mostAmount;
  if (value.scale > decimals) return [{ path, rule: "amount.scale", shown: `${text}: ${value.scale} > ${decimals}` }];
  return text.length > characters ? [{ path, rule: "amount.scale", shown: `${text.length} > ${characters}` }] : [];
};

const quantity = ({ path, text }: Figure): Told[] => {
  if (text === null) return form({ path, text });
  const { characters } = mostQuantity;
  return text.length > characters ? [{ path, rule: "qty.len", shown: `${text.length} > ${characters}` }] : [];
};

/** Figures that are no decimal numbers, have too many decimals or are too long. */
export const amountBreaches = (invoice: InvoiceSight): Told[] => [
  ...[invoice.amount, invoice.tax, invoice.total].flatMap((figure) => (figure === undefined ? [] : money(figure))),
  ...linesOf(invoice).flatMap((line) => [
    ...figures(line, ["lineAmount", "lineTax", "deduction", "gross"]).flatMap(money),
    ...figures(line, ["quantity", "price"]).flatMap(quantity),
  ]),
];

/** Prices that the direct channel takes and the browser platform does not. */
export const longPrices = (invoice: InvoiceSight): Told[] =>
  linesOf(invoice)
    .flatMap((line) => figures(line, ["price"]))
    .flatMap(({ path, text }) => {
      const scale = read(text)?.scale ?? 0;
      const { characters, decimals } = mostPriceByHand;
      if (text === null || text.length > mostQuantity.characters) return [];
      if (scale > decimals) return [{ path, rule: "qty.len", shown: `${scale} > ${decimals}` }];
      return text.length > characters ? [{ path, rule: "qty.len", shown: `${text.length} > ${characters}` }] : [];
    });

// ---- sums ------------------------------------------------------------------------------------------------------------

const lineProduct = (line: Line): Told[] => {
  const [count, price, amount] = [line.values.quantity, line.values.price, line.values.lineAmount].map(read);
  if (count === undefined || price === undefined || amount === undefined) return [];
  const product = times(price, count);
  if (within(product, amount, tolerance.line)) return [];
  const shown = `${short(price)} × ${short(count)} = ${short(product)} ≠ ${short(amount)} (±0.01)`;
  return [{ path: line.path("lineAmount"), rule: "line.amount", code: "BI1013", shown }];
};

const sumOfLines = (invoice: InvoiceSight): Told[] => {
  const amounts = all(invoice.lines.values.map(({ lineAmount }) => read(lineAmount)));
  const written = read(invoice.amount?.text);
  if (amounts === undefined || amounts.length === 0 || written === undefined) return [];
  const total = sum(amounts);
  if (within(total, written, tolerance.sum)) return [];
  const shown = `Σ ${short(total)} ≠ ${short(written)} (±0.01)`;
  return [{ path: invoice.amount?.path ?? "", rule: "sum.amount", code: "BI1014", shown }];
};

const wholeTotal = ({ amount, tax, total }: InvoiceSight): Told[] => {
  const [net, levied, gross] = [amount, tax, total].map((figure) => read(figure?.text));
  if (net === undefined || levied === undefined || gross === undefined) return [];
  const right = plus(net, levied);
  if (compare(right, gross) === 0) return [];
  const shown = `${short(net)} + ${short(levied)} = ${short(right)} ≠ ${short(gross)}`;
  return [{ path: total?.path ?? "", rule: "total", code: "BI1015", shown }];
};

/** Lines, sum and total that do not agree with each other. */
export const sumBreaches = (invoice: InvoiceSight): Told[] => [
  ...linesOf(invoice).flatMap(lineProduct),
  ...sumOfLines(invoice),
  ...wholeTotal(invoice),
];

// ---- tax -------------------------------------------------------------------------------------------------------------

const deductionOf = ({ deduction }: LineValues): Decimal | undefined => {
  const value = read(deduction);
  return value === undefined || compare(value, zero) === 0 ? undefined : value;
};

const plainTax = (line: Line, amount: Decimal, rate: Decimal, tax: Decimal): Told[] => {
  const right = times(amount, rate);
  if (within(right, tax, tolerance.lineTax)) return [];
  const shown = `${short(amount)} × ${short(rate)} = ${short(right)} ≠ ${short(tax)} (±0.06)`;
  return [{ path: line.path("lineTax"), rule: "line.tax", code: "BI1016", shown }];
};

/** (gross − deduction) / (1 + rate) × rate, both sides times (1 + rate): no division, so nothing is rounded. */
const differenceTax = (line: Line, taxable: Decimal, rate: Decimal, tax: Decimal): Told[] => {
  const divisor = plus(one, rate);
  if (within(times(taxable, rate), times(tax, divisor), times(tolerance.lineTax, divisor))) return [];
  const shown = `${short(taxable)} ÷ ${short(divisor)} × ${short(rate)} ≠ ${short(tax)} (±0.06)`;
  return [{ path: line.path("lineTax"), rule: "line.tax.diff", code: "BI1017", shown }];
};

const lineTax = (line: Line): Told[] => {
  const [amount, rate, tax] = [line.values.lineAmount, line.values.rate, line.values.lineTax].map(read);
  if (amount === undefined || rate === undefined || tax === undefined) return [];
  const deduction = deductionOf(line.values);
  if (deduction === undefined) return plainTax(line, amount, rate, tax);
  const gross = read(line.values.gross) ?? plus(amount, tax);
  return differenceTax(line, minus(gross, deduction), rate, tax);
};

/** The bound is for amount × rate; where something is deducted, the lines alone are compared. */
const sumOfTax = (invoice: InvoiceSight): Told[] => {
  const { values } = invoice.lines;
  const parts = all(
    values.map(({ lineAmount, rate }) => {
      const [amount, share] = [read(lineAmount), read(rate)];
      return amount === undefined || share === undefined ? undefined : times(amount, share);
    }),
  );
  const written = read(invoice.tax?.text);
  const deducts = values.some((line) => deductionOf(line) !== undefined);
  if (parts === undefined || parts.length === 0 || written === undefined || deducts) return [];
  const right = sum(parts);
  if (within(right, written, tolerance.sumTax)) return [];
  const shown = `Σ ${short(right)} ≠ ${short(written)} (±1.27)`;
  return [{ path: invoice.tax?.path ?? "", rule: "sum.tax", code: "BI1018", shown }];
};

/** Tax that does not follow from amount and rate. */
export const taxBreaches = (invoice: InvoiceSight): Told[] => [
  ...linesOf(invoice).flatMap(lineTax),
  ...sumOfTax(invoice),
];

// ---- rates and the invoice's number ----------------------------------------------------------------------------------

const rates = (invoice: InvoiceSight): Figure[] => linesOf(invoice).flatMap((line) => figures(line, ["rate"]));

/** Rates that are no fraction of 1, have too many decimals, or are 0 where the buyer is to deduct tax. */
export const rateBreaches = (invoice: InvoiceSight): Told[] =>
  rates(invoice).flatMap(({ path, text }) => {
    const rate = read(text);
    if (rate === undefined) return [{ path, rule: "rate.scale", shown: "≠ 0.13" }];
    if (rate.scale > mostRateDecimals)
      return [{ path, rule: "rate.scale", shown: `${text}: ${rate.scale} > ${mostRateDecimals}` }];
    if (compare(rate, zero) < 0) return [{ path, rule: "rate.scale", shown: `${short(rate)} < 0` }];
    if (compare(rate, one) >= 0) return [{ path, rule: "rate.scale", shown: `${short(rate)} ≥ 1` }];
    return invoice.special && compare(rate, zero) === 0 ? [{ path, rule: "zero.special", shown: "0" }] : [];
  });

/** Rates that are well formed, but none of those in force. */
export const unusualRates = (invoice: InvoiceSight): Told[] =>
  rates(invoice).flatMap(({ path, text }) => {
    const rate = read(text);
    if (rate === undefined || compare(rate, zero) < 0 || compare(rate, one) >= 0) return [];
    return knownRates.some((known) => compare(known, rate) === 0)
      ? []
      : [{ path, rule: "rate.known", shown: short(rate) }];
  });

/** The number of an all-digital invoice: 20 digits, beginning with the year of its date. */
export const numberBreaches = ({ number }: InvoiceSight): Told[] => {
  if (number === undefined) return [];
  const { path, digits, begins, year } = number;
  if (digits !== 20) return [{ path, rule: "number.len", shown: `${digits ?? "?"} ≠ 20` }];
  return year === undefined || year.slice(2) === begins
    ? []
    : [{ path, rule: "number.year", shown: `${begins}… ≠ ${year.slice(2)}…` }];
};
