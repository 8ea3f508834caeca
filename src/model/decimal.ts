/** A decimal number, exactly: `units` × 10^-`scale`. Money is never a binary float. */
export type Decimal = { readonly units: bigint; readonly scale: number };

/** Longer texts are no figures of an invoice, and would only cost time. */
const mostCharacters = 64;
const form = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** Reads `12`, `-0.50`, `+3.1`; undefined for anything else: exponents, blanks, thousands separators, `.5`, `5.`. */
export const decimal = (text: string): Decimal | undefined => {
  const parts = text.length > mostCharacters ? null : form.exec(text);
  if (parts === null) return undefined;
  const [, sign, whole = "", fraction = ""] = parts;
  const units = BigInt(whole + fraction);
  return { units: sign === "-" ? -units : units, scale: fraction.length };
};

export const zero: Decimal = { units: 0n, scale: 0 };

/** The units of a number at a scale that is not smaller than its own. */
const at = ({ units, scale }: Decimal, larger: number): bigint => units * 10n ** BigInt(larger - scale);

export const plus = (a: Decimal, b: Decimal): Decimal => {
  const scale = Math.max(a.scale, b.scale);
  return { units: at(a, scale) + at(b, scale), scale };
};
export const negated = ({ units, scale }: Decimal): Decimal => ({ units: -units, scale });
export const minus = (a: Decimal, b: Decimal): Decimal => plus(a, negated(b));
export const times = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale });
export const sum = (numbers: readonly Decimal[]): Decimal => numbers.reduce(plus, zero);
export const absolute = (one: Decimal): Decimal => (one.units < 0n ? negated(one) : one);

/** Below 0, 0 or above 0, as `a` is less than, equal to or greater than `b`. */
export const compare = (a: Decimal, b: Decimal): number => {
  const scale = Math.max(a.scale, b.scale);
  const [left, right] = [at(a, scale), at(b, scale)];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Whether two numbers differ by no more than a tolerance: the bound itself is still within. */
export const within = (a: Decimal, b: Decimal, tolerance: Decimal): boolean =>
  compare(absolute(minus(a, b)), tolerance) <= 0;

/** Every digit, without zeros at the end beyond two decimals: `3.10`, `0.06`, `-2.125`. */
export const decimalText = ({ units, scale }: Decimal): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  const shown = scale === 0 ? "" : fraction.padEnd(Math.min(2, scale), "0");
  return `${units < 0n ? "-" : ""}${whole}${shown === "" ? "" : `.${shown}`}`;
};
