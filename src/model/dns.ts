import type { DnsAnswer } from "./io.js";

const same = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** What an answer says of a name: its addresses behind all aliases of the answer, and the last alias, if there is one. */
export const addressesOf = (
  name: string,
  { answers }: Pick<DnsAnswer, "answers">,
): { readonly addresses: readonly string[]; readonly alias?: string } => {
  let owner = name;
  for (let hops = 0; hops < answers.length; hops += 1) {
    const alias = answers.find((one) => one.type === "CNAME" && same(one.name, owner));
    if (alias === undefined) break;
    owner = alias.data;
  }
  const addresses = answers
    .filter((one) => (one.type === "A" || one.type === "AAAA") && same(one.name, owner))
    .map((one) => one.data);
  return { addresses: [...new Set(addresses)], ...(same(owner, name) ? {} : { alias: plain(owner) }) };
};

/**
 * The names that a stub resolver asks for, in order (resolv.conf(5)): with fewer dots than `ndots` the search list comes first,
 * with a final dot there is none.
 */
export const searched = (name: string, search: readonly string[], ndots: number): readonly string[] => {
  if (name.endsWith(".")) return [plain(name)];
  const dots = name.split(".").length - 1;
  const suffixed = search.filter((one) => one !== "" && one !== ".").map((suffix) => `${name}.${plain(suffix)}`);
  return dots < ndots ? [...suffixed, name] : [name, ...suffixed];
};

/** What a server may say to a name with a suffix of the search list, and is asked for the plain name all the same (glibc: res_nsearch). */
const passedOver: readonly string[] = ["query-refused", "server-failure"];
export const isPassedOver = (name: string, host: string, outcome: string): boolean =>
  name !== host && passedOver.includes(outcome);
