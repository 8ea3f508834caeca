import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Report } from "../../src/index.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { examined, inShort } from "../servers/examination.js";
import { startNginx } from "../servers/nginx.js";
import { answer, type Behaviour, oddHttp, ok } from "../servers/odd-http.js";

/** Whole runs: what is the matter must be the first cause, with nothing wrong beside it and nothing unexplained. */
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const name = "api.invoice.test";
const target = (port: number, more: object = {}) => ({
  name: "invoice-api",
  owner: "us",
  url: `http://${name}:${port}/api/health`,
  expect: { status: 200, type: "json" },
  ...more,
});
const examine = (port: number, more?: object, addresses: readonly string[] = ["127.0.0.1"]): Promise<Report> =>
  examined([target(port, more)], { [name]: addresses });

const faults = ({ diagnosis }: Report) =>
  diagnosis.causes.filter(({ kind, standing }) => kind !== "note" && standing !== "ruled-out");
const signalsOf = (report: Report, check: string): readonly string[] =>
  report.results.filter((one) => one.check === check).flatMap(({ evidence }) => evidence.map(({ signal }) => signal));

/** Where the one request of `api` met the fault as well, a stranger may be behind both: `likely` is then the word. */
const expectFirst = (
  report: Report,
  id: string,
  likely = signalsOf(report, "api").every((one) => one !== "status-ok"),
): void => {
  const [first, ...others] = faults(report);
  expect(first?.id, inShort(report)).toBe(id);
  expect(likely ? ["likely", "confirmed"] : ["confirmed"], inShort(report)).toContain(first?.standing);
  expect(
    others.filter(({ standing }) => standing !== "possible"),
    inShort(report),
  ).toEqual([]);
  expect(report.diagnosis.unexplained, inShort(report)).toEqual([]);
  expect(report.exitCode, inShort(report)).toBe(1);
};
const serve = async (behave: Behaviour): Promise<number> => {
  const server = await oddHttp(behave);
  closing.push(server.close);
  return server.port;
};
const error =
  (status: string): Behaviour =>
  (socket) =>
    void socket.write(answer("{}", [], status));

describe.skipIf(!available("nginx"))("behind nginx", () => {
  const balanced = async (servers: string, more = ""): Promise<number> => {
    const nginx = await startNginx(
      {
        front: {
          directives: `${more} location / { proxy_pass http://back; proxy_next_upstream off; add_header X-Backend $upstream_addr always; }`,
        },
      },
      { http: `limit_conn_zone $binary_remote_addr zone=one:1m; upstream back { ${servers} }` },
    );
    closing.push(nginx.stop);
    return nginx.ports.front;
  };
  const backends = async () => {
    const nginx = await startNginx({ one: {}, two: {} });
    closing.push(nginx.stop);
    return nginx.ports;
  };

  it("healthy: no cause at all", async () => {
    const { one, two } = await backends();
    const port = await balanced(`server 127.0.0.1:${one}; server 127.0.0.1:${two};`);
    const report = await examine(port, { backend: "X-Backend" });
    expect(faults(report), inShort(report)).toEqual([]);
    expect([report.status, report.exitCode], inShort(report)).toEqual(["pass", 0]);
  });

  it("every third request gives 502, whatever the one request of api was given", async () => {
    const { one, two } = await backends();
    const seen = new Set<string>();
    const labels: readonly object[] = [{}, { backend: "X-Backend" }];
    for (let nth = 0; nth < 4; nth += 1) {
      const dead = `server 127.0.0.1:${await freePort()} max_fails=0;`;
      const alive = `server 127.0.0.1:${one}; server 127.0.0.1:${two};`;
      const port = await balanced(nth % 2 === 0 ? `${dead} ${alive}` : `${alive} ${dead}`);
      const report = await examine(port, labels[nth >> 1]);
      // Without a label the service itself may be at fault, which one observer cannot tell.
      expectFirst(report, "backend-partly-failing", nth < 2 ? true : undefined);
      for (const signal of signalsOf(report, "api")) seen.add(signal);
    }
    expect(seen).toContain("status-ok");
  });

  it("all back ends are down: that is the gateway's word, and nothing partial", async () => {
    const report = await examine(await balanced(`server 127.0.0.1:${await freePort()};`));
    expectFirst(report, "api-upstream-down");
    expect(signalsOf(report, "balance")).toEqual(["all-fail", "alone-as-well"]);
  });

  it("one of two back ends is slow", async () => {
    const { one } = await backends();
    const slow = await serve((socket) => void setTimeout(() => socket.write(answer()), 800));
    const port = await balanced(`server 127.0.0.1:${one}; server 127.0.0.1:${slow};`);
    expectFirst(await examine(port, { backend: "X-Backend" }), "backend-partly-slow");
  });

  it("one of two addresses fails", async () => {
    const port = await freePort();
    const good = await startNginx({ web: { port } });
    closing.push(good.stop);
    const directives = "location / { return 500; }";
    const bad = await startNginx({ web: { port, directives } }, { address: "127.0.0.2" });
    closing.push(bad.stop);
    expectFirst(await examine(port, {}, ["127.0.0.1", "127.0.0.2"]), "backend-partly-failing");
    expectFirst(await examine(port, { owner: "vendor" }, ["127.0.0.2", "127.0.0.1"]), "backend-partly-failing");
  });

  it("a limit of one request at a time", async () => {
    const late = await serve((socket) => void setTimeout(() => socket.write(answer()), 40));
    const port = await balanced(`server 127.0.0.1:${late};`, "limit_conn one 1;");
    expectFirst(await examine(port), "connection-limit");
  });
});

