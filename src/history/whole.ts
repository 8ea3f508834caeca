import { type FileHandle, open, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Syncs a directory, so that a new name survives a crash; not every system can. */
const settle = async (folder: string): Promise<void> => {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
};

/** A file that stands there already passes its permissions on, and its owner where that is allowed. */
const inherit = async (handle: FileHandle, path: string): Promise<void> => {
  const old = await stat(path).catch(() => undefined);
  if (old === undefined) return;
  await handle.chown(old.uid, old.gid).catch(() => {});
  await handle.chmod(old.mode & 0o777);
};

let written = 0;

/** What a killed program may leave beside a file: never read, and swept away when it is old. */
export const isTemporary = (name: string): boolean => /^\..+\.tmp$/.test(name);

/**
 * Writes a file whole or not at all: a temporary file beside it, fsync, rename. Whoever reads sees the old file or the new one,
 * whenever this program is killed. `mode`: the permissions of a file that is new. Rejects with the system's error.
 */
export const writeWhole = async (path: string, data: string | Uint8Array, mode = 0o600): Promise<void> => {
  written += 1;
  const mark = `${process.pid}.${performance.now().toString(36)}.${written}`;
  const temporary = join(dirname(path), `.${basename(path)}.${mark}.tmp`);
  try {
    const handle = await open(temporary, "wx", mode);
    try {
      await inherit(handle, path);
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
  await settle(dirname(path));
};
