import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createAuthority, type Issued, type LeafOptions, selfSigned } from "../../../src/lab/authority.js";
import { startDaemon } from "../../servers/daemon.js";
import { startNginx } from "../../servers/nginx.js";
import { smallDhFlight } from "../../servers/odd-tls.js";
import { forward, instead } from "../changes.js";
import type { Change, Fault, Symptom } from "../fault.js";
import type { Laboratory } from "../laboratory.js";
import { at } from "../network.js";
import type { FrontWishes } from "../services.js";
import { names } from "../services.js";
import { fetches, shell } from "../symptoms.js";

/** Certificates, handshakes and clocks. */

const days = (count: number): Date => new Date(Date.now() + count * 86_400_000);
const own = [names.api];

type Making = (lab: Laboratory) => Promise<Pick<Issued, "chain" | "key">>;

/** nginx before the same back ends, with another certificate. */
const certified = (make: Making, wishes: FrontWishes = {}): Change =>
  instead("api", async (lab) => {
    const { chain, key } = await make(lab);
    return lab.start.front({ ...wishes, tls: { cert: chain, key } });
  });
const issued = (leaf: Omit<LeafOptions, "names"> & { readonly names?: readonly string[] }): Change =>
  certified(({ authority }) => authority.issue({ names: own, ...leaf }));

/** openssl's verdict on the certificate, with the company's root and the API's name. */
const verifies = (broken: RegExp): Symptom => ({
  command: [
    "sh",
    "-c",
    `openssl s_client -connect ${at.server}:443 -servername ${names.api} -verify_hostname ${names.api} -CAfile {dir}/company-ca.pem </dev/null 2>&1 | grep -E 'Verify return code|verify error|no peer certificate|alert|errno'`,
  ],
  broken,
  healthy: /Verify return code: 0/,
});

const front = (wishes: FrontWishes): Change => instead("api", ({ start }) => start.front(wishes));
const handshake = (broken: RegExp): Symptom => fetches(broken);

const certificates: readonly Fault[] = [
  {
    id: "cert-expired/days",
    cause: "cert-expired",
    ...issued({ notBefore: days(-400), notAfter: days(-3) }),
    symptom: verifies(/expired/),
  },
  {
    id: "cert-expired/hours",
    cause: "cert-expired",
    ...issued({ notBefore: days(-90), notAfter: days(-0.1) }),
    symptom: verifies(/expired/),
  },
  {
    id: "cert-expired/years",
    cause: "cert-expired",
    ...issued({ notBefore: days(-2000), notAfter: days(-900) }),
    symptom: verifies(/expired/),
    routers: 2,
  },
  {
    id: "cert-not-yet-valid/days",
    cause: "cert-not-yet-valid",
    ...issued({ notBefore: days(2), notAfter: days(400) }),
    symptom: verifies(/not yet valid/),
  },
  {
    id: "cert-expiring/week",
    cause: "cert-expiring",
    ...issued({ notBefore: days(-80), notAfter: days(6) }),
    symptom: shell(
      `openssl s_client -connect ${at.server}:443 </dev/null 2>/dev/null | openssl x509 -noout -checkend 864000`,
      /will expire/,
      /will not expire/,
    ),
  },
  {
    id: "cert-wrong-host/other-name",
    cause: "cert-wrong-host",
    ...issued({ names: ["www.example.test"] }),
    symptom: verifies(/hostname mismatch/i),
  },
  {
    id: "cert-wrong-host/wildcard-too-deep",
    cause: "cert-wrong-host",
    ...issued({ names: ["*.api.example.test", "example.test"] }),
    symptom: verifies(/hostname mismatch/i),
  },
  {
    id: "cert-self-signed/leaf",
    cause: "cert-self-signed",
    ...certified(() => selfSigned({ names: own })),
    symptom: verifies(/self-signed certificate/),
  },
  {
    id: "cert-untrusted-ca/whole-chain",
    cause: "cert-untrusted-ca",
    ...certified(async () => {
      const root = await createAuthority({ name: "Another Company Root" });
      const leaf = await (await root.intermediate()).issue({ names: own });
      return { ...leaf, chain: leaf.chain + root.cert };
    }),
    symptom: verifies(/self-signed certificate in certificate chain/),
  },
  {
    id: "cert-chain-incomplete/lone-leaf",
    cause: "cert-chain-incomplete",
    ...certified(async ({ authority }) => {
      const { cert, key } = await authority.issue({ names: own });
      return { chain: cert, key };
    }),
    symptom: verifies(/unable to (get local issuer|verify the first) certificate/),
    accepts: { causes: ["cert-untrusted-ca"], why: "without the missing certificate nobody can say who signed it" },
  },
  {
    id: "cert-intermediate-expired/chain",
    cause: "cert-intermediate-expired",
    ...certified(async ({ start }) => {
      const old = await start.root.intermediate({
        name: "Old Intermediate",
        notBefore: days(-800),
        notAfter: days(-5),
      });
      return old.issue({ names: own });
    }),
    symptom: verifies(/expired/),
  },
  {
    id: "cert-not-yet-valid/intermediate",
    cause: "cert-not-yet-valid",
    ...certified(async ({ start }) => {
      const young = await start.root.intermediate({ name: "Next", notBefore: days(5), notAfter: days(800) });
      return young.issue({ names: own });
    }),
    symptom: verifies(/not yet valid/),
  },
  {
    id: "tls-intercepted/known-product",
    cause: "tls-intercepted",
    ...certified(async () => {
      const box = await createAuthority({ name: "FortiGate CA" });
      return box.issue({ names: own });
    }),
    symptom: verifies(/unable to (get local issuer|verify the first) certificate/),
  },
];

