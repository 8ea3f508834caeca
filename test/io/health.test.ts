import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { healthOf, parseSamples } from "../../src/io/exporter.js";
import { mountOf, parseFiles, parseLoad, parseMemory, parseStat, readOnlyMounts } from "../../src/io/health.js";
import { createSocketCount } from "../../src/io/sockets-linux.js";
import type { HostHealth } from "../../src/model/io.js";
import { available } from "../servers/available.js";
import { startCrowd, startListener } from "../servers/crowd.js";
import type { Daemon } from "../servers/daemon.js";
import { withMounts } from "../servers/mounts.js";
import { addresses, makeNamespace, makeNetwork, type Namespace, type Network } from "../servers/namespace.js";
import { makeProbe, type Probe, type Within } from "../servers/probe.js";
import { makeProfile } from "../servers/profile.js";

describe("files of /proc", () => {
  it("processors: what is idle or waits for disks is free, guests are not counted twice", () => {
    const table = "cpu  100 20 30 400 50 6 7 8 90 10\ncpu0 1 1 1 1 1 1 1 1 0 0\ncpu1 1 1 1 1 1 1 1 1 0 0\nintr 1\n";
    expect(parseStat(table)).toEqual({ busy: 171, total: 621, cores: 2 });
    expect(parseStat("")).toBeNull();
  });

  it("the queue: those that run now, and the average of a minute", () => {
    expect(parseLoad("7.75 6.98 6.73 9/155 21346\n")).toEqual({ now: 9, minute: 7.75 });
    expect(parseLoad("")).toBeNull();
  });

  it("memory, and swapped pages only where the system counts them", () => {
    const meminfo = "MemTotal:       24684088 kB\nMemFree:        1 kB\nMemAvailable:   22315000 kB\n";
    const memory = { available: 22_315_000 * 1024, total: 24_684_088 * 1024 };
    expect(parseMemory(meminfo, "pswpin 5\npswpout 7\n")).toEqual({ ...memory, swapped: 12 });
    expect(parseMemory(meminfo, "")).toEqual({ ...memory, swapped: null });
    expect(parseMemory("MemTotal: 5 kB\n", "")).toBeNull();
  });

  it("files: those that were handed back are free", () => {
    expect(parseFiles("806\t6\t2466177\n")).toEqual({ open: 800, limit: 2_466_177 });
    expect(parseFiles("")).toBeNull();
  });

  it("mounts that cannot be written to, be it the mount or the file system", () => {
    const line = (point: string, options: string, system: string): string =>
      `36 35 98:0 / ${point} ${options} - ext4 /dev/sda1 ${system}\n`;
    const table = line("/", "rw", "rw") + line("/media/cd\\040rom", "rw", "ro") + line("/opt", "ro,noatime", "rw");
    expect([...readOnlyMounts(table)].sort()).toEqual(["/media/cd rom", "/opt"]);
    // What is mounted later over the same place counts.
    expect(readOnlyMounts(line("/opt", "ro", "rw") + line("/opt", "rw", "rw")).size).toBe(0);
  });

  it("disks of other machines, by what a path lies on", () => {
    const table = (type: string): string =>
      `30 1 98:0 / / rw - ext4 /dev/sda1 rw\n36 30 0:42 / /home rw,relatime shared:7 - ${type} srv:/home rw\n`;
    expect(mountOf("/home/me", table("nfs4"))).toEqual({ point: "/home", remote: true });
    expect(mountOf("/home/me", table("ext4"))).toEqual({ point: "/home", remote: false });
    expect(mountOf("/homely", table("nfs4"))).toEqual({ point: "/", remote: false });
  });
});

