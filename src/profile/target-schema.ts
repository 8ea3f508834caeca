import { z } from "zod";
import { clientCert } from "./client-certificate-schema.js";
import { said } from "./expectation.js";
import { key, list, must, strict, told } from "./keys.js";
import * as leaf from "./leaves.js";
import { payload } from "./payload-schema.js";
import { client, egress, expectation, file, grpc, issue } from "./url-schema.js";

export const common = {
  name: must(
    leaf.targetName,
    "Unique name of the target; no : or /, not beginning with @",
    "目标的唯一名称，不含 : 和 /，不以 @ 开头",
  ),
  owner: key(
    leaf.owner,
    "Who answers for the far side; the report names the responsible party by it",
    "对端由谁负责，报告据此指出责任方",
  ),
  dependsOn: key(list(leaf.targetName), "Names of the targets that this one needs", "此目标所依赖的其他目标的名称"),
  own: key(
    leaf.yesNo,
    "Ours to test: opens the `auth` check (GET only) and more than gentle sampling",
    "属于我方、可以测试：允许 auth 检查（仅 GET）和更多采样",
  ),
};

const helper = key(
  leaf.yesNo,
  "The platform's local component on this machine (security control, certificate assistant)",
  "平台在本机的本地组件（安全控件、证书助手）",
);

export const urlTarget = strict({
  ...common,
  url: must(
    leaf.url,
    "http or https URL that is asked with GET; userinfo is allowed",
    "以 GET 请求的 http 或 https 网址，可含用户信息",
  ),
  ca: key(file, "PEM file of extra trust, relative to this file", "额外信任的 PEM 证书文件，相对于本文件"),
  clientCert: key(clientCert, "Client certificate for mutual TLS", "双向 TLS 的客户端证书"),
  headers: key(
    z.record(leaf.headerName, leaf.headerValue, { error: said({ en: "a map of headers", zh: "HTTP 头的映射" }) }),
    "Headers of every request; tokens are better put into variables",
    "每个请求附带的 HTTP 头，令牌宜用环境变量",
  ),
  backend: key(
    leaf.labelHeader,
    "Header of the answers that says which back end gave them; its value is shown",
    "应答中标明由哪台后端处理的 HTTP 头，其值会显示",
  ),
  expect: key(expectation, "What a healthy answer looks like", "健康的应答应是什么样"),
  grpc: key(
    grpc,
    "It speaks gRPC: its health (grpc.health.v1) is asked for instead of its URL",
    "目标为 gRPC 服务：查询其健康状态（grpc.health.v1）而非请求网址",
  ),
  egress: key(
    egress,
    "Its answer says from which address it was asked: compared with those that are registered at the platform",
    "其应答给出请求来源地址，与在平台登记的出口地址比较",
  ),
  codes: key(
    file,
    "YAML or JSON file with the platform's business codes and what each means, relative to this file",
    "平台业务码目录（YAML 或 JSON），说明各代码的含义，相对于本文件",
  ),
  client: key(
    client,
    "Settings of the real client, compared with what is measured",
    "真实客户端的设置，与实测结果比较",
  ),
  auth: key(
    strict({
      expired: key(
        leaf.freeText,
        "A genuine token that has expired; better from a variable",
        "一个真实但已过期的令牌，宜用环境变量",
      ),
    }),
    "For the `auth` check; needs `own: true`",
    "用于 auth 检查，需要 own: true",
  ),
  issue: key(issue, "The interface that issues invoices, for the resend verdict", "开票接口，用于判断能否重发"),
  environment: key(
    leaf.environment,
    "What the keys in use are for; compared with the platform's address",
    "所用密钥属于哪个环境，与平台地址比较",
  ),
  payload: key(
    payload,
    "Sample requests, held against the platform's rules; nothing of them is sent",
    "请求样例，按平台规则校验，不会发送",
  ),
  helper,
});

const portEntry = z
  .union(
    [
      leaf.port,
      strict({
        port: must(leaf.port, "Port number", "端口号"),
        speaks: key(leaf.protocol, "Protocol that is expected there", "该端口上应有的协议"),
      }),
    ],
    {
      error: said({
        en: "a port number, or { port: 9000, speaks: tls }",
        zh: "端口号，或 { port: 9000, speaks: tls }",
      }),
    },
  )
  .meta(told({ en: "Port number, or port with its protocol", zh: "端口号，或端口及其协议" }));

export const hostTarget = strict({
  ...common,
  host: must(leaf.host, "Host name or address", "主机名或地址"),
  ports: key(
    list(portEntry),
    "Ports that must be open; [8080, 3389] if left out",
    "应开放的端口，省略时为 [8080, 3389]",
  ),
  metrics: key(
    leaf.metricsUrl,
    "Where node_exporter tells the machine's own figures; read with GET",
    "该主机 node_exporter 指标的地址，以 GET 读取",
  ),
  helper,
});

const pool = strict({
  size: must(leaf.whole(1, 100_000), "Connections of one process's pool", "每个进程连接池的大小"),
  processes: key(
    leaf.whole(1, 100_000),
    "How many processes have such a pool; 1 if left out",
    "有此连接池的进程数，省略时为 1",
  ),
  idleTimeout: key(
    leaf.duration(86_400_000),
    "How long the pool keeps an idle connection, up to a day",
    "连接池保留空闲连接的时长，最长一天",
  ),
});

const mysql = strict({
  host: must(leaf.host, "Host name or address of the server", "服务器的主机名或地址"),
  port: key(leaf.port, "Port; 3306 if left out", "端口，省略时为 3306"),
  user: key(
    leaf.freeText,
    "Account with few rights; without it only the greeting is looked at",
    "低权限账号，省略时只看握手信息",
  ),
  password: key(leaf.password, "Its password; better from a variable", "账号密码，宜用环境变量"),
  database: key(leaf.databaseName, "Database to enter", "要进入的数据库"),
  tls: key(
    leaf.yesNo,
    "The real client speaks TLS: a server that demands it is then as it should be",
    "真实客户端使用 TLS：服务器要求 TLS 即属正常",
  ),
  ca: key(
    file,
    "PEM file of extra trust, relative to this file: over TLS that it proves the password itself may be sent",
    "额外信任的 PEM 证书文件，相对于本文件；经其验证的 TLS 上才可发送密码本身",
  ),
  tables: key(list(leaf.tableName), "Tables that must exist and be readable", "必须存在且可读的表"),
  writable: key(leaf.yesNo, "Must be a server that takes writes", "必须是可写的服务器"),
  pool: key(
    pool,
    "The client's connection pool, compared with the server's limits",
    "客户端的连接池，与服务器的限制比较",
  ),
});

export const mysqlTarget = strict({
  ...common,
  mysql: must(mysql, "MySQL or MariaDB server", "MySQL 或 MariaDB 服务器"),
});

/** The kinds of targets that need no plug-in, by the key that makes them. */
export const targetSchemas = { url: urlTarget, host: hostTarget, mysql: mysqlTarget } as const;
export type CoreKind = keyof typeof targetSchemas;

/** A target of a plug-in's kind; the plug-in itself judges what stands under the key. */
export const pluginTarget = (kind: string) =>
  strict({ ...common, [kind]: must(z.unknown(), `Target of the plug-in kind ${kind}`, `插件类型 ${kind} 的目标`) });

export type UrlInput = z.output<typeof urlTarget>;
export type HostInput = z.output<typeof hostTarget>;
export type MysqlInput = z.output<typeof mysqlTarget>;

const commonTarget = strict(common);
export type CommonInput = z.output<typeof commonTarget>;
