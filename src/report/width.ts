/**
 * Columns of text on a terminal. The ranges are those of East Asian Width W and F (Unicode Annex 11) and of emoji that
 * are shown as pictures; marks and invisible characters take none. The package string-width, which tests compare this
 * with, also knows emoji sequences, but takes longer to load than everything else in a report.
 */

const ascii = /^[\x20-\x7e]*$/;

const none = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}\u1160-\u11ff]/u;

const wide =
  /[\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\u3247\u3250-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2fb}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;

/** Columns that a text takes on a terminal; Chinese characters take two. */
export const widthOf = (text: string): number => {
  if (ascii.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += none.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
};

/** Fills up with blanks to a number of columns. */
export const padTo = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));
