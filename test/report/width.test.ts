import stringWidth from "string-width";
import { expect, it } from "vitest";
import { padTo, widthOf } from "../../src/report/width.js";

/** Not assigned, private, or joining with its neighbours: nobody can say how wide. */
const joining = /[\p{Cn}\p{Co}\p{M}\p{Cf}\p{Cc}\p{Regional_Indicator}\u115f-\u11ff\ud7b0-\ud7ff\u3164\uffa0]/u;

it("agrees with string-width on every printable character", () => {
  const wrong: string[] = [];
  for (let code = 0x20; code <= 0x3ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    if (joining.test(character)) continue;
    if (widthOf(character) !== stringWidth(character)) wrong.push(`U+${code.toString(16)} ${character}`);
  }
  expect(wrong).toEqual([]);
});

it.each(["", "plain", "证书已过期（22 天前）", "ａｂｃ", "カタカナ ｶﾀｶﾅ", "✓ ✗ ○ – ⚠ ─ → ·", "e\u0301", "한국어"])(
  "of %j",
  (text) => {
    expect(widthOf(text)).toBe(stringWidth(text));
  },
);

it("pads by columns, not by characters", () => {
  expect(padTo("证书", 6)).toBe("证书  ");
  expect(padTo("toolong", 3)).toBe("toolong");
});
