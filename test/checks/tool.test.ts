import { describe, expect, it } from "vitest";
import { judgeTool, tool } from "../../checks/tool.js";
import type { Runtime } from "../../src/model/io.js";

const values = { stall: 1000, starved: 0.9, descriptors: 64 };
const calm: Runtime = { loopDelay: 5, turns: { ran: 300, waited: 40 }, descriptors: { open: 20, limit: 1024 } };
const judged = (some: Partial<Runtime>, timeout = 5000): string[] =>
  judgeTool({ runtime: { ...calm, ...some }, timeout }, values).map(({ signal }) => signal);

describe("this tool judges itself", () => {
  it("is fluent, with descriptors to spare", () => {
    expect(judged({})).toEqual(["fluent", "descriptors-free"]);
    expect(judged({ turns: null, descriptors: null })).toEqual(["fluent"]);
  });

  it("stalled where nothing of it could run for longer than it may", () => {
    expect(judged({ loopDelay: 1000 })[0]).toBe("fluent");
    expect(judged({ loopDelay: 1001 })[0]).toBe("stalled");
  });

  it("frozen where it stood still for so long that a time-out may have passed unheard", () => {
    expect(judged({ loopDelay: 1999 })[0]).toBe("stalled");
    expect(judged({ loopDelay: 2000 })[0]).toBe("frozen");
    expect(judged({ loopDelay: 1001 }, 1000)[0]).toBe("frozen");
  });

  it("starved where others had nearly all the processors; a busy machine is not enough, nor a moment", () => {
    expect(judged({ turns: { ran: 250, waited: 2600 } })[0]).toBe("starved");
    expect(judged({ turns: { ran: 900, waited: 2600 } })[0]).toBe("fluent");
    expect(judged({ turns: { ran: 10, waited: 400 } })[0]).toBe("fluent");
    // A long run that mostly waits for answers.
    expect(judged({ turns: { ran: 310, waited: 8800, of: 25_000 } })[0]).toBe("fluent");
    expect(judged({ turns: { ran: 310, waited: 8800, of: 12_000 } })[0]).toBe("starved");
  });

  it("short of descriptors", () => {
    expect(judged({ descriptors: { open: 1000, limit: 1024 } })[1]).toBe("descriptors-short");
  });

  it("looks when all others have, and only where there is something to look at", () => {
    expect(tool.last).toBe(true);
    expect(tool.aims({ targets: [] } as never)).toEqual([]);
  });
});
