import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { keepalive } from "../../checks/keepalive.js";
import { createAuthority } from "../../src/lab/authority.js";
import type { Conversation } from "../../src/model/io.js";
import type { UrlTarget } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { answer, type Behaviour, oddHttp, oddHttps } from "../servers/odd-http.js";
import { makeProfile, urlTarget } from "../servers/profile.js";
import { lookOnce, loopbackIo } from "../servers/verbs.js";

// ---- plain values ----------------------------------------------------------------------------------------------------

const located = { host: "api.test", source: "dns", addresses: [] } as const;
const talk = (count: number, ended?: Conversation["ended"], timeout?: number): Conversation => ({
  address: "10.0.0.5",
  exchanges: Array.from({ length: count }, () => ({
    status: 200,
    ms: 1,
    idle: 0,
    connection: null,
    ...(timeout === undefined ? {} : { keepAlive: { timeout } }),
  })),
  ...(ended === undefined ? {} : { ended }),
});
type Look = {
  readonly located: typeof located;
  readonly reuse: Conversation;
  readonly again?: readonly number[];
  readonly idle?: Conversation;
  readonly aged?: Conversation;
};
const answers = (looks: readonly Look[], idle?: number) => {
  const target = {
    as: "api",
    host: "api.test",
    port: 80,
    url: "http://api.test/",
    ...(idle === undefined ? {} : { idle }),
  };
  const raised = keepalive.judge(looks, {
    target,
    settings: { requests: 3, ours: 9, budget: 120_000 },
    now: new Date(),
    others: () => [],
  });
  return Object.fromEntries(raised.map(({ signal }) => [keepalive.signals[signal].answers, signal]));
};

describe("judge", () => {
  const fin = { by: "fin", during: "idle", idle: 0 } as const;
  it("a server of HTTP/1.0 has no keep-alive to switch off", () => {
    const { exchanges, ...rest } = talk(1, fin);
    const old = { ...rest, exchanges: exchanges.map((one) => ({ ...one, old: true as const })) };
    expect(answers([{ located, reuse: old }])).toEqual({ reuse: "http-1.0" });
  });

  it("reuse", () => {
    expect(answers([{ located, reuse: talk(3) }])).toEqual({ reuse: "reused" });
    expect(answers([{ located, reuse: talk(1, fin) }])).toEqual({ reuse: "closed-each-time" });
    expect(answers([{ located, reuse: talk(2, fin) }])).toEqual({ reuse: "request-limit" });
    expect(answers([{ located, reuse: talk(2, fin), again: [2, 2] }])).toEqual({ reuse: "request-limit" });
    expect(answers([{ located, reuse: talk(1, fin), again: [1, 1] }])).toEqual({ reuse: "closed-each-time" });
  });

  it("reuse: what ends after different counts has no limit, nor has what fails between", () => {
    expect(answers([{ located, reuse: talk(2, fin), again: [2, 0] }])).toEqual({ reuse: "ends-unevenly" });
    expect(answers([{ located, reuse: talk(1, fin), again: [3] }])).toEqual({ reuse: "ends-unevenly" });
    const { exchanges, ...rest } = talk(3, fin);
    const failing = exchanges.map((one, nth) => (nth === 0 ? { ...one, status: 502 } : one));
    expect(answers([{ located, reuse: { ...rest, exchanges: failing } }])).toEqual({ reuse: "ends-unevenly" });
  });

  it.each([
    ["fin", "idle", "ends-idle"],
    ["fin", "request", "ends-idle"],
    ["reset", "idle", "resets-idle"],
    ["reset", "request", "resets-idle"],
    ["silence", "request", "drops-idle"],
  ] as const)("idle: %s during %s is %s", (by, during, signal) => {
    const idle = talk(1, { by, during, idle: 1500 });
    expect(answers([{ located, reuse: talk(3), idle }], 2000)).toEqual({ reuse: "reused", idle: signal });
  });

  it("idle: survives; asked twice, silence once is an answer of its own", () => {
    const [alive, silent] = [talk(2), talk(1, { by: "silence", during: "request", idle: 2200 })];
    const reuse = talk(3);
    expect(answers([{ located, reuse, idle: alive }], 2000).idle).toBe("survives-idle");
    expect(
      answers(
        [
          { located, reuse, idle: silent },
          { located, reuse, idle: silent },
        ],
        2000,
      ).idle,
    ).toBe("drops-idle");
    expect(
      answers(
        [
          { located, reuse, idle: silent },
          { located, reuse, idle: alive },
        ],
        2000,
      ).idle,
    ).toBe("drops-idle-sometimes");
  });

  it("what the server announces is compared with what the client keeps", () => {
    expect(answers([{ located, reuse: talk(3, undefined, 5000) }], 4000).announced).toBe("announces-enough");
    expect(answers([{ located, reuse: talk(3, undefined, 4000) }], 4000).announced).toBe("announces-enough");
    expect(answers([{ located, reuse: talk(3, undefined, 3000) }], 4000).announced).toBe("announces-shorter");
    expect(answers([{ located, reuse: talk(3, undefined, 3000) }]).announced).toBeUndefined();
  });
});

