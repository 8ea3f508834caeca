import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Platform } from "../../src/lab/platform.js";
import { databaseLogin } from "../../src/lab/profile.js";

/**
 * Runs a program: everything that it says, and `[exit N]` at the end. Of `input` the first piece is written at once, each
 * further one when the program has said something and then nothing for a second.
 */
export const run = (command: string, args: readonly string[], input: readonly string[] = []): Promise<string> =>
  new Promise((resolve) => {
    const env = { PATH: `${process.env.PATH}:/usr/sbin:/sbin`, LC_ALL: "C.UTF-8", HOME: tmpdir() };
    const child = spawn(command, args, { env });
    const pieces = [...input];
    let said = "";
    let pause: NodeJS.Timeout | undefined;
    const write = (): void => {
      const piece = pieces.shift();
      if (piece === undefined) child.stdin.end();
      else child.stdin.write(piece);
    };
    child.stdin.on("error", () => {});
    child.stdout.on("data", (bytes) => {
      said += bytes;
      clearTimeout(pause);
      pause = setTimeout(write, 1_000);
    });
    child.stderr.on("data", (bytes) => {
      said += bytes;
    });
    child.once("error", (error) => resolve(String(error)));
    child.once("close", (code) => {
      clearTimeout(pause);
      resolve(`${said}\n[exit ${code}]`);
    });
    write();
  });

/** Asks a TCP port by hand: what came back in hexadecimal and how it ended (`end`, `silence`, or an errno name). */
export const talk = (port: number, first: string | Buffer, host = "127.0.0.1"): Promise<string> =>
  new Promise((resolve) => {
    let heard = "";
    let stage = "connecting";
    const socket = connect(port, host, () => {
      stage = "connected";
      socket.write(first);
    });
    const finish = (how: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(`${stage} ${heard} ${how}`);
    };
    const timer = setTimeout(finish, 1_000, "silence");
    socket.on("data", (bytes: Buffer) => {
      heard += bytes.toString("hex");
    });
    socket.on("end", () => finish("end"));
    socket.on("error", (error: NodeJS.ErrnoException) => finish(error.code ?? "error"));
  });

/** X.224 Connection Request that offers TLS and CredSSP ([MS-RDPBCGR] 2.2.1.1). */
export const connectionRequest = Buffer.from("030000130ee000000000000100080003000000", "hex");

const folder = mkdtempSync(join(tmpdir(), "lab-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** Ordinary tools, aimed at a platform. */
export const toolsFor = (platform: Platform) => {
  const { ports } = platform;
  files += 1;
  const ca = join(folder, `ca-${files}.pem`);
  writeFileSync(ca, platform.ca);
  const name = "api.invoice.test";
  const origin = `https://${name}:${ports.api}`;
  const aimed = ["--noproxy", "*", "--cacert", ca, "--resolve", `${name}:${ports.api}:127.0.0.1`];
  const session = ["s_client", "-connect", `127.0.0.1:${ports.api}`, "-servername", name, "-CAfile", ca];
  const server = ["-h", "127.0.0.1", "-P", String(ports.database), "-u", databaseLogin.user];
  const login = [`-p${databaseLogin.password}`, databaseLogin.database, "--connect-timeout=4", "--skip-ssl"];
  const get = "GET /api/health HTTP/1.1\r\nHost: api.invoice.test\r\n\r\n";
  return {
    origin,
    curl: (...args: string[]) => run("curl", ["-sS", "-m", "4", ...aimed, ...args]),
    health: (...args: string[]) => run("curl", ["-sS", "-i", "-m", "4", ...aimed, ...args, `${origin}/api/health`]),
    tls: (...args: string[]) => run("openssl", [...session, "-verify_hostname", name, ...args]),
    /** Two requests on one TLS connection, a second apart. */
    pause: () => run("openssl", [...session, "-quiet", "-no_ign_eof"], [get, get]),
    dig: (...args: string[]) =>
      run("dig", ["+tries=1", "+time=1", "+nocookie", "@127.0.0.1", "-p", String(ports.dns[0]), ...args]),
    mysql: (statement: string) => run("mysql", ["--no-defaults", ...server, ...login, "-e", statement]),
  };
};
export type Tools = ReturnType<typeof toolsFor>;