describe("odd servers", () => {
  it("what api met first does not lead away: 502, 500, resets", async () => {
    const ways: readonly Behaviour[] = [
      error("502 Bad Gateway"),
      error("500 Internal Server Error"),
      (socket) => void socket.resetAndDestroy(),
    ];
    for (const way of ways) {
      // Of api's two looks both meet it, of those of balance a third.
      let nth = 0;
      const port = await serve((socket, of, request) => {
        const checked = /^GET/.test(request);
        if (checked) nth += 1;
        (checked && (nth <= 4 || nth % 3 === 0) ? way : ok)(socket, of, request);
      });
      expectFirst(await examine(port), "backend-partly-failing", true);
    }
  });

  it("only used connections fail", async () => {
    const port = await serve((socket, nth, request) =>
      (nth > 0 ? error("500 Internal Server Error") : ok)(socket, nth, request),
    );
    expectFirst(await examine(port), "reused-connection-fails");
  });

  it("the server ends each connection after one answer: that is keepalive's", async () => {
    const port = await serve((socket) => void socket.end(answer()));
    expectFirst(await examine(port), "keepalive-disabled");
  });

  it("a failure now and then raises no alarm", async () => {
    const known = new Set<Socket>();
    // Before and beside the twenty new connections of `balance` there are a few of other checks: the fourteenth is one of its own.
    const port = await serve((socket, nth, request) => {
      const fails = !known.has(socket) && known.size === 13;
      known.add(socket);
      (fails ? error("500 Internal Server Error") : ok)(socket, nth, request);
    });
    const report = await examine(port);
    expect([report.status, report.exitCode], inShort(report)).toEqual(["warn", 0]);
    expect(report.diagnosis.unexplained).toEqual([]);
  });

  it("slow all over is no matter of one back end", async () => {
    const port = await serve(async (socket, nth, request) => {
      await sleep(700);
      ok(socket, nth, request);
    });
    const report = await examine(port, { expect: { status: 200, maxTime: "500ms" } });
    expectFirst(report, "api-slow", true);
    expect(faults(report).map(({ id }) => id)).not.toContain("backend-partly-slow");
  });
});
