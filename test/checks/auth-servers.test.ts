import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSign,
  createVerify,
  generateKeyPairSync,
  timingSafeEqual,
} from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { auth } from "../../checks/auth.js";
import type { Report } from "../../src/index.js";
import type { UrlTarget } from "../../src/model/profile.js";
import { examined, inShort } from "../servers/examination.js";
import { answer, type Behaviour, type OddHttp, oddHttp } from "../servers/odd-http.js";
import { makeProfile, urlTarget } from "../servers/profile.js";
import { type Looked, loopbackIo } from "../servers/verbs.js";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

// ---- an API that verifies its tokens, or makes one mistake ------------------------------------------------------------

const secret = "a-secret-that-nobody-knows-0123456789";
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const hmac = (input: string, key: string): Buffer => createHmac("sha256", key).update(input).digest();

type Header = { readonly alg: string; readonly kid?: string };
const claims = (seconds: number) => ({ sub: "user-4711", exp: Math.floor(Date.now() / 1000) + seconds });
const tokenOf = (header: Header, payload: object): string => {
  const input = `${encode(header)}.${encode(payload)}`;
  const signature =
    header.alg === "RS256"
      ? createSign("RSA-SHA256")
          .update(input)
          .sign(createPrivateKey(rsa.privateKey.export({ type: "pkcs8", format: "pem" })))
      : hmac(input, secret);
  return `${input}.${signature.toString("base64url")}`;
};
const genuine = tokenOf({ alg: "HS256" }, claims(3600));
const genuineRsa = tokenOf({ alg: "RS256" }, claims(3600));
const expired = tokenOf({ alg: "HS256" }, claims(-3600));

/** What a server does wrong. */
type Mistakes = {
  /** Believes `alg`, written so. */
  readonly none?: RegExp;
  /** Decodes, and does not verify. */
  readonly unverified?: true;
  /** Verifies a signature only where there is one. */
  readonly optional?: true;
  readonly keys?: readonly string[];
  /** A key that it does not know is no reason to refuse. */
  readonly anyKey?: true;
  readonly eternal?: true;
  readonly header?: RegExp;
};

const verifies = (
  token: string,
  { none, unverified, optional, keys = [secret], anyKey, eternal }: Mistakes,
): boolean => {
  const [head = "", payload = "", signature = ""] = token.split(".");
  try {
    const header = JSON.parse(Buffer.from(head, "base64url").toString()) as Header;
    const { exp } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { exp: number };
    const bytes = Buffer.from(signature, "base64url");
    const input = `${head}.${payload}`;
    const signed = (key: string): boolean => bytes.length === 32 && timingSafeEqual(bytes, hmac(input, key));
    const byRsa = (): boolean =>
      createVerify("RSA-SHA256")
        .update(input)
        .verify(createPublicKey(rsa.publicKey.export({ type: "spki", format: "pem" })), bytes);
    const right =
      unverified === true ||
      (optional === true && signature === "") ||
      (anyKey === true && header.kid !== undefined) ||
      none?.test(header.alg) === true ||
      (header.alg === "HS256" && keys.some(signed)) ||
      (header.alg === "RS256" && byRsa());
    return right && (eternal === true || exp * 1000 > Date.now());
  } catch {
    return false;
  }
};

const refusal = answer('{"error":"unauthorized"}', ["WWW-Authenticate: Bearer"], "401 Unauthorized");
const guarded =
  (mistakes: Mistakes): Behaviour =>
  (socket, _, request) => {
    const token = /\r\nauthorization: bearer (\S+)/i.exec(request)?.[1];
    const open = mistakes.header?.test(request) === true || (token !== undefined && verifies(token, mistakes));
    socket.write(open ? answer('{"status":"ok","user":"4711"}') : refusal);
  };

const serve = async (behave: Behaviour): Promise<OddHttp> => {
  const server = await oddHttp(behave);
  closing.push(server.close);
  return server;
};

// ---- one look ---------------------------------------------------------------------------------------------------------

