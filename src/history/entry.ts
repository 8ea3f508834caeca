import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Report } from "../model/report.js";
import { encode, lineReader } from "./line.js";
import type { Run } from "./run.js";

/** A run in a file of its own: its line, and behind the line break the whole report as JSON in gzip (RFC 1952). */
const zip = promisify(gzip);
const unzip = promisify(gunzip);

const lineBreak = 0x0a;

export const packed = async (run: Run, report: Report): Promise<Uint8Array> =>
  Buffer.concat([Buffer.from(encode(run)), await zip(JSON.stringify(report))]);

/** Null: the file is damaged. */
export const runIn = (bytes: Uint8Array): Run | null => {
  const end = bytes.indexOf(lineBreak);
  return end < 0 ? null : lineReader()(Buffer.from(bytes.subarray(0, end)).toString("utf8"));
};

/** The report as it was recorded; null: the file is damaged. */
export const reportIn = async (bytes: Uint8Array): Promise<unknown> => {
  try {
    const text = await unzip(bytes.subarray(bytes.indexOf(lineBreak) + 1));
    return JSON.parse(text.toString("utf8"));
  } catch {
    return null;
  }
};
