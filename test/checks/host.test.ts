import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Readings, Values } from "../../checks/host/sight.js";
import { host } from "../../checks/host.js";
import type { Profile } from "../../src/model/profile.js";
import type { Report } from "../../src/model/report.js";
import { available } from "../servers/available.js";
import { startCrowd, startListener } from "../servers/crowd.js";
import { type Daemon, freePort, startDaemon } from "../servers/daemon.js";
import { mounted, withMounts } from "../servers/mounts.js";
import { addresses, makeNetwork, type Network } from "../servers/namespace.js";
import { type Examiner, makeExaminer, makeProbe, type Probe, type Within } from "../servers/probe.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";

const settings = Object.fromEntries(
  Object.entries(host.settings).map(([name, one]) => [name, one.default]),
) as unknown as Values;

const gibi = 2 ** 30;
const mebi = 2 ** 20;
const well: Readings = {
  first: {
    cpu: { busy: 0, total: 0, cores: 2 },
    queue: { now: 1, minute: 0.5 },
    memory: { available: 8 * gibi, total: 16 * gibi, swapped: 10 },
    disks: [{ path: "/", free: 50 * gibi, size: 100 * gibi, inodes: { free: 5, total: 10 } }],
    files: { open: 900, limit: 1000 },
    tcp: { connections: 20, clients: [], ports: { to: "10.0.0.5:443", used: 5, range: 28_232 } },
  },
  last: {
    cpu: { busy: 20, total: 100, cores: 2 },
    queue: { now: 1, minute: 0.5 },
    memory: { available: 8 * gibi, total: 16 * gibi, swapped: 12 },
    disks: [{ path: "/", free: 50 * gibi, size: 100 * gibi, inodes: { free: 5, total: 10 } }],
    files: { open: 900, limit: 1000 },
    tcp: { connections: 20, clients: [], ports: { to: "10.0.0.5:443", used: 5, range: 28_232 } },
  },
  ms: 400,
  stalled: 20,
};
const judged = (figures: Readings) =>
  Object.fromEntries(
    host
      .judge([{ figures }], { target: {}, settings, now: new Date(), others: () => [] })
      .map(({ signal }) => [host.signals[signal].answers, signal]),
  );
/** The same in both readings. */
const always = (some: Partial<Readings["last"]>, rest: Partial<Readings> = {}): Readings => ({
  ...well,
  ...rest,
  first: { ...well.first, ...some },
  last: { ...well.last, ...some },
});
const allWell = {
  cpu: "cpu-free",
  memory: "memory-free",
  disk: "disk-free",
  files: "files-free",
  ports: "ports-free",
  connections: "connections-few",
  clients: "clients-even",
};

describe("what it aims at", () => {
  it("is this host, and whoever tells his figures", () => {
    const told = { ...hostTarget("10.0.0.5", "server"), metrics: "http://10.0.0.5:9100/metrics" };
    const beside = { ...hostTarget("db.test", "db"), metrics: "http://[fd00::9]:9100/metrics" };
    expect(host.aims(makeProfile({ targets: [urlTarget("http://a.test/"), told, beside] }))).toEqual([
      { subject: "@site", target: {}, needs: [] },
      { subject: "server", target: { host: told.host, metrics: told.metrics }, needs: ["dns:server"] },
      { subject: "db", target: { host: beside.host, metrics: beside.metrics }, needs: [] },
    ]);
    expect(host.aims(makeProfile())).toEqual([]);
  });
});

