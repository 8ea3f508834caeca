import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { checks, examine } from "../../src/index.js";
import type { Profile, Target, UrlTarget } from "../../src/model/profile.js";
import type { Report } from "../../src/model/report.js";
import { loadProfile } from "../../src/profile/load.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";

/** Whole runs of the real checks and causes: what each fault comes to in the end. */
const run = (profile: Partial<Profile>, ...only: string[]): Promise<Report> =>
  examine(makeProfile({ dns: { servers: [{ address: "127.0.0.1", port: 1 }], compare: [] }, ...profile }), {
    only,
    env: {},
  });
const standing = ({ diagnosis }: Report): string[] =>
  diagnosis.causes.filter((one) => one.standing !== "ruled-out").map(({ id, standing }) => `${standing} ${id}`);
const at = (changes: Partial<UrlTarget>): { targets: readonly Target[] } => ({
  targets: [{ ...urlTarget("http://127.0.0.1:9/", "api"), ...changes }],
});

const sampled = (changes: object): Partial<Profile> => {
  const sample = {
    gmfnsrsbh: "91350100M000100Y43",
    lines: [{ je: "100.00", slv: "0.13", se: "13.00" }],
    hjje: "100.00",
    hjse: "13.00",
    jshj: "113.00",
    ...changes,
  };
  const text = JSON.stringify({
    version: 1,
    targets: [{ name: "api", url: "http://127.0.0.1:9/", payload: { samples: ["s.json"] } }],
  });
  const loaded = loadProfile(text, { file: "p.yaml", checks, env: {}, readFile: () => JSON.stringify(sample) });
  if ("errors" in loaded) throw new Error(JSON.stringify(loaded.errors));
  return { targets: loaded.profile.targets };
};

describe("payload", () => {
  it("is healthy where the samples keep the rules", async () => {
    const report = await run(sampled({}), "payload");
    expect([standing(report), report.status, report.exitCode]).toEqual([[], "pass", 0]);
  });

  it.each([
    { jshj: "113.01" },
    { hjje: "100.001" },
    { lines: [{ je: "100.00", slv: "0.13", se: "13.07" }] },
    { lines: [{ je: "100.00", slv: "13", se: "13.00" }] },
    { gmfnsrsbh: "91350100M000100O43" },
    { fphm: "1" },
    { hjse: null },
    { jshj: "0.1", hjje: "0.30000000000000004" },
  ])("is the confirmed cause of %j", async (changes) => {
    const report = await run(sampled(changes), "payload");
    expect([standing(report), report.exitCode]).toEqual([["confirmed payload-invalid"], 1]);
    expect(report.diagnosis.unexplained).toEqual([]);
  });

  it("warns of a check character and of a rate, and fails nothing for them", async () => {
    const number = await run(sampled({ gmfnsrsbh: "91350211M0000XUF46" }), "payload");
    expect([standing(number), number.status, number.exitCode]).toEqual([["confirmed tax-number-doubtful"], "warn", 0]);
    const length = await run(sampled({ gmfnsrsbh: "1234567890123456" }), "payload");
    expect(standing(length)).toEqual(["likely tax-number-doubtful"]);
    const lines = [{ je: "100.00", slv: "0.17", se: "17.00" }];
    const rate = await run(sampled({ lines, hjse: "17.00", jshj: "117.00" }), "payload");
    expect([standing(rate), rate.status]).toEqual([["confirmed tax-rate-doubtful"], "warn"]);
    expect(rate.diagnosis.unexplained).toEqual([]);
  });
});

