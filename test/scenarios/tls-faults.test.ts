import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/index.js";
import { type Authority, createAuthority, type Issued, type LeafOptions } from "../../src/lab/authority.js";
import { available } from "../servers/available.js";
import { temporaryDirectory } from "../servers/daemon.js";
import { examined } from "../servers/examination.js";
import { run } from "../servers/namespace.js";
import { type NginxServer, startNginx } from "../servers/nginx.js";
import { ocspResponse } from "../servers/ocsp.js";
import { legacyRenegotiation, nodeTls, sm4Only, smallDh, tlcpOnly } from "../servers/odd-tls.js";
import { expectFirst, expectHealthy, standing, statusOf, summary } from "./site.js";

/** One thing wrong in TLS, a whole run over it, and the first cause. */

const name = "api.invoice.test";
const day = 86_400_000;
const ago = (days: number): Date => new Date(Date.now() - days * day);
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** What `tls` answered to one question. */
const answer = ({ results }: Report, question: string): string | undefined =>
  results.find(({ check }) => check === "tls")?.evidence.find((one) => one.question === question)?.signal;

describe.skipIf(!available("nginx", "openssl"))("one thing wrong in TLS", () => {
  let root: Authority;
  let middle: Authority;
  let leaf: Issued;
  let clients: Authority;
  let p12: string;
  beforeAll(async () => {
    root = await createAuthority({ name: "Company Root CA" });
    middle = await root.intermediate({ name: "Middle" });
    leaf = await middle.issue({ names: [name] });
    clients = await createAuthority({ name: "Clients CA" });
    p12 = await pkcs12Of(await client());
  });
  const client = (options: Partial<LeafOptions> = {}): Promise<Issued> =>
    clients.issue({ names: ["our-client"], client: true, ...options });

  /** As openssl writes it, in base64. */
  const pkcs12Of = async ({ cert, key }: Issued): Promise<string> => {
    const folder = await temporaryDirectory();
    closing.push(folder.remove);
    const file = join(folder.path, "both.pem");
    await writeFile(file, cert + key);
    const { stdout, stderr } = await run(
      ...["sh", "-c", `openssl pkcs12 -export -in ${file} -passout pass:open-sesame | base64 -w0`],
    );
    expect(stderr).toBe("");
    return stdout;
  };

  type Wishes = { readonly clientCert?: Issued | "pkcs12" };
  const examine = (port: number, { clientCert }: Wishes = {}): Promise<Report> => {
    const cert =
      clientCert === undefined
        ? {}
        : clientCert === "pkcs12"
          ? { clientCert: { pkcs12: "client.p12", passphrase: "open-sesame" } }
          : { clientCert: { cert: "client.pem", key: "client.key" } };
    const files = typeof clientCert === "object" ? { "client.pem": clientCert.cert, "client.key": clientCert.key } : {};
    const target = { name: "api", url: `https://${name}:${port}/`, ca: "ca.pem", ...cert };
    return examined([target], { [name]: ["127.0.0.1"] }, { "ca.pem": root.cert, "client.p12": p12, ...files });
  };
  const nginx = async (server: NginxServer): Promise<number> => {
    const { ports, stop } = await startNginx({ api: server });
    closing.push(stop);
    return ports.api;
  };
  const served = ({ chain, key }: Issued, directives?: string): NginxServer => ({
    tls: { cert: chain, key },
    ...(directives === undefined ? {} : { directives }),
  });
  const json = `location / { default_type application/json; return 200 '{"status":"ok"}'; }`;
  const odd = async (starting: ReturnType<typeof nodeTls>): Promise<number> => {
    const server = await starting;
    closing.push(server.close);
    return server.port;
  };

  describe("revocation, as the server shows it", () => {
    const stapling = async (response: Buffer): Promise<Report> => {
      const folder = await temporaryDirectory();
      closing.push(folder.remove);
      const file = join(folder.path, "response.der");
      await writeFile(file, response);
      return examine(await nginx(served(leaf, `ssl_stapling on; ssl_stapling_file ${file}; ${json}`)));
    };
    it("revoked", async () => {
      const report = await stapling(await ocspResponse(middle, leaf, "revoked"));
      expectFirst(report, "cert-revoked");
      expect(standing(report)[0]?.standing).toBe("confirmed");
      const [first] = standing(report)[0]?.because ?? [];
      expect(first?.text.en).toMatch(/revoked by its authority on \d{4}-\d\d-\d\d \(keyCompromise\)/);
    });
    it("not revoked", async () => {
      const report = await stapling(await ocspResponse(middle, leaf, "good"));
      expectHealthy(report);
      expect(answer(report, "revocation")).toBe("not-revoked");
    });
    it("signed by a stranger, or about another certificate: nothing is believed", async () => {
      const stranger = await createAuthority({ name: "Stranger" });
      const other = await middle.issue({ names: [name] });
      for (const response of [
        await ocspResponse(middle, leaf, "revoked", stranger),
        await ocspResponse(middle, other, "revoked"),
      ]) {
        const report = await stapling(response);
        expectHealthy(report);
        expect(answer(report, "revocation")).toBeUndefined();
      }
    });
  });

  describe("a Diffie-Hellman key", () => {
    const cipher = "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0";
    const rsa = (): Promise<Issued> => middle.issue({ names: [name], keyType: "rsa-2048" });
    it("of 512 bits: refused", async () => {
      const report = await examine(await odd(smallDh((await rsa()).cert)));
      expectFirst(report, "tls-weak-dh");
      expect(statusOf(report, "api")).toEqual(["blocked"]);
    });
    it("of 1024 bits: still taken here, and a warning", async () => {
      const folder = await temporaryDirectory();
      closing.push(folder.remove);
      const configuration = join(folder.path, "openssl.cnf");
      // nginx takes such a key only where the whole library was told to.
      const lines = ["openssl_conf = a", "[a]", "ssl_conf = b", "[b]", "system_default = c", "[c]"];
      await writeFile(configuration, [...lines, `CipherString = ${cipher}`, ""].join("\n"));
      const { stdout } = await run("openssl", "dhparam", "-dsaparam", "1024");
      const directives = `ssl_protocols TLSv1.2; ssl_ciphers ${cipher}; ssl_dhparam {dir}/dh.pem; ${json}`;
      const server = { ...served(await rsa(), directives), files: { "dh.pem": stdout } };
      const within = (...command: readonly string[]) => ["env", `OPENSSL_CONF=${configuration}`, ...command];
      const { ports, stop } = await startNginx({ api: server }, { within });
      closing.push(stop);
      const report = await examine(ports.api);
      expectFirst(report, "tls-weak-dh");
      expect(answer(report, "exchange")).toBe("exchange-weak");
      expect([report.status, report.exitCode]).toEqual(["warn", 0]);
    });
  });

  it("renegotiation from before RFC 5746", async () => {
    const { chain: cert, key } = leaf;
    expectFirst(await examine(await odd(legacyRenegotiation({ cert, key }))), "tls-legacy-renegotiation");
  });

  it.each([
    ["TLCP", () => tlcpOnly("alert")],
    ["TLCP, with alerts of its own", () => tlcpOnly("alert of its own")],
    ["TLS 1.3 with SM4", sm4Only],
  ] as const)("commercial algorithms only: %s", async (_, start) => {
    const report = await examine(await odd(start()));
    expectFirst(report, "tls-gm-only");
    expect(statusOf(report, "api")).toEqual(["blocked"]);
  });

  it("a key of 1024 bits: a warning", async () => {
    const weak = await middle.issue({ names: [name], keyType: "rsa-1024" });
    const report = await examine(await nginx(served(weak, `ssl_ciphers DEFAULT@SECLEVEL=0; ${json}`)));
    expectFirst(report, "cert-weak");
    expect([report.status, report.exitCode]).toEqual(["warn", 0]);
  });

  it("a certificate for clients in a server's place", async () => {
    const report = await examine(await nginx(served(await middle.issue({ names: [name], client: true }))));
    expectFirst(report, "cert-unusable");
  });

  describe("client certificates", () => {
    const mutual = (): Promise<number> =>
      nginx({
        ...served(leaf, `ssl_verify_client on; ssl_client_certificate {dir}/clients.pem; ${json}`),
        files: { "clients.pem": clients.cert },
      });
    it("PEM, and PKCS#12: healthy", async () => {
      const port = await mutual();
      for (const clientCert of [await client(), "pkcs12"] as const) {
        const report = await examine(port, { clientCert });
        expectHealthy(report);
        expect(statusOf(report, "api"), summary(report)).toEqual(["pass"]);
        expect(answer(report, "own-certificate")).toBe("own-in-date");
      }
    });
    it("none of ours", async () => {
      expectFirst(await examine(await mutual()), "client-cert-required");
    });
    it("of an authority that the server does not know", async () => {
      const strange = await (await createAuthority()).issue({ names: ["our-client"], client: true });
      expectFirst(await examine(await mutual(), { clientCert: strange }), "client-cert-rejected");
      const strict = { requestCert: true, rejectUnauthorized: true, ca: clients.cert };
      const { chain: cert, key } = leaf;
      const report = await examine(await odd(nodeTls({ cert, key, ...strict })), { clientCert: strange });
      expectFirst(report, "client-cert-rejected");
    });
    it.each([
      ["expired", { notBefore: ago(20), notAfter: ago(2) }, "own-expired"],
      ["not valid yet", { notBefore: ago(-2), notAfter: ago(-20) }, "own-not-yet-valid"],
    ])("%s: that is why it is refused", async (_, dates, signal) => {
      const report = await examine(await mutual(), { clientCert: await client(dates) });
      expectFirst(report, "client-cert-rejected");
      expect(answer(report, "own-certificate")).toBe(signal);
      expect(standing(report)[0]).toMatchObject({ party: "this-host" });
      expect(standing(report)[0]?.explains).toEqual(expect.arrayContaining(["tls:api", "api:api"]));
    });
    it("about to expire: a warning", async () => {
      const report = await examine(await mutual(), { clientCert: await client({ notAfter: ago(-5) }) });
      expectFirst(report, "client-cert-expiring");
      expect([report.status, report.exitCode]).toEqual(["warn", 0]);
    });
  });

  describe("healthy, though seldom seen", () => {
    it.each([
      ["TLS 1.3 only", `ssl_protocols TLSv1.3; ${json}`],
      ["TLS 1.2 only", `ssl_protocols TLSv1.2; ${json}`],
      ["no session tickets, no resumption", `ssl_session_tickets off; ssl_session_cache off; ${json}`],
      ["a client certificate that is asked for and not required", `ssl_verify_client optional_no_ca; ${json}`],
    ])("%s", async (_, directives) => {
      const report = await examine(await nginx(served(leaf, directives)));
      expectHealthy(report);
      expect(statusOf(report, "tls")).toEqual(["pass"]);
    });
    it.each<[string, LeafOptions]>([
      ["a wildcard certificate", { names: ["*.invoice.test"] }],
      ["one of many names, with another common name", { names: ["a.test", name, "b.test"], commonName: "Somebody" }],
      ["RSA", { names: [name], keyType: "rsa-2048" }],
    ])("%s", async (_, options) => {
      expectHealthy(await examine(await nginx(served(await middle.issue(options)))));
    });
    it("the root sent with the chain, and a stranger's certificate beside it", async () => {
      const stranger = await createAuthority({ name: "Stranger" });
      expectHealthy(await examine(await nginx(served({ ...leaf, chain: leaf.chain + stranger.cert + root.cert }))));
    });
  });
});

afterAll(() => expect(closing).toEqual([]));
