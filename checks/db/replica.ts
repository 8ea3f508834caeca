import type { JsonObject } from "../../src/model/json.js";
import type { Dialect } from "./dialect.js";
import { type Answers, numberIn, present, rowsOf, valuesOf } from "./rows.js";
import type { DatabaseSettings } from "./settings.js";
import type { DatabaseAnswer } from "./words.js";

/** One source that a server replicates from. Seconds; numbers of errors, 0: none. */
export type Channel = {
  readonly name: string;
  /** `Yes`, `No`, `Connecting`, …: the thread that fetches, and the one that applies. */
  readonly fetches: string;
  readonly applies: string;
  readonly fetchError: number;
  readonly applyError: number;
  /** How far behind; unknown while nothing is fetched or applied. */
  readonly behind?: number;
  /** How far behind it is kept on purpose. */
  readonly delay: number;
};

/** SHOW ALL SLAVES STATUS knows every source of MariaDB; MySQL renamed its own in 8.0.22 and dropped the old name in 8.4. */
export const replicaStatement = ({ mariadb, atLeast }: Dialect): string => {
  if (mariadb) return "SHOW ALL SLAVES STATUS";
  return atLeast(8, 0, 22) ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
};

const channelOf = (row: JsonObject): Channel => {
  const one = (...names: readonly string[]) => names.map((name) => row[name]).find((value) => value !== undefined);
  return present<Channel>({
    name: String(one("Connection_name", "Channel_Name") ?? ""),
    fetches: String(one("Slave_IO_Running", "Replica_IO_Running") ?? ""),
    applies: String(one("Slave_SQL_Running", "Replica_SQL_Running") ?? ""),
    fetchError: numberIn(row.Last_IO_Errno) ?? 0,
    applyError: numberIn(row.Last_SQL_Errno) ?? 0,
    behind: numberIn(one("Seconds_Behind_Master", "Seconds_Behind_Source")),
    delay: numberIn(row.SQL_Delay) ?? 0,
  });
};

/** The sources of a server, none if it is no replica; undefined where this was not answered. */
export const readReplica = (answers: Answers): readonly Channel[] | undefined =>
  answers.replica?.ok ? rowsOf(answers, "replica").map(channelOf) : undefined;

/**
 * Whether a server looks like a replica to whoever may not ask it: MariaDB keeps a heartbeat period for the source that is
 * set up; elsewhere a server that takes no writes is likely to be one.
 */
export const seemsReplica = (answers: Answers, readOnly: boolean | undefined): boolean => {
  const { Slave_heartbeat_period: heartbeat, Slaves_running: running } = valuesOf(answers, "status");
  if (heartbeat === undefined) return readOnly === true;
  return Number(heartbeat) > 0 || Number(running) > 0;
};

type Trouble = { readonly signal: "replica-stopped" | "replica-disconnected"; readonly what: string };

const withError = (word: string, number: number): string => (number === 0 ? word : `${word} (MySQL ${number})`);

const troubleOf = ({ fetches, applies, fetchError, applyError }: Channel): Trouble | undefined => {
  const what = [
    ...(fetches === "No" ? [withError("IO No", fetchError)] : []),
    ...(applies === "No" ? [withError("SQL No", applyError)] : []),
  ];
  if (what.length > 0) return { signal: "replica-stopped", what: what.join(", ") };
  return fetches !== "Yes" && fetchError !== 0
    ? { signal: "replica-disconnected", what: withError(`IO ${fetches}`, fetchError) }
    : undefined;
};

/** Somebody stopped both threads, and no error did. */
const switchedOff = ({ fetches, applies, fetchError, applyError }: Channel): boolean =>
  fetches === "No" && applies === "No" && fetchError === 0 && applyError === 0;

/** `primary`: the server takes writes, and is meant to; then a replication that was switched off is a thing of the past. */
export const judgeReplica = (
  channels: readonly Channel[] | undefined,
  primary: boolean,
  { warnLag, failLag }: DatabaseSettings,
): DatabaseAnswer[] => {
  if (channels === undefined) return [];
  if (channels.length === 0) return [{ signal: "no-replica", data: {} }];
  if (primary && channels.every(switchedOff)) return [{ signal: "replica-off", data: {} }];
  const troubles = channels.map(troubleOf);
  for (const signal of ["replica-stopped", "replica-disconnected"] as const) {
    const at = troubles.findIndex((one) => one?.signal === signal);
    const what = troubles[at]?.what;
    if (what !== undefined) return [{ signal, data: { what, channel: channels[at]?.name ?? "" } }];
  }
  // Who reads there reads old data, be the delay meant or not; who wants such a replica there raises the thresholds.
  const { behind: seconds = 0, delay } = channels.reduce((a, b) => ((b.behind ?? 0) > (a.behind ?? 0) ? b : a));
  const data = { seconds, delay };
  if (seconds * 1000 < warnLag) return [{ signal: "replica-current", data }];
  return [{ signal: seconds * 1000 >= failLag ? "replica-far-behind" : "replica-lags", data }];
};
