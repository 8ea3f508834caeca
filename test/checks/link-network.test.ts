import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Profile } from "../../src/model/profile.js";
import type { Report } from "../../src/model/report.js";
import { available } from "../servers/available.js";
import { addresses, makeNetwork, type Namespace, type Network } from "../servers/namespace.js";
import { type Examiner, makeExaminer, makeProbe, type Probe } from "../servers/probe.js";
import { hostTarget, makeProfile } from "../servers/profile.js";
import { startTunnel } from "../servers/tunnel.js";

const standing = ({ diagnosis }: Report) => diagnosis.causes.filter((one) => one.standing !== "ruled-out");
const said = (report: Report): string =>
  JSON.stringify(
    [standing(report).map(({ id, place, confidence }) => [id, place, confidence]), report.diagnosis],
    null,
    1,
  );

describe.skipIf(!available("root", "ip", "ping", "sysctl"))("a host that is connected in a wrong way", () => {
  let [network, probe, examiner]: [Network?, Probe?, Examiner?] = [];
  const client = (): Namespace => (network as Network).client;
  const router = (): Namespace => (network as Network).router;

  beforeAll(async () => {
    [network, probe, examiner] = await Promise.all([makeNetwork(), makeProbe("link"), makeExaminer()]);
    // A router that asks the same question for its own neighbours says sooner that nobody is there.
    await router().must("sysctl", "-qw", "net.ipv4.neigh.wan.retrans_time_ms=200");
  });
  afterAll(async () => {
    await network?.remove();
    await probe?.remove();
    await examiner?.remove();
  });

  /** The client's address with another prefix, the default route as ever. */
  const masked = async (prefix: number): Promise<void> => {
    await client().must("ip", "-4", "address", "flush", "dev", "eth0");
    await client().must("ip", "address", "add", `${addresses.client}/${prefix}`, "dev", "eth0");
    await client().must("ip", "route", "replace", "default", "via", addresses.lan);
    await client().must("ip", "neighbour", "flush", "dev", "eth0");
  };
  afterEach(() => masked(24));

  const profileOf = (hosts: readonly string[], link: Profile["checks"][string] = {}): Profile =>
    makeProfile({ targets: hosts.map((host) => hostTarget(host, `target of ${host}`)), checks: { link } });
  const look = async (hosts: readonly string[], link?: Profile["checks"][string]) => {
    const [seen] = (await probe?.look(profileOf(hosts, link), client())) ?? [];
    if (seen === undefined) throw new Error("nothing was looked at");
    return seen;
  };
  const raisedAs = ({ raised }: Awaited<ReturnType<typeof look>>, name: string) =>
    raised.find(({ signal }) => signal === name)?.data;

  describe("the netmask", () => {
    it("fits where the target is beyond the gateway, and where it is a neighbour", async () => {
      expect((await look([addresses.server])).answers.netmask).toBe("netmask-fits");
      expect((await look([addresses.lan])).answers.netmask).toBe("netmask-fits");
    });

    it("is too wide: the target is looked for on the cable, while the gateway would know the way", async () => {
      await masked(16);
      const seen = await look([addresses.server]);
      expect(seen.answers).toMatchObject({ netmask: "netmask-too-wide", gateway: "gateway-answers", route: "routed" });
      expect(raisedAs(seen, "netmask-too-wide")).toEqual({
        networks: ["10.200.0.0/16"],
        hosts: [addresses.server],
        gateway: addresses.lan,
      });
    });

    it("is doubtful where a single host is missed in a network of a plausible size, and too wide where two are", async () => {
      await masked(22);
      expect((await look([addresses.server])).answers.netmask).toBe("netmask-doubtful");
      expect((await look([addresses.server, "10.200.3.3"])).answers.netmask).toBe("netmask-too-wide");
    });

    it("is right where others live as far off in the same network", async () => {
      await masked(16);
      await router().must("ip", "address", "add", "10.200.7.7/16", "dev", "lan");
      expect((await look(["10.200.7.7"])).answers.netmask).toBe("netmask-fits");
      expect((await look(["10.200.7.7", "10.200.7.8"])).answers.netmask).toBe("netmask-fits");
      await router().must("ip", "address", "del", "10.200.7.7/16", "dev", "lan");
    });

    it("is doubtful while the gateway does not answer either", async () => {
      await masked(16);
      await client().must("ip", "route", "replace", "default", "via", "10.200.1.77");
      const { answers } = await look([addresses.server]);
      expect(answers.netmask).toBe("netmask-doubtful");
      expect(answers.gateway).toBe("gateway-silent");
    });

    it("names itself first in a whole run, beside a target that is well", async () => {
      await masked(16);
      const targets = [hostTarget(addresses.server, "far", 8080), hostTarget(addresses.lan, "near")];
      const report = (await examiner?.examine(makeProfile({ targets }), client())) as Report;
      const [first] = standing(report);
      expect([first?.id, first?.party], said(report)).toEqual(["wrong-netmask", "this-host"]);
      expect(first?.explains, said(report)).toEqual(expect.arrayContaining(["link:@site", "port:far/8080"]));
      expect(report.diagnosis.unexplained, said(report)).toEqual([]);
    });
  });

  it("the gateway lies outside the own network and does not answer", async () => {
    await client().must("ip", "route", "replace", "default", "via", "10.77.0.1", "dev", "eth0", "onlink");
    const targets = [hostTarget(addresses.server, "far", 8080)];
    const report = (await examiner?.examine(makeProfile({ targets }), client())) as Report;
    const [first] = standing(report);
    expect([first?.id, first?.place, first?.party], said(report)).toEqual([
      "gateway-unreachable",
      "10.77.0.1",
      "this-host",
    ]);
    expect(report.diagnosis.unexplained, said(report)).toEqual([]);
    const answer = report.results.find(({ check }) => check === "link")?.evidence.find((one) => one.level === "fail");
    expect(answer?.data).toEqual({ gateways: ["10.77.0.1"], networks: ["10.200.1.0/24"] });
  });

  it("a gateway outside the own network that answers is as good as any", async () => {
    await router().must("ip", "address", "add", "10.77.0.1/32", "dev", "lan");
    await client().must("ip", "route", "replace", "default", "via", "10.77.0.1", "dev", "eth0", "onlink");
    expect((await look([addresses.server])).answers.gateway).toBe("gateway-answers");
    await router().must("ip", "address", "del", "10.77.0.1/32", "dev", "lan");
  });

  it("the link comes and goes while it is watched", async () => {
    const looking = look([addresses.lan], { span: 3000 });
    let [done, downs] = [false, 0];
    const flap = async (): Promise<void> => {
      while (!done) {
        await router().must("ip", "link", "set", "lan", "down");
        await sleep(100);
        await router().must("ip", "link", "set", "lan", "up");
        await sleep(200);
        downs += 1;
      }
    };
    const flapping = flap();
    const seen = await looking;
    done = true;
    await flapping;
    expect(downs).toBeGreaterThan(1);
    expect(seen.answers.flaps).toBe("flapping");
    expect(raisedAs(seen, "flapping")).toMatchObject({ interfaces: ["eth0"] });
  });

  it("the link has come and gone often since the system started", async () => {
    for (let time = 0; time < 6; time += 1) {
      await router().must("ip", "link", "set", "lan", "down");
      await router().must("ip", "link", "set", "lan", "up");
    }
    const seen = await look([addresses.lan], { flaps: 0.001 });
    expect(seen.answers.flaps).toBe("flapped");
    expect(Number(raisedAs(seen, "flapped")?.times)).toBeGreaterThanOrEqual(10);
  });

  describe.skipIf(!available("perl"))("the way", () => {
    it("leads through a tunnel, though the default route does not", async () => {
      const tunnel = await startTunnel(client(), "tun0", "10.8.0.2/24");
      await client().must("ip", "route", "add", "10.200.2.0/24", "via", "10.8.0.1");
      const seen = await look([addresses.server, addresses.lan]);
      expect(seen.answers).toMatchObject({ ways: "vpn-takes-route", interface: "up", netmask: "netmask-fits" });
      expect(raisedAs(seen, "vpn-takes-route")).toEqual({
        hosts: [addresses.server],
        interfaces: ["tun0"],
        main: "eth0",
      });
      // The whole of the address space in two halves, as VPN clients write it.
      await client().must("ip", "route", "del", "10.200.2.0/24");
      await client().must("ip", "route", "add", "128.0.0.0/1", "dev", "tun0");
      expect((await look(["203.0.113.9"])).answers.ways).toBe("vpn-takes-route");
      await tunnel.stop();
    });
  });

  it("the way leads over a second interface, though the default route does not", async () => {
    await client().must("ip", "link", "add", "eth1", "type", "veth", "peer", "name", "side", "netns", router().name);
    await client().must("ip", "address", "add", "10.201.0.2/24", "dev", "eth1");
    await client().must("ip", "link", "set", "eth1", "up");
    await router().must("ip", "address", "add", "10.201.0.1/24", "dev", "side");
    await router().must("ip", "link", "set", "side", "up");
    await client().must("ip", "route", "add", "10.99.0.0/16", "via", "10.201.0.1");
    expect((await look(["10.201.0.1"])).answers.ways).toBe("default-interface");
    expect((await look(["10.99.0.5"])).answers.ways).toBe("second-interface-takes-route");
    await client().must("ip", "link", "del", "eth1");
  });
});
