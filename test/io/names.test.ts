import { createSocket, type Socket } from "node:dgram";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createIo } from "../../src/io/index.js";
import type { Attempt } from "../../src/model/failure.js";
import type { Io } from "../../src/model/io.js";
import type { Located } from "../../src/model/place.js";
import type { ServerAddress } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { freePort } from "../servers/daemon.js";
import { type Dnsmasq, startDnsmasq } from "../servers/dnsmasq.js";
import { type Named, startNamed } from "../servers/named.js";
import { makeNamespace, type Namespace } from "../servers/namespace.js";
import { makeProbe, type Probe } from "../servers/probe.js";
import { makeProfile } from "../servers/profile.js";

const { signal } = new AbortController();
const told = (attempt: Attempt<Located>) =>
  attempt.ok ? attempt.value.addresses.map(({ address }) => address) : attempt.failure.code;

describe.skipIf(!available("named", "dnsmasq"))("a name", () => {
  let [named, dnsmasq]: [Named?, Dnsmasq?] = [];
  const open: { readonly ios: Io[]; readonly sockets: Socket[] } = { ios: [], sockets: [] };

  beforeAll(async () => {
    const many = Array.from({ length: 100 }, (_, n) => `many A 10.1.0.${n + 1}`).join("\n");
    const zone = `www A 127.0.0.5\nwww AAAA ::1\nalias CNAME www\nempty TXT "x"\nlost CNAME gone\n${many}`;
    named = await startNamed({ zones: { "example.test": zone, "broken.test": "broken" } });
    dnsmasq = await startDnsmasq({ names: { "www.example.test": ["127.0.0.6"], "only.masq.test": ["127.0.0.7"] } });
  });
  afterAll(() => Promise.all([named?.stop(), dnsmasq?.stop()]));
  afterEach(async () => {
    for (const io of open.ios.splice(0)) await io.close();
    for (const socket of open.sockets.splice(0)) socket.close();
  });

  const ioWith = (...servers: readonly ServerAddress[]): Io => {
    const io = createIo(makeProfile({ dns: { servers, compare: [] } }), { env: process.env });
    open.ios.push(io);
    return io;
  };
  /** A server that swallows questions and counts them. */
  const silent = (): Promise<ServerAddress & { asked(): number }> =>
    new Promise((resolve) => {
      const socket = createSocket("udp4");
      let count = 0;
      socket.on("message", () => {
        count += 1;
      });
      socket.bind(0, "127.0.0.1", () => {
        open.sockets.push(socket);
        resolve({ address: "127.0.0.1", port: socket.address().port, asked: () => count });
      });
    });
  const closed = async (): Promise<ServerAddress> => ({ address: "127.0.0.1", port: await freePort() });
  const locate = (io: Io, name: string, timeout?: number) =>
    io.locate(name, { signal, ...(timeout === undefined ? {} : { timeout }) });

  it("has all its addresses, and each says where it lies", async () => {
    const located = await locate(ioWith(named as Named), "www.example.test");
    expect(located).toMatchObject({
      ok: true,
      value: {
        host: "www.example.test",
        source: "dns",
        addresses: [
          { address: "127.0.0.5", family: 4, scope: "loopback" },
          { address: "::1", family: 6, scope: "loopback" },
        ],
      },
    });
  });

  it("is followed through aliases, and over TCP where UDP cuts it off", async () => {
    const io = ioWith(named as Named);
    expect(told(await locate(io, "alias.example.test"))).toEqual(["127.0.0.5", "::1"]);
    expect(told(await locate(io, "many.example.test"))).toHaveLength(100);
  });

  it.each([
    ["nothing.example.test", "name-not-found"],
    ["lost.example.test", "name-not-found"],
    ["empty.example.test", "no-address"],
    ["www.broken.test", "server-failure"],
    ["www.elsewhere.invalid", "query-refused"],
  ])("%s is told as %s, in the phase name", async (name, code) => {
    const failed = await locate(ioWith(named as Named), name);
    expect(failed).toMatchObject({ ok: false, failure: { code, phase: "name" } });
  });

  it("of an address is the address; localhost asks nobody", async () => {
    const nobody = await silent();
    const io = ioWith(nobody);
    expect(await locate(io, "10.0.0.5")).toMatchObject({ ok: true, value: { source: "literal" } });
    expect(told(await locate(io, "[::1]"))).toEqual(["::1"]);
    expect(told(await locate(io, "localhost"))).toContain("127.0.0.1");
    expect(await locate(io, "api.LOCALHOST")).toMatchObject({ ok: true, value: { source: "hosts" } });
    expect(nobody.asked()).toBe(0);
  });

  it("is asked for once, however many want to know", async () => {
    const io = ioWith(named as Named);
    const first = Promise.all(Array.from({ length: 40 }, () => locate(io, "WWW.example.test")));
    expect(new Set((await first).map((one) => JSON.stringify(one))).size).toBe(1);
    await named?.stop();
    try {
      expect(told(await locate(io, "www.example.test"))).toEqual(["127.0.0.5", "::1"]);
    } finally {
      named = await startNamed({ zones: { "example.test": "www A 127.0.0.5\nwww AAAA ::1" } });
    }
  });

  it("is asked of the next server when the first is closed, and beside one that is silent", async () => {
    expect(told(await locate(ioWith(await closed(), dnsmasq as Dnsmasq), "www.example.test"))).toEqual(["127.0.0.6"]);
    const nobody = await silent();
    const located = await locate(ioWith(nobody, dnsmasq as Dnsmasq), "www.example.test");
    expect(told(located)).toEqual(["127.0.0.6"]);
    // A fifth of the second that this profile waits.
    expect(located.ms).toBeGreaterThan(150);
    expect(located.ms).toBeLessThan(1000);
  });

  it("is believed not to exist by whoever says so first", async () => {
    const io = ioWith(named as Named, dnsmasq as Dnsmasq);
    expect(told(await locate(io, "nothing.example.test"))).toBe("name-not-found");
    // named refuses this zone, which is no answer about the name.
    expect(told(await locate(io, "only.masq.test"))).toEqual(["127.0.0.7"]);
  });

  it("tells what a server said rather than silence, and a closed port rather than silence", async () => {
    expect(told(await locate(ioWith(await silent(), named as Named), "www.elsewhere.invalid"))).toBe("query-refused");
    expect(told(await locate(ioWith(await silent(), await closed()), "www.example.test"))).toBe("refused");
    expect(told(await locate(ioWith(await silent()), "www.example.test"))).toBe("timeout");
  });

  it("that met silence is asked for again by whoever comes later", async () => {
    const nobody = await silent();
    const io = ioWith(nobody);
    expect(told(await locate(io, "www.example.test"))).toBe("timeout");
    const before = nobody.asked();
    expect(told(await locate(io, "www.example.test"))).toBe("timeout");
    expect(nobody.asked()).toBe(2 * before);
  });

  it("is waited for no longer than the caller wants", async () => {
    const io = ioWith(await silent());
    const [patient, hasty] = await Promise.all([locate(io, "www.example.test"), locate(io, "www.example.test", 200)]);
    expect(patient.ms).toBeGreaterThan(900);
    expect(hasty).toMatchObject({ ok: false, failure: { code: "timeout", phase: "name" } });
    expect(hasty.ms).toBeLessThan(900);
  });

  it("lets go at once when the one who asked gives up", async () => {
    const giving = new AbortController();
    const located = ioWith(await silent()).locate("www.example.test", { signal: giving.signal, timeout: 20_000 });
    giving.abort();
    expect(await located).toMatchObject({ ok: false, failure: { code: "aborted", phase: "name" } });
  });
});

