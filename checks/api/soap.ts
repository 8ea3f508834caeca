/** A SOAP envelope, by its namespace: version 1.1, then 1.2. */
const envelope =
  /<(?:[\w.-]+:)?Envelope\s[^>]*["'](?:http:\/\/schemas\.xmlsoap\.org\/soap\/envelope\/|http:\/\/www\.w3\.org\/2003\/05\/soap-envelope)["']/;
const faultStart = /<(?:[\w.-]+:)?Fault[\s>]/;
/** `faultcode` and `faultstring` (SOAP 1.1 section 4.4); `Code/Value` and `Reason/Text` (SOAP 1.2 section 5.4). */
const codeElement = /<(?:[\w.-]+:)?(?:faultcode|Value)(?:\s[^>]*)?>\s*(?:[\w.-]+:)?([\w.-]+)/;
const reasonElement = /<(?:[\w.-]+:)?(?:faultstring|Text)(?:\s[^>]*)?>\s*(?:<!\[CDATA\[)?([^<\]]*)/;
const looksAt = 20_000;

export type SoapFault = {
  /** On whose side the fault is in the server's words: the sender of the request, or the server. */
  readonly side: "client" | "server";
  readonly code: string;
  readonly reason: string;
};

/** What a body is as SOAP; undefined: it is no envelope. `null`: an envelope without a fault. */
export const soapIn = (body: string): SoapFault | null | undefined => {
  const text = body.slice(0, looksAt);
  if (!envelope.test(text)) return undefined;
  const at = text.search(faultStart);
  if (at < 0) return null;
  const fault = text.slice(at);
  const code = codeElement.exec(fault)?.[1] ?? "–";
  const side = /^(Client|Sender|MustUnderstand|VersionMismatch|DataEncodingUnknown)/.test(code) ? "client" : "server";
  return { side, code, reason: reasonElement.exec(fault)?.[1] ?? "–" };
};
