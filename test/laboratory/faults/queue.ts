import { startDaemon } from "../../servers/daemon.js";
import { instead } from "../changes.js";
import type { Change } from "../fault.js";
import { at } from "../network.js";

/** A program that takes a connection out of its short queue every so many seconds, while others fill it again. */
export const queue = (every: string): Change => {
  const script = String.raw`
    use IO::Socket::INET; use Time::HiRes qw(sleep);
    my ($address, $port, $every) = @ARGV;
    my $listener = IO::Socket::INET->new(LocalAddr => $address, LocalPort => $port, Listen => 1, ReuseAddr => 1) or die;
    my $fill = sub { IO::Socket::INET->new(PeerAddr => $address, PeerPort => $port, Blocking => 0) };
    my @held = map { $fill->() } 1 .. 4;
    $| = 1; print "ready\n";
    while (1) { sleep $every; push @held, $listener->accept, $fill->(); }
  `;
  return instead("web", ({ wires }) =>
    startDaemon({
      command: wires.server.command("perl", "-e", script, at.server, "8080", every),
      ready: { output: /ready/ },
    }),
  );
};
