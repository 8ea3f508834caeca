import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import { afterEach, describe, expect, it } from "vitest";
import { examine, type Report } from "../../src/index.js";
import { createAuthority } from "../../src/lab/authority.js";
import type { Target, UrlTarget } from "../../src/model/profile.js";
import { inShort } from "../servers/examination.js";
import { makeProfile, urlTarget } from "../servers/profile.js";

/** Health as grpc.health.v1 puts it on the wire: `HealthCheckResponse { ServingStatus status = 1; }`. */
const servings = { UNKNOWN: 0, SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 } as const;
type Reaction = keyof typeof servings | { readonly code: status } | "silence";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A real gRPC server whose health service reacts like this; `asked` are the services that it was asked for. */
const serve = async (reaction: Reaction, { health = true, credentials = ServerCredentials.createInsecure() } = {}) => {
  const asked: string[] = [];
  const server = new Server();
  const plain = { requestStream: false, responseStream: false } as const;
  if (health) {
    server.addService(
      {
        check: {
          path: "/grpc.health.v1.Health/Check",
          ...plain,
          requestSerialize: ({ service }: { service: string }) => Buffer.from(service),
          requestDeserialize: (bytes: Buffer) => ({ service: bytes.subarray(2).toString("utf8") }),
          responseSerialize: (number: number) => Buffer.from([0x08, number]),
          responseDeserialize: (bytes: Buffer) => bytes[1] ?? 0,
        },
      },
      {
        check: (call: { request: { service: string } }, answer: (error: object | null, value?: number) => void) => {
          asked.push(call.request.service);
          if (reaction === "silence") return;
          if (typeof reaction === "object") answer({ code: reaction.code, details: "as the test wants it" });
          else answer(null, servings[reaction]);
        },
      },
    );
  }
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error === null ? resolve(bound) : reject(error))),
  );
  closing.push(() => server.forceShutdown());
  return { port, asked };
};

const run = (port: number, changes: Partial<UrlTarget> = {}, scheme = "http"): Promise<Report> => {
  const target: Target = {
    ...urlTarget(`${scheme}://127.0.0.1:${port}/`, "issuer"),
    grpc: { service: "invoice.Issuer" },
    ...changes,
  };
  return examine(makeProfile({ targets: [target], defaults: { timeout: 500, answer: 800 } }), { env: {} });
};
const standing = ({ diagnosis }: Report) =>
  diagnosis.causes.filter((one) => one.standing !== "ruled-out" && one.kind !== "note").map(({ id }) => id);
const answersOf = (report: Report) =>
  Object.fromEntries(
    report.results.find(({ check }) => check === "api")?.evidence.map(({ question, signal }) => [question, signal]) ??
      [],
  );

describe("gRPC health", () => {
  it("serving is healthy; the service is asked for by its name, and nothing else of the target is asked in HTTP", async () => {
    const { port, asked } = await serve("SERVING");
    const report = await run(port);
    expect([standing(report), report.status], inShort(report)).toEqual([[], "pass"]);
    expect(answersOf(report)).toEqual({
      answer: "answers",
      status: "status-ok",
      health: "health-serving",
      speed: "in-time",
    });
    expect(asked).toEqual(["invoice.Issuer"]);
    expect(report.results.filter(({ check }) => ["keepalive", "balance", "auth"].includes(check))).toEqual([]);
  });

  it("over TLS, verified as a program would", async () => {
    const root = await createAuthority();
    const { chain, key } = await root.issue({ names: ["127.0.0.1"] });
    const pair = { private_key: Buffer.from(key), cert_chain: Buffer.from(chain) };
    const { port, asked } = await serve("SERVING", { credentials: ServerCredentials.createSsl(null, [pair]) });
    const report = await run(port, { ca: root.cert, grpc: { service: "" } }, "https");
    expect([standing(report), report.status], inShort(report)).toEqual([[], "pass"]);
    expect(asked, inShort(report)).toEqual([""]);
  });

  it.each<[string, Reaction, string, string]>([
    ["NOT_SERVING", "NOT_SERVING", "health-not-serving", "grpc-not-serving"],
    ["SERVICE_UNKNOWN", "SERVICE_UNKNOWN", "health-no-service", "grpc-not-serving"],
    ["NOT_FOUND", { code: status.NOT_FOUND }, "health-no-service", "grpc-not-serving"],
    ["UNAUTHENTICATED", { code: status.UNAUTHENTICATED }, "unauthenticated", "api-unauthenticated"],
    ["PERMISSION_DENIED", { code: status.PERMISSION_DENIED }, "forbidden", "api-forbidden"],
    ["RESOURCE_EXHAUSTED", { code: status.RESOURCE_EXHAUSTED }, "rate-limited", "api-rate-limited"],
    ["UNAVAILABLE", { code: status.UNAVAILABLE }, "unavailable", "api-unavailable"],
    ["INTERNAL", { code: status.INTERNAL }, "error-500", "api-error"],
    ["ABORTED", { code: status.ABORTED }, "unexpected-status", "api-unexpected-status"],
    ["no answer", "silence", "no-response", "api-no-response"],
  ])("%s is the first cause of a whole run", async (_, reaction, signal, cause) => {
    const { port } = await serve(reaction);
    const report = await run(port);
    expect(Object.values(answersOf(report)), inShort(report)).toContain(signal);
    expect(standing(report)[0], inShort(report)).toBe(cause);
    expect(report.diagnosis.unexplained, inShort(report)).toEqual([]);
  });

  it("that is not told is no failure: unknown, or without the health service", async () => {
    for (const { port } of [await serve("UNKNOWN"), await serve("SERVING", { health: false })]) {
      const report = await run(port);
      expect([standing(report), report.status], inShort(report)).toEqual([[], "pass"]);
      expect(answersOf(report)).toMatchObject({ health: "health-not-told" });
    }
  });
});

describe("start-up", () => {
  it("does not load grpc-js: only the verb does, when it is asked", async () => {
    const { readFileSync, readdirSync } = await import("node:fs");
    const sources = ["src", "checks", "bin"].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => `${folder}/${name}`),
    );
    const importing = sources.filter((file) => readFileSync(file, "utf8").includes('from "@grpc/grpc-js"'));
    expect(importing).toEqual(["src/io/grpc.ts"]);
    const users = sources.filter((file) =>
      /from "[^"]*\/io\/grpc\.js"|from "\.\/grpc\.js"/.test(readFileSync(file, "utf8")),
    );
    expect(users.filter((file) => file.startsWith("src/io/"))).toEqual([]);
  });
});
