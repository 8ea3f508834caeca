import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { History } from "../../src/model/history.js";
import type { Report } from "../../src/model/report.js";
import { script, scriptHash } from "../../src/report/html/script.js";
import { htmlOf } from "../../src/report/html.js";
import { available } from "../servers/available.js";
import { browser } from "./browser.js";
import { hostile, reports, withExchanges } from "./reports.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
type Found = {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
};

const pages: Readonly<Record<string, Report>> = {
  healthy: reports.healthy,
  broken: withExchanges(reports["one-fault"]),
  doubtful: reports["look-alikes"],
  empty: reports.empty,
  hostile,
};
/** What a reader sees; the contents of the document hold both languages. */
const visibleText = (page: Page, selector: string): Promise<string> =>
  page.evaluate(`document.querySelector(${JSON.stringify(selector)}).innerText`);

const [from, to] = ["2025-11-01T00:00:00.000Z", "2025-11-23T04:00:12.345Z"] as const;
const history: History = {
  schema: 1,
  tool: "invoice-diag",
  from,
  to,
  runs: 96,
  goal: 0.99,
  targets: [
    {
      profile: "开票系统-生产",
      target: "invoice-api",
      runs: 96,
      failed: 4,
      firstSeen: from,
      lastSeen: to,
      state: "fail",
      since: "2025-11-22T04:00:00.000Z",
      strip: ["pass", "pass", "warn", "none", "unknown", "pass", "fail", "pass", "fail"],
      times: [12, 14, 90, null, null, 13, null, 15, 16],
      availability: 0.958,
      meetsGoal: false,
      flaps: 3,
      flapping: true,
      outages: 2,
      mtbf: 86_400_000,
      mttr: 3_600_000,
      causes: [{ id: "cert-expired", firstSeen: from, lastSeen: to, runs: 4 }],
      lately: [{ from: "2025-11-22T04:00:00.000Z", causes: ["cert-expired"] }],
    },
  ],
};

const widths = [360, 800, 1280];
const schemes = ["light", "dark"] as const;

it("the policy of the page lets its own script run, and no other", () => {
  expect(createHash("sha256").update(script).digest("base64")).toBe(scriptHash);
});

