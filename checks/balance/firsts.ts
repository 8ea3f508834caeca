import { usuallySlow } from "../../src/model/pace.js";
import type { Result } from "../../src/model/result.js";
import type { Shot } from "./sight.js";

/** Checks whose first requests on new connections are samples of how fast the service answers. */
export const timing = ["api", "keepalive"];

type Exchange = { readonly ms: number; readonly status: number };
type Conversation = { readonly address: string; readonly exchanges: readonly Exchange[] };
/** What is read of their looks. */
type ApiLook = {
  readonly attempt?: {
    readonly ok: boolean;
    readonly ms: number;
    readonly value?: {
      readonly status: number;
      readonly address: string;
      readonly times: { readonly firstByte?: number; readonly body?: number };
    };
  };
  readonly own?: number;
};
type KeepaliveLook = { readonly reuse?: Conversation; readonly idle?: Conversation; readonly aged?: Conversation };

const ofApi = ({ attempt, own = 0 }: ApiLook): Shot[] => {
  if (attempt?.ok !== true || attempt.value === undefined) return [];
  const { status, address, times } = attempt.value;
  return [{ address, at: -1, ms: Math.max(0, (times.firstByte ?? 0) + (times.body ?? 0) - own), status }];
};

const ofKeepalive = ({ reuse, idle, aged }: KeepaliveLook): Shot[] =>
  [reuse, idle, aged].flatMap((talk) => {
    const first = talk?.exchanges[0];
    return talk === undefined || first === undefined
      ? []
      : [{ address: talk.address, at: -1, ms: first.ms, status: first.status }];
  });

/**
 * Pure. The first request of each connection that other checks opened to the same target, as shots before all others; later ones on a
 * connection may be quicker for another reason.
 */
export const firstsOf = (results: readonly Result[], subject: string): Shot[] =>
  results
    .filter((one) => one.subject === subject && timing.includes(one.check))
    .flatMap(({ check, looks }) =>
      check === "api"
        ? (looks as readonly ApiLook[]).flatMap(ofApi)
        : (looks as readonly KeepaliveLook[]).flatMap(ofKeepalive),
    );

/** Pure. Only of right answers it tells how fast they come: errors are quick. */
export const rightOf = (firsts: readonly Shot[]): Shot[] => firsts.filter(({ status = 999 }) => status < 300);

/** A limit of the rate answers 503 as well: what comes of our own haste is no back end's failure. */
const isBroken = ({ status = 0 }: Shot): boolean => status >= 500 && status !== 503;

/** Pure. Questions in step may all meet the good back end: then those of other checks count, if several of them met a bad one. */
export const withFirsts = (shots: readonly Shot[], firsts: readonly Shot[]): readonly Shot[] =>
  firsts.filter(isBroken).length > 1 ? [...shots, ...firsts] : shots;

/** Pure. The milliseconds that an answer may take by what `api` was told of it. */
export const limitOf = (results: readonly Result[], subject: string): number => {
  const one = results.find(({ check, subject: of }) => check === "api" && of === subject);
  const { expect } = (one?.target ?? {}) as { readonly expect?: { readonly maxTime?: number } };
  const { slow } = (one?.settings ?? {}) as { readonly slow?: number };
  return expect?.maxTime ?? slow ?? usuallySlow;
};
