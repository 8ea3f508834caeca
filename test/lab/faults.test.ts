import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultOf, faults } from "../../src/lab/faults.js";
import { createPlatform, type Platform } from "../../src/lab/platform.js";
import { causes } from "../../src/model/causes/index.js";
import { layers } from "../../src/model/layer.js";
import { available } from "../servers/available.js";
import { symptoms } from "./symptoms.js";
import { toolsFor } from "./tools.js";

describe("the list of faults", () => {
  it("names each fault by a cause of the same layer, with a title in both languages", () => {
    const known: Readonly<Record<string, { layer: string }>> = causes;
    for (const { id, layer, title } of faults) {
      expect(known[id], id).toMatchObject({ layer });
      expect(title.en.length, id).toBeGreaterThan(10);
      expect(title.zh, id).toMatch(/\p{Script=Han}/u);
    }
  });

  it("has more than two dozen faults, three and more on each layer that loopback allows", () => {
    expect(new Set(faults.map((fault) => fault.id)).size).toBe(faults.length);
    expect(faults.length).toBeGreaterThanOrEqual(26);
    for (const layer of layers.slice(1))
      expect(faults.filter((fault) => fault.layer === layer).length, layer).toBeGreaterThanOrEqual(3);
  });

  it("knows no other fault", async () => {
    expect(faultOf("toString")).toBeUndefined();
    await expect(createPlatform({ fault: "no-such-fault" })).rejects.toThrow(RangeError);
  });

  it("has a symptom for each fault", () => {
    expect(Object.keys(symptoms).sort()).toEqual(faults.map((fault) => fault.id).sort());
  });
});

describe.skipIf(!available("curl", "openssl", "dig", "mysql"))("an ordinary tool sees", () => {
  let healthy: Platform;
  beforeAll(async () => {
    healthy = await createPlatform();
  });
  afterAll(() => healthy.close());

  it.concurrent.for(faults.map((fault) => fault.id))("%s, and nothing of it while healthy", async (id, { expect }) => {
    const symptom = symptoms[id];
    if (symptom === undefined) throw new Error(`no symptom of ${id}`);
    const broken = await createPlatform({ fault: id });
    try {
      const [ill, well] = await Promise.all([
        symptom.look(toolsFor(broken), broken),
        symptom.look(toolsFor(healthy), healthy),
      ]);
      expect(ill).toMatch(symptom.faulty);
      expect(well).toMatch(symptom.healthy);
      expect(well).not.toMatch(symptom.faulty);
    } finally {
      await broken.close();
    }
  });
});
