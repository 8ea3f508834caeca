import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { accepts, type Daemon, freePort, startDaemon, temporaryDirectory } from "./daemon.js";

/** One `server { … }` of nginx on a port of its own. */
export type NginxServer = {
  /** PEM texts; without them the port speaks plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Further directives of the server: `location / { return 200 "ok"; }`, `keepalive_timeout 0;`. `{dir}` is its directory. */
  readonly directives?: string;
  /** Texts that are written into its directory, by file name. */
  readonly files?: { readonly [name: string]: string };
  /** Default: a free one. */
  readonly port?: number;
};

export type NginxOptions = {
  /** Default: 127.0.0.1. */
  readonly address?: string;
  /** Wraps the command, for a network namespace: `network.server.command`. */
  readonly within?: (...command: readonly string[]) => readonly string[];
  /** Further directives of the `http` block: `upstream`, `limit_conn_zone`. */
  readonly http?: string;
};

export type Nginx<Name extends string> = {
  readonly ports: Readonly<Record<Name, number>>;
  readonly daemon: Daemon;
  /** The lines of the access log: `port method uri status requests-on-this-connection`. */
  log(): Promise<readonly string[]>;
  stop(): Promise<void>;
};

const healthy = `location / { default_type application/json; return 200 '{"status":"ok"}'; }`;

const serverText = (dir: string, name: string, listen: string, { tls, directives = healthy }: NginxServer): string => `
  server {
    listen ${listen}${tls === undefined ? "" : " ssl"};
    server_name ${name};
    ${tls === undefined ? "" : `ssl_certificate ${dir}/${name}.crt; ssl_certificate_key ${dir}/${name}.key;`}
    ${tls === undefined || directives.includes("ssl_protocols") ? "" : "ssl_protocols TLSv1.2 TLSv1.3;"}
    ${directives.replaceAll("{dir}", dir)}
  }`;

/** Real nginx with any number of servers, each on a port of its own. */
export const startNginx = async <Name extends string>(
  servers: Readonly<Record<Name, NginxServer>>,
  { address = "127.0.0.1", within, http = "" }: NginxOptions = {},
): Promise<Nginx<Name>> => {
  const directory = await temporaryDirectory();
  const dir = directory.path;
  const ports = {} as Record<Name, number>;
  const texts: string[] = [];
  for (const [name, server] of Object.entries<NginxServer>(servers)) {
    const port = server.port ?? (await freePort());
    ports[name as Name] = port;
    texts.push(serverText(dir, name, `${address}:${port}`, server));
    const pems = server.tls === undefined ? {} : { [`${name}.crt`]: server.tls.cert, [`${name}.key`]: server.tls.key };
    for (const [file, text] of Object.entries({ ...pems, ...server.files })) await writeFile(join(dir, file), text);
  }
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((one) => `${one}_temp_path ${dir}/${one};`);
  await writeFile(
    join(dir, "nginx.conf"),
    `user root; worker_processes 1; pid ${dir}/nginx.pid; error_log ${dir}/error.log;
events { worker_connections 256; }
http {
  ${paths.join(" ")}
  log_format own '$server_port $request_method $request_uri $status $connection_requests';
  access_log ${dir}/access.log own;
  ${http}
  ${texts.join("\n")}
}\n`,
  );
  const all = Object.values<number>(ports);
  const command = ["nginx", "-p", dir, "-e", `${dir}/error.log`, "-c", `${dir}/nginx.conf`, "-g", "daemon off;"];
  // It writes its number down once every port is open.
  const open = async () => (await Promise.all(all.map((port) => accepts(port, address)))).every(Boolean);
  const daemon = await startDaemon({
    command: within?.(...command) ?? command,
    ready: within === undefined ? open : async () => existsSync(`${dir}/nginx.pid`),
  });
  return {
    ports,
    daemon,
    log: async () => (await promisify(execFile)("cat", [`${dir}/access.log`])).stdout.split("\n").filter(Boolean),
    async stop() {
      await daemon.stop();
      await directory.remove();
    },
  };
};
