import { readFileSync } from "node:fs";

/** Node opens the files of all parts of a program at once; so many descriptors are enough for that, whatever the command. */
const enough = 128;

/** Whether this process may have fewer files open than that (proc(5)); no, where its system does not tell. */
export const opensFewerThan = (files: number): boolean => {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    return Number(limit ?? files) < files;
  } catch {
    return false;
  }
};

/**
 * Where only few files may be open, loads the parts of the built program one after the other, so that the tool can still say what is
 * wrong. `home` is the directory of the built program.
 */
export const loadOneByOne = async (home: URL): Promise<void> => {
  if (!opensFewerThan(enough)) return;
  const order: readonly string[] = JSON.parse(readFileSync(new URL("load-order.json", home), "utf8"));
  for (const part of order) await import(new URL(part, home).href);
};
