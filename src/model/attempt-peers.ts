/** A host, a port or both that an error text names. `host` is lower case, without brackets or a final dot. */
export type NamedPeer = { readonly host?: string; readonly port?: number };

const plain = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
const peer = (host: string | undefined, port: string | undefined): NamedPeer => ({
  ...(host === undefined ? {} : { host: plain(host) }),
  ...(port === undefined ? {} : { port: Number(port) }),
});

const name = String.raw`(?:[a-z0-9_-]+\.)+[a-z0-9-]+|localhost`;
const six = String.raw`\[[0-9a-f:.%]+\]|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}`;
/** Files of programs stand before a colon and a number, too. */
const source = /\.(?:java|kt|scala|groovy|[cm]?[jt]sx?|c|cc|cpp|h|py|go|rs|cs|vb|php|rb|pl|inc)$/i;

/** What names a peer; the groups are the host and the port. */
const forms: readonly RegExp[] = [
  new RegExp(String.raw`(?<![\w.@:-])(${name}|${six}):(\d{1,5})(?![\w.:])`, "gi"),
  new RegExp(
    String.raw`\b(?:host|hostname|address|remoteAddress)['"]?\s?[:=]\s?['"](${name}|[0-9a-f:.]+)['"](?:,\s?['"]?port['"]?\s?[:=]\s?['"]?(\d{1,5}))?`,
    "gi",
  ),
  /\bto (?:host )?(\S+) port (\d{1,5})\b/gi,
  /\bto (?:[^\s/]*\/)?(\S+) \(port (\d{1,5})\)/gi,
  new RegExp(String.raw`\('(${name}|[0-9a-f:.]+)', (\d{1,5})`, "gi"),
  new RegExp(
    `(?:ENOTFOUND|EAI_AGAIN|UnknownHostException:|resolve host:|resolve proxy:|lookup|resolve|resolved:|远程名称:) ?['"]?(${name})`,
    "gi",
  ),
];

const portOf = (scheme: string): string => (scheme.toLowerCase() === "https" ? "443" : "80");
const origin = new RegExp(String.raw`\b(https?)://(?:[^\s/@]*@)?(${name}|${six})(?::(\d{1,5}))?`, "gi");

/** Which hosts and ports a text speaks of. The server of a look-up and the local end of a connection are none. */
export const namedPeers = (text: string): readonly NamedPeer[] => {
  const far = text
    .replace(/ on \S+:53\b/g, "")
    .replace(/ from \S+ \(port \d+\)| - Local \([^)]*\)/g, "")
    .replace(/\blocal(?:Address|Port): \S+/g, "");
  const urls = [...far.matchAll(origin)].map(([, scheme = "", host, port]) => peer(host, port ?? portOf(scheme)));
  const others = forms.flatMap((form) =>
    [...far.replace(origin, " ").matchAll(form)]
      .filter(([, host = ""]) => !source.test(host))
      .map(([, host, port]) => peer(host, port)),
  );
  const seen = new Map([...urls, ...others].map((one) => [`${one.host}:${one.port}`, one]));
  return [...seen.values()];
};
