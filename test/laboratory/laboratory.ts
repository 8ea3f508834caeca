import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "../../src/index.js";
import { type Authority, createAuthority } from "../../src/lab/authority.js";
import { temporaryDirectory } from "../servers/daemon.js";
import { at, makeWires, type Routers, type Wires } from "./network.js";
import { environmentOf, profileText, type Wishes } from "./profile.js";
import { makeServices, names, type Services, Starter } from "./services.js";

/** What the laboratory is made of; root is for namespaces. */
export const laboratoryNeeds = [
  ...["root", "ip", "nft", "tc", "ss", "ping", "dig", "curl", "nc", "openssl", "perl"],
  ...["nginx", "mariadbd", "mariadb-install-db", "mariadb", "named", "xrdp", "tinyproxy", "haproxy", "faketime"],
] as const;

export type Laboratory = {
  readonly wires: Wires;
  readonly routers: Routers;
  readonly services: Services;
  /** Starts a server that behaves otherwise, for `services.api.replace(() => start.front({ … }))`. */
  readonly start: Starter;
  /** Holds `company-ca.pem`, which the profile trusts, and all that a fault writes for the profile. */
  readonly folder: string;
  /** The authority whose root `company-ca.pem` is. */
  readonly authority: Authority;
  /** Runs the tool in the client: its report, and milliseconds of the whole process. */
  check(wishes?: Wishes): Promise<{ readonly report: Report; readonly ms: number }>;
  /** The client's own settings as on the first day. */
  settle(): Promise<void>;
  remove(): Promise<void>;
};

const hosts = "127.0.0.1 localhost\n";
const settled = async ({ client, proxy }: Wires): Promise<void> => {
  for (const one of [client, proxy]) {
    await one.etc("resolv.conf", `nameserver ${at.dns}\n`);
    await one.etc("hosts", hosts);
  }
};

const makeStarter = async (wires: Wires, folder: string): Promise<Starter> => {
  const root = await createAuthority({ name: "Company Root CA" });
  await writeFile(join(folder, "company-ca.pem"), root.cert);
  const authority = await root.intermediate();
  return new Starter(wires, root, authority, await authority.issue({ names: Object.values(names) }));
};

/** `{dir}` is the laboratory's folder. */
export const inFolder = (text: string, folder: string): string => text.replaceAll("{dir}", folder);

const checking =
  (wires: Wires, folder: string, program: string): Laboratory["check"] =>
  async (wishes = {}) => {
    const file = join(folder, "invoice-diag.yaml");
    await writeFile(file, profileText(wishes));
    const env = Object.entries(environmentOf(wishes)).map(([name, value]) => inFolder(`${name}=${value}`, folder));
    const began = performance.now();
    const command = [process.execPath, program, "check", "-p", file, "--format", "json"];
    const { stdout, stderr } = await wires.client.run("env", "-i", ...env, ...command);
    const ms = Math.round(performance.now() - began);
    if (!stdout.startsWith("{")) throw new Error(`the tool gave no report\n${stdout}\n${stderr}`);
    return { report: JSON.parse(stdout) as Report, ms };
  };

/** A whole laboratory, healthy. `program`: the built tool; `routers`: how many lie between the client and the servers. */
export const startLaboratory = async (program: string, routers: Routers = 1): Promise<Laboratory> => {
  const folder = await temporaryDirectory();
  const ending: (() => Promise<unknown>)[] = [folder.remove];
  const remove = async (): Promise<void> => {
    for (const end of ending.splice(0).reverse()) await end().catch(() => {});
  };
  try {
    const wires = await makeWires(routers);
    ending.push(wires.remove);
    await settled(wires);
    const start = await makeStarter(wires, folder.path);
    const services = makeServices(start);
    ending.push(() => Promise.all(Object.values(services).map((one) => one.stop())));
    await Promise.all(Object.values(services).map((one) => one.start()));
    const check = checking(wires, folder.path, program);
    const settle = () => settled(wires);
    const { authority } = start;
    return { wires, routers, services, start, folder: folder.path, authority, check, settle, remove };
  } catch (error) {
    await remove();
    throw error;
  }
};
