/**
 * What a client says first, by the protocol that a port is to speak, as the text of `printf` (POSIX): empty where the server
 * speaks first. RDP: an X.224 Connection Request that offers TLS and CredSSP ([MS-RDPBCGR] 2.2.1.1).
 */
const firstWords: { readonly [protocol: string]: string } = {
  rdp: "\\3\\0\\0\\23\\16\\340\\0\\0\\0\\0\\0\\1\\0\\10\\0\\3\\0\\0\\0",
  mysql: "",
  smtp: "",
  ssh: "",
};

/** For a protocol without a word of its own the question that most programs answer, if only with a complaint. */
export const firstWordsOf = (protocol: unknown): string =>
  (typeof protocol === "string" ? firstWords[protocol] : undefined) ?? "HEAD / HTTP/1.0\\r\\n\\r\\n";
