import type { IncomingHttpHeaders } from "node:http";
import { brotliDecompressSync, constants, gunzipSync, inflateSync } from "node:zlib";

/** A server that compresses although `identity` was asked for is taken as it is; a body that was cut off gives what there is of it. */
const decompressed = (body: Buffer, encoding: string, limit: number): Buffer => {
  const bounds = { maxOutputLength: limit };
  try {
    if (/^(x-)?gzip$/.test(encoding)) return gunzipSync(body, { ...bounds, finishFlush: constants.Z_SYNC_FLUSH });
    if (encoding === "deflate") return inflateSync(body, { ...bounds, finishFlush: constants.Z_SYNC_FLUSH });
    if (encoding === "br") return brotliDecompressSync(body, bounds);
  } catch {
    // neither what it says nor plain text: shown as it came
  }
  return body;
};

/** GBK is still common among Chinese servers: the header's word first, then the page's or document's own. */
const charsetOf = (body: Buffer, contentType: string): string | undefined => {
  const named = /charset\s*=\s*["']?([\w.:-]+)/i;
  const head = body.subarray(0, 1024).toString("latin1");
  const page = named.exec(/<meta[^>]*charset[^>]*>/i.exec(head)?.[0] ?? "")?.[1];
  const document = /^\s*<\?xml\b[^>]*\bencoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1];
  return named.exec(contentType)?.[1] ?? page ?? document;
};

/** Who names no charset sends UTF-8; bytes that are none are taken for the other common one. An end cut short is no error. */
const guessed = (body: Buffer): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body, { stream: true });
  } catch {
    return new TextDecoder("gb18030").decode(body);
  }
};

const decoderOf = (charset: string): InstanceType<typeof TextDecoder> => {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
};

/** Everything that a terminal might obey, except for line ends and tabs, which belong to JSON and pages. */
const controls = /(?![\n\r\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A body as text without control characters, at most `limit` bytes of it once unpacked. */
export const bodyText = (body: Buffer, headers: IncomingHttpHeaders, limit: number): string => {
  const encoding = String(headers["content-encoding"] ?? "").toLowerCase();
  const plain = decompressed(body, encoding, limit);
  const charset = charsetOf(plain, String(headers["content-type"] ?? ""));
  return (charset === undefined ? guessed(plain) : decoderOf(charset).decode(plain)).replace(controls, "");
};
