import type { IncomingHttpHeaders } from "node:http";
import { brotliDecompressSync, constants, gunzipSync, inflateSync } from "node:zlib";

type Unpacked = { readonly plain: Buffer; readonly cut: boolean };

const packed: { readonly [encoding: string]: typeof gunzipSync } = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
};

/** zlib: the input ended before the stream did. */
const endsEarly = (error: unknown): boolean => (error as { readonly code?: unknown }).code === "Z_BUF_ERROR";

/** A server that compresses although `identity` was asked for is taken as it is; a body that was cut off gives what there is of it. */
const decompressed = (body: Buffer, encoding: string, limit: number): Unpacked => {
  const bounds = { maxOutputLength: limit };
  const unpack = packed[encoding];
  try {
    if (encoding === "br") return { plain: brotliDecompressSync(body, bounds), cut: false };
    if (unpack === undefined) return { plain: body, cut: false };
    try {
      return { plain: unpack(body, bounds), cut: false };
    } catch (error) {
      if (!endsEarly(error)) throw error;
      return { plain: unpack(body, { ...bounds, finishFlush: constants.Z_SYNC_FLUSH }), cut: true };
    }
  } catch {
    // neither what it says nor plain text: shown as it came
  }
  return { plain: body, cut: false };
};

/** Said to be packed, and is not: programs that unpack what is said to be packed fail here (RFC 1952 2.3.1). */
const isGarbled = (body: Buffer, encoding: string): boolean =>
  /^(x-)?gzip$/.test(encoding) && body.length >= 2 && body.readUInt16BE(0) !== 0x1f8b;

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

/**
 * A body as text without control characters, at most `limit` bytes of it once unpacked. `bodyCut`: it came whole by its length,
 * and what was packed in it is not; `garbled`: nothing is packed in it as the head says. Neither is ever said of more than was read.
 */
export const readBody = (
  body: Buffer,
  headers: IncomingHttpHeaders,
  { limit, whole }: { readonly limit: number; readonly whole: boolean },
): { readonly body: string; readonly bodyCut?: true; readonly garbled?: true } => {
  const encoding = String(headers["content-encoding"] ?? "").toLowerCase();
  const { plain, cut } = decompressed(body, encoding, limit);
  const charset = charsetOf(plain, String(headers["content-type"] ?? ""));
  const text = charset === undefined ? guessed(plain) : decoderOf(charset).decode(plain);
  return {
    body: text.replace(controls, ""),
    ...(cut && whole ? { bodyCut: true as const } : {}),
    ...(whole && isGarbled(body, encoding) ? { garbled: true as const } : {}),
  };
};
