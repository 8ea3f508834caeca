import { decimal } from "../../src/model/decimal.js";
import type { Field, FieldPaths, LineField } from "../../src/model/invoice-fields.js";
import { linePaths } from "../../src/model/invoice-fields.js";
import type { Json } from "../../src/model/json.js";
import { jsonAt } from "../../src/model/json-path.js";
import { maskedTaxNumber, type TaxNumberForm, taxNumberForm } from "../../src/model/tax-number.js";

/** A figure as it was written; null: something that is no plain decimal number, which is shown nowhere. */
export type Written = string | null;
export type Figure = { readonly path: string; readonly text: Written };
export type LineValues = { readonly [F in LineField]?: Written };

/** What may be kept of one invoice of a sample: figures and forms, and no name, address, text or whole number. */
export type InvoiceSight = {
  readonly file: string;
  readonly taxNumbers: readonly {
    readonly path: string;
    readonly shown: string;
    readonly form: TaxNumberForm;
    readonly lowerCase: boolean;
  }[];
  /** An invoice with which the buyer deducts tax (增值税专用发票). */
  readonly special: boolean;
  /** How many digits it has (null: not digits alone), its first two, and the year of the invoice's date. */
  readonly number?: {
    readonly path: string;
    readonly digits: number | null;
    readonly begins: string;
    readonly year?: string;
  };
  readonly amount?: Figure;
  readonly tax?: Figure;
  readonly total?: Figure;
  readonly lines: {
    readonly path: string;
    readonly paths: { readonly [F in LineField]: string };
    readonly values: readonly LineValues[];
  };
  readonly missing: readonly string[];
};

export type Sample = { readonly file: string; readonly value: Json };
type Wanted = { readonly fields: FieldPaths; readonly required: readonly string[] };
type Found = { readonly path: string; readonly value: Json };

/** Types of special invoices: of all-digital ones, of older ones, and in older interfaces. */
const specialTypes: readonly string[] = ["81", "85", "01", "08", "004", "028", "special"];

/** An empty value is written where there is none. */
const isThere = (value: Json | undefined): value is Json => value !== undefined && value !== null && value !== "";

const find = (value: Json, paths: readonly string[]): Found | undefined => {
  for (const path of paths) {
    const found = jsonAt(value, path);
    if (isThere(found)) return { path, value: found };
  }
  return undefined;
};

const written = (value: Json): Written => (typeof value === "string" && decimal(value) !== undefined ? value : null);

/** A path within a value that itself stands at a path. */
const below = (outer: string, path: string): string => outer + path.slice(1);

const lineValues = (line: Json, paths: { readonly [F in LineField]: string }): LineValues =>
  Object.fromEntries(
    Object.entries(paths).flatMap(([field, path]) => {
      const value = jsonAt(line, path);
      return isThere(value) ? [[field, written(value)]] : [];
    }),
  );

/** All lines of an invoice name their figures alike: the path that any of them has. */
const linePathsIn = (lines: readonly Json[], fields: FieldPaths): { readonly [F in LineField]: string } =>
  Object.fromEntries(
    (Object.keys(linePaths) as LineField[]).map((field) => {
      const used = fields[field].find((path) => lines.some((line) => isThere(jsonAt(line, path))));
      return [field, used ?? fields[field][0] ?? "$"];
    }),
  ) as { readonly [F in LineField]: string };

const taxNumberSight = ({ path, value }: Found): InvoiceSight["taxNumbers"][number] => {
  const text = typeof value === "string" ? value : "";
  const capitals = text.toUpperCase();
  return { path, shown: maskedTaxNumber(text), form: taxNumberForm(capitals), lowerCase: capitals !== text };
};

const numberSight = (number: Found, date: Found | undefined): NonNullable<InvoiceSight["number"]> => {
  const text = typeof number.value === "string" ? number.value : "";
  const isDigits = /^\d+$/.test(text);
  const year = typeof date?.value === "string" ? /^(20\d\d)/.exec(date.value)?.[1] : undefined;
  return {
    path: number.path,
    digits: isDigits ? text.length : null,
    begins: isDigits ? text.slice(0, 2) : "",
    ...(year === undefined ? {} : { year }),
  };
};

const isSpecial = (type: Found | undefined): boolean =>
  typeof type?.value === "string" && (specialTypes.includes(type.value) || type.value.includes("专用"));

const missingOf = (invoice: Json, at: string, { fields, required }: Wanted, lines: InvoiceSight["lines"]): string[] => {
  const figures = (["amount", "tax", "total"] as const)
    .filter((field) => find(invoice, fields[field]) === undefined)
    .map((field) => below(at, fields[field][0] ?? "$"));
  const own = required.filter((path) => !isThere(jsonAt(invoice, path))).map((path) => below(at, path));
  const inLines = lines.values.flatMap((values, index) =>
    (["lineAmount", "rate", "lineTax"] as const)
      .filter((field) => values[field] === undefined)
      .map((field) => below(`${lines.path}[${index}]`, lines.paths[field])),
  );
  return [...own, ...(lines.values.length === 0 ? [lines.path] : []), ...inLines, ...figures];
};

const invoiceSight = (file: string, at: string, invoice: Json, wanted: Wanted): InvoiceSight => {
  const { fields } = wanted;
  const found = (field: Field): Found | undefined => {
    const one = find(invoice, fields[field]);
    return one === undefined ? undefined : { path: below(at, one.path), value: one.value };
  };
  const figure = (field: "amount" | "tax" | "total") => {
    const one = found(field);
    return one === undefined ? {} : { [field]: { path: one.path, text: written(one.value) } };
  };
  const list = found("lines");
  const entries: readonly Json[] = Array.isArray(list?.value) ? list.value : [];
  const paths = linePathsIn(entries, fields);
  const lines = {
    path: list?.path ?? below(at, fields.lines[0] ?? "$"),
    paths,
    values: entries.map((line) => lineValues(line, paths)),
  };
  const number = found("number");
  return {
    file,
    taxNumbers: [found("taxNumber"), found("sellerTaxNumber")].flatMap((one) =>
      one === undefined ? [] : [taxNumberSight(one)],
    ),
    special: isSpecial(found("type")),
    ...(number === undefined ? {} : { number: numberSight(number, found("date")) }),
    ...figure("amount"),
    ...figure("tax"),
    ...figure("total"),
    lines,
    missing: missingOf(invoice, at, wanted, lines),
  };
};

/** The invoices of a sample: the whole of it is one, or each entry of a list. Numbers stand in it as they were written. */
export const invoicesOf = ({ file, value }: Sample, wanted: Wanted): InvoiceSight[] =>
  Array.isArray(value)
    ? value.map((one: Json, index) => invoiceSight(file, `$[${index}]`, one, wanted))
    : [invoiceSight(file, "$", value, wanted)];
