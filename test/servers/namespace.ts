import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a program to its end, whatever its exit code. */
export const run = (...[program = "", ...args]: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 127;
      resolve({ code, stdout, stderr: error === null || stderr !== "" ? stderr : error.message });
    });
  });

const must = async (...command: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await run(...command);
  if (code !== 0) throw new Error(`${command.join(" ")}: exit code ${code}\n${stderr}`);
  return stdout;
};

/** A network namespace of this test alone. */
export type Namespace = {
  readonly name: string;
  /** The command line that runs a program inside: for `startDaemon({ command: ns.command("named", "-g") })`. */
  command(...command: readonly string[]): string[];
  /** Runs a program inside to its end, whatever its exit code. */
  run(...command: readonly string[]): Promise<Ran>;
  /** Runs a program inside to its end and returns its output; throws if it fails. `ns.must("ip", "link", "set", "eth0", "down")` */
  must(...command: readonly string[]): Promise<string>;
  /** Loads rules: `ns.nft("chain forward { type filter hook forward priority 0; udp dport 53 drop; }")`. They go into a table of their own. */
  nft(chains: string): Promise<void>;
  /** Takes all rules of `nft` away. */
  clear(): Promise<void>;
  /** A file of /etc as programs run inside see it: `ns.etc("resolv.conf", "nameserver 10.200.2.2\n")`. */
  etc(file: string, text: string): Promise<void>;
  remove(): Promise<void>;
};

/** A namespace with nothing but `lo`, which is up. */
export const makeNamespace = async (role = "alone"): Promise<Namespace> => {
  const name = `idiag-${randomBytes(5).toString("hex")}-${role}`;
  const inside = (command: readonly string[]): string[] => ["ip", "netns", "exec", name, ...command];
  await must("ip", "netns", "add", name);
  await must("ip", "-n", name, "link", "set", "lo", "up");
  // Duplicate address detection would keep IPv6 unusable for its first two seconds.
  await must(...inside(["sysctl", "-qw", "net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.accept_dad=0"]));
  return {
    name,
    command: (...command) => inside(command),
    run: (...command) => run(...inside(command)),
    must: (...command) => must(...inside(command)),
    nft: async (chains) => void (await must(...inside(["nft", `table inet test {\n${chains}\n}`]))),
    clear: async () => void (await must(...inside(["nft", "flush ruleset"]))),
    async etc(file, text) {
      await mkdir(`/etc/netns/${name}`, { recursive: true });
      await writeFile(`/etc/netns/${name}/${file}`, text);
    },
    async remove() {
      for (const pid of (await run("ip", "netns", "pids", name)).stdout.split("\n").filter(Boolean)) {
        await run("kill", "-KILL", pid);
      }
      await run("ip", "netns", "delete", name);
      await rm(`/etc/netns/${name}`, { recursive: true, force: true });
    },
  };
};

/**
 * `client` (eth0) — (lan) `router` (wan) — (eth0) `server`, each a namespace of its own, IPv4 and IPv6, default routes set, the router
 * forwarding. The addresses are the same in every test, which is no clash, since nothing leaves the namespaces.
 */
export const addresses = {
  client: "10.200.1.2",
  lan: "10.200.1.1",
  wan: "10.200.2.1",
  server: "10.200.2.2",
  client6: "fd00:200:1::2",
  lan6: "fd00:200:1::1",
  wan6: "fd00:200:2::1",
  server6: "fd00:200:2::2",
} as const;

export type Network = {
  readonly client: Namespace;
  readonly router: Namespace;
  readonly server: Namespace;
  remove(): Promise<void>;
};

const addressed = async (ns: Namespace, device: string, v4: string, v6: string): Promise<void> => {
  await must("ip", "-n", ns.name, "address", "add", `${v4}/24`, "dev", device);
  await must("ip", "-n", ns.name, "address", "add", `${v6}/64`, "dev", device, "nodad");
  await must("ip", "-n", ns.name, "link", "set", device, "up");
};

const linked = (one: Namespace, device: string, other: Namespace, peer: string): Promise<string> =>
  must("ip", "link", "add", device, "netns", one.name, "type", "veth", "peer", "name", peer, "netns", other.name);

/** A new link takes up to a second before the kernel uses it. */
const carries = async (from: Namespace, to: string): Promise<void> => {
  for (let tries = 0; tries < 20; tries += 1) {
    if ((await from.run("ping", "-c1", "-W1", to)).code === 0) return;
  }
  throw new Error(`${from.name}: no way to ${to}`);
};

export const makeNetwork = async (): Promise<Network> => {
  const [client, router, server] = await Promise.all([
    makeNamespace("client"),
    makeNamespace("router"),
    makeNamespace("server"),
  ]);
  const remove = async (): Promise<void> => void (await Promise.all([client, router, server].map((ns) => ns.remove())));
  try {
    await linked(client, "eth0", router, "lan");
    await linked(router, "wan", server, "eth0");
    await addressed(client, "eth0", addresses.client, addresses.client6);
    await addressed(router, "lan", addresses.lan, addresses.lan6);
    await addressed(router, "wan", addresses.wan, addresses.wan6);
    await addressed(server, "eth0", addresses.server, addresses.server6);
    await router.must("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
    await must("ip", "-n", client.name, "route", "add", "default", "via", addresses.lan);
    await must("ip", "-n", client.name, "-6", "route", "add", "default", "via", addresses.lan6);
    await must("ip", "-n", server.name, "route", "add", "default", "via", addresses.wan);
    await must("ip", "-n", server.name, "-6", "route", "add", "default", "via", addresses.wan6);
    await carries(client, addresses.server);
    await carries(client, addresses.server6);
    return { client, router, server, remove };
  } catch (error) {
    await remove();
    throw error;
  }
};
