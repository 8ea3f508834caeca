import type { FailureCode } from "./failure.js";

/** Which sizes of packets pass on the way to a host, as plain values. */

/** What came of echo requests by the size of the whole IP packet, in bytes, none of them fragmented on the way. */
export type AskedSizes = {
  readonly passed: readonly number[];
  /** Sizes of which no request was answered, and of which no router said why. */
  readonly lost: readonly number[];
  /** The next router's MTU as routers told it; `from` null: this host knew it already from an earlier message. */
  readonly told: readonly { readonly from: string | null; readonly mtu: number | null }[];
};
export type EchoSizes = AskedSizes & {
  readonly how: "net-ping" | "ping";
  /** Sizes above 1500 that the interface may send; absent: it sends none, or not even 1500 passed. */
  readonly beyond?: AskedSizes;
  /** Bits per second at which full-size packets sent at once came back; null: not measured. */
  readonly rate: number | null;
};
/** What the kernel knows of a connection (`ss -ti`). */
export type TcpFacts = {
  /** Segments of ours that the far side has not acknowledged; segments that it has, beyond a gap. */
  readonly unacked: number;
  readonly sacked: number;
  /** Segments of the far side that arrived beyond a gap. */
  readonly outOfOrder: number;
  /** Bytes of the whole IP packet that a full segment of ours makes, by what both sides said of their MSS. */
  readonly segment: number | null;
};
/** One exchange that takes a large message: a TLS handshake, or a HEAD request. */
export type SizedExchange = {
  /** `whole`: sent at once, so that it fills full-size packets; `pieces`: the same in packets of at most 600 bytes. */
  readonly sent: "whole" | "pieces";
  /** Milliseconds; from the beginning of the message to the end of the exchange or of the patience. */
  readonly ms: number;
  /** Whether it came to an end: an answer, be it a refusal. */
  readonly done: boolean;
  readonly received: number;
  /** As it was at the end; null: not available on this system, or the connection was gone. */
  readonly kernel: TcpFacts | null;
};
export type PathMtu = {
  /** The largest IP packet that was asked for: the MTU of the interface, at most 1500; what is larger stands in `echo.beyond`. */
  readonly full: number;
  /** null: no means to send echo requests. */
  readonly echo: EchoSizes | null;
  /** The TCP handshake with the service; absent: no service was asked. */
  readonly connect?: "open" | FailureCode;
  /** Empty unless the connection opened. */
  readonly exchanges: readonly SizedExchange[];
};
