/** What this side shows where a server asks who it is: PEM texts, or a PKCS#12 file (RFC 7292) in base64. */
export type ClientCert = { readonly passphrase?: string } & (
  | { readonly cert: string; readonly key: string }
  | { readonly pkcs12: string }
);

/** The options of a secure context that hold it. */
export const identityOf = ({ passphrase, ...files }: ClientCert) => ({
  ...("pkcs12" in files ? { pfx: Buffer.from(files.pkcs12, "base64") } : files),
  ...(passphrase === undefined ? {} : { passphrase }),
});
