import { checkServerIdentity, TLSSocket } from "node:tls";
import type { SslOptions } from "mysql2";
import type { MysqlCertificate } from "../model/io.js";
import type { MysqlTarget } from "../model/profile.js";
import { judgeChain } from "./chain.js";
import type { Context } from "./context.js";
import { sentBy } from "./handshake-facts.js";
import { ownAnchors, rootsOf } from "./trust.js";

/**
 * A look at TLS: no certificate ends it, for servers sign their own; whether it is trusted is asked afterwards. Old versions and
 * ciphers are let in, so that an old server is told apart from a broken one. Made anew for each login, since mysql2 resumes TLS
 * sessions by this object, and a resumed one shows no chain.
 */
export const sslFor = (context: Context, target: MysqlTarget): SslOptions => ({
  rejectUnauthorized: false,
  minVersion: "TLSv1",
  ciphers: "DEFAULT:@SECLEVEL=0",
  // Without a list Node takes its own store, which is parsed already.
  ...(target.ca === undefined ? {} : { ca: rootsOf(context, target) }),
});

/**
 * What the certificate of a finished handshake is worth; undefined: the link is none of TLS, or shows no certificate. Clients of MySQL
 * verify the authority and not the name (`VERIFY_CA`), for servers sign certificates without names: that is enough where the profile
 * names the authority as `ca`. An authority that everybody trusts gives certificates to everybody: of hers the name must fit, too.
 */
export const certificateOf = (link: unknown, target: MysqlTarget): MysqlCertificate | undefined => {
  if (!(link instanceof TLSSocket)) return undefined;
  const sent = sentBy(link);
  const leaf = sent[0];
  if (leaf === undefined) return undefined;
  // mysql2 compares no names: this is the verdict on chain and dates alone.
  if (!link.authorized) return { trusted: false, rejected: String(link.authorizationError ?? "unknown") };
  const misnamed = checkServerIdentity(target.host, leaf.toLegacyObject());
  if (misnamed === undefined || judgeChain(sent, ownAnchors(target)).trust === "trusted") return { trusted: true };
  return { trusted: false, rejected: "ERR_TLS_CERT_ALTNAME_INVALID" };
};
