import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ApiSeen } from "../../checks/api/answers.js";
import type { Content } from "../../checks/api/page.js";
import { readContent } from "../../checks/api/page.js";
import type { ApiSight, Expectation } from "../../checks/api/sight.js";
import { api } from "../../checks/api.js";
import { examine } from "../../src/index.js";
import { createAuthority } from "../../src/lab/authority.js";
import type { UrlTarget } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { answer, type Behaviour, oddHttp, oddHttps, ok } from "../servers/odd-http.js";
import { makeProfile, urlTarget } from "../servers/profile.js";
import { lookOnce, loopbackIo } from "../servers/verbs.js";

// ---- plain values ----------------------------------------------------------------------------------------------------

const located = { host: "api.test", source: "dns", addresses: [] } as const;
const json: Content = {
  html: false,
  json: true,
  different: [],
  maintenance: [],
  inTitle: false,
};
const page: Content = { ...json, html: true, json: false };
const seenOf = (changes: Partial<ApiSight> = {}, ms = 20): ApiSeen => ({
  located,
  attempt: {
    ok: true,
    ms,
    value: {
      status: 200,
      address: "10.0.0.5",
      type: "application/json",
      bodyBytes: 15,
      times: { name: 0, connect: 1, firstByte: 15, body: 1 },
      content: json,
      ...changes,
    },
  },
});
const failedOf = (code: string, phase: string): ApiSeen => ({
  located,
  attempt: { ok: false, ms: 900, failure: { code, phase, message: "" } as never },
});
const judged = (looks: readonly ApiSeen[], expectation: Expectation = {}) => {
  const target = { as: "api", host: "api.test", port: 80, url: "http://api.test/", expect: expectation };
  return api.judge(looks, { target, settings: { slow: 3000 }, now: new Date(), others: () => [] });
};
const answers = (...args: Parameters<typeof judged>) =>
  Object.fromEntries(judged(...args).map(({ signal }) => [api.signals[signal].answers, signal]));

const healthy = { answer: "answers", status: "status-ok", content: "content-ok", speed: "in-time" };

