import type { Attempt } from "../model/failure.js";
import type { HttpAim, HttpAnswer, HttpOptions } from "../model/io.js";
import { askingOf, limitsOf, openChannel } from "./channel.js";
import type { Context } from "./context.js";
import { exchange } from "./exchange.js";
import { bodyText } from "./http-body.js";
import { readFields } from "./http-fields.js";

export { converse } from "./converse.js";

/**
 * One request on a new, verified connection. A redirect is an answer, there are no cookies, and a body beyond its limit
 * is not read on: `bodyBytes` then exceeds the limit.
 */
export const request = async (context: Context, aim: HttpAim, options: HttpOptions): Promise<Attempt<HttpAnswer>> => {
  const limits = limitsOf(context, options);
  const channel = await openChannel(context, aim, limits);
  if (!channel.ok) return channel;
  const { target, client, address, times, close } = channel.value;
  const asking = askingOf(target, aim);
  const sentCertificate = target.clientCert !== undefined;
  const outcome = await exchange(client, channel.value, asking, limits, sentCertificate).finally(close);
  const ms = channel.ms + outcome.ms;
  if (!outcome.ok) return { ...outcome, ms };
  const { status, headers, version, body, bodyBytes } = outcome.value;
  const value = {
    status,
    address,
    httpVersion: version,
    ...readFields(headers, new URL(asking.path, target.url).href),
    bodyBytes,
    body: bodyText(body, headers, limits.bodyLimit),
    times: { ...times, ...outcome.value.times },
  };
  return { ok: true, ms, value };
};
