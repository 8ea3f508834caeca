import type { AuthPlugin, authPlugins, Connection } from "mysql2";
import type { Failure } from "../model/failure.js";
import type { MysqlCertificate } from "../model/io.js";
import { failure } from "./classify.js";

/** The server's demand for the password itself, be it in TLS or encrypted with its key (MySQL source, sha2_password.cc). */
const fullAuthentication = Buffer.from([4]);
/**
 * What is said in the place of a password, and of a signature that mysql2 cannot make. Every server answers these with a refusal; a
 * connection that just ended here would be a failed handshake to it, and a hundred of them get this host blocked
 * (`max_connect_errors`; measured on MariaDB 10.11, which counts a signature of another length as well).
 */
const nothing = Buffer.from([0]);
const noSignature = Buffer.alloc(64);

export type Guard = {
  /** In the place of mysql2's own, which send the password over whatever link, or fetch the key to encrypt it with over that. */
  readonly plugins: { [name: string]: AuthPlugin };
  /** Looks at the connection's link, once it has a certificate. */
  look(connection: Connection): void;
  /** What that is worth; undefined: none was seen. */
  certificate(): MysqlCertificate | undefined;
  /** That the server was not given what it asked for, so that its answer tells nothing; undefined: it was. */
  unmet(): Failure | undefined;
};

const withheld = (plugin: string): Failure =>
  failure("withheld", "login", `the server asks for the password itself, by ${plugin}`, plugin);

/** An authentication that mysql2 does not know, or that would send the password as it is over whatever link. */
export const unsupported = (plugin: string): Failure =>
  failure("not-available", "login", `the server asks for the authentication plugin ${plugin}`, plugin);

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
  let unmet: Failure | undefined;
  const look = (connection: Connection): void => {
    certificate ??= judge((connection as { readonly stream?: unknown }).stream);
  };
  const guarded =
    (name: "caching_sha2_password" | "sha256_password", asks: (data: Buffer) => boolean): AuthPlugin =>
    (about) => {
      const answer = standard[name]()(about);
      return (data) => {
        if (!asks(data)) return answer(data);
        look(about.connection);
        if (hasPassword && certificate?.trusted === true) return answer(data);
        if (hasPassword) unmet = withheld(name);
        return nothing;
      };
    };
  const unsigned: AuthPlugin = () => () => {
    unmet = unsupported("client_ed25519");
    return noSignature;
  };
  return {
    plugins: {
      caching_sha2_password: guarded("caching_sha2_password", (data) => fullAuthentication.equals(data)),
      sha256_password: guarded("sha256_password", () => true),
      client_ed25519: unsigned,
    },
    look,
    certificate: () => certificate,
    unmet: () => unmet,
  };
};
