import { createServer } from "node:http";

import { type AddressInfo, createServer as createTcp } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checks, examine } from "../../src/index.js";
import { createPlatform } from "../../src/lab/platform.js";
import type { Finding, Report } from "../../src/model/report.js";
import { stands } from "../../src/model/status.js";
import { loadProfile } from "../../src/profile/load.js";

/** The tool's own condition: it clears or names itself before it blames anyone. */
const standing = ({ diagnosis }: Report): Finding[] =>
  diagnosis.causes.filter((one) => stands(one) && one.kind !== "note");
const said = (report: Report): string =>
  [
    ...report.diagnosis.causes.map((one) => `${one.standing} ${one.confidence} ${one.id} @ ${one.place}`),
    ...report.results.map((one) => `${one.step} ${one.status} ${one.evidence.map(({ signal }) => signal)}`),
  ].join("\n");

const load = (text: string, readFile = (path: string): string => path) => {
  const loaded = loadProfile(text, { file: "own", env: {}, checks, readFile });
  if ("errors" in loaded) throw new Error(JSON.stringify(loaded.errors));
  return loaded.profile;
};

describe("a time-out of the profile's own that is too short", () => {
  const slow = createServer((request, response) => {
    request.resume();
    setTimeout(() => response.end('{"status":"ok"}'), request.url === "/never" ? 60_000 : 400);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    slow.closeAllConnections();
    slow.close();
  });
  const profile = (answer: string, path = "/health") =>
    load(
      JSON.stringify({
        version: 1,
        proxy: "none",
        defaults: { timeout: "2s", answer },
        targets: [
          { name: "api", owner: "vendor", url: `http://127.0.0.1:${(slow.address() as AddressInfo).port}${path}` },
        ],
      }),
    );
  const only = ["api", "tool", "patience"];

  it("is named, and not the vendor who answers in good time", async () => {
    const report = await examine(profile("50ms"), { only, env: {} });
    const [first, ...others] = standing(report);
    expect(first, said(report)).toMatchObject({
      id: "client-timeout-too-short",
      variant: "own-timeout-too-short",
      place: "api",
      party: "this-host",
    });
    expect(
      others.map(({ id }) => id),
      said(report),
    ).toEqual([]);
    expect(report.diagnosis.unexplained, said(report)).toEqual([]);
  });

  it("is no excuse for a service that is slow as it was measured, and is not asked about where the time-outs are ample", async () => {
    const report = await examine(profile("10s"), { only, env: {} });
    expect(standing(report), said(report)).toEqual([]);
    expect(report.results.some(({ check }) => check === "patience")).toBe(false);
  });

  it("is not named where more patience is met with silence too", async () => {
    const report = await examine(profile("200ms", "/never"), { only, env: {} });
    expect(report.results.find(({ check }) => check === "patience")?.evidence[0]?.signal, said(report)).toBe(
      "unanswered",
    );
    expect(standing(report)[0]?.id, said(report)).toBe("api-no-response");
  }, 60_000);
});

it("a plain-HTTP service may answer later than a greeting would come: that is no frozen service", async () => {
  const body = '{"status":"ok"}';
  // It works on one thing at a time: while it does, it notices nothing, not even that a client has gone.
  const busy = createTcp({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => {});
    socket.once("data", (bytes) => {
      if (!/^(GET|HEAD) /.test(bytes.toString("latin1"))) return;
      const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n`;
      setTimeout(() => socket.end(`${head}connection: close\r\n\r\n${body}`), 900);
    });
  });
  await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve));
  try {
    const url = `http://127.0.0.1:${(busy.address() as AddressInfo).port}/health`;
    const defaults = { timeout: "150ms", answer: "10s" };
    const targets = [{ name: "api", owner: "vendor", url }];
    const profile = load(JSON.stringify({ version: 1, proxy: "none", defaults, targets }));
    const report = await examine(profile, { only: ["port", "api", "tool"], env: {} });
    const port = report.results.find(({ check }) => check === "port");
    expect(port?.evidence.map(({ signal }) => signal)).toContain("unheard");
    expect(standing(report), said(report)).toEqual([]);
  } finally {
    busy.close();
  }
});

describe("a tool that stands still for longer than its time-outs", () => {
  /** Nothing of this process runs for as long, once the first look at `check` has begun. */
  const stopped = async (fault: string | undefined, check: string, ms: number): Promise<Report> => {
    const platform = await createPlatform(fault === undefined ? {} : { fault });
    let done = false;
    const stop = (): void => {
      const until = performance.now() + ms;
      while (performance.now() < until);
    };
    try {
      return await examine(load(platform.profile, platform.readFile), {
        env: {},
        onProgress: ({ step, result }) => {
          if (done || result !== undefined || step.check !== check) return;
          done = true;
          setTimeout(stop, 30);
        },
      });
    } finally {
      await platform.close();
    }
  };

  it.each(["api", "dns", "db"])(
    "names itself first, and nobody else with confidence: at %s of a healthy platform",
    async (check) => {
      const report = await stopped(undefined, check, 3500);
      const found = standing(report);
      // A machine that is busy as well may be the first to be named: it is this host all the same.
      expect(found[0]?.party, said(report)).toBe("this-host");
      expect(found, said(report)).toContainEqual(
        expect.objectContaining({ id: "runtime-stalled", variant: "tool-frozen" }),
      );
      for (const one of found.filter(({ party }) => party !== "this-host"))
        expect(one.confidence, said(report)).toBeLessThan(0.8);
    },
    60_000,
  );

  it("does not believe a silence that it heard meanwhile, but a refusal", async () => {
    const silent = await stopped("api-no-response", "api", 3500);
    expect(standing(silent)[0]?.party, said(silent)).toBe("this-host");
    expect(
      standing(silent).map(({ id }) => id),
      said(silent),
    ).toContain("runtime-stalled");
    const refused = await stopped("db-down", "api", 3500);
    expect(
      standing(refused).map(({ id }) => id),
      said(refused),
    ).toContain("db-down");
  }, 60_000);

  it("sees it even where the run is cut short", async () => {
    const platform = await createPlatform();
    const ending = new AbortController();
    try {
      const report = await examine(load(platform.profile, platform.readFile), {
        env: {},
        signal: ending.signal,
        onProgress: ({ step, result }) => {
          if (step.check === "dns" && result === undefined) ending.abort();
        },
      });
      const own = report.results.find(({ step }) => step === "tool:@site");
      expect(
        own?.evidence.map(({ question }) => question),
        said(report),
      ).toContain("runtime");
      expect(
        standing(report).filter(({ party }) => party !== "this-host"),
        said(report),
      ).toEqual([]);
    } finally {
      await platform.close();
    }
  });
});
