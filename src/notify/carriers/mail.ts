import type { Carrier } from "../../model/notify.js";
import { type Message, plainLines } from "../wording.js";

type Mail = Extract<Carrier, { kind: "mail" }>;

/** A refusal by the server for good (5xx, a rejected login); everything else may pass with time. */
export const isFinal = (error: unknown): boolean => {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  return code === "EAUTH" || code === "ETLS" || (typeof responseCode === "number" && responseCode >= 500);
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
