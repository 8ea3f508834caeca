import type { Attempt } from "./failure.js";
import type { Json } from "./json.js";
import type { WayOut } from "./profile.js";
import type { VerbOptions } from "./sights.js";
import type { TokenSent } from "./tokens.js";

/** What the verbs of TLS and HTTP take and see, as plain values. Times in milliseconds. */

// ---- TLS -------------------------------------------------------------------------------------------------------------

export type Certificate = {
  readonly subject: string;
  readonly issuer: string;
  /** DNS names and addresses of the subject alternative name; the common name only where there is none. */
  readonly names: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256, hexadecimal with colons. */
  readonly fingerprint: string;
  readonly selfSigned: boolean;
  readonly keyType: string;
  /** Bits of the key; null: not known. */
  readonly keyBits: number | null;
  readonly signature: string;
};
export type TlsVersion = "TLSv1" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";
export type TlsOptions = VerbOptions & {
  readonly servername: string;
  /** The profile's target whose `ca` and client certificate to use. */
  readonly as?: string;
  /** Says also what the system's own store makes of the chain. */
  readonly system?: true;
  readonly minVersion?: TlsVersion;
  readonly maxVersion?: TlsVersion;
  readonly ciphers?: string;
};
/** Dates are ISO 8601; `reason`: the word of RFC 5280 section 5.3.1. */
export type Staple =
  | { readonly status: "good"; readonly thisUpdate: string; readonly nextUpdate?: string }
  | { readonly status: "revoked"; readonly revokedAt: string; readonly reason: string };
/** An unverified look: nothing but the handshake goes over it. */
export type Handshake = {
  readonly version: string;
  readonly cipher: string;
  /** The key that both sides agreed upon for this handshake alone; absent: there was none (RSA), or it is not known. */
  readonly exchange?: { readonly type: "DH" | "ECDH"; readonly bits: number };
  /** Leaf first, exactly as the server sent it. */
  readonly chain: readonly Certificate[];
  /**
   * `trusted`: a path leads to a trusted root (dates and name set aside); `self-signed`: the leaf signed itself;
   * `untrusted-root`: the chain ends in a root that is not trusted; `incomplete`: the issuer of the last certificate
   * was neither sent nor is it trusted.
   */
  readonly trust: "trusted" | "self-signed" | "untrusted-root" | "incomplete";
  /** The same by the roots of the system, which browsers use; absent: not asked for, or not available. */
  readonly systemTrust?: "trusted" | "self-signed" | "untrusted-root" | "incomplete";
  /** Indices into `chain` of the certificates that lead from the leaf upwards; the others were sent in vain. */
  readonly path?: readonly number[];
  /** OpenSSL's word for why it rejects a chain that leads to a trusted root, where that is neither a date nor the name. */
  readonly rejected?: string;
  /** The trusted root at the end of the path, where OpenSSL rejects the chain for a date and only this one is out of date. */
  readonly outdatedRoot?: Certificate;
  /** Where the chain is incomplete: index into `chain` of one that was sent besides and leads to a trusted root. */
  readonly beyond?: number;
  /** Where the chain is incomplete: the subject of a trusted root that bears the name of the issuer that is missing. */
  readonly kin?: string;
  /** Where it is: the missing issuer bears no name of those that the profile trusts for the target, nor of any trusted root. */
  readonly stranger?: true;
  /** The subject of a certificate that another server sent in this run and that closes an incomplete chain. */
  readonly closedBy?: string;
  /** What the server showed of its authority's word on the leaf (OCSP, RFC 6960, stapled by RFC 6066 section 8); absent: nothing that can be read. */
  readonly staple?: Staple;
  readonly nameMatches: boolean;
  readonly clientCertRequested: boolean;
  /** Milliseconds. */
  readonly times: { readonly connect: number; readonly handshake: number };
};

// ---- HTTP ------------------------------------------------------------------------------------------------------------

