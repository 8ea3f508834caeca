import { createSocket } from "node:dgram";
import type { Attempt, Failure } from "../model/failure.js";
import type { DnsAnswer, DnsQuery, VerbOptions } from "../model/io.js";
import { hostPort } from "../model/place.js";
import type { ServerAddress } from "../model/profile.js";
import { classify, failure } from "./classify.js";
import { awaited, type Limits, stopwatch } from "./connector.js";
import type { Context } from "./context.js";
import { dial } from "./dial.js";
import { type Asked, isAskable, makeQuestion, readAnswer } from "./dns-message.js";

type Reply = { readonly answer: DnsAnswer } | { readonly failure: Failure };
type Exchange = (context: Context, server: ServerAddress, asked: Asked, limits: Limits) => Promise<Reply>;

/** A server that knows no EDNS answers so (RFC 6891, section 7). */
const knowsNoEdns: readonly string[] = ["FORMERR", "NOTIMP"];
/** A lost packet is sent again after this share of the time-out, once. */
const again = 2 / 5;

/**
 * Asks one server one question, recursion desired. Whatever the server answers is a success, whatever its rcode; only no
 * answer is a failure, in the phase `query` or, over TCP, `connect`.
 */
export const query = async (
  context: Context,
  server: ServerAddress,
  { transport, ...question }: DnsQuery,
  options: VerbOptions,
): Promise<Attempt<DnsAnswer>> => {
  const elapsed = stopwatch();
  const timeout = options.timeout ?? context.profile.defaults.timeout;
  if (!isAskable(question.name)) {
    return {
      ok: false,
      ms: 0,
      failure: failure("name-not-found", "query", `${question.name}: no name can look like this`),
    };
  }
  const exchange = transport === "udp" ? overUdp : overTcp;
  const ask = (edns: boolean): Promise<Reply> =>
    exchange(context, server, makeQuestion(question, edns), { ...options, timeout: timeout - elapsed() });
  let reply = await ask(true);
  if ("answer" in reply && knowsNoEdns.includes(reply.answer.rcode)) reply = await ask(false);
  const ms = elapsed();
  return "answer" in reply ? { ok: true, ms, value: reply.answer } : { ok: false, ms, failure: reply.failure };
};

const failed = (one: Failure): Reply => ({ failure: one });

const overUdp: Exchange = async (context, server, asked, limits) => {
  await context.ear.open(server.address);
  const began = performance.now();
  const reply = await exchangeOverUdp(context, server, asked, limits);
  if (!("failure" in reply)) return reply;
  if (unreachable.includes(reply.failure.code)) return failed(await forbidden(context, server, reply.failure, began));
  const said = reply.failure.code === "timeout" ? context.ear.turned(server) : undefined;
  return said === undefined ? reply : failed(failure(said.reason, "query", `${said.router} says so`, said.router));
};

const unreachable: readonly string[] = ["host-unreachable", "network-unreachable"];

/** "Unreachable" is what a program hears of a prohibition, too. */
const forbidden = async (context: Context, server: ServerAddress, met: Failure, began: number): Promise<Failure> =>
  (await context.ear.said(server, began, "udp"))?.reason === "prohibited" ? { ...met, code: "prohibited" } : met;

const exchangeOverUdp: Exchange = (context, server, asked, limits) => {
  let strangers = 0;
  const where = hostPort(server.address, server.port);
  const onLimit = (code: "timeout" | "aborted"): Reply =>
    strangers > 0 && code === "timeout"
      ? failed(failure("malformed", "query", `${where} answered another question`))
      : failed(failure(code, "query", `${code} while waiting for the answer of ${where}`));

  // Connected, so that the kernel passes on ICMP errors and only packets of this server.
  const socket = createSocket(server.address.includes(":") ? "udp6" : "udp4");
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  let stop = (): void => {};
  return awaited<Reply>(limits, onLimit, (settle) => {
    const fail = (error: unknown): void => settle(failed(classify(error, "query")));
    // The connection may be there only after the answer is no longer waited for, and the socket closed.
    const send = (): void => void (over || socket.send(asked.bytes, (error) => error && fail(error)));
    stop = () => settle(failed(failure("aborted", "query", "closed by this tool")));
    context.closing.add(stop);
    timer = setTimeout(send, limits.timeout * again);
    socket.on("error", fail);
    socket.on("message", (bytes) => {
      const read = readAnswer(asked, bytes);
      if (read === "other") strangers += 1;
      else if (read === "malformed") settle(failed(failure("malformed", "query", `${where} sent no DNS answer`)));
      else {
        context.gate.reached(server.address);
        settle({ answer: read });
      }
    });
    context.gate.asking(server.address);
    socket.connect(server.port, server.address, (error?: Error) => (error ? fail(error) : send()));
  }).finally(() => {
    over = true;
    clearTimeout(timer);
    context.closing.delete(stop);
    socket.close();
  });
};

/** One question on one connection, after its length in two bytes (RFC 7766). */
const overTcp: Exchange = async (context, server, asked, limits) => {
  const dialled = await dial(context, server, limits);
  if (!dialled.ok) return failed(dialled.failure);
  const { socket, hangUp } = dialled.value;
  const where = hostPort(server.address, server.port);
  const onLimit = (code: "timeout" | "aborted"): Reply =>
    failed(failure(code, "query", `${code} while waiting for the answer of ${where} over TCP`));
  const rest = { ...limits, timeout: limits.timeout - dialled.ms };
  const reply = await awaited<Reply>(rest, onLimit, (settle) => {
    let got = Buffer.alloc(0);
    socket.on("error", (error) => settle(failed(classify(error, "query"))));
    socket.on("close", () => settle(failed(failure("closed", "query", `${where} closed without an answer`))));
    socket.on("end", () => socket.destroy());
    socket.on("data", (chunk) => {
      got = Buffer.concat([got, chunk]);
      if (got.length < 2 || got.length < 2 + got.readUInt16BE(0)) return;
      const read = readAnswer(asked, got.subarray(2, 2 + got.readUInt16BE(0)));
      const wrong = failure("malformed", "query", `${where} sent no DNS answer over TCP`);
      settle(typeof read === "string" ? failed(wrong) : { answer: read });
    });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(asked.bytes.length);
    socket.write(Buffer.concat([length, asked.bytes]));
  });
  hangUp();
  return reply;
};
