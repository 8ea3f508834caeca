import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

/** Debian's Chromium without a window, with a profile of its own; it asks nothing of any network. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser for the tests of one file. `wanted`: false where there is none. */
export const browser = (wanted: boolean): (() => BrowserContext) => {
  let folder = "";
  let context: BrowserContext | undefined;
  beforeAll(async () => {
    if (!wanted) return;
    folder = mkdtempSync(join(tmpdir(), "invoice-diag-browser-"));
    context = await chromium.launchPersistentContext(folder, {
      executablePath: "/usr/bin/chromium",
      headless: true,
      args: flags,
      timeout: 110_000,
    });
    context.setDefaultTimeout(60_000);
  });
  afterAll(async () => {
    await context?.close();
    if (folder !== "") rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return () => context as BrowserContext;
};
