import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { balance } from "../../checks/balance.js";
import { createAuthority } from "../../src/lab/authority.js";
import type { UrlTarget } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { answer, type Behaviour, type OddHttp, oddHttp, oddHttps, ok } from "../servers/odd-http.js";
import { urlTarget } from "../servers/profile.js";
import { type Looked, lookOnce, loopbackIo } from "../servers/verbs.js";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const opened = async (starting: Promise<OddHttp>): Promise<OddHttp> => {
  const server = await starting;
  closing.push(server.close);
  return server;
};

const look = (url: string, changes: Partial<UrlTarget> = {}, addresses?: readonly string[]): Promise<Looked> => {
  const targets = [{ ...urlTarget(url), own: true, ...changes }];
  // What a busy machine delays by a second is neither silent nor slow.
  const io = loopbackIo({ targets, defaults: { timeout: 2000, answer: 2000 } }, addresses);
  closing.push(() => io.close());
  return lookOnce(balance, io, { targets });
};

describe.skipIf(!available("nginx"))("nginx before several back ends", () => {
  let nginx: Nginx<"one" | "two" | "three" | "whole" | "nameless" | "limited" | "away">;
  let slow: OddHttp;
  let late: OddHttp;
  beforeAll(async () => {
    const [one, two, three] = [await freePort(), await freePort(), await freePort()];
    slow = await oddHttp((socket) => void setTimeout(() => socket.write(answer()), 800));
    late = await oddHttp((socket) => void setTimeout(() => socket.write(answer()), 40));
    const backend = (port: number) => ({
      port,
      directives: `location / { default_type application/json; return 200 '{"status":"ok"}'; }`,
    });
    const pass = (to: string, more = "") => ({
      directives: `${more} location / { proxy_pass http://${to}; proxy_next_upstream off; add_header X-Backend $upstream_addr always; }`,
    });
    const dead = await freePort();
    nginx = await startNginx(
      {
        one: backend(one),
        two: backend(two),
        three: backend(three),
        whole: pass("all"),
        nameless: pass("mostly"),
        away: pass("partly-slow"),
        limited: pass(`127.0.0.1:${late.port}`, "limit_conn one 1;"),
      },
      {
        http: `
          limit_conn_zone $binary_remote_addr zone=one:1m;
          upstream all { server 127.0.0.1:${one}; server 127.0.0.1:${two}; server 127.0.0.1:${three}; }
          upstream mostly { server 127.0.0.1:${one} max_fails=0; server 127.0.0.1:${dead} max_fails=0; server 127.0.0.1:${three}; }
          upstream partly-slow { server 127.0.0.1:${one}; server 127.0.0.1:${slow.port}; }`,
      },
    );
  });
  afterAll(async () => {
    await nginx?.stop();
    await slow?.close();
    await late?.close();
  });
  const at = (name: keyof typeof nginx.ports): string => `http://api.test:${nginx.ports[name]}/`;
  const labelled = { backend: "x-backend" };

  it("all well: twenty new connections, and six requests on one", async () => {
    const before = (await nginx.log()).length;
    const { answers, seen, places } = await look(at("whole"), labelled);
    expect(answers).toEqual({
      answers: "alike",
      crowd: "many-at-once",
      reuse: "reused-alike",
      speed: "evenly-fast",
    });
    expect(new Set((seen.shots as { backend: string }[]).map(({ backend }) => backend)).size).toBe(3);
    expect(places).toMatchObject({ name: "api.test", endpoint: `127.0.0.1:${nginx.ports.whole}` });
    const log = (await nginx.log()).slice(before).filter((line) => line.startsWith(`${nginx.ports.whole} `));
    expect(log.map((line) => line.split(" ")[1])).toEqual(Array.from({ length: 30 }, () => "GET"));
    expect(log.filter((line) => line.endsWith(" 200 1"))).toHaveLength(25);
  });

  it("somebody else's is asked five times and no more", async () => {
    const before = (await nginx.log()).length;
    expect((await look(at("whole"), { own: false, owner: "vendor" })).answers.answers).toBe("alike");
    const log = (await nginx.log()).slice(before).filter((line) => line.startsWith(`${nginx.ports.whole} `));
    expect(log).toHaveLength(5);
  });

  it("one of three back ends is down", async () => {
    const { answers, data } = await look(at("nameless"), labelled);
    expect(answers).toMatchObject({ answers: "tied-to-backend", speed: "evenly-fast" });
    expect(data["tied-to-backend"]).toMatchObject({ tried: 20, how: ["502"] });
    const without = await look(at("nameless"));
    expect(without.answers).toMatchObject({ answers: "random-failures", concurrency: "alone-repeatedly" });
    expect((await look(at("nameless"), { own: false })).answers.answers).toMatch(/random-failures|now-and-then/);
  });

  it("one of two back ends is slow", async () => {
    const { answers, data } = await look(at("away"), labelled);
    expect(answers).toMatchObject({ answers: "alike", speed: "some-slow" });
    expect(data["some-slow"]).toMatchObject({ where: [`127.0.0.1:${slow.port}`] });
    expect((await look(at("away"))).answers.speed).toBe("some-slow");
  });

  it("a limit of one request at a time", async () => {
    const { answers, data } = await look(at("limited"));
    expect(answers).toMatchObject({ answers: "random-failures", concurrency: "concurrent-fail" });
    expect(data["concurrent-fail"]).toMatchObject({ failingAlone: 0, alone: 10 });
  });
});

