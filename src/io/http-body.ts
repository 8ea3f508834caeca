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

/** GBK is still common among Chinese pages: the header's word first, then the page's own, else UTF-8. */
const charsetOf = (body: Buffer, contentType: string): string => {
  const named = /charset\s*=\s*["']?([\w.:-]+)/i;
  const head = body.subarray(0, 1024).toString("latin1");
  return named.exec(contentType)?.[1] ?? named.exec(/<meta[^>]*charset[^>]*>/i.exec(head)?.[0] ?? "")?.[1] ?? "utf-8";
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
  return decoderOf(charsetOf(plain, String(headers["content-type"] ?? "")))
    .decode(plain)
    .replace(controls, "");
};
