import { dirname, isAbsolute, join } from "node:path";
import type { Profile } from "../model/profile.js";
import { key, must, strict } from "./keys.js";
import * as leaf from "./leaves.js";

/** Where a profile's runs are recorded. */
export const historySchema = strict({
  directory: must(
    leaf.filePath,
    "Directory of the journal, relative to this profile; made where it is missing",
    "历史记录目录（相对于本配置文件），不存在时自动创建",
  ),
  size: key(
    leaf.size,
    "Bound of the whole journal: 64MiB if left out; reports of healthy runs go first",
    "历史记录的总大小上限，省略时为 64MiB；优先清除正常运行的报告",
  ),
  goal: key(
    leaf.ratio(),
    "Availability that `history` holds the targets against, such as 99.5%",
    "可用率目标（如 99.5%），供 history 命令对照",
  ),
});

type HistoryInput = { readonly directory: string; readonly size?: number; readonly goal?: number };

/** The entry, with its directory seen from where the program runs. `file`: the profile's own path. */
export const historyOf = (input: HistoryInput, file: string): NonNullable<Profile["history"]> => ({
  ...input,
  directory: isAbsolute(input.directory) ? input.directory : join(dirname(file), input.directory),
});
