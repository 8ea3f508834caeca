import type { FailureCode } from "../model/failure.js";
import type { SizedExchange } from "../model/io.js";
import type { Context } from "./context.js";
import { dial } from "./dial.js";
import { exchangeOver, type Service } from "./sized-exchange.js";
import { tcpFacts } from "./tcp-facts.js";

export type Streamed = { readonly connect: "open" | FailureCode; readonly exchanges: readonly SizedExchange[] };
export type StreamOrder = {
  readonly timeout: number;
  /** Milliseconds for everything. */
  readonly patience: number;
  readonly signal: AbortSignal;
};

/**
 * How long the handshake of TCP may take, as a share of the time-out: before two fifths of it others may look again, and need the
 * place at the gate.
 */
const connecting = 0.18;
/** When the same is sent in pieces beside a message that is not answered, as a share of the time-out. */
const beside = 0.2;
/** How long a message must have been without an answer that came at once to its pieces, in milliseconds. */
const conviction = 1500;

type Tried = { readonly connect: "open" | FailureCode; readonly exchange?: SizedExchange };

const tryOnce = async (
  context: Context,
  address: string,
  service: Service,
  sent: SizedExchange["sent"],
  { timeout, patience, signal, stop }: StreamOrder & { readonly stop: AbortSignal },
): Promise<Tried> => {
  const limits = { signal: AbortSignal.any([signal, stop]), timeout: timeout * connecting };
  const dialled = await dial(context, { address, port: service.port }, limits);
  if (!dialled.ok) return { connect: dialled.failure.code };
  const { socket, hangUp } = dialled.value;
  const local = socket.localPort ?? 0;
  try {
    const facts = () => tcpFacts(context, local, signal);
    return {
      connect: "open",
      exchange: await exchangeOver(socket, service, sent, { patience, stop: limits.signal, facts }),
    };
  } finally {
    hangUp();
  }
};

const waiting = (ms: number, end: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    end.addEventListener("abort", finish, { once: true });
    if (end.aborted) finish();
  });

/**
 * Sends a service a large message, whole and, beside it if it is not answered, in pieces: only the size of the packets differs. Where
 * the pieces are answered at once and the whole never is, large packets vanish on the way there.
 */
export const askService = async (
  context: Context,
  address: string,
  service: Service,
  order: StreamOrder,
): Promise<Streamed> => {
  const began = performance.now();
  const left = (): number => Math.max(1, order.patience - (performance.now() - began));
  const enough = new AbortController();
  const answered = new AbortController();
  const stop = enough.signal;
  // What waits for a place at the gate waits no longer than everything may last.
  const late = setTimeout(() => enough.abort(), order.patience + order.timeout * connecting);
  const over = AbortSignal.any([answered.signal, order.signal]);
  const first = tryOnce(context, address, service, "whole", { ...order, stop }).finally(() => answered.abort());
  await waiting(order.timeout * (connecting + beside), over);
  if (over.aborted) {
    clearTimeout(late);
    const { connect, exchange } = await first;
    return { connect, exchanges: exchange === undefined ? [] : [exchange] };
  }
  const pieces = tryOnce(context, address, service, "pieces", { ...order, patience: left(), stop }).then(
    async (one) => {
      if (one.exchange?.done === true) {
        await waiting(conviction - (performance.now() - began), over);
        enough.abort();
      }
      return one;
    },
  );
  void first.then(({ exchange }) => exchange?.done === true && enough.abort());
  const [whole, other] = await Promise.all([first, pieces]);
  clearTimeout(late);
  const exchanges = [whole, other].flatMap(({ exchange }) => exchange ?? []);
  return { connect: whole.connect, exchanges };
};
