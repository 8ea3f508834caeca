import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import type { Attempt, Failure, Phase } from "../model/failure.js";
import type { HeadAnswer, Peer, VerbOptions } from "../model/io.js";
import { hostPort } from "../model/place.js";
import { version } from "../model/version.js";
import { classify, failure } from "./classify.js";
import { awaited, type Limits, stopwatch } from "./connector.js";
import type { Context } from "./context.js";
import { dial } from "./dial.js";
import { readFields } from "./http-fields.js";
import { bannerOf, recognise } from "./recognise.js";

/** Heads end long before this; more is not read. */
const enough = 32_768;

/** Status line and fields of an HTTP/1 answer. */
export type Head = { readonly status: number; readonly fields: IncomingHttpHeaders };

const statusLine = /^HTTP\/\d(?:\.\d)? +(\d{3})/;

const fieldsOf = (lines: readonly string[]): IncomingHttpHeaders => {
  const fields: Record<string, string> = Object.create(null);
  for (const line of lines) {
    const [, name, value = ""] = /^([^\s:]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined) continue;
    const key = name.toLowerCase();
    fields[key] = fields[key] === undefined ? value : `${fields[key]}, ${value}`;
  }
  return fields;
};

type Found = { readonly head: Head; readonly rest: Buffer } | "more" | "foreign";

/** Looks for a whole head; informational ones (RFC 9110 section 15.2) come before the one. */
const findHead = (bytes: Buffer): Found => {
  const text = bytes.toString("latin1");
  if (!"HTTP/1.".startsWith(text.slice(0, 7)) && !/^HTTP\/\d/.test(text)) return "foreign";
  const [found] = /\r?\n\r?\n/.exec(text) ?? [];
  if (found === undefined) return text.length > enough ? "foreign" : "more";
  const end = text.indexOf(found);
  const status = Number(statusLine.exec(text)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) return "foreign";
  const rest = bytes.subarray(end + found.length);
  if (status < 200) return rest.length === 0 ? "more" : findHead(rest);
  return { head: { status, fields: fieldsOf(text.slice(0, end).split(/\r?\n/).slice(1)) }, rest };
};

const foreign = (bytes: Buffer, phase: Phase): Failure =>
  failure("wrong-protocol", phase, `no HTTP answer: ${bannerOf(bytes)}`, recognise(bytes) ?? "unknown");

/**
 * Reads the head of an HTTP/1 answer and leaves what follows on the socket. Bytes of another protocol are
 * `wrong-protocol`, with the protocol as detail.
 */
export const readHead = (socket: Socket, phase: Phase, limits: Limits): Promise<Attempt<Head>> => {
  const elapsed = stopwatch();
  const failed = (reason: Failure): Attempt<Head> => ({ ok: false, ms: elapsed(), failure: reason });
  return awaited<Attempt<Head>>(
    limits,
    (code) => failed(failure(code, phase, `${code} while waiting for an HTTP answer`)),
    (settle) => {
      let bytes = Buffer.alloc(0);
      const finish = (outcome: Attempt<Head>): void => {
        socket.off("readable", look).off("end", end).off("error", fail);
        settle(outcome);
      };
      const look = (): void => {
        for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) bytes = Buffer.concat([bytes, chunk]);
        const found = findHead(bytes);
        if (found === "more") return;
        if (found !== "foreign" && found.rest.length > 0) socket.unshift(found.rest);
        finish(found === "foreign" ? failed(foreign(bytes, phase)) : { ok: true, ms: elapsed(), value: found.head });
      };
      const end = (): void => {
        const closed = failure("closed", phase, "the connection ended without an HTTP answer");
        finish(failed(bytes.length === 0 ? closed : foreign(bytes, phase)));
      };
      const fail = (error: unknown): void => finish(failed(classify(error, phase)));
      socket.on("readable", look).once("end", end).once("error", fail);
    },
  );
};

/** A request without a body. Nothing of the profile goes along but what is given. */
export const requestHead = (method: string, target: string, host: string, lines: readonly string[] = []): string =>
  [`${method} ${target} HTTP/1.1`, `Host: ${host}`, `User-Agent: invoice-diag/${version}`, ...lines, "", ""].join(
    "\r\n",
  );

/** `HEAD /` in plain HTTP, without anything of the profile's: what answers at the front, and where it sends its visitors. */
export const head = async (
  context: Context,
  peer: Peer,
  options: VerbOptions & { readonly servername: string },
): Promise<Attempt<HeadAnswer>> => {
  const limits = { signal: options.signal, timeout: options.timeout ?? context.profile.defaults.timeout };
  const leave = await context.gate.turns.take(hostPort(peer.address, peer.port), options.signal);
  const line = await dial(context, peer, limits);
  if (!line.ok) {
    leave();
    return line;
  }
  const { socket, hangUp } = line.value;
  const host =
    peer.port === 80 ? hostPort(options.servername, "").slice(0, -1) : hostPort(options.servername, peer.port);
  socket.write(requestHead("HEAD", "/", host, ["Connection: close"]));
  const answer = await readHead(socket, "answer", limits).finally(() => {
    hangUp();
    leave();
  });
  const ms = line.ms + answer.ms;
  if (!answer.ok) return { ...answer, ms };
  const { status, fields } = answer.value;
  const { location } = readFields(fields, `http://${host}/`);
  return { ok: true, ms, value: { status, ...(location === undefined ? {} : { location }) } };
};
