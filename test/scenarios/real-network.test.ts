import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/index.js";
import { createAuthority } from "../../src/lab/authority.js";
import { built, program } from "../cli/run.js";
import { available } from "../servers/available.js";
import { temporaryDirectory } from "../servers/daemon.js";
import { login } from "../servers/mariadb.js";
import { startNamed } from "../servers/named.js";
import { addresses, makeNetwork, type Network } from "../servers/namespace.js";
import { startNginx } from "../servers/nginx.js";
import { startXrdp } from "../servers/xrdp.js";
import {
  coreChecks,
  expectFirst,
  expectHealthy,
  leafFor,
  names,
  served,
  siteNeeds,
  standing,
  startDb,
  statusOf,
  summary,
  zone,
} from "./site.js";

/** What a user would write: ordinary ports, the system's own DNS server. */
const profile = `
version: 1
defaults: { timeout: 1s, answer: 2s }
proxy: none
targets:
  - name: invoice-api
    owner: vendor
    url: https://${names.api}/api/health
    ca: ./company-ca.pem
    expect: { status: 200, json: { "$.status": ok } }
    dependsOn: [database]
  - name: remote-desktop
    owner: us
    host: ${names.desktop}
  - name: database
    owner: us
    mysql: { host: ${names.db}, user: ${login.user}, password: "\${DB_PASSWORD}", database: ${login.database}, tables: [invoices] }
`;

