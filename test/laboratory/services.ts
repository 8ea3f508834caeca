import type { Authority, Issued } from "../../src/lab/authority.js";
import type { Daemon } from "../servers/daemon.js";
import { type Mariadb, type MariadbOptions, startMariadb } from "../servers/mariadb.js";
import { type Named, startNamed } from "../servers/named.js";
import { type Nginx, type NginxServer, startNginx } from "../servers/nginx.js";
import { startTinyproxy, type Tinyproxy, type TinyproxyOptions } from "../servers/tinyproxy.js";
import { startXrdp, type Xrdp } from "../servers/xrdp.js";
import { at, type Wires } from "./network.js";

export const names = {
  api: "api.example.test",
  desktop: "desktop.example.test",
  db: "db.example.test",
  proxy: "proxy.example.test",
  /** The same API at the server's address of the outside. */
  outside: "open.example.test",
} as const;

/** Where the two back ends of the API listen, within the server. */
export const backEnds = { first: 9001, second: 9002 } as const;

type Signalled = Pick<Daemon, "signal">;
export type Running = { readonly daemon?: Signalled; signal?: Daemon["signal"]; stop(): Promise<unknown> };

/** A service of the laboratory: the healthy one, or what a fault puts in its place. */
export class Service<T extends Running> {
  private running: Running | undefined;
  private usual: T | undefined;

  constructor(private readonly startUsual: () => Promise<T>) {}

  /** Starts the healthy one, unless it is what runs. */
  async start(): Promise<void> {
    if (this.usual !== undefined) return;
    await this.stop();
    this.usual = await this.startUsual();
    this.running = this.usual;
  }

  async stop(): Promise<void> {
    const { running } = this;
    [this.running, this.usual] = [undefined, undefined];
    await running?.stop();
  }

  async replace(start: () => Promise<Running>): Promise<void> {
    await this.stop();
    this.running = await start();
  }

  /** `SIGSTOP` freezes it, `SIGCONT` wakes it up. */
  signal(name: NodeJS.Signals): void {
    const { daemon, signal } = this.running ?? {};
    (signal ?? daemon?.signal)?.(name);
  }

  /** The healthy one; throws while something else stands in its place. */
  get healthy(): T {
    if (this.usual === undefined) throw new Error("the healthy service does not run");
    return this.usual;
  }
}

/** How the API's own server may differ. */
export type FrontWishes = {
  /** In the place of passing requests on to the back ends. */
  readonly directives?: string;
  /** Beside that, on the server: `keepalive_timeout 0;`. */
  readonly also?: string;
  /** The `http` block: the upstream `backends`, limits. */
  readonly http?: string;
  readonly tls?: NginxServer["tls"];
  readonly port?: number;
};

const pair = `upstream backends {
  server 127.0.0.1:${backEnds.first}; server 127.0.0.1:${backEnds.second}; keepalive 8;
}`;
const passing = `location / { proxy_pass http://backends; proxy_http_version 1.1; proxy_set_header Connection ""; }`;

/** The zone `example.test`. An empty record takes a name out of it. */
export const zone = (records: Readonly<Record<string, string>> = {}): string =>
  Object.entries({
    api: `A ${at.server}`,
    desktop: `A ${at.server}`,
    db: `A ${at.server}`,
    proxy: `A ${at.proxy}`,
    open: `A ${at.outside}`,
    ...records,
  })
    .filter(([, record]) => record !== "")
    .map(([name, record]) => `${name} ${record}`)
    .join("\n");

/** Starts servers of every kind where they belong in this laboratory; without wishes they are the healthy ones. */
export class Starter {
  constructor(
    private readonly wires: Wires,
    /** What the profile trusts. */
    readonly root: Authority,
    /** The intermediate that signs for the platform. */
    readonly authority: Authority,
    private readonly leaf: Issued,
  ) {}

  get tls(): NonNullable<NginxServer["tls"]> {
    return { cert: this.leaf.chain, key: this.leaf.key };
  }

  front({ directives = passing, also = "", http = pair, tls = this.tls, port = 443 }: FrontWishes = {}) {
    const listen = [at.second, at.outside, `[${at.server6}]`].map((one) => `listen ${one}:${port} ssl;`);
    const server = { tls, port, directives: `${listen.join(" ")} ${also} ${directives}` };
    return startNginx({ api: server }, { address: at.server, within: this.wires.server.command, http });
  }

  backEnd(which: keyof typeof backEnds, directives?: string): Promise<Nginx<"back">> {
    const back = { port: backEnds[which], ...(directives === undefined ? {} : { directives }) };
    return startNginx({ back }, { within: this.wires.server.command });
  }

  /** The web server of port 8080. */
  web(server: NginxServer = {}): Promise<Nginx<"web">> {
    return startNginx({ web: { port: 8080, ...server } }, { address: at.server, within: this.wires.server.command });
  }

  database({ options = [], ...wishes }: MariadbOptions = {}): Promise<Mariadb> {
    const usual = { host: at.server, port: 3306, within: this.wires.server.command };
    return startMariadb({ ...usual, ...wishes, options: ["--skip-name-resolve", ...options] });
  }

  desktop(): Promise<Xrdp> {
    return startXrdp({ address: at.server, port: 3389, within: this.wires.server.command });
  }

  /** Records of `example.test` in the place of the usual ones; `options`: lines of BIND's block of that name. */
  resolver(records: Readonly<Record<string, string>> = {}, options?: string): Promise<Named> {
    return startNamed({
      zones: { "example.test": zone(records) },
      address: at.dns,
      port: 53,
      within: this.wires.dns.command,
      ...(options === undefined ? {} : { options }),
    });
  }

  /** A resolver of the company's own with the usual records, at the proxy's host or in the gateway itself. */
  nearResolver(where: "proxy" | "router"): Promise<Named> {
    return startNamed({
      zones: { "example.test": zone() },
      address: where === "proxy" ? at.proxy : at.gateway,
      port: 53,
      within: this.wires[where].command,
    });
  }

  proxy(wishes: TinyproxyOptions = {}): Promise<Tinyproxy> {
    return startTinyproxy({ listen: at.proxy, port: 3128, within: this.wires.proxy, ...wishes });
  }
}

export type Services = {
  readonly api: Service<Nginx<"api">>;
  readonly first: Service<Nginx<"back">>;
  readonly second: Service<Nginx<"back">>;
  readonly web: Service<Nginx<"web">>;
  readonly db: Service<Mariadb>;
  readonly desktop: Service<Xrdp>;
  readonly resolver: Service<Named>;
  readonly proxy: Service<Tinyproxy>;
};

export const makeServices = (start: Starter): Services => ({
  api: new Service(() => start.front()),
  first: new Service(() => start.backEnd("first")),
  second: new Service(() => start.backEnd("second")),
  web: new Service(() => start.web()),
  db: new Service(() => start.database()),
  desktop: new Service(() => start.desktop()),
  resolver: new Service(() => start.resolver()),
  proxy: new Service(() => start.proxy()),
});
