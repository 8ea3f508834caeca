import { z } from "zod";
import { said } from "./expectation.js";
import { key, list, must, strict } from "./keys.js";
import * as leaf from "./leaves.js";

/** What may stand under the keys of a url target. */

const jsonValues = z.record(leaf.jsonPath, z.unknown(), {
  error: said({ en: "a map from paths to values", zh: "路径到值的映射" }),
});

export const expectation = strict({
  status: key(leaf.whole(100, 599), "Status code that a healthy answer has", "健康应答的状态码"),
  type: key(leaf.contentType, "Content type that a healthy answer has", "健康应答的内容类型"),
  json: key(
    jsonValues,
    'Values at places of the JSON body: { "$.status": ok }',
    'JSON 正文中各路径应有的值：{ "$.status": ok }',
  ),
  maxTime: key(
    leaf.duration(),
    "Slower answers are a warning; at most `defaults.answer`",
    "超过此时间的应答视为警告，不得超过 defaults.answer",
  ),
});

export const client = strict({
  idle: key(leaf.duration(), "How long the client's pool keeps an idle connection", "客户端连接池保留空闲连接的时长"),
  connect: key(leaf.duration(), "The client's time-out for connecting", "客户端的连接超时"),
  answer: key(leaf.duration(), "The client's time-out for an answer", "客户端的应答超时"),
  retries: key(
    leaf.whole(0, 100),
    "How often a request is sent again without being asked, by the client or by its HTTP library",
    "客户端或其 HTTP 库自动重发请求的次数",
  ),
});

export const file = leaf.freeText;
export const egress = strict({
  json: key(leaf.jsonPath, "Where a JSON answer bears the address", "JSON 应答中地址所在路径"),
  registered: key(
    list(leaf.network),
    "Exit addresses, or networks such as 203.0.113.0/24, that are registered at the platform",
    "在平台登记的出口地址或网段，如 203.0.113.0/24",
  ),
});
export const grpc = strict({
  service: key(
    leaf.grpcService,
    "Service whose health is asked for; the server's own if left out",
    "要查询健康状态的服务，省略时为服务器整体",
  ),
});

export const issue = strict({
  url: must(leaf.plainUrl(), "Where invoices are issued; never called by this tool", "开票接口地址，本工具绝不调用"),
  query: key(
    leaf.plainUrl("{serial}"),
    "Read-only query of one invoice (GET), asked only with --serial",
    "按流水号查询发票的只读接口（GET），仅在 --serial 时调用",
  ),
  accepted: key(
    jsonValues,
    "What the query answers of an issued invoice: JSON path to value",
    "查询到已开具时的应答：JSON 路径与值",
  ),
  processing: key(jsonValues, "… of one that is being worked on", "查询到处理中时的应答"),
  notFound: key(jsonValues, "… of one that it does not know", "查询不到时的应答"),
});
