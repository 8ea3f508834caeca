// What the tests need beyond Node: real servers and network tools. Debian's packages, installed only where root may.
import { spawnSync } from "node:child_process";
import { accessSync, chmodSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program that proves that a package is there. */
const packages = {
  "mariadb-server": "mariadbd",
  "nginx-light": "nginx",
  bind9: "named",
  dnsutils: "dig",
  "dnsmasq-base": "dnsmasq",
  xrdp: "xrdp",
  nftables: "nft",
  "iputils-ping": "ping",
  iproute2: "ip",
  traceroute: "traceroute",
  "iputils-tracepath": "tracepath",
  curl: "curl",
  "netcat-openbsd": "nc",
  openssl: "openssl",
  "prometheus-node-exporter": "prometheus-node-exporter",
  "tinyproxy-bin": "tinyproxy",
  chromium: "chromium",
  prometheus: "promtool",
  "libxml2-utils": "xmllint",
  systemd: "systemd-analyze",
  "util-linux": "flock",
  haproxy: "haproxy",
  faketime: "faketime",
};

const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin", "/usr/local/sbin"];
const isThere = (program) =>
  folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Names of the packages whose programs are missing. */
export const missing = () => Object.keys(packages).filter((name) => !isThere(packages[name]));

const isDebian = () =>
  existsSync("/etc/debian_version") ||
  /debian/.test(existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "");

const policy = "/usr/sbin/policy-rc.d";

const apt = (...args) => {
  const { status } = spawnSync("apt-get", ["-q", "-y", ...args], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return status === 0;
};

/** Installed servers must not start: the tests start their own, on free ports. */
const withoutStarting = (work) => {
  const ours = !existsSync(policy);
  if (ours) {
    writeFileSync(policy, "#!/bin/sh\nexit 101\n");
    chmodSync(policy, 0o755);
  }
  try {
    return work();
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
};

/** Installs what is missing as root on Debian; returns what is still missing. */
export const provide = () => {
  const wanted = missing();
  if (wanted.length === 0) return [];
  if (process.getuid?.() !== 0 || !isDebian()) return wanted;
  process.stdout.write(`installing for the tests: ${wanted.join(" ")}\n`);
  withoutStarting(() => apt("update") && apt("install", "--no-install-recommends", ...wanted));
  return missing();
};
