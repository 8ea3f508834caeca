import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Real servers and time-outs share two cores: more workers would falsify what the tests measure.
    maxWorkers: 3,
    passWithNoTests: false,
  },
});