describe("judge", () => {
  it("healthy", () => expect(answers([seenOf()])).toEqual(healthy));

  it.each([
    ["timeout", "answer", "no-response"],
    ["reset", "answer", "reset"],
    ["closed", "answer", "closed"],
    ["malformed", "answer", "malformed"],
    ["malformed", "body", "malformed"],
    ["body-truncated", "body", "body-truncated"],
    ["reset", "body", "body-truncated"],
    ["timeout", "body", "body-stalled"],
  ])("%s in the phase %s is %s, and answers nothing else", (code, phase, signal) => {
    expect(answers([failedOf(code, phase)])).toEqual({ answer: signal });
  });

  it("failing once and not again is an answer of its own", () => {
    expect(answers([failedOf("reset", "answer"), seenOf()])).toEqual({ ...healthy, answer: "unsteady" });
    expect(answers([failedOf("reset", "answer"), failedOf("timeout", "answer")])).toEqual({ answer: "no-response" });
  });

  const login = "https://api.test/sso/login";
  it.each<[number, Partial<ApiSight>, Expectation, string]>([
    [204, {}, {}, "status-ok"],
    [204, {}, { status: 200 }, "unexpected-status"],
    [401, {}, { status: 401 }, "status-ok"],
    [500, {}, {}, "error-500"],
    [501, {}, {}, "error-500"],
    [502, {}, { status: 200 }, "bad-gateway"],
    [521, {}, { status: 200 }, "bad-gateway"],
    [524, {}, { status: 200 }, "gateway-timeout"],
    [503, { retryAfter: 30_000 }, {}, "unavailable"],
    [504, {}, {}, "gateway-timeout"],
    [429, {}, {}, "rate-limited"],
    [401, {}, {}, "unauthenticated"],
    [403, {}, {}, "forbidden"],
    [404, {}, {}, "not-found"],
    [410, {}, {}, "not-found"],
    [407, {}, {}, "proxy-auth"],
    [400, {}, {}, "client-error"],
    [418, {}, {}, "client-error"],
    [400, { content: { ...page, clientCert: "missing" } }, {}, "client-cert-missing"],
    [400, { content: { ...page, clientCert: "refused" } }, {}, "client-cert-refused"],
    [400, { content: { ...page, wantsTls: true } }, {}, "wants-tls"],
    [302, { location: login }, {}, "login-redirect"],
    [302, { location: login }, { status: 302 }, "status-ok"],
    [307, { location: "https://passport.test/x" }, {}, "redirect"],
    [302, { location: "https://api.test/oauth2/authorize" }, {}, "login-redirect"],
    [301, { location: "https://api.test/blogging/castle" }, {}, "redirect"],
    [301, {}, {}, "redirect"],
    [200, { redirects: [{ status: 302, to: "/v2/health" }] }, { status: 200 }, "status-ok"],
    [200, { redirects: [{ status: 302, to: "/" }], content: { ...page, asksPassword: true } }, {}, "login-redirect"],
    [200, { content: { ...page, asksPassword: true } }, {}, "status-ok"],
    [304, {}, {}, "unexpected-status"],
    [299, {}, { status: 200 }, "unexpected-status"],
  ])("status %i %j for %j is %s", (status, changes, expectation, signal) => {
    const found = answers([seenOf({ status, ...changes })], expectation);
    expect(found.status).toBe(signal);
    expect(found.content === undefined).toBe(signal !== "status-ok");
  });

  const maintenance = { ...page, maintenance: ["维护"] };
  it.each<[Partial<ApiSight>, Expectation, string | undefined]>([
    [{ type: "text/html", content: page }, {}, "content-ok"],
    [{ type: "text/html", content: page }, { type: "json" }, "wrong-type"],
    [{ type: "text/html", content: page }, { json: { "$.status": "ok" } }, "wrong-type"],
    [{ type: "text/plain" }, { json: { "$.status": "ok" } }, "content-ok"],
    [{ type: "text/plain" }, { type: "json" }, "wrong-type"],
    [{ type: "application/problem+json" }, { type: "json" }, "content-ok"],
    [{ type: null }, { type: "json" }, "content-ok"],
    [{ type: "text/html", content: page }, { type: "html" }, "content-ok"],
    [{ type: "application/soap+xml", content: { ...json, json: false } }, { type: "xml" }, "content-ok"],
    [{ type: "text/csv", content: { ...json, json: false } }, { type: "text" }, "content-ok"],
    [{ content: { ...json, json: false } }, { type: "json" }, "not-json"],
    [{ content: { ...json, different: [{ path: "$.a", found: "2" }] } }, { json: { "$.a": 1 } }, "json-differs"],
    [{ content: { ...json, different: [{ path: "$.a" }], speechless: true } }, { json: { "$.a": 1 } }, "json-other"],
    [{ content: { ...json, different: [{ path: "$.a" }] } }, { json: { "$.a": 1 } }, "json-differs"],
    [{ content: readContent('{"ok":true}', { json: { "$.a": 1 } }) }, { json: { "$.a": 1 } }, "json-other"],
    [{ content: readContent('{"code":"E1"}', { json: { "$.a": 1 } }) }, { json: { "$.a": 1 } }, "json-differs"],
    [{ type: "text/html", content: maintenance }, { type: "json" }, "maintenance-page"],
    [{ type: "text/html", content: maintenance }, {}, "content-ok"],
    [{ type: "text/html", content: { ...maintenance, inTitle: true } }, {}, "maintenance-page"],
    [{ type: "text/html", content: maintenance }, { type: "html" }, "content-ok"],
  ])("content %j for %j is %s", (changes, expectation, signal) => {
    expect(answers([seenOf(changes)], expectation).content).toBe(signal);
  });

  it("a body that was not read to its end is not judged", () => {
    const { content, ...sight } = (seenOf().attempt as { value: ApiSight }).value;
    expect(content).toBeDefined();
    expect(
      answers([{ located, attempt: { ok: true, ms: 5, value: sight } }], { type: "json" }).content,
    ).toBeUndefined();
  });

  it("json-differs says path, expected and found", () => {
    const different = [{ path: "$.a", found: "down" }, { path: "$.b" }];
    const raised = judged([seenOf({ content: { ...json, different } })], { json: { "$.a": "ok", "$.b": 1 } });
    expect(raised.find(({ signal }) => signal === "json-differs")?.data).toEqual({
      path: "$.a",
      found: "down",
      expected: "ok",
      differing: 2,
    });
  });

  it("of what is late, a far or lossy way accounts for its round trips and repetitions only", () => {
    const late = (times: ApiSight["times"], resent = 0): unknown =>
      answers([{ ...seenOf({ times }, 4800), ...(resent > 0 ? { resent } : {}) }]).speed;
    expect(late({ name: 1, connect: 220, tls: 230, firstByte: 4320, body: 5 })).toBe("slowish");
    expect(late({ name: 1, connect: 220, tls: 3000, firstByte: 1500, body: 5 })).toBe("latish-by-way");
    expect(late({ name: 1, connect: 6, tls: 3, firstByte: 4500, body: 1 }, 1)).toBe("slowish");
    expect(late({ name: 1, connect: 6, tls: 3, firstByte: 3400, body: 1 }, 1)).toBe("late-after-loss");
  });

  it("speed", () => {
    expect(answers([seenOf({}, 3000)]).speed).toBe("in-time");
    expect(answers([seenOf({}, 3001)]).speed).toBe("slowish");
    expect(answers([seenOf({}, 3001)], { maxTime: 4000 }).speed).toBe("in-time");
    expect(answers([seenOf({}, 501)], { maxTime: 500 }).speed).toBe("slow");
    // A stall of this tool explains as much as it lasted, and not an answer three seconds late.
    expect(answers([{ ...seenOf({}, 1200), own: 800 }], { maxTime: 500 }).speed).toBe("in-time");
    expect(answers([{ ...seenOf({}, 3500), own: 200 }], { maxTime: 500 }).speed).toBe("slow");
    // What had to be sent again is the way's doing; in time is in time.
    expect(answers([{ ...seenOf({}, 3500), resent: 2 }], { maxTime: 500 }).speed).toBe("late-after-loss");
    expect(answers([{ ...seenOf({}, 300), resent: 2 }], { maxTime: 500 }).speed).toBe("in-time");
    expect(answers([seenOf({ status: 503 }, 3044)], { maxTime: 2000 })).toEqual({
      answer: "answers",
      status: "unavailable",
    });
    const times = { name: 5, connect: 10, tls: 20, firstByte: 400, body: 66 };
    const slow = judged([seenOf({ times }, 506)], { maxTime: 500 }).find(({ signal }) => signal === "slow");
    // How long the name took is not the service's doing.
    expect(
      judged([seenOf({ times: { ...times, name: 5000 } }, 5400)], { maxTime: 500 }).map(({ signal }) => signal),
    ).toContain("in-time");
    expect(slow?.data).toEqual({ ms: 501, limit: 500, ...times, most: "firstByte" });
  });
});

