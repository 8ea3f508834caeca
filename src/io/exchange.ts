import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import type { Client, Dispatcher } from "undici";
import type { Attempt, Failure } from "../model/failure.js";
import { classify, failure } from "./classify.js";
import { stopwatch } from "./connector.js";
import { afterSilence } from "./pause.js";
import { alertOf, tlsFailure } from "./tls-failure.js";

/** How a connection ended, from the server's side. */
export type Ending = { readonly error: unknown };

/** A connection that is watched from its first moment: what ends it may come before anybody asks. */
export type Watched = {
  readonly socket: Socket;
  readonly end: Promise<Ending>;
  readonly ended: () => Ending | undefined;
};

export const watch = (socket: Socket): Watched => {
  let ending: Ending | undefined;
  const end = new Promise<Ending>((resolve) => {
    const note = (error: unknown): void => {
      ending ??= { error };
      resolve(ending);
    };
    const closed = Object.assign(new Error("the server closed the connection"), { code: "ECONNRESET" });
    const fin = (): void => note(closed);
    socket.on("error", note).once("end", fin).once("close", fin);
  });
  return { socket, end, ended: () => ending };
};

export type Asking = Pick<Dispatcher.DispatchOptions, "method" | "path"> & {
  readonly headers: Record<string, string>;
};
/** Milliseconds to the first byte and of silence within the body; bytes of body that are kept. */
export type ExchangeLimits = {
  readonly signal: AbortSignal;
  readonly answer: number;
  readonly stall: number;
  readonly bodyLimit: number;
  /** Reads what is beyond the limit as well and throws it away, so that the connection can be used again. */
  readonly drain?: true;
};
export type Exchanged = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly version: string;
  readonly body: Buffer;
  /** More than the limit: the body was not read to its end. */
  readonly bodyBytes: number;
  readonly times: { readonly firstByte: number; readonly body: number };
  /** For so many milliseconds the first byte may have lain there before this process was let run. */
  readonly unread: number;
};

/** Milliseconds between two beats of an event loop that nothing keeps up. */
const beat = 20;

/** Tells for how long the event loop has stood still just now. */
const pulse = (): { readonly gap: () => number; readonly stop: () => void } => {
  let last = performance.now();
  const timer = setInterval(() => {
    last = performance.now();
  }, beat);
  const gap = (): number => Math.max(0, Math.round(performance.now() - last - beat));
  return { gap, stop: () => clearInterval(timer) };
};

/** Shows the first bytes that come next to `see`, and leaves them where they are. */
const peek = (socket: Socket, see: (bytes: Buffer) => void): (() => void) => {
  const look = (): void => {
    const bytes: Buffer | null = socket.read();
    if (bytes === null) return;
    socket.off("readable", look);
    see(bytes);
    socket.unshift(bytes);
  };
  socket.prependListener("readable", look);
  return () => void socket.off("readable", look);
};

/** A length that does not fit before the head has ended is none of a body: undici says so of a head with two lengths. */
const ofHead = (told: Failure): Failure =>
  told.code === "body-truncated" && told.phase === "answer" ? { ...told, code: "malformed" } : told;

const failureOf = (error: unknown, phase: "answer" | "body", sentCertificate: boolean): Failure =>
  alertOf(error) === undefined
    ? ofHead(classify(error, phase))
    : tlsFailure(error, { requested: true, sentCertificate });

/** One request and its answer over a connection that is there. */
export const exchange = (
  client: Client,
  { socket, end }: Watched,
  asking: Asking,
  limits: ExchangeLimits,
  sentCertificate: boolean,
): Promise<Attempt<Exchanged>> =>
  new Promise((resolve) => {
    const elapsed = stopwatch();
    const chunks: Buffer[] = [];
    let phase: "answer" | "body" = "answer";
    let answer = { status: 0, headers: {} as IncomingHttpHeaders };
    let [version, firstByte, bodyBytes, unread] = ["1.1", 0, 0, 0];
    const { gap, stop: stopPulse } = pulse();
    let over = false;
    let stop: () => void = () => {};
    let stopClock: () => void = () => {};

    const settle = (outcome: Attempt<Exchanged>): void => {
      if (over) return;
      over = true;
      stopClock();
      stopPulse();
      unpeek();
      limits.signal.removeEventListener("abort", abort);
      stop();
      resolve(outcome);
    };
    const fail = (reason: Failure): void => settle({ ok: false, ms: elapsed(), failure: reason });
    const succeed = (): void => {
      const times = { firstByte, body: elapsed() - firstByte };
      settle({
        ok: true,
        ms: elapsed(),
        value: { ...answer, version, body: Buffer.concat(chunks), bodyBytes, times, unread },
      });
    };
    const abort = (): void => fail(failure("aborted", phase, "aborted"));
    const restart = (ms: number): void => {
      stopClock();
      stopClock = afterSilence(ms, () => fail(failure("timeout", phase, `silence for ${ms} ms`)));
    };
    const unpeek = peek(socket, (bytes) => {
      firstByte = elapsed();
      unread = gap();
      stopPulse();
      version = /^HTTP\/(\d\.\d)/.exec(bytes.subarray(0, 8).toString("latin1"))?.[1] ?? version;
    });
    const keep = (chunk: Buffer): void => {
      restart(limits.stall);
      const room = limits.bodyLimit - bodyBytes;
      if (room > 0) chunks.push(chunk.subarray(0, room));
      bodyBytes += chunk.length;
      if (bodyBytes > limits.bodyLimit && limits.drain !== true) succeed();
    };

    limits.signal.addEventListener("abort", abort, { once: true });
    restart(limits.answer);
    // undici hears of an ending only once it has the connection; it has the first word where it has.
    end.then(({ error }) => setImmediate(() => setImmediate(() => fail(failureOf(error, phase, sentCertificate)))));
    client.dispatch(asking as Dispatcher.DispatchOptions, {
      onRequestStart(controller) {
        stop = () => controller.abort(new Error("over"));
      },
      onResponseStart(_, status, headers) {
        // Informational answers (RFC 9110 section 15.2) come before the one.
        if (status < 200) return;
        answer = { status, headers };
        phase = "body";
        restart(limits.stall);
      },
      onResponseData: (_, chunk) => keep(chunk),
      onResponseEnd() {
        stop = () => {};
        succeed();
      },
      onResponseError(_, error) {
        stop = () => {};
        fail(failureOf(error, phase, sentCertificate));
      },
    });
    if (limits.signal.aborted) abort();
  });