describe("the table of sockets", () => {
  const hex = { any: "00000000", here: "0201C80A", far: "0202C80A", own: "0100007F" };
  const line = (local: string, remote: string, state: string): string =>
    `   1: ${local} ${remote} ${state} 00000000:00000000`;
  const count = (reuse: boolean, ...lines: readonly string[]) => {
    const table = createSocketCount({ range: [0x8000, 0x80ff], reuse: () => reuse });
    for (const one of ["  sl  local_address rem_address   st", ...lines]) table.add(one);
    return table.read();
  };

  it("counts clients of services here, and not what programs here connect to", () => {
    const listener = line(`${hex.any}:1F90`, `${hex.any}:0000`, "0A");
    const served = line(`${hex.here}:1F90`, `${hex.far}:9C40`, "01");
    const dialled = line(`${hex.here}:9C41`, `${hex.far}:01BB`, "01");
    expect(count(false, listener, served, served, dialled)).toEqual({
      connections: 3,
      clients: [{ address: "10.200.2.2", connections: 2 }],
      ports: { to: "", used: 0, range: 256 },
    });
  });

  it("a connection within this machine counts once, and makes no client", () => {
    const listener = line(`${hex.any}:1F90`, `${hex.any}:0000`, "0A");
    const ends = [line(`${hex.own}:1F90`, `${hex.own}:9C40`, "01"), line(`${hex.own}:9C40`, `${hex.own}:1F90`, "01")];
    expect(count(false, listener, ...ends)).toMatchObject({ connections: 1, clients: [] });
  });

  it("ports by destination; those of finished connections only where they cannot be given out again", () => {
    const to = (port: number, state: string): string =>
      line(`${hex.here}:${port.toString(16)}`, `${hex.far}:01BB`, state);
    const lines = [to(0x8000, "01"), to(0x8001, "08"), to(0x8002, "06"), to(0x9000, "01")];
    expect(count(false, ...lines).ports).toEqual({ to: "10.200.2.2:443", used: 3, range: 256 });
    expect(count(true, ...lines).ports).toEqual({ to: "10.200.2.2:443", used: 2, range: 256 });
    expect(count(false, ...lines).connections).toBe(3);
  });

  it("an IPv4 address within IPv6 is one and the same client", () => {
    const mapped = `0000000000000000FFFF0000${hex.far}`;
    const listener = line(`${"0".repeat(32)}:1F90`, `${"0".repeat(32)}:0000`, "0A");
    const served = [
      line(`${mapped}:1F90`, `${mapped.replace(hex.far, "0302C80A")}:9C40`, "01"),
      line(`${hex.here}:1F90`, "0302C80A:9C41", "01"),
    ];
    expect(count(false, listener, ...served).clients).toEqual([{ address: "10.200.2.3", connections: 2 }]);
  });
});

describe("the text of node_exporter", () => {
  it("samples with labels in quotes, exponents and escapes; comments and nonsense left out", () => {
    const text = '# HELP a b\na 1.5e+03\nb{x="1",y="q\\"}\\\\"} 2 1700000000\nnonsense\nc NaN\n';
    expect(parseSamples(text)).toEqual([
      { name: "a", labels: {}, value: 1500 },
      { name: "b", labels: { x: "1", y: 'q"}\\' }, value: 2 },
    ]);
  });

  it("figures of something else are none of a machine", () => {
    expect(healthOf("go_goroutines 8\n")).toBeUndefined();
    expect(healthOf("<html>not found</html>")).toBeUndefined();
  });

  it("what it does not tell is null; read-only file systems are left out; a mount point is untrusted text", () => {
    const disk = (point: string, readOnly: number): string =>
      ["size_bytes", "avail_bytes", "readonly", "files", "files_free"]
        .map(
          (name, at) =>
            `node_filesystem_${name}{fstype="ext4",mountpoint="${point}"} ${[100, 50, readOnly, 10, 0][at]}`,
        )
        .join("\n");
    const cpu = 'node_cpu_seconds_total{cpu="0",mode="idle"} 30\nnode_cpu_seconds_total{cpu="0",mode="user"} 10\n';
    expect(healthOf(`${cpu}${disk("/\u001b[31mred", 0)}\n${disk("/opt", 1)}\n`)).toEqual({
      cpu: { busy: 10, total: 40, cores: 1 },
      queue: null,
      memory: null,
      disks: [{ path: "/red", free: 50, size: 100, inodes: { free: 0, total: 10 } }],
      files: null,
      tcp: null,
    });
  });
});