describe("the lifetime", () => {
  const judged = (look: Look, idle = 2000) => {
    const target = { as: "api", host: "h", port: 80, url: "http://h/", idle };
    const settings = { requests: 3, ours: 9, budget: 120_000 };
    return keepalive.judge([look], { target, settings, now: new Date(), others: () => [] });
  };
  const aged = (idles: readonly number[], ended?: Conversation["ended"]): Conversation => ({
    ...talk(0, ended),
    exchanges: idles.map((idle) => ({ status: 200, ms: 1, idle, connection: null })),
  });
  const silence = { by: "silence", during: "request", idle: 2200 } as const;

  it.each<[string, Conversation | undefined]>([
    ["0–2.2", undefined],
    ["1.1–2.2", aged([0, 275, 550, 1100])],
    ["0.6–1.1", aged([0, 275, 550], { by: "silence", during: "request", idle: 1100 })],
    ["0–0.3", aged([0], { by: "reset", during: "request", idle: 275 })],
    ["0.4", aged([0, 275], { by: "fin", during: "idle", idle: 400 })],
  ])("is %s s by the growing ages %j", (after, one) => {
    const look = { located, reuse: talk(3), idle: talk(1, silence), ...(one === undefined ? {} : { aged: one }) };
    expect(judged(look).find(({ signal }) => signal === "drops-idle")?.data.after).toBe(after);
  });

  it("is told by an end that comes while the connection idles, and by the budget where that ends first", () => {
    const idle = talk(1, { by: "fin", during: "idle", idle: 900 });
    expect(judged({ located, reuse: talk(3), idle }).find(({ signal }) => signal === "ends-idle")?.data.after).toBe(
      "0.9",
    );
    const long = judged({ located, reuse: talk(3), idle: talk(2) }, 600_000);
    expect(long.find(({ signal }) => signal === "budget-ended")?.data).toEqual({ seconds: 120, idle: 600 });
  });
});

describe("the session", () => {
  const after = (status: number, location?: string, first = 200, cookieLife?: number) => {
    const idle: Conversation = {
      address: "10.0.0.5",
      exchanges: [
        { status: first, ms: 1, idle: 0, connection: null, ...(cookieLife === undefined ? {} : { cookieLife }) },
        { status, ms: 1, idle: 2200, connection: null, ...(location === undefined ? {} : { location }) },
      ],
    };
    return answers([{ located, reuse: idle, idle }], 2000);
  };
  it.each([
    [200, undefined, 200, "session-kept"],
    [401, undefined, 200, "session-ended"],
    [403, undefined, 204, "session-ended"],
    [440, undefined, 200, "session-ended"],
    [302, "https://h/sso/login", 200, "session-ended"],
    [302, "https://h/next", 200, "session-kept"],
    [503, undefined, 200, "session-kept"],
    [401, undefined, 401, undefined],
  ])("%i to %s after %i is %s", (status, location, first, signal) => {
    expect(after(status, location, first).session).toBe(signal);
  });
  it("cookies", () => {
    expect(after(200, undefined, 200).cookie).toBeUndefined();
    expect(after(200, undefined, 200, 1999).cookie).toBe("cookie-shorter");
    expect(after(200, undefined, 200, 2000).cookie).toBe("cookie-lasts");
  });
});

describe("patience", () => {
  it("is long enough for the idle time, and no second look begins while a connection idles", () => {
    const context = { defaults: { timeout: 1000, answer: 2000 }, settings: { requests: 3, ours: 9, budget: 120_000 } };
    const target = { as: "api", host: "h", port: 1, url: "http://h/", idle: 60_000 };
    expect(keepalive.patience(target, context)).toBeGreaterThan(66_000 + 4000);
    expect(0.4 * (keepalive.silence?.(target, context) ?? 0)).toBeGreaterThan(66_000);
  });
});

describe("aims", () => {
  it("at every url, without secrets", () => {
    const api = {
      ...urlTarget("https://api.test/x?token=s3cret", "api"),
      headers: { a: "s3cret" },
      client: { idle: 4000 },
    };
    const aims = keepalive.aims(makeProfile({ targets: [api, urlTarget("http://plain.test:81/", "plain")] }));
    expect(aims).toEqual([
      {
        subject: "api",
        target: {
          as: "api",
          host: "api.test",
          port: 443,
          url: "https://api.test/x?token=…",
          idle: 4000,
          headerNames: ["a"],
        },
        needs: ["dns:api", "port:api/443", "tls:api", "api:api"],
      },
      {
        subject: "plain",
        target: { as: "plain", host: "plain.test", port: 81, url: "http://plain.test:81/" },
        needs: ["dns:plain", "port:plain/81", "api:plain"],
      },
    ]);
  });
});

