import { createIo } from "../../src/io/index.js";
import type { AnyCheck, Raised } from "../../src/model/check.js";
import type { Io } from "../../src/model/io.js";
import type { JsonObject } from "../../src/model/json.js";
import type { Places } from "../../src/model/place.js";
import type { Profile, UrlTarget } from "../../src/model/profile.js";
import { makeProfile, urlTarget } from "./profile.js";

/** The real network, for which names that tests made up lie on loopback. */
export const loopbackIo = (changes: Partial<Profile> = {}, addresses: readonly string[] = ["127.0.0.1"]): Io => {
  const io = createIo(makeProfile(changes), { env: process.env });
  // The verbs ask the run for names, and the run is this object.
  const locate: Io["locate"] = async (host) => ({
    ok: true,
    ms: 0,
    value: {
      host,
      source: "dns",
      addresses: addresses.map((address) => ({ address, family: 4, scope: "loopback" })),
    },
  });
  return Object.assign(io, { locate });
};

/** A target for `https://api.test:<port>/` that trusts `ca`. */
export const secureTarget = (port: number, changes: Partial<UrlTarget> = {}): UrlTarget => ({
  ...urlTarget(`https://api.test:${port}/`),
  ...changes,
});

/** What a check saw and answered at one aim; `answers`: `{ question: signal }`. */
export type Looked = {
  readonly seen: JsonObject;
  readonly answers: { readonly [question: string]: string };
  readonly data: { readonly [signal: string]: JsonObject };
  readonly places: Places;
};

/** Looks once with a check, as the engine would, at the first thing that it aims at; throws where there is nothing. */
export const lookOnce = async (
  check: AnyCheck,
  io: Io,
  profile: Partial<Profile>,
  now = new Date(),
): Promise<Looked> => {
  const whole = makeProfile(profile);
  const [aim] = check.aims(whole);
  if (aim === undefined) throw new Error(`${check.id} aims at nothing`);
  const settings = { ...defaultsOf(check), ...whole.checks[check.id] };
  const { signal } = new AbortController();
  // What is stored is what survives JSON.
  const seen = JSON.parse(JSON.stringify(await check.observe(aim.target, { io, settings, signal })));
  if ("unavailable" in seen) return { seen, answers: {}, data: {}, places: {} };
  const context = { target: aim.target, settings, now, others: () => [] };
  const raised = check.judge([seen], context) as readonly Raised[];
  return {
    seen,
    answers: Object.fromEntries(raised.map((one) => [check.signals[one.signal].answers, one.signal])),
    data: Object.fromEntries(raised.map((one) => [one.signal, one.data])),
    places: check.places(aim.target, [seen]),
  };
};

export const defaultsOf = (check: AnyCheck): { readonly [name: string]: number } =>
  Object.fromEntries(Object.entries<{ default: number }>(check.settings).map(([name, one]) => [name, one.default]));