/** A server in the place of nginx that says what no nginx would: a Diffie-Hellman key of 512 bits. */
const smallKey: Change = instead("api", async ({ authority, wires }) => {
  const { cert } = await authority.issue({ names: own, keyType: "rsa-2048" });
  const script = `
    const flight = Buffer.from("${smallDhFlight(cert).toString("base64")}", "base64");
    require("node:net").createServer((socket) => {
      socket.on("error", () => {}).once("data", (hello) => (hello[0] === 22 ? socket.write(flight) : socket.end()));
    }).listen(443, "${at.server}", () => console.log("ready"));`;
  return startDaemon({ command: wires.server.command(process.execPath, "-e", script), ready: { output: /ready/ } });
});

const talks: readonly Fault[] = [
  {
    id: "tls-version-unsupported/old-only",
    cause: "tls-version-unsupported",
    ...front({ also: "ssl_protocols TLSv1 TLSv1.1; ssl_ciphers DEFAULT@SECLEVEL=0;" }),
    symptom: handshake(/protocol version|unsupported protocol|alert|legacy sigalg/),
  },
  {
    id: "tls-cipher-mismatch/camellia",
    cause: "tls-cipher-mismatch",
    ...front({ also: "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-CAMELLIA256-SHA384;" }),
    symptom: shell(
      `openssl s_client -connect ${at.server}:443 -tls1_2 -cipher ECDHE+AESGCM </dev/null 2>&1 | grep -E 'handshake failure|Cipher is'`,
      /handshake failure/,
      /Cipher is ECDHE/,
    ),
  },
  {
    id: "tls-weak-dh/short-group",
    cause: "tls-weak-dh",
    ...smallKey,
    symptom: handshake(/dh key too small/),
  },
  {
    id: "tls-plain-http/port",
    cause: "tls-plain-http",
    ...instead("api", ({ wires }) =>
      startNginx({ api: { port: 443 } }, { address: at.server, within: wires.server.command }),
    ),
    symptom: handshake(/wrong version number|record layer/),
  },
  {
    id: "tls-reset/firewall",
    cause: "tls-reset",
    ...forward("tcp dport 443 meta length > 150 reject with tcp reset"),
    symptom: handshake(/reset by peer|SSL_ERROR_SYSCALL|Connection reset/i),
  },
  {
    id: "tls-stalled/firewall",
    cause: "tls-stalled",
    ...forward("tcp dport 443 meta length > 150 drop"),
    symptom: handshake(/timed out/),
    accepts: {
      causes: ["mtu-black-hole"],
      why: "what is dropped for its length and what is dropped for its content look alike",
    },
  },
  {
    id: "client-cert-required/none-shown",
    cause: "client-cert-required",
    ...front({ also: "ssl_verify_client on; ssl_client_certificate {dir}/api.crt;" }),
    symptom: fetches(/^400 /m),
  },
];

const faked = {
  LD_PRELOAD: "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
  FAKETIME_TIMESTAMP_FILE: "{dir}/clock",
  FAKETIME_NO_CACHE: "1",
  DONT_FAKE_MONOTONIC: "1",
} as const;
const asEnvironment = Object.entries(faked).map((pair) => pair.join("="));

/** The clock of this machine is wrong, as every program sees it that is started with `faked`: libfaketime(1). */
const clock = (offset: string): Pick<Fault, "inject" | "restore" | "symptom" | "profile"> => ({
  inject: ({ folder }) => writeFile(join(folder, "clock"), `${offset}\n`),
  restore: ({ folder }) => rm(join(folder, "clock"), { force: true }),
  profile: { env: faked },
  symptom: {
    command: [
      "sh",
      "-c",
      `theirs=$(date +%s -d "$(curl -sSkI https://${names.api}/api/health | sed -n 's/^[Dd]ate: //p')"); ours=$(env ${asEnvironment.join(" ")} date +%s); echo $((ours - theirs))`,
    ],
    broken: /^-?\d{3,}\n/,
    healthy: /^-?\d\n/,
  },
});

const clocks: readonly Fault[] = [
  { id: "clock-wrong/years-ago", cause: "clock-wrong", ...clock("-900d") },
  { id: "clock-wrong/years-ahead", cause: "clock-wrong", ...clock("+900d") },
  { id: "clock-wrong/hours", cause: "clock-wrong", ...clock("+8h") },
  { id: "clock-wrong/minutes", cause: "clock-wrong", ...clock("-20m"), routers: 2 },
];

export const handshakes: readonly Fault[] = [...certificates, ...talks, ...clocks];
