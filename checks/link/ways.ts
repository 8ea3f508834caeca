import type { Route } from "../../src/model/io.js";
import type { Judgement } from "./answer.js";
import type { LinkSeen, Way } from "./sight.js";

const isDefault = ({ destination, rejects }: Route): boolean => destination.endsWith("/0") && !rejects;

/** The interface of the default route, by family. */
const mainDevice = ({ routes }: LinkSeen, family: 4 | 6): string | undefined =>
  routes?.filter((one) => isDefault(one) && one.family === family).sort((a, b) => a.metric - b.metric)[0]?.device;

/** Which interface takes the way to some targets, where the default route leads over another one. */
export const takeovers: Judgement = (seen) => {
  const tunnels = new Set(seen.interfaces.filter(({ tunnel }) => tunnel === true).map(({ name }) => name));
  const elsewhere = (way: Way): boolean => {
    const main = mainDevice(seen, way.family);
    return main !== undefined && way.device !== undefined && way.device !== main;
  };
  const open = seen.ways.filter(({ scope }) => scope === "routed" || scope === "on-link");
  const told = (ways: readonly Way[]) => ({
    hosts: [...new Set(ways.map(({ host }) => host))],
    interfaces: [...new Set(ways.flatMap(({ device }) => device ?? []))],
    main: ways.map(({ family }) => mainDevice(seen, family))[0] ?? "",
  });
  const tunnelled = open.filter((way) => elsewhere(way) && tunnels.has(way.device ?? ""));
  if (tunnelled.length > 0) return { signal: "vpn-takes-route", data: told(tunnelled) };
  const second = open.filter((way) => elsewhere(way) && way.scope === "routed");
  if (second.length > 0) return { signal: "second-interface-takes-route", data: told(second) };
  const known = open.some(({ family }) => mainDevice(seen, family) !== undefined);
  return known ? { signal: "default-interface", data: {} } : undefined;
};
