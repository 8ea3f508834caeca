import type { Protocol } from "./profile.js";

/**
 * Protocols that no target is expected to speak here and that are met on a wrong port, most often first. Their servers wait for the
 * client and cut, without a word, a connection on which another protocol is spoken: only who asks in their way hears who they are.
 */
export const strangers = [
  "redis",
  "postgresql",
  "mongodb",
  "ajp",
  "mqtt",
  "kafka",
  "ldap",
  "socks",
  "zookeeper",
  "sql-server",
  "oracle",
] as const;
export type Stranger = (typeof strangers)[number];

/** Those that introduce themselves, whoever asks. */
export type Speaker = "ftp" | "vnc" | "amqp" | "memcached";

/** What bytes may turn out to be. */
export type Tongue = Protocol | Stranger | Speaker;
