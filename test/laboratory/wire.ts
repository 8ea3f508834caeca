import { type Daemon, startDaemon } from "../servers/daemon.js";
import type { Namespace } from "../servers/namespace.js";

/** How a wire is bad. Times in milliseconds, each way. */
export type Badness = {
  readonly delay?: number;
  /** Up to so much is added at random; packets keep their order, as in a queue. */
  readonly jitter?: number;
  /** Share of packets after which a burst of losses begins, 0 to 1. */
  readonly bursts?: number;
  /** How long a burst lasts: everything in it is lost. */
  readonly burst?: number;
  /** Share of frames that are damaged: whoever receives them drops them and counts them. */
  readonly damage?: number;
  /** Shares of frames that come before the one sent before them, if that is still under way, and that come twice. */
  readonly swapped?: number;
  readonly doubled?: number;
};

/**
 * A wire in user space between two devices, since this kernel may lack netem: two packet sockets (packet(7)) hand frames over when their
 * time has come. With PACKET_VNET_HDR each frame carries the state of its checksum, which is not worked out yet on a veth.
 */
const script = String.raw`
  use strict; use Time::HiRes "time"; use Socket;
  my ($delay, $jitter, $bursts, $burst, $damage, $swapped, $doubled, @devices) = @ARGV;
  my ($AF_PACKET, $SOL_PACKET, $PACKET_VNET_HDR, $ETH_P_ALL, $SIOCGIFINDEX, $OUTGOING) = (17, 263, 15, 3, 0x8933, 4);
  my @ends = map {
    socket(my $end, $AF_PACKET, SOCK_RAW, unpack("S", pack("n", $ETH_P_ALL))) or die "socket: $!";
    my $request = pack("a16x16", $_);
    ioctl($end, $SIOCGIFINDEX, $request) or die "$_: $!";
    setsockopt($end, $SOL_PACKET, $PACKET_VNET_HDR, pack("i", 1)) or die "vnet: $!";
    setsockopt($end, SOL_SOCKET, SO_RCVBUF, 4_000_000);
    my $index = unpack("i", substr($request, 16, 4));
    bind($end, pack("SniSCCx8", $AF_PACKET, $ETH_P_ALL, $index, 0, 0, 0)) or die "bind: $!";
    $end;
  } @devices;
  my @queues = ([], []);
  my @lost = (0, 0);
  $| = 1;
  print "ready\n";
  while (1) {
    my $next = 1;
    for my $way (0, 1) {
      while (@{$queues[$way]} and $queues[$way][0][0] <= time) { send($ends[1 - $way], (shift @{$queues[$way]})->[1], 0) }
      my $wait = @{$queues[$way]} ? $queues[$way][0][0] - time : 1;
      $next = $wait if $wait < $next;
    }
    my $wanted = "";
    vec($wanted, fileno($_), 1) = 1 for @ends;
    next unless select($wanted, undef, undef, $next > 0 ? $next : 0) > 0;
    for my $way (0, 1) {
      next unless vec($wanted, fileno($ends[$way]), 1);
      my $from = recv($ends[$way], my $frame, 70_000, 0);
      next if not defined $from or unpack("x10C", $from) == $OUTGOING;
      my $now = time;
      $lost[$way] = $now + $burst / 1000 if $now >= $lost[$way] and rand() < $bursts;
      next if $now < $lost[$way];
      # The type of a frame (after 10 bytes of vnet header and two addresses) that no kernel knows.
      substr($frame, 22, 2) = "\xde\xad" if rand() < $damage;
      my $due = $now + ($delay + rand($jitter)) / 1000;
      $due = $queues[$way][-1][0] if @{$queues[$way]} and $queues[$way][-1][0] > $due;
      push @{$queues[$way]}, [$due, $frame];
      push @{$queues[$way]}, [$due, $frame] if rand() < $doubled;
      my @last = @{$queues[$way]} > 1 && rand() < $swapped ? ($queues[$way][-1], $queues[$way][-2]) : next;
      ($last[0][1], $last[1][1]) = ($last[1][1], $last[0][1]);
    }
  }
`;

/** Joins two devices of a namespace, both of which belong to no bridge, until it is stopped. Needs root and perl. */
export const startWire = (
  ns: Namespace,
  devices: readonly [string, string],
  { delay = 0, jitter = 0, bursts = 0, burst = 0, damage = 0, swapped = 0, doubled = 0 }: Badness,
): Promise<Daemon> =>
  startDaemon({
    command: ns.command(
      "perl",
      "-e",
      script,
      ...[delay, jitter, bursts, burst, damage, swapped, doubled].map(String),
      ...devices,
    ),
    ready: { output: /ready/ },
  });
