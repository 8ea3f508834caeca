import { randomInt } from "node:crypto";
import packet from "dns-packet";
import type { DnsAnswer, DnsQuery } from "../model/io.js";
import { printable } from "./untrusted.js";

/** The least that every path carries in one piece (DNS Flag Day 2020). */
const payload = 1232;
/** Extended DNS error, RFC 8914. */
const extendedError = 15;
/** So many records of an answer are kept. */
const kept = 100;

export type Question = Pick<DnsQuery, "name" | "type" | "chaos">;
export type Asked = { readonly question: Question; readonly id: number; readonly bytes: Buffer };

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** Whether a name can exist at all (RFC 1035, section 2.3.4). */
export const isAskable = (name: string): boolean => {
  const labels = bare(name).split(".");
  return Buffer.byteLength(bare(name)) <= 253 && labels.every((one) => one.length > 0 && Buffer.byteLength(one) <= 63);
};

/** A question with recursion desired and a random id; `edns`: offer larger answers and ask for extended errors (RFC 6891). */
export const makeQuestion = (question: Question, edns: boolean): Asked => {
  const id = randomInt(0x10000);
  const opt = {
    type: "OPT" as const,
    name: "." as const,
    udpPayloadSize: payload,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
  const bytes = packet.encode({
    type: "query",
    id,
    flags: packet.RECURSION_DESIRED,
    questions: [{ type: question.type, name: question.name, ...(question.chaos ? { class: "CH" as const } : {}) }],
    additionals: edns ? [opt] : [],
  });
  return { question, id, bytes };
};

/**
 * Reads an answer. `other`: an answer to another question (not the id, not the name, not the type); `malformed`: no DNS
 * answer at all.
 */
export const readAnswer = (asked: Asked, bytes: Buffer): DnsAnswer | "other" | "malformed" => {
  if (bytes.length < 12) return "malformed";
  if (bytes.readUInt16BE(0) !== asked.id) return "other";
  const truncated = (bytes.readUInt16BE(2) & 0x0200) !== 0;
  let decoded: packet.DecodedPacket & { readonly rcode?: string };
  try {
    decoded = packet.decode(bytes);
  } catch {
    // Some cut an answer in the middle of a record; that it is cut is all that counts then.
    return truncated ? { rcode: "NOERROR", truncated, answers: [] } : "malformed";
  }
  if (decoded.type !== "response") return "malformed";
  const rcode = decoded.rcode ?? "NOERROR";
  const [question] = decoded.questions ?? [];
  // A server that refuses to read the question may leave it out.
  if (question === undefined ? rcode === "NOERROR" : !matches(question, asked.question)) return "other";
  const extended = extendedErrorIn(decoded.additionals ?? []);
  return {
    rcode,
    truncated,
    answers: (decoded.answers ?? []).slice(0, kept).map(record),
    ...(extended === undefined ? {} : { extended }),
  };
};

const matches = (one: packet.Question, other: Question): boolean =>
  bare(one.name) === bare(other.name) && one.type === other.type;

const record = (answer: packet.Answer): DnsAnswer["answers"][number] => ({
  name: printable(answer.name, 255),
  type: printable(String(answer.type), 20),
  ttl: "ttl" in answer ? (answer.ttl ?? 0) : 0,
  data: printable(dataOf(answer), 255),
});

const dataOf = (answer: packet.Answer): string => {
  if (answer.type === "SOA") return answer.data.mname;
  return "data" in answer && typeof answer.data === "string" ? answer.data : "";
};

const extendedErrorIn = (additionals: readonly packet.Answer[]): DnsAnswer["extended"] => {
  for (const one of additionals) {
    if (one.type !== "OPT") continue;
    const option = (one.options as readonly { code: unknown; data?: Buffer }[]).find((o) => o.code === extendedError);
    const data = option?.data;
    if (data !== undefined && data.length >= 2) {
      return { code: data.readUInt16BE(0), text: printable(data.subarray(2), 120) };
    }
  }
  return undefined;
};
