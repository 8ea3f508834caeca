import { execFile } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { built, folder, program } from "./run.js";

built();

type Ended = { readonly code: number; readonly out: string; readonly err: string };

/** The program with so few descriptors that files, or sockets, cannot be opened. */
const limited = (limit: number, args: string): Promise<Ended> =>
  promisify(execFile)("sh", ["-c", `ulimit -n ${limit}; exec "${process.execPath}" "${program}" ${args}`], {
    env: { PATH: process.env.PATH ?? "", LANG: "C.UTF-8" },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      out: error.stdout,
      err: error.stderr,
    }),
  );

const allowed = ["descriptors-exhausted", "cpu-saturated", "runtime-stalled"];

/** It names itself, or nothing; no server. */
const blamesNobody = (out: string): void => {
  const { diagnosis } = JSON.parse(out);
  for (const { id, standing, kind } of diagnosis.causes)
    if (standing !== "ruled-out" && kind !== "note") expect(allowed, out).toContain(id);
};

describe.skipIf(process.platform !== "linux")("with few descriptors", () => {
  it.each([24, 36, 60])(
    "%i: the demo says in one sentence that two cannot share them",
    async (limit) => {
      const { code, err } = await limited(limit, "demo");
      expect(code, err).toBe(3);
      expect(err).toMatch(/^invoice-diag: this process may open too few files at once \(EMFILE\).*ulimit -n 1024\n$/);
    },
    60_000,
  );

  it.each([64, 72, 80])(
    "%i: the demo blames itself, and never the platform, which is healthy",
    async (limit) => {
      const { out } = await limited(limit, "demo -f json");
      expect(["warn", "error"], out).toContain(JSON.parse(out).status);
      blamesNobody(out);
    },
    60_000,
  );

  describe("a healthy server is", () => {
    const here = folder();
    let server: Server;

    beforeAll(async () => {
      server = createServer((_, response) => response.end("{}")).listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}/`;
      const targets = [
        { name: "api", url, owner: "vendor" },
        { name: "web", host: "127.0.0.1", ports: [port] },
      ];
      writeFileSync(join(here(), "few.yaml"), JSON.stringify({ version: 1, name: "few", targets }));
    });
    afterAll(() => server.close());

    it.each([24, 28, 32, 36, 40, 48, 64])(
      "not blamed with %i, and the tool says what it lacks",
      async (limit) => {
        const { out, err } = await limited(limit, `check --profile "${join(here(), "few.yaml")}" -f json`);
        blamesNobody(out || `no report: ${err}`);
        const [first] = JSON.parse(out).diagnosis.causes;
        expect(first, out).toMatchObject({ id: "descriptors-exhausted" });
        expect(first.standing).not.toBe("ruled-out");
      },
      60_000,
    );
  });
});