type Seen = Pick<Looked, "answers" | "data"> & { readonly seen: string };
const look = async (server: OddHttp, token = genuine, changes: Partial<UrlTarget> = {}): Promise<Seen> => {
  const headers = { authorization: `Bearer ${token}` };
  const targets = [{ ...urlTarget(`http://api.test:${server.port}/health`), own: true, headers, ...changes }];
  const io = loopbackIo({ targets, defaults: { timeout: 2000, answer: 2000 } });
  closing.push(() => io.close());
  const [aim] = auth.aims(makeProfile({ targets }));
  if (aim === undefined) throw new Error("auth aims at nothing");
  const settings = { interval: 1 };
  const seen = await auth.observe(aim.target, { io, settings, signal: new AbortController().signal });
  const raised =
    "unavailable" in seen
      ? []
      : auth.judge([seen], { target: aim.target, settings, now: new Date(), others: () => [] });
  return {
    seen: JSON.stringify([aim, seen, raised]),
    answers: Object.fromEntries(raised.map(({ signal }) => [auth.signals[signal].answers, signal])),
    data: Object.fromEntries(raised.map(({ signal, data }) => [signal, data])),
  };
};
const tokensIn = (server: OddHttp): readonly string[] =>
  server.requests().flatMap((request) => /\r\nauthorization: bearer (\S+)/i.exec(request)?.[1] ?? []);

describe("a server that verifies", () => {
  it.each([
    ["HS256", genuine],
    ["RS256", genuineRsa],
  ])(
    "%s: everything forged is refused, with GET, one after another, and no token in what is seen",
    async (_, token) => {
      const server = await serve(guarded({}));
      const { answers, seen } = await look(server, token, { auth: { expired: `Bearer ${expired}` } });
      expect(answers).toEqual({
        baseline: "protected",
        forged: "forged-refused",
        expired: "expired-refused",
        headers: "headers-ignored",
      });
      expect(server.requests()).toHaveLength(20);
      expect(server.requests().every((request) => request.startsWith("GET /health "))).toBe(true);
      expect(tokensIn(server)).toContain(expired);
      for (const sent of new Set(tokensIn(server))) {
        expect(sent === "x" || !seen.includes(sent)).toBe(true);
        const parts = sent.split(".").filter((part) => part.length > 8);
        expect(parts.filter((part) => seen.includes(part))).toEqual([]);
      }
      // Claims that are made up are nobody's.
      const made = tokensIn(server).map((sent) => Buffer.from(sent.split(".")[1] ?? "", "base64url").toString());
      expect(made.filter((text) => text.includes('"admin":true')).every((text) => !text.includes("4711"))).toBe(true);
    },
  );

  it("a token that is no JWT", async () => {
    const server = await serve(
      (socket, _, request) => void socket.write(/bearer opaque-token-0123456789\r/i.test(request) ? answer() : refusal),
    );
    expect((await look(server, "opaque-token-0123456789")).answers).toEqual({
      baseline: "protected",
      forged: "forged-refused",
      headers: "headers-ignored",
    });
    const prefix = await serve(
      (socket, _, request) => void socket.write(/bearer opaque-token/i.test(request) ? answer() : refusal),
    );
    expect((await look(prefix, "opaque-token-0123456789")).data["forged-accepted"]).toMatchObject({ accepted: 2 });
  });
});

describe("a server with one mistake", () => {
  it.each([
    ["believes alg: none", { none: /^none$/ }, ["alg-none"]],
    ["believes alg: nOnE", { none: /^none$/i }, ["alg-none", "alg-none-mixed-case"]],
    ["does not verify", { unverified: true }, ["alg-none", "altered-claims", "wrong-key", "wrong-signature"]],
    ["needs no signature", { optional: true }, ["no-signature"]],
    ["has a published key", { keys: [secret, "your-256-bit-secret"] }, ["published-key"]],
    ["believes in unknown keys", { anyKey: true }, ["unknown-key-id"]],
  ] as const)("%s", async (_, mistakes, forgeries) => {
    const { answers, data } = await look(await serve(guarded(mistakes)));
    expect(answers).toMatchObject({ baseline: "protected", forged: "forged-accepted", headers: "headers-ignored" });
    expect(data["forged-accepted"]?.forgeries).toEqual(expect.arrayContaining([...forgeries]));
  });

  it("lets expired tokens in", async () => {
    const changes = { auth: { expired } };
    const { answers } = await look(await serve(guarded({ eternal: true })), genuine, changes);
    expect(answers).toMatchObject({ forged: "forged-refused", expired: "expired-accepted" });
    expect((await look(await serve(guarded({ eternal: true })))).answers.expired).toBeUndefined();
  });

  it("believes a header", async () => {
    const { answers, data } = await look(await serve(guarded({ header: /\r\nadmin: true\r/i })));
    expect(answers).toMatchObject({ forged: "forged-refused", headers: "header-grants" });
    expect(data["header-grants"]?.headers).toEqual(["admin: True"]);
    const more: Behaviour = (socket, nth, request) => {
      if (/\r\nx-role: admin\r/i.test(request) && tokenIsRight(request))
        socket.write(answer('{"status":"ok","users":[]}'));
      else guarded({})(socket, nth, request);
    };
    expect((await look(await serve(more))).data["header-grants"]?.headers).toEqual(["x-role: ADMIN"]);
  });

  it("content that varies by itself is no grant", async () => {
    let nth = 0;
    const varying: Behaviour = (socket, of, request) => {
      nth += 1;
      if (tokenIsRight(request)) socket.write(answer(nth < 5 ? '{"a":1}' : '{"a":1,"b":2}'));
      else guarded({})(socket, of, request);
    };
    expect((await look(await serve(varying))).answers.headers).toBe("headers-ignored");
  });
});
const tokenIsRight = (request: string): boolean => request.includes(genuine);

