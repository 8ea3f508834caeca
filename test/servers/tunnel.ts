import { type Daemon, startDaemon } from "./daemon.js";
import type { Namespace } from "./namespace.js";

/** TUNSETIFF for a device without packet information (linux/if_tun.h); the tunnel lives as long as someone holds it open. */
const hold = `
  open(my $tun, "+<", "/dev/net/tun") or die $!;
  my $request = pack("a16s", $ARGV[0], 0x1001);
  ioctl($tun, 0x400454ca, $request) or die $!;
  $| = 1;
  print "ready\\n";
  sleep 600;
`;

/** A tun device, as a VPN client makes one, that is up and swallows what it is given. Needs root, perl and ip. */
export const startTunnel = async (ns: Namespace, device: string, address: string): Promise<Daemon> => {
  const daemon = await startDaemon({
    command: ns.command("perl", "-e", hold, device),
    ready: { output: /ready/ },
  });
  await ns.must("ip", "address", "add", address, "dev", device);
  await ns.must("ip", "link", "set", device, "up");
  return daemon;
};
