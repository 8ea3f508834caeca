import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { available } from "../servers/available.js";
import { type Daemon, startDaemon } from "../servers/daemon.js";
import { type Mariadb, mysqlTarget, startMariadb } from "../servers/mariadb.js";
import { addresses, makeNetwork, type Network } from "../servers/namespace.js";
import { makeProbe, type Probe } from "../servers/probe.js";
import { makeProfile } from "../servers/profile.js";

const needs = ["root", "ip", "nft", "ping", "mariadbd", "mariadb-install-db", "mariadb"];

/** A real network between the client and a real server, with a firewall in the router. */
describe.skipIf(!available(...needs))("db over a network", () => {
  let network: Network;
  let server: Mariadb;
  let probe: Probe;
  beforeAll(async () => {
    [network, probe] = await Promise.all([makeNetwork(), makeProbe("db")]);
    // Its resolver is the router, where nobody answers.
    await network.server.etc("resolv.conf", `nameserver ${addresses.wan}\noptions timeout:1 attempts:2\n`);
    server = await startMariadb({
      host: addresses.server,
      within: network.server.command,
      options: ["--skip-name-resolve"],
    });
  });
  afterAll(async () => {
    await server?.stop();
    await probe?.remove();
    await network?.remove();
  });
  afterEach(() => network.router.clear());

  const look = async (port = server.port, timeout = 1000, own = false) => {
    const profile = makeProfile({
      defaults: { timeout, answer: 5000 },
      targets: [mysqlTarget(port, { host: addresses.server, own })],
    });
    const [seen] = await probe.look(profile, network.client);
    return seen;
  };
  const forward = (rule: string): Promise<void> =>
    network.router.nft(`chain forward { type filter hook forward priority 0; tcp dport ${server.port} ${rule}; }`);

  it("healthy: places say the way", async () => {
    const seen = await look();
    expect(seen?.answers).toMatchObject({ connect: "accepts", greeting: "greets", login: "logged-in" });
    expect(seen?.places).toEqual({
      gateway: addresses.lan,
      host: addresses.server,
      endpoint: `${addresses.server}:${server.port}`,
    });
  });

  it("packets to the port are dropped: silent, and the host is alive, for other ports refuse", async () => {
    await forward("drop");
    expect((await look())?.answers).toEqual({ connect: "silent", life: "alive" });
  });

  it("all packets are dropped: silent, and no sign of life", async () => {
    await network.router.nft("chain forward { type filter hook forward priority 0; drop; }");
    expect((await look())?.answers).toEqual({ connect: "silent", life: "lifeless" });
  });

  it("a firewall rejects: told from a host that is off, and from a closed port", async () => {
    await forward("reject with icmp type host-prohibited");
    expect((await look())?.answers).toEqual({ connect: "rejected" });
  });

  it("a router has no route", async () => {
    await forward("reject with icmp type net-unreachable");
    expect((await look())?.answers).toEqual({ connect: "network-unreachable" });
  });

  it("this host's own rules forbid it", async () => {
    await network.client.must("ip", "route", "add", "prohibit", `${addresses.server}/32`);
    const seen = await look().finally(() =>
      network.client.must("ip", "route", "del", "prohibit", `${addresses.server}/32`),
    );
    expect(seen?.answers).toEqual({ connect: "blocked-here" });
  });

  it.each([0, 1])("every second connection is refused (%i): not down, but one of several", async (which) => {
    await forward(`tcp flags syn numgen inc mod 2 ${which} reject with tcp reset`);
    const seen = await look(server.port, 1000, true);
    expect(seen?.answers).toMatchObject({ connect: "accepts", login: "logged-in", "each-login": "sometimes-cut" });
  });

  it("a port that is closed refuses", async () => {
    expect((await look(server.port - 1))?.answers).toMatchObject({ connect: "refused" });
  });

  it("a host that is off is unreachable after seconds, though a quick answer came first", async () => {
    const profile = makeProfile({
      defaults: { timeout: 5000, answer: 5000 },
      targets: [mysqlTarget(3306, { host: "10.200.1.77" })],
    });
    const [seen] = await probe.look(profile, network.client);
    expect(seen?.answers).toEqual({ connect: "host-unreachable" });
  });

  it("a server whose resolver stays silent lets in only after seconds", async () => {
    await network.router.nft("chain input { type filter hook input priority 0; udp dport 53 drop; }");
    const slow = await startMariadb({ host: addresses.server, within: network.server.command });
    const seen = await look(slow.port, 9000).finally(() => slow.stop());
    expect(seen?.answers).toMatchObject({ greeting: "greets", login: "logged-in", "login-speed": "slow-login" });
  });

  it("a name with several addresses: each is looked at, by a whole login", async () => {
    const everywhere = await startMariadb({
      host: "*",
      within: network.server.command,
      options: ["--skip-name-resolve"],
    });
    const answersAt = async (...at: readonly string[]) => {
      await network.client.etc("hosts", at.map((one) => `${one} many.test\n`).join(""));
      const profile = makeProfile({ targets: [mysqlTarget(everywhere.port, { host: "many.test" })] });
      const [seen] = await probe.look(profile, network.client);
      const { addresses: each, family, login } = seen?.answers ?? {};
      return { each, family, login };
    };
    const login = "logged-in";
    const both = [addresses.server6, addresses.server];
    try {
      expect(await answersAt(addresses.server)).toEqual({ login });
      expect(await answersAt(...both)).toEqual({ each: "all-addresses-serve", family: "both-families", login });
      expect(await answersAt(addresses.server, addresses.wan)).toEqual({ each: "some-addresses-dead", login });
      await network.router.nft("chain forward { type filter hook forward priority 0; meta nfproto ipv6 drop; }");
      expect(await answersAt(...both)).toEqual({ each: "all-addresses-serve", family: "ipv6-dead", login });
      expect(await everywhere.sql("SHOW GLOBAL STATUS LIKE 'Aborted_connects'")).toBe("Aborted_connects\t0\n");
    } finally {
      await everywhere.stop();
    }
  });

  it("another server on the port says which", async () => {
    const web: Daemon = await startDaemon({
      command: network.server.command(
        process.execPath,
        "-e",
        `require("http").createServer((q, s) => s.end()).listen(8080, () => console.log("up"))`,
      ),
      ready: { output: /up/ },
    });
    const seen = await look(8080).finally(() => web.stop());
    expect(seen?.answers).toMatchObject({ connect: "accepts", greeting: "not-mysql" });
    expect(seen?.raised.find(({ signal }) => signal === "not-mysql")?.data.spoke).toBe("http");
  });
});
