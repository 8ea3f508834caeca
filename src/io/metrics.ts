import { request } from "node:http";
import type { Socket } from "node:net";
import type { Attempt } from "../model/failure.js";
import type { HostHealth, VerbOptions } from "../model/io.js";
import { version } from "../model/version.js";
import { classify, failure } from "./classify.js";
import { awaited, inOrder, type Limits, openFirst, stopwatch } from "./connector.js";
import type { Context } from "./context.js";
import { healthOf } from "./exporter.js";

/** node_exporter tells some hundred kilobytes; more than this is something else. */
const most = 4 * 1024 * 1024;

/** `GET` of a page over an open connection, which ends with it. */
const page = (socket: Socket, { pathname, search, host }: URL, limits: Limits): Promise<Attempt<string>> => {
  const elapsed = stopwatch();
  const failed = (reason: ReturnType<typeof failure>): Attempt<string> => ({
    ok: false,
    ms: elapsed(),
    failure: reason,
  });
  return awaited<Attempt<string>>(
    limits,
    (code) => failed(failure(code, "answer", `${code} while waiting for the figures`)),
    (settle) => {
      const headers = { host, accept: "text/plain", connection: "close", "user-agent": `invoice-diag/${version}` };
      // Without an agent: one would open a connection of its own.
      const asking = request({ createConnection: () => socket, path: `${pathname}${search}`, headers });
      asking.on("error", (error) => settle(failed(classify(error, "answer"))));
      asking.on("response", (answer) => {
        const { statusCode = 0 } = answer;
        if (statusCode !== 200) settle(failed(failure("malformed", "answer", `status ${statusCode}`, statusCode)));
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
          if (text.length > most) settle(failed(failure("body-too-large", "body", "more than figures of a machine")));
        });
        answer.on("end", () => settle({ ok: true, ms: elapsed(), value: text }));
        answer.on("error", (error) => settle(failed(classify(error, "body"))));
      });
      asking.end();
    },
  );
};

/** The condition of another machine, as node_exporter tells it over plain HTTP. Only asked where the profile says so. */
export const metrics = async (context: Context, url: string, options: VerbOptions): Promise<Attempt<HostHealth>> => {
  const where = new URL(url);
  const located = await context.locate(where.hostname.replace(/^\[|\]$/g, ""), options);
  if (!located.ok) return located;
  const { signal, timeout = context.profile.defaults.timeout } = options;
  const opened = await openFirst(context, inOrder(located.value.addresses), Number(where.port || 80), {
    signal,
    timeout,
  });
  if (!opened.ok) return opened;
  const { line } = opened.value;
  const answered = await page(line.socket, where, { signal, timeout: context.profile.defaults.answer });
  line.hangUp();
  const ms = opened.ms + answered.ms;
  if (!answered.ok) return { ...answered, ms };
  const value = healthOf(answered.value);
  return value === undefined
    ? { ok: false, ms, failure: failure("malformed", "body", "no figures of node_exporter") }
    : { ok: true, ms, value };
};
