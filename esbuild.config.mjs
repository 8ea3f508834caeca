// Builds dist/: a split bundle, so that each command loads only what it uses, and beside it types, schemas and licences.
import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const read = async (path) => JSON.parse(await readFile(join(root, path), "utf8"));
const manifest = await read("package.json");

/** Compiled at install or loading its own parts at run time: stay packages, found in node_modules. */
const external = ["net-ping", "raw-socket", "mysql2", "undici", "@grpc/grpc-js"];

/** Packages of CommonJS ask for `require`, which ES modules do not have; one file of the bundle asks for them all. */
const requiring = /\bvar __require = /;
const banner = `import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
`;

const place = async ({ path, text }) => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, requiring.test(text) ? banner + text : text);
};

const bundle = (outdir) =>
  build({
    absWorkingDir: root,
    entryPoints: ["bin/invoice-diag.ts", "bin/exerciser.ts", "src/index.ts", "src/cli/plugin-hook.ts"],
    outdir,
    outbase: ".",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    chunkNames: "chunks/[name]-[hash]",
    external: external.flatMap((name) => [name, `${name}/*`]),
    define: { INVOICE_DIAG_VERSION: JSON.stringify(manifest.version) },
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "warning",
  });

/** Every part of the program, each after those that it imports: what may open few files at once loads them in this order. */
const loadOrder = (outputs) => {
  const order = new Set();
  const visit = (path, way) => {
    if (order.has(path) || way.includes(path)) return;
    for (const one of outputs[path].imports) if (!one.external) visit(one.path, [...way, path]);
    order.add(path);
  };
  const isProgram = (path) => outputs[path].entryPoint === "bin/invoice-diag.ts";
  for (const path of Object.keys(outputs).filter(isProgram)) visit(path, []);
  return [...order].filter((path) => !isProgram(path));
};

const packageOf = (path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];

const licenceOf = async (folder) => {
  const { name, version, license } = await read(`${folder}/package.json`);
  for (const file of ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE", "License"]) {
    const text = await readFile(join(root, folder, file), "utf8").catch(() => undefined);
    if (text !== undefined) return `${name} ${version}\n\n${text.trim()}\n`;
  }
  return `${name} ${version}\n\nLicence: ${license}\n`;
};

/** The licences of everything that ended up inside the bundle. */
const licences = async (inputs) => {
  const folders = [...new Set(Object.keys(inputs).map(packageOf).filter(Boolean))].sort();
  const texts = await Promise.all(folders.map(licenceOf));
  return `invoice-diag contains these packages:\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
};

const types = (outdir) => {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const options = ["-p", "tsconfig.types.json", "--outDir", join(outdir, "types")];
  execFileSync(process.execPath, [tsc, ...options], { cwd: root, stdio: "inherit" });
};

const schemas = async (outdir) => {
  const entry = pathToFileURL(join(outdir, "bin/invoice-diag.js"));
  for (const what of ["profile", "report", "history", "comparison"]) {
    const text = execFileSync(process.execPath, [fileURLToPath(entry), "schema", what], { cwd: root });
    await writeFile(join(outdir, `${what}.schema.json`), text);
  }
};

const next = await mkdtemp(join(root, ".dist-"));
try {
  const { metafile, outputFiles } = await bundle(next);
  await Promise.all(outputFiles.map(place));
  const order = loadOrder(metafile.outputs).map((path) => relative(next, join(root, path)));
  await writeFile(join(next, "load-order.json"), `${JSON.stringify(order, null, 1)}\n`);
  await writeFile(join(next, "THIRD-PARTY-LICENSES"), await licences(metafile.inputs));
  types(next);
  await schemas(next);
  await chmod(join(next, "bin/invoice-diag.js"), 0o755);
  await chmod(next, 0o755);
  await rm(join(root, "dist"), { recursive: true, force: true });
  await rename(next, join(root, "dist"));
} catch (error) {
  await rm(next, { recursive: true, force: true });
  process.stderr.write(`build failed: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
