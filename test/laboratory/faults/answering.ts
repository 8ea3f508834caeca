import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startDaemon } from "../../servers/daemon.js";
import { startHaproxy } from "../../servers/haproxy.js";
import { all, instead } from "../changes.js";
import type { Change } from "../fault.js";
import { at } from "../network.js";
import { backEnds, type FrontWishes } from "../services.js";

/** Servers that take the place of the API, or of what stands behind it. */

/** nginx in the place of the usual one: `location / { … }`. */
export const answers = (directives: string, more: Omit<FrontWishes, "directives"> = {}): Change =>
  instead("api", ({ start }) => start.front({ ...more, directives }));

/** nginx as usual, with further directives of its server: `proxy_read_timeout 1s;`. */
export const front = (also: string): Change => instead("api", ({ start }) => start.front({ also }));

/** nginx that never gives a back end up: without `max_fails=0` it says 502 for ten seconds after two failures, whatever they were. */
export const patient = (also: string): Change =>
  instead("api", ({ start }) => {
    const both = Object.values(backEnds).map((port) => `server 127.0.0.1:${port} max_fails=0;`);
    return start.front({ also, http: `upstream backends { ${both.join(" ")} }` });
  });

export const json = (status: number, body: object | string, also = ""): string =>
  `location / { default_type application/json; ${also} return ${status} '${JSON.stringify(body)}'; }`;
export const page = (status: number, html: string): string =>
  `location / { default_type text/html; charset utf-8; return ${status} '${html}'; }`;

/** Both back ends answer so. */
export const bothAnswer = (directives: string): Change =>
  all(
    instead("first", ({ start }) => start.backEnd("first", directives)),
    instead("second", ({ start }) => start.backEnd("second", directives)),
  );

/** haproxy in the place of nginx: lines of its `backend` and of its `defaults`, more words of its `bind`. */
export const haproxy = (backend: string, { defaults = "", bind = "" } = {}): Change =>
  instead("api", ({ start, wires }) =>
    startHaproxy(
      `defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 30s
  ${defaults}
frontend api
  bind ${at.server}:443 ssl crt {dir}/api.pem ${bind}
  default_backend api
backend api
  ${backend}`,
      { files: { "api.pem": `${start.tls.cert}\n${start.tls.key}` }, within: wires.server.command },
    ),
  );
export const haproxyBackEnds = `server first 127.0.0.1:${backEnds.first}\n  server second 127.0.0.1:${backEnds.second}`;

/** A back end of Node's: `answer` and `asked` are the two sides of each request. */
export const program = (which: "first" | "second", each: string): Change =>
  instead(which, ({ wires }) => {
    const script = `require("node:http").createServer((asked, answer) => { ${each} })
      .listen(${backEnds[which]}, "127.0.0.1", () => console.log("ready"))`;
    return startDaemon({ command: wires.server.command(process.execPath, "-e", script), ready: { output: /ready/ } });
  });
export const bothRun = (each: string): Change => all(program("first", each), program("second", each));
/** Both back ends think for so many milliseconds before they answer rightly. */
export const late = (ms: number): Change =>
  bothRun(`setTimeout(() => { answer.setHeader("content-type", "application/json");
    answer.end('{"status":"ok"}'); }, ${ms})`);

/** A server of Node's with the API's certificate, which speaks as no web server does: `socket` has just sent a request. */
export const speaks = (each: string): Change =>
  instead("api", async ({ folder, start, wires }) => {
    const pem = join(folder, "speaks.pem");
    await writeFile(pem, `${start.tls.cert}\n${start.tls.key}`);
    const script = `const pem = require("node:fs").readFileSync(process.argv[1]);
      require("node:tls").createServer({ cert: pem, key: pem }, (socket) => {
        socket.on("error", () => {}).once("data", () => { ${each} });
      }).on("tlsClientError", () => {}).listen(443, "${at.server}", () => console.log("ready"))`;
    const command = wires.server.command(process.execPath, "-e", script, pem);
    return startDaemon({ command, ready: { output: /ready/ } });
  });