const wanted = available("chromium");
describe.skipIf(!wanted)("the page in a browser", () => {
  const chromium = browser(wanted);
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "invoice-diag-page-"));
    for (const [name, report] of Object.entries(pages)) {
      writeFileSync(
        join(folder, `${name}.html`),
        htmlOf(report, { lang: "en", utcOffset: 480, ...(name === "broken" ? { history } : {}) }),
      );
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Opens a page; what it complains of, and what it asks of any network, is collected. */
  const open = async (name: string, width: number): Promise<{ page: Page; complaints: string[] }> => {
    const page = await chromium().newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) complaints.push(`asks for ${request.url()}`);
    });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
    return { page, complaints };
  };

  /** What axe finds in everything that is shown, with every part unfolded. */
  const violations = async (page: Page): Promise<string[]> => {
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    await page.evaluate(axe);
    const found = await page.evaluate<Found>("axe.run()");
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  };

  const overflow = (page: Page): Promise<number> =>
    page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

  const cases = Object.keys(pages).flatMap((name) => widths.map((width) => [name, width] as const));

  it.each(cases)(
    "%s at %i: no complaint, nothing inaccessible, nothing beyond the edge",
    async (name, width) => {
      const { page, complaints } = await open(name, width);
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page), colorScheme).toEqual([]);
      }
      expect(await overflow(page)).toBe(0);
      await page.locator("label[for=zh]").click();
      expect(await violations(page), "zh").toEqual([]);
      expect(await overflow(page)).toBe(0);
      expect(complaints).toEqual([]);
      await page.close();
    },
    120_000,
  );

  it("is dark where the reader's system is, and light on paper", async () => {
    const { page } = await open("broken", 800);
    const ground = async (media: Parameters<Page["emulateMedia"]>[0]): Promise<string> => {
      await page.emulateMedia({ ...media });
      return page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--card').trim()");
    };
    const light = await ground({ media: "screen", colorScheme: "light" });
    const dark = await ground({ media: "screen", colorScheme: "dark" });
    expect(dark).not.toBe(light);
    expect(await ground({ media: "print", colorScheme: "dark" })).toBe(light);
    expect(await page.locator("nav").isVisible()).toBe(false);
    await page.close();
  }, 120_000);

  it("shows one language at a time, and tells the browser which", async () => {
    const { page } = await open("broken", 800);
    const shown = async (): Promise<string> => (await visibleText(page, "main")).replace(/English|中文/g, "");
    const head = (): Promise<string[]> => page.evaluate("[document.documentElement.lang, document.title]");
    expect(await shown()).not.toMatch(/[\u4e00-\u9fff](?<!开|票|系|统|生|产)/);
    expect(await head()).toEqual(["en", expect.stringContaining("1 problem")]);
    await page.locator("label[for=zh]").click();
    expect(await shown()).toContain("发现 1 个问题");
    expect(await shown()).not.toContain("1 problem");
    expect(await head()).toEqual(["zh-CN", expect.stringContaining("发现 1 个问题")]);
    await page.locator("#zh").press("ArrowLeft");
    expect(await shown()).toContain("1 problem");
    await page.close();
  }, 120_000);

  it("switches without scripts, too", async () => {
    const page = await chromium().newPage();
    const text = htmlOf(pages.broken as Report, { lang: "zh", utcOffset: 0 }).replace(/<script>[\s\S]*?<\/script>/, "");
    await page.setContent(text);
    expect(await visibleText(page, "h1")).toContain("发现 1 个问题");
    await page.locator("label[for=en]").click();
    expect(await visibleText(page, "h1")).toContain("1 problem");
    await page.close();
  }, 120_000);

  it("copies a command as it is typed", async () => {
    const { page } = await open("broken", 800);
    await chromium().grantPermissions(["clipboard-read", "clipboard-write"]);
    const box = page.locator(".command").first();
    await box.getByRole("button").click();
    await box.locator(".copy.ok").waitFor();
    const copied = await page.evaluate("navigator.clipboard.readText()");
    expect(copied).toBe(
      "openssl s_client -connect 10.0.0.9:8443 -servername api.example.test </dev/null 2>/dev/null | openssl x509 -noout -dates",
    );
    await page.close();
  }, 120_000);

  it("runs no script that came with a text from outside", async () => {
    const { page, complaints } = await open("hostile", 800);
    expect(await page.locator("script").count()).toBe(1);
    expect(complaints).toEqual([]);
    const ran = await page.evaluate(`
      const added = document.createElement("script");
      added.textContent = "globalThis.broken = true";
      document.body.append(added);
      "broken" in globalThis`);
    expect(ran).toBe(false);
    await page.close();
  }, 120_000);

  it("draws what is held back by what, and every phase of an exchange", async () => {
    const { page } = await open("broken", 1280);
    const tower = page.locator("figure", { has: page.getByRole("heading", { name: "invoice-api" }) });
    expect(await tower.locator(".arrows path").count()).toBe(2);
    expect(await tower.textContent()).toContain("tls holds back api");
    expect(await page.locator(".waterfall li").count()).toBe(8);
    const phases = await page.locator(".exchanges .told").allInnerTexts();
    expect(phases).toEqual([
      "TLS 31 ms ended here",
      "name 12 ms",
      "connect 3 ms",
      "TLS 9 ms",
      "first byte 40 ms",
      "content 0.2 ms",
    ]);
    await page.close();
  }, 120_000);

  it("keeps what was seen folded away", async () => {
    const { page } = await open("broken", 800);
    const raw = page.locator("details.raw pre").first();
    expect(await raw.isVisible()).toBe(false);
    await page.locator("details.row > summary").first().click();
    await page.locator("details.raw > summary").first().click();
    expect(await raw.isVisible()).toBe(true);
    await page.close();
  }, 120_000);
});
