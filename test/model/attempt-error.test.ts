import { expect, test } from "vitest";
import { type AttemptError, readAttemptError } from "../../src/model/attempt-error.js";
import { answered as answeredSigns, maybeSent, notSent, type SignTable } from "../../src/model/attempt-errors/index.js";
import { answered, maybe, nothing } from "./attempt-texts.js";

const rows = (sent: AttemptError["sent"], texts: { readonly [fact: string]: readonly string[] | undefined }) =>
  Object.entries(texts).flatMap(([fact, list]) => (list ?? []).map((text) => ({ sent, fact, text })));
const proofs = rows("nothing", nothing);
const doubts = rows("maybe", maybe);
const answers = rows("answered", answered);
const known = [...proofs, ...doubts, ...answers];
const short = (text: string): string => text.replace(/\s+/g, " ").slice(0, 90);

test.each(known.map((row) => [row.sent, row.fact, short(row.text), row.text] as const))(
  "%s (%s): %s",
  (sent, fact, _, text) => {
    const { sent: read, fact: found, signs } = readAttemptError(text);
    expect({ sent: read, fact: found, signs }).toMatchObject({ sent, fact });
  },
);

test("every sign of the tables is raised by a text of a client", () => {
  const names = [notSent, maybeSent, answeredSigns]
    .flatMap((table: SignTable<string>) => Object.values(table).flat())
    .map(([name]) => name);
  const raised = new Set(known.flatMap(({ text }) => readAttemptError(text).signs));
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !raised.has(name))).toEqual([]);
});

const changes: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => `  [${text.replace(/ /g, "  ")}]\r\n`,
];
const full = (text: string): string => text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

test("a text that knows of an answer, of reading or of an end is never taken for a proof, however it is written", () => {
  const wrong = [...doubts, ...answers].flatMap(({ text }) =>
    [...changes, full].map((change) => change(text)).filter((one) => readAttemptError(one).sent === "nothing"),
  );
  expect(wrong).toEqual([]);
});

/** The first texts of each fact. */
const some = <Row extends { readonly fact: string }>(all: readonly Row[], most: number): readonly Row[] =>
  all.filter((row, at) => all.slice(0, at).filter(({ fact }) => fact === row.fact).length < most);

test("a proof beside any sign of sending proves nothing, in whatever order they stand", () => {
  const evidence = [...doubts, ...answers].filter(({ fact }) => fact !== "unrecognised");
  const pairs = [
    ...proofs.flatMap((proof) => some(evidence, 2).map((other) => [proof.text, other.text] as const)),
    ...some(proofs, 1).flatMap((proof) => evidence.map((other) => [proof.text, other.text] as const)),
  ];
  const joints = ["\n", "; ", " | Caused by: ", " ", "，"];
  const wrong = pairs
    .map(([proof, other], at) => (at % 2 === 0 ? [proof, other] : [other, proof]).join(joints[at % joints.length]))
    .filter((both) => readAttemptError(both).sent === "nothing");
  expect(wrong).toEqual([]);
});

test("two proofs together are one still", () => {
  const both = "connect ECONNREFUSED ::1:443\nconnect ETIMEDOUT 10.0.0.5:443";
  expect(readAttemptError(both)).toMatchObject({ sent: "nothing" });
});

