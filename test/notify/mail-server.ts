import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A certificate for this machine that is its own root. */
export const ownCertificate = (
  folder: string,
): { readonly ca: string; readonly cert: string; readonly key: string } => {
  const [key, cert] = [join(folder, "mail.key"), join(folder, "mail.pem")];
  const names = "subjectAltName=DNS:localhost,IP:127.0.0.1";
  const subject = ["-subj", "/CN=localhost", "-addext", names, "-days", "2"];
  const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", cert];
  execFileSync("openssl", ["req", "-x509", ...made, ...subject], { stdio: "ignore" });
  return { ca: cert, cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
};

export type Mail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly text: string;
};
export type MailServer = { readonly port: number; readonly mails: Mail[]; close(): Promise<void> };

/** A mail server on loopback that keeps what it is given. `login`: it takes no mail without. */
export const mailServer = async (
  options: SMTPServerOptions & { readonly login?: { readonly user: string; readonly password: string } },
): Promise<MailServer> => {
  const { login, ...rest } = options;
  const mails: Mail[] = [];
  const server = new SMTPServer({
    logger: false,
    disableReverseLookup: true,
    ...(login === undefined ? { disabledCommands: ["AUTH"] } : {}),
    authOptional: login === undefined,
    onAuth({ username, password }, _, done) {
      const right = username === login?.user && password === login?.password;
      if (right) done(null, { user: username });
      else done(Object.assign(new Error("authentication failed"), { responseCode: 535 }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          text: Buffer.concat(chunks).toString("utf8"),
        });
        done();
      });
    },
    ...rest,
  });
  // A client that does not trust the certificate hangs up in the middle of the handshake.
  server.on("error", () => {});
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", () => ready()));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    close: () => new Promise((done) => server.close(() => done())),
  };
};
