import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/index.js";
import type { Profile, Target } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { type Daemon, startDaemon } from "../servers/daemon.js";
import { startNamed } from "../servers/named.js";
import { addresses, makeNetwork, type Network } from "../servers/namespace.js";
import { startNginx } from "../servers/nginx.js";
import { type Examiner, makeExaminer } from "../servers/probe.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";
import { expectFirst, expectHealthy, standing, statusOf, summary } from "./site.js";

/** A resolver with one oddity. `late`: milliseconds; `six`: the code of answers for AAAA; `system`: what is told to who asks without EDNS, as glibc does. */
type Oddity = { readonly late?: number; readonly six?: number; readonly system?: string };
const oddResolver = `
  const packet = require("dns-packet");
  const { late = 0, six = 0, system } = JSON.parse(process.argv[1]);
  const socket = require("dgram").createSocket("udp4");
  socket.on("message", (bytes, peer) => {
    const { id, questions, additionals } = packet.decode(bytes);
    const [{ type, name }] = questions;
    const data = system !== undefined && additionals.length === 0 ? system : "${addresses.server}";
    const answers = type === "A" ? [{ type, name, ttl: 1, data }] : [];
    const flags = type === "AAAA" ? six : 0;
    const answer = packet.encode({ type: "response", id, flags, questions, answers });
    setTimeout(() => socket.send(answer, peer.port, peer.address), late);
  });
  socket.bind(53, "${addresses.server}", () => console.log("up"));
`;

const many = Array.from({ length: 100 }, (_, at) => `many A 10.200.3.${at + 1}`).join("\n");

