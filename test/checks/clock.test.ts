import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { clock } from "../../checks/clock.js";
import { createAuthority } from "../../src/lab/authority.js";
import type { ClockReading } from "../../src/model/io.js";
import type { Result } from "../../src/model/result.js";
import { nodeTls } from "../servers/odd-tls.js";
import { hostTarget, makeProfile } from "../servers/profile.js";
import { lookOnce, loopbackIo } from "../servers/verbs.js";

const hour = 3_600_000;
const day = 24 * hour;

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A web server whose clock is ahead of ours; it tells the path that it was asked for. */
const webServer = async (
  ahead: number,
  headers: Record<string, string> = {},
): Promise<{ port: number; asked: string[] }> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? "-"}`);
    response.sendDate = false;
    response.setHeader("Date", new Date(Date.now() + ahead).toUTCString());
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, asked };
};

const look = (...ports: number[]) => {
  const targets = [{ ...hostTarget("127.0.0.1"), ports: ports.map((port) => ({ port, speaks: "http" as const })) }];
  const io = loopbackIo({ targets });
  closing.push(() => io.close());
  return lookOnce(clock, io, { targets });
};

describe("clock, on real servers", () => {
  it("is right where two others agree with it", async () => {
    const [one, other] = [await webServer(0), await webServer(2000)];
    expect((await look(one.port, other.port)).answers).toEqual({ offset: "right" });
    expect(one.asked).toEqual(["OPTIONS * -"]);
  });

  it("is off where two others agree against it", async () => {
    const [one, other] = [await webServer(400 * day), await webServer(400 * day)];
    const { answers, data } = await look(one.port, other.port);
    expect(answers).toEqual({ offset: "off" });
    expect(data.off).toMatchObject({ by: "−400 d" });
  });

  it("knows a wrong time zone by its whole hours", async () => {
    const [one, other] = [await webServer(-8 * hour), await webServer(-8 * hour)];
    const { answers, data } = await look(one.port, other.port);
    expect(answers).toEqual({ offset: "off-by-hours" });
    expect(data["off-by-hours"]).toMatchObject({ by: "+8 h" });
  });

  it("says of one clock that it is off only beyond five minutes, a cached answer counted as old as it is", async () => {
    expect((await look((await webServer(4 * 60_000)).port)).answers).toEqual({ offset: "one-clock" });
    const { answers, data } = await look((await webServer(-3 * hour)).port);
    expect(answers).toEqual({ offset: "one-clock-off" });
    expect(data["one-clock-off"]).toMatchObject({ by: "+3 h" });
    const cached = await webServer(-3 * hour, { age: String((3 * hour) / 1000) });
    expect((await look(cached.port)).answers).toEqual({ offset: "one-clock" });
  });

  it("says nothing against itself alone by one clock, by clocks that disagree, or by none", async () => {
    const [wrong, other] = [await webServer(5 * day), await webServer(-5 * day)];
    expect((await look(wrong.port)).answers).toEqual({ offset: "one-clock-off" });
    expect((await look(wrong.port, other.port)).answers).toEqual({ offset: "clocks-disagree" });
    expect((await look(9)).answers).toEqual({ offset: "no-clock" });
  });

  it("reads no time from a TLS server that answers nothing, and trusts no certificate to read one", async () => {
    const leaf = await (await createAuthority()).issue({ names: ["other.test"] });
    const server = await nodeTls({ cert: leaf.chain, key: leaf.key });
    closing.push(server.close);
    const targets = [{ ...hostTarget("127.0.0.1"), ports: [{ port: server.port, speaks: "tls" as const }] }];
    const io = loopbackIo({ targets, defaults: { timeout: 1000, answer: 1000 } });
    closing.push(() => io.close());
    expect((await lookOnce(clock, io, { targets })).answers).toEqual({ offset: "no-clock" });
  });
});

describe("clock, with the database's time", () => {
  const database = (reading: ClockReading): Result =>
    ({
      check: "db",
      subject: "database",
      places: { endpoint: "10.0.0.9:3306" },
      looks: [{ clock: reading }],
    }) as unknown as Result;
  const now = new Date("2026-06-01T00:00:00Z");
  const judge = (theirs: number, databases: number) => {
    const ours = now.getTime();
    const readings = [
      { source: "api.test:443", reading: { ok: true, ms: 5, value: { theirs: ours + theirs, ours, slack: 500 } } },
    ] as const;
    const others = (): Result[] => [database({ theirs: ours + databases, ours, slack: 500 })];
    const [raised] = clock.judge([{ readings }], {
      target: { sources: [] },
      settings: { tolerance: 90_000 },
      now,
      others,
    });
    return raised?.signal;
  };

  it("counts it as another service", () => {
    expect(judge(0, 0)).toBe("right");
    expect(judge(10 * day, 10 * day)).toBe("off");
    expect(judge(10 * day, 0)).toBe("clocks-disagree");
  });

  it("draws the line at the tolerance", () => {
    expect(judge(85_000, 85_000)).toBe("right");
    expect(judge(95_000, 95_000)).toBe("off");
  });

  it("aims at the services of the profile that speak HTTP or TLS, each once", () => {
    const ports = [
      { port: 80, speaks: "http" as const },
      { port: 22, speaks: "ssh" as const },
    ];
    const profile = makeProfile({
      targets: [
        { ...hostTarget("10.0.0.5"), ports },
        { ...hostTarget("10.0.0.5"), name: "again", ports },
      ],
    });
    expect(clock.aims(profile).map(({ subject }) => subject)).toEqual(["@site"]);
    expect(clock.aims(profile)[0]?.target).toMatchObject({ sources: [{ port: 80 }] });
  });
});