describe("aims", () => {
  it("at every url, without secrets", () => {
    const target = { ...urlTarget("https://u.test:8443/a?token=s3cret", "api"), headers: { authorization: "s3cret" } };
    const [aim] = api.aims(makeProfile({ targets: [{ ...target, expect: { status: 200 } }] }));
    expect(aim).toEqual({
      subject: "api",
      target: {
        as: "api",
        host: "u.test",
        port: 8443,
        url: "https://u.test:8443/a?token=…",
        expect: { status: 200 },
        headerNames: ["authorization"],
      },
      needs: ["dns:api", "port:api/8443", "tls:api"],
    });
  });
});

// ---- real servers ----------------------------------------------------------------------------------------------------

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const look = async (url: string, changes: Partial<UrlTarget> = {}) => {
  const targets = [{ ...urlTarget(url), ...changes }];
  const io = loopbackIo({ targets, defaults: { timeout: 800, answer: 800 } });
  closing.push(() => io.close());
  return lookOnce(api, io, { targets });
};
const expecting = (expectation: Expectation) => ({ expect: expectation });
const jsonOk = expecting({ status: 200, type: "json", json: { "$.status": "ok" } });

describe.skipIf(!available("nginx"))("with nginx", () => {
  let nginx: Nginx<"main" | "mutual">;
  let ca: string;
  beforeAll(async () => {
    const root = await createAuthority();
    ca = root.cert;
    const { chain, key } = await root.issue({ names: ["api.test"] });
    const returns = (path: string, status: number, rest = "") => `location = /${path} { ${rest} return ${status}; }`;
    const dead = await freePort();
    nginx = await startNginx({
      main: {
        directives: `
          default_type application/json; root {dir};
          location = /health { return 200 '{"status":"ok"}'; }
          location = /down { return 200 '{"status":"down"}'; }
          location = /broken { return 200 '{"status":'; }
          location = /page { default_type text/html; return 200 '<html><title>Welcome</title></html>'; }
          location = /maintenance { default_type text/html; return 200 '<html><head><title>System maintenance</title></head></html>'; }
          location = /login { return 302 /sso/login?back=secret; }
          location = /moved { return 301 https://other.test/x; }
          location = /slash { return 301 /slash/; }
          location = /slash/ { return 302 /health?again=1; }
          location = /loop { return 302 /loop; }
          location = /lost { return 302 /nothing; }
          location = /home { return 302 /front; }
          location = /front { default_type text/html; return 200 '<html><input type="password" name="p"></html>'; }
          location = /issuing { return 302 /issue; }
          location = /upstream { proxy_pass http://127.0.0.1:${dead}; }
          ${[500, 503, 504, 429, 401, 403, 400].map((code) => returns(String(code), code)).join("\n")}
        `,
      },
      mutual: {
        tls: { cert: chain, key },
        directives: "ssl_verify_client on; ssl_client_certificate {dir}/ca.pem;",
        files: { "ca.pem": root.cert },
      },
    });
  });
  afterAll(() => nginx?.stop());
  const at = (path: string): string => `http://api.test:${nginx.ports.main}/${path}`;

  it("healthy", async () => {
    const { answers: found, places, data } = await look(at("health"), jsonOk);
    expect(found).toEqual(healthy);
    expect(places).toEqual({ name: "api.test", host: "127.0.0.1", endpoint: `127.0.0.1:${nginx.ports.main}` });
    expect(data["in-time"]).toMatchObject({ tls: "–", connect: expect.any(Number) });
  });

  it.each([
    ["500", "error-500"],
    ["upstream", "bad-gateway"],
    ["503", "unavailable"],
    ["504", "gateway-timeout"],
    ["429", "rate-limited"],
    ["401", "unauthenticated"],
    ["403", "forbidden"],
    ["nothing", "not-found"],
    ["400", "client-error"],
    ["login", "login-redirect"],
    ["moved", "redirect"],
  ])("/%s is %s", async (path, signal) => {
    const { answers: found, seen } = await look(at(path), jsonOk);
    expect(found).toEqual({ answer: "answers", status: signal, speed: "in-time" });
    expect(JSON.stringify(seen)).not.toContain("secret");
  });

  it.each([
    ["page", "wrong-type"],
    ["maintenance", "maintenance-page"],
    ["broken", "not-json"],
    ["down", "json-differs"],
  ])("/%s is %s", async (path, signal) => {
    expect((await look(at(path), jsonOk)).answers).toEqual({ ...healthy, content: signal });
  });

  describe("a redirect within the service is followed", () => {
    it("to what the service has there", async () => {
      const { answers: found, data } = await look(at("slash"), jsonOk);
      expect(found).toEqual(healthy);
      expect(data["status-ok"]).toEqual({ status: "301 → 302 → 200" });
    });
    it.each([
      ["lost", "not-found"],
      ["home", "login-redirect"],
      ["loop", "redirect"],
    ])("/%s: %s", async (path, signal) => {
      const { answers: found } = await look(at(path), jsonOk);
      expect(found).toEqual({ answer: "answers", status: signal, speed: "in-time" });
    });
    it("but not where it is wanted as it is", async () => {
      expect((await look(at("lost"), expecting({ status: 302 }))).answers.status).toBe("status-ok");
    });
    it("and never to where invoices are issued", async () => {
      const found = await look(at("issuing"), { ...jsonOk, issue: { url: at("issue") } });
      expect(found.answers.status).toBe("redirect");
      expect((await nginx.log()).filter((line) => line.includes("/issue "))).toEqual([]);
    });
  });

  it("asks once, by GET, as the profile says", async () => {
    await look(at("health?once=1"));
    expect((await nginx.log()).filter((line) => line.includes("once=1"))).toEqual([
      `${nginx.ports.main} GET /health?once=1 200 1`,
    ]);
  });

  it("nginx says over TLS that a client certificate is missing, or that it refuses ours", async () => {
    const url = `https://api.test:${nginx.ports.mutual}/`;
    const missing = await look(url, { ca });
    expect(missing.answers).toEqual({ answer: "answers", status: "client-cert-missing", speed: "in-time" });
    const { cert, key } = await (await createAuthority()).issue({ names: ["me"], client: true });
    const refused = await look(url, { ca, clientCert: { cert, key } });
    expect(refused.answers).toEqual({ answer: "answers", status: "client-cert-refused", speed: "in-time" });
  });
});

