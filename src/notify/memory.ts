import { createHash } from "node:crypto";
import { isMap, jsonIn } from "../model/json.js";
import { type Memory, nothingKnown } from "./standing.js";

const isMemory = (value: unknown): value is Memory =>
  isMap(value) &&
  value.schema === 1 &&
  isMap(value.runs) &&
  Object.values(value.runs).every((one) => typeof one === "string" && /^[fwp]*$/.test(one)) &&
  isMap(value.told) &&
  Object.values(value.told).every((one) => Array.isArray(one) && one.every((name) => typeof name === "string"));

/** Each profile has a file of its own, so that two of them never write over each other. */
export const memoryFile = (profile: string): string =>
  `notify-${createHash("sha256").update(profile).digest("hex").slice(0, 16)}.json`;

/** Reads the text of the file; undefined: it is none of ours, or damaged. */
export const readMemory = (text: string): Memory | undefined => {
  const value = jsonIn(text);
  return isMemory(value) ? { ...nothingKnown, runs: value.runs, told: value.told } : undefined;
};

export const memoryText = (profile: string, { runs, told }: Memory): string =>
  `${JSON.stringify({ schema: 1, profile, runs, told }, null, 1)}\n`;