describe.skipIf(!available("nginx"))("one name with two addresses", () => {
  const servers: Nginx<"web">[] = [];
  afterAll(() => Promise.all(servers.map((one) => one.stop())));
  const both = ["127.0.0.1", "127.0.0.2"];
  const pair = async (second: string): Promise<string> => {
    const port = await freePort();
    servers.push(
      await startNginx({ web: { port } }),
      await startNginx({ web: { port, directives: second } }, { address: "127.0.0.2" }),
    );
    return `http://api.test:${port}/`;
  };

  it("one of them fails", async () => {
    const { answers, data, places } = await look(await pair("location / { return 500; }"), {}, both);
    expect(answers).toMatchObject({ answers: "tied-to-address", speed: "evenly-fast" });
    expect(data["tied-to-address"]).toMatchObject({ where: ["127.0.0.2"], how: ["500"] });
    expect(places.host).toBe("api.test");
  });

  it("gently: five of each are enough for an address that always fails", async () => {
    const { answers, data } = await look(await pair("location / { return 503; }"), { own: false }, both);
    expect(answers.answers).toBe("tied-to-address");
    expect(data["tied-to-address"]).toMatchObject({ failing: 5, tried: 10 });
  });

  it("an address that lets nobody in is the matter of others", async () => {
    const { port } = await opened(oddHttp(ok));
    const { answers, seen } = await look(`http://api.test:${port}/`, {}, both);
    expect(answers.answers).toBe("alike");
    expect((seen.shots as { address: string }[]).every(({ address }) => address === "127.0.0.1")).toBe(true);
  });
});

/** The same numbers in every run (Lehmer 1951). */
const seeded = (seed: number) => (): number => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed / 2_147_483_647;
};

