import type { Evidence, Result } from "../../src/model/result.js";

/** Checks that tell whether packets to a host get lost. */
export const read = ["ping", "port"];
const losing: readonly string[] = ["some-loss", "lossy", "comes-and-goes", "often-resent"];
/** They say so where it was silence that a connection met now and then. */
const silences: readonly string[] = ["unsteady", "mostly-failing"];

const tellsLoss = ({ signal, data }: Evidence): boolean =>
  losing.includes(signal) || (silences.includes(signal) && [data.how].flat().includes("silent"));

/** Pure. Whether one of them saw so of this host. */
export const losesPackets = (results: readonly Result[], host: string | undefined): boolean =>
  results.some(({ places, evidence }) => places.host === host && evidence.some(tellsLoss));
