import type { Symptom } from "./fault.js";
import { at } from "./network.js";
import { apiUrl } from "./profile.js";

/** What ordinary tools say of a healthy laboratory, and of a broken one as each fault tells. */

/** Whether a TCP port accepts, and if not, how: `refused`, `timed out`, `No route to host`. */
export const connects = (port: number, broken: RegExp, address: string = at.server): Symptom => ({
  command: ["nc", "-zvn", "-w", "3", address, String(port)],
  broken,
  healthy: /succeeded/,
});

const curlFormat = "%{http_code} connect=%{time_connect} total=%{time_total} connects=%{num_connects}\\n";

/** What the API answers to curl, with its trust and its name. `extra`: more options. */
export const fetches = (
  broken: RegExp,
  { url = apiUrl, extra = [] as readonly string[], healthy = /^200 /m } = {},
) => ({
  command: ["curl", "-sSk", "-o", "/dev/null", "-w", curlFormat, "-m", "8", ...extra, url],
  broken,
  healthy,
});

/** The whole answer of the API: head and body. */
export const shows = (broken: RegExp, healthy: RegExp, ...extra: readonly string[]): Symptom => ({
  command: ["curl", "-sSik", "-m", "8", ...extra, apiUrl],
  broken,
  healthy,
});

/** Twenty pings. */
export const pings = (broken: RegExp, address: string = at.server, ...extra: readonly string[]): Symptom => ({
  command: ["ping", "-n", "-c", "20", "-i", "0.05", "-W", "2", ...extra, address],
  broken,
  healthy: /, 0% packet loss/,
});

export const digs = (broken: RegExp, name: string, healthy = /status: NOERROR[\s\S]*ANSWER: [1-9]/): Symptom => ({
  command: ["dig", "+tries=1", "+time=2", name],
  broken,
  healthy,
});

/** A command of the shell, for what takes two tools. */
export const shell = (text: string, broken: RegExp, healthy: RegExp): Symptom => ({
  command: ["sh", "-c", text],
  broken,
  healthy,
});

/** What MariaDB's own client says. */
export const queries = (broken: RegExp, sql = "SELECT COUNT(*) FROM invoice.invoices"): Symptom => ({
  command: [
    ...["mariadb", "--no-defaults", "--skip-ssl", "--connect-timeout=3", "-h", at.server, "-u", "diag"],
    ...[`--password=diag's "password"`, "-N", "-e", sql],
  ],
  broken,
  healthy: /\[exit 0\]/,
});
