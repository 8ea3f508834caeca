import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import * as tls from "node:tls";
import type { Environment } from "./context.js";

/** Where systems keep the roots that their programs trust: Debian, Red Hat, SUSE, Alpine, FreeBSD and OpenBSD. */
const bundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
] as const;

const blocks = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const bundleIn = (path: string): string[] | undefined => {
  try {
    return readFileSync(path, "utf8").match(blocks) ?? undefined;
  } catch {
    return undefined;
  }
};

/** Node from 22.15 on reads the system's store by itself, on Windows and macOS too. */
const byNode = (): string[] | undefined => {
  const { getCACertificates } = tls as { getCACertificates?: (type: "system") => string[] };
  const found = getCACertificates?.("system") ?? [];
  return found.length === 0 ? undefined : found;
};

const read = (env: Environment): string[] | undefined => {
  // OpenSSL's own variable takes the place of the system's store, for whatever program obeys it.
  if (env.SSL_CERT_FILE !== undefined && env.SSL_CERT_FILE !== "") return bundleIn(env.SSL_CERT_FILE);
  for (const path of bundles) {
    const found = bundleIn(path);
    if (found !== undefined) return found;
  }
  return byNode();
};

/** The roots that this machine's system trusts, as its browsers and programs see them; undefined: not available. */
export const systemRoots = (env: Environment): readonly X509Certificate[] | undefined =>
  read(env)?.flatMap((pem) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      return [];
    }
  });
