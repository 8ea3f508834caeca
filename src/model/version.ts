declare const INVOICE_DIAG_VERSION: string | undefined;

/** The package's version, put in by the build; `0.0.0` when run from source. */
export const version: string = typeof INVOICE_DIAG_VERSION === "string" ? INVOICE_DIAG_VERSION : "0.0.0";