/** Client — router (it resolves names, too) — server, where everything else runs. */
describe.skipIf(!available(...siteNeeds, "ip", "nft", "ping"))("a platform behind a router", () => {
  built();
  let network: Network;
  const closing: (() => Promise<unknown>)[] = [];
  let file: string;
  beforeAll(async () => {
    network = await makeNetwork();
    closing.push(network.remove);
    const folder = await temporaryDirectory();
    closing.push(folder.remove);
    file = join(folder.path, "invoice-diag.yaml");
    writeFileSync(file, profile);
    const { client, router, server } = network;
    await client.etc("resolv.conf", `nameserver ${addresses.lan}\n`);
    await client.etc("hosts", "127.0.0.1 localhost\n");
    const authority = await createAuthority({ name: "Company Root CA" });
    writeFileSync(join(folder.path, "company-ca.pem"), authority.cert);
    const here = { address: addresses.server, within: server.command };
    const started = await Promise.all([
      startNginx(
        { api: { ...served(await leafFor(authority)), port: 443 }, web: { port: 8080 } },
        { address: addresses.server, within: server.command },
      ),
      startDb({ host: addresses.server, port: 3306, within: server.command }),
      startXrdp({ ...here, port: 3389 }),
      startNamed({
        zones: { "example.test": zone(addresses.server) },
        address: addresses.lan,
        port: 53,
        within: router.command,
      }),
    ]);
    closing.push(...started.map((one) => one.stop));
  });
  afterAll(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const undo: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    await network.router.clear();
    for (const one of undo.splice(0).reverse()) await one();
  });
  /** Breaks something by a command, and mends it by others after the test. */
  const breaking = async (
    where: keyof Omit<Network, "remove">,
    command: string,
    ...mending: string[]
  ): Promise<void> => {
    undo.push(async () => {
      for (const one of mending) await network[where].must(...one.split(" "));
    });
    await network[where].must(...command.split(" "));
  };
  const forward = (rule: string): Promise<void> =>
    network.router.nft(`chain forward { type filter hook forward priority 0; ${rule}; }`);

  const check = async (): Promise<Report> => {
    const environment = ["env", "-i", `PATH=${process.env.PATH}`, `DB_PASSWORD=${login.password}`];
    const command = [process.execPath, program, "check", "-p", file, "-f", "json"];
    const { code, stdout, stderr } = await network.client.run(...environment, ...command);
    expect(stderr).not.toMatch(/^\(node|Warning/m);
    const report = JSON.parse(stdout) as Report;
    expect(report.exitCode).toBe(code);
    return report;
  };

  describe("healthy", () => {
    it("all eight checks pass", async () => {
      const report = await check();
      expectHealthy(report);
      for (const one of coreChecks) expect([one, ...statusOf(report, one)], summary(report)).toEqual([one, "pass"]);
      expect(standing(report), summary(report)).toEqual([]);
    });

    it("without IPv6", async () => {
      await breaking(
        "client",
        "sysctl -qw net.ipv6.conf.all.disable_ipv6=1",
        "sysctl -qw net.ipv6.conf.all.disable_ipv6=0",
        `ip address add ${addresses.client6}/64 dev eth0 nodad`,
        `ip -6 route add default via ${addresses.lan6}`,
      );
      expectHealthy(await check());
    });

    it("with a narrower link behind the router, which says so", async () => {
      await breaking("router", "ip link set wan mtu 1300", "ip link set wan mtu 1500");
      await breaking("server", "ip link set eth0 mtu 1300", "ip link set eth0 mtu 1500");
      const report = await check();
      expectHealthy(report);
      for (const one of ["tls", "api", "db", "ping"]) expect(statusOf(report, one), summary(report)).toEqual(["pass"]);
    });

    it("with ping filtered: no more than a note", async () => {
      await forward("icmp type echo-request drop");
      const report = await check();
      expectHealthy(report);
      expect(standing(report).map(({ id }) => id)).toEqual(["icmp-filtered"]);
    });
  });

  describe("a firewall in the router", () => {
    it("drops packets to the remote desktop", async () => {
      await forward("tcp dport 3389 drop");
      const report = await check();
      expectFirst(report, "firewall-drops-port");
      expect(standing(report)[0]?.place).toBe(`${addresses.server}:3389`);
    });

    it("drops packets to the database", async () => {
      await forward("tcp dport 3306 drop");
      const report = await check();
      expectFirst(report, "firewall-drops-port");
      expect(standing(report)[0]?.subjects).toEqual(["database"]);
      expect(statusOf(report, "api")).toEqual(["pass"]);
    });

    it("drops packets to the API: what needs the port is blocked", async () => {
      await forward("tcp dport 443 drop");
      const report = await check();
      expectFirst(report, "firewall-drops-port");
      for (const one of ["tls", "api", "keepalive"]) expect(statusOf(report, one)).toEqual(["blocked"]);
    });

    it("answers with a reset, from nearer than the host: no closed port", async () => {
      await forward("tcp dport 3389 reject with tcp reset");
      const report = await check();
      expectFirst(report, "firewall-rejects-port");
      expect(standing(report).map(({ id }) => id)).not.toContain("port-closed");
    });

    it("of the host itself answers with a reset: as a closed port would, and the other possibility is named", async () => {
      await network.server.nft(
        "chain input { type filter hook input priority 0; tcp dport 3389 reject with tcp reset; }",
      );
      undo.push(network.server.clear);
      const report = await check();
      const ids = standing(report).map(({ id }) => id);
      expect(ids.toSorted(), summary(report)).toEqual(["firewall-rejects-port", "port-closed"]);
      const other = ids[1] ?? "";
      expect(report.diagnosis.cannotTell.map(({ cause }) => cause)).toContain(other);
    });

    it.each(["icmpx type admin-prohibited", "icmp type net-prohibited"])("prohibits by ICMP: %s", async (answer) => {
      // Routers ration what they say, and those before have had their share.
      await breaking("router", "sysctl -qw net.ipv4.icmp_ratelimit=0", "sysctl -qw net.ipv4.icmp_ratelimit=1000");
      await forward(`tcp dport 3389 reject with ${answer}`);
      const report = await check();
      expectFirst(report, "firewall-rejects-port");
      expect(standing(report)[0]?.place).toBe(`${addresses.server}:3389`);
    });

    it("drops everything: the host is firewalled or down, one of the two alone", async () => {
      await forward(`ip daddr ${addresses.server} drop`);
      const report = await check();
      const ids = standing(report).map(({ id }) => id);
      expect(["host-down", "host-firewalled"], summary(report)).toContain(ids[0]);
      expect(ids, summary(report)).toEqual(expect.arrayContaining(["host-down", "host-firewalled"]));
      expect(report.diagnosis.unexplained).toEqual([]);
      expect(statusOf(report, "dns")).toEqual(["pass"]);
      // A router is given the time to say that the host is missing.
    }, 90_000);
  });

  describe("the way", () => {
    it("is not known to the router, which says so now and then: no route, or nothing at all behind it", async () => {
      await breaking("router", "ip route del 10.200.2.0/24", `ip route add 10.200.2.0/24 dev wan src ${addresses.wan}`);
      // A kernel limits what it says of missing routes by two measures that share one account: under many questions it falls
      // silent for good. One of them can be set; by the other it says so once a second, so it is asked until somebody heard it.
      await breaking("router", "sysctl -qw net.ipv4.icmp_ratelimit=0", "sysctl -qw net.ipv4.icmp_ratelimit=1000");
      const heard = ({ results }: Report): boolean =>
        results.some(({ evidence }) => evidence.some(({ signal }) => /unreachable|no-way/.test(signal)));
      let report = await check();
      for (let again = 0; again < 6 && !heard(report); again += 1) report = await check();
      const ids = standing(report).map(({ id }) => id);
      expect(["route-missing", "upstream-outage"], summary(report)).toContain(ids[0]);
      expect(ids, summary(report)).toContain("route-missing");
      expect(report.diagnosis.unexplained).toEqual([]);
    });

    it("ends behind the router: the host does not answer", async () => {
      await breaking(
        "server",
        `ip address del ${addresses.server}/24 dev eth0`,
        `ip address add ${addresses.server}/24 dev eth0`,
        `ip route add default via ${addresses.wan}`,
      );
      const report = await check();
      expectFirst(report, "host-down");
      expect(
        standing(report).filter(({ id }) => id === "host-down"),
        summary(report),
      ).toHaveLength(1);
      expect(standing(report)[0]?.subjects.toSorted()).toEqual(["database", "invoice-api", "remote-desktop"]);
    });

    it("begins at a gateway that is dead", async () => {
      await breaking(
        "router",
        `ip address del ${addresses.lan}/24 dev lan`,
        `ip address add ${addresses.lan}/24 dev lan`,
      );
      // It has been dead for a while, nothing of it is remembered; and it is known again before the next test.
      const forget = () => network.client.must("ip", "neigh", "flush", "dev", "eth0");
      undo.unshift(() => network.client.run("ping", "-c", "1", "-w", "5", addresses.lan), forget);
      await forget();
      expectFirst(await check(), "gateway-unreachable");
    });

    it("has no default route to begin with", async () => {
      await breaking("client", "ip route del default", `ip route add default via ${addresses.lan}`);
      await breaking("client", "ip -6 route del default", `ip -6 route add default via ${addresses.lan6}`);
      const report = await check();
      expectFirst(report, "no-default-route");
      expect(standing(report)[0]?.party).toBe("this-host");
    });

    const up = [
      "ip link set eth0 up",
      `ip address replace ${addresses.client6}/64 dev eth0 nodad`,
      `ip route replace default via ${addresses.lan}`,
      `ip -6 route replace default via ${addresses.lan6}`,
    ];
    it("has no link: the cable is out", async () => {
      await breaking(
        "router",
        "ip link set lan down",
        "ip link set lan up",
        `ip address replace ${addresses.lan6}/64 dev lan nodad`,
      );
      undo.push(async () => {
        for (const one of up.slice(1)) await network.client.must(...one.split(" "));
      });
      expectFirst(await check(), "no-carrier");
    });

    it("begins at an interface that is down", async () => {
      await breaking("client", "ip link set eth0 down", ...up);
      const report = await check();
      expectFirst(report, "interface-down");
      expect(standing(report)[0]?.party).toBe("this-host");
    });
  });

  describe("names", () => {
    it("are asked of a router that drops the questions", async () => {
      await network.router.nft(
        "chain input { type filter hook input priority 0; udp dport 53 drop; tcp dport 53 drop; }",
      );
      const report = await check();
      expectFirst(report, "dns-blocked");
      for (const one of ["port", "api", "db"]) expect(statusOf(report, one), summary(report)).toEqual(["blocked"]);
    });

    it("are asked of an address where nobody is", async () => {
      await network.client.etc("resolv.conf", "nameserver 10.200.1.77\n");
      undo.push(() => network.client.etc("resolv.conf", `nameserver ${addresses.lan}\n`));
      expectFirst(await check(), "resolver-misconfigured");
    });

    it("are overruled by the hosts file", async () => {
      await network.client.etc("hosts", `127.0.0.1 localhost\n${addresses.wan} ${names.desktop}\n`);
      undo.push(() => network.client.etc("hosts", "127.0.0.1 localhost\n"));
      const report = await check();
      expectFirst(report, "hosts-file-override");
    });
  });

  it("is healthy again when all is mended", async () => {
    expectHealthy(await check());
  });
});
