import { createPrivateKey } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAuthority } from "../../src/lab/authority.js";
import { forms } from "../../src/report/index.js";
import { built, type Ended, run } from "../cli/run.js";
import { temporaryDirectory } from "../servers/daemon.js";
import { answer, type OddHttp, oddHttp, oddHttps } from "../servers/odd-http.js";

/** One of each place that a profile has for secrets; every one of them holds the canary's name. */
const secrets = {
  token: `kanariTOKEN-9f&"<x>'7Zq`,
  header: "kanariHEADER+/=%41~x",
  user: "kanariUSER01",
  password: "kanariPASS:w@rd",
  query: "kanariQUERY/ab c",
  database: `kanariDB'p"w\\d`,
  literal: "kanariLITERAL-2",
  proxyUser: "kanariPROXYUSER",
  proxyPassword: "kanariPROXYPASS%",
  expired: "kanariEXPIRED.e30.c2ln",
  passphrase: "kanariPHRASE 8",
} as const;
/** As a profile names a variable. */
const variable = (name: keyof typeof env): string => ["$", "{", name, "}"].join("");
const env = { API_TOKEN: secrets.token, DB_PASSWORD: secrets.database, OLD_TOKEN: secrets.expired };

/** What a server that means no good may say: all that it was told, in every form, and once more by heart. */
const parrot = (request = ""): string => {
  const basic = /^authorization: basic (\S+)/im.exec(request)?.[1] ?? "";
  const url = encodeURIComponent(secrets.query);
  return [request, Buffer.from(basic, "base64"), url, JSON.stringify(secrets), ...Object.values(secrets)].join(" ");
};
const flat = (text: string): string => text.replace(/[\r\n]+/g, " ");

/** The canary by name, and in base64 wherever its name may fall in three bytes. */
const traces: readonly RegExp[] = [
  /kanari/i,
  ...[0, 1, 2].map((before) => {
    const core = Buffer.from(`${"x".repeat(before)}kanari`).toString("base64");
    return new RegExp(
      core.slice(Math.ceil((before * 8) / 6), Math.floor(((before + 6) * 8) / 6)).replace(/[+/]/g, "\\$&"),
    );
  }),
];
const leaks = (text: string): string[] =>
  traces.flatMap((trace) => {
    const at = text.search(trace);
    return at < 0 ? [] : [text.slice(Math.max(0, at - 120), at + 80)];
  });

const html = (text: string) => answer(text, [], "200 OK").replace("application/json", "text/html");
/** What the web server does by path. */
const pages: Record<string, (request: string) => string> = {
  "/json": (request) => answer(JSON.stringify({ status: "ok", echo: parrot(request) })),
  "/differs": (request) => answer(JSON.stringify({ status: parrot(request), message: parrot(request) })),
  "/error": (request) => answer(JSON.stringify({ error: parrot(request) }), [`Server: ${flat(parrot())}`], "500 Oh no"),
  "/reason": (request) => answer(parrot(request), [], `503 ${flat(parrot()).slice(0, 2000)}`),
  "/denied": (request) =>
    answer(
      parrot(request),
      [`WWW-Authenticate: Bearer error="${flat(parrot())}"`, `Retry-After: ${secrets.token}`],
      "401 No",
    ),
  "/redirect": () =>
    answer(
      "",
      [
        `Location: https://${secrets.user}:${encodeURIComponent(secrets.password)}@example.test/login?key=${encodeURIComponent(secrets.query)}&t=${secrets.header}`,
        `Set-Cookie: session=${secrets.token}`,
      ],
      "302 Found",
    ),
  "/html": (request) => html(`<html><head><title>${parrot(request)}</title></head><body>${parrot(request)}</body>`),
  "/malformed": (request) => `HTTP/9.9 banana ${flat(parrot(request))}\r\n\r\n`,
  "/keepalive": (request) =>
    answer('{"status":"ok"}', [`Keep-Alive: timeout=5, x=${flat(parrot(request))}`, "Connection: keep-alive"]),
};
/** Where text is cut to fit a report, the cut may fall anywhere in a secret. */
for (let fill = 0; fill < 4; fill += 1) {
  const padding = ".".repeat(180 + 7 * fill - 2 * fill * fill);
  pages[`/cut${fill}`] = () => html(`<html><title>${padding}${secrets.token}</title>${padding}${secrets.header}`);
}

