import type { AuthPlugin, authPlugins, Connection } from "mysql2";
import type { Failure } from "../model/failure.js";
import type { MysqlCertificate } from "../model/io.js";
import { failure } from "./classify.js";

/** The server's demand for the password itself, be it in TLS or encrypted with its key (MySQL source, sha2_password.cc). */
const fullAuthentication = Buffer.from([4]);
/**
 * The empty password: what is said in the place of the real one. Every server answers it with a refusal; a connection that just ended
 * here would be a failed handshake to it, and a hundred of these get this host blocked (`max_connect_errors`).
 */
const nothing = Buffer.from([0]);

export type Guard = {
  /** In the place of mysql2's own, which send the password over whatever link, or fetch the key to encrypt it with over that. */
  readonly plugins: { [name: string]: AuthPlugin };
  /** What the certificate of the connection's link is worth; undefined: it has none, or not yet. */
  look(connection: Connection): MysqlCertificate | undefined;
  /** That the server asked for the password itself and was not given it; undefined: it did not, or it was. */
  withheld(): Failure | undefined;
};

/**
 * Lets a password out of the house only over a link that `judge` trusts. What is computed from it and from the server's challenge
 * (`mysql_native_password`, the first half of `caching_sha2_password`) goes over any link: nobody reads the password in it.
 */
export const guardFor = (
  standard: typeof authPlugins,
  hasPassword: boolean,
  judge: (link: unknown) => MysqlCertificate | undefined,
): Guard => {
  let certificate: MysqlCertificate | undefined;
  let asking: string | undefined;
  const look = (connection: Connection): MysqlCertificate | undefined => {
    certificate ??= judge((connection as { readonly stream?: unknown }).stream);
    return certificate;
  };
  const guarded =
    (name: "caching_sha2_password" | "sha256_password", asks: (data: Buffer) => boolean): AuthPlugin =>
    (about) => {
      const answer = standard[name]()(about);
      return (data) => {
        if (!asks(data) || (hasPassword && look(about.connection)?.trusted === true)) return answer(data);
        if (hasPassword) asking = name;
        return nothing;
      };
    };
  return {
    plugins: {
      caching_sha2_password: guarded("caching_sha2_password", (data) => fullAuthentication.equals(data)),
      sha256_password: guarded("sha256_password", () => true),
    },
    look,
    withheld: () =>
      asking === undefined
        ? undefined
        : failure("withheld", "login", `the server asks for the password itself, by ${asking}`, asking),
  };
};
