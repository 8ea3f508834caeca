import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Profile } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { type Daemon, startDaemon } from "../servers/daemon.js";
import { type Named, startNamed } from "../servers/named.js";
import { addresses, makeNetwork, type Network } from "../servers/namespace.js";
import { makeProbe, type Probe } from "../servers/probe.js";
import { hostTarget, makeProfile } from "../servers/profile.js";

/**
 * A server that tells apart who asks: glibc sends no EDNS, this tool does. So the system gets another answer than the wire.
 */
const twoFaced = `
  const packet = require("dns-packet");
  const socket = require("dgram").createSocket("udp4");
  socket.on("message", (bytes, peer) => {
    const { id, questions, additionals } = packet.decode(bytes);
    const [address, rcode] = additionals.length > 0 ? ["203.1.0.5", 0] : (JSON.parse(process.argv[1]));
    const [{ type, name }] = questions;
    const answers = type === "A" && address ? [{ type, name, ttl: 1, data: address }] : [];
    socket.send(packet.encode({ type: "response", id, flags: rcode, questions, answers }), peer.port, peer.address);
  });
  socket.bind(53, "${addresses.server}", () => console.log("up"));
`;

describe.skipIf(!available("root", "ip", "nft", "named", "getent", "ping"))("a host with resolvers of its own", () => {
  let [network, probe, named]: [Network?, Probe?, Named?] = [];
  let other: Daemon | undefined;

  beforeAll(async () => {
    [network, probe] = await Promise.all([makeNetwork(), makeProbe("dns")]);
    const zones = { "example.test": "www A 203.1.0.5\npinned A 203.1.0.6" };
    named = await startNamed({ zones, address: addresses.server, port: 53, within: network.server.command });
  });
  afterAll(async () => {
    await named?.stop();
    await network?.remove();
    await probe?.remove();
  });
  afterEach(async () => {
    await other?.stop();
    other = undefined;
    for (const ns of [network?.client, network?.router, network?.server]) await ns?.clear();
  });

  const look = async (name: string, resolv: string, hosts = "", changes: Partial<Profile> = {}) => {
    await network?.client.etc("resolv.conf", resolv);
    await network?.client.etc("hosts", hosts);
    const profile = makeProfile({ targets: [hostTarget(name)], ...changes });
    const [seen] = (await probe?.look(profile, network?.client)) ?? [];
    if (seen === undefined) throw new Error("nothing was looked at");
    return seen;
  };
  const server = `nameserver ${addresses.server}\n`;
  const nobody = `nameserver ${addresses.wan.replace(/\d+$/, "77")}\n`;

  it("healthy: the system agrees, and the gateway is among the places", async () => {
    const { answers, places } = await look("www.example.test", server);
    expect(answers).toEqual({
      answer: "resolves",
      here: "leads-out",
      gateway: "leads-past-gateway",
      system: "system-agrees",
      "hosts-file": "not-listed",
      tcp: "tcp-answers",
      speed: "quick",
      range: "public-or-expected",
    });
    expect(places).toEqual({ name: "www.example.test", resolver: addresses.server, gateway: addresses.lan });
  });

  it("the search list of the host is used", async () => {
    const { answers, places } = await look("www", `${server}search example.test\n`);
    expect(answers.answer).toBe("resolves");
    expect(places.name).toBe("www");
  });

  it("a name of the hosts file: alike in DNS, other in DNS, not in DNS, and with DNS dead", async () => {
    const of = async (address: string, name = "www.example.test", resolv = server) =>
      (await look(name, resolv, `${address} ${name}\n`)).answers;
    expect(await of("203.1.0.5")).toEqual({
      answer: "listed",
      "hosts-file": "hosts-agree",
      range: "public-or-expected",
    });
    expect(await of("10.0.0.9")).toMatchObject({ answer: "listed", "hosts-file": "hosts-differ" });
    expect(await of("10.0.0.9", "only-here.example.test")).toMatchObject({ "hosts-file": "hosts-agree" });
    expect(await of("10.0.0.9", "www.example.test", nobody)).toEqual({
      answer: "listed",
      "hosts-file": "hosts-agree",
      range: "public-or-expected",
    });
  });

  it("no resolver at all", async () => {
    const { answers, places } = await look("www.example.test", "# none\n");
    expect(answers.answer).toBe("no-resolver");
    expect(places).toEqual({ name: "www.example.test" });
  });

  it("a firewall swallows the questions: silent, while the server's host is alive", async () => {
    await network?.router.nft(
      "chain forward { type filter hook forward priority 0; udp dport 53 drop; tcp dport 53 drop; }",
    );
    const { answers, places } = await look("www.example.test", server);
    expect(answers).toMatchObject({ answer: "servers-silent", life: "resolver-alive" });
    expect(places.resolver).toBe(addresses.server);
  });

  it("nobody lives at the resolver's address: no sign of life", async () => {
    await network?.router.nft("chain forward { type filter hook forward priority 0; ip daddr 10.200.2.2 drop; }");
    expect((await look("www.example.test", server)).answers).toMatchObject({
      answer: "servers-silent",
      life: "resolver-lifeless",
    });
  });

  it("a filter on the way that says so forbids the questions, and a resolver without a route is unreachable", async () => {
    await network?.router.nft(
      "chain forward { type filter hook forward priority 0; ip daddr 10.200.2.2 reject with icmp admin-prohibited; }",
    );
    expect((await look("www.example.test", server)).answers.answer).toBe("servers-prohibited");
    await network?.client.must("ip", "route", "delete", "default");
    expect((await look("www.example.test", server)).answers.answer).toBe("servers-unreachable");
    await network?.client.must("ip", "route", "add", "default", "via", addresses.lan);
  });

  it("a closed port and a host whose own rules forbid the question", async () => {
    const closed = `nameserver ${addresses.lan}\n`;
    expect((await look("www.example.test", closed)).answers.answer).toBe("servers-closed");
    await network?.client.nft("chain output { type filter hook output priority 0; udp dport 53 drop; }");
    expect((await look("www.example.test", server)).answers.answer).toBe("blocked-here");
  });

  it("the first of two resolvers is dead", async () => {
    const { answers, places } = await look("www.example.test", `nameserver ${addresses.lan}\n${server}`);
    expect(answers).toMatchObject({ answer: "resolves", servers: "first-server-dead" });
    expect(places.resolver).toBe(addresses.lan);
  });

  it.each([
    ["10.6.6.6", 0, "system-private"],
    ["203.1.0.99", 0, "system-differs"],
    ["", 2, "system-fails"],
    ["203.1.0.5", 0, "system-agrees"],
  ])("the system is told %j with rcode %i: %s", async (address, rcode, signal) => {
    await named?.stop();
    const command = network?.server.command(process.execPath, "-e", twoFaced, JSON.stringify([address, rcode])) ?? [];
    other = await startDaemon({ command, ready: { output: /up/ } });
    const { answers } = await look("www.example.test", server);
    expect(answers).toMatchObject({ answer: "resolves", system: signal });
  });

  it("the profile's own servers are asked instead, and the system not at all", async () => {
    const command = network?.server.command(process.execPath, "-e", twoFaced, '["10.6.6.6", 0]') ?? [];
    other = await startDaemon({ command, ready: { output: /up/ } });
    const servers = [{ address: addresses.server, port: 53 }];
    const { answers } = await look("www.example.test", nobody, "", { dns: { servers, compare: [] } });
    expect(answers.answer).toBe("resolves");
    expect(answers.system).toBeUndefined();
  });
});
