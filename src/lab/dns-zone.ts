import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  type Packet,
  type Question,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
} from "dns-packet";

export const zoneName = "invoice.test";

/** The records of one name; an empty entry is a name without an address. */
export type Records = { readonly A?: readonly string[]; readonly CNAME?: string };
/** Names of the zone; null: there is no such name. */
export type Zone = { readonly [name: string]: Records | null };

/** RFC 1035 4.1.1 */
const rcodes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
export type AnswerEverythingWith = "SERVFAIL" | "REFUSED";

const ttl = 5;
const soa: Answer = {
  name: zoneName,
  type: "SOA",
  ttl,
  data: {
    mname: `ns.${zoneName}`,
    rname: `hostmaster.${zoneName}`,
    serial: 1,
    refresh: 3600,
    retry: 600,
    expire: 86_400,
    minimum: ttl,
  },
};

type Found = { readonly rcode: keyof typeof rcodes; readonly answers: readonly Answer[] };

const lookUp = (zone: Zone, name: string, type: string, hops = 8): Found => {
  const key = name.toLowerCase();
  if (key === zoneName) return { rcode: "NOERROR", answers: type === "SOA" ? [soa] : [] };
  const records = zone[key];
  if (records === undefined || records === null) return { rcode: "NXDOMAIN", answers: [] };
  if (records.CNAME !== undefined && hops > 0) {
    const alias: Answer = { name, type: "CNAME", ttl, data: records.CNAME };
    if (type === "CNAME") return { rcode: "NOERROR", answers: [alias] };
    const behind = lookUp(zone, records.CNAME, type, hops - 1);
    return { rcode: behind.rcode, answers: [alias, ...behind.answers] };
  }
  const addresses = type === "A" ? (records.A ?? []) : [];
  return { rcode: "NOERROR", answers: addresses.map((data) => ({ name, type: "A", ttl, data })) };
};

const inZone = (name: string): boolean => {
  const key = name.toLowerCase();
  return key === zoneName || key.endsWith(`.${zoneName}`);
};

const findFor = (zone: Zone, question: Question | undefined, everything: AnswerEverythingWith | null): Found => {
  if (everything !== null) return { rcode: everything, answers: [] };
  if (question === undefined || !inZone(question.name)) return { rcode: "REFUSED", answers: [] };
  return lookUp(zone, question.name, question.type);
};

/**
 * The authoritative answer to a query; foreign names are refused. It offers recursion as a site's resolver does, whose
 * part it plays.
 */
export const answerTo = (query: Packet, zone: Zone, everything: AnswerEverythingWith | null = null): Packet => {
  const question = query.questions?.[0];
  const { rcode, answers } = findFor(zone, question, everything);
  const authoritative = rcode === "NOERROR" || rcode === "NXDOMAIN";
  const empty = authoritative && answers.every((answer) => answer.type === "CNAME") && question?.type !== "CNAME";
  const edns = query.additionals?.some((one) => one.type === "OPT");
  return {
    id: query.id ?? 0,
    type: "response",
    flags:
      ((query.flags ?? 0) & RECURSION_DESIRED) |
      RECURSION_AVAILABLE |
      (authoritative ? AUTHORITATIVE_ANSWER : 0) |
      rcodes[rcode],
    questions: query.questions ?? [],
    answers: [...answers],
    authorities: empty ? [soa] : [],
    additionals: edns ? [{ type: "OPT", name: ".", udpPayloadSize: 1232, flags: 0, options: [] } as never] : [],
  };
};
