import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/model/report.js";
import { built, folder, run } from "./run.js";

built();
const here = folder();

const [token, phone, tax] = ["token-of-the-test-4711", "13812345678", "91350100M000100Y43"];

/** A server that says private things back. */
const server = createServer((request, response) => {
  const said = `${request.headers.authorization} 联系 ${phone} 税号 ${tax}`;
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ status: said }));
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  port = (server.address() as AddressInfo).port;
  const target = `{ name: api, url: "http://127.0.0.1:${port}/", headers: { Authorization: "Bearer \${TOKEN}" }, expect: { json: { "$.status": ok } } }`;
  writeFileSync(join(here(), "p.yaml"), `version: 1\nname: 生产\ntargets:\n  - ${target}\n`);
});
afterAll(() => void server.close());

const unpacked = (file: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(unzipSync(readFileSync(join(here(), file)))).map(([name, bytes]) => [
      name,
      new TextDecoder().decode(bytes),
    ]),
  );
const names = ["README.txt", "report.json", "report.txt", "environment.json", "run.log", "removed.json"];
const env = { TOKEN: token, HTTPS_PROXY: "http://user:proxy-password-1@127.0.0.1:9" };
const check = ["check", "-p", "p.yaml", "--only", "api"];

describe("check --bundle", () => {
  it("packs what is needed to help, without what is private, and changes nothing else", async () => {
    const plain = await run([...check, "-f", "nagios"], { cwd: here(), env });
    const ended = await run([...check, "-f", "nagios", "--bundle", "b.zip"], { cwd: here(), env });
    expect(ended.code).toBe(plain.code);
    expect(ended.out.split("|")[0]).toBe(plain.out.split("|")[0]);
    expect(ended.err).toMatch(/^invoice-diag: wrote .*b\.zip\. Taken out: .* × telephone numbers/m);
    const files = unpacked("b.zip");
    expect(Object.keys(files)).toEqual(names);
    for (const text of Object.values(files)) {
      for (const one of [token, phone, tax, "proxy-password-1"]) expect(text).not.toContain(one);
    }
    const environment = JSON.parse(files["environment.json"] ?? "");
    expect(environment.versions.node).toBe(process.versions.node);
    expect(environment.host.proxy.https).toBe("http://127.0.0.1:9");
    expect(environment.host.interfaces.map((one: { name: string }) => one.name)).toContain("lo");
    expect(environment.limits["Max open files"].soft).toMatch(/^\d+$|unlimited/);
    expect(files["run.log"]).toContain("$ invoice-diag check -p p.yaml");
    const removed: { kind: string; place: string }[] = JSON.parse(files["removed.json"] ?? "");
    expect(removed.filter((one) => one.kind === "phone").map((one) => one.place)).toContainEqual(
      expect.stringMatching(/^report\.json: results\[\d+\]\.looks/),
    );
  });

  it("is refused before anything runs where it cannot be written, and without a bundle to take addresses out of", async () => {
    const lost = await run([...check, "--bundle", "no/where.zip"], { cwd: here(), env });
    expect([lost.code, lost.out]).toEqual([2, ""]);
    const alone = await run([...check, "--redact-addresses"], { cwd: here(), env });
    expect([alone.code, alone.out]).toEqual([2, ""]);
    expect(alone.err).toContain("add --bundle FILE");
    const none = await run([...check, "--bundle", "-"], { cwd: here(), env });
    expect([none.code, none.out]).toEqual([2, ""]);
  });
});

describe("bundle", () => {
  it("packs a stored report, which can be judged again", async () => {
    const made = await run([...check, "-f", "json=r.json", "--fail-on", "fail"], { cwd: here(), env });
    expect(made.code).toBe(1);
    mkdirSync(join(here(), "own"));
    const ended = await run(["bundle", "../r.json", "--redact-addresses", "--lang", "zh"], {
      cwd: join(here(), "own"),
      env: { HTTPS_PROXY: "http://proxy.corp.test:3128", NO_PROXY: ".branch.corp.test,localhost" },
    });
    expect([ended.code, ended.err]).toEqual([0, ""]);
    const [file = ""] = readdirSync(join(here(), "own"));
    expect(file).toMatch(/^invoice-diag-\d{4}-\d\d-\d\d-\d{6}\.zip$/);
    expect(ended.out).toContain(file);
    expect(ended.out).toMatch(/已删除：.*电话号码/);
    const files = unpacked(`own/${file}`);
    const kept = Object.values(files).join("\n");
    for (const name of ["proxy.corp.test", "branch.corp.test"]) expect(kept).not.toContain(name);
    expect(JSON.parse(files["environment.json"] ?? "").host.proxy.https).toMatch(/^http:\/\/\[address-\d+\]:3128$/);
    const report = JSON.parse(files["report.json"] ?? "") as Report;
    writeFileSync(join(here(), "again.json"), files["report.json"] ?? "");
    const again = await run(["replay", "again.json", "-f", "json"], { cwd: here() });
    expect(JSON.parse(again.out).diagnosis.causes[0].id).toBe(report.diagnosis.causes[0]?.id);
    expect(again.code).toBe(1);
  });

  it("refuses what is no report, and writes nothing", async () => {
    writeFileSync(join(here(), "no.json"), "{}");
    const ended = await run(["bundle", "no.json", "-o", "x.zip"], { cwd: here() });
    expect([ended.code, ended.out]).toEqual([2, ""]);
    expect(ended.err).toContain("is not a report");
    expect(existsSync(join(here(), "x.zip"))).toBe(false);
  });
});
