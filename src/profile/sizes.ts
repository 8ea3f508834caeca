import { type Fault, text } from "./texts.js";

const units = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;
const form = /^(\d{1,7})(KiB|MiB|GiB)$/;

/** Less would not hold the report of a large run. */
const [least, most] = [1024 ** 2, 1024 ** 4];

/** Bytes of `512KiB`, `64MiB`, `2GiB`; undefined: no size. */
const bytesOf = (value: unknown): number | undefined => {
  const parts = typeof value === "string" ? form.exec(value) : null;
  return parts === null ? undefined : Number(parts[1]) * units[parts[2] as keyof typeof units];
};

/** A size from 1 MiB to 1024 GiB, in bytes. */
export const size = (() => {
  const expected = {
    en: "a size such as 64MiB or 2GiB, from 1MiB to 1024GiB",
    zh: "大小（如 64MiB、2GiB，从 1MiB 到 1024GiB）",
  };
  const fault: Fault = (value) => {
    const bytes = bytesOf(value);
    return bytes === undefined || bytes < least || bytes > most ? expected : undefined;
  };
  return text(expected, fault, form.source).transform((value) => bytesOf(value) ?? 0);
})();
