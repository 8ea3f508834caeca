import { createServer, type Server, type Socket } from "node:net";

const tlsProtocol = 1;
const negotiation = { request: 1, response: 2 } as const;

/**
 * X.224 Connection Confirm ([MS-RDPBCGR] 2.2.1.2) to a whole Connection Request (2.2.1.1), or undefined if it is none.
 * The security protocol is TLS where the request offers it, else standard RDP security.
 */
export const connectionConfirm = (request: Buffer): Buffer | undefined => {
  if (request.length < 11 || request[0] !== 3 || ((request[5] ?? 0) & 0xf0) !== 0xe0) return undefined;
  const offer = request.length >= 19 ? request.subarray(request.length - 8) : undefined;
  const source = [request[8] ?? 0, request[9] ?? 0];
  if (offer?.[0] !== negotiation.request) return Buffer.from([3, 0, 0, 11, 6, 0xd0, ...source, 0x12, 0x34, 0]);
  const selected = (offer[4] ?? 0) & tlsProtocol;
  const answer = [negotiation.response, 0, 8, 0, selected, 0, 0, 0];
  return Buffer.from([3, 0, 0, 19, 14, 0xd0, ...source, 0x12, 0x34, 0, ...answer]);
};

const converse = (socket: Socket): void => {
  let heard = Buffer.alloc(0);
  socket.on("data", (bytes: Buffer) => {
    heard = Buffer.concat([heard, bytes]);
    if (heard[0] !== 3) return void socket.end();
    const length = heard.length < 4 ? Number.POSITIVE_INFINITY : heard.readUInt16BE(2);
    if (heard.length < length) return;
    const confirm = connectionConfirm(heard.subarray(0, length));
    if (confirm === undefined) return void socket.end();
    socket.removeAllListeners("data").resume().write(confirm);
  });
};

/** A remote desktop as far as a diagnosis asks: it negotiates the connection and then waits. */
export const desktopServer = (): Server => createServer(converse);
