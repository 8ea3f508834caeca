import type { NotSentFact, SignTable } from "./facts.js";
import { windowsCode } from "./windows-code.js";

export type NotSecuredFact = Extract<
  NotSentFact,
  "not-processed" | "proxy-refused" | "certificate-rejected" | "tls-not-established"
>;

/** A connection came about, to the server or to a proxy, and ended before the request was let onto it. */
export const notSecured: SignTable<NotSecuredFact> = {
  "not-processed": [
    [
      "curl-refused-stream",
      "curl",
      /(?:curl: ?\(92\) )?HTTP\/2 stream \d+ was not closed cleanly: REFUSED_STREAM(?: \(err 7\))?/,
    ],
    ["okhttp-refused-stream", "okhttp", /stream was reset: REFUSED_STREAM/],
    ["node-refused-stream", "node", /Stream closed with error code NGHTTP2_REFUSED_STREAM/],
    ["go-refused-stream", "go", /stream error: stream ID \d+; REFUSED_STREAM/],
    ["chromium-refused-stream", "chromium", /\bERR_HTTP2_SERVER_REFUSED_STREAM\b/],
  ],
  "proxy-refused": [
    [
      "curl-connect-refused",
      "curl",
      /(?:curl: ?\(\d+\) |cURL error \d+: )?(?:CONNECT tunnel failed, response \d{3}|Received HTTP code \d{3} from proxy after CONNECT|Proxy CONNECT aborted due to timeout)/,
    ],
    [
      "undici-connect-refused",
      "node",
      /(?:DOMException \[Error\]: Request was cancelled\. \{ cause: )?(?:RequestAbortedError \[AbortError\]: |AbortError: )?Proxy response \(\d{3}\) !== 200 when HTTP Tunneling(?: \{ code: 'UND_ERR_ABORTED')?/,
    ],
    ["tunnel-agent", "node", /tunneling socket could not be established, statusCode=\d{3}/],
    ["java-connect-refused", "java", /Unable to tunnel through proxy\. Proxy returns "HTTP\/1\.[01] \d{3}[ A-Za-z]*"/],
    ["java-http-connect-refused", "java", /\bTunnel failed, got: \d{3}\b/],
    [
      "okhttp-connect-refused",
      "okhttp",
      /Unexpected response code for CONNECT: \d{3}|Failed to authenticate with proxy/,
    ],
    ["python-connect-refused", "python", /Tunnel connection failed: \d{3}(?: [A-Z][A-Za-z]+){0,4}/],
    ["python-no-proxy", "python", /(?:Unable to|Cannot) connect to proxy\b/],
    ["go-proxy-dial", "go", /\bproxyconnect tcp:/],
    ["dotnet-tunnel", "dotnet", /The proxy tunnel request to proxy '[^']{0,120}' failed with status code '\d{3}'/],
    [
      "proxy-auth",
      "any",
      /(?:The remote server returned an error: |远程服务器返回错误: )?(?:(?:HTTP\/\d(?:\.\d)?|status(?: code)?|error|错误):? ?)?\(?\b407\b\)?:? ?(?:\(?Proxy Authentication Required\)?|需要代理身份验证)|\bProxy Authentication Required\b/,
    ],
    [
      "chromium-proxy",
      "chromium",
      /\bERR_(?:TUNNEL_CONNECTION_FAILED|PROXY_CONNECTION_FAILED|PROXY_AUTH_REQUESTED|PROXY_CERTIFICATE_INVALID|SOCKS_CONNECTION_FAILED|SOCKS_CONNECTION_HOST_UNREACHABLE)\b/,
    ],
    ["firefox-proxy", "firefox", /\bNS_ERROR_(?:PROXY_CONNECTION_REFUSED|UNKNOWN_PROXY_HOST)\b/],
    ["windows-proxy", "windows", windowsCode("12165|ERROR_INTERNET_PROXY_SERVER_UNREACHABLE")],
  ],
  "certificate-rejected": [
    [
      "curl-certificate",
      "curl",
      /curl: ?\((?:51|60)\)|cURL error (?:51|60)\b|SSL certificate problem:|SSL: no alternative certificate subject name matches target (?:host name|ipv4 address)/,
    ],
    [
      "openssl-certificate",
      "any",
      /\b(?:certificate verify failed|CERTIFICATE_VERIFY_FAILED|self[- ]signed certificate(?: in certificate chain)?|unable to get (?:local )?issuer certificate|unable to verify the first certificate|certificate has expired|certificate is not yet valid)\b/,
    ],
    [
      "node-certificate",
      "node",
      /\b(?:CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|ERR_TLS_CERT_ALTNAME_INVALID)\b|Hostname\/IP does not match certificate's altnames/,
    ],
    [
      "java-certificate",
      "java",
      /PKIX path (?:building|validation) failed|unable to find valid certification path to requested target|No subject alternative (?:DNS )?names? (?:matching|present|found)|HTTPS hostname wrong|Algorithm constraints check failed|\bCertificate(?:Expired|NotYetValid)Exception\b|\bNotAfter: /,
    ],
    ["apache-certificate", "apache-httpclient", /Certificate for <[^>]{0,120}> doesn't match/],
    ["okhttp-certificate", "okhttp", /\bHostname [\w.:/%[\]-]+ not verified\b/],
    [
      "go-certificate",
      "go",
      /\btls: failed to verify certificate\b|\bx509: (?:certificate signed by unknown authority|certificate has expired or is not yet valid|certificate is valid for|cannot validate certificate for)/,
    ],
    [
      "dotnet-certificate",
      "dotnet",
      /The remote certificate is invalid|(?:The underlying connection was closed: )?Could not establish trust relationship for the SSL\/TLS secure channel|(?:基础连接已经关闭: ?)?未能为 ?SSL\/TLS ?安全通道建立信任关系|根据验证过程,远程证书无效/,
    ],
    ["chromium-certificate", "chromium", /\bERR_CERT_[A-Z_]+\b/],
    [
      "firefox-certificate",
      "firefox",
      /\b(?:SEC_ERROR_(?:UNKNOWN_ISSUER|EXPIRED_CERTIFICATE|EXPIRED_ISSUER_CERTIFICATE|UNTRUSTED_ISSUER|REVOKED_CERTIFICATE)|SSL_ERROR_BAD_CERT_DOMAIN|MOZILLA_PKIX_ERROR_[A-Z0-9_]+)\b/,
    ],
    [
      "windows-certificate",
      "windows",
      windowsCode(
        "12037|12038|12045|12169|12170|12175|0x80072F8F|ERROR_INTERNET_(?:SEC_CERT_DATE_INVALID|SEC_CERT_CN_INVALID|INVALID_CA)|ERROR_WINHTTP_SECURE_FAILURE",
      ),
    ],
  ],
  "tls-not-established": [
    [
      "node-tls-disconnected",
      "node",
      /Client network socket disconnected before secure TLS connection was established(?:,? ?\{? ?code[:=] ?'?ECONNRESET'?)?/,
    ],
    ["curl-handshake", "curl", /curl: ?\(35\)|cURL error 35\b|\bSSL connection timeout\b/],
    [
      "openssl-alert",
      "any",
      /\balert (?:handshake failure|protocol version|unrecognized name|no application protocol|inappropriate fallback|insufficient security)\b|_ALERT_(?:HANDSHAKE_FAILURE|PROTOCOL_VERSION|UNRECOGNIZED_NAME|NO_APPLICATION_PROTOCOL|INAPPROPRIATE_FALLBACK|INSUFFICIENT_SECURITY)\b/,
    ],
    [
      "openssl-hello",
      "any",
      /\bwrong version number\b|\bWRONG_VERSION_NUMBER\b|\bunsafe legacy renegotiation disabled\b|\bUNSAFE_LEGACY_RENEGOTIATION_DISABLED\b|\bdh key too small\b|\bDH_KEY_TOO_SMALL\b|\bunsupported protocol\b|\bUNSUPPORTED_PROTOCOL\b|\bno protocols available\b|\blegacy sigalg disallowed or unsupported\b/,
    ],
    [
      "java-handshake-ended",
      "java",
      /(?:Remote host (?:terminated the handshake|closed connection during handshake))(?:[ |]*Caused by: java\.io\.EOFException: SSL peer shut down incorrectly)?/,
    ],
    [
      "java-alert",
      "java",
      /\bReceived fatal alert: (?:handshake_failure|protocol_version|unrecognized_name|insufficient_security|inappropriate_fallback|no_application_protocol)\b/,
    ],
    [
      "java-handshake",
      "java",
      /\bSSLHandshakeException\b|\bNo appropriate protocol\b|Un(?:supported or un)?recognized SSL message|Could not generate DH keypair|DHPublicKey does not comply to algorithm constraints/,
    ],
    ["python-handshake", "python", /The handshake operation timed out/],
    [
      "go-handshake",
      "go",
      /net\/http: TLS handshake timeout|tls: handshake failure|tls: protocol version not supported|tls: first record does not look like a TLS handshake|http: server gave HTTP response to HTTPS client/,
    ],
    [
      "dotnet-handshake",
      "dotnet",
      /(?:The request was aborted: )?Could not create SSL\/TLS secure channel|(?:请求被中止: ?)?未能创建 ?SSL\/TLS ?安全通道|The SSL connection could not be established(?:, see inner exception)?|Authentication failed because the remote party sent a TLS alert: '(?:HandshakeFailure|ProtocolVersion)'/,
    ],
    [
      "chromium-handshake",
      "chromium",
      /\bERR_(?:SSL_VERSION_OR_CIPHER_MISMATCH|SSL_UNRECOGNIZED_NAME_ALERT|NO_SSL_VERSIONS_ENABLED|SSL_OBSOLETE_CIPHER)\b/,
    ],
    ["firefox-handshake", "firefox", /\bSSL_ERROR_(?:NO_CYPHER_OVERLAP|UNSUPPORTED_VERSION)\b/],
  ],
};
