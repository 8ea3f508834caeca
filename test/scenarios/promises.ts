/**
 * What the command of an advice shows while its fault stands, and of a healthy platform: its `expect`, for a machine. Dates
 * stand there as `in N days`.
 */
export type Promised = { readonly faulty: RegExp; readonly healthy: RegExp };

const one = (faulty: RegExp, healthy: RegExp): readonly Promised[] => [{ faulty, healthy }];

const succeeded = /Connection to 127\.0\.0\.1 \d+ port .* succeeded!/;
const opens = (faulty: RegExp) => one(faulty, succeeded);
/** `od` shows the bytes with the text behind them. */
const rdpConfirm = /succeeded![\s\S]*^ 03 00 00 13 0e d0/m;
const webAnswer = /succeeded![\s\S]*>HTTP\/1\.1 200/;
const nothing = /^(?![\s\S]*>)[\s\S]*succeeded!/;

const resolved = /status: NOERROR[\s\S]*\sIN\s+A\s+127\.0\.0\.1$/m;
const dns = (faulty: RegExp) => one(faulty, resolved);

const verified = /SSL certificate verify ok/;
const handshake = (faulty: RegExp) => one(faulty, verified);

const ok = /^HTTP\/1\.1 200 /m;
const status = (code: number) => one(new RegExp(`^HTTP/1\\.1 ${code} `, "m"), ok);
const core = /^HTTP\/1\.1 200 [\s\S]*application\/json[\s\S]*"status":"ok"/m;
const content = (faulty: RegExp) => one(faulty, core);

const row = /^1 row in set/m;
const login = (number: number) => one(new RegExp(`ERROR ${number} `), row);
const greeting = /8\.0\.36-invoice-lab/;
const answer = (faulty: string, healthy: string) =>
  one(new RegExp(`^(${faulty})$`, "m"), new RegExp(`^(${healthy})$`, "m"));