export type HttpAim = {
  /** The profile's target: its URL, headers, extra trust and client certificate are added here and appear nowhere else. */
  readonly as: string;
  /** Default: what the target's name resolves to, in order. A proxy is told of it for https only. */
  readonly address?: string;
  /** Not the way that requests to the target take, but this one; `proxy`: the one that is named for it. */
  readonly out?: WayOut;
  readonly method?: "GET" | "HEAD";
  /** Another path of the same origin. */
  readonly path?: string;
  /** Sent after the profile's own; null takes one away. */
  readonly headers?: { readonly [name: string]: string | null };
  /**
   * Cookies that answers set are kept under this word for the run, and sent with the next request of the same word. Their
   * values never leave the verb.
   */
  readonly cookies?: string;
  /** What is sent instead of the profile's own token; made within the verb, only for targets that are ours. */
  readonly token?: TokenSent;
};
export type HttpOptions = VerbOptions & {
  /** Milliseconds to the first byte of an accepted request; default: the profile's `defaults.answer`. */
  readonly answer?: number;
  /** Bytes of body that are read; default 1 MiB. */
  readonly bodyLimit?: number;
};
/** Milliseconds per phase; a phase that did not take place is absent. */
export type HttpTimes = {
  readonly name?: number;
  readonly connect?: number;
  readonly tls?: number;
  readonly firstByte?: number;
  readonly body?: number;
};
/** No header values but these parsed ones leave this verb. */
export type HttpAnswer = {
  readonly status: number;
  readonly address: string;
  readonly httpVersion: string;
  /** Media type without parameters, lower case; null: none was sent. */
  readonly type: string | null;
  /** Scheme, host and path of `Location`. */
  readonly location?: string;
  /** Milliseconds. */
  readonly retryAfter?: number;
  /** `Date`, milliseconds since 1970. */
  readonly date?: number;
  readonly connection: "close" | "keep-alive" | null;
  readonly keepAlive?: { readonly timeout?: number; readonly max?: number };
  /** Which back end answered: the value of the header that the profile names. */
  readonly backend?: string;
  /** Names of all headers that were sent, lower case. */
  readonly headerNames: readonly string[];
  readonly bodyBytes: number;
  /** The body as text, control characters taken out. For the eyes of `observe` only: never part of what is seen. */
  readonly body: string;
  /** It is packed, and ends before what is packed in it does, though as many bytes came as were announced. */
  readonly bodyCut?: true;
  readonly times: HttpTimes;
  /** For so long, in milliseconds, the first byte may have lain there before this tool was let run and read it. */
  readonly unread?: number;
};

export type DateOptions = VerbOptions & {
  readonly secure: boolean;
  readonly servername: string;
  /** The url target through whose proxy to go. */
  readonly as?: string;
};
/** Another machine's clock beside ours, both in milliseconds since 1970. `slack`: what the reading leaves open. */
export type ClockReading = { readonly theirs: number; readonly ours: number; readonly slack: number };

/** Several requests on one connection, each after a pause; cookies that an answer sets go along with the next request. */
export type ConverseOptions = HttpOptions & {
  /** Idle milliseconds before the second, third, … request. */
  readonly pauses: readonly number[];
  /** No third or further request is begun after so many milliseconds. */
  readonly within?: number;
};
export type Conversation = {
  readonly address: string;
  readonly exchanges: readonly {
    readonly status: number;
    readonly ms: number;
    readonly idle: number;
    readonly connection: "close" | "keep-alive" | null;
    /** HTTP/1.0, where a connection that is not announced to stay ends by itself. */
    readonly old?: true;
    readonly keepAlive?: { readonly timeout?: number; readonly max?: number };
    /** Scheme, host and path of `Location`. */
    readonly location?: string;
    /** The shortest life of a cookie that the answer sets, in milliseconds; absent: none is set, or they live with the session. */
    readonly cookieLife?: number;
  }[];
  /** How the connection ended before all requests were answered, if it did; `idle`: milliseconds since the last answer. */
  readonly ended?: {
    readonly by: "fin" | "reset" | "silence";
    readonly during: "idle" | "request";
    readonly idle: number;
    /** Milliseconds for which a request had waited for its answer. */
    readonly waited?: number;
  };
};

/**
 * Whether the server said by an answer that it ends the connection after it; one of HTTP/1.0 that says nothing of it does so as well (RFC 9112
 * section 9.3).
 */
export const endsAfter = ({ connection, old }: Conversation["exchanges"][number]): boolean =>
  connection === "close" || (old === true && connection === null);

// ---- proxies ---------------------------------------------------------------------------------------------------------

export type TunnelAim = {
  /** The url target for whose host the proxy is asked: the one that is named for it, even if it is not used. */
  readonly as: string;
  /** Another port of the same host. */
  readonly port?: number;
};
/** What a proxy answered, whatever the status. */
export type ProxyAnswer = {
  readonly status: number;
  /** Of the proxy. */
  readonly address: string;
  /** Whether the proxy speaks for itself: always in answer to CONNECT, else where the answer bears its marks. */
  readonly own: boolean;
  /** Known products that name themselves; lower case. */
  readonly product?: string;
  /** The ways to log in that it offers, lower case. */
  readonly schemes: readonly string[];
  /** Whether a login was sent along. */
  readonly login: "sent" | "none";
  /** Scheme, host and path of `Location`. */
  readonly location?: string;
  readonly times: { readonly name: number; readonly connect: number; readonly answer: number };
};
/** What answers at the front page, and where it leads: scheme, host and path. */
export type HeadAnswer = { readonly status: number; readonly location?: string };

/** Compile-time proof that what these verbs return may be stored as seen. */
type Stored<T extends Json> = T;
export type StoredExchanges = [Stored<Attempt<Handshake>>, Stored<Attempt<Conversation>>, Stored<Attempt<ProxyAnswer>>];