describe("with odd servers", () => {
  const served = async (behave: Behaviour): Promise<string> => {
    const server = await oddHttp(behave);
    closing.push(server.close);
    return `http://api.test:${server.port}/`;
  };
  const head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";

  it.each<[string, Behaviour, string]>([
    ["never answers", () => {}, "no-response"],
    ["closes", (s) => void s.end(), "closed"],
    ["resets", (s) => void s.resetAndDestroy(), "reset"],
    ["not HTTP", (s) => void s.end("\u0002ERR 17\r\n\r\n"), "malformed"],
    ["cut off", (s) => void s.end(`${head}half`), "body-truncated"],
    ["stalls", (s) => void s.write(`${head}half`), "body-stalled"],
  ])("%s", async (_, behave, signal) => {
    expect((await look(await served(behave), jsonOk)).answers).toEqual({ answer: signal });
  });

  describe("what is cut off is asked again", () => {
    const counted = async (cut: number, whole: Behaviour) => {
      let nth = 0;
      const server = await oddHttp((socket, ...rest) => {
        nth += 1;
        if (nth <= cut) socket.resetAndDestroy();
        else whole(socket, ...rest);
      });
      closing.push(server.close);
      const targets = [{ ...urlTarget(`http://127.0.0.1:${server.port}/`, "api"), ...jsonOk }];
      const began = performance.now();
      const report = await examine(makeProfile({ targets }), { env: {}, only: ["api"], skip: ["port", "dns"] });
      const found = report.results.find(({ check }) => check === "api");
      const signals = found?.evidence.map(({ signal }) => signal);
      return { signals, evidence: found?.evidence, requests: server.requests(), ms: performance.now() - began };
    };

    it("up to three times, after growing pauses; each time by GET", async () => {
      const { signals, requests, ms } = await counted(9, ok);
      expect(signals).toEqual(["reset"]);
      expect(requests.map((one) => one.split(" ")[0])).toEqual(["GET", "GET", "GET"]);
      // 250 ms and 500 ms at the least
      expect(ms).toBeGreaterThan(745);
    });
    it("until it is answered", async () => {
      const { evidence, requests } = await counted(2, ok);
      expect(requests).toHaveLength(3);
      expect(evidence?.[0]).toMatchObject({ signal: "unsteady", data: { failed: 2, tried: 3 } });
      expect((await counted(1, ok)).requests).toHaveLength(2);
    });
    it("and an answer never is", async () => {
      const { signals, requests } = await counted(0, (s) => void s.write(answer("{}", [], "500 Oops")));
      expect(signals).toContain("error-500");
      expect(requests).toHaveLength(1);
    });
  });

  it("slow", async () => {
    const url = await served((socket) => void setTimeout(() => socket.write(answer()), 700));
    const { answers: found, data } = await look(url, expecting({ maxTime: 300 }));
    expect(found).toEqual({ ...healthy, speed: "slow" });
    expect(data.slow).toMatchObject({ most: "firstByte", limit: 300 });
  });

  it("a connection that ends before the request is told: no other check may have met it", async () => {
    expect((await look(`http://api.test:${await freePort()}/`)).answers).toEqual({ answer: "not-sent" });
  });

  it("keeps no text of the body but a short excerpt of a wrong one", async () => {
    const secret = "s3cret".repeat(50);
    const good = await look(await served((s) => void s.write(answer(`{"status":"ok","token":"${secret}"}`))), jsonOk);
    expect(good.answers).toEqual(healthy);
    expect(JSON.stringify(good.seen)).not.toContain("s3cret");
    const bad = await look(await served((s) => void s.write(answer(`oops ${secret}`))), jsonOk);
    expect(bad.answers.content).toBe("not-json");
    expect(String(bad.seen && JSON.stringify(bad.seen)).match(/s3cret/g)?.length).toBeLessThanOrEqual(20);
  });

  it("a certificate that does not pass is told in the place of an answer", async () => {
    const server = await oddHttps(await (await createAuthority()).issue({ names: ["api.test"] }), ok);
    closing.push(server.close);
    const untrusted = await look(`https://api.test:${server.port}/`);
    expect(JSON.stringify(untrusted.seen)).toContain("cert-rejected");
    expect(untrusted.answers).toEqual({ answer: "distrusted" });
  });
});
