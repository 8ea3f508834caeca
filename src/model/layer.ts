import type { Bilingual } from "./text.js";

/** The five layers, from the ground up: the order of the table and of the walk through a system. */
export const layers = ["physical", "network", "transport", "session", "application"] as const;
export type Layer = (typeof layers)[number];

export const layerTitles: Readonly<Record<Layer, Bilingual>> = {
  physical: { en: "Physical", zh: "物理层" },
  network: { en: "Network", zh: "网络层" },
  transport: { en: "Transport", zh: "传输层" },
  session: { en: "Session", zh: "会话层" },
  application: { en: "Application", zh: "应用层" },
};
