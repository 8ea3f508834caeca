/**
 * Controls (C0, C1), format characters (bidirectional, zero-width, tags), lone surrogates, line and paragraph separators
 * and whatever else Unicode draws as nothing.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Escape sequences of ECMA-48 as a whole: CSI, OSC and the other strings, and two-byte escapes. */
const escapes =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]/g;

/**
 * Text from a server, made fit for a terminal and a report: escape sequences, control, bidirectional and invisible
 * characters are taken out, white space collapses to single blanks, and at most `max` characters stay.
 */
export const printable = (text: string | Uint8Array, max = 200): string => {
  // Eight times the room before cleaning bounds the work. Every cut shows, so that a secret that it fell into can be found.
  const raw = typeof text === "string" ? text : new TextDecoder().decode(text.subarray(0, max * 8 + 1));
  const clean = raw
    .slice(0, max * 8)
    .replace(escapes, "")
    .replace(/\s+/g, " ")
    .replace(invisible, "")
    .replaceAll("\ufffd", "·")
    .replace(/ {2,}/g, " ")
    .trim();
  const characters = [...clean];
  const cut = characters.length > max || raw.length > max * 8;
  return cut ? `${characters.slice(0, Math.max(0, max - 1)).join("")}…` : clean;
};
