import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { createServer, type Server, type Socket } from "node:net";
import { decode, encode, type Packet, streamEncode } from "dns-packet";
import { type AnswerEverythingWith, answerTo, type Zone } from "./dns-zone.js";
import { closedPort, droppedPort } from "./port.js";
import { listen, loopback, type Service } from "./service.js";

export type DnsPlan = {
  readonly port: "open" | "closed" | "dropped";
  readonly zone: Zone;
  readonly everything: AnswerEverythingWith | null;
};

type Answerer = (query: Packet) => Packet;

/** Bytes that are no DNS message get no answer, as they get none from a real server. */
const queryIn = (bytes: Buffer): Packet | undefined => {
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
};

const udpService = (socket: UdpSocket, port: number): Promise<Service> =>
  new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, loopback, () => {
      socket.off("error", reject).on("error", () => {});
      resolve({ port, close: () => new Promise((done) => socket.close(() => done())) });
    });
  });

const answeringUdp = (port: number, answer: Answerer): Promise<Service> => {
  const socket = createSocket("udp4");
  socket.on("message", (bytes, peer) => {
    const query = queryIn(bytes);
    if (query !== undefined) socket.send(encode(answer(query)), peer.port, peer.address);
  });
  return udpService(socket, port);
};

const silentUdp = (port: number): Promise<Service> => udpService(createSocket("udp4"), port);

/** Connected elsewhere, the socket keeps the port from others while the kernel refuses what comes in. */
const closedUdp = async (port: number): Promise<Service> => {
  const socket = createSocket("udp4");
  const service = await udpService(socket, port);
  await new Promise<void>((done) => socket.connect(port, loopback, done));
  return service;
};

const answeringTcp = (answer: Answerer): Server =>
  createServer((socket: Socket) => {
    let heard = Buffer.alloc(0);
    socket.on("data", (bytes: Buffer) => {
      heard = Buffer.concat([heard, bytes]);
      while (heard.length >= 2 && heard.length >= 2 + heard.readUInt16BE(0)) {
        const end = 2 + heard.readUInt16BE(0);
        const query = queryIn(heard.subarray(2, end));
        heard = heard.subarray(end);
        if (query === undefined) return void socket.destroy();
        socket.write(streamEncode(answer(query)));
      }
    });
  });

const parts = (plan: DnsPlan): { tcp(): Promise<Service>; udp(port: number): Promise<Service> } => {
  const answer: Answerer = (query) => answerTo(query, plan.zone, plan.everything);
  switch (plan.port) {
    case "open":
      return { tcp: () => listen(answeringTcp(answer)), udp: (port) => answeringUdp(port, answer) };
    case "closed":
      return { tcp: closedPort, udp: closedUdp };
    case "dropped":
      return { tcp: droppedPort, udp: silentUdp };
  }
};

/** A DNS server for the plan's zone on one free port, over UDP and TCP (RFC 7766). */
export const startDns = async (plan: DnsPlan, tries = 10): Promise<Service> => {
  const { tcp, udp } = parts(plan);
  const first = await tcp();
  try {
    const second = await udp(first.port);
    return { port: first.port, close: async () => void (await Promise.all([first.close(), second.close()])) };
  } catch (error) {
    await first.close();
    // The port that TCP found free was taken for UDP: look for another.
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE" && tries > 1) return startDns(plan, tries - 1);
    throw error;
  }
};
