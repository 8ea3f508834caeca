import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/index.js";
import { built, program } from "../cli/run.js";
import { available } from "../servers/available.js";
import { temporaryDirectory } from "../servers/daemon.js";
import { addresses, makeNetwork, type Network } from "../servers/namespace.js";

/** Milliseconds of each silent phase. */
const timeout = 2000;
/** What is promised of a run that meets nothing but silence. */
const promised = 1.4 * timeout + 1000;
/** Node, the profile and the modules, on a busy machine. */
const startUp = 6000;

const targets = (host: string): string => `
  - name: invoice-api
    url: https://${host}/api/health
    client: { idle: 4s }
    dependsOn: [database]
  - name: plain
    url: http://${host}:8081/
  - name: remote-desktop
    host: ${host}
  - name: mixed
    host: ${host}
    ports: [22, 443, 8443, { port: 9000, speaks: tls }, { port: 9001, speaks: http }]
  - name: database
    mysql: { host: ${host}, user: diag, password: secret-password, database: invoice, tables: [invoices] }
`;

const profile = (host: string, servers: string): string => `
version: 1
defaults: { timeout: ${timeout}ms, answer: 10s }
dns: { servers: [${servers}] }
proxy: none
targets: ${targets(host)}`;

describe.skipIf(!available("root", "ip", "nft", "ping"))("an address that drops everything", () => {
  built();
  let network: Network;
  let file: string;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    network = await makeNetwork();
    closing.push(network.remove);
    const folder = await temporaryDirectory();
    closing.push(folder.remove);
    file = join(folder.path, "invoice-diag.yaml");
    await network.router.nft("chain forward { type filter hook forward priority 0; drop; }");
  });
  afterAll(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const slowest = ({ results, ms }: Report): string =>
    [...results]
      .sort((a, b) => b.ms - a.ms)
      .slice(0, 12)
      .reduce((text, one) => `${text}\n${one.step} ${one.status} ${one.ms}`, `${ms}`);

  const check = async (text: string, ...args: string[]): Promise<{ report: Report; wall: number }> => {
    writeFileSync(file, text);
    const began = performance.now();
    const command = [process.execPath, program, "check", "-p", file, "-f", "json", ...args];
    const { stdout } = await network.client.run("env", "-i", `PATH=${process.env.PATH}`, ...command);
    return { report: JSON.parse(stdout) as Report, wall: performance.now() - began };
  };

  it.each([
    ["known by its address", addresses.server, ""],
    ["known by a name that a hole should resolve", "api.example.test", `"${addresses.server}"`],
  ])("%s: all checks end within 1.4 time-outs and a second", async (_, host, servers) => {
    const { report, wall } = await check(profile(host, servers));
    expect(report.ms, slowest(report)).toBeLessThan(promised);
    expect(wall, slowest(report)).toBeLessThan(promised + startUp);
    expect(report.exitCode).toBe(1);
    // Whatever was cut off by a deadline of ours would be an error.
    expect(report.results.filter(({ status }) => status === "error")).toEqual([]);
    expect(report.diagnosis.unexplained).toEqual([]);
  });

  it("--timeout ends even that sooner, and says what was cut off", async () => {
    const { report, wall } = await check(profile(addresses.server, ""), "--timeout", "700ms");
    expect(report.ms).toBeLessThan(1700);
    expect(wall).toBeLessThan(1700 + startUp);
    const cut = report.results.filter(({ reason }) => reason?.en === "cut off by the run's deadline");
    expect(cut.length).toBeGreaterThan(3);
    for (const one of cut) expect(one.status).toBe("skip");
  });
});
