import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readBody } from "../../src/io/http-body.js";

const read = (body: Buffer, headers: Record<string, string> = {}, whole = true) =>
  readBody(body, headers, { limit: 1_000_000, whole });

/** 拦截 in GB 2312. */
const gbk = Buffer.from("c0b9bdd8", "hex");

describe("readBody", () => {
  it("believes the header, then the page or the document, then the bytes", () => {
    expect(read(gbk, { "content-type": "text/plain; charset=GBK" }).body).toBe("拦截");
    expect(read(Buffer.concat([Buffer.from('<meta charset="gb2312">'), gbk])).body).toContain("拦截");
    expect(read(Buffer.concat([Buffer.from('<?xml version="1.0" encoding="GBK"?>'), gbk])).body).toContain("拦截");
    expect(read(gbk).body).toBe("拦截");
    expect(read(Buffer.from("拦截")).body).toBe("拦截");
  });

  it("takes UTF-8 that is cut within a character for UTF-8", () => {
    expect(read(Buffer.from("拦截").subarray(0, 5)).body).toBe("拦");
  });

  it("says of a packed body whether it ends early", () => {
    const packed = gzipSync("x".repeat(50) + Math.PI.toString().repeat(20));
    const headers = { "content-encoding": "gzip" };
    expect(read(packed, headers)).not.toHaveProperty("bodyCut");
    const cut = read(packed.subarray(0, -12), headers);
    expect(cut.bodyCut).toBe(true);
    expect(cut.body).toMatch(/^x+/);
    expect(read(packed.subarray(0, -12), headers, false)).not.toHaveProperty("bodyCut");
    expect(read(Buffer.from("no gzip at all"), headers)).toEqual({ body: "no gzip at all", garbled: true });
  });
});
