import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";

/** A directory of the test's own. */
export const ownFolder = (): (() => string) => {
  let path = "";
  beforeAll(() => {
    path = mkdtempSync(join(tmpdir(), "invoice-diag-history-"));
  });
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return () => path;
};
