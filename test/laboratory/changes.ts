import type { Change } from "./fault.js";
import type { Laboratory } from "./laboratory.js";
import { at, type Wires } from "./network.js";
import type { Running, Services } from "./services.js";
import { type Badness, startWire } from "./wire.js";

type Place = keyof Omit<Wires, "all" | "remove">;

/** A tab stands for a blank within a word. */
const words = (command: string): string[] => command.split(" ").map((one) => one.replaceAll("\t", " "));

/** Commands of one host, and those that undo them. */
export const commands = (where: Place, inject: readonly string[], restore: readonly string[]): Change => ({
  async inject({ wires }) {
    for (const one of inject) await wires[where].must(...words(one));
  },
  async restore({ wires }) {
    for (const one of restore) await wires[where].run(...words(one));
  },
});

/** A command and the one that undoes it. */
export const command = (where: Place, inject: string, ...restore: readonly string[]): Change =>
  commands(where, [inject], restore);

/** nftables chains of one host. */
export const rules = (where: Place, chains: string): Change => ({
  inject: ({ wires }) => wires[where].nft(chains),
  restore: ({ wires }) => wires[where].clear(),
});

/** A rule for all that passes through the edge: `tcp dport 3389 drop`. */
export const forward = (rule: string, where: "router" | "edge" = "edge"): Change =>
  rules(where, `chain forward { type filter hook forward priority 0; ${rule}; }`);

/** A rule for all that reaches a host. */
export const input = (where: Place, rule: string): Change =>
  rules(where, `chain input { type filter hook input priority 0; ${rule}; }`);

/** A file of the client's /etc. */
export const etc = (file: "resolv.conf" | "hosts", text: string): Change => ({
  inject: ({ wires }) => wires.client.etc(file, text),
  restore: (lab) => lab.settle(),
});

/** Names are asked of a resolver before the gateway, or in it. */
export const resolvesNearby = (where: "proxy" | "router" = "proxy"): Change =>
  all(
    running(({ start }) => start.nearResolver(where)),
    etc("resolv.conf", `nameserver ${where === "proxy" ? at.proxy : at.gateway}\n`),
  );

/** Another server in the place of a service. */
export const instead = (name: keyof Services, start: (lab: Laboratory) => Promise<Running>): Change => ({
  inject: (lab) => lab.services[name].replace(() => start(lab)),
  restore: (lab) => lab.services[name].start(),
});

export const stopped = (name: keyof Services): Change => ({
  inject: (lab) => lab.services[name].stop(),
  restore: (lab) => lab.services[name].start(),
});

/** The process is there and does nothing. */
export const frozen = (name: keyof Services): Change => ({
  inject: async (lab) => lab.services[name].signal("SIGSTOP"),
  restore: async (lab) => lab.services[name].signal("SIGCONT"),
});

/** Something that runs beside all else while the fault stands. */
export const running = (start: (lab: Laboratory) => Promise<Running>): Change => {
  const run = new WeakMap<Laboratory, Running>();
  return {
    inject: async (lab) => void run.set(lab, await start(lab)),
    async restore(lab) {
      await run.get(lab)?.stop();
      run.delete(lab);
    },
  };
};

/** One after another, undone in the other order. */
export const all = (...changes: readonly Change[]): Change => ({
  async inject(lab) {
    for (const one of changes) await one.inject(lab);
  },
  async restore(lab) {
    for (const one of changes.toReversed()) await one.restore(lab);
  },
});

/** A bad wire between the client and its switch. */
export const badWire = (badness: Badness): Change =>
  all(
    commands(
      "lan",
      [
        "ip link set client nomaster",
        "ip link add inner type veth peer name outer",
        "ip link set inner up",
        "ip link set outer up",
        "ip link set outer master switch",
      ],
      ["ip link del inner", "ip link set client master switch"],
    ),
    running(({ wires }) => startWire(wires.lan, ["client", "inner"], badness)),
  );

/** A share of all packets between the client and its switch is lost. */
export const loss = (percent: number, more = ""): Change => ({
  inject: async ({ wires }) =>
    void (await wires.lan.must(
      "nft",
      `table bridge lossy {\nchain f { type filter hook forward priority 0; ${more} numgen random mod 1000 < ${10 * percent} drop; }\n}`,
    )),
  restore: ({ wires }) => wires.lan.clear(),
});

/** The line from the client to its switch, and back, carries so many kbit/s. */
export const narrow = (kbit: number, ways: readonly ("up" | "down")[] = ["up", "down"]): Change => {
  const devices = { up: ["client", "eth0"], down: ["lan", "client"] } as const;
  return all(
    ...ways.map((way) => {
      const [where, device] = devices[way];
      const shape = `tbf rate ${kbit}kbit burst 2000 latency 3s`;
      return command(where, `tc qdisc add dev ${device} root ${shape}`, `tc qdisc del dev ${device} root`);
    }),
  );
};
