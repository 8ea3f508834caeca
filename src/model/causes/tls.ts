import { defineCauses } from "../cause.js";
import { certificate, certificateStatus, handshake, ownCertificate, plainHttp } from "./commands.js";

/** What curl says of the handshake while the fault stands. */
const tells = (en: string, zh: string) =>
  ({
    command: handshake,
    expect: {
      en: `${en} now, “SSL certificate verify ok” after the mending`,
      zh: `现在${zh}，修复后显示“SSL certificate verify ok”`,
    },
  }) as const;
const says = (text: string) => tells(`“${text}”`, `显示“${text}”`);
const dates = certificate("-subject -issuer -dates");
const seeDates = {
  text: { en: "See from when and until when it is valid.", zh: "查看证书的起止日期。" },
  command: dates,
} as const;
const compareDates = {
  en: "Compare this machine's date with a watch or another machine: date -u.",
  zh: "将本机日期与手表或另一台机器对照：date -u。",
} as const;

const far = { kind: "fault", layer: "transport", locus: ["far-side"], sits: "endpoint" } as const;
/** What depends on the name that the client calls. */
const named = { ...far, sits: "virtual-host" } as const;

/** Causes in certificates and the handshake. */
export const tls = defineCauses({
  "cert-expired": {
    ...named,
    prior: "common",
    title: { en: "The server's certificate has expired", zh: "服务器证书已过期" },
    about: {
      en: "The certificate's validity has ended; clients refuse the connection.",
      zh: "证书有效期已结束，客户端拒绝连接。",
    },
    expects: {
      "tls/expired": "always",
      "tls/expiring": "never",
      "tls/not-yet-valid": "never",
      "tls/in-date": "never",
      "tls/in-date-by-others": "never",
      "tls/out-of-date-by-others": "always",
    },
    lookAlikes: ["clock-wrong"],
    advice: [
      {
        text: { en: "Have the certificate of {name} renewed and installed.", zh: "请续期并安装 {name} 的证书。" },
        ...says("certificate has expired"),
      },
      {
        ...seeDates,
        expect: {
          en: "notAfter lies in the past now, in the future after the mending",
          zh: "现在 notAfter 已过去，修复后在未来",
        },
      },
    ],
  },
  "cert-not-yet-valid": {
    ...named,
    prior: "rare",
    title: { en: "The server's certificate is not valid yet", zh: "服务器证书尚未生效" },
    about: { en: "The certificate's validity begins in the future.", zh: "证书有效期尚未开始。" },
    expects: {
      "tls/not-yet-valid": "always",
      "tls/expired": "never",
      "tls/expiring": "never",
      "tls/in-date": "never",
      "tls/in-date-by-others": "never",
      "tls/out-of-date-by-others": "always",
    },
    lookAlikes: ["clock-wrong"],
    advice: [
      {
        text: { en: "Install a certificate that is valid today.", zh: "安装当前有效的证书。" },
        ...says("certificate is not yet valid"),
      },
      {
        ...seeDates,
        expect: {
          en: "notBefore lies in the future now, in the past after the mending",
          zh: "现在 notBefore 在未来，修复后已过去",
        },
      },
    ],
  },
  "cert-expiring": {
    ...named,
    kind: "warning",
    prior: "common",
    title: { en: "The server's certificate expires soon", zh: "服务器证书即将过期" },
    about: { en: "It still works; it will not for long.", zh: "目前仍可用，但不久将失效。" },
    expects: { "tls/expiring": "always" },
    advice: [
      {
        text: { en: "Have the certificate of {name} renewed in time.", zh: "请及时续期 {name} 的证书。" },
        command: handshake,
        expect: { en: "“expire date” is near now, far after the renewal", zh: "现在 expire date 临近，续期后较远" },
      },
    ],
  },
  "cert-wrong-host": {
    ...named,
    prior: "usual",
    title: { en: "The certificate is for another name", zh: "证书与域名不符" },
    about: { en: "The certificate does not contain the name that is called.", zh: "证书中不含所访问的域名。" },
    expects: { "tls/name-mismatch": "always" },
    advice: [
      {
        text: {
          en: "Install a certificate that contains {name}, or correct the address.",
          zh: "安装包含 {name} 的证书，或更正访问地址。",
        },
        ...says("no alternative certificate subject name matches"),
      },
      {
        text: { en: "See for which names it was issued.", zh: "查看证书所含的域名。" },
        command: certificate("-subject -ext subjectAltName"),
        expect: { en: "{name} is not listed now, is after the mending", zh: "现在未列出 {name}，修复后列出" },
      },
    ],
  },
  "cert-self-signed": {
    ...named,
    prior: "usual",
    title: { en: "The certificate signed itself", zh: "服务器使用自签名证书" },
    about: { en: "No authority vouches for the certificate.", zh: "没有任何证书机构为该证书背书。" },
    expects: { "tls/self-signed": "always" },
    advice: [
      {
        text: {
          en: "Install a certificate of an authority, or name this one in the profile's ca if it is known to be right.",
          zh: "安装机构签发的证书；若确认无误，可在配置的 ca 中指定它。",
        },
        ...says("self-signed certificate"),
      },
    ],
  },
  "cert-chain-incomplete": {
    ...named,
    prior: "usual",
    title: { en: "The server does not send its intermediate certificate", zh: "服务器未发送中间证书" },
    about: {
      en: "The certificate's issuer was not sent and is not known here: browsers may fetch it, programs do not.",
      zh: "服务器没有发送证书的签发者，本机也没有：浏览器可能会自行下载，程序不会。",
    },
    expects: {
      "tls/lone-leaf": "usually",
      "tls/missing-intermediate": "usually",
      "tls/kin-missing": "usually",
      "tls/gap": "sometimes",
      "tls/strange-issuer": "sometimes",
    },
    lookAlikes: ["cert-untrusted-ca"],
    advice: [
      {
        text: {
          en: "Have the server of {name} send the whole chain (leaf and intermediates).",
          zh: "请让 {name} 的服务器发送完整证书链（服务器证书与中间证书）。",
        },
        ...says("unable to get local issuer certificate"),
      },
    ],
  },
  "cert-untrusted-ca": {
    ...named,
    prior: "usual",
    title: { en: "The certificate's authority is not trusted here", zh: "本机不信任该证书的签发机构" },
    about: {
      en: "The chain ends in a root that this machine does not know: a private authority, or the wrong one.",
      zh: "证书链的根证书不在本机信任列表中：私有机构，或机构有误。",
    },
    expects: {
      "tls/untrusted-root": "always",
      "tls/lone-leaf": "usually",
      "tls/strange-issuer": "usually",
      "tls/kin-missing": "sometimes",
    },
    lookAlikes: ["cert-chain-incomplete", "tls-intercepted"],
    tellApart: {
      en: "Ask the server's owner for the issuing certificate: if it leads to a trusted root, the chain was incomplete.",
      zh: "向服务器所有者索取签发证书：若能通向受信任的根，则为证书链不完整。",
    },
    advice: [
      {
        text: {
          en: "If the authority is your own, name its root certificate in the profile's ca; otherwise ask the owner of {name}.",
          zh: "若为自有机构，请在配置的 ca 中指定其根证书；否则询问 {name} 的所有者。",
        },
        ...tells(
          "“self-signed certificate in certificate chain” or “unable to get local issuer certificate”",
          "显示“self-signed certificate in certificate chain”或“unable to get local issuer certificate”",
        ),
      },
    ],
  },
  "cert-intermediate-expired": {
    ...named,
    prior: "rare",
    title: { en: "An intermediate certificate has expired", zh: "中间证书已过期" },
    about: {
      en: "The server's own certificate is in date, one above it is not.",
      zh: "服务器证书在有效期内，但其上级证书已过期。",
    },
    expects: { "tls/intermediate-expired": "always", "tls/expired": "sometimes" },
    advice: [
      {
        text: {
          en: "Install the authority's current intermediate certificate beside the server's.",
          zh: "在服务器上安装机构当前的中间证书。",
        },
        ...says("certificate has expired"),
      },
    ],
  },
  "cert-intermediate-not-yet-valid": {
    ...named,
    reportedAs: "cert-not-yet-valid",
    prior: "rare",
    title: { en: "An intermediate certificate is not valid yet", zh: "中间证书尚未生效" },
    about: {
      en: "The server's own certificate is in date, the validity of one above it begins in the future.",
      zh: "服务器证书在有效期内，但其上级证书的有效期尚未开始。",
    },
    expects: { "tls/intermediate-not-yet-valid": "always" },
    advice: [
      {
        text: {
          en: "Install an intermediate certificate of the authority that is valid today beside the server's.",
          zh: "在服务器上安装机构当前有效的中间证书。",
        },
        ...says("certificate is not yet valid"),
      },
    ],
  },
  "cert-root-expired": {
    ...named,
    reportedAs: "cert-intermediate-expired",
    locus: ["far-side", "this-host"],
    prior: "rare",
    title: { en: "The trusted root above the certificate has expired", zh: "证书所通向的受信任的根已过期" },
    about: {
      en: "All that the server sends is in date, but the root that it leads to, though trusted here, is not: clients refuse the connection.",
      zh: "服务器发送的证书都在有效期内，但其通向的根虽受本机信任，却已过期：客户端会拒绝连接。",
    },
    expects: { "tls/root-expired": "always" },
    advice: [
      {
        text: {
          en: "Ask the owner of {name} for a certificate under the authority's current root, and put that root in the place of the old one (in the profile's ca, or in this machine's store).",
          zh: "请 {name} 的所有者换用机构现行根证书下的证书，并以该根替换旧根（配置的 ca 或本机信任库）。",
        },
        ...says("certificate has expired"),
      },
    ],
  },
  "cert-revoked": {
    ...named,
    prior: "rare",
    title: { en: "The certificate has been revoked", zh: "证书已被吊销" },
    about: {
      en: "The authority has withdrawn the certificate, often because its key leaked or it was replaced; clients that ask refuse it.",
      zh: "证书机构已撤销该证书，多因私钥泄露或已更换；会核查状态的客户端会拒绝。",
    },
    expects: { "tls/revoked": "always" },
    advice: [
      {
        text: {
          en: "Have a new certificate with a new key issued and installed at {name}.",
          zh: "请为 {name} 用新私钥重新签发并安装证书。",
        },
        command: certificateStatus,
        expect: {
          en: "“Cert Status: revoked” now, “good” after the mending",
          zh: "现在显示 Cert Status: revoked，修复后为 good",
        },
      },
    ],
  },
  "cert-unusable": {
    ...named,
    prior: "rare",
    title: { en: "The certificate may not be used like this", zh: "证书不得如此使用" },
    about: {
      en: "Its chain leads to a trusted root, but purpose, key or rules of the chain forbid it; clients refuse it.",
      zh: "证书链通向受信任的根，但用途、密钥或链的规则不允许，客户端会拒绝。",
    },
    expects: { "tls/unacceptable": "always", "api/distrusted": "sometimes" },
    advice: [
      {
        text: {
          en: "Have a certificate for servers installed at {name}: purpose serverAuth, RSA of 2048 bits or more.",
          zh: "请为 {name} 安装服务器用途（serverAuth）且 RSA 不低于 2048 位的证书。",
        },
        ...tells("another certificate problem than its date", "报告日期以外的证书问题"),
      },
      {
        text: { en: "See what it may be used for.", zh: "查看证书的用途。" },
        command: certificate("-subject -ext keyUsage,extendedKeyUsage,basicConstraints"),
        expect: {
          en: "no “TLS Web Server Authentication” now, or another flaw; it stands there after the mending",
          zh: "现在没有“TLS Web Server Authentication”或另有缺陷，修复后显示该用途",
        },
      },
    ],
  },
  "cert-weak": {
    ...named,
    kind: "warning",
    prior: "usual",
    title: { en: "The certificate's key or signature is weak", zh: "证书密钥或签名强度不足" },
    about: { en: "Newer clients refuse such certificates.", zh: "较新的客户端会拒绝此类证书。" },
    expects: { "tls/weak-key": "always" },
    advice: [
      {
        text: {
          en: "Have it replaced: RSA of 2048 bits or more, SHA-256.",
          zh: "请更换为 2048 位以上 RSA 与 SHA-256 签名的证书。",
        },
        command: certificate('-text | grep -E "Public-Key|Signature Algorithm"'),
        expect: {
          en: "fewer than 2048 bits, or sha1 or md5 now; neither after the mending",
          zh: "现在不足 2048 位，或为 sha1、md5；修复后均不再出现",
        },
      },
    ],
  },
  "tls-version-old": {
    ...far,
    kind: "warning",
    prior: "usual",
    title: { en: "The server speaks only an outdated TLS", zh: "服务器仅支持过时的 TLS 版本" },
    about: {
      en: "TLS 1.0 and 1.1 are switched off in newer clients (RFC 8996).",
      zh: "新客户端已停用 TLS 1.0 与 1.1（RFC 8996）。",
    },
    expects: { "tls/old-version": "always" },
    advice: [
      {
        text: { en: "Have TLS 1.2 or 1.3 switched on at the server.", zh: "请在服务器上启用 TLS 1.2 或 1.3。" },
        command: handshake,
        expect: {
          en: "“SSL connection using” TLSv1 or TLSv1.1, or an error now; TLSv1.2 or TLSv1.3 after the mending",
          zh: "现在 SSL connection using 为 TLSv1、TLSv1.1 或报错，修复后为 TLSv1.2 或 TLSv1.3",
        },
      },
    ],
  },
  "tls-intercepted": {
    kind: "fault",
    layer: "transport",
    locus: ["local-network"],
    sits: "virtual-host",
    prior: "rare",
    title: {
      en: "Something on the path re-signs TLS with its own authority",
      zh: "路径上的设备用自己的机构重签了 TLS",
    },
    about: {
      en: "A security gateway answers in the server's place with a certificate of its own.",
      zh: "安全网关以自己的证书代替服务器应答。",
    },
    expects: {
      "tls/interceptor": "always",
      "tls/shared-issuer": "always",
      "tls/own-issuer": "sometimes",
      "tls/untrusted-root": "sometimes",
      "tls/lone-leaf": "sometimes",
      "tls/strange-issuer": "sometimes",
      "tls/self-signed": "sometimes",
    },
    tellApart: {
      en: "Look at the issuer from another network: if it differs, something here re-signs.",
      zh: "从另一网络查看签发者：若不同，则本地有设备重签。",
    },
    advice: [
      {
        text: {
          en: "Ask the security gateway's administrator to exempt {name}.",
          zh: "请安全网关管理员将 {name} 加入例外。",
        },
        command: dates,
        expect: {
          en: "the issuer is the gateway's own authority now, the one that {name} has elsewhere after the mending",
          zh: "现在 issuer 为网关自己的机构，修复后与 {name} 在别处所示一致",
        },
      },
    ],
  },
  "tls-version-unsupported": {
    ...far,
    prior: "usual",
    title: { en: "No TLS version in common", zh: "双方没有共同支持的 TLS 版本" },
    about: { en: "The server speaks only versions that are switched off here.", zh: "服务器仅支持本机已停用的版本。" },
    expects: { "tls/version-unsupported": "always" },
    advice: [
      {
        text: {
          en: "Have TLS 1.2 or 1.3 switched on at the server of {name}.",
          zh: "请在 {name} 的服务器上启用 TLS 1.2 或 1.3。",
        },
        ...tells(
          "an error of “SSL routines” (unsupported, disallowed, alert)",
          "报告 SSL routines 错误（unsupported、disallowed、alert）",
        ),
      },
    ],
  },
  "tls-cipher-mismatch": {
    ...far,
    prior: "rare",
    title: { en: "No cipher in common", zh: "双方没有共同的加密套件" },
    about: {
      en: "Version and certificate would do, but no cipher is accepted by both.",
      zh: "版本与证书可用，但没有双方都接受的套件。",
    },
    expects: { "tls/cipher-mismatch": "always", "tls/refused-by-alert": "sometimes" },
    advice: [
      {
        text: {
          en: "Have current ciphers switched on at the server of {name}.",
          zh: "请在 {name} 的服务器上启用现行加密套件。",
        },
        ...says("alert handshake failure"),
      },
    ],
  },
  "tls-legacy-renegotiation": {
    ...far,
    prior: "rare",
    title: { en: "The server knows only unsafe renegotiation", zh: "服务器仅支持不安全的重协商" },
    about: { en: "OpenSSL 3 refuses servers without RFC 5746.", zh: "OpenSSL 3 拒绝不支持 RFC 5746 的服务器。" },
    expects: { "tls/legacy-renegotiation": "always" },
    advice: [
      {
        text: {
          en: "Have the server of {name} updated to secure renegotiation (RFC 5746).",
          zh: "请将 {name} 的服务器升级至支持安全重协商（RFC 5746）。",
        },
        ...says("unsafe legacy renegotiation disabled"),
      },
    ],
  },
  "tls-weak-dh": {
    ...far,
    prior: "rare",
    title: { en: "The server's Diffie-Hellman key is too small", zh: "服务器的 DH 密钥过短" },
    about: {
      en: "Clients refuse the key exchange, the newer ones from below 2048 bits (Logjam).",
      zh: "客户端拒绝该密钥交换，较新的客户端拒绝少于 2048 位者（Logjam）。",
    },
    expects: { "tls/weak-dh": "usually", "tls/completes": "sometimes", "tls/exchange-weak": "always" },
    advice: [
      {
        text: {
          en: "Have ECDHE or DH of 2048 bits switched on at the server of {name}.",
          zh: "请在 {name} 的服务器上启用 ECDHE 或 2048 位 DH。",
        },
        ...says("dh key too small"),
      },
    ],
  },
  "tls-gm-only": {
    ...far,
    prior: "rare",
    title: { en: "The server speaks only TLS with the Chinese commercial algorithms", zh: "服务器仅支持国密 TLS" },
    about: {
      en: "It takes SM2, SM3 and SM4 (TLCP, GB/T 38636, or RFC 8998), which ordinary programs and browsers cannot speak.",
      zh: "服务器只接受 SM2、SM3、SM4（TLCP 即 GB/T 38636，或 RFC 8998），普通程序和浏览器无法与之握手。",
    },
    expects: { "tls/gm-only": "always" },
    advice: [
      {
        text: {
          en: "Connect with a client that speaks it (a commercial-cipher gateway, browser or library), or ask the owner of {name} to offer international TLS 1.2 or 1.3 as well.",
          zh: "改用支持国密的客户端（国密网关、国密浏览器或国密库），或请 {name} 的管理者同时启用国际算法的 TLS 1.2 或 1.3。",
        },
        ...tells("an alert or an error of “SSL routines”", "显示 alert 或 SSL routines 错误"),
      },
    ],
  },
  "tls-reset": {
    kind: "fault",
    layer: "transport",
    locus: ["path", "far-side"],
    sits: "virtual-host",
    prior: "usual",
    title: { en: "The TLS handshake is reset", zh: "TLS 握手被重置" },
    about: {
      en: "The connection opens and is cut when the handshake begins: a filter by name, or a broken server.",
      zh: "连接已建立，但握手一开始就被切断：按域名过滤的设备，或服务器异常。",
    },
    expects: { "tls/reset": "always", "tls/closed": "always", "tls/reset-any": "always" },
    advice: [
      {
        text: {
          en: "Try from another network; ask whether a filter stands before {name}.",
          zh: "从另一网络尝试，并确认 {name} 前是否有过滤设备。",
        },
        ...tells("a reset or an end right after “Client hello”", "在 Client hello 之后立即被重置或关闭"),
      },
    ],
  },
  "tls-stalled": {
    kind: "fault",
    layer: "transport",
    locus: ["path", "far-side"],
    sits: "virtual-host",
    prior: "usual",
    title: { en: "The TLS handshake is never answered", zh: "TLS 握手始终无应答" },
    about: {
      en: "The connection opens and the program behind it lives, but the ClientHello gets no answer.",
      zh: "连接已建立且程序存活，但 ClientHello 得不到应答。",
    },
    expects: { "tls/stalled": "always", "tls/frozen": "usually", "api/not-sent": "sometimes" },
    lookAlikes: ["service-frozen"],
    tellApart: {
      en: "Try from another network, or on the server itself: if it answers there, something on the way swallows the handshake.",
      zh: "从另一网络或在服务器本机访问：若有应答，则途中有设备吞掉了握手。",
    },
    advice: [
      {
        text: {
          en: "Try from another network; look at the server's load and at filters before {name}.",
          zh: "从另一网络尝试，检查服务器负载及 {name} 前的过滤设备。",
        },
        ...tells("“timed out” after “Client hello”", "在 Client hello 之后显示 timed out"),
      },
    ],
  },
  "tls-plain-http": {
    ...far,
    prior: "usual",
    title: { en: "The port speaks plain HTTP, not HTTPS", zh: "端口使用明文 HTTP，而非 HTTPS" },
    about: {
      en: "The server answers the handshake with HTTP: TLS is not switched on there.",
      zh: "服务器以 HTTP 应答握手：该端口未启用 TLS。",
    },
    expects: { "tls/plain-http": "always" },
    advice: [
      {
        text: {
          en: "Have TLS switched on at port {port}, or correct the port.",
          zh: "请在 {port} 端口启用 TLS，或更正端口。",
        },
        ...says("wrong version number"),
      },
      {
        text: { en: "See that it answers without TLS.", zh: "确认其以明文应答。" },
        command: plainHttp,
        expect: {
          en: "an answer over plain HTTP now; none, or status 400, after the mending",
          zh: "现在明文 HTTP 有应答，修复后没有，或为状态码 400",
        },
      },
    ],
  },
  "client-cert-required": {
    kind: "fault",
    layer: "transport",
    locus: ["this-host", "far-side"],
    sits: "endpoint",
    prior: "usual",
    title: { en: "The server demands a client certificate", zh: "服务器要求客户端证书" },
    about: { en: "None was presented, so the server ended the handshake.", zh: "未出示客户端证书，服务器中止了握手。" },
    // nginx lets the handshake pass and says so by status 400.
    expects: {
      "tls/client-cert-required": "usually",
      "tls/completes": "usually",
      "api/client-cert-missing": "usually",
      "api/certificate-demanded": "sometimes",
    },
    advice: [
      {
        text: {
          en: "Name the certificate that was issued to you in the profile's clientCert.",
          zh: "在配置的 clientCert 中指定签发给您的证书。",
        },
        command: handshake,
        expect: {
          en: "“Request CERT”, then “alert certificate required” or status 400 now; an answer with your certificate (--cert, --key)",
          zh: "现在显示 Request CERT，随后为 alert certificate required 或状态码 400；带上您的证书（--cert、--key）后有应答",
        },
      },
    ],
  },
  "client-cert-expired": {
    reportedAs: "client-cert-rejected",
    kind: "fault",
    layer: "transport",
    locus: ["this-host"],
    sits: "target",
    prior: "usual",
    title: { en: "Our own client certificate is out of date", zh: "我方客户端证书不在有效期内" },
    about: {
      en: "The certificate that the profile names for this target has expired or is not valid yet; the server refuses it as soon as it asks for one.",
      zh: "配置中为该目标指定的客户端证书已过期或尚未生效；服务器一旦要求出示即会拒绝。",
    },
    expects: {
      "tls/own-expired": "usually",
      "tls/own-not-yet-valid": "sometimes",
      "tls/own-in-date": "never",
      "tls/own-expiring": "never",
      "tls/client-cert-rejected": "usually",
      "api/client-cert-refused": "usually",
      "api/certificate-declined": "sometimes",
    },
    lookAlikes: ["clock-wrong"],
    advice: [
      {
        text: {
          en: "Ask whoever issued it for a new one, and replace the files that the profile's clientCert names.",
          zh: "向签发方申请新证书，并替换配置 clientCert 所指的文件。",
        },
        command: ownCertificate,
        expect: {
          en: "notAfter in the past (or notBefore in the future) now, today between the two after the mending",
          zh: "现在 notAfter 已过去（或 notBefore 在未来），修复后今天在两者之间",
        },
      },
    ],
  },
  "client-cert-expiring": {
    kind: "warning",
    layer: "transport",
    locus: ["this-host"],
    sits: "target",
    prior: "usual",
    title: { en: "Our own client certificate expires soon", zh: "我方客户端证书即将过期" },
    about: {
      en: "The server still takes it, and will refuse it from that day on.",
      zh: "目前服务器仍接受，过期之日起将被拒绝。",
    },
    expects: { "tls/own-expiring": "always" },
    advice: [
      {
        text: {
          en: "Ask whoever issued it for a new one in time.",
          zh: "请及时向签发方申请新证书。",
        },
        command: ownCertificate,
        expect: { en: "notAfter is near now, far after the renewal", zh: "现在 notAfter 临近，续期后较远" },
      },
    ],
  },
  "client-cert-rejected": {
    kind: "fault",
    layer: "transport",
    locus: ["this-host", "far-side"],
    sits: "endpoint",
    prior: "usual",
    title: { en: "The server refuses our client certificate", zh: "服务器拒绝了我方客户端证书" },
    about: {
      en: "It was presented and not accepted: expired, unknown or revoked.",
      zh: "已出示但未被接受：过期、未知或已吊销。",
    },
    expects: {
      "tls/client-cert-rejected": "usually",
      "tls/completes": "usually",
      "api/client-cert-refused": "usually",
      "api/certificate-declined": "sometimes",
    },
    advice: [
      {
        text: {
          en: "Check the certificate's dates and issuer; ask for a new one.",
          zh: "检查证书日期与签发者，申请新证书。",
        },
        command: handshake,
        expect: {
          en: "an alert about a certificate or status 400 now, an answer with a new one",
          zh: "现在显示证书相关的 alert 或状态码 400，更换后有应答",
        },
      },
      {
        text: { en: "See whose it is, who signed it, and until when.", zh: "查看证书的主体、签发者与有效期。" },
        command: ownCertificate,
        expect: {
          en: "an issuer or a date that the server does not accept now, others after the mending",
          zh: "现在为服务器不接受的签发者或日期，修复后为新的",
        },
      },
    ],
  },
  "clock-wrong": {
    kind: "fault",
    layer: "transport",
    locus: ["this-host"],
    sits: "this-host",
    prior: "usual",
    title: { en: "This machine's clock is wrong", zh: "本机时钟不准" },
    about: {
      en: "Certificates seem expired or not yet valid, and signatures are refused, because of this machine's own date.",
      zh: "由于本机日期错误，证书看似过期或未生效，签名被拒绝。",
    },
    // How many other clocks can be read has nothing to do with ours; what a single one says of ours has.
    expects: {
      "clock/off": "usually",
      "clock/off-by-hours": "sometimes",
      "clock/right": "never",
      "clock/one-clock": "sometimes",
      "clock/one-clock-off": "usually",
      "clock/no-clock": "sometimes",
      "clock/clocks-disagree": "sometimes",
      "tls/expired": "sometimes",
      "tls/not-yet-valid": "sometimes",
      "tls/own-expired": "sometimes",
      "tls/own-not-yet-valid": "sometimes",
      "db/certificate-expired": "sometimes",
    },
    lookAlikes: ["server-clock-wrong"],
    tellApart: compareDates,
    advice: [
      {
        text: { en: "Set the clock, and switch time synchronisation on.", zh: "校准时钟，并启用时间同步。" },
        command: ["date", "-u"],
        expect: {
          en: "a date that differs from a watch now, the right one after the mending",
          zh: "现在与实际时间不符，修复后一致",
        },
      },
    ],
  },
  "server-clock-wrong": {
    ...far,
    prior: "rare",
    title: { en: "The server's clock is wrong", zh: "服务器时钟不准" },
    about: {
      en: "The time in its answers is minutes or more off: what we sign is then too old or too new for it.",
      zh: "其应答中的时间偏差数分钟以上：我方的签名时间会被其视为过早或过晚。",
    },
    expects: { "clock/one-clock-off": "sometimes" },
    lookAlikes: ["clock-wrong"],
    tellApart: compareDates,
    advice: [
      {
        text: {
          en: "If this machine's date is right, tell the server's owner the difference.",
          zh: "若本机日期正确，请将偏差告知服务器方。",
        },
        command: ["date", "-u"],
        expect: {
          en: "the right date, now and after the mending: then the server's clock is what is wrong",
          zh: "现在与修复后均为正确日期：说明不准的是服务器时钟",
        },
      },
    ],
  },
});