describe("abstains", () => {
  const plain =
    (status: string): Behaviour =>
    (socket) =>
      void socket.write(answer("{}", [], status));
  it.each([
    ["unprotected", plain("200 OK"), 1],
    ["unclear", plain("404 Not Found"), 1],
    ["token-refused", plain("401 Unauthorized"), 2],
  ] as const)("%s", async (signal, behave, requests) => {
    const server = await serve(behave);
    expect((await look(server)).answers).toEqual({ baseline: signal });
    expect(server.requests()).toHaveLength(requests);
  });

  it("at the first error and at the first request to slow down", async () => {
    for (const status of ["500 Internal Server Error", "429 Too Many Requests"]) {
      let nth = 0;
      const server = await serve((socket, of, request) =>
        (++nth === 6 ? plain(status) : guarded({}))(socket, of, request),
      );
      expect((await look(server)).answers).toEqual({ baseline: "protected", forged: "stopped" });
      expect(server.requests()).toHaveLength(6);
    }
  });

  it("where nothing is ours, not one request is sent, whoever asks", async () => {
    const server = await serve(guarded({ unverified: true }));
    for (const changes of [
      { owner: "carrier" },
      { owner: "tax-authority" },
      { host: "lqpt.chinatax.gov.cn" },
    ] as const) {
      expect((await look(server, genuine, changes)).seen).toContain("unavailable");
      const targets = [{ ...urlTarget(`http://api.test:${server.port}/`), own: true, ...changes }];
      const io = loopbackIo({ targets });
      const { signal } = new AbortController();
      await expect(io.request({ as: "target", token: "absent" }, { signal })).rejects.toThrow("may not be asked");
      await io.close();
    }
    expect(server.requests()).toEqual([]);
  });
});

// ---- whole runs -------------------------------------------------------------------------------------------------------

describe("examined", () => {
  const name = "api.invoice.test";
  const examine = (port: number, more: object = {}): Promise<Report> => {
    const url = `http://${name}:${port}/health`;
    const headers = { Authorization: `Bearer ${genuine}` };
    return examined([{ name: "invoice-api", owner: "us", own: true, url, headers, ...more }], {
      [name]: ["127.0.0.1"],
    });
  };
  const first = ({ diagnosis }: Report) => diagnosis.causes.filter(({ kind }) => kind !== "note")[0];

  const mistakes: readonly (readonly [string, Mistakes])[] = [
    ["forged-token-accepted", { none: /none/i }],
    ["forged-token-accepted", { eternal: true }],
    ["client-header-trusted", { header: /\r\nx-admin: true\r/i }],
  ];
  it("the mistake is the first cause, confirmed", async () => {
    const run = async ([id, mistake]: (typeof mistakes)[number]): Promise<void> => {
      const report = await examine((await serve(guarded(mistake))).port, { auth: { expired } });
      const wanted = { id, standing: "confirmed", place: "invoice-api", party: "us" };
      expect(first(report), inShort(report)).toMatchObject(wanted);
      expect(report.diagnosis.unexplained, inShort(report)).toEqual([]);
      expect(report.exitCode).toBe(1);
      const text = JSON.stringify(report);
      for (const part of `${genuine}.${expired}`.split(".")) expect(text).not.toContain(part);
    };
    await Promise.all(mistakes.map(run));
  }, 60_000);

  it("an API that verifies is healthy", async () => {
    const report = await examine((await serve(guarded({}))).port, { auth: { expired } });
    expect([report.status, report.exitCode, first(report)], inShort(report)).toEqual(["pass", 0, undefined]);
    const { ms, evidence } = report.results.find(({ check }) => check === "auth") ?? {};
    expect(evidence?.map(({ signal }) => signal)).toHaveLength(4);
    // Two requests a second, not more.
    expect(ms).toBeGreaterThan(19 * 500 - 100);
  });

  it("what is not called ours is not tested", async () => {
    const report = await examine((await serve(guarded({ unverified: true }))).port, { own: false });
    expect(report.results.some(({ check }) => check === "auth")).toBe(false);
    expect(report.exitCode, inShort(report)).toBe(0);
  });
});