describe("odd servers", () => {
  const at = async (behave: Behaviour): Promise<string> => `http://api.test:${(await opened(oddHttp(behave))).port}/`;
  const say =
    (text: string): Behaviour =>
    (socket) =>
      void socket.write(text);
  const failure = say(answer("{}", [], "500 Internal Server Error"));

  it("failures at random, on every back end", async () => {
    const [chance, node] = [seeded(7), seeded(11)];
    const flapping: Behaviour = (socket) => {
      const label = [`X-Backend: ${node() < 0.5 ? "a" : "b"}`];
      socket.write(chance() < 0.4 ? answer("{}", label, "500 Internal Server Error") : answer("{}", label));
    };
    expect((await look(await at(flapping))).answers).toMatchObject({
      answers: "random-failures",
      concurrency: "alone-repeatedly",
    });
    expect((await look(await at(flapping), { backend: "x-backend" })).answers.answers).toBe("failures-everywhere");
  });

  it("resets and ends without an answer are failures; one is not enough", async () => {
    let nth = 0;
    const resetting: Behaviour = (socket) => void (nth++ % 3 === 1 ? socket.resetAndDestroy() : socket.write(answer()));
    const { answers, data } = await look(await at(resetting));
    expect(answers.answers).toBe("random-failures");
    expect(data["random-failures"]).toMatchObject({ how: ["reset (answer)"] });
    let once = 0;
    const closing: Behaviour = (socket) => void (once++ === 9 ? socket.end() : socket.write(answer()));
    expect((await look(await at(closing))).answers).toMatchObject({ answers: "now-and-then" });
  });

  it("only on used connections: an error, silence", async () => {
    const stale: Behaviour = (socket, nth, request) => void (nth > 0 ? failure : ok)(socket, nth, request);
    const { answers, data } = await look(await at(stale));
    expect(answers).toMatchObject({ answers: "alike", reuse: "reused-connections-fail" });
    expect(data["reused-connections-fail"]).toMatchObject({ failing: 10, tried: 10, how: ["500"], fresh: 20 });
    const silent: Behaviour = (socket, nth) => void (nth > 0 || socket.write(answer()));
    expect((await look(await at(silent))).answers).toMatchObject({ reuse: "reused-connections-fail" });
  });

  it("only with two at once", async () => {
    let busy = 0;
    const single: Behaviour = async (socket, nth, request) => {
      busy += 1;
      const refused = busy > 1;
      await sleep(refused ? 5 : 30);
      busy -= 1;
      (refused ? say(answer("{}", [], "503 Service Unavailable")) : ok)(socket, nth, request);
    };
    expect((await look(await at(single))).answers).toMatchObject({
      answers: "random-failures",
      concurrency: "concurrent-fail",
    });
  });

  it("stops: at silence, at a request to slow down, where all fails", async () => {
    const silent = await opened(oddHttp(() => {}));
    expect((await look(`http://api.test:${silent.port}/`)).seen).toHaveProperty("unavailable");
    expect(silent.requests()).toHaveLength(2);
    let nth = 0;
    const limiting = await opened(
      oddHttp((socket) => void socket.write(nth++ < 6 ? answer() : answer("{}", [], "429 Too Many Requests"))),
    );
    expect((await look(`http://api.test:${limiting.port}/`)).answers.answers).toBe("slowed-down");
    expect(limiting.requests().length).toBeLessThanOrEqual(8);
    const failing = await opened(oddHttp(failure));
    expect((await look(`http://api.test:${failing.port}/`)).answers).toEqual({
      answers: "all-fail",
      concurrency: "alone-as-well",
    });
    expect(failing.requests().length).toBeLessThanOrEqual(8);
  });

  it("a third of the back ends is silent", async () => {
    let nth = 0;
    const url = await at((socket) => void (nth++ % 3 === 2 || socket.write(answer())));
    const { answers, data } = await look(url);
    expect(answers.answers).toBe("random-failures");
    expect(data["random-failures"]).toMatchObject({ how: ["timeout (answer)"] });
    expect(data["random-failures"]?.failing).toBeLessThanOrEqual(3);
  });

  it("nothing to say where nobody answers at all", async () => {
    expect((await look(`http://api.test:${await freePort()}/`)).seen).toHaveProperty("unavailable");
  });

  it("over TLS", async () => {
    const root = await createAuthority();
    let nth = 0;
    const bad: Behaviour = (socket, of, request) => void (nth++ % 3 === 0 ? failure : ok)(socket, of, request);
    const server = await opened(oddHttps(await root.issue({ names: ["api.test"] }), bad));
    const { answers } = await look(`https://api.test:${server.port}/`, { ca: root.cert });
    expect(answers.answers).toBe("random-failures");
  });
});

describe("sticky sessions", () => {
  const failing = answer("{}", [], "500 Internal Server Error").replace("\r\n\r\n", "\r\nX-Backend: b\r\n\r\n");
  /** Two back ends, the second of them as told; a cookie leads back to the one that set it. */
  const balancer = (second: string, sticks = true) => {
    let nth = 0;
    const behave: Behaviour = (socket, _, request) => {
      const kept = sticks ? /cookie: .*node=(\w)-s3cret/i.exec(request)?.[1] : undefined;
      const node = kept ?? (nth++ % 2 === 0 ? "a" : "b");
      const text = node === "a" ? answer("{}", ["X-Backend: a"]) : second;
      socket.write(text.replace("\r\n", `\r\nSet-Cookie: node=${node}-s3cret; Path=/; HttpOnly\r\n`));
    };
    return opened(oddHttp(behave));
  };
  const labelled = { backend: "x-backend" };

  it("that stick to a bad node", async () => {
    const server = await balancer(failing);
    const { answers, seen } = await look(`http://api.test:${server.port}/`, labelled);
    expect(answers).toMatchObject({ answers: "tied-to-backend", sticky: "sticks-to-bad" });
    expect(JSON.stringify(seen)).not.toContain("s3cret");
    // New connections carried no cookie, and none was mixed up with another's.
    expect(server.requests().filter((request) => /cookie: node=b-s3cret\r/i.test(request))).toHaveLength(5);
  });

  it("that stick, and that do not", async () => {
    const good = answer("{}", ["X-Backend: b"]);
    const sticking = await balancer(good);
    expect((await look(`http://api.test:${sticking.port}/`, labelled)).answers.sticky).toBe("sticks");
    const wandering = await balancer(good, false);
    expect((await look(`http://api.test:${wandering.port}/`, labelled)).answers.sticky).toBe("wanders");
    expect((await look(`http://api.test:${wandering.port}/`)).answers.sticky).toBeUndefined();
  });

  it("the profile's own cookie is sent beside", async () => {
    const server = await balancer(answer("{}", ["X-Backend: b"]));
    await look(`http://api.test:${server.port}/`, { ...labelled, headers: { cookie: "own=1" } });
    // Five on one used connection, whose cookies are kept as a browser would, and five on new ones.
    expect(server.requests().filter((request) => /cookie: own=1; node=a-s3cret\r/i.test(request))).toHaveLength(10);
  });
});
