import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/index.js";
import type { Profile } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { startCrowd, startListener } from "../servers/crowd.js";
import { withMounts } from "../servers/mounts.js";
import { addresses, makeNetwork, type Network } from "../servers/namespace.js";
import { frozenServer } from "../servers/odd-tcp.js";
import { type Examiner, makeExaminer, type Within } from "../servers/probe.js";
import { hostTarget, makeProfile } from "../servers/profile.js";
import { expectFirst, expectHealthy, standing } from "./site.js";

/** Whole runs on a machine with one thing wrong: its own link, or what it has run out of. */
describe.skipIf(!available("root", "ip", "ping", "unshare", "mount", "sysctl"))("a machine of one's own", () => {
  let [network, examiner]: [Network?, Examiner?] = [];
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    [network, examiner] = await Promise.all([makeNetwork(), makeExaminer()]);
    const listener = await startListener(network.server, 8080);
    closing.push(listener.stop);
  });
  const undo: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const one of undo.splice(0).reverse()) await one();
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
    await network?.remove();
    await examiner?.remove();
  });

  const client = () => (network as Network).client;
  const beyond = hostTarget(addresses.server, "desk", 8080);
  const check = async (checks: Profile["checks"] = {}, within: Within = client()): Promise<Report> =>
    (await examiner?.examine(makeProfile({ targets: [beyond], checks }), within)) as Report;
  /** A file of the kernel's as it would be. */
  const pretending = (file: string, text: string, nth = 0): string =>
    `printf '${text}' > /mnt/fake${nth}; mount --bind /mnt/fake${nth} ${file}`;
  const mounts = (...some: string[]): Within => withMounts(["mount -t tmpfs tmpfs /mnt", ...some].join("\n"), client());

  it("healthy, and so with the files of the kernel in other places", async () => {
    expectHealthy(await check());
    expectHealthy(await check({}, mounts()));
  });

  describe("the link", () => {
    const mended = async (): Promise<void> => {
      await client().must("ip", "address", "flush", "dev", "eth0", "scope", "link");
      await client().must("ip", "address", "replace", `${addresses.client}/24`, "dev", "eth0");
      await client().must("ip", "-6", "address", "replace", `${addresses.client6}/64`, "dev", "eth0", "nodad");
      await client().must("ip", "route", "replace", "default", "via", addresses.lan);
      await client().must("ip", "-6", "route", "replace", "default", "via", addresses.lan6);
    };
    it("has no address", async () => {
      undo.push(mended);
      await client().must("ip", "address", "flush", "dev", "eth0");
      const report = await check();
      expectFirst(report, "no-address");
      expect(standing(report)[0]?.party).toBe("this-host");
    });
    it("has nothing but the address that a machine gives itself", async () => {
      undo.push(mended);
      await client().must("ip", "address", "flush", "dev", "eth0");
      await client().must("ip", "address", "add", "169.254.7.7/16", "dev", "eth0", "scope", "link");
      expectFirst(await check(), "dhcp-failed");
    });
    const of = (file: string): string => `/sys/class/net/eth0/${file}`;
    it("counts errors that grow", async () => {
      const growing = `(n=0; while kill -0 $$; do n=$((n+40)); echo $n > /mnt/fake0; sleep 0.05; done) >/dev/null 2>&1 </dev/null &`;
      const within = mounts(pretending(of("statistics/rx_errors"), "0"), growing);
      expectFirst(await check({}, within), "link-errors");
    });
    it("came up at half duplex, or with ten megabits: a warning", async () => {
      for (const [file, text] of [
        ["duplex", "half"],
        ["speed", "10"],
      ] as const) {
        const report = await check({}, mounts(pretending(of(file), text)));
        expectFirst(report, "link-slow");
        expect([report.status, report.exitCode]).toEqual(["warn", 0]);
      }
    });
    it("came and went all the time", async () => {
      const report = await check({}, mounts(pretending(of("carrier_changes"), "90000000")));
      expectFirst(report, "link-flapping");
    });
  });

  describe("has run out", () => {
    it("of memory", async () => {
      const within = mounts(pretending("/proc/meminfo", "MemTotal: 2000000 kB\\nMemAvailable: 10000 kB\\n"));
      expectFirst(await check({}, within), "memory-exhausted");
    });
    it("of open files", async () => {
      expectFirst(
        await check({}, mounts(pretending("/proc/sys/fs/file-nr", "99900\\t0\\t100000\\n"))),
        "descriptors-exhausted",
      );
    });
    it("of ports", async () => {
      const range = (text: string) => client().must("sysctl", "-qw", `net.ipv4.ip_local_port_range=${text}`);
      await range("40000 40255");
      undo.push(() => range("32768 60999"));
      const crowd = [await startListener(client(), 9000), await startCrowd(client(), "127.0.0.1", 9000, 250)];
      undo.push(() => Promise.all(crowd.map((one) => one.stop())));
      expectFirst(await check({ host: { warnClient: 9000, failClient: 9000 } }), "ephemeral-ports-exhausted");
    });
    it("of patience with its clients", async () => {
      const { server } = network as Network;
      const crowd = await startCrowd(client(), addresses.server, 8080, 300);
      undo.push(crowd.stop);
      const own = (host: Record<string, number>): Promise<Report> => check({ host }, server);
      expectFirst(await own({}), "hot-clients");
      const few = { warnConnections: 200, failConnections: 250, warnClient: 9000, failClient: 9000 };
      expectFirst(await own(few), "tcp-connections-high");
    });
    it("of time for this tool", async () => {
      const report = await check({ tool: { stall: -1 } });
      expectFirst(report, "runtime-stalled");
    });
  });
});

describe("a service that takes no connections", () => {
  let examiner: Examiner | undefined;
  beforeAll(async () => {
    examiner = await makeExaminer();
  });
  afterAll(() => examiner?.remove());
  it.each([
    ["whose queue is full, as the kernel of this machine tells", true, "accept-queue-full"],
    ["that is frozen, with room in its queue", false, "service-frozen"],
  ])("%s", async (_, full, id) => {
    const frozen = await frozenServer({ full });
    try {
      const desk = { ...hostTarget("127.0.0.1", "desk"), ports: [{ port: frozen.port, speaks: "rdp" as const }] };
      const report = (await examiner?.examine(makeProfile({ targets: [desk] }))) as Report;
      expectFirst(report, id);
      expect(report.diagnosis.unexplained).toEqual([]);
    } finally {
      await frozen.close();
    }
  });
});