describe("judging", () => {
  it("a machine that is well", () => {
    expect(judged(well)).toEqual(allWell);
  });

  it("busy processors are a note, and no more until many wait and this tool got no turn", () => {
    const busy = (share: number, now: number, minute: number, stalled: number) =>
      judged({
        ...well,
        stalled,
        last: { ...well.last, cpu: { busy: share, total: 100, cores: 2 }, queue: { now, minute } },
      }).cpu;
    expect(busy(80, 9, 9, 5000)).toBe("cpu-free");
    expect(busy(81, 9, 9, 5000)).toBe("cpu-busy");
    expect(busy(100, 3, 9, 5000)).toBe("cpu-busy");
    expect(busy(100, 9, 3, 5000)).toBe("cpu-busy");
    expect(busy(100, 9, 9, 900)).toBe("cpu-busy");
    expect(busy(100, 8, 8, 1001)).toBe("cpu-saturated");
    const sudden = (first: number, last: number) => {
      const cores = { cpu: { busy: 100, total: 100, cores: 2 }, queue: { now: last, minute: 3 } };
      const before = { ...well.first, queue: { now: first, minute: 2 } };
      return judged({ ...well, stalled: 1001, first: before, last: { ...well.last, ...cores } }).cpu;
    };
    expect(sudden(16, 23)).toBe("cpu-saturated");
    expect(sudden(15, 23)).toBe("cpu-busy");
    const { stalled: _, ...far } = always({ queue: { now: 9, minute: 9 } });
    const full = { ...far, last: { ...far.last, cpu: { busy: 100, total: 100, cores: 2 } } };
    expect(judged(full).cpu).toBe("cpu-saturated");
    // No time passed between the readings.
    expect(judged({ ...well, last: { ...well.last, cpu: well.first.cpu } }).cpu).toBeUndefined();
  });

  it("memory is exhausted when it is nearly gone and pages move, or when nothing is left", () => {
    const left = (available: number, pages: number) =>
      judged({
        ...well,
        first: { ...well.first, memory: { available, total: 16 * gibi, swapped: 0 } },
        last: { ...well.last, memory: { available, total: 16 * gibi, swapped: pages } },
      }).memory;
    expect(left(2 * gibi, 5000)).toBe("memory-free");
    expect(left(gibi, 5000)).toBe("memory-low");
    expect(left(0.7 * gibi, 16)).toBe("memory-low");
    expect(left(0.7 * gibi, 17)).toBe("memory-short");
    expect(left(63 * mebi, 0)).toBe("memory-short");
    const momentary = { ...well.last, memory: { available: 10 * mebi, total: 16 * gibi, swapped: 10 } };
    expect(judged({ ...well, last: momentary }).memory).toBe("memory-free");
  });

  it("a disk is full by its share of bytes or its files, and a large one has room enough with little", () => {
    const disk = (free: number, size: number, inodes: { free: number; total: number } | null = null) =>
      judged(always({ disks: [{ path: "/tmp", free, size, inodes }] })).disk;
    expect(disk(2 * mebi, 100 * mebi)).toBe("disk-low");
    expect(disk(0.9 * mebi, 100 * mebi)).toBe("disk-full");
    expect(disk(50 * mebi, 100 * mebi, { free: 0, total: 10 })).toBe("disk-full");
    expect(disk(50 * mebi, 100 * mebi, { free: 3, total: 6_000_000 })).toBe("disk-full");
    expect(disk(50 * mebi, 100 * mebi, { free: 3, total: 10 })).toBe("disk-free");
    expect(disk(50 * mebi, 100 * mebi, { free: 5000, total: 6_000_000 })).toBe("disk-low");
    expect(disk(50 * mebi, 100 * mebi, { free: 50_000, total: 6_000_000 })).toBe("disk-free");
    expect(disk(5 * gibi, 1000 * gibi)).toBe("disk-low");
    expect(disk(50 * gibi, 10_000 * gibi)).toBe("disk-free");
  });

  it("files of the system, ports of one destination", () => {
    expect(judged(always({ files: { open: 949, limit: 1000 } })).files).toBe("files-free");
    expect(judged(always({ files: { open: 950, limit: 1000 } })).files).toBe("files-short");
    const ports = (used: number, to = "10.0.0.5:443") => ({
      connections: 20,
      clients: [],
      ports: { to, used, range: 1000 },
    });
    expect(judged(always({ tcp: ports(899) })).ports).toBe("ports-free");
    expect(judged(always({ tcp: ports(900) })).ports).toBe("ports-short");
    const moved = (before: number) =>
      judged({ ...always({ tcp: ports(990) }), first: { ...well.first, tcp: ports(before, "10.0.0.6:443") } }).ports;
    expect(moved(899)).toBe("ports-free");
    // Of two destinations both hold as many as there are.
    expect(moved(990)).toBe("ports-short");
  });

  it("connections, in all and of one client, at the bounds", () => {
    const held = (connections: number) =>
      judged(always({ tcp: { connections, clients: null, ports: null } })).connections;
    expect([4999, 5000, 10_000, 10_001].map(held)).toEqual([
      "connections-few",
      "connections-many",
      "connections-many",
      "connections-too-many",
    ]);
    const hot = (connections: number) =>
      judged(always({ tcp: { connections: 20, clients: [{ address: "10.0.0.9", connections }], ports: null } }))
        .clients;
    expect([49, 50, 200, 201].map(hot)).toEqual(["clients-even", "clients-warm", "clients-warm", "clients-hot"]);
  });

  it("what was not told is not answered", () => {
    const nothing = { cpu: null, queue: null, memory: null, disks: [], files: null, tcp: null };
    expect(judged(always(nothing))).toEqual({ figures: "figures-read" });
  });
});

