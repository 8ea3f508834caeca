import { expect, it } from "vitest";
import { causes } from "../../src/model/causes/index.js";
import { cases } from "./cases.js";
import { faults } from "./faults/index.js";

it("every case has a name of its own", () => {
  const ids = cases.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

it("every fault is called by its cause, which the catalogue knows", () => {
  for (const { id, cause } of faults) {
    expect(id === cause || id.startsWith(`${cause}/`), id).toBe(true);
    expect(causes, id).toHaveProperty(cause);
  }
});

it("a look-alike is allowed with its reason, and only where the catalogue knows it as one, or says why", () => {
  for (const { id, accepts } of faults) {
    if (accepts === undefined) continue;
    expect(accepts.causes.length, id).toBeGreaterThan(0);
    expect(accepts.why, id).toMatch(/\w+ \w+/);
  }
});

it("no symptom is the same before and after", () => {
  for (const { id, symptoms } of cases)
    for (const { broken, healthy } of symptoms) expect(String(broken), id).not.toBe(String(healthy));
});
