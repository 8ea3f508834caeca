import { describe, expect, it } from "vitest";
import { pingCommand, readPing } from "../../src/io/icmp-program.js";

describe("readPing", () => {
  it("iputils", () => {
    const output = `PING 10.200.2.2 (10.200.2.2) 56(84) bytes of data.
64 bytes from 10.200.2.2: icmp_seq=1 ttl=63 time=0.091 ms
64 bytes from 10.200.2.2: icmp_seq=1 ttl=63 time=0.093 ms (DUP!)
64 bytes from 10.200.2.9: icmp_seq=2 ttl=63 time=0.020 ms (DIFFERENT ADDRESS!)
64 bytes from 10.200.2.2: icmp_seq=4 ttl=63 time=12.5 ms
64 bytes from 10.200.2.2: icmp_seq=3 ttl=63 time=30.1 ms

--- 10.200.2.2 ping statistics ---
5 packets transmitted, 4 received, +1 duplicates, 20% packet loss, time 81ms
rtt min/avg/max/mdev = 0.091/0.093/30.1/0.001 ms, pipe 2
`;
    expect(readPing(output, "10.200.2.2")).toEqual({
      sent: 5,
      inARow: 1,
      lostBefore: [0, 1, 0],
      replies: [0.091, 30.1, 12.5],
      errors: [],
    });
  });

  it("iputils, errors", () => {
    const output = `PING 10.200.2.77 (10.200.2.77) 56(84) bytes of data.
From 10.200.2.1 icmp_seq=1 Destination Host Unreachable
From 10.200.2.1 icmp_seq=2 Destination Host Unreachable
From 10.200.1.1 icmp_seq=3 Packet filtered
From 10.200.1.1 icmp_seq=4 Destination Net Unreachable
From 10.200.1.1 icmp_seq=5 Time to live exceeded
From 10.200.1.1 icmp_seq=6 Destination Host Prohibited

--- 10.200.2.77 ping statistics ---
6 packets transmitted, 0 received, +6 errors, 100% packet loss, time 3055ms
`;
    expect(readPing(output, "10.200.2.77")).toEqual({
      sent: 6,
      inARow: 6,
      replies: [],
      errors: [
        { from: "10.200.2.1", reason: "host-unreachable", count: 2 },
        { from: "10.200.1.1", reason: "prohibited", count: 2 },
        { from: "10.200.1.1", reason: "network-unreachable", count: 1 },
        { from: "10.200.1.1", reason: "time-exceeded", count: 1 },
      ],
    });
  });

  it("iputils, IPv6", () => {
    const output = `PING fd00:200:2::2(fd00:200:2::2) 56 data bytes
64 bytes from fd00:200:2::2: icmp_seq=1 ttl=63 time=0.05 ms
From fd00:200:1::1 icmp_seq=2 Destination unreachable: Administratively prohibited
From fd00:200:1::1 icmp_seq=3 Destination unreachable: No route
From fd00:200:1::1 icmp_seq=4 Destination unreachable: Address unreachable

--- fd00:200:2::2 ping statistics ---
4 packets transmitted, 1 received, +3 errors, 75% packet loss, time 10ms
`;
    const { sent, replies, errors } = readPing(output, "FD00:200:2:0::2");
    expect({ sent, replies }).toEqual({ sent: 4, replies: [0.05] });
    expect(errors.map(({ reason }) => reason)).toEqual(["prohibited", "network-unreachable", "host-unreachable"]);
  });

  it("busybox", () => {
    const output = `PING 127.0.0.1 (127.0.0.1): 56 data bytes
64 bytes from 127.0.0.1: seq=0 ttl=64 time=0.045 ms
64 bytes from 127.0.0.1: seq=1 ttl=64 time=0.061 ms

--- 127.0.0.1 ping statistics ---
2 packets transmitted, 2 packets received, 0% packet loss
round-trip min/avg/max = 0.045/0.053/0.061 ms
`;
    expect(readPing(output, "127.0.0.1")).toEqual({
      sent: 2,
      inARow: 0,
      replies: [0.045, 0.061],
      errors: [],
    });
  });

  it("macOS", () => {
    const output = `PING 192.0.2.7 (192.0.2.7): 56 data bytes
64 bytes from 192.0.2.7: icmp_seq=0 ttl=57 time=12.300 ms
Request timeout for icmp_seq 1
92 bytes from 192.0.2.1: Communication prohibited by filter
Vr HL TOS  Len   ID Flg  off TTL Pro  cks      Src      Dst
 4  5  00 5400 8f2a   0 0000  40  01 0000 192.0.2.9  192.0.2.7

--- 192.0.2.7 ping statistics ---
3 packets transmitted, 1 packets received, 66.7% packet loss
`;
    expect(readPing(output, "192.0.2.7")).toEqual({
      sent: 3,
      inARow: 2,
      lostBefore: [0],
      replies: [12.3],
      errors: [{ from: "192.0.2.1", reason: "prohibited", count: 1 }],
    });
    const six = "16 bytes from fd00::7, icmp_seq=0 hlim=57 time=3.5 ms\n1 packets transmitted, 1 packets received\n";
    expect(readPing(six, "fd00::7")).toEqual({ sent: 1, inARow: 0, replies: [3.5], errors: [] });
  });

  const windows = [
    [
      "English",
      `
Pinging 192.0.2.7 with 32 bytes of data:
Reply from 192.0.2.7: bytes=32 time=12ms TTL=57
Reply from 192.0.2.7: bytes=32 time<1ms TTL=57
Request timed out.

Ping statistics for 192.0.2.7:
    Packets: Sent = 3, Received = 2, Lost = 1 (33% loss),
Approximate round trip times in milli-seconds:
    Minimum = 0ms, Maximum = 12ms, Average = 6ms
`,
    ],
    [
      "Chinese",
      `
正在 Ping 192.0.2.7 具有 32 字节的数据:
来自 192.0.2.7 的回复: 字节=32 时间=12ms TTL=57
来自 192.0.2.7 的回复: 字节=32 时间<1ms TTL=57
请求超时。

192.0.2.7 的 Ping 统计信息:
    数据包: 已发送 = 3，已接收 = 2，丢失 = 1 (33% 丢失)，
往返行程的估计时间(以毫秒为单位):
    最短 = 0ms，最长 = 12ms，平均 = 6ms
`,
    ],
  ];
  it.each(windows)("Windows in %s", (_, output) => {
    expect(readPing(output ?? "", "192.0.2.7").replies).toEqual([12, 1]);
  });

  it("nothing at all", () => {
    expect(readPing("", "127.0.0.1")).toEqual({ replies: [], errors: [] });
  });
});

describe("pingCommand", () => {
  const order = { count: 20, interval: 20, timeout: 1500 };
  it("seconds on Linux, milliseconds on macOS and Windows", () => {
    expect(pingCommand("linux", "fd00::1", order)).toEqual([
      "ping",
      ["-n", "-c", "20", "-i", "0.02", "-W", "2", "fd00::1"],
    ]);
    expect(pingCommand("darwin", "10.0.0.1", order)[1]).toContain("1500");
    expect(pingCommand("darwin", "fd00::1", order)[0]).toBe("ping6");
    expect(pingCommand("win32", "10.0.0.1", order)).toEqual(["ping", ["-n", "20", "-w", "1500", "10.0.0.1"]]);
  });
});
