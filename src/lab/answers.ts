import { request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import { loopback } from "./service.js";

/** An answer that the web tier gives by itself instead of asking the core. */
export type CannedAnswer = {
  readonly status: number;
  readonly type?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
  /** Announces the whole body, sends half of it and ends the connection. */
  readonly cut?: true;
};
/** Bytes instead of an HTTP answer; none: the request is never answered. */
export type RawAnswer = { readonly raw: string | null };
export type Answer = CannedAnswer | RawAnswer;

const page = (title: string): string =>
  `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center></body>\n</html>\n`;

const finish = (response: ServerResponse, status: number): void => {
  if (response.headersSent) return void response.destroy();
  const title = { 502: "502 Bad Gateway", 504: "504 Gateway Time-out" }[status] ?? String(status);
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(page(title));
};

/** Hands a request on to the core: 502 if that cannot be reached, 504 if it says nothing for `patience` milliseconds. */
export const forward = (request: IncomingMessage, response: ServerResponse, core: number, patience: number): void => {
  const { method, url, headers } = request;
  const upstream = ask({ host: loopback, port: core, method, path: url, headers, agent: false, timeout: patience });
  upstream.on("timeout", () => {
    finish(response, 504);
    upstream.destroy();
  });
  upstream.on("error", () => finish(response, 502));
  upstream.on("response", (answer) => {
    const { "content-type": type, "content-length": length } = answer.headers;
    const kept = { ...(type && { "content-type": type }), ...(length && { "content-length": length }) };
    response.writeHead(answer.statusCode ?? 502, kept);
    answer.pipe(response);
  });
  response.on("close", () => upstream.destroy());
  request.pipe(upstream);
};

const give = (answer: CannedAnswer, request: IncomingMessage, response: ServerResponse): void => {
  const body = Buffer.from(answer.body ?? page(String(answer.status)));
  response.writeHead(answer.status, {
    "content-type": answer.type ?? "application/json; charset=utf-8",
    "content-length": body.length,
    ...answer.headers,
  });
  if (answer.cut === undefined) return void response.end(body);
  response.write(body.subarray(0, body.length / 2), () => request.socket.end());
};

/** Gives an answer of the web tier's own. */
export const reply = (answer: Answer, request: IncomingMessage, response: ServerResponse): void => {
  request.resume();
  if ("status" in answer) give(answer, request, response);
  else if (answer.raw !== null) request.socket.end(answer.raw);
};