/** By cause, in the order of its commands. */
export const promises: { readonly [cause: string]: readonly Promised[] } = {
  "port-closed": opens(/Connection refused/),
  "firewall-drops-port": opens(/timed out/),
  "service-frozen": one(nothing, rdpConfirm),
  "wrong-service": one(/>SSH-2\.0-/, rdpConfirm),
  "connection-reset": one(nothing, webAnswer),

  "dns-server-down": dns(/connection refused/),
  "dns-blocked": dns(/timed out/),
  "dns-first-server-dead": dns(/connection refused/),
  "dns-refused": dns(/status: REFUSED/),
  "dns-server-failure": dns(/status: SERVFAIL/),
  "dns-name-missing": dns(/status: NXDOMAIN/),
  "dns-no-address": dns(/status: NOERROR[\s\S]*ANSWER: 0/),
  "dns-alias-dangling": dns(/\sIN\s+CNAME\s(?![\s\S]*\sIN\s+A\s)/),
  "dead-address": one(/\sIN\s+A\s+127\.0\.0\.2$/m, /^(?![\s\S]*127\.0\.0\.2)[\s\S]*\sIN\s+A\s+127\.0\.0\.1$/m),

  "cert-expired": [
    { faulty: /certificate has expired/, healthy: verified },
    { faulty: /^notAfter=in -10 days$/m, healthy: /^notAfter=in 33\d days$/m },
  ],
  "cert-not-yet-valid": [
    { faulty: /certificate is not yet valid/, healthy: verified },
    { faulty: /^notBefore=in 10 days$/m, healthy: /^notBefore=in -30 days$/m },
  ],
  "cert-expiring": one(/expire date: in 10 days/, /expire date: in 33\d days/),
  "cert-wrong-host": [
    { faulty: /no alternative certificate subject name matches/, healthy: verified },
    { faulty: /^(?![\s\S]*DNS:api\.invoice\.test)[\s\S]*DNS:/, healthy: /DNS:api\.invoice\.test/ },
  ],
  "cert-self-signed": handshake(/problem: self-signed certificate$/m),
  "cert-untrusted-ca": handshake(/problem: self-signed certificate in certificate chain/),
  "cert-chain-incomplete": handshake(/problem: unable to get local issuer certificate/),
  "cert-intermediate-expired": handshake(/problem: certificate has expired/),

  "tls-plain-http": [
    { faulty: /wrong version number/, healthy: verified },
    { faulty: /^HTTP\/1\.1 \d+/m, healthy: /^(?!HTTP)/ },
  ],
  "tls-reset": handshake(/Client hello[\s\S]*Connection reset by peer/),
  "tls-stalled": handshake(/Client hello[\s\S]*timed out/),
  "tls-version-unsupported": handshake(/SSL routines:.*(unsupported|disallowed|alert)/),
  "tls-cipher-mismatch": handshake(/alert handshake failure/),
  "client-cert-required": one(
    /Request CERT[\s\S]*alert certificate required/,
    /^(?![\s\S]*Request CERT)[\s\S]*^< HTTP\/1\.1 200/m,
  ),

  "keepalive-disabled": one(
    /Closing connection[\s\S]*Closing connection/,
    /^(?![\s\S]*Closing)[\s\S]*Re-using existing connection/,
  ),
  "keepalive-request-limit": one(
    /Re-using existing connection[\s\S]*Closing connection[\s\S]*< HTTP/,
    /^(?![\s\S]*Closing)[\s\S]*Re-using existing connection[\s\S]*Re-using existing connection/,
  ),
  "keepalive-too-short": one(
    /seems to be dead|died/,
    /^(?![\s\S]*(dead|died))[\s\S]*Re-using existing connection[\s\S]*< HTTP/,
  ),
  "idle-connection-reset": one(
    /seems to be dead|died/,
    /^(?![\s\S]*(dead|died))[\s\S]*Re-using existing connection[\s\S]*< HTTP/,
  ),
  "idle-flow-dropped": one(
    /Re-using existing connection(?![\s\S]*< HTTP)[\s\S]*timed out/,
    /Re-using existing connection[\s\S]*< HTTP/,
  ),

  "api-error": status(500),
  "api-upstream-down": status(502),
  "api-unavailable": status(503),
  "api-upstream-timeout": status(504),
  "api-rate-limited": status(429),
  "api-unauthenticated": status(401),
  "api-forbidden": status(403),
  "api-not-found": status(404),
  "api-login-redirect": one(/^HTTP\/1\.1 30[1-8] [\s\S]*^location: .*login/im, ok),
  "api-maintenance-page": content(/维护/),
  "api-wrong-content": content(/content-type: text\/html/i),
  "api-business-error": content(/"status":"error"/),
  "api-slow": one(/total (1\.[5-9]|[2-9])/, /total (0\.|1\.[0-4])/),
  "api-no-response": one(/^(?![\s\S]*HTTP\/)[\s\S]*timed out/, ok),
  "api-body-truncated": one(
    /transfer closed with \d+ bytes remaining/,
    /^(?![\s\S]*transfer closed)[\s\S]*HTTP\/1\.1 200/,
  ),
  "api-malformed-response": one(/^curl: /m, ok),

  "db-down": login(2002),
  "db-frozen": one(/ERROR 2013 .*reading initial communication packet/, row),
  "db-too-many-connections": one(/Too many connections/, greeting),
  "db-pool-nearly-full": one(/^Threads_connected\s+4\d$/m, /^Threads_connected\s+1?\d$/m),
  "db-pool-oversubscribed": answer("15", "50"),
  "db-access-denied": login(1045),
  "db-account-locked": login(3118),
  "db-host-not-allowed": one(/is not allowed to connect/, greeting),
  "db-host-blocked": one(/is blocked because of many connection errors/, greeting),
  "db-unknown-database": [
    ...login(1049),
    { faulty: /^(?![\s\S]*^invoice$)[\s\S]*information_schema/m, healthy: /^invoice$/m },
  ],
  "db-unknown-table": one(/^(?![\s\S]*^invoices$)[\s\S]*Tables_in_invoice/m, /^invoices$/m),
  "db-read-only": answer("1|ON", "0|OFF"),
  "db-idle-timeout-short": answer("5", "28800"),
  "db-lock-wait": [
    ...one(/LOCK WAIT/, /^(?![\s\S]*LOCK WAIT)(?![\s\S]*ERROR)/),
    { faulty: /^2\s+1\s/m, healthy: /^(?![\s\S]*waiting_pid)(?![\s\S]*ERROR)/ },
  ],
  "db-replica-lag": one(/Seconds_Behind_Source: 300/, /^(?![\s\S]*Seconds_Behind)(?![\s\S]*ERROR)/),
  "db-overloaded": one(/^1 row in set \(1\./m, /^1 row in set \(0\.0/m),
  "db-slow-login": [...one(/^real\s+0m[2-9]/m, /^real\s+0m[01]\./m), ...answer("0|OFF", "1|ON")],
};
