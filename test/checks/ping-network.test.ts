import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { available } from "../servers/available.js";
import { addresses, makeNetwork, type Namespace, type Network } from "../servers/namespace.js";
import { makeProbe, type Probe, type Probed } from "../servers/probe.js";
import { hostTarget, makeProfile } from "../servers/profile.js";

const healthy = { echo: "answers", loss: "no-loss", reach: "reached", rtt: "near", jitter: "even" };

let probe: Probe;
beforeAll(async () => {
  probe = await makeProbe("ping");
});
afterAll(() => probe?.remove());

const look = async (host: string, within?: Namespace, settings = {}): Promise<Probed> => {
  const profile = makeProfile({ targets: [hostTarget(host)], checks: { ping: settings } });
  const [seen] = await probe.look(profile, within);
  if (seen === undefined) throw new Error("no step");
  return seen;
};

/** Runs programs without any privilege. */
const unprivileged = (run: Namespace["run"]): Namespace =>
  ({
    run: (...command) => run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", ...command),
  }) as Namespace;

describe.skipIf(!available("root", "ip", "nft", "ping", "setpriv"))("ping", () => {
  let network: Network;
  beforeAll(async () => {
    network = await makeNetwork();
    await network.router.must("sysctl", "-qw", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0");
  });
  afterEach(() => Promise.all([network.client.clear(), network.router.clear()]));
  afterAll(() => network?.remove());
  const forward = (rule: string) => network.router.nft(`chain f { type filter hook forward priority 0; ${rule} }`);

  it("healthy, on loopback and through a router, over both families", async () => {
    for (const host of ["127.0.0.1", "::1"]) expect((await look(host)).answers).toEqual(healthy);
    for (const host of [addresses.server, addresses.server6])
      expect((await look(host, network.client)).answers).toEqual(healthy);
    expect((await look(addresses.server, network.client)).places).toEqual({
      gateway: addresses.lan,
      host: addresses.server,
    });
  });

  it("without any privilege the program does it", async () => {
    const seen = await look(addresses.server, unprivileged(network.client.run));
    expect(seen.answers).toEqual(healthy);
    expect(seen.raised[0]?.data).toMatchObject({ how: "ping" });
  });

  it("without any means it says so, and judges nothing", async () => {
    const hidden = unprivileged((...command) => network.client.run("env", "PATH=/nowhere", ...absolute(command)));
    const absolute = ([program = "", ...rest]: readonly string[]): string[] => [
      program === "setpriv" ? "/usr/bin/setpriv" : program,
      ...rest,
    ];
    const seen = await look(addresses.server, hidden);
    expect(seen.raised).toEqual([]);
    expect(seen.seen).toMatchObject({ unavailable: { en: expect.stringContaining("not-available") } });
  });

  it("silence, prohibition, no way", async () => {
    await forward("icmp type echo-request drop;");
    expect((await look(addresses.server, network.client, { vigil: 0 })).answers).toEqual({ echo: "silent" });
    await network.router.clear();
    await forward("icmp type echo-request reject with icmp type admin-prohibited;");
    const forbidden = await look(addresses.server, network.client);
    expect(forbidden.answers).toEqual({ echo: "prohibited" });
    expect(forbidden.raised[0]?.data).toMatchObject({ from: addresses.lan, reason: "prohibited" });
    await network.router.clear();
    await forward("icmp type echo-request reject with icmp type host-unreachable;");
    expect((await look(addresses.server, network.client)).answers).toEqual({ echo: "unreachable" });
    await network.client.must("ip", "route", "del", "default");
    try {
      expect((await look(addresses.server, network.client)).answers).toEqual({ echo: "unreachable" });
    } finally {
      await network.client.must("ip", "route", "add", "default", "via", addresses.lan);
    }
  });

  it("losses in bursts are told from losses one by one", async () => {
    const row = async (rule: string) => {
      await network.router.clear();
      await forward(`icmp type echo-request numgen inc mod 20 ${rule} drop;`);
      return (await look(addresses.server, network.client, { interval: 5 })).raised[1]?.data.row;
    };
    expect(await row("{ 3, 7, 11, 15, 19 }")).toBe(1);
    expect(await row("{ 3, 4, 5, 6, 7 }")).toBe(5);
  });

  it("one lost packet makes more follow; a third lost is heavy, a fortieth is some", async () => {
    const lost = (each: number) => forward(`icmp type echo-request numgen inc mod ${each} 2 drop;`);
    const settings = { interval: 5 };
    await lost(3);
    const heavy = await look(addresses.server, network.client, settings);
    expect(heavy.answers).toMatchObject({ echo: "answers", loss: "lossy" });
    expect(heavy.raised[1]?.data).toMatchObject({ sent: 220 });
    await network.router.clear();
    await lost(40);
    expect((await look(addresses.server, network.client, settings)).answers).toMatchObject({ loss: "some-loss" });
  });
});
