import type { UrlTarget } from "./profile.js";

/** What a person needs who asks the same by hand: paths of the files of trust, and the names of headers. No value of any. */
export type ByHand = {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  /** The form of `certFile` where it is not PEM. */
  readonly certType?: "P12";
  readonly headerNames?: readonly string[];
};

export const byHand = ({ caFile, certFile, keyFile, clientCert, headers }: UrlTarget): ByHand => {
  const headerNames = Object.keys(headers);
  return {
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
    ...(clientCert !== undefined && "pkcs12" in clientCert ? { certType: "P12" as const } : {}),
    ...(headerNames.length === 0 ? {} : { headerNames }),
  };
};
