import { type Platform, type PlatformHost, type Province, platforms, provinces } from "../model/platforms.js";
import type { Bilingual } from "../model/text.js";

/** One target of a platform's template. */
export type PlatformTarget = {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly is: Bilingual;
  /** Another target of the platform, that the page calls by itself. */
  readonly calls?: string;
};

export const platformNames = Object.keys(platforms) as Platform[];
export const provinceNames = Object.keys(provinces) as Province[];

/** The province of `guangdong` or `广东`, in any case and with or without 省 or 市; undefined: there is none. */
export const provinceOf = (text: string): Province | undefined => {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$/, "");
  return provinceNames.find((name) => name === word || provinces[name] === word);
};

/** Whether a platform has hosts of each province, and so cannot be written down without one. */
export const needsProvince = (platform: Platform): boolean =>
  platforms[platform].every(({ host }) => host.includes("{province}"));

/** The hosts of a platform as targets; those of a province are left out where none is given. */
export const platformTargets = (platform: Platform, province?: Province): PlatformTarget[] =>
  (platforms[platform] as readonly PlatformHost[]).flatMap(({ name, host, port, except, is, calls }) => {
    if (province === undefined) return host.includes("{province}") ? [] : [{ name, host, port, is }];
    const called = calls === undefined ? {} : { calls };
    return [{ name, host: host.replace("{province}", province), port: except?.[province] ?? port, is, ...called }];
  });
