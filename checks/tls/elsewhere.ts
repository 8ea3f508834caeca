import type { Raised } from "../../src/model/check.js";
import type { OtherAddress } from "../../src/model/elsewhere.js";
import type { Attempt } from "../../src/model/failure.js";
import type { Handshake } from "../../src/model/io.js";
import type { tlsSignals } from "./words.js";

/** Whether the service is at another address than the one in use: an answer is good if TLS for the name succeeds there. */

export type Elsewhere = OtherAddress & { readonly holds: boolean };

/** The certificate is for the name and leads to a trusted root; its dates are another matter. */
export const holds = (one: Attempt<Handshake>): boolean =>
  one.ok && one.value.nameMatches && one.value.trust === "trusted" && one.value.rejected === undefined;

/** The same with its dates: a certificate may have expired on a machine that serves no longer, to which only the hosts file leads. */
export const holdsToday = (one: Attempt<Handshake>, now: number): boolean => {
  const leaf = one.ok ? one.value.chain[0] : undefined;
  return leaf !== undefined && holds(one) && Date.parse(leaf.notBefore) <= now && now <= Date.parse(leaf.notAfter);
};

/** Absent where no other address is known, or the one in use is as it should be. */
export const elsewhereAnswer = (
  used: string,
  name: string,
  elsewhere: readonly Elsewhere[] | undefined,
): Raised<typeof tlsSignals>[] => {
  const [first] = elsewhere ?? [];
  if (first === undefined) return [];
  const good = elsewhere?.find((one) => one.holds);
  return good === undefined
    ? [{ signal: "nowhere-else", data: { name, tried: elsewhere?.map(({ address }) => address) ?? [] } }]
    : [{ signal: "holds-elsewhere", data: { name, used, address: good.address, server: good.server } }];
};
