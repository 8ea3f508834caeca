import type { HostTarget, Profile, UrlTarget } from "../../src/model/profile.js";

const common = { dependsOn: [], own: false } as const;

/** A complete profile with a second's patience and nothing in it. */
export const makeProfile = (changes: Partial<Profile> = {}): Profile => ({
  version: 1,
  name: "test",
  defaults: { timeout: 1000, answer: 2000 },
  dns: { servers: [], compare: [] },
  proxy: "none",
  targets: [],
  checks: {},
  levels: {},
  plugins: [],
  secrets: [],
  ...changes,
});

/** A `host` target with the ports that it should have open. */
export const hostTarget = (host: string, name = "target", ...ports: readonly number[]): HostTarget => ({
  ...common,
  kind: "host",
  name,
  host,
  ports: ports.map((port) => ({ port, speaks: "any" })),
});

/** A `url` target that expects nothing in particular. */
export const urlTarget = (url: string, name = "target"): UrlTarget => {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === "https:";
  return {
    ...common,
    kind: "url",
    name,
    url,
    host: hostname.replace(/[[\]]/g, ""),
    port: Number(port || (secure ? 443 : 80)),
    secure,
    headers: {},
    expect: {},
    client: {},
  };
};