const standing = ({ diagnosis }: Report) => diagnosis.causes.filter((one) => one.standing !== "ruled-out");

describe.skipIf(!available("root", "ip", "unshare", "mount"))("a machine that has run out", () => {
  let [network, probe, examiner]: [Network?, Probe?, Examiner?] = [];
  const daemons: Daemon[] = [];
  beforeAll(async () => {
    [network, probe, examiner] = await Promise.all([makeNetwork(), makeProbe("host"), makeExaminer()]);
  });
  afterAll(async () => {
    await Promise.all(daemons.map((one) => one.stop()));
    await network?.remove();
    await probe?.remove();
    await examiner?.remove();
  });

  const targets = [hostTarget("127.0.0.1", "here")];
  const look = async (within?: Within, own: Profile["checks"][string] = {}) => {
    const [seen] = (await probe?.look(makeProfile({ targets, checks: { host: own } }), within)) ?? [];
    if (seen === undefined) throw new Error("nothing was looked at");
    return seen;
  };
  /** A file of /proc as it would be. */
  const pretending = (file: string, text: string): string =>
    `printf '${text}' > /mnt/fake; mount --bind /mnt/fake ${file}`;
  const small = "export TMPDIR=/mnt; mount -t tmpfs -o size=1m,nr_inodes=16 tmpfs /mnt";

  it("of room: nothing more can be written", async () => {
    const filled = withMounts(`${small}; head -c 2000000 /dev/zero > /mnt/all 2>/dev/null || true`);
    const { answers, raised } = await look(filled);
    expect(answers.disk).toBe("disk-full");
    expect(raised.find(({ signal }) => signal === "disk-full")?.data).toEqual({ disks: ["/mnt (0 %)"] });
  });

  it("of files on a disk that has room", async () => {
    const { answers, raised } = await look(
      withMounts(`${small}; (for i in $(seq 40); do : > /mnt/$i; done) 2>/dev/null || true`),
    );
    expect(answers.disk).toBe("disk-full");
    expect(raised.find(({ signal }) => signal === "disk-full")?.data).toEqual({ disks: ["/mnt (0 inodes)"] });
  });

  it("of memory, of open files", async () => {
    const mounting = [
      "mount -t tmpfs tmpfs /mnt",
      pretending("/proc/meminfo", "MemTotal: 2000000 kB\\nMemAvailable: 50000 kB\\n"),
      "rm /mnt/fake",
      pretending("/proc/sys/fs/file-nr", "99000\\t0\\t100000\\n"),
    ].join("\n");
    expect((await look(withMounts(mounting))).answers).toMatchObject({ memory: "memory-short", files: "files-short" });
  });

  it("of ports for one destination", async () => {
    const { client } = network as Network;
    await client.must("sysctl", "-qw", "net.ipv4.ip_local_port_range=40000 40063");
    const mine = [await startListener(client, 9000), await startCrowd(client, "127.0.0.1", 9000, 62)];
    expect((await look(client)).answers.ports).toBe("ports-short");
    await Promise.all(mine.map((one) => one.stop()));
    await client.must("sysctl", "-qw", "net.ipv4.ip_local_port_range=32768 60999");
    expect((await look(client)).answers.ports).toBe("ports-free");
  });

  it("connections, in all and of one client", async () => {
    const { client, server } = network as Network;
    const mine = [await startListener(server, 9000), await startCrowd(client, addresses.server, 9000, 300)];
    const { answers, raised } = await look(server, { warnConnections: 200, failConnections: 250 });
    expect(answers).toMatchObject({ connections: "connections-too-many", clients: "clients-hot" });
    expect(raised.find(({ signal }) => signal === "clients-hot")?.data).toEqual({
      clients: [`${addresses.client} (300)`],
      limit: 200,
    });
    const gentler = await look(server, { warnConnections: 200, failClient: 300 });
    expect(gentler.answers).toMatchObject({ connections: "connections-many", clients: "clients-warm" });
    // Who dials has no clients.
    expect((await look(client)).answers).toMatchObject({ connections: "connections-few", clients: "clients-even" });
    await Promise.all(mine.map((one) => one.stop()));
  });

  it("names itself in a whole run", async () => {
    const filled = withMounts(`${small}; head -c 2000000 /dev/zero > /mnt/all 2>/dev/null || true`);
    const local = makeProfile({ targets: [hostTarget("127.0.0.1", "here")] });
    const report = (await examiner?.examine(local, filled)) as Report;
    const [first] = standing(report);
    expect([first?.id, first?.party, first?.standing]).toEqual(["disk-full", "this-host", "confirmed"]);
    expect(first?.explains).toEqual(["host:@site"]);
    expect(report.exitCode).toBe(1);
  });
});