/** Whole runs in a network of its own: one thing wrong with names, and the first cause. */
describe.skipIf(!available("root", "ip", "nft", "named", "nginx", "getent", "ping"))("names in a network", () => {
  let [network, examiner]: [Network?, Examiner?] = [];
  let odd: Daemon | undefined;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    [network, examiner] = await Promise.all([makeNetwork(), makeExaminer()]);
    const { router, server } = network;
    await server.must("ip", "address", "add", "10.200.2.3/24", "dev", "eth0");
    for (const address of [addresses.server, "10.200.2.3", `[${addresses.server6}]`]) {
      const nginx = await startNginx({ web: { port: 80 } }, { address, within: server.command });
      closing.push(nginx.stop);
    }
    const records = [
      `www A ${addresses.server}`,
      `both A ${addresses.server}\nboth AAAA ${addresses.server6}`,
      `six AAAA ${addresses.server6}`,
      `two A ${addresses.server}\ntwo A 10.200.2.3`,
      "alias CNAME other\nother CNAME www",
      `half A ${addresses.server}\nhalf A 10.200.2.77`,
      "hole A 0.0.0.0",
      "stale A 10.200.2.77",
      many,
    ];
    const zones = { "example.test": records.join("\n") };
    const named = await startNamed({ zones, address: addresses.lan, port: 53, within: router.command });
    closing.push(named.stop);
  });
  afterEach(async () => {
    await odd?.stop();
    odd = undefined;
    await Promise.all([network?.client.clear(), network?.router.clear(), network?.server.clear()]);
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
    await network?.remove();
    await examiner?.remove();
  });

  type Host = { readonly resolver?: string; readonly hosts?: string; readonly nsswitch?: string };
  const check = async (name: string, host: Host = {}, changes: Partial<Profile> = {}): Promise<Report> => {
    const { client } = network as Network;
    await client.etc("resolv.conf", `nameserver ${host.resolver ?? addresses.lan}\n`);
    await client.etc("hosts", `127.0.0.1 localhost\n${host.hosts ?? ""}\n`);
    await client.etc("nsswitch.conf", `hosts: ${host.nsswitch ?? "files dns"}\n`);
    const targets: Target[] = [hostTarget(name, "desk", 80), urlTarget(`http://${name}/`, "web")];
    return (await examiner?.examine(makeProfile({ targets, ...changes }), client)) as Report;
  };
  const asking = async (oddity: Oddity, changes: Partial<Profile> = {}): Promise<Report> => {
    const command = network?.server.command(process.execPath, "-e", oddResolver, JSON.stringify(oddity)) ?? [];
    odd = await startDaemon({ command, ready: { output: /up/ } });
    return check("www.example.test", { resolver: addresses.server }, changes);
  };
  const answer = ({ results }: Report, question: string): string | undefined =>
    results.find(({ check }) => check === "dns")?.evidence.find((one) => one.question === question)?.signal;

  describe("healthy", () => {
    it.each([
      ["an address of either family", "both.example.test"],
      ["nothing but an IPv6 address", "six.example.test"],
      ["two addresses", "two.example.test"],
      ["an alias of an alias", "alias.example.test"],
    ])("%s", async (_, name) => {
      const report = await check(name);
      expectHealthy(report);
      for (const one of ["dns", "port", "api"]) expect(statusOf(report, one), summary(report)).toEqual(["pass"]);
    });
    it("a line of the hosts file that says what DNS says", async () => {
      expectHealthy(await check("www.example.test", { hosts: `${addresses.server} www.example.test` }));
    });
    it("a name that only the hosts file knows", async () => {
      expectHealthy(await check("erp.local.test", { hosts: `${addresses.server} erp.local.test` }));
    });
    it("a resolver with IPv6 alone", async () => {
      const { router } = network as Network;
      const zones = { "example.test": `www A ${addresses.server}` };
      const named = await startNamed({ zones, address: addresses.lan6, port: 53, within: router.command });
      try {
        expectHealthy(await check("www.example.test", { resolver: addresses.lan6 }));
      } finally {
        await named.stop();
      }
    });
    it("a small resolver of a private network, that knows neither EDNS nor TCP", async () => {
      expectHealthy(await asking({}));
    });
  });

  it("an IPv6 address is published, and its way is dead", async () => {
    await network?.router.nft("chain forward { type filter hook forward priority 0; meta nfproto ipv6 drop; }");
    const report = await check("both.example.test");
    expectFirst(report, "ipv6-broken");
    expect(statusOf(report, "api")).toEqual(["pass"]);
  });

  it("one of two addresses is dead", async () => {
    expectFirst(await check("half.example.test"), "dead-address");
  });

  it("an answer that is too long for UDP, while TCP is blocked", async () => {
    await network?.router.nft("chain input { type filter hook input priority 0; tcp dport 53 drop; }");
    expectFirst(await check("many.example.test"), "dns-tcp-blocked");
  });

  it("answers come late", async () => {
    const report = await asking({ late: 400 }, { checks: { dns: { slow: 300 } } });
    expectFirst(report, "dns-slow");
    expect(standing(report)[0]?.place).toBe(addresses.server);
  });

  it("the system resolves nothing, while its DNS server answers", async () => {
    expectFirst(await check("www.example.test", { nsswitch: "files" }), "resolver-misconfigured");
  });

  it("the system is told a private address in a public one's place, or a filter's hole", async () => {
    expectFirst(await check("hole.example.test"), "dns-wrong-answer");
  });

  it("a resolver that fails on the question for IPv6 only: no name is missing", async () => {
    const report = await asking({ six: 2 });
    expect(answer(report, "answer"), summary(report)).toBe("resolves");
    expect(
      standing(report).filter(({ kind }) => kind === "fault"),
      summary(report),
    ).toEqual([]);
  });

  it("a stale record leads to a dead machine, while a second opinion knows the service", async () => {
    const { server } = network as Network;
    const zones = { "example.test": `stale A ${addresses.server}` };
    const other = await startNamed({ zones, address: addresses.server, port: 5353, within: server.command });
    try {
      const compare = [{ address: addresses.server, port: 5353 }];
      expectFirst(await check("stale.example.test", {}, { dns: { servers: [], compare } }), "dns-wrong-answer");
      // Nobody else is asked, or says the same: it is a dead host, as far as anybody can tell.
      expectFirst(await check("stale.example.test"), "host-down");
    } finally {
      await other.stop();
    }
  });

  it("the hosts file leads to a machine that is not the service", async () => {
    const report = await check("www.example.test", { hosts: "10.200.2.77 www.example.test" });
    expectFirst(report, "hosts-file-override");
    const found = report.results
      .flatMap(({ evidence }) => evidence)
      .filter(({ signal }) => signal === "open-elsewhere");
    expect(found[0]?.data).toMatchObject({ used: ["10.200.2.77"], address: addresses.server });
    expect(standing(report)[0]?.party).toBe("this-host");
  });
});
