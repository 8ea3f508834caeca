import { describe, expect, it } from "vitest";
import { unifiedCheck } from "../../src/model/tax-number.js";
import { type SensitiveKind, withoutSensitive } from "../../src/report/sensitive.js";

const take = withoutSensitive({ addresses: { names: ["api.example.test", "till-7"] } });
const marked = (text: string): string => take(text, (kind) => `<${kind}>`);

const unified = `91350100M000100Y4${unifiedCheck("91350100M000100Y4")}`;

/** What must go, as it may stand in a sentence, and what must be left of it. */
const gone: readonly (readonly [kind: SensitiveKind, text: string])[] = [
  ["tax-number", unified],
  ["tax-number", unified.toLowerCase()],
  // Some early codes have a wrong check character.
  ["tax-number", "91350100M000100Y40"],
  ["tax-number", "350100123456789"],
  ["tax-number", "35010012345678901"],
  ["tax-number", "35010012345678901234"],
  ["tax-number", "L91350100M000100Y43"],
  ["identity-card", "11010519491231002X"],
  ["identity-card", "11010519491231002x"],
  ["bank-card", "6222021234567890128"],
  ["bank-card", "6222 0212 3456 7890 128"],
  ["bank-card", "4111-1111-1111-1111"],
  ["phone", "13812345678"],
  ["phone", "138 1234 5678"],
  ["phone", "138-1234-5678"],
  ["phone", "+86 138 1234 5678"],
  ["phone", "8613812345678"],
  ["phone", "010-12345678"],
  ["phone", "（0591）87654321"],
  ["phone", "0591-87654321-801"],
  ["phone", "400-810-1234"],
  ["address", "10.0.0.5"],
  ["address", "203.0.113.7"],
  ["address", "fe80::1"],
  ["address", "2001:db8:0:0:1:2:3:4"],
  ["address", "::ffff:10.0.0.5"],
  ["address", "52:54:00:12:34:56"],
  ["address", "api.example.test"],
  ["address", "db-2.internal.example.test"],
  ["address", "example.test"],
  ["address", "*.example.test"],
  ["address", "till-7"],
];

const parts: readonly (readonly [text: string, left: string])[] = [
  ["https://u:pw-of-u@h.test/x", "https://<secret>@h.test/x"],
  ["https://h.test/x?access_token=abc&page=2", "https://h.test/x?access_token=<secret>&page=2"],
  ["https://h.test/send?key=693a91f6-7xxx", "https://h.test/send?key=<secret>"],
  ["Authorization: Bearer abcdef123456", "Authorization: Bearer <secret>"],
  ['{"appSecret":"9f86d081884c"}', '{"appSecret":"<secret>"}'],
  ["password=hunter22", "password=<secret>"],
  ["Set-Cookie: SID=31d4d96e407aad42; Path=/", "Set-Cookie: <secret>"],
  ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3", "<secret>"],
  ["-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "<secret>"],
];

describe("what is taken out", () => {
  it.each(gone)("%s: %s", (kind, text) => {
    for (const [before, after] of [
      ["", ""],
      ["税号：", "，请核对"],
      ["(", ")"],
      ['"', '": 5'],
      ["at ", "."],
    ] as const) {
      expect(marked(`${before}${text}${after}`)).toBe(`${before}<${kind}>${after}`);
    }
  });

  it.each(parts)("%s", (text, left) => expect(marked(text)).toBe(left));
});

describe("what is left alone", () => {
  it.each([
    "2025-11-23T04:00:12.345Z",
    "2025-11-23 12:00:12 +08:00",
    "127.0.0.1:8443 and [::1]:3306",
    "1763870412345 ms, 20 of 20, 99 %, 1.5.12",
    "SHA256 5E:FF:56:A2:AF:15:88:25:AE:7A:67:B9:36:01:E7:4F",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "using password: YES",
    "a token: expired long ago",
    "port:remote-desktop/3389",
    "std::vector ::",
    "1234 5678 9012 3456",
    "hotline 12366",
    "api.example.testing, my-till-7, www.another-example.test",
    "no value: token=********",
  ])("%s", (text) => expect(marked(text)).toBe(text));

  it("addresses, unless they are asked for", () => {
    const some = withoutSensitive();
    const text = "10.0.0.5 fe80::1 api.example.test 52:54:00:12:34:56";
    expect(some(text, () => "x")).toBe(text);
  });
});
