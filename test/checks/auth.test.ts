import { describe, expect, it } from "vitest";
import { type Asked, questionsFor, requestsAtMost, type Seen, type Target } from "../../checks/auth/sight.js";
import { auth } from "../../checks/auth.js";
import type { UrlTarget } from "../../src/model/profile.js";
import { jwtForgeries, mayForge, opaqueForgeries } from "../../src/model/tokens.js";
import { makeProfile, urlTarget } from "../servers/profile.js";

const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
const bearing = (token: string, changes: Partial<UrlTarget> = {}): UrlTarget => ({
  ...urlTarget("https://api.test/x", "api"),
  own: true,
  headers: { authorization: `Bearer ${token}` },
  ...changes,
});
const aimsAt = (target: UrlTarget) => auth.aims(makeProfile({ targets: [target] })).map((aim) => aim.target);
const target = (changes: Partial<Target> = {}): Target => ({
  ...(aimsAt(bearing(jwt))[0] as Target),
  ...changes,
});

describe("aims", () => {
  it("only at what the profile calls its own, without any token in it", () => {
    expect(aimsAt(bearing(jwt, { own: false }))).toEqual([]);
    expect(aimsAt(bearing(jwt, { headers: {} }))).toEqual([]);
    const [aim] = aimsAt(bearing(jwt, { auth: { expired: "old.token" } }));
    expect(aim).toMatchObject({ allowed: true, forgeries: [...jwtForgeries], expired: true });
    expect(JSON.stringify(aim)).not.toMatch(/eyJ|old/);
    expect(aimsAt(bearing("a1b2c3d4e5f6"))[0]?.forgeries).toEqual([...opaqueForgeries]);
  });

  it("never at governments and the platforms of vendors, whatever the profile says", () => {
    const allowed = (changes: Partial<UrlTarget>) => aimsAt(bearing(jwt, changes))[0]?.allowed;
    for (const host of ["lqpt.chinatax.gov.cn", "DPPT.beijing.chinatax.gov.cn.", "www.gov.cn", "sdk.nuonuo.com"])
      expect(allowed({ host }), host).toBe(false);
    for (const owner of ["tax-authority", "carrier"] as const) expect(allowed({ owner })).toBe(false);
    // What is ours may be run by a vendor.
    for (const owner of ["us", "vendor"] as const) expect(allowed({ owner })).toBe(true);
    expect(mayForge({ own: true, host: "notgov.cn" })).toBe(true);
    expect(mayForge({ own: false, host: "api.test" })).toBe(false);
  });

  it("last of all, and no more than twenty requests", () => {
    const [aim] = auth.aims(makeProfile({ targets: [bearing(jwt)] }));
    expect(aim?.needs).toEqual(["dns:api", "port:api/443", "tls:api", "api:api", "balance:api"]);
    const all = questionsFor(target({ expired: true }));
    expect(all.length).toBe(requestsAtMost);
    expect(requestsAtMost).toBe(20);
    expect(all.slice(0, 3).map(({ token }) => token)).toEqual(["absent", "genuine", "garbage"]);
    // Our own token comes last again, so that what varies by itself is known.
    expect(all.at(-1)).toEqual({ token: "genuine" });
    expect(auth.settings.interval).toMatchObject({ default: 500, min: 500 });
  });
});

/** Everything as it should be, but for what is said. */
const asked = (aim: Target, of: (one: Asked) => Partial<Asked> | undefined = () => undefined): Asked[] =>
  questionsFor(aim).map((question): Asked => {
    const granted = question.token === "genuine";
    const beside = granted && question.header !== undefined ? { more: false } : {};
    const one: Asked = { ...question, ...beside, status: granted ? 200 : 401, type: "application/json" };
    return { ...one, ...of(one) };
  });