describe("client", () => {
  const issue = { url: "http://127.0.0.1:9/invoices" };
  it("gives up too soon, or is tight", async () => {
    expect(standing(await run(at({ client: { answer: 2000 }, issue }), "client"))).toEqual([
      "confirmed client-timeout-too-short",
    ]);
    expect(standing(await run(at({ client: { connect: 900, answer: 30_000 }, issue }), "client"))).toEqual([
      "confirmed client-timeout-tight",
    ]);
    const again = await run(at({ client: { answer: 30_000, connect: 5000, retries: 2 }, issue }), "client");
    expect([standing(again), again.status]).toEqual([["confirmed client-resends"], "warn"]);
    const well = await run(at({ client: { answer: 30_000, connect: 5000, retries: 0 }, issue }), "client");
    expect([standing(well), well.status]).toEqual([[], "pass"]);
  });

  it("is compared with what a real server was measured to take", async () => {
    const server = createServer((_, response) => {
      setTimeout(() => response.end("{}"), 700);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const target = (answer: number): Target => ({
        ...urlTarget(`http://127.0.0.1:${port}/`, "api"),
        client: { answer },
      });
      const short = await run({ targets: [target(500)] }, "client", "api");
      expect(standing(short)).toEqual(["confirmed client-timeout-too-short"]);
      expect(short.diagnosis.causes[0]?.because[0]?.text.en).toMatch(/gives up after 0\.5 s.*measured 0\.[78]/);
      const enough = await run({ targets: [target(20_000)] }, "client", "api");
      expect([standing(enough), enough.status]).toEqual([[], "pass"]);
    } finally {
      server.close();
    }
  });
});

describe("environment", () => {
  it("mixed up is the confirmed cause", async () => {
    const url = "http://127.0.0.1:9/access/newsandbox/v2/invoke/1/2";
    const mixed = await run(at({ environment: "production", issue: { url } }), "environment");
    expect([standing(mixed), mixed.exitCode]).toEqual([["confirmed environment-mixed-up"], 1]);
    const right = await run(at({ environment: "sandbox", issue: { url } }), "environment");
    expect([standing(right), right.exitCode]).toEqual([[], 0]);
  });
});

describe("a platform that refuses the keys of another environment", () => {
  it("has the mixing for its cause, and the refusal is what that led to", async () => {
    const server = createServer((_, answer) => answer.writeHead(401).end("{}")).listen(0, "127.0.0.1");
    try {
      await new Promise((resolve) => server.once("listening", resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/access/newsandbox/health`;
      const target = { ...urlTarget(url, "api"), environment: "production" } as const;
      const report = await run({ targets: [target] }, "environment", "api");
      expect(standing(report)).toEqual(["likely environment-mixed-up"]);
      expect(report.diagnosis.causes[0]?.explains).toContain("api:api");
    } finally {
      server.close();
    }
  });
});

describe("calendar", () => {
  it("explains in a note and raises nothing", async () => {
    const calendar = [{ from: "2020-01-01T00:00:00.000Z", to: "2099-01-01T00:00:00.000Z", note: "升级 upgrade" }];
    const report = await run({ targets: [hostTarget("127.0.0.1")], calendar }, "calendar");
    expect([standing(report), report.status, report.exitCode]).toEqual([
      ["confirmed announced-maintenance"],
      "pass",
      0,
    ]);
    expect(report.diagnosis.causes[0]).toMatchObject({ kind: "note", subjects: ["@site"] });
  });
});

describe("helper", () => {
  const listening = async () => {
    const server = createServer((_, response) => void response.end("{}"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { server, port: (server.address() as AddressInfo).port };
  };

  it("that does not run comes before any closed port", async () => {
    const { server, port } = await listening();
    await new Promise((resolve) => server.close(resolve));
    const report = await run(
      { targets: [{ ...hostTarget("127.0.0.1", "component", port), helper: true }] },
      "helper",
      "port",
    );
    const [first] = report.diagnosis.causes;
    expect(first).toMatchObject({ id: "local-helper-down", place: `127.0.0.1:${port}`, party: "this-host" });
    expect(standing(report)).toEqual(["confirmed local-helper-down"]);
    expect([...(first?.explains ?? [])].sort()).toEqual([`helper:component/${port}`, `port:component/${port}`]);
    expect(report.diagnosis.unexplained).toEqual([]);
    expect(report.exitCode).toBe(1);
  });

  it("that does not run is seen also where a proxy is set, and nobody looks at ports", async () => {
    const { server, port } = await listening();
    await new Promise((resolve) => server.close(resolve));
    const target = { ...urlTarget(`http://127.0.0.1:${port}/`, "component"), helper: true };
    const report = await run({ targets: [target], proxy: "http://127.0.0.1:9" }, "helper", "port");
    expect(standing(report)).toEqual(["confirmed local-helper-down"]);
  });

  it("that runs is healthy, and a closed port without one stays a closed port", async () => {
    const { server, port } = await listening();
    const target = hostTarget("127.0.0.1", "component", port);
    const up = await run({ targets: [{ ...target, helper: true }] }, "helper", "port");
    expect([standing(up), up.status]).toEqual([[], "pass"]);
    await new Promise((resolve) => server.close(resolve));
    const down = await run({ targets: [target] }, "helper", "port");
    expect(down.diagnosis.causes[0]?.id).toBe("port-closed");
    expect(down.diagnosis.causes[0]?.confidence).toBeGreaterThan(0.9);
    expect(JSON.stringify(down.diagnosis)).not.toContain("helper");
  });
});
