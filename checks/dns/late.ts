import type { Io } from "../../src/model/io.js";
import { askLast, paceOf, passesNothing, quiet } from "../../src/model/last-question.js";
import type { LocatedAddress } from "../../src/model/place.js";
import type { Life } from "./life.js";

const nobody = (life: Life): boolean =>
  life.signs.length === 0 && life.trace?.seen.hops.every(({ address }) => address === null) === true;

/**
 * Asks once more, when all is quiet, where nobody on the way to a silent server said anything though our gateway is there.
 */
export const withLastWord = async (
  life: Life,
  way: LocatedAddress | null,
  { io, signal }: { readonly io: Io; readonly signal: AbortSignal },
): Promise<Life> => {
  const { trace } = life;
  if (way?.via === undefined || way.via === way.address || trace === undefined || !nobody(life)) return life;
  if (!(await passesNothing(way.via, io))) return life;
  const pace = paceOf(io.defaults);
  const moment = Math.ceil((performance.now() + quiet) / pace) * pace;
  await io.pause(moment - performance.now(), signal);
  const last = await askLast(way.address, { io, signal });
  if (!last.ok) return life;
  if (last.value.replies.length > 0) return { ...life, signs: ["ping"] };
  const hops = last.value.errors.flatMap(({ from, reason, ms }) =>
    from === undefined || trace.own.includes(from) || reason === "time-exceeded"
      ? []
      : [{ ttl: 64, address: from, ...(ms === undefined ? {} : { rtt: ms }), unreachable: reason }],
  );
  // Which hop it is, nobody knows.
  return { ...life, trace: { ...trace, seen: { hops: [{ ttl: 1, address: null }, ...hops], circle: [] } } };
};
