import { prepareFile } from "../../src/cli/write.js";
import { record } from "../../src/history/journal.js";
import { reports } from "../report/reports.js";

/** Records runs and writes reports without end, and says each that is safe: a program to be killed. */
const [dir = "", file = "", bound = "", most = "1e9"] = process.argv.slice(2);
const names = ["healthy", "one-fault", "two-faults", "warning"] as const;

process.stdout.write("begun\n");
for (let count = 0; count < Number(most); count += 1) {
  const base = reports[names[count % names.length] ?? "healthy"];
  const report = { ...base, startedAt: new Date().toISOString(), ms: count };
  const { id } = await record(report, { dir, size: Number(bound), checks: [] });
  process.stdout.write(`recorded ${id}\n`);
  if (file !== "") await (await prepareFile(file)).write(JSON.stringify(report));
}
