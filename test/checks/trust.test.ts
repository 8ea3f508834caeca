import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { trust } from "../../checks/trust.js";
import { examine } from "../../src/engine/examine.js";
import { checks, type Report } from "../../src/index.js";
import { createIo } from "../../src/io/index.js";
import { type Authority, createAuthority } from "../../src/lab/authority.js";
import { causes } from "../../src/model/causes/index.js";
import { isTaxRoot } from "../../src/model/platforms.js";
import type { Target } from "../../src/model/profile.js";
import { available } from "../servers/available.js";
import { temporaryDirectory } from "../servers/daemon.js";
import { inShort } from "../servers/examination.js";
import { type Named, startNamed } from "../servers/named.js";
import { type Nginx, startNginx } from "../servers/nginx.js";
import { hostTarget, makeProfile, urlTarget } from "../servers/profile.js";

const page = "inv-veri.chinatax.gov.cn";
const second = "fpcy.beijing.chinatax.gov.cn";

describe("names of roots", () => {
  it.each([
    ["CN=国家税务总局根证书, O=国家税务总局", true],
    ["CN=Taxation Root CA, O=State Taxation Administration", true],
    ["CN=SAT ROOT CA", true],
    ["CN=Taxation Issuing CA", false],
    ["CN=Some Proxy Root CA", false],
    ["CN=Roots of Saturn", false],
  ])("%s: %s", (name, is) => expect(isTaxRoot(name)).toBe(is));
});

describe("aims", () => {
  it("at the tax authority's hosts and at what their pages call, nowhere else", () => {
    const called: Target = { ...urlTarget("https://second.test/", "second"), dependsOn: [] };
    const targets: Target[] = [
      { ...urlTarget(`https://${page}/`, "page"), dependsOn: ["second"] },
      called,
      urlTarget("https://other.test/", "other"),
      urlTarget(`http://${page}/`, "plain"),
      {
        ...hostTarget("tpass.hubei.chinatax.gov.cn", "tpass"),
        ports: [
          { port: 8443, speaks: "tls" },
          { port: 80, speaks: "http" },
        ],
      },
    ];
    const aims = trust.aims(makeProfile({ targets })).map(({ subject, endpoint, needs }) => [subject, endpoint, needs]);
    expect(aims).toEqual([
      ["page", undefined, ["dns:page", "port:page/443"]],
      ["second", undefined, ["dns:second", "port:second/443"]],
      ["tpass", "8443", ["dns:tpass", "port:tpass/8443"]],
    ]);
  });
});

describe.skipIf(!available("nginx", "named"))("whole runs with nginx and BIND", () => {
  let tax: Authority;
  let other: Authority;
  let nginx: Nginx<"page" | "second" | "foreign">;
  let dns: Named;
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeAll(async () => {
    tax = await createAuthority({ name: "Taxation Root CA" });
    other = await createAuthority({ name: "Some Company CA" });
    const json = `location / { default_type application/json; return 200 '{}'; }`;
    const by = async (authority: Authority, name: string) => {
      const { chain, key } = await (await authority.intermediate({ name: "Issuing CA" })).issue({ names: [name] });
      return { tls: { cert: chain, key }, directives: json };
    };
    nginx = await startNginx({
      page: await by(tax, page),
      second: await by(tax, second),
      foreign: await by(other, second),
    });
    dns = await startNamed({ zones: { "chinatax.gov.cn": "inv-veri A 127.0.0.1\nfpcy.beijing A 127.0.0.1" } });
    directory = await temporaryDirectory();
    await writeFile(join(directory.path, "with.pem"), tax.cert + other.cert);
    await writeFile(join(directory.path, "without.pem"), other.cert);
  });
  afterAll(async () => {
    await nginx?.stop();
    await dns?.stop();
    await directory?.remove();
  });

  type Wishes = {
    readonly system?: "with" | "without";
    readonly second?: "second" | "foreign";
    readonly page?: object;
  };
  const run = async (wishes: Wishes, secondCa: object): Promise<Report> => {
    const { system = "with", second: which = "second", page: pageCa = { ca: tax.cert } } = wishes;
    const common = { dependsOn: [], own: false, owner: "tax-authority" } as const;
    const targets: Target[] = [
      { ...urlTarget(`https://${page}:${nginx.ports.page}/`, "page"), ...common, ...pageCa, dependsOn: ["second"] },
      { ...urlTarget(`https://${second}:${nginx.ports[which]}/`, "second"), ...common, ...secondCa },
    ];
    const profile = makeProfile({ targets, dns: { servers: [{ address: "127.0.0.1", port: dns.port }], compare: [] } });
    const io = createIo(profile, { env: { SSL_CERT_FILE: join(directory.path, `${system}.pem`) } });
    return examine(profile, { io, checks, causes, version: "0" }).finally(() => io.close());
  };
  const standing = ({ diagnosis }: Report) =>
    diagnosis.causes.filter((one) => one.standing !== "ruled-out" && one.kind !== "note").map(({ id }) => id);
  const signals = (report: Report) =>
    Object.fromEntries(
      report.results
        .filter(({ check }) => check === "trust")
        .map((one) => [one.subject, one.evidence.map(({ signal }) => signal)]),
    );

  it("the root is installed: healthy", async () => {
    const report = await run({}, { ca: tax.cert });
    expect([standing(report), report.status], inShort(report)).toEqual([[], "pass"]);
    expect(signals(report)).toEqual({ page: ["root-trusted", "second-trusted"], second: ["root-trusted"] });
  });

  it("the root is missing: one cause for both hosts, on this machine, instead of two unknown authorities", async () => {
    const report = await run({ system: "without", page: {} }, {});
    expect(standing(report)[0], inShort(report)).toBe("tax-root-missing");
    expect(standing(report), inShort(report)).toHaveLength(1);
    expect(report.diagnosis.causes[0]).toMatchObject({ party: "this-host" });
    expect(report.diagnosis.causes[0]?.explains).toEqual(
      expect.arrayContaining(["tls:page", "tls:second", "trust:page", "trust:second"]),
    );
    expect(report.diagnosis.unexplained).toEqual([]);
  });

  it("the page is in order and its second host is not: what the page calls a network error is a missing root", async () => {
    const report = await run({ system: "without" }, {});
    expect(signals(report).page, inShort(report)).toContain("second-untrusted");
    expect(standing(report)[0], inShort(report)).toBe("tax-root-missing");
    expect(report.diagnosis.causes[0]?.explains).toEqual(expect.arrayContaining(["tls:second", "trust:second"]));
    expect(report.diagnosis.unexplained, inShort(report)).toEqual([]);
  });

  it("the profile trusts the root and the system does not: a warning's worth, for browsers", async () => {
    const report = await run({ system: "without" }, { ca: tax.cert });
    expect(signals(report), inShort(report)).toMatchObject({ second: ["root-missing-in-system"] });
    expect(standing(report), inShort(report)).toEqual(["tax-root-missing"]);
    expect([report.status, report.exitCode]).toEqual(["warn", 0]);
  });

  it("a second host with another unknown root is a matter of the check tls, and no missing tax root", async () => {
    const report = await run({ second: "foreign" }, {});
    expect(signals(report), inShort(report)).toEqual({
      page: ["root-trusted", "second-unclear"],
      second: ["other-root"],
    });
    expect(standing(report), inShort(report)).not.toContain("tax-root-missing");
    expect(standing(report)[0], inShort(report)).toBe("cert-untrusted-ca");
  });
});
