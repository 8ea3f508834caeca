/** A value that survives `JSON.stringify` and `JSON.parse` unchanged. Observations must be such values. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
export type JsonObject = { readonly [key: string]: Json | undefined };
