import type { NotSentFact, SignTable } from "./facts.js";
import type { NotSecuredFact } from "./not-secured.js";
import { windowsCode } from "./windows-code.js";

/** No connection came about. */
export const notConnected: SignTable<Exclude<NotSentFact, NotSecuredFact>> = {
  "connect-timed-out": [
    [
      "node-connect-timeout",
      "node",
      /\bconnect ETIMEDOUT\b|\bAggregateError \[ETIMEDOUT\]|(?:\bError: ETIMEDOUT \{ )?\bcode: 'ETIMEDOUT',? (?:connect: true\b|errno: -\d+, syscall: 'connect'|syscall: 'connect'|\[errors\])/,
    ],
    [
      "undici-connect-timeout",
      "node",
      /\bConnect Timeout Error\b(?: \(attempted address(?:es)?: [^()]{0,200}, timeout: \d+ms\))?|\bUND_ERR_CONNECT_TIMEOUT\b/,
    ],
    ["got-connect-timeout", "node", /\bTimeout awaiting '(?:lookup|connect|secureConnect)' for \d+ms/],
    [
      "java-connect-timeout",
      "java",
      /\bconnect timed out\b|\bHttpConnectTimeoutException\b|\bConnectException: (?:Connection timed out|Operation timed out|连接超时)(?: \((?:Connection timed out|connect failed|连接超时)\))?|\bConnection timed out: (?:connect|no further information)\b/,
    ],
    ["netty-connect-timeout", "java", /\bConnectTimeoutException: connection timed out(?: after \d+ ms)?\b/],
    ["curl-connect-timeout", "curl", /\bConnection timed out after \d+ milliseconds\b/],
    [
      "urllib3-connect-timeout",
      "python",
      /\bConnectTimeoutError\b|Connection to [\w.:/%[\]-]+ timed out\. \(connect timeout=[\d.]+\)|\bexceptions\.ConnectTimeout\b/,
    ],
    [
      "python-connect-timeout",
      "python",
      /\bConnectTimeout: (?:timed out)?|\bConnectionTimeoutError: Connection timeout to host\b/,
    ],
    [
      "go-dial-timeout",
      "go",
      /\bdial tcp [\w.:/%[\]-]+: i\/o timeout\b|\bdial tcp [\w.:/%[\]-]+: connect: (?:connection|operation) timed out\b/,
    ],
    [
      "dotnet-connect-timeout",
      "dotnet",
      /(?:TaskCanceledException: )?A connection could not be established within the configured ConnectTimeout\.?(?: ---> System\.TimeoutException:?)?/,
    ],
    ["chromium-connect-timeout", "chromium", /\bERR_CONNECTION_TIMED_OUT\b/],
  ],
  unreachable: [
    [
      "node-unreachable",
      "node",
      /\bconnect (?:EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|EACCES|EPERM)\b/,
    ],
    [
      "java-unreachable",
      "java",
      /\bNoRouteToHostException\b|\b(?:No route to host|Network is unreachable|Cannot assign requested address)(?: \((?:connect failed|Host unreachable)\)|: connect\b)/,
    ],
    ["go-unreachable", "go", /\bdial tcp [\w.:/%[\]-]+: connect: (?:no route to host|network is unreachable)/],
  ],
  "name-not-resolved": [
    [
      "node-name",
      "node",
      /\bgetaddrinfo (?:ENOTFOUND|EAI_[A-Z]+|ENODATA)\b|\bENOTFOUND\b|\bEAI_AGAIN\b|\bquery(?:A|Aaaa) (?:ENOTFOUND|ENODATA|ESERVFAIL|EREFUSED|ETIMEOUT|ECONNREFUSED)\b/,
    ],
    ["java-name", "java", /\bUnknownHostException\b|\bUnresolvedAddressException\b/],
    [
      "curl-name",
      "curl",
      /\bCould(?:n't| not) resolve (?:host|proxy)\b|\bResolving timed out after \d+ milliseconds\b/,
    ],
    [
      "system-name",
      "any",
      /\bName or service not known\b|\bTemporary failure in name resolution\b|\bnodename nor servname provided, or not known\b|\bNo address associated with hostname\b|未知的名称或服务|域名解析暂时失败/,
    ],
    [
      "python-name",
      "python",
      /\bNameResolutionError\b|\bFailed to resolve '[^']{0,120}'|\[Errno 11001\] getaddrinfo failed/,
    ],
    [
      "go-name",
      "go",
      /\bdial tcp: lookup [\w.:/%[\]-]+(?: on [\w.:/%[\]-]+)?: (?:no such host|server misbehaving|Temporary failure in name resolution|read udp [\w.:>[\]-]+: i\/o timeout)/,
    ],
    [
      "dotnet-name",
      "dotnet",
      /The remote name could not be resolved|未能解析此远程名称|\bNo such host is known\b|不知道这样的主机/,
    ],
    [
      "chromium-name",
      "chromium",
      /\bERR_(?:NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|ICANN_NAME_COLLISION|DNS_[A-Z_]+)\b/,
    ],
    ["firefox-name", "firefox", /\bNS_ERROR_UNKNOWN_HOST\b/],
    ["windows-name-text", "windows", /The server name or address could not be resolved|无法解析服务器的名称或地址/],
    ["windows-name", "windows", windowsCode("12007|0x80072EE7|ERROR_(?:INTERNET|WINHTTP)_NAME_NOT_RESOLVED")],
  ],
  "connect-failed": [
    [
      "dotnet-connect",
      "dotnet",
      /(?:Unable to connect to the remote server|无法连接到远程服务器)(?: ?---> ?System\.Net\.Sockets\.SocketException(?: \(\w+\))?: ?(?:A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond|由于连接方在一段时间后没有正确答复或连接的主机没有反应,连接尝试失败))?/,
    ],
    [
      "urllib3-connect",
      "python",
      /Failed to establish a new connection(?:: \[(?:Errno (?:111|110|113|101|99|60|61|65|51)|WinError (?:10060|10061|10065|10051|10013))\] (?:Connection refused|Connection timed out|Operation timed out|No route to host|Network is unreachable|由于目标计算机积极拒绝,无法连接。|由于连接方在一段时间后没有正确答复或连接的主机没有反应,连接尝试失败。)?)?/,
    ],
    [
      "aiohttp-connect",
      "python",
      /Cannot connect to host [\w.:/%[\]-]+ ssl:(?:default|True|False|<[^>]{0,120}>)(?: \[Connect call failed \([^)]{0,120}\)\])?/,
    ],
    ["httpx-connect", "python", /\bConnectError: All connection attempts failed\b/],
    [
      "curl-connect",
      "curl",
      /Failed to connect to [\w.:/%[\]-]+ port \d+(?: after \d+ ms)?(?:: (?:Couldn't connect to server|Could not connect to server|Connection refused|Connection timed out|Timeout was reached|No route to host|Network is unreachable))?/,
    ],
    ["apache-connect", "apache-httpclient", /\bHttpHostConnectException\b/],
    [
      "okhttp-connect",
      "okhttp",
      /Failed to connect to [\w.:/%[\]-]*:\d+|Failed to connect to [\w.:/%[\]-]+ \(port \d+\)(?: from [\w.:/%[\]-]+ \(port \d+\))?(?: after \d+ms)?/,
    ],
    ["java-connect", "java", /\bjava\.net\.ConnectException\b/],
    ["windows-connect", "windows", windowsCode("12029|0x80072EFD|ERROR_(?:INTERNET|WINHTTP)_CANNOT_CONNECT")],
  ],
  refused: [
    ["node-refused", "node", /\bECONNREFUSED\b/],
    [
      "system-refused",
      "any",
      /\bconnection refused\b|\bconnect\(\): 拒绝连接|(?:ConnectException|\[Errno 111\]):? 拒绝连接/,
    ],
    [
      "windows-refused",
      "any",
      /No connection could be made because the target machine actively refused it|由于目标计算机积极拒绝,无法连接|\bWSAECONNREFUSED\b/,
    ],
    ["chromium-refused", "chromium", /\bERR_CONNECTION_REFUSED\b/],
    ["firefox-refused", "firefox", /\bNS_ERROR_CONNECTION_REFUSED\b/],
  ],
  "not-started": [
    [
      "pool-timeout",
      "any",
      /\bConnectionPoolTimeoutException\b|\bTimeout waiting for connection from pool\b|\bhttpx\.PoolTimeout\b/,
    ],
    [
      "circuit-open",
      "java",
      /\bCallNotPermittedException\b|\bdoes not permit further calls\b|\bshort-circuited and (?:no fallback available|fallback)\b/,
    ],
  ],
};