describe.skipIf(!available("root", "ip", "unshare", "mount", "sysctl"))("a real machine", () => {
  let [network, probe]: [Network?, Probe?] = [];
  const daemons: Daemon[] = [];
  beforeAll(async () => {
    [network, probe] = await Promise.all([makeNetwork(), makeProbe()]);
  });
  afterAll(async () => {
    await Promise.all(daemons.map((one) => one.stop()));
    await network?.remove();
    await probe?.remove();
  });
  const health = async (within?: Within): Promise<HostHealth> => {
    const [found] = (await probe?.call(makeProfile(), [["health"]], within)) ?? [];
    return found as unknown as HostHealth;
  };

  it("tells everything on Linux", async () => {
    const found = await health();
    expect(found.cpu?.cores).toBeGreaterThan(0);
    expect(found.cpu?.total).toBeGreaterThan(found.cpu?.busy ?? 0);
    expect(found.queue?.now).toBeGreaterThan(0);
    expect(found.memory?.total).toBeGreaterThan(found.memory?.available ?? 0);
    expect(found.disks[0]?.path).toBe("/");
    expect(found.disks[0]?.size).toBeGreaterThan(found.disks[0]?.free ?? 0);
    expect(found.files?.open).toBeGreaterThan(0);
    expect(found.tcp?.ports?.range).toBeGreaterThan(1000);
  });

  it("the folder of temporary files is a disk of its own where it is one, and is left out where it is read only", async () => {
    const folder = "export TMPDIR=/mnt; mount -t tmpfs";
    const own = await health(withMounts(`${folder} -o size=8m tmpfs /mnt`));
    expect(own.disks.map(({ path }) => path).slice(0, 2)).toEqual(["/", "/mnt"]);
    expect(own.disks[1]).toMatchObject({ size: 8 * 2 ** 20 });
    const sealed = await health(withMounts(`${folder} -o size=8m,ro tmpfs /mnt`));
    expect(sealed.disks.map(({ path }) => path)).not.toContain("/mnt");
  });

  it("where programs write is looked at once for each file system, other machines' disks are left alone", async () => {
    const own = await health(withMounts("mount -t tmpfs -o size=8m tmpfs /var; mkdir /var/log /var/lib /var/tmp"));
    const paths = own.disks.map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith("/var"))).toEqual(["/var"]);
    expect(own.disks.find(({ path }) => path === "/var")).toMatchObject({ size: 8 * 2 ** 20 });
  });

  it("knows how many connections clients hold, on IPv4 and IPv6", async () => {
    const { client, server } = network as Network;
    daemons.push(await startListener(server, 9000));
    const crowds = [startCrowd(client, addresses.server, 9000, 120), startCrowd(client, addresses.server6, 9000, 30)];
    daemons.push(...(await Promise.all(crowds)));
    const { tcp } = await health(server);
    expect(tcp?.connections).toBe(150);
    expect(tcp?.clients).toEqual([
      { address: addresses.client, connections: 120 },
      { address: addresses.client6, connections: 30 },
    ]);
    const { tcp: theirs } = await health(client);
    expect(theirs).toMatchObject({
      connections: 150,
      clients: [],
      ports: { to: `${addresses.server}:9000`, used: 120 },
    });
  });

  it("knows how many ports a destination takes", async () => {
    const alone: Namespace = await makeNamespace();
    await alone.must("sysctl", "-qw", "net.ipv4.ip_local_port_range=40000 40063");
    const mine = [await startListener(alone, 9000), await startCrowd(alone, "127.0.0.1", 9000, 60)];
    const { tcp } = await health(alone);
    expect(tcp).toEqual({ connections: 60, clients: [], ports: { to: "127.0.0.1:9000", used: 60, range: 64 } });
    await Promise.all(mine.map((one) => one.stop()));
    await alone.remove();
  });
});
