/**
 * Commands that show a fault, and its end, by ordinary means: they only read, know no secret, are no less strict than a check
 * (a certificate is verified as a program would), and end by themselves. In a text for a shell stand only slots that hold
 * nothing that a shell could read: address, port, endpoint, servername, gateway, hello.
 */
type Words = readonly string[];

/** As the check asked: its trust and client certificate, straight at the address that was seen, else through its proxy. */
const alike: Words = [
  "?ca --cacert {ca}",
  "?cert --cert {cert}",
  "?certType --cert-type {certType}",
  "?key --key {key}",
  "?proxy --proxy http://{proxy}",
  "?direct --noproxy * --connect-to ::{direct}",
];

/** The profile's headers stand in it by name: who runs it puts the values in. */
const curl = (options: Words, url = "{url}"): Words => ["curl", ...options, ...alike, "?headers -H {headers}", url];

/** Status and headers of the answer. */
export const fetchHead = curl(["-sS", "-m", "20", "-D", "-", "-o", "/dev/null"]);
/** The same with the body. */
export const fetchWhole = curl(["-sS", "-m", "20", "-i"]);
export const fetchTimed = curl([
  ...["-sS", "-m", "60", "-o", "/dev/null", "-w"],
  "connect %{time_connect} tls %{time_appconnect} first byte %{time_starttransfer} total %{time_total}\\n",
]);
/** Several requests, one after the other, on one connection if the server lets it live; the fragment is never sent. */
export const fetchRepeated = (count: number, ...options: Words): Words =>
  curl(["-sSv", "-m", "20", "-o", "/dev/null", ...options], `{url}#[1-${count}]`);

/** Status and seconds of twenty answers, each on a connection of its own; the fragment is never sent. */
export const fetchFresh = curl(
  ["-sS", "-m", "60", "-o", "/dev/null", "-H", "Connection: close", "-w", "%{http_code} %{time_total}\\n"],
  "{url}#[1-20]",
);

/** A handshake with the certificate verified, told in full; over it goes one HEAD request. */
export const handshake: Words = ["curl", "-sSvI", "-m", "10", "-o", "/dev/null", ...alike, "https://{authority}/"];
export const plainHttp: Words = ["curl", "-sSI", "-m", "10", ...alike.slice(3), "http://{authority}/"];

/** Of the certificate that the server shows what `options` ask for. */
export const certificate = (options: string): Words => [
  "sh",
  "-c",
  `timeout 10 openssl s_client -connect {endpoint} -servername {servername} </dev/null 2>/dev/null | openssl x509 -noout ${options}`,
];

/** The certificate of a server of MySQL or MariaDB, which speaks before TLS begins. */
export const databaseCertificate: Words = [
  "sh",
  "-c",
  "timeout 10 openssl s_client -starttls mysql -connect {endpoint} </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer -dates",
];

/** What the server shows of its authority's word on the certificate. */
export const certificateStatus: Words = [
  "sh",
  "-c",
  'timeout 10 openssl s_client -status -connect {endpoint} -servername {servername} </dev/null 2>/dev/null | grep -E "Cert Status|Update|Revocation"',
];
/** The client certificate of the profile, be it PEM or PKCS#12 (openssl then asks for its passphrase). */
export const ownCertificate: Words = ["openssl", "x509", "-in", "{cert}", "-noout", "-subject", "-issuer", "-dates"];

export const dig: Words = ["dig", "?resolver @{resolver} -p {resolverPort}", "{name}", "+time=3", "+tries=1"];
export const ping = (count: number): Words => ["ping", "-c", String(count), "-i", "0.2", "{address}"];

export const connectTo: Words = ["nc", "-vz", "-w", "3", "{address}", "{port}"];
/** Eight connections beside one another, each held for three seconds. */
export const connectAtOnce: Words = [
  "sh",
  "-c",
  "for i in 1 2 3 4 5 6 7 8; do (nc -v -w 3 {address} {port} </dev/null >/dev/null) & done; wait",
];
/** What a port says to the first words of the expected protocol. What it says is shown, never obeyed by the terminal. */
export const greet: Words = ["sh", "-c", "printf '{hello}' | nc -v -w 3 {address} {port} | head -c 64 | od -An -tx1z"];

/** Asks for the password, and shows nothing of it. */
const client = "mariadb --connect-timeout=5 -h {address} -P {port} -u your-user";
const login = (...words: Words): Words => [...client.split(" "), "-p", ...words];

export const logIn = login("-vvv", "-e", "SELECT 1");
export const logInto = login("-D", "{database}", "-vvv", "-e", "SELECT 1");
/** What it is busy with stands beside the time that the least of questions takes. */
export const logInAndLook = login("-vvv", "-e", "SELECT 1; SHOW FULL PROCESSLIST");
export const query = (statement: string): Words => login("-e", statement);
export const queryIn = (statement: string): Words => login("-D", "{database}", "-e", statement);
/** The time that the login takes, without that of typing. */
export const logInTimed: Words = [
  "bash",
  "-c",
  `(read -rsp 'Password: ' MYSQL_PWD; export MYSQL_PWD; time ${client} -e 'SELECT 1')`,
];
/** What the server says instead of a greeting. Only for a server that refuses anyway: others count it as a failed login. */
export const refusal: Words = ["sh", "-c", "nc -w 3 {address} {port} </dev/null | head -c 200 | tr -cd '[:print:]\\n'"];
