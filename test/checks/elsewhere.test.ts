import { describe, expect, it } from "vitest";
import type { ApiSeen } from "../../checks/api/answers.js";
import { askElsewhere, elsewhereAnswers } from "../../checks/api/elsewhere.js";
import { elsewhereAnswers as databaseElsewhere, lookElsewhere } from "../../checks/db/elsewhere.js";
import type { DatabaseSeen, DatabaseTarget, DatabaseVisit } from "../../checks/db/sight.js";
import { otherAddresses } from "../../src/model/elsewhere.js";
import type { HttpAnswer, Io } from "../../src/model/io.js";
import type { Located } from "../../src/model/place.js";

/** The hosts file leads to 192.0.2.9; resolvers of this machine know other addresses. */
const located: Located = {
  host: "api.example.test",
  source: "hosts",
  addresses: [{ address: "192.0.2.9", family: 4, scope: "routed" }],
};
const { signal } = new AbortController();
const answering = (addresses: readonly string[], more: Partial<Io> = {}): Io =>
  ({
    resolvers: async () => [{ address: "192.0.2.53", port: 53 }],
    query: async (_: unknown, { type }: { type: string }) => ({
      ok: true,
      ms: 1,
      value: {
        rcode: "NOERROR",
        answers: (type === "A" ? addresses : []).map((data) => ({
          name: "api.example.test",
          type: "A",
          ttl: 60,
          data,
        })),
      },
    }),
    defaults: { timeout: 1000, answer: 1000 },
    ...more,
  }) as unknown as Io;

const answer = (status: number): HttpAnswer =>
  ({ status, address: "192.0.2.9", type: "", bodyBytes: 0, times: {}, body: Buffer.alloc(0) }) as unknown as HttpAnswer;
const ok = <T>(value: T) => ({ ok: true as const, ms: 1, value });

describe("the same at another address", () => {
  it("a resolver that gives the used address among others means the same service", async () => {
    const asking = { io: answering(["192.0.2.9", "192.0.2.10"]), signal, compare: [] };
    expect(await otherAddresses(located, asking)).toHaveLength(1);
    expect(await otherAddresses(located, { ...asking, apart: true })).toEqual([]);
  });

  it("an API is asked once there, and only where it answered not as expected", async () => {
    const asked: unknown[] = [];
    const request = async (aim: unknown) => {
      asked.push(aim);
      return ok(answer(200));
    };
    const io = answering(["192.0.2.10", "192.0.2.11"], { request } as unknown as Partial<Io>);
    const looking = { io, signal, as: "api", bodyLimit: 1, expect: {}, sightOf: (one: HttpAnswer) => one as never };
    const seen = (status: number): ApiSeen => ({ located, attempt: ok(answer(status)) as never });
    expect(await askElsewhere(seen(200), looking)).toBeUndefined();
    expect(asked).toEqual([]);
    const elsewhere = await askElsewhere(seen(500), looking);
    expect(elsewhere).toEqual({ address: "192.0.2.10", server: "192.0.2.53:53", works: true });
    expect(asked).toEqual([{ as: "api", address: "192.0.2.10" }]);
    expect(elsewhereAnswers([{ ...seen(500), elsewhere: elsewhere! }])).toMatchObject([{ signal: "works-elsewhere" }]);
  });

  it("a database is asked once there, and only where a server answered that is not as meant", async () => {
    const target = { port: 3306, hasUser: true, tables: ["t"], writable: false } as unknown as DatabaseTarget;
    const works: DatabaseVisit = {
      address: "192.0.2.10",
      connect: ok(null),
      login: ok({ tls: false }),
      facts: { select: ok(null), tables: [{ name: "t" }] },
    };
    const visited: string[] = [];
    const visit = async (address: string) => {
      visited.push(address);
      return works;
    };
    const looking = { io: answering(["192.0.2.10", "192.0.2.11"]), signal, target, visit };
    expect(await lookElsewhere(located, works, looking)).toEqual([]);
    const failure = { phase: "statement", code: "server-error", detail: 1146, message: "" } as const;
    const strange = { ...works, facts: { select: ok(null), tables: [{ name: "t", failure }] } };
    const elsewhere = await lookElsewhere(located, strange, looking);
    expect(visited).toEqual(["192.0.2.10"]);
    expect(databaseElsewhere({ ...strange, located, elsewhere } as DatabaseSeen)).toMatchObject([
      { signal: "works-elsewhere", data: { reason: "t: MySQL 1146", other: "192.0.2.10" } },
    ]);
  });
});
