import { type Daemon, startDaemon } from "./daemon.js";
import { makeNamespace, type Namespace, run } from "./namespace.js";

/**
 * Carries frames between the two devices of a namespace, each after a delay of its own (milliseconds: at least, at most). Packets that it
 * sends itself come back to it marked as outgoing, and are left alone.
 */
const carry = `
  use Socket; use Time::HiRes qw(time);
  my ($least, $most, @devices) = @ARGV;
  my (@wires, @queue);
  for my $device (@devices) {
    socket(my $wire, 17, SOCK_RAW, 0x0300) or die $!;
    my $request = pack("a16 x16", $device);
    ioctl($wire, 0x8933, $request) or die $!;
    bind($wire, pack("S n i x12", 17, 3, unpack("x16 i", $request))) or die $!;
    push @wires, $wire;
  }
  $| = 1; print "ready\\n";
  my $last = [0, 0];
  while (1) {
    my $now = time;
    while (@queue && $queue[0][0] <= $now) { my $due = shift @queue; send($wires[$due->[1]], $due->[2], 0); }
    my $ready = "";
    vec($ready, fileno($_), 1) = 1 for @wires;
    my $wait = @queue ? $queue[0][0] - $now : 1;
    next unless select($ready, undef, undef, $wait < 0.0005 ? 0.0005 : $wait) > 0;
    for my $at (0, 1) {
      next unless vec($ready, fileno($wires[$at]), 1);
      my $from = recv($wires[$at], my $frame, 65536, 0);
      next if !defined $from || unpack("x10 C", $from) == 4;
      push @queue, [time + ($least + rand($most - $least)) / 1000, 1 - $at, $frame];
      @queue = sort { $a->[0] <=> $b->[0] } @queue;
    }
  }
`;

/** Checksums must be whole when a frame leaves its device: nobody fills them in on the wire (ETHTOOL_STXCSUM, linux/ethtool.h). */
const wholeFrames = `
  socket(my $any, 2, 2, 0) or die $!;
  my $off = pack("LL", 0x17, 0);
  my $request = pack("a16 P", $ARGV[0], $off);
  ioctl($any, 0x8946, $request) or die $!;
`;

export const ends = { client: "10.220.1.2", server: "10.220.1.3" } as const;

export type Wire = {
  readonly client: Namespace;
  readonly server: Namespace;
  /** From now on every frame takes between `least` and `most` milliseconds, either way. */
  delay(least: number, most: number): Promise<void>;
  remove(): Promise<void>;
};

const plug = async (ns: Namespace, wire: Namespace, device: string, address: string): Promise<void> => {
  await ns.must("ip", "link", "add", "eth0", "type", "veth", "peer", "name", device, "netns", wire.name);
  await ns.must("ip", "address", "add", `${address}/24`, "dev", "eth0");
  await ns.must("ip", "link", "set", "eth0", "up");
  await wire.must("ip", "link", "set", device, "up", "promisc", "on");
  await ns.must("perl", "-e", wholeFrames, "eth0");
};

/** `client` — a wire that takes its time — `server`, on one network. */
export const makeWire = async (): Promise<Wire> => {
  const all = await Promise.all([makeNamespace("client"), makeNamespace("wire"), makeNamespace("server")]);
  const [client, wire, server] = all;
  let carrying: Daemon | undefined;
  await plug(client, wire, "left", ends.client);
  await plug(server, wire, "right", ends.server);
  return {
    client,
    server,
    async delay(least, most) {
      await carrying?.stop();
      const command = wire.command("perl", "-e", carry, String(least), String(most), "left", "right");
      carrying = await startDaemon({ command, ready: { output: /ready/ } });
      for (let tries = 0; tries < 20; tries += 1)
        if ((await run(...client.command("ping", "-c1", "-W2", ends.server))).code === 0) return;
      throw new Error("nothing comes through the wire");
    },
    async remove() {
      await carrying?.stop();
      await Promise.all(all.map((one) => one.remove()));
    },
  };
};
