import { PassThrough } from "node:stream";
import { TLSSocket } from "node:tls";
import type { Certificate } from "../model/io.js";
import { describeCertificate } from "./certificate.js";
import { type Context, targetNamed } from "./context.js";
import { secureContextOf } from "./trust.js";

/** What this side would show where the url target's server asks who it is, whatever form the profile has it in; null: nothing. */
export const clientCertificate = (context: Context, as: string): Certificate | null => {
  const target = targetNamed(context, as);
  if (target?.clientCert === undefined) return null;
  // Node opens PKCS#12 for a handshake only, so one is prepared, and never begun.
  const prepared = new TLSSocket(new PassThrough(), { secureContext: secureContextOf(context, target) });
  const shown = prepared.getX509Certificate();
  prepared.destroy();
  return shown === undefined ? null : describeCertificate(shown);
};
