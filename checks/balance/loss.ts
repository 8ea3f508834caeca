import type { Result } from "../../src/model/result.js";

/** Checks that tell whether packets to a host get lost. */
export const read = ["ping", "port"];
const losing: readonly string[] = ["some-loss", "lossy", "comes-and-goes", "often-resent"];

/** Pure. Whether one of them saw so of this host. */
export const losesPackets = (results: readonly Result[], host: string | undefined): boolean =>
  results.some(
    ({ places, evidence }) => places.host === host && evidence.some(({ signal }) => losing.includes(signal)),
  );
