import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ToolError, UsageError } from "../../src/cli/failure.js";
import { createFile, prepareFile } from "../../src/cli/write.js";
import { folder } from "./run.js";

const here = folder();
const mode = (path: string): number => statSync(path).mode & 0o777;

describe("a report file", () => {
  it("appears whole, for its owner only, and leaves nothing beside it", async () => {
    const path = join(here(), "a", "report.json");
    mkdirSync(join(here(), "a"));
    await (await prepareFile(path)).write("text\n");
    expect(readFileSync(path, "utf8")).toBe("text\n");
    expect(mode(path)).toBe(0o600);
    expect(readdirSync(join(here(), "a"))).toEqual(["report.json"]);
  });

  it("replaces an old one, also through a link", async () => {
    const path = join(here(), "old.json");
    const link = join(here(), "link.json");
    writeFileSync(path, "old");
    symlinkSync(path, link);
    await (await prepareFile(link)).write("new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(link).ino).toBe(statSync(path).ino);
  });

  it("keeps the mode of the one that it replaces, so that node_exporter may read it", async () => {
    const path = join(here(), "open.prom");
    writeFileSync(path, "", { mode: 0o600 });
    chmodSync(path, 0o644);
    await (await prepareFile(path)).write("text\n");
    expect(mode(path)).toBe(0o644);
  });

  it("is not there before it is written", async () => {
    const path = join(here(), "later.json");
    await prepareFile(path);
    expect(existsSync(path)).toBe(false);
  });

  it("never replaces a device", async () => {
    await (await prepareFile("/dev/null")).write("text");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("is refused where there is a directory, or none", async () => {
    await expect(prepareFile(here())).rejects.toThrow(UsageError);
    await expect(prepareFile(join(here(), "no", "where"))).rejects.toThrow(UsageError);
  });

  it("says why it could not be written, and leaves the old one and no other", async () => {
    const parent = join(here(), "gone");
    mkdirSync(parent);
    const file = await prepareFile(join(parent, "x.json"));
    rmSync(parent, { recursive: true });
    await expect(file.write("text")).rejects.toThrow(ToolError);
    await expect((await prepareFile("/proc/invoice-diag.json")).write("text")).rejects.toThrow(/cannot write/);
  });
});

describe("a new file", () => {
  it("is never written over an old one", async () => {
    const path = join(here(), "profile.yaml");
    await createFile(path, "first");
    await expect(createFile(path, "second")).rejects.toThrow(UsageError);
    expect(readFileSync(path, "utf8")).toBe("first");
    expect(mode(path)).toBe(0o600);
  });
});
