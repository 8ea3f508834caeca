import type { Printer } from "./print.js";

export type { Printer, PrintOptions } from "./print.js";

/** The printed forms, each loaded when it is asked for. */
const printers = {
  table: async () => (await import("./table.js")).table,
  json: async () => (await import("./json.js")).json,
  ndjson: async () => (await import("./ndjson.js")).ndjson,
  junit: async () => (await import("./junit.js")).junit,
  markdown: async () => (await import("./markdown.js")).markdown,
  html: async () => (await import("./html.js")).html,
  prometheus: async () => (await import("./prometheus.js")).prometheus,
  nagios: async () => (await import("./nagios.js")).nagios,
  ticket: async () => (await import("./ticket.js")).ticket,
  github: async () => (await import("./github.js")).github,
} as const satisfies Record<string, () => Promise<Printer>>;

export type Form = keyof typeof printers;
export const forms = Object.keys(printers) as readonly Form[];
export const isForm = (word: string): word is Form => Object.hasOwn(printers, word);

export const printerFor = (form: Form): Promise<Printer> => printers[form]();