// ---- real servers ----------------------------------------------------------------------------------------------------

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const look = async (url: string, changes: Partial<UrlTarget> = {}) => {
  const targets = [{ ...urlTarget(url), ...changes }];
  const io = loopbackIo({ targets });
  closing.push(() => io.close());
  return lookOnce(keepalive, io, { targets });
};
const idle = { client: { idle: 2000 } };

describe.skipIf(!available("nginx"))("with nginx", () => {
  let nginx: Nginx<"usual" | "none" | "two" | "five" | "twelve" | "second" | "error">;
  beforeAll(async () => {
    const location = `location / { default_type application/json; return 200 '{"status":"ok"}'; }`;
    nginx = await startNginx({
      usual: { directives: `keepalive_timeout 10s 10s; ${location}` },
      none: { directives: `keepalive_timeout 0; ${location}` },
      two: { directives: `keepalive_requests 2; ${location}` },
      five: { directives: `keepalive_requests 5; ${location}` },
      twelve: { directives: `keepalive_requests 12; ${location}` },
      second: { directives: `keepalive_timeout 1s 1s; ${location}` },
      error: { directives: "keepalive_timeout 0; location / { return 503; }" },
    });
  });
  afterAll(() => nginx?.stop());
  const at = (name: keyof typeof nginx.ports): string => `http://api.test:${nginx.ports[name]}/`;

  it("healthy", async () => {
    const { answers: found, places, data } = await look(at("usual"), idle);
    expect(found).toEqual({
      reuse: "reused",
      idle: "survives-idle",
      announced: "announces-enough",
      session: "session-kept",
    });
    expect(data["survives-idle"]).toEqual({ seconds: 2.2, idle: 2 });
    expect(places).toMatchObject({ name: "api.test", endpoint: `127.0.0.1:${nginx.ports.usual}` });
    // five requests on one connection, then two on another
    const log = (await nginx.log()).filter((line) => line.startsWith(`${nginx.ports.usual} GET`));
    expect(log.map((line) => line.split(" ").at(-1))).toEqual(["1", "2", "3", "4", "5", "1", "2"]);
  });

  it("keepalive_timeout 0, keepalive_requests 2 and 5", async () => {
    expect((await look(at("none"), idle)).answers).toEqual({ reuse: "closed-each-time" });
    const two = await look(at("two"));
    expect(two.answers).toEqual({ reuse: "request-limit" });
    expect(two.data["request-limit"]).toMatchObject({ after: 2, requests: 5, how: "FIN" });
    const five = await look(at("five"));
    expect(five.answers).toEqual({ reuse: "request-limit" });
    expect(five.data["request-limit"]).toMatchObject({ after: 5, requests: 5, how: "FIN" });
  });

  it("keepalive_requests 12 shows where more than gentle sampling is allowed", async () => {
    expect((await look(at("twelve"))).answers).toEqual({ reuse: "reused" });
    const ours = await look(at("twelve"), { own: true });
    expect(ours.data["request-limit"]).toMatchObject({ after: 12, requests: 20, how: "FIN" });
  });

  it("keepalive_timeout 1s against an idle time of 2 s", async () => {
    const { answers: found, data } = await look(at("second"), idle);
    expect(found).toEqual({ reuse: "reused", idle: "ends-idle", announced: "announces-shorter" });
    expect(data["ends-idle"]?.after).toBe(String(data["ends-idle"]?.seconds));
    expect(data["ends-idle"]?.seconds).toBeGreaterThanOrEqual(0.9);
    expect(data["ends-idle"]).toMatchObject({ idle: 2, during: "idle" });
  });

  it("a server that hangs up after an error says nothing of keep-alive", async () => {
    expect((await look(at("error"))).seen).toHaveProperty("unavailable");
  });
});

