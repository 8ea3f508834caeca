import { hostPort } from "../model/place.js";
import type { ProxyUse } from "../model/profile.js";

export type Answer = { readonly status: number; readonly text: string; readonly retryAfter?: string };

const mostAnswer = 64 * 1024;

/** Posts a text; settles with the answer's first 64 KiB. Rejects on whatever kept an answer from coming. */
export const post = async (
  url: string,
  body: string,
  options: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly proxy?: ProxyUse;
    readonly signal: AbortSignal;
  },
): Promise<Answer> => {
  const { Agent, ProxyAgent, request } = await import("undici");
  const { proxy, headers, signal } = options;
  const used = proxy !== undefined && proxy.unused === undefined ? proxy : undefined;
  const dispatcher =
    used === undefined
      ? new Agent()
      : new ProxyAgent({
          uri: `http://${hostPort(used.host, used.port)}`,
          ...(used.authorization === undefined ? {} : { token: used.authorization }),
        });
  try {
    const answer = await request(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8", ...headers },
      body,
      signal,
      dispatcher,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > mostAnswer) break;
    }
    const after = answer.headers["retry-after"];
    return {
      status: answer.statusCode,
      text: Buffer.concat(chunks).toString("utf8"),
      ...(typeof after === "string" ? { retryAfter: after } : {}),
    };
  } finally {
    await dispatcher.destroy();
  }
};