describe("a machine that tells its own figures", () => {
  let [probe, examiner]: [Probe?, Examiner?] = [];
  let web: Server;
  let page = { status: 200, text: "" };
  beforeAll(async () => {
    [probe, examiner] = await Promise.all([makeProbe("host"), makeExaminer()]);
    web = createServer((_, answer) => answer.writeHead(page.status).end(page.text));
    await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    web.close();
    await probe?.remove();
    await examiner?.remove();
  });

  const told = (port: number): Profile => {
    const server = {
      ...hostTarget("127.0.0.1", "server"),
      owner: "vendor",
      metrics: `http://127.0.0.1:${port}/metrics`,
    };
    return makeProfile({ targets: [server as ReturnType<typeof hostTarget>] });
  };
  const look = async (port: number, within?: Within) => {
    const all = (await probe?.look(told(port), within)) ?? [];
    const seen = all.find(({ subject }) => subject === "server");
    if (seen === undefined) throw new Error("nothing was looked at");
    return seen;
  };
  const own = (): number => (web.address() as AddressInfo).port;

  it("figures that cannot be read are a note, with the reason", async () => {
    const why = async (port: number) => (await look(port)).raised.map(({ signal, data }) => [signal, data.why]);
    expect(await why(await freePort())).toEqual([["figures-missing", "refused"]]);
    page = { status: 404, text: "" };
    expect(await why(own())).toEqual([["figures-missing", "malformed"]]);
    page = { status: 200, text: "<html>" };
    expect(await why(own())).toEqual([["figures-missing", "malformed"]]);
    page = { status: 200, text: "x".repeat(5_000_000) };
    expect(await why(own())).toEqual([["figures-missing", "body-too-large"]]);
  });

  it("the processors are judged by two readings", async () => {
    const cpu = 'node_cpu_seconds_total{cpu="0",mode="idle"} 5\nnode_cpu_seconds_total{cpu="0",mode="user"}';
    let asked = 0;
    web.removeAllListeners("request").on("request", (_, answer) => {
      asked += 1;
      answer.end(`${cpu} ${asked}\nnode_load1 5\nnode_procs_running 6\n`);
    });
    const { answers } = await look(own());
    expect(answers).toEqual({ figures: "figures-read", cpu: "cpu-saturated" });
    expect(asked).toBe(2);
  });

  describe.skipIf(!available("root", "unshare", "mount", "prometheus-node-exporter"))("by node_exporter", () => {
    let exporter: Daemon;
    let port: number;
    beforeAll(async () => {
      port = await freePort();
      const command = ["prometheus-node-exporter", `--web.listen-address=127.0.0.1:${port}`];
      // What is mounted below /mnt it keeps to itself.
      const full = "mount -t tmpfs -o size=1m tmpfs /srv; head -c 2000000 /dev/zero > /srv/all 2>/dev/null || true";
      // It asks the first of all processes what is mounted.
      const first = ["--pid", "--fork", "--kill-child", "--mount-proc"];
      const ready = { port, host: "127.0.0.1" };
      exporter = await startDaemon({ command: mounted(full, command, first), ready, stopSignal: "SIGKILL" });
    });
    afterAll(() => exporter?.stop());

    it("all but ports and clients is answered, and the places are those of the other machine", async () => {
      const { answers, raised, places } = await look(port);
      expect(Object.keys(answers).sort()).toEqual(["connections", "cpu", "disk", "figures", "files", "memory"]);
      expect(answers).toMatchObject({ figures: "figures-read", disk: "disk-full", files: "files-free" });
      expect(raised.find(({ signal }) => signal === "disk-full")?.data).toEqual({ disks: ["/srv (0 %)"] });
      expect(places).toEqual({ host: "127.0.0.1" });
    });

    it("its full disk is the far side's, and not this host's", async () => {
      const report = (await examiner?.examine(told(port))) as Report;
      const found = standing(report).filter(({ id }) => id === "disk-full");
      expect(found).toMatchObject([{ place: "127.0.0.1", party: "vendor", subjects: ["server"] }]);
      expect(found[0]?.explains).toEqual(["host:server"]);
      const step = report.results.find((one) => one.step === "host:server");
      expect(step?.places["this-host"]).toBeUndefined();
    });
  });
});
