import { createIo } from "../../src/io/index.js";
import type { Io } from "../../src/model/io.js";
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
      source: "hosts",
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
