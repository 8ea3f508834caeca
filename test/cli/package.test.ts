import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { built, folder, root, run } from "./run.js";

built();
const here = folder();

/** As npm would install it, without asking a registry: packed, unpacked, its dependencies linked. */
const install = (): string => {
  const place = join(here(), "lib/node_modules");
  const home = join(place, "invoice-diag");
  if (existsSync(home)) return home;
  const npm = ["pack", "--ignore-scripts", "--silent", "--pack-destination", here()];
  const name = execFileSync("npm", npm, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  mkdirSync(home, { recursive: true });
  execFileSync("tar", ["xzf", join(here(), name), "-C", home, "--strip-components=1"]);
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const from = join(root, "node_modules", dependency);
    if (!existsSync(from)) continue;
    mkdirSync(dirname(join(place, dependency)), { recursive: true });
    symlinkSync(from, join(place, dependency));
  }
  return home;
};

describe("the packed tarball", () => {
  it("holds the program, types, schemas, licences, and nothing else", () => {
    const home = install();
    expect(
      readdirSync(home)
        .filter((name) => !["README.md"].includes(name))
        .sort(),
    ).toEqual(["LICENSE", "dist", "package.json"]);
    expect(readdirSync(join(home, "dist")).sort()).toEqual([
      "THIRD-PARTY-LICENSES",
      "bin",
      "chunks",
      "comparison.schema.json",
      "history.schema.json",
      "load-order.json",
      "profile.schema.json",
      "report.schema.json",
      "src",
      "types",
    ]);
    expect(statSync(join(home, "dist/bin/invoice-diag.js")).mode & 0o111).not.toBe(0);
  });

  it("runs through the link that npm makes for a global install", async () => {
    const link = join(here(), "invoice-diag");
    if (!existsSync(link)) symlinkSync(join(install(), "dist/bin/invoice-diag.js"), link);
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect((await run(["--version"], { program: link })).out).toBe(`${version}\n`);
    const demo = await run(["demo", "--only", "port,db", "-f", "json"], { program: link });
    expect(demo.err).toBe("");
    expect(JSON.parse(demo.out).version).toBe(version);
  });

  it("is a library, with types for every path that its manifest names", async () => {
    const home = install();
    const { exports } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
    const paths = Object.values(exports as Record<string, string | Record<string, string>>).flatMap((one) =>
      typeof one === "string" ? [one] : Object.values(one),
    );
    for (const path of paths) expect(existsSync(join(home, path)), path).toBe(true);
    const script = `import * as m from "invoice-diag"; console.log([typeof m.examine, typeof m.loadProfile, typeof m.defineCheck, typeof m.defineCauses, m.checks.length > 5].join())`;
    const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: join(home, ".."),
      encoding: "utf8",
    });
    expect(out).toBe("function,function,function,function,true\n");
  });
});

/** Every file that is loaded with an entry, before anything is asked of it. */
const loadedWith = (entry: string): { files: string[]; packages: string[] } => {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(
      /^(?:import|export)\b[^;]*?["']([^"'\n]+)["'];?$/gm,
    )) {
      if (name.startsWith(".")) visit(resolve(dirname(file), name));
      else if (!name.startsWith("node:")) packages.add(name);
    }
  };
  visit(join(root, "dist", entry));
  return { files: [...files], packages: [...packages] };
};
const bytes = (files: readonly string[]): number => files.reduce((sum, file) => sum + statSync(file).size, 0);

describe("what is loaded at the start", () => {
  it("of the library is no heavy package", () => {
    const { files, packages } = loadedWith("src/index.js");
    expect(packages).toEqual([]);
    const text = files.map((file) => readFileSync(file, "utf8")).join("");
    for (const name of ["zod", "cli-table3", "ora", "yaml", "@peculiar/x509", "commander"]) {
      expect(text).not.toContain(`node_modules/${name}/`);
    }
  });

  it("of the program is itself only: --version loads nothing", () => {
    const { files, packages } = loadedWith("bin/invoice-diag.js");
    expect(packages).toEqual([]);
    expect(files).toHaveLength(1);
    expect(bytes(files)).toBeLessThan(4000);
  });

  it("for the table is no other form", () => {
    const chunks = readdirSync(join(root, "dist/chunks"));
    const chunk = (name: string): string => `chunks/${chunks.find((one) => one.startsWith(`${name}-`)) ?? name}`;
    const textOf = (...names: string[]): string =>
      names.flatMap((name) => loadedWith(chunk(name)).files.map((file) => readFileSync(file, "utf8"))).join("");
    for (const mark of ["<!doctype html>", "<testsuites>", "invoice_diag_step_success"]) {
      expect(textOf("html", "junit", "prometheus")).toContain(mark);
      expect(textOf("main", "check", "table")).not.toContain(mark);
    }
  });

  it("of a command line is commander and little else", () => {
    const main = readdirSync(join(root, "dist/chunks")).find((name) => name.startsWith("main-")) ?? "";
    const { files, packages } = loadedWith(`chunks/${main}`);
    expect(packages).toEqual([]);
    expect(bytes(files)).toBeLessThan(200_000);
  });
});
