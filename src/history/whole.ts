import { open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Syncs a directory, so that a new name survives a crash; not every system can. */
const settle = async (folder: string): Promise<void> => {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
};

let written = 0;

/** What a killed program may leave beside a file: never read, and swept away when it is old. */
export const isTemporary = (name: string): boolean => /^\..+\.tmp$/.test(name);

/**
 * Writes a file whole or not at all, for its owner only: a temporary file beside it, fsync, rename. Whoever reads sees the
 * old file or the new one, whenever this program is killed. Rejects with the system's error.
 */
export const writeWhole = async (path: string, data: string | Uint8Array): Promise<void> => {
  written += 1;
  const mark = `${process.pid}.${performance.now().toString(36)}.${written}`;
  const temporary = join(dirname(path), `.${basename(path)}.${mark}.tmp`);
  try {
    const handle = await open(temporary, "wx", 0o600);
    try {
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
