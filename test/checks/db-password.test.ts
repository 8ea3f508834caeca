import { afterEach, describe, expect, it } from "vitest";
import { createAuthority } from "../../src/lab/authority.js";
import { mysqlTarget } from "../servers/mariadb.js";
import { type Sha2Mysql, type Sha2Options, sha2Mysql } from "../servers/sha2-mysql.js";
import { diagnoseDatabase } from "./db-looking.js";

const password = "canary-of-the-mine";
const running: Sha2Mysql[] = [];
afterEach(async () => void (await Promise.all(running.splice(0).map((server) => server.close()))));

const diagnose = async (options: Partial<Sha2Options>, given = password) => {
  const server = await sha2Mysql({ password, ...options });
  running.push(server);
  const seen = await diagnoseDatabase(mysqlTarget(server.port, { user: "diag", password: given }));
  return { ...seen, server };
};
const tls = async (): Promise<Partial<Sha2Options>> => ({
  tls: await (await createAuthority()).issue({ names: ["db.test"] }),
});

describe("a database that asks for the password itself over a link that does not prove it", () => {
  const cases: [string, () => Promise<Partial<Sha2Options>>, string][] = [
    ["TLS of an unknown authority", tls, "password-withheld"],
    ["an open link", async () => ({}), "password-withheld-openly"],
    [
      "TLS, by sha256_password",
      async () => ({ ...(await tls()), plugin: "sha256_password" as const }),
      "password-withheld",
    ],
    ["TLS, from one who lets everybody in", async () => ({ ...(await tls()), impostor: true }), "password-withheld"],
  ];
  it.each(cases)("%s: it could not be told, which is neither a fault nor a success", async (_, options, signal) => {
    for (const given of [password, "wrong"]) {
      const { result, causes, troubles, unexplained, server } = await diagnose(await options(), given);
      expect(troubles).toEqual({ method: signal });
      expect(result.evidence.map(({ question }) => question)).not.toContain("login");
      expect([causes, unexplained]).toEqual([[], []]);
      expect(result.looks).toHaveLength(1);
      expect(result.status).toBe("skip");
      expect(result.evidence.map((one) => one.signal)).toEqual(expect.arrayContaining(["accepts", "greets"]));
      const said = result.evidence.find(({ question }) => question === "method")?.text;
      expect(result.reason).toEqual(said);
      expect(said?.en).toMatch(/could not be told.*`ca`.*let the real program log in once/);
      expect(said?.zh).toMatch(/未能判断.*ca.*先用真实程序登录一次/);
      expect(server.given()).toEqual([]);
      expect(server.heard()).not.toContain("canary");
    }
  });
});
