import type { MaybeSentFact, SignTable } from "./facts.js";
import { windowsCode } from "./windows-code.js";

/**
 * Texts that leave open whether the request arrived, looked for in what is left once the proofs of the opposite have been taken out.
 * `exchange` and `timed-out` are nets: words that no proof leaves behind.
 */
export const maybeSent: SignTable<Exclude<MaybeSentFact, "unrecognised">> = {
  elsewhere: [
    [
      "database",
      "any",
      /\b(?:jdbc|mysqli?|mariadb|postgres(?:ql)?|psql|pdo|sqlserver|mssql|oracle|SQLSTATE|sqlexception|ORA-\d{5}|hikaripool|druid|CommunicationsException|Communications link failure|DatabaseError|OperationalError|PROTOCOL_CONNECTION_LOST|SequelizeConnection\w+)\b|数据库连接/,
    ],
    [
      "store-or-queue",
      "any",
      /\b(?:redis|ioredis|jedis\w*|lettuce|mongo(?:db|ose|\w*error)?|memcached?|amqp|rabbitmq|kafka|rocketmq|activemq|elasticsearch|zookeeper|nacos|etcd|smtp|ldap|ftp|minio)\b/,
    ],
  ],
  repeated: [
    [
      "retried",
      "any",
      /\bretr(?:y|ies|ied|ying)\b|\battempts?:? ?#?\d|\b\d+ (?:attempts|tries)\b|\b(?:second|third|last|final|2nd|3rd) (?:attempt|try)\b|\bERR_TOO_MANY_RETRIES\b|\bUND_ERR_REQ_RETRY\b|重试|重发|重新发送|第 ?[二三四五2-9] ?次/,
    ],
    ["java-suppressed", "java", /\bSuppressed:/],
    ["java-resent", "java", /\bHttpClient\.parseHTTP\b/],
  ],
  relayed: [
    [
      "answer-fields",
      "any",
      /["'](?:msg|message_?code|errmsg|err_msg|errormsg|errormessage|errcode|errorcode|error_code|resultcode|returncode|returnmsg|respcode|retcode|success|result|data|timestamp|error|status|path)["'] ?:/,
    ],
    [
      "answer-code",
      "any",
      /(?<![-\w]|status |response )code["']? ?[:=] ?["']?-?\d{2,}|(?:错误|异常)(?:信息|消息|描述|原因)/,
    ],
    ["page", "any", /<(?:!doctype|html|head|title|body|h1)\b/],
    ["soap-fault", "any", /<(?:\w+:)?fault\b|\bfaultstring\b|\bAxisFault\b|\bSOAPFaultException\b/],
    ["upstream", "any", /\bupstream\b|\bbackend\b|上游|后端服务/],
  ],
  "gateway-error": [
    [
      "gateway-status",
      "any",
      /\b50[234]\b|\bBad Gateway\b|\bGateway Time-?out\b|\bService (?:Temporarily )?Unavailable\b|网关超时|网关错误|服务不可用|gateway ?超时/,
    ],
    ["grpc-status", "any", /\bUNAVAILABLE\b|\bDEADLINE_EXCEEDED\b/],
  ],
  "server-error": [
    [
      "server-status",
      "any",
      /\bstatus(?: code)?:? ?5\d\d\b|\bHTTP(?:\/\d(?:\.\d)?)? 5\d\d\b|\b500\b|\bInternal Server Error\b|内部服务器错误|服务器内部错误|系统异常|服务器异常/,
    ],
  ],
  redirected: [["redirect", "any", /\bredirect\w*|\b30[12378]\b|重定向|跳转/]],
  reset: [
    [
      "reset-code",
      "any",
      /\bECONN(?:RESET|ABORTED)\b|\bWSAECONN(?:RESET|ABORTED)\b|\bERR_CONNECTION_(?:RESET|CLOSED|ABORTED)\b|\bNS_ERROR_NET_(?:RESET|INTERRUPT)\b|\bPR_CONNECT_RESET_ERROR\b/,
    ],
    [
      "reset-text",
      "any",
      /\bConnection reset\b|\bforcibly closed\b|\bsoftware caused connection abort\b|\bConnection (?:was )?aborted\b|\bstream was reset\b|\breset by peer\b/,
    ],
    [
      "reset-text-zh",
      "any",
      /强迫关闭了一个现有的连接|软件中止了一个已建立的连接|连接(?:已|被)[^,。]{0,6}(?:重置|重设|复位)|连接重置/,
    ],
    ["windows-reset", "windows", windowsCode("10053|10054|12030|12031|0x80072EFE|0x80072EFF")],
  ],
  "client-certificate": [
    [
      "certificate-alert",
      "any",
      /\balert (?:bad certificate|unsupported certificate|certificate revoked|certificate expired|certificate unknown|unknown ca|access denied|certificate required|decrypt error)\b|_ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR)\b/,
    ],
    [
      "java-certificate-alert",
      "java",
      /\bReceived fatal alert: (?!handshake_failure|protocol_version|unrecognized_name)\w+/,
    ],
    ["go-certificate-alert", "go", /\bremote error: tls: (?!handshake failure|protocol version)\w+/],
    ["curl-client-certificate", "curl", /curl: ?\(98\)|cURL error 98\b/],
    ["chromium-client-certificate", "chromium", /\bERR_(?:SSL_CLIENT_AUTH_\w+|BAD_SSL_CLIENT_AUTH_CERT)\b/],
    ["windows-client-certificate", "windows", windowsCode("12044|ERROR_INTERNET_CLIENT_AUTH_CERT_NEEDED")],
  ],
  "ended-early": [
    [
      "node-ended",
      "node",
      /\bsocket hang up\b|\bother side closed\b|\bUND_ERR_SOCKET\b|\bPremature close\b|\bERR_STREAM_PREMATURE_CLOSE\b|\bTypeError: terminated\b/,
    ],
    [
      "java-ended",
      "java",
      /\bUnexpected end of file from server\b|\bNoHttpResponseException\b|:\d+ failed to respond\b|\bPremature (?:EOF|end of)\b|\bunexpected end of stream\b|\bheader parser received no bytes\b|\bEOFException\b|\bPrematureCloseException\b/,
    ],
    [
      "python-ended",
      "python",
      /\bRemoteDisconnected\b|\bRemoteProtocolError\b|\bServer disconnected\b|\bServerDisconnectedError\b|\bIncompleteRead\b|\bRemote end closed connection\b|\bEOF occurred in violation of protocol\b|\bUNEXPECTED_EOF_WHILE_READING\b/,
    ],
    [
      "curl-ended",
      "curl",
      /curl: ?\((?:18|52|92)\)|cURL error (?:18|52|92)\b|\bEmpty reply from server\b|\btransfer closed\b/,
    ],
    ["go-ended", "go", /\b(?:unexpected )?EOF\b|\bserver closed idle connection\b|\bGOAWAY\b/],
    [
      "dotnet-ended",
      "dotnet",
      /\bThe underlying connection was closed\b|基础连接已经关闭|\bThe response ended prematurely\b|\bResponseEnded\b|\bunexpected EOF or 0 bytes\b/,
    ],
    [
      "chromium-ended",
      "chromium",
      /\bERR_(?:EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|CONTENT_LENGTH_MISMATCH|HTTP2_(?!STREAM_ERROR)\w+|QUIC_\w+|SOCKET_NOT_CONNECTED)\b/,
    ],
    ["firefox-ended", "firefox", /\bPR_END_OF_FILE_ERROR\b|\bNS_ERROR_NET_(?:PARTIAL_TRANSFER|EMPTY_RESPONSE)\b/],
    ["windows-ended", "windows", windowsCode("12152|ERROR_HTTP_INVALID_SERVER_RESPONSE")],
  ],
  "send-failed": [
    [
      "send-code",
      "any",
      /\bEPIPE\b|\bBroken pipe\b|\bwrite E(?:CONN|TIMEDOUT|PIPE)\w*\b|\bSend failure\b|\bError writing to server\b|\bWriteTimeout\b|\bWriteError\b|发送时发生错误|\bunexpected error occurred on a send\b/,
    ],
    ["curl-send", "curl", /curl: ?\(55\)|cURL error 55\b/],
  ],
  "answer-timed-out": [
    [
      "node-answer-timeout",
      "node",
      /\bESOCKETTIMEDOUT\b|\bread ETIMEDOUT\b|\bHeaders Timeout Error\b|\bBody Timeout Error\b|\bUND_ERR_(?:HEADERS|BODY)_TIMEOUT\b|\bTimeout awaiting '(?:response|send|read|socket)'/,
    ],
    ["java-answer-timeout", "java", /\bRead timed out\b|\bReadTimeoutException\b|\bHttpTimeoutException\b/],
    ["python-answer-timeout", "python", /\bReadTimeout\w*\b|\(read timeout=/],
    ["curl-answer-timeout", "curl", /\bOperation timed out after \d+ milliseconds\b|\bOperation too slow\b/],
    [
      "go-answer-timeout",
      "go",
      /\bwhile awaiting headers\b|\bwhile reading body\b|\btimeout awaiting response headers\b/,
    ],
  ],
  "answer-unreadable": [
    [
      "parse-error",
      "any",
      /\bHPE_[A-Z_]+\b|\bParse Error\b|\bUnexpected token\b|\bJsonParseException\b|\bJSONDecodeError\b|\bJSONException\b|\bSAXParseException\b|\bmalformed (?:HTTP )?response\b|\bERR_INVALID_(?:HTTP_RESPONSE|RESPONSE|CHUNKED_ENCODING)\b|解析失败|报文解析/,
    ],
  ],
  "tls-broken": [
    [
      "tls-anywhere",
      "any",
      /\bERR_SSL_PROTOCOL_ERROR\b|\bERR_SSL_BAD_RECORD_MAC_ALERT\b|\bbad record mac\b|\bBAD_RECORD_MAC\b|\balert (?:internal error|unexpected message|decode error|illegal parameter)\b|\bSSL_read\b|\bSSL_write\b|\bSSL_ERROR_SYSCALL\b(?! in connection to)|\bdecryption failed\b|\bSSL alert number (?!40\b|70\b|71\b|86\b|112\b|120\b)\d+/,
    ],
    ["windows-tls", "windows", windowsCode("12157|0x80072F7D|ERROR_INTERNET_SECURITY_CHANNEL_ERROR")],
  ],
  cancelled: [
    [
      "cancelled",
      "any",
      /\bAbortError\b|\bABORT_ERR\b|\bUND_ERR_ABORTED\b|\baborted\b|\bcancell?ed\b|\bTaskCanceledException\b|\bOperationCanceledException\b|\bCancelledError\b|\bERR_(?:ABORTED|CANCELED)\b|\binterrupted\b|\bInterruptedIOException\b|被取消|已取消|被中止|用户中断/,
    ],
    ["windows-cancelled", "windows", windowsCode("12017|ERROR_INTERNET_OPERATION_CANCELLED")],
  ],
  "some-failure": [
    [
      "browser-fetch",
      "any",
      /\bFailed to fetch\b|\bNetworkError when attempting to fetch resource\b|\bLoad failed\b|\bNetwork Error\b|\bERR_NETWORK(?:_CHANGED|_IO_SUSPENDED)?\b|\bERR_FAILED\b|\bERR_INTERNET_DISCONNECTED\b|\bERR_ADDRESS_UNREACHABLE\b/,
    ],
    [
      "invoicing-zh",
      "invoicing",
      /服务器连接(?:异常|失败)|网络(?:连接)?(?:异常|错误|失败|不稳定|中断)|连接服务器(?:异常|失败)|(?:与|和)服务器[^,。]{0,6}(?:异常|失败|断开|终止|建立连接)|请求(?:服务|接口)?(?:异常|失败)|服务接入异常|接口调用失败|开票失败/,
    ],
  ],
  "timed-out": [
    [
      "windows-10060",
      "any",
      /connected party did not properly respond after a period of time|由于连接方在一段时间后没有正确答复|\bWSAETIMEDOUT\b/,
    ],
    ["windows-timeout", "windows", windowsCode("10060|12002|0x80072EE2|ERROR_(?:INTERNET|WINHTTP)_TIMEOUT")],
    ["chromium-timeout", "chromium", /\bERR_TIMED_OUT\b/],
    ["firefox-timeout", "firefox", /\bNS_ERROR_NET_TIMEOUT\b/],
    ["curl-timeout", "curl", /curl: ?\(28\) *(?![ §])|\bTimeout was reached\b/],
    ["axios-timeout", "node", /\btimeout of \d+ms exceeded\b/],
    [
      "timeout",
      "any",
      /\btimed[ -]?out\b|\btime-?outs?\b|\b(?!Connect)\w*Timeout(?:Error|Exception|Expired)\b(?!:? *§)|\bETIMEDOUT\b|\bdeadline exceeded\b|超时/,
    ],
  ],
  exchange: [
    [
      "words",
      "any",
      /(?<![\w.$/-])(?:read|reading|recv|receiv(?:e|es|ed|ing)|respon(?:se|ses|d|ded|ding)|repl(?:y|ied)|answer(?:s|ed)?|sent|send|sending|wrote|written|upload(?:ed|ing)?|submitted|delivered|reset|h[au]ng|hangs|stuck|clos(?:e|ed|ing)|disconnect(?:ed|s)?|terminated|broken|truncated|incomplete|EOF|body|headers?|aborted|dropped|lost|success(?:ful(?:ly)?)?|succeeded|issued|created|accepted|completed|early data|0-RTT)(?![\w(])/,
    ],
    [
      "words-zh",
      "any",
      /读取|接收|收到|响应|应答|回应|答复|返回|发送|已发出|已提交|提交|上传|重置|复位|中断|断开|掉线|关闭|没有反应|无反应|卡住|卡死|等待|成功|已开|已受理/,
    ],
  ],
};