describe.skipIf(!available("root", "ip", "named", "getent"))("with the system's own resolvers", () => {
  let [probe, alone]: [Probe?, Namespace?] = [];
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    probe = await makeProbe();
    alone = await makeNamespace();
    const zones = { "corp.test": "db A 127.0.0.8\nwww.shop A 127.0.0.9", "shop.test": "www A 127.0.0.10" };
    const named = await startNamed({ zones, address: "127.0.0.1", port: 53, within: alone.command });
    stops.push(named.stop);
    await alone.etc("hosts", "127.0.0.1 localhost\n10.7.7.7 pinned.corp.test other # a comment\n");
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
    await alone?.remove();
    await probe?.remove();
  });

  const locate = async (resolv: string, ...names: readonly string[]) => {
    await alone?.etc("resolv.conf", resolv);
    const calls = names.map((name) => ["locate", name, { signal: true }] as const);
    const located = (await probe?.call(makeProfile(), calls, alone)) as unknown as Attempt<Located>[];
    return located.map((one) => [told(one), one.ok ? one.value.source : ""]);
  };

  it("the search list completes short names first and long ones last", async () => {
    const resolv = "nameserver 127.0.0.1\nsearch corp.test\n";
    expect(await locate(resolv, "db", "www.shop", "www.shop.test", "db.", "nothing")).toEqual([
      [["127.0.0.8"], "dns"],
      // Refused as it stands, which ends the search.
      ["query-refused", ""],
      [["127.0.0.10"], "dns"],
      ["query-refused", ""],
      ["query-refused", ""],
    ]);
    expect(await locate("nameserver 127.0.0.1\nsearch corp.test\noptions ndots:2\n", "www.shop")).toEqual([
      [["127.0.0.9"], "dns"],
    ]);
  });

  it("the hosts file comes first", async () => {
    expect(await locate("nameserver 127.0.0.1\n", "pinned.corp.test", "OTHER")).toEqual([
      [["10.7.7.7"], "hosts"],
      [["10.7.7.7"], "hosts"],
    ]);
  });

  it("without any resolver the system is asked, which then tries this host itself (resolv.conf(5))", async () => {
    expect(await locate("# none\n", "db.corp.test", "nothing.corp.test")).toEqual([
      [["127.0.0.8"], "system"],
      ["no-resolver", ""],
    ]);
  });
});
