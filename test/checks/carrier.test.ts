import { describe, expect, it } from "vitest";
import { judgeCarrier } from "../../checks/carrier.js";

type Interfaces = Parameters<typeof judgeCarrier>[1][number]["interfaces"];
const at = (name: string, carrierChanges: number, loopback = false) =>
  ({ name, loopback, carrierChanges }) as unknown as Interfaces[number];
const link = (device: string, ...interfaces: Interfaces) => [{ interfaces, ways: [{ device }] }];

describe("carrier", () => {
  it("a link in use that came or went between the beginning and the end is flapping", () => {
    expect(judgeCarrier({ changes: { eth0: 2 } }, link("eth0", at("eth0", 2)))[0]?.signal).toBe("unchanged");
    expect(judgeCarrier({ changes: { eth0: 6 } }, link("eth0", at("eth0", 2)))).toEqual([
      { signal: "came-and-went", data: { interfaces: ["eth0"], times: 4 } },
    ]);
  });

  it("another interface, or one that nobody counts, says nothing", () => {
    const seen = { changes: { eth0: 2, veth1: 40 } };
    expect(judgeCarrier(seen, link("eth0", at("eth0", 2), at("veth1", 3)))[0]?.signal).toBe("unchanged");
    expect(judgeCarrier(seen, link("lo", at("lo", 0, true)))[0]?.signal).toBe("unwatched");
    expect(judgeCarrier(seen, [])[0]?.signal).toBe("unwatched");
  });
});
