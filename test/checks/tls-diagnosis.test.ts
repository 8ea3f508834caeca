import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examine } from "../../src/index.js";
import { type Authority, createAuthority } from "../../src/lab/authority.js";
import type { Target } from "../../src/model/profile.js";
import type { Report } from "../../src/model/report.js";
import { available } from "../servers/available.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { makeProfile, urlTarget } from "../servers/profile.js";

/** Whole runs over real servers: what each fault of TLS comes to in the end. */
const run = (targets: readonly Target[], ...only: string[]): Promise<Report> =>
  examine(makeProfile({ targets, dns: { servers: [{ address: "127.0.0.1", port: 1 }], compare: [] } }), {
    only: only.length > 0 ? only : ["tls"],
    env: {},
  });
const standing = ({ diagnosis }: Report): string[] =>
  diagnosis.causes.filter((one) => one.standing !== "ruled-out").map(({ id, standing }) => `${standing} ${id}`);

describe.skipIf(!available("nginx"))("a server that sends its leaf alone", () => {
  let root: Authority;
  let nginx: Nginx<"lone" | "whole" | "stranger">;
  beforeAll(async () => {
    root = await createAuthority({ name: "Root" });
    const leaf = await (await root.intermediate({ name: "Middle" })).issue({ names: ["127.0.0.1"] });
    const other = await (await root.intermediate({ name: "Other" })).issue({ names: ["127.0.0.1"] });
    nginx = await startNginx({
      lone: { tls: { cert: leaf.cert, key: leaf.key } },
      whole: { tls: { cert: leaf.chain, key: leaf.key } },
      stranger: { tls: { cert: other.chain, key: other.key } },
    });
  });
  afterAll(() => nginx?.stop());
  const target = (name: "lone" | "whole" | "stranger"): Target => ({
    ...urlTarget(`https://127.0.0.1:${nginx.ports[name]}/`, name),
    ...(name === "lone" ? { ca: root.cert } : {}),
  });

  it("and another one that sends the same intermediate: the chain is incomplete, confirmed", async () => {
    for (const targets of [
      [target("lone"), target("whole")],
      [target("whole"), target("lone")],
    ]) {
      const report = await run(targets);
      const found = report.diagnosis.causes.find(({ id }) => id === "cert-chain-incomplete");
      expect(found, standing(report).join()).toMatchObject({ standing: "confirmed", subjects: ["lone"] });
    }
  });

  it("and nobody who sends it: both are possible", async () => {
    const found = standing(await run([target("lone")]));
    expect(found.slice(0, 2)).toEqual(["possible cert-chain-incomplete", "possible cert-untrusted-ca"]);
    const beside = await run([target("lone"), { ...target("stranger"), ca: root.cert } as Target]);
    expect(standing(beside).slice(0, 2)).toEqual(["possible cert-chain-incomplete", "possible cert-untrusted-ca"]);
  });
});
