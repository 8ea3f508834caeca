import { db } from "../../checks/db.js";
import { plan } from "../../src/engine/plan.js";
import { run } from "../../src/engine/run.js";
import { examine } from "../../src/index.js";
import { createIo } from "../../src/io/index.js";
import type { MysqlTarget, Profile } from "../../src/model/profile.js";
import type { Result } from "../../src/model/result.js";
import { makeProfile } from "../servers/profile.js";

/** The step of `db` on one target as a run takes it, second look and all. */
export const lookAtDatabase = async (target: MysqlTarget, changes: Partial<Profile> = {}): Promise<Result> => {
  const profile = makeProfile({ defaults: { timeout: 1000, answer: 3000 }, targets: [target], ...changes });
  const io = createIo(profile, { env: {} });
  const results = await run(plan(profile, [db]), {
    io,
    checks: [db],
    signal: new AbortController().signal,
    whyCut: () => ({ en: "cut", zh: "中断" }),
    now: () => new Date(),
    hostname: "test",
    overruled: {},
    parallel: 4,
  });
  await io.close();
  const [result] = results;
  if (result === undefined) throw new Error("no step of db");
  return result;
};

/** `{ question: signal }` of what is not as it should be. */
export const troubles = (result: Result): { readonly [question: string]: string } =>
  Object.fromEntries(
    result.evidence
      .filter(({ level }) => level !== "pass")
      // Only raw sockets, which are not everywhere, tell who refused.
      .filter(({ question }) => question !== "refuser")
      // Whoever is not let in sees nothing of what is behind: that goes without saying here.
      .filter(({ question }) => question !== "behind")
      .map(({ question, signal }) => [question, signal]),
  );

/** What a whole run makes of one target: the step of `db`, and the causes that stand. */
export const diagnoseDatabase = async (target: MysqlTarget, changes: Partial<Profile> = {}) => {
  const profile = makeProfile({ defaults: { timeout: 1000, answer: 3000 }, targets: [target], ...changes });
  const { results, diagnosis } = await examine(profile, { only: ["db"], env: {} });
  const result = results.find(({ check }) => check === "db");
  if (result === undefined) throw new Error("no step of db");
  const causes = diagnosis.causes.filter(({ standing }) => standing !== "ruled-out").map(({ id }) => id);
  return { result, causes, troubles: troubles(result), unexplained: diagnosis.unexplained };
};
