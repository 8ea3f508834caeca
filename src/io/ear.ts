import { isIPv4 } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Peer } from "../model/io.js";
import { hostPort } from "../model/place.js";
import { isOwnAddress } from "./host-any.js";
import { type IcmpReason, readAboutSegment } from "./icmp-packet.js";
import { openRawSocket } from "./raw-socket.js";

/** That no way leads on, that nobody is there, or that a filter forbids it. */
type Turned = "network-unreachable" | "host-unreachable" | "prohibited";

/**
 * What routers and firewalls say of connection requests. The kernel tells a program only "host unreachable", be it that a router
 * found nobody, that a firewall forbids the port, or that one forbids the host (Linux: icmp_err_convert); the message itself says which.
 */
export type Ear = {
  /** Opens it before the first request is sent; where no raw socket may be opened it stays deaf. Never rejects. */
  open(address: string): Promise<void>;
  /** The last word on what was sent to a port since `since` (`performance.now()`), with a moment for what lies in the socket unread. */
  said(peer: Peer, since: number, transport?: Transport): Promise<Heard | undefined>;
  /**
   * Who turned away whatever was sent to a port. The kernel keeps that from a program that sends datagrams, since it may pass (RFC 1122,
   * section 4.1.3.3); and who rations its words says it of one packet only.
   */
  turned(peer: Peer): { readonly reason: Turned; readonly router: string } | undefined;
};

export const deaf: Ear = { open: async () => {}, said: async () => undefined, turned: () => undefined };

type Transport = "tcp" | "udp";

/** `from`: who said it; `at`: when it was read (`performance.now()`). */
export type Heard = { readonly reason: IcmpReason; readonly from: string; readonly at: number };

/** How long a word may lie unread, and between two looks, in milliseconds: one packet is read per turn of the event loop. */
const [patience, turn] = [100, 5];

const isTurned = (reason: IcmpReason): reason is Turned =>
  reason === "network-unreachable" || reason === "host-unreachable" || reason === "prohibited";

const keyOf = (transport: Transport, address: string, port: number): string =>
  `${transport} ${hostPort(address, port)}`;

const listen = async (heard: Map<string, Heard>, closing: Set<() => void>): Promise<boolean> => {
  try {
    await openRawSocket("ICMP", closing, (packet) => {
      const about = readAboutSegment(packet);
      if (about === undefined) return;
      const { reason, from, transport, destination, port } = about;
      heard.set(keyOf(transport, destination, port), { reason, from, at: performance.now() });
    });
    return true;
  } catch {
    return false;
  }
};

/** IPv4 only, as the raw sockets that show headers. `closing`: what ends it with the run. */
export const createEar = (closing: Set<() => void>): Ear => {
  const heard = new Map<string, Heard>();
  let opened: Promise<boolean> | undefined;
  return {
    async open(address) {
      if (!isIPv4(address) || address.startsWith("127.")) return;
      opened ??= listen(heard, closing);
      await opened;
    },
    turned({ address, port }) {
      const words = (["udp", "tcp"] as const).flatMap((transport) => heard.get(keyOf(transport, address, port)) ?? []);
      // Of a gateway that it does not find this machine says the same, and of whatever lies behind it.
      return words.flatMap(({ reason, from }) =>
        isTurned(reason) && !isOwnAddress(from) ? [{ reason, router: from }] : [],
      )[0];
    },
    async said({ address, port }, since, transport = "tcp") {
      if (opened === undefined || !(await opened)) return undefined;
      const until = performance.now() + patience;
      for (;;) {
        const last = heard.get(keyOf(transport, address, port));
        if (last !== undefined && last.at >= since) return last;
        if (performance.now() >= until) return undefined;
        await sleep(turn);
      }
    },
  };
};
