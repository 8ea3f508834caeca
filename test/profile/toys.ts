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

/** A self-signed certificate that nobody trusts, its key, and the same under the passphrase "open-sesame". */
export const pem = `-----BEGIN CERTIFICATE-----
MIIBkzCCATmgAwIBAgIUfM/PQp1HEVvOKca8XqKyC061PfkwCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTY2xpZW50LmV4YW1wbGUudGVzdDAgFw0yNjExMjcwMzQ2MjZa
GA8yMTI2MTEwMzAzNDYyNlowHjEcMBoGA1UEAwwTY2xpZW50LmV4YW1wbGUudGVz
dDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLzAg4sAElWlMaT/2qT/eCLkRC71
PZ3Oj/795YHciOfkBCGMc/SJdRcTfdYuG9/VGcwS6pPYmHmeQwMTOfF53hejUzBR
MB0GA1UdDgQWBBQmI/+XDUuwJrEe9ULo6kK0Z1CLRTAfBgNVHSMEGDAWgBQmI/+X
DUuwJrEe9ULo6kK0Z1CLRTAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gA
MEUCIQCK55ZtKFP8ecSTtxbWzUMheb+CW1Pk6adRWoha6ix+mAIgFsumW03awdvc
t4UNqfFUxlO5fqQelt45EoPRtv14Yug=
-----END CERTIFICATE-----
`;
export const keyPem = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgako3eCANLASwWavP
TgDp0VJoYFhUN2Jb3ZTD6iDZRPOhRANCAAS8wIOLABJVpTGk/9qk/3gi5EQu9T2d
zo/+/eWB3Ijn5AQhjHP0iXUXE33WLhvf1RnMEuqT2Jh5nkMDEznxed4X
-----END PRIVATE KEY-----
`;
export const lockedPem = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhWyOssJgbaRQICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEDHZRroG6iJpI04H1jt68oAEgZAR
T1twc833TMPDvncObaCcoz7nkH0/SLbSajrFLPKgZ6Y9Fuf0jAXkoGkmKk73U+a5
Fb9/Otp7OXBIlsjkEcihh7QpEkes1CT5f3hUqD7L8dHNA1H56iExmzeRv/6Kg1DA
GHLMhKmdMQA9+/OFCIke3KGxXVFi6Top6gDLkTpHj06CD8S1Gao7waQdBzd8blE=
-----END ENCRYPTED PRIVATE KEY-----
`;
/** Both in PKCS#12 under the same passphrase, in base64. */
export const pkcs12 =
  "MIIEHAIBAzCCA9IGCSqGSIb3DQEHAaCCA8MEggO/MIIDuzCCAnIGCSqGSIb3DQEHBqCCAmMwggJfAgEAMIICWAYJKoZIhvcNAQcBMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjOxzMUIBvWwAICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEOvrHMb+ZY4Y0oGexUxjRZeAggHw+5ByR4NPriDH3aIFfUsY2uIL44af3fhqqR8aHr8LhQmnHtu663ko/rDSFdNd7KS7klPShMb6HGWmr1EneXX2ZND53qqqiWJIWnrlsO6Hm/jJs/4lIwPCob+Ze7AmztNiGCmuNVLkc85AYDDQE5dFicmjtzbCtIgxY5iDOYPLr57cNQsP+FS9JpMJEgY7HDnjOEMvewf/GgHoj1HUev3cK/3F1JyvvM4FKoaUGlACSd/fs8jhDnFQLbPJ1dmy4iCwwy2CdKg9lk+J3h98lrZukQ20qcnspEbJpC7wTIm1zBNXY/lllBfcr8kdFtoWjnyC3MBWjaDwXgBChSctK9Wz/btXgwCoeHyQl2XSHPXie6m9aNs8m+QifEGaPc9U5P4T6DP2zusliNE36biHdEsgSEL7slgT8ddbgEGRQuN09HUbK/agh/ytCK3kVMsD1p/rS5yk69rHja3b9N0O2xiFxHE96v141rwnQHTjbZQYXWxoPJ/WY08luoboiM5xVIgnuOK8wIBM28RH9Elar8DCT2m9Qh7F3+aiZuT84oIKW/IdKBOOkGoUi8gO7bGB6bYwBnQ3r0iH4MXdpMdPCoURUopi6to2kOT/c47ug55wPGP3FRxTP18lCC23n5sLZoYVS16TzJ5T4Ks/3faJvuxnlDCCAUEGCSqGSIb3DQEHAaCCATIEggEuMIIBKjCCASYGCyqGSIb3DQEMCgECoIHvMIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgVLx4wOVfkPQICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEBScKXJjDLpImbEMeHwNKnkEgZDqe4RrdxgaTVEMTaKF4M69lCzi7ZEyBMojoApRJd+vufXMKobC+0qgFl2xrPQgZ2crA3BF0dmu2cqe+apW9gveDmg+WeoPu+/lIUS5ijMU3oyAiNpRxiZJUbuN2OwBd/hsyhqeDTbSxxxCjTaRQaThVn7fI36s58nWyj0nd4EXZRfUl679OLjJ0DL8H6u+xu0xJTAjBgkqhkiG9w0BCRUxFgQUp70NEvV5yyFqgpb+O2IjrnWGnSUwQTAxMA0GCWCGSAFlAwQCAQUABCCnjYNHQaeZuDxZobyzPgk6FlUBbW7y+PUS0Qspe/QT9QQIUaanpN/JdhgCAggA";
const strangerPem = `-----BEGIN CERTIFICATE-----
MIIBlzCCAT2gAwIBAgIUAz2XRA9snyt6GRUcd5PbLAdBjWcwCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVc3RyYW5nZXIuZXhhbXBsZS50ZXN0MCAXDTI2MTEyNzAzNDYy
NloYDzIxMjYxMTAzMDM0NjI2WjAgMR4wHAYDVQQDDBVzdHJhbmdlci5leGFtcGxl
LnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATEgGDkByb9mdME8GQNO92B
Q0i8Bgi4O6YioFPJYB+2cxE0SasZ+w5M8yFxpN5arBUYeCv+cBje7tToBxvWfH6U
o1MwUTAdBgNVHQ4EFgQUA6XWibmtes4hqwM/BoFtH7/lt/4wHwYDVR0jBBgwFoAU
A6XWibmtes4hqwM/BoFtH7/lt/4wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
AgNIADBFAiEA9lFWp0+XiLHxSM5W1KVKhwGYfKOVB33Cw/BgI4rH3ZgCIG586+rO
tEBvu3tUrE23k3Ga8m0l6HUn/2wczf/btXmx
-----END CERTIFICATE-----
`;

const files: { readonly [path: string]: string } = {
  "conf/company-ca.pem": pem,
  "conf/client.pem": pem,
  "conf/client.key": keyPem,
  "conf/locked.key": lockedPem,
  "conf/client.p12": pkcs12,
  "conf/stranger.pem": strangerPem,
  "conf/damaged.pem": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
  "conf/der.crt": "0\u0001",
  "conf/sample.json": `\uFEFF{ "hjje": 100.10, "note": "1.50 \\"2\\" 3", "list": [1E+2, -0.0, true, null] }`.slice(1),
  "conf/codes.yaml": "at: $.code\ncodes:\n  0000: ok\n",
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