describe("with odd servers", () => {
  const served = async (behave: Behaviour): Promise<string> => {
    const server = await oddHttp(behave);
    closing.push(server.close);
    return `http://api.test:${server.port}/`;
  };
  const short = { client: { idle: 500 } };

  it("reset while idle, silence after it", async () => {
    const resetting: Behaviour = (s) => s.write(answer(), () => void setTimeout(() => s.resetAndDestroy(), 250));
    expect((await look(await served(resetting), short)).answers).toEqual({ reuse: "reused", idle: "resets-idle" });
    let last = 0;
    const forgetful: Behaviour = (socket) => {
      if (last === 0 || Date.now() - last < 300) socket.write(answer());
      last = Date.now();
    };
    const dropped = await look(await served(forgetful), short);
    expect(dropped.answers).toEqual({ reuse: "reused", idle: "drops-idle" });
  });

  it("a request that vanishes is no end of the connection, though the server ends it as an idle one at last", async () => {
    const deaf: Behaviour = (socket, nth) => {
      if (nth === 0) socket.write(answer());
      else setTimeout(() => socket.end(), 1100);
    };
    const { seen, answers: found } = await look(await served(deaf));
    expect(found).toEqual({});
    expect(JSON.stringify(seen)).toContain("was not answered");
  });

  /** What a firewall does that forgets a flow, told by requests instead of times: the third connection lives two pauses. */
  const forgetting = async (end: (socket: Parameters<Behaviour>[0]) => void): Promise<string> => {
    const order: unknown[] = [];
    return served((socket, nth) => {
      if (!order.includes(socket)) order.push(socket);
      const lives = [5, 1, 3][order.indexOf(socket)] ?? 0;
      if (nth < lives) socket.write(answer());
      else end(socket);
    });
  };

  it.each([
    ["silence", () => {}, "drops-idle"],
    ["a reset", (socket) => void socket.resetAndDestroy(), "resets-idle"],
    ["a FIN", (socket) => void socket.end(), "ends-idle"],
  ] as const satisfies readonly [string, (socket: Parameters<Behaviour>[0]) => void, string][])(
    "%s at the first request after idling: growing ages say how long the connection lived",
    async (_, end, signal) => {
      const { answers: found, data, seen } = await look(await forgetting(end), { client: { idle: 1000 } });
      expect(found.idle, JSON.stringify(seen)).toBe(signal);
      const [least, most] = String(data[signal]?.after).split("–").map(Number);
      // pauses of 137, 275 and 550 ms: the second was survived, the third was not
      expect(least).toBeGreaterThanOrEqual(0.2);
      expect(most).toBeGreaterThanOrEqual(0.5);
      expect(least).toBeLessThan(most ?? 0);
    },
  );

  it("a session that ends while the client idles, by a status or by a redirect to the login page", async () => {
    const session =
      (ended: string): Behaviour =>
      (socket, nth, request) => {
        // Three requests at once and the first of the next connection are let in; what comes after the pause is not.
        const known = /^cookie: (.*)/im.exec(request)?.[1] === "sid=of-the-session";
        const setting = answer("{}", ["Set-Cookie: sid=of-the-session; Max-Age=1800"]);
        if (nth === 0) socket.write(setting);
        else if (known && idled === false) socket.write(answer());
        else socket.write(ended);
        if (nth === 0 && started) idled = true;
        started = true;
      };
    let [started, idled] = [false, false];
    for (const ended of [
      answer("{}", [], "401 Unauthorized"),
      answer("", ["Location: /portal/login?back=secret"], "302 Found"),
    ]) {
      [started, idled] = [false, false];
      const { answers: found, seen } = await look(await served(session(ended)), short);
      expect(found).toEqual({
        reuse: "reused",
        idle: "survives-idle",
        session: "session-ended",
        cookie: "cookie-lasts",
      });
      expect(JSON.stringify(seen)).not.toMatch(/of-the-session|secret/);
    }
  });

  it("a cookie that lives shorter than the client idles", async () => {
    const setting: Behaviour = (s) =>
      void s.write(answer("{}", ["Set-Cookie: a=1; Max-Age=3600", "Set-Cookie: b=2; Max-Age=1"]));
    const { answers: found, data } = await look(await served(setting), { client: { idle: 1100 } });
    expect(found).toMatchObject({ session: "session-kept", cookie: "cookie-shorter" });
    expect(data["cookie-shorter"]).toEqual({ life: 1, idle: 1.1 });
  });

  it("over TLS", async () => {
    const root = await createAuthority();
    const server = await oddHttps(await root.issue({ names: ["api.test"] }), (s) => void s.end(answer()));
    closing.push(server.close);
    const { answers: found } = await look(`https://api.test:${server.port}/`, { ca: root.cert });
    expect(found).toEqual({ reuse: "closed-each-time" });
  });

  it("nothing to say where no request is answered", async () => {
    expect((await look(`http://api.test:${await freePort()}/`)).seen).toHaveProperty("unavailable");
    expect((await look(await served((socket) => void socket.end()))).seen).toHaveProperty("unavailable");
    const once: Behaviour = (socket, nth) => void (nth === 0 && socket.write(answer()));
    expect((await look(await served(once))).seen).toHaveProperty("unavailable");
  });
});
