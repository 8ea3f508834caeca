import type { Carrier } from "../../model/notify.js";
import { type Message, plainLines } from "../wording.js";

type Mail = Extract<Carrier, { kind: "mail" }>;

/** A refusal for good: by the server (5xx, a rejected login), or of a certificate; everything else may pass with time. */
export const isFinal = (error: unknown): boolean => {
  const { code, responseCode, syscall } = (error ?? {}) as {
    code?: unknown;
    responseCode?: unknown;
    syscall?: unknown;
  };
  // What fails at a socket names its system call; what fails above it is TLS.
  const untrusted = code === "ETLS" || (code === "ESOCKET" && syscall === undefined);
  return code === "EAUTH" || untrusted || (typeof responseCode === "number" && responseCode >= 500);
};

/** Sends one mail in plain text; ends at once when the signal is aborted. Rejects on whatever kept it from being accepted. */
export const sendMail = async (mail: Mail, message: Message, id: string, signal: AbortSignal): Promise<void> => {
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    host: mail.host,
    port: mail.port,
    secure: mail.security === "tls",
    requireTLS: mail.security === "starttls",
    ignoreTLS: mail.security === "none",
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(mail.user === undefined ? {} : { auth: { user: mail.user, pass: mail.password ?? "" } }),
  });
  const stop = (): void => transport.close();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  try {
    const sent = transport.sendMail({
      from: mail.from,
      to: [...mail.to],
      subject: message.title,
      text: `${plainLines(message).join("\n")}\n`,
      messageId: `<${id}@invoice-diag>`,
      // RFC 3834: nobody's absence note is an answer to this.
      headers: { "Auto-Submitted": "auto-generated" },
    });
    sent.catch(() => {});
    await Promise.race([sent, aborted]);
  } finally {
    stop();
  }
};
