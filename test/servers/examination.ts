import { checks, examine, type Report } from "../../src/index.js";
import { startDns } from "../../src/lab/dns-server.js";
import { loadProfile } from "../../src/profile/load.js";

/** The names of a profile's targets and the addresses that they lead to. */
export type Names = { readonly [name: string]: readonly string[] };

/**
 * Runs every check, as the program would, over the targets of a profile (as YAML's plain values), with a resolver on loopback that knows these
 * names alone.
 */
export const examined = async (
  targets: readonly object[],
  names: Names,
  files: { readonly [path: string]: string } = {},
): Promise<Report> => {
  const zone = Object.fromEntries(Object.entries(names).map(([name, A]) => [name, { A: [...A] }]));
  const dns = await startDns({ port: "open", everything: null, zone });
  try {
    const profile = {
      version: 1,
      defaults: { timeout: "2s", answer: "2s" },
      dns: { servers: [`127.0.0.1:${dns.port}`] },
      proxy: "none",
      targets,
    };
    const readFile = (path: string): string => {
      const found = Object.entries(files).find(([name]) => path.endsWith(name));
      if (found === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: "ENOENT" });
      return found[1];
    };
    const loaded = loadProfile(JSON.stringify(profile), { file: "test", env: {}, checks, readFile });
    if ("errors" in loaded) throw new Error(JSON.stringify(loaded.errors));
    return await examine(loaded.profile, { env: {} });
  } finally {
    await dns.close();
  }
};

/** What a report comes to, for the message of a test that fails. */
export const inShort = (report: Report): string =>
  [
    ...report.diagnosis.causes.map((one) => `${one.standing} ${one.confidence} ${one.id} @ ${one.place}`),
    ...report.diagnosis.unexplained.map((one) => `unexplained ${one.step} ${one.signal}`),
    ...report.diagnosis.cannotTell.map((one) => `cannot tell ${one.cause}: ${one.for.en}`),
    ...report.results.map(
      (one) =>
        `${one.step} ${one.status} ${one.ms} ${one.evidence.map(({ signal }) => signal)} ${one.reason?.en ?? ""}`,
    ),
  ].join("\n");
