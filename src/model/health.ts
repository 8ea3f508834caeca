/** How a machine is by itself, whatever the network does. Numbers that grow since it started want two readings. */
export type HostHealth = {
  /** Time that all processors were busy, and that passed, in any unit, since the system started. */
  readonly cpu: { readonly busy: number; readonly total: number; readonly cores: number } | null;
  /** Processes that run or want to run: now, and as the system averages it over a minute. */
  readonly queue: { readonly now: number; readonly minute: number } | null;
  /** Bytes that can still be given out, without swapping; pages swapped in and out since the system started. */
  readonly memory: { readonly available: number; readonly total: number; readonly swapped: number | null } | null;
  /** File systems that can be written to: bytes that an ordinary user may still write, files that may still be made. */
  readonly disks: readonly DiskHealth[];
  /** Open files and sockets of the whole system. */
  readonly files: { readonly open: number; readonly limit: number } | null;
  readonly tcp: TcpHealth | null;
};

export type DiskHealth = {
  readonly path: string;
  readonly free: number;
  readonly size: number;
  /** null: this file system has no fixed number of files. */
  readonly inodes: { readonly free: number; readonly total: number } | null;
};

export type TcpHealth = {
  /** Connections that are open or being opened or closed; one between two programs of this machine counts once. */
  readonly connections: number;
  /** Other machines with the most connections to services here, most first; null: not told. */
  readonly clients: readonly { readonly address: string; readonly connections: number }[] | null;
  /** The destination that takes the most of the ports that clients here are given, and how many there are; null: not told. */
  readonly ports: { readonly to: string; readonly used: number; readonly range: number } | null;
};
