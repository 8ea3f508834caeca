/** What of raw-socket is used (it comes with net-ping): a copy of every IPv4 packet of one protocol that arrives, with its header. */
type Socket = {
  on(event: "message", hear: (packet: Buffer, source: string) => void): void;
  on(event: "error" | "close", then: (error?: Error) => void): void;
  send(bytes: Buffer, offset: number, length: number, address: string, after: (error: Error | null) => void): void;
  close(): void;
};
type Library = {
  readonly Protocol: { readonly ICMP: number; readonly TCP: number };
  readonly AddressFamily: { readonly IPv4: number };
  createSocket(options: object): Socket;
};

export type RawSocket = Pick<Socket, "send" | "close">;

/** Open raw sockets, held here against the garbage collector. */
const open = new Set<Socket>();

/** Hears one protocol over IPv4. Rejects where no raw socket may be opened. `closing`: what ends it with the run. */
export const openRawSocket = async (
  protocol: keyof Library["Protocol"],
  closing: Set<() => void>,
  hear: (packet: Buffer, source: string) => void,
): Promise<RawSocket> => {
  const library = ((await import("raw-socket" as string)) as { default: Library }).default;
  const { Protocol, AddressFamily } = library;
  const socket = library.createSocket({ protocol: Protocol[protocol], addressFamily: AddressFamily.IPv4 });
  const close = (): void => {
    closing.delete(close);
    if (open.delete(socket)) socket.close();
  };
  open.add(socket);
  closing.add(close);
  socket.on("error", close);
  socket.on("message", hear);
  return { send: (...what) => socket.send(...what), close };
};
