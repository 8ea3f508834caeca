import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The programs that others read our forms with. Each returns what it complains of; nothing: it is content. */

const told = (command: string, args: readonly string[], input: string): string => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { input, encoding: "utf8" });
  if (error !== undefined) throw error;
  const said = `${stdout}${stderr}`.trim();
  return status === 0 && said === "- validates" ? "" : said || (status === 0 ? "" : `${command} ended with ${status}`);
};

/** The two schemas of JUnit in use, as xmllint sees them. */
export const junitComplaints = (xml: string): string =>
  ["junit-ant.xsd", "junit-jenkins.xsd"]
    .map((schema) =>
      told("xmllint", ["--nonet", "--noout", "--schema", join(import.meta.dirname, "schemas", schema), "-"], xml),
    )
    .filter((said) => said !== "")
    .join("\n");

/** Prometheus's own parser and its linter of names. */
export const metricsComplaints = (text: string): string => told("promtool", ["check", "metrics"], text);
