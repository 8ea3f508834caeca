import { execFile } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report, Result } from "../../src/index.js";
import { built, root } from "../cli/run.js";
import { available } from "../servers/available.js";
import { temporaryDirectory } from "../servers/daemon.js";
import { coreChecks, expectHealthy, standing, statusOf, summary } from "./site.js";

type Home = { readonly path: string; remove(): Promise<void> };

/** What a package needs, and what that needs. */
const needs = (name: string, found = new Set<string>()): Set<string> => {
  const manifest = join(root, "node_modules", name, "package.json");
  if (found.has(name) || !existsSync(manifest)) return found;
  found.add(name);
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, "utf8")) as { dependencies?: object };
  for (const one of Object.keys(dependencies)) needs(one, found);
  return found;
};

/** The package as it is installed, where anybody may read it, without some of what it may have. */
const install = async (...without: string[]): Promise<Home> => {
  const home = await temporaryDirectory();
  cpSync(join(root, "dist"), join(home.path, "dist"), { recursive: true });
  cpSync(join(root, "package.json"), join(home.path, "package.json"));
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const all = new Set(Object.keys({ ...dependencies, ...optionalDependencies }).flatMap((name) => [...needs(name)]));
  for (const name of [...all].filter((one) => !without.includes(one))) {
    cpSync(join(root, "node_modules", name), join(home.path, "node_modules", name), { recursive: true });
  }
  return home;
};

type Ended = { readonly code: number | string; readonly out: string; readonly err: string };
const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"];
/** `ping` has the privilege that its user lacks, unless that is forbidden as well. */
const mayPing = nobody.filter((word) => word !== "--no-new-privs");

const run = (command: readonly string[]): Promise<Ended> =>
  new Promise((settle) => {
    const [program = "", ...args] = command;
    execFile(program, args, { cwd: "/", maxBuffer: 64 * 1024 * 1024 }, (error, out, err) =>
      settle({
        code: error === null ? 0 : typeof error.code === "number" ? error.code : (error.signal ?? 127),
        out,
        err,
      }),
    );
  });

describe.skipIf(!available("root", "setpriv", "ping"))("without privileges", () => {
  built();
  let whole: Home;
  let bare: Home;
  beforeAll(async () => {
    [whole, bare] = await Promise.all([install(), install("net-ping", "raw-socket")]);
  });
  afterAll(async () => {
    await whole?.remove();
    await bare?.remove();
  });

  const path = process.env.PATH ?? "/usr/bin:/bin";
  const demo = async (home: Home, as: readonly string[], args: readonly string[] = [], PATH = path) => {
    const program = join(home.path, "dist/bin/invoice-diag.js");
    const command = [
      ...as,
      "env",
      "-i",
      `PATH=${PATH}`,
      process.execPath,
      program,
      "demo",
      "--format",
      "json",
      ...args,
    ];
    const ended = await run(command);
    expect([ended.err, typeof ended.code], String(ended.code)).toEqual(["", "number"]);
    return { code: ended.code, report: JSON.parse(ended.out) as Report };
  };
  const pings = ({ results }: Report): Result[] => results.filter(({ check }) => check === "ping");
  /** How each ping was measured, or why it could not be. */
  const how = (report: Report): string[] => [
    ...new Set(
      pings(report).map(({ evidence, reason }) => {
        const answered = evidence.find(({ question }) => question === "echo");
        return String(answered?.data.how ?? reason?.en);
      }),
    ),
  ];
  const others = coreChecks.filter((check) => check !== "ping");
  const works = (report: Report): void => {
    expectHealthy(report);
    for (const check of others) expect([check, ...statusOf(report, check)], summary(report)).toEqual([check, "pass"]);
  };

  it("root, for comparison: net-ping measures", async () => {
    const { code, report } = await demo(whole, []);
    expect(code).toBe(0);
    works(report);
    expect(how(report)).toEqual(["net-ping"]);
  });

  it.each(["with net-ping", "without net-ping"])(
    "nobody, %s: the system's ping measures, and says so",
    async (which) => {
      const home = which === "with net-ping" ? whole : bare;
      const { code, report } = await demo(home, mayPing);
      expect(code).toBe(0);
      works(report);
      expect(how(report)).toEqual(["ping"]);
      expect(statusOf(report, "ping")).toEqual(["pass"]);
    },
  );

  it.each(["with net-ping", "without net-ping"])(
    "nobody, %s, and no ping program: it says why it could not",
    async (which) => {
      const home = which === "with net-ping" ? whole : bare;
      const { code, report } = await demo(home, nobody, [], "/nonexistent");
      expect(code).toBe(0);
      works(report);
      expect(statusOf(report, "ping")).toEqual(["skip"]);
      expect(how(report).join()).toMatch(/^this machine can send no ping \(not-available\)/);
      for (const { reason } of pings(report)) expect(reason?.zh).toMatch(/^本机无法发送 ping/);
    },
  );

  it("root without net-ping: the system's ping measures", async () => {
    const { code, report } = await demo(bare, []);
    expect(code).toBe(0);
    works(report);
    expect(how(report)).toEqual(["ping"]);
  });

  it.each(["port-closed", "cert-expired", "db-frozen", "dns-server-down"])(
    "nobody finds %s as anybody",
    async (fault) => {
      const { code, report } = await demo(bare, nobody, ["--fault", fault], "/nonexistent");
      expect(code).toBe(1);
      expect(standing(report)[0]?.id, summary(report)).toBe(fault);
      expect(report.diagnosis.unexplained).toEqual([]);
      expect(report.results.filter(({ status }) => status === "error")).toEqual([]);
    },
  );

  it("leaves nothing behind", () => {
    expect(readdirSync(whole.path).sort()).toEqual(["dist", "node_modules", "package.json"]);
  });
});