const answers = (list: readonly Asked[], aim = target({ expired: true })) => {
  const seen: Seen = { located: { host: "api.test", source: "dns", addresses: [] }, asked: list };
  const context = { target: aim, settings: { interval: 500 }, now: new Date(), others: () => [] };
  const raised = auth.judge([JSON.parse(JSON.stringify(seen))], context);
  return Object.fromEntries(raised.map(({ signal }) => [auth.signals[signal].answers, signal]));
};
const dataOf = (list: readonly Asked[], signal: string) => {
  const seen: Seen = { located: { host: "api.test", source: "dns", addresses: [] }, asked: list };
  const context = { target: target(), settings: { interval: 500 }, now: new Date(), others: () => [] };
  return auth.judge([seen], context).find((one) => one.signal === signal)?.data;
};

describe("judge", () => {
  const aim = target({ expired: true });

  it("all refused", () => {
    expect(answers(asked(aim))).toEqual({
      baseline: "protected",
      forged: "forged-refused",
      expired: "expired-refused",
      headers: "headers-ignored",
    });
    expect(answers(asked(target()), target()).expired).toBeUndefined();
  });

  it.each([
    ["answers without a token", { token: "absent", status: 200 }, "unprotected"],
    ["a redirect without a token", { token: "absent", status: 302 }, "unclear"],
    ["an error without a token", { token: "absent", status: 503 }, "unclear"],
    ["our own token refused", { token: "genuine", status: 401 }, "token-refused"],
    ["another refusal of rubbish", { token: "garbage", status: 400 }, "unclear"],
  ] as const)("abstains: %s", (_, { token, status }, signal) => {
    const list = asked(aim, (one) => (one.token === token && one.header === undefined ? { status } : undefined));
    expect(answers(list.slice(0, 1 + list.findIndex((one) => one.token === token)))).toEqual({ baseline: signal });
  });

  it.each(jwtForgeries)("accepts %s", (forgery) => {
    const list = asked(aim, ({ token }) => (token === forgery ? { status: 200 } : undefined));
    expect(answers(list)).toMatchObject({ forged: "forged-accepted", headers: "headers-ignored" });
    expect(dataOf(list, "forged-accepted")).toMatchObject({ accepted: 1, tried: 9, forgeries: [forgery] });
  });

  it("takes any word for a token", () => {
    const list = asked(aim, ({ token }) => (token === "garbage" ? { status: 200 } : undefined)).slice(0, 3);
    expect(answers(list)).toEqual({ baseline: "protected", forged: "forged-accepted" });
  });

  it("a refusal in words with status 200 is none of the content", () => {
    const list = asked(aim, ({ token }) => (token === "alg-none" ? { status: 200, type: "text/html" } : undefined));
    expect(answers(list).forged).toBe("forged-refused");
  });

  it("accepts what has expired", () => {
    const list = asked(aim, ({ token }) => (token === "expired" ? { status: 200 } : undefined));
    expect(answers(list)).toMatchObject({ forged: "forged-refused", expired: "expired-accepted" });
  });

  it("headers that grant: without a token, or more with ours", () => {
    const open = asked(aim, ({ token, header }) =>
      token === "absent" && header?.name === "admin" ? { status: 200 } : undefined,
    );
    expect(answers(open).headers).toBe("header-grants");
    expect(dataOf(open, "header-grants")).toMatchObject({ headers: ["admin: True"] });
    const more = asked(aim, ({ token, header }) => (token === "genuine" && header ? { more: true } : undefined));
    expect(answers(more).headers).toBe("header-grants");
  });

  it("says no more than was asked when it had to stop", () => {
    const list = asked(aim);
    const stopped = [...list.slice(0, 5), { token: "altered-claims" as const, status: 429, type: null }];
    expect(answers(stopped)).toEqual({ baseline: "protected", forged: "stopped" });
    expect(dataOf(stopped, "stopped")).toMatchObject({ why: "429" });
    expect(answers(list.slice(0, -3)).headers).toBeUndefined();
  });
});