test.each([
  [
    "a connect that timed out and then a second error with the same code",
    "connect ETIMEDOUT 10.0.0.5:443 code: 'ETIMEDOUT'\nread ETIMEDOUT code: 'ETIMEDOUT'",
  ],
  ["a person's own words", "connection refused? no, it connected and then it hung"],
  ["a refused connection of another try", "1: 发送成功，等待应答；2: connect ECONNREFUSED 10.0.0.5:443"],
  [
    "evidence in brackets after a word like a frame's",
    "failed at send (read timed out) connect ECONNREFUSED 10.0.0.5:443",
  ],
  ["a line that begins like a frame", "connect ECONNREFUSED 10.0.0.5:443\n    at 10:31:07 the invoice was sent"],
  ["a server's message shown by the program", "错误信息：java.net.ConnectException: Connection refused"],
  ["a business code before the text", "code=9999, Connection refused"],
  ["a log too long to be one error", `${"x".repeat(21_000)}read ECONNRESET`],
  ["a proof with a long tail that is not looked at", `connect ECONNREFUSED 10.0.0.5:443 ${"x".repeat(21_000)}`],
  ["coloured output", "\u001b[31mread \u001b[1mECONNRESET\u001b[0m"],
  ["a number that is no Windows code", "金额 12007，订单 12029"],
  [
    "a time-out that Windows says of both",
    "System.Net.Sockets.SocketException (10060): 由于连接方在一段时间后没有正确答复或连接的主机没有反应，连接尝试失败。",
  ],
  ["a handshake reset after the request left", "javax.net.ssl.SSLException: Connection reset"],
  ["a gateway's log", "connect ECONNREFUSED 10.0.0.9:8080 while connecting to upstream"],
  [
    "a page of a proxy",
    "<title>ERROR: The requested URL could not be retrieved</title> Connection to 10.0.0.5 failed. (111) Connection refused",
  ],
] as const)("not a proof: %s", (_, text) => {
  expect(readAttemptError(text).sent).not.toBe("nothing");
});

test("says what a mixed text would have proven, and what it met", () => {
  const read = readAttemptError("connect ECONNREFUSED 10.0.0.5:443 ... read ECONNRESET");
  expect(read).toMatchObject({ sent: "maybe", fact: "reset", mixedWith: { zh: "连接被拒绝，未能建立" } });
});

test.each([
  ["net::ERR_CONNECTION_REFUSED", "always"],
  ["WinHTTP error 12029", "always"],
  ["java.net.ConnectException: Connection refused", "by-default"],
  ["java.net.ConnectException: Failed to connect to /10.0.0.5:443", "by-default"],
  ["cURL error 7: Failed to connect to a.test port 443: Connection refused", "by-default"],
  ["connect ECONNREFUSED 10.0.0.5:443", undefined],
  ["httpx.ConnectError: [Errno 111] Connection refused", undefined],
])("whether the client repeats by itself: %s", (text, repeats) => {
  expect(readAttemptError(text).repeats).toBe(repeats);
});

test.each<[string, readonly string[]]>([
  ["connect ECONNREFUSED 10.0.0.5:443", ["10.0.0.5:443"]],
  ["connect ECONNREFUSED ::1:8443", ["::1:8443"]],
  ["connect ECONNREFUSED 2001:db8::5:8443", ["2001:db8::5:8443"]],
  ["getaddrinfo ENOTFOUND api.example.test", ["api.example.test:undefined"]],
  ["java.net.UnknownHostException: api.example.test: Name or service not known", ["api.example.test:undefined"]],
  ["Connect to api.example.test:443 [api.example.test/10.0.0.5] failed: Connection refused", ["api.example.test:443"]],
  ["failed to connect to api.example.test/10.0.0.5 (port 443) from /10.0.0.2 (port 43210) after 9ms", ["10.0.0.5:443"]],
  [
    "curl: (7) Failed to connect to api.example.test port 443 after 0 ms: Couldn't connect to server",
    ["api.example.test:443"],
  ],
  [
    "HTTPSConnectionPool(host='api.example.test', port=443): Failed to establish a new connection",
    ["api.example.test:443"],
  ],
  [
    'Post "https://API.example.test/api": dial tcp: lookup api.example.test on 10.0.0.53:53: no such host',
    ["api.example.test:443", "api.example.test:undefined"],
  ],
  ["Connect call failed ('10.0.0.5', 443)", ["10.0.0.5:443"]],
  ["address: '10.0.0.5',\n  port: 443", ["10.0.0.5:443"]],
  ['I/O error on POST request for "http://[::1]:8080/api": Connection refused', ["::1:8080"]],
  ["at java.base/sun.nio.ch.Net.connect(Net.java:579) rec_layer_s3.c:1601 http.js:842", []],
])("the peers that a text names: %s", (text, peers) => {
  expect(readAttemptError(text).peers.map(({ host, port }) => `${host}:${port}`)).toEqual(peers);
});

test("reads the worst of texts in little time", () => {
  const began = performance.now();
  for (const piece of ["a.", "1:", "at ", "connect ", "(", "[", "请求", "invoice ", 'File "', " "])
    readAttemptError(piece.repeat(20_000 / piece.length));
  expect(performance.now() - began).toBeLessThan(5000);
});
