import { type AnyCheck, defineCheck, type Settings, type Signals } from "../../src/model/check.js";
import { type Loaded, type LoadOptions, loadProfile } from "../../src/profile/load.js";

const words = { en: "words", zh: "字" };
const signal = { answers: "q", level: "pass", text: words } as const;

const toy = (id: string, settings: Settings, signals: Signals): AnyCheck =>
  defineCheck({
    id,
    layer: "network",
    title: words,
    about: { en: `about ${id}`, zh: `关于 ${id}` },
    questions: { q: words },
    settings,
    signals,
    patience: () => 1000,
    aims: () => [],
    observe: async () => null,
    judge: () => [],
    places: () => ({}),
  });

const help = { en: "help", zh: "说明" };

/** Checks that exist only here, with the settings that the contract's example uses. */
export const toyChecks: readonly AnyCheck[] = [
  toy("tls", { warnDays: { default: 30, unit: "days", help } }, { expired: signal }),
  toy(
    "ping",
    {
      count: { default: 20, unit: "count", min: 1, help },
      interval: { default: 20, unit: "duration", min: 5, max: 1000, help },
      more: { default: 200, unit: "count", help },
      warnLoss: { default: 0.001, unit: "ratio", help },
      failLoss: { default: 0.05, unit: "ratio", help },
      warnRtt: { default: 150, unit: "duration", help },
      failRtt: { default: 3000, unit: "duration", help },
      warnJitter: { default: 30, unit: "duration", help },
    },
    { lossy: signal, silent: signal },
  ),
  toy("db", { warnUse: { default: 0.8, unit: "ratio", help }, weight: { default: 1.5, unit: "number", help } }, {}),
  toy("still", {}, { open: signal }),
];

export const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
export const keyPem = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n";
export const lockedPem = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIE\n-----END ENCRYPTED PRIVATE KEY-----\n";

const files: { readonly [path: string]: string } = {
  "conf/company-ca.pem": pem,
  "conf/client.pem": pem,
  "conf/client.key": keyPem,
  "conf/locked.key": lockedPem,
  "conf/der.crt": "0\u0001",
  "conf/sample.json": `\uFEFF{ "hjje": 100.10, "note": "1.50 \\"2\\" 3", "list": [1E+2, -0.0, true, null] }`.slice(1),
  "conf/broken.json": '{\n  "a": 1,\n  "b": }\n}\n',
  "conf/number.json": "5",
  "conf/large.json": JSON.stringify({ a: "x".repeat(300_000) }),
};

export const readFile = (path: string): string => {
  const text = files[path];
  if (text !== undefined) return text;
  throw Object.assign(new Error(`no ${path}`), { code: path.includes("secret") ? "EACCES" : "ENOENT" });
};

export const env = {
  API_TOKEN: "token-from-env",
  OLD_TOKEN: "old-token-from-env",
  DB_PASSWORD: "pass: [word] #1",
  EMPTY: "",
};

export const load = (text: string, options: Partial<LoadOptions> = {}): Loaded =>
  loadProfile(text, { file: "conf/p.yaml", checks: toyChecks, env, readFile, ...options });

/** The profile, or a failed test that shows the mistakes. */
export const good = (text: string, options: Partial<LoadOptions> = {}) => {
  const loaded = load(text, options);
  if ("errors" in loaded) throw new Error(JSON.stringify(loaded.errors, null, 1));
  return loaded.profile;
};

export const bad = (text: string, options: Partial<LoadOptions> = {}) => {
  const loaded = load(text, options);
  if ("profile" in loaded) throw new Error("this profile loads, and should not");
  return loaded.errors;
};

/** A profile with one target, given by the lines of its map. */
export const withTarget = (...lines: readonly string[]): string =>
  `version: 1\ntargets:\n  - ${lines.join("\n    ")}\n`;
