/**
 * What the form of a taxpayer's number says of it. `checked`: its check character is right. `unchecked`: 18 characters
 * whose check character is wrong, as in some real early numbers. `legacy`: 15, 17 or 20 characters, or `L` and 18, that
 * have none. `unusual`: another length. `illegal`: characters that no number has, or more than 20.
 */
export type TaxNumberForm = "checked" | "unchecked" | "legacy" | "unusual" | "illegal";

/** The 31 characters of a unified code (GB 32100-2015): no I, O, S, V, Z. */
const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/** 3^(i-1) mod 31 for the first 17 places. */
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

const weighted = (text: string, by: readonly number[], value: (character: string) => number): number =>
  by.reduce((total, weight, place) => total + weight * value(text[place] ?? ""), 0);

/** The 18th character that belongs to the first 17; a remainder of 0 gives `0`. */
export const unifiedCheck = (first17: string): string =>
  alphabet[(31 - (weighted(first17, weights, (one) => alphabet.indexOf(one)) % 31)) % 31] ?? "";

/** 2^(18-i) mod 11 and the check characters of a resident's number (GB 11643-1999), used by persons. */
const personWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const personChecks = "10X98765432";

const isPerson = (number: string): boolean =>
  /^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(number) &&
  personChecks[weighted(number, personWeights, Number) % 11] === number[17];

const form18 = (number: string): TaxNumberForm => {
  if ([...number].some((one) => !alphabet.includes(one))) return "illegal";
  return unifiedCheck(number.slice(0, 17)) === number[17] || isPerson(number) ? "checked" : "unchecked";
};

/** Judges a number in capitals (`91350100M000100Y43`). */
export const taxNumberForm = (number: string): TaxNumberForm => {
  if (!/^[0-9A-Z]{1,20}$/.test(number)) return "illegal";
  if (number.length === 18) return form18(number);
  const legacy = [15, 17, 20].includes(number.length) || /^L[0-9A-Z]{18}$/.test(number);
  return legacy ? "legacy" : "unusual";
};

/** A number fit for a report: the first four and the last two characters, `…` for what no number has. */
export const maskedTaxNumber = (number: string): string => {
  const shown = number.slice(0, 20).replace(/[^0-9A-Za-z]/g, "…");
  return shown.length < 10
    ? "*".repeat(shown.length)
    : `${shown.slice(0, 4)}${"*".repeat(shown.length - 6)}${shown.slice(-2)}`;
};
