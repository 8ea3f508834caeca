import { describe, expect, it } from "vitest";
import { readTrace, traceCommand } from "../../src/io/trace-program.js";

const short = (output: string, target: string) => {
  const { hops, reached } = readTrace(output, target);
  return { reached, hops: hops.map((hop) => [hop.ttl, hop.address, hop.rtt, hop.unreachable]) };
};

describe("readTrace", () => {
  it("traceroute of Linux", () => {
    const output = `traceroute to 10.200.2.2 (10.200.2.2), 30 hops max, 60 byte packets
 1  10.200.1.1  0.171 ms
 2  *
 3  10.200.2.2  0.011 ms
`;
    expect(short(output, "10.200.2.2")).toEqual({
      reached: true,
      hops: [
        [1, "10.200.1.1", 0.171, undefined],
        [2, null, undefined, undefined],
        [3, "10.200.2.2", 0.011, undefined],
      ],
    });
  });

  it.each([
    ["!X", "prohibited"],
    ["!N", "network-unreachable"],
    ["!H", "host-unreachable"],
    ["!P", "protocol-unreachable"],
    ["!13", undefined],
  ])("what a router says: %s", (mark, reason) => {
    const output = ` 1  10.200.1.1  0.028 ms\n 2  10.200.3.2  0.008 ms ${mark}\n`;
    expect(short(output, "10.200.2.2").hops.at(-1)).toEqual([2, "10.200.3.2", 0.008, reason]);
  });

  it("a host that itself forbids the probes is reached", () => {
    expect(short(" 1  10.0.0.9  0.3 ms !X\n", "10.0.0.9")).toEqual({
      reached: true,
      hops: [[1, "10.0.0.9", 0.3, undefined]],
    });
  });

  it("silence leaves nothing at the end", () => {
    const output = ` 1  10.200.1.1  0.032 ms\n${Array.from({ length: 29 }, (_, at) => `${String(at + 2).padStart(2)}  *`).join("\n")}\n`;
    expect(short(output, "10.98.0.1")).toEqual({ reached: false, hops: [[1, "10.200.1.1", 0.032, undefined]] });
    expect(short(" 1  * * *\n 2  * * *\n", "10.98.0.1")).toEqual({ reached: false, hops: [] });
  });

  it("IPv6, BSD with its own header, IPv6 zones left out", () => {
    const output = `traceroute6 to fd00:200:2::2 (fd00:200:2::2) from fd00:200:1::2, 30 hops max, 12 byte packets
 1  fd00:200:1::1  0.081 ms
 2  fd00:200:3::2  0.035 ms
 3  FD00:200:2:0::2  0.030 ms
`;
    expect(short(output, "fd00:200:2::2").reached).toBe(true);
    expect(short(output, "fd00:200:2::2").hops).toHaveLength(3);
  });

  it("tracepath: guessed and doubled lines", () => {
    const output = ` 1?: [LOCALHOST]                      pmtu 1500
 1:  10.200.1.1                                            0.030ms
 1:  10.200.1.1                                            0.005ms
 2:  no reply
 3:  10.200.3.2                                            0.009ms pmtu 1400
 3:  10.200.3.2                                            0.019ms asymm  2
 4:  10.200.2.2                                            0.073ms reached
     Resume: pmtu 1400 hops 3 back 3
`;
    expect(short(output, "10.200.2.2")).toEqual({
      reached: true,
      hops: [
        [1, "10.200.1.1", 0.03, undefined],
        [2, null, undefined, undefined],
        [3, "10.200.3.2", 0.009, undefined],
        [4, "10.200.2.2", 0.073, undefined],
      ],
    });
    expect(short(" 3:  10.200.3.2      0.089ms !H\n", "10.200.2.2").hops.at(-1)?.[3]).toBe("host-unreachable");
  });

  it("busybox, with the name that it prints beside the address", () => {
    const output = `traceroute to 10.0.0.9 (10.0.0.9), 30 hops max, 46 byte packets
 1  10.0.0.1 (10.0.0.1)  0.010 ms
 2  10.0.0.9 (10.0.0.9)  0.012 ms
`;
    expect(short(output, "10.0.0.9")).toMatchObject({ reached: true, hops: [{}, {}] });
  });

  const windows = [
    [
      "English",
      "Tracing route to 192.0.2.7 over a maximum of 30 hops",
      "Request timed out.",
      " reports: Destination net unreachable.",
    ],
    ["Chinese", "通过最多 30 个跃点跟踪到 192.0.2.7 的路由", "请求超时。", " 报告: 无法访问目标网。"],
  ] as const;
  it.each(windows)("tracert in %s", (_, title, late, refused) => {
    const start = `\r\n${title}\r\n\r\n  1    <1 ms    <1 ms    <1 ms  10.0.0.1 \r\n  2     *        *        *     ${late}\r\n`;
    expect(short(`${start}  3    12 ms    11 ms    12 ms  192.0.2.7 \r\n`, "192.0.2.7")).toEqual({
      reached: true,
      hops: [
        [1, "10.0.0.1", 1, undefined],
        [2, null, undefined, undefined],
        [3, "192.0.2.7", 12, undefined],
      ],
    });
    expect(short(`${start}  3  10.0.9.1${refused}\r\n`, "192.0.2.7").hops.at(-1)).toEqual([
      3,
      "10.0.9.1",
      undefined,
      "other",
    ]);
  });

  it("nothing at all, and any text", () => {
    expect(short("", "10.0.0.9")).toEqual({ reached: false, hops: [] });
    expect(short("connect: Network is unreachable\n", "10.0.0.9")).toEqual({ reached: false, hops: [] });
  });
});

describe("traceCommand", () => {
  it("numbers only, one probe per hop, within the time-out", () => {
    expect(traceCommand("traceroute", "linux", "10.0.0.9", 5000)).toEqual([
      "traceroute",
      ["-n", "-q", "1", "-w", "2", "-m", "30", "10.0.0.9"],
    ]);
    expect(traceCommand("traceroute", "darwin", "fd00::9", 5000)[0]).toBe("traceroute6");
    expect(traceCommand("traceroute", "darwin", "10.0.0.9", 1000)[1]).toContain("1");
    expect(traceCommand("tracert", "win32", "10.0.0.9", 4000)[1]).toEqual(["-d", "-h", "30", "-w", "500", "10.0.0.9"]);
    expect(traceCommand("tracepath", "linux", "10.0.0.9", 4000)).toEqual(["tracepath", ["-n", "-m", "30", "10.0.0.9"]]);
    // Only the first hop is asked for.
    expect(traceCommand("tracepath", "linux", "10.0.0.9", 4000, 1)[1]).toEqual(["-n", "-m", "1", "10.0.0.9"]);
  });
});
