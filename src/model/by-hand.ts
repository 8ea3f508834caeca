import type { UrlTarget } from "./profile.js";

/** What a person needs who asks the same by hand: paths of the files of trust, and the names of headers. No value of any. */
export type ByHand = {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly headerNames?: readonly string[];
};

export const byHand = ({ caFile, certFile, keyFile, headers }: UrlTarget): ByHand => {
  const headerNames = Object.keys(headers);
  return {
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
    ...(headerNames.length === 0 ? {} : { headerNames }),
  };
};
