import type { Socket } from "node:net";
import { type Answer, answer, type Client, type Contents, unknownDatabase } from "./database-sql.js";
import { contentsOf, type State, tooMany, version } from "./database-state.js";
import {
  challenge,
  errorPacket,
  framed,
  greetingPacket,
  nativePassword,
  okPacket,
  type Packet,
  packetsOf,
  parseResponse,
  passwordMatches,
  resultPackets,
  type SqlError,
  switchPacket,
} from "./mysql-wire.js";

const commands = { quit: 1, initDb: 2, query: 3, fieldList: 4, statistics: 9, ping: 14 } as const;
const unknownCommand: SqlError = { number: 1047, state: "08S01", text: "Unknown command" };

const payloadsOf = (said: Answer): Buffer[] => {
  if (said === "done") return [okPacket()];
  return "number" in said ? [errorPacket(said)] : resultPackets(said);
};

/** The payloads that answer one command; null: the client takes its leave. */
const replyTo = (payload: Buffer, contents: Contents, client: Client): Buffer[] | null => {
  const text = payload.toString("utf8", 1);
  switch (payload[0]) {
    case commands.quit:
      return null;
    case commands.ping:
      return [okPacket()];
    case commands.statistics:
      return [Buffer.from(`Uptime: 1  Threads: ${contents.clients().length}`)];
    case commands.initDb:
      return payloadsOf(answer(`USE ${text}`, { contents, client }));
    case commands.query:
      return payloadsOf(answer(text, { contents, client }));
    default:
      return [errorPacket(unknownCommand)];
  }
};

type Proof = {
  readonly user: string;
  readonly proof: Buffer;
  readonly database: string | null;
  readonly scramble: Buffer;
};

const refusalOf = ({ user, proof, database, scramble }: Proof, state: State): SqlError | null => {
  if (user !== state.user || !passwordMatches(proof, state.password, scramble)) {
    const text = `Access denied for user '${user}'@'127.0.0.1' (using password: ${proof.length > 0 ? "YES" : "NO"})`;
    return { number: 1045, state: "28000", text };
  }
  if (state.locked) {
    return { number: 3118, state: "HY000", text: `Access denied for user '${user}'@'127.0.0.1'. Account is locked.` };
  }
  return database === null || database === state.database ? null : unknownDatabase(database);
};

/** Waits, or ends early when the connection does. */
const rest = (socket: Socket, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      socket.off("close", over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    socket.once("close", over);
    if (ms === 0 || socket.destroyed) over();
  });

/** One connection: what it says, and what it hears next. */
type Talk = {
  readonly socket: Socket;
  say(from: number, ...payloads: readonly Buffer[]): void;
  refuse(from: number, error: SqlError): void;
  next(): Promise<Packet | undefined>;
};

const talkOver = (socket: Socket): Talk => {
  const packets = packetsOf(socket);
  return {
    socket,
    say: (from, ...payloads) =>
      void socket.write(Buffer.concat(payloads.map((payload, at) => framed(from + at, payload)))),
    refuse: (from, error) => void socket.end(framed(from, errorPacket(error))),
    next: async () => (await packets.next()).value ?? undefined,
  };
};

/** Greeting, challenge and response. Whether the client was let in. */
const admit = async ({ socket, say, refuse, next }: Talk, state: State, client: Client): Promise<boolean> => {
  const scramble = challenge();
  say(0, greetingPacket(version, client.id, scramble));
  let reply = await next();
  if (reply === undefined) return false;
  const { user, token, database, plugin } = parseResponse(reply.payload);
  let proof = token;
  if (plugin !== nativePassword) {
    say(reply.sequence + 1, switchPacket(scramble));
    reply = await next();
    if (reply === undefined) return false;
    proof = reply.payload;
  }
  await rest(socket, state.loginDelay);
  const refusal = refusalOf({ user, proof, database, scramble }, state);
  if (refusal === null) {
    client.database = database;
    say(reply.sequence + 1, okPacket());
  } else refuse(reply.sequence + 1, refusal);
  return refusal === null;
};

const converse = async (
  { socket, say, next }: Talk,
  state: State,
  contents: Contents,
  client: Client,
): Promise<void> => {
  let pause = state.answerDelay[0];
  socket.setTimeout(state.waitTimeout * 1000, () => socket.destroy());
  for (let packet = await next(); packet !== undefined; packet = await next()) {
    const said = replyTo(packet.payload, contents, client);
    if (said === null) break;
    await rest(socket, pause);
    pause = state.answerDelay[1];
    say(1, ...said);
  }
  socket.end();
};

/** Talks with one client from the greeting to its end; `clients` are all that are connected. */
export const serve = async (socket: Socket, state: State, clients: Set<Client>, id: number): Promise<void> => {
  const talk = talkOver(socket);
  if (state.turnedAway !== null) return talk.refuse(0, state.turnedAway);
  if (clients.size >= state.maxConnections) return talk.refuse(0, tooMany);
  const client: Client = { id, user: state.user, host: "127.0.0.1", database: null, command: "Query" };
  clients.add(client);
  socket.once("close", () => clients.delete(client));
  if (await admit(talk, state, client)) await converse(talk, state, contentsOf(state, clients), client);
};
