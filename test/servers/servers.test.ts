import { afterAll, describe, expect, it } from "vitest";
import { available } from "./available.js";
import { freePort, startDaemon, temporaryDirectory } from "./daemon.js";
import { addresses, makeNetwork, type Network } from "./namespace.js";

describe("daemon", () => {
  it("starts, says its output, and is gone after stop", async () => {
    const port = await freePort();
    const daemon = await startDaemon({
      command: ["node", "-e", `console.log("up"); require("net").createServer().listen(${port}, "127.0.0.1")`],
      ready: { port },
    });
    expect(daemon.output()).toContain("up");
    await daemon.stop();
    expect(daemon.running()).toBe(false);
  });

  it("kills one that ignores SIGTERM", async () => {
    const daemon = await startDaemon({
      command: ["node", "-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('deaf')"],
      ready: { output: /deaf/ },
    });
    await daemon.stop();
    expect(daemon.running()).toBe(false);
  });

  it("throws with the end of the output if it does not start", async () => {
    const start = startDaemon({ command: ["node", "-e", "throw new Error('bad config')"], ready: { output: /never/ } });
    await expect(start).rejects.toThrow(/bad config/);
    await expect(startDaemon({ command: ["no-such-program"], ready: { output: /never/ } })).rejects.toThrow(/ENOENT/);
  });

  it("gives temporary directories that go away", async () => {
    const directory = await temporaryDirectory();
    await directory.remove();
    await expect(directory.remove()).resolves.toBeUndefined();
  });
});

describe.skipIf(!available("root", "ip", "nft", "ping"))("namespaces", () => {
  let network: Network | undefined;
  afterAll(() => network?.remove());

  it("carry packets from client to server and obey rules", async () => {
    network = await makeNetwork();
    const ping = (address: string) => network!.client.run("ping", "-c1", "-W1", address);
    expect((await ping(addresses.server)).code).toBe(0);
    expect((await ping(addresses.server6)).code).toBe(0);
    await network.router.nft("chain forward { type filter hook forward priority 0; icmp type echo-request drop; }");
    expect((await ping(addresses.server)).code).toBe(1);
    await network.router.clear();
    expect((await ping(addresses.server)).code).toBe(0);
    await network.client.etc("hosts", "10.200.2.2 from-etc-netns\n");
    expect(await network.client.must("getent", "hosts", "from-etc-netns")).toContain("10.200.2.2");
  });
});
