import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { built, program } from "./run.js";

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

describe.skipIf(process.platform === "win32")("with few descriptors", () => {
  it.each([24, 30, 36])(
    "%i: says so in one sentence, as a failure of its own",
    async (limit) => {
      const { code, err } = await limited(limit, "demo");
      expect(code, err).toBe(3);
      expect(err).toMatch(/^invoice-diag: this process may open too few files at once \(EMFILE\).*ulimit -n 1024\n$/);
    },
    60_000,
  );

  it.each([44, 52, 64, 80])(
    "%i: blames itself, and never the platform, which is healthy",
    async (limit) => {
      const { code, out, err } = await limited(limit, "demo -f json");
      if (out === "") {
        expect([code, err.match(/\n/g)?.length], err).toEqual([3, 1]);
        return;
      }
      const { status, diagnosis } = JSON.parse(out);
      expect(["warn", "error"], out).toContain(status);
      for (const { id, standing, kind } of diagnosis.causes) {
        if (standing !== "ruled-out" && kind !== "note")
          expect(["descriptors-exhausted", "cpu-saturated", "runtime-stalled"]).toContain(id);
      }
    },
    60_000,
  );
});