/** Says one thing to whoever connects. */
const saying = (text: string | Buffer): Promise<{ readonly port: number; readonly server: Server }> =>
  new Promise((resolve) => {
    const server = createServer((socket: Socket) => {
      socket.on("error", () => {}).resume();
      socket.write(text);
    });
    server.listen(0, "127.0.0.1", () => resolve({ port: (server.address() as { port: number }).port, server }));
  });

/** A database that refuses at the door, in words of its own. */
const refusal = (text: string): Buffer => {
  const payload = Buffer.concat([Buffer.from([0xff, 0x15, 0x04]), Buffer.from(`#28000${text}`)]);
  return Buffer.concat([Buffer.from([payload.length & 0xff, payload.length >> 8, 0, 0]), payload]);
};

describe("no secret of the profile is in any output", () => {
  built();
  const closing: (() => Promise<unknown>)[] = [];
  let folder: string;
  let web: OddHttp;
  let proxy: OddHttp;
  let banners: number[];
  let database: number;
  let profile: string;

  const close = (server: Server): void => void closing.push(() => new Promise((done) => server.close(done)));
  beforeAll(async () => {
    const directory = await temporaryDirectory();
    closing.push(directory.remove);
    folder = directory.path;
    const authority = await createAuthority({ name: `CA of ${secrets.header}` });
    const { cert, key } = await authority.issue({ names: ["localhost"], commonName: secrets.token });
    const client = await authority.issue({ names: ["client"], client: true });
    const passphrase = secrets.passphrase;
    const sealed = createPrivateKey(client.key).export({
      type: "pkcs8",
      format: "pem",
      cipher: "aes-256-cbc",
      passphrase,
    });
    writeFileSync(join(folder, "ca.pem"), authority.cert);
    writeFileSync(join(folder, "client.pem"), client.cert);
    writeFileSync(join(folder, "client.key"), sealed);
    const behave = (socket: Socket, _: number, request: string): void => {
      const [path = ""] = /^\S+ ([^ ?]*)/.exec(request)?.slice(1) ?? [];
      socket.write(pages[path]?.(request) ?? answer(parrot(request), [], "404 Not Found"));
    };
    web = await oddHttps({ cert, key }, behave);
    proxy = await oddHttp((socket, _, request) => {
      const said = flat(parrot(request));
      socket.end(
        answer(parrot(request), [`Proxy-Authenticate: Basic realm="${said}"`], "407 Proxy Authentication Required"),
      );
    });
    closing.push(web.close, proxy.close);
    const texts = [
      `SSH-2.0-${flat(parrot()).slice(0, 200)}\r\n`,
      ...[70, 66, 62].map((length) => `SSH-2.0-${".".repeat(length - 8)}${secrets.database}\r\n`),
    ];
    const listeners = await Promise.all([saying(refusal(parrot())), ...texts.map(saying)]);
    for (const { server } of listeners) close(server);
    [database = 0, ...banners] = listeners.map(({ port }) => port);
    profile = join(folder, "invoice-diag.yaml");
    writeFileSync(profile, profileText());
  });
  afterAll(async () => {
    for (const one of closing.splice(0).reverse()) await one();
  });

  const target = (path: string): string => `
  - name: page${path.replace("/", "-")}
    url: "https://${secrets.user}:${encodeURIComponent(secrets.password)}@localhost:${web.port}${path}?key=${encodeURIComponent(secrets.query)}"
    ca: ./ca.pem
    clientCert: { cert: ./client.pem, key: ./client.key, passphrase: "${secrets.passphrase}" }
    headers: { X-Api-Key: "${secrets.header}", X-Token: "${variable("API_TOKEN")}" }
    expect: { status: 200, type: json, json: { "$.status": ok } }
    own: true
    auth: { expired: "${variable("OLD_TOKEN")}" }`;
  const profileText = (top = "proxy: none"): string => `
version: 1
name: canary
defaults: { timeout: 1s, answer: 2s }
${top}
targets:${Object.keys(pages).map(target).join("")}
  - name: banners
    host: 127.0.0.1
    ports: [${banners.map((port) => `{ port: ${port}, speaks: rdp }`)}]
  - name: database
    mysql: { host: 127.0.0.1, port: ${database}, user: diag, password: "${variable("DB_PASSWORD")}", database: invoice }
  - name: other-database
    mysql: { host: 127.0.0.1, port: ${banners[0]}, user: diag, password: "${secrets.literal}" }
`;

  const expectNone = ({ out, err }: Ended, ...files: string[]): void => {
    for (const text of [out, err, ...files]) expect(leaks(text)).toEqual([]);
  };
  /** What this run was never told is not its to keep. */
  const withoutStrangers = (text: string): string =>
    text.replace(/kanari(TOKEN|HEADER|LITERAL|PROXY|EXPIRED|PHRASE)/g, "");

  /** Every form at once: the table in full on the screen, the others in files. */
  const everything = async (lang: string, file: string): Promise<Ended> => {
    const others = forms.filter((form) => form !== "table");
    const into = others.flatMap((form) => ["-f", `${form}=${join(folder, `out-${lang}.${form}`)}`]);
    const ended = await run(["check", "-p", file, "-v", "--lang", lang, "-f", "table", ...into], { env });
    const written = readdirSync(folder).filter((name) => name.startsWith(`out-${lang}.`));
    expect(written).toHaveLength(others.length);
    expectNone(ended, ...written.map((name) => readFileSync(join(folder, name), "utf8")));
    return ended;
  };

  it.each(["en", "zh"])("every form, in full, in %s, while every server says again what it was told", async (lang) => {
    const { code, out, err } = await everything(lang, profile);
    expect([code, err]).toEqual([1, ""]);
    // It was looked at, and told without the secrets: this test would find them.
    expect(web.requests().join("")).toContain(secrets.token);
    expect(out).toContain("********");
    const report = JSON.parse(readFileSync(join(folder, `out-${lang}.json`), "utf8"));
    const seen = new Set(
      report.results.flatMap((one: { evidence: { signal: string }[] }) => one.evidence.map(({ signal }) => signal)),
    );
    for (const signal of [
      "error-500",
      "unavailable",
      "unauthenticated",
      "login-redirect",
      "wrong-type",
      "malformed",
      "json-differs",
      "other-protocol",
    ]) {
      expect([...seen], signal).toContain(signal);
    }
  });

  it("a proxy that tells its password to everybody", async () => {
    const file = join(folder, "proxy.yaml");
    const userinfo = `${secrets.proxyUser}:${encodeURIComponent(secrets.proxyPassword)}`;
    writeFileSync(file, profileText(`proxy: "http://${userinfo}@127.0.0.1:${proxy.port}"`));
    const { code, err } = await everything("en", file);
    expect([code, err]).toEqual([1, ""]);
    expect(proxy.requests().length).toBeGreaterThan(0);
  });

  it("a dry run, and a run that asks for only a part", async () => {
    for (const args of [
      ["--dry-run"],
      ["--dry-run", "-f", "json"],
      ["--only", "api", "-q"],
      ["--timeout", "300ms", "-f", "json"],
    ]) {
      const ended = await run(["check", "-p", profile, ...args], { env });
      expect(ended.out).not.toBe("");
      expectNone(ended);
    }
  });

  it("targets on the command line", async () => {
    const userinfo = `${secrets.user}:${encodeURIComponent(secrets.password)}`;
    const words = [
      `https://${userinfo}@localhost:${web.port}/error?key=${encodeURIComponent(secrets.query)}`,
      `mysql://diag:${encodeURIComponent(secrets.database)}@127.0.0.1:${database}/invoice`,
    ];
    for (const args of [["-v"], ["-f", "json"], ["--dry-run"], ["--dry-run", "-f", "json"]]) {
      const { out, err } = await run(["check", ...words, "--timeout", "8s", ...args], { env });
      expect(out).not.toBe("");
      expect([...leaks(withoutStrangers(out)), err]).toEqual([""]);
    }
  });

  it.each([
    `https://${secrets.user}:${secrets.literal}@localhost:99999/`,
    `https://${secrets.user}:${secrets.literal}@local host/`,
    `mysql://${secrets.user}:${secrets.literal}@:3306/x/y`,
    `ftp://${secrets.user}:${secrets.literal}@localhost/`,
    `https://localhost/?key=${secrets.literal}#a`,
  ])("a target on the command line that makes no sense: %#", async (word) => {
    const ended = await run(["check", word, "--only", "port", "--timeout", "2s"], { env });
    expectNone(ended);
  });

  const url = `https://${secrets.user}:${secrets.literal}@localhost/?key=${secrets.literal}`;
  it.each([
    ["headers that are no map", `  - { name: a, url: "${url}", headers: "${secrets.header}" }`],
    ["a header that is a list", `  - { name: a, url: "${url}", headers: { X-Key: ["${secrets.literal}"] } }`],
    ["a password that is a map", `  - { name: a, mysql: { host: h, user: u, password: { a: ${secrets.literal} } } }`],
    ["a scheme that is unknown", `  - { name: a, url: "${url.replace("https", "htp")}" }`],
    ["a port that is none", `  - { name: a, url: "https://${secrets.user}:${secrets.literal}@localhost:99999/" }`],
    ["a quotation that does not end", `  - { name: a, mysql: { host: h, user: u, password: "${secrets.literal} } }`],
    ["a tab in front of it", `  - name: a\n\tmysql: { password: "${secrets.literal}" }`],
    [
      "a variable as a duration",
      `  - { name: a, url: "https://localhost/", expect: { maxTime: "${variable("API_TOKEN")}" } }`,
    ],
    ["a variable as a number", `  - { name: a, mysql: { host: h, user: u, port: "${variable("DB_PASSWORD")}" } }`],
    ["a variable as a word", `  - { name: a, owner: "${variable("API_TOKEN")}", host: h }`],
    ["a variable as a target", `  - { name: a, host: h, dependsOn: ["${variable("API_TOKEN")}"] }`],
    ["a variable as a file", `  - { name: a, url: "${url}", ca: "${variable("API_TOKEN")}" }`],
    ["a variable as a host", `  - { name: a, host: "${variable("API_TOKEN")}" }`],
    ["the same name twice", `  - { name: a, url: "${url}" }\n  - { name: a, url: "${url}" }`],
    [
      "a proxy that is none",
      "  - { name: a, host: h }",
      `proxy: "http://${secrets.proxyUser}:${secrets.literal}@:99999"`,
    ],
    ["a server that is none", "  - { name: a, host: h }", `dns: { servers: ["${variable("API_TOKEN")}"] }`],
  ])("a profile that makes no sense: %s", async (_, targets, top = "proxy: none") => {
    const file = join(folder, "bad.yaml");
    writeFileSync(file, `version: 1\n${top}\ntargets:\n${targets}\n`);
    for (const lang of ["en", "zh"]) {
      const ended = await run(["check", "-p", file, "--lang", lang], { env });
      expectNone(ended);
      expect([ended.code, ended.out], ended.err).toEqual([2, ""]);
      expect(ended.err).toContain("bad.yaml:");
    }
  });
});
