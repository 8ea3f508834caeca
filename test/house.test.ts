import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

/** The walls of the house: who may lean on whom. Read from the imports, enforced here. */
const root = resolve(import.meta.dirname, "..");

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

const sources = ["bin", "checks", "src"].flatMap(filesIn);

const importing =
  /(?:^|\n)\s*(?:import|export)\s(?:[^"';]*?\sfrom\s)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

/** What a file imports: paths of the house (`src/model/io.ts`), or bare names of packages (`node:net`). */
const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), "utf8").matchAll(importing)]
    .map((found) => found[1] ?? found[2] ?? "")
    .map((name) =>
      name.startsWith(".") ? relative(root, resolve(root, dirname(file), name)).replace(/\.js$/, ".ts") : name,
    );

const inHouse = (name: string): boolean => /^(bin|checks|src|test)\//.test(name);

interface Wall {
  readonly of: RegExp;
  /** What may be imported; everything else may not. */
  readonly may: readonly RegExp[];
}

const printing = /^(chalk|cli-table3|ora|string-width|zod)$/;
const network =
  /^(undici(\/.*)?|net-ping|mysql2(\/.*)?|dns-packet|@grpc\/grpc-js|ipaddr\.js|@peculiar\/asn1-(ocsp|schema))$/;
const walls: readonly Wall[] = [
  { of: /^src\/model\//, may: [/^src\/model\//] },
  { of: /^checks\/(?!index)/, may: [/^src\/model\//, /^checks\//] },
  { of: /^checks\/index/, may: [/^checks\//, /^src\/model\//] },
  { of: /^src\/engine\//, may: [/^src\/(model|engine)\//] },
  { of: /^src\/io\//, may: [/^src\/(model|io)\//, /^node:/, network] },
  { of: /^src\/profile\//, may: [/^src\/(model|profile)\//, /^node:/, /^(yaml|zod|fastest-levenshtein|ipaddr\.js)$/] },
  { of: /^src\/report\//, may: [/^src\/(model|report)\//, printing] },
  {
    of: /^src\/lab\//,
    may: [/^src\/(model|lab)\//, /^node:/, /^(@peculiar\/x509|reflect-metadata|dns-packet|mysql2(\/.*)?|yaml)$/],
  },
  { of: /^src\/notify\//, may: [/^src\/(model|notify)\//, /^node:/, /^(undici|nodemailer)$/] },
  { of: /^src\/history\//, may: [/^src\/(model|history)\//, /^node:/] },
];

test("the reader of imports sees imports", () => {
  expect(importsOf("test/house.test.ts")).toContain("node:fs");
  expect(sources.length).toBeGreaterThan(50);
});

test.each(walls.map((wall) => [String(wall.of), wall] as const))("%s leans only on what it may", (_, wall) => {
  const breaches = sources
    .filter((file) => wall.of.test(file))
    .flatMap((file) =>
      importsOf(file)
        .filter((name) => !wall.may.some((may) => may.test(name)))
        .map((name) => `${file} imports ${name}`),
    );
  expect(breaches).toEqual([]);
});

/** The check that a file belongs to: `checks/port.ts` and the parts of it in `checks/port/`. */
const checkOf = (file: string): string | undefined => /^checks\/([^/.]+)/.exec(file)?.[1];

test("a check knows no other check", () => {
  const breaches = sources
    .filter((file) => /^checks\/(?!index)/.test(file))
    .flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith("checks/") && checkOf(name) !== checkOf(file))
        .map((name) => `${file} imports ${name}`),
    );
  expect(breaches).toEqual([]);
});

test("only the door, the library's face and the terminal touch the process", () => {
  const allowed = /^(bin\/|src\/index\.ts|src\/cli\/terminal\.ts)/;
  const breaches = sources
    .filter((file) => !allowed.test(file))
    .filter((file) =>
      /\b(process\.(exit|env|argv)|console\.)/.test(
        readFileSync(join(root, file), "utf8").replace(/"[^"\n]*"|`[^`]*`|\/\/.*|\/\*[\s\S]*?\*\//g, ""),
      ),
    );
  expect(breaches).toEqual([]);
});

test("no circles", () => {
  const graph = new Map(sources.map((file) => [file, importsOf(file).filter(inHouse)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of sources) walk(file, []);
  expect(circles).toEqual([]);
});

test("no room of leftovers, no file too long to hold in the mind", () => {
  // The check of the platforms' local helper programs is called what they are called.
  const rooms = sources.filter((file) => file !== "checks/helper.ts");
  expect(rooms.filter((file) => /\b(utils?|helpers?|common|misc)\b/i.test(file))).toEqual([]);
  const long = sources
    .filter((file) => !file.startsWith("src/model/causes/"))
    .map((file) => [file, readFileSync(join(root, file), "utf8").split("\n").length] as const)
    .filter(([, lines]) => lines > 240);
  expect(long).toEqual([]);
});

test("no text keeps the marks of a merge", () => {
  const texts = ["README.md", "CONTRIBUTING.md", "ACCURACY.md", ...sources, ...filesIn("test")];
  const docs = readdirSync(join(root, "docs")).map((name) => join("docs", name));
  const marked = [...texts, ...docs].filter((file) =>
    // A formatter makes quotations of the last mark.
    /^(<{7} |={7}$|>{7} |(> ){7})/m.test(readFileSync(join(root, file), "utf8")),
  );
  expect(marked).toEqual([]);
});
