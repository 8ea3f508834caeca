import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** The invoice core behind the API: plain HTTP, no TLS, and the only one that knows invoices. */
export type Core = { server(): Server /** How many invoices it was asked to issue. */; issued(): number };

type Invoice = { readonly serial: string; readonly status: "issued" | "processing"; readonly number?: string };

const seeds: readonly Invoice[] = [
  { serial: "LAB-0001", status: "issued", number: "24312000000000000001" },
  { serial: "LAB-0002", status: "issued", number: "24312000000000000002" },
  { serial: "LAB-0003", status: "processing" },
];

const json = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
};

const html = (response: ServerResponse, title: string): void => {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`);
};

type Route = (response: ServerResponse, query: URLSearchParams) => void;

/** A core with the invoices of the embedded database: two issued, one still being worked on. */
export const createCore = (): Core => {
  const invoices = new Map(seeds.map((invoice) => [invoice.serial, invoice]));
  let issued = 0;

  const query: Route = (response, asked) => {
    const invoice = invoices.get(asked.get("serial") ?? "");
    if (invoice === undefined) json(response, 404, { code: "INVOICE_NOT_FOUND", message: "发票不存在" });
    else json(response, 200, { code: "0000", ...invoice });
  };
  const issue: Route = (response) => {
    issued += 1;
    const serial = `NEW-${String(issued).padStart(4, "0")}`;
    invoices.set(serial, { serial, status: "processing" });
    json(response, 202, { code: "0000", serial, status: "processing" });
  };
  const unknown: Route = (response) => json(response, 404, { code: "NOT_FOUND", message: "接口不存在" });
  const routes = new Map<string, Route>([
    ["GET /api/health", (response) => json(response, 200, { status: "ok", service: "invoice-core" })],
    ["GET /api/invoices", query],
    ["POST /api/invoices", issue],
    ["GET /login", (response) => html(response, "统一身份认证 Sign in")],
    ["GET /", (response) => html(response, "电子发票平台 Invoice Platform")],
  ]);
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://core.invoice.test");
    const method = request.method === "HEAD" ? "GET" : request.method;
    request.resume();
    (routes.get(`${method} ${pathname}`) ?? unknown)(response, searchParams);
  };
  return { server: () => createServer(answer), issued: () => issued };
};
