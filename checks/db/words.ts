import type { Signals } from "../../src/model/check.js";
import type { Bilingual } from "../../src/model/text.js";
import { doorSignals } from "./door-words.js";

/** What is asked about a MySQL server, as one would ask it. */
export const mysqlQuestions = {
  connect: { en: "Does the database's port accept connections?", zh: "数据库端口能否连通？" },
  life: { en: "Does its host give another sign of life?", zh: "该主机是否有其他存活迹象？" },
  greeting: { en: "Does a MySQL server greet us?", zh: "MySQL 服务器是否正常握手？" },
  login: { en: "Is the account let in?", zh: "账号能否登录？" },
  "login-speed": { en: "How long does it take to get in?", zh: "登录耗时多久？" },
  select: { en: "Does a query work?", zh: "查询能否执行？" },
  speed: { en: "How quickly does it answer?", zh: "应答速度如何？" },
  use: { en: "Are there connections left?", zh: "连接数是否有余量？" },
  pool: { en: "Do the configured pools fit?", zh: "所配置的连接池能否容纳？" },
  idle: { en: "Are idle connections kept as long as the pool keeps them?", zh: "空闲连接的保留时间是否满足连接池？" },
  tables: { en: "Can the tables be read?", zh: "所需的表能否读取？" },
  writable: { en: "Does the server take writes?", zh: "服务器是否可写？" },
  grants: { en: "May the account see all that is asked?", zh: "账号权限是否足以完成全部检查？" },
  steadiness: { en: "Does the same attempt end alike twice?", zh: "两次相同的尝试结果是否一致？" },
} as const satisfies { readonly [id: string]: Bilingual };

/** The answers: the words of the check `db`. Their ids never change. */
export const mysqlSignals = {
  ...doorSignals,
  "select-works": { answers: "select", level: "pass", text: { en: "SELECT 1 works", zh: "SELECT 1 执行正常" } },
  "select-fails": {
    answers: "select",
    level: "fail",
    text: { en: "SELECT 1 fails: {reason}", zh: "SELECT 1 执行失败：{reason}" },
  },
  "quick-answers": {
    answers: "speed",
    level: "pass",
    text: { en: "SELECT 1 takes {ms} ms", zh: "SELECT 1 耗时 {ms} 毫秒" },
  },
  "slow-answers": {
    answers: "speed",
    level: "fail",
    doubt: true,
    text: { en: "Even SELECT 1 takes {ms} ms", zh: "连 SELECT 1 也要 {ms} 毫秒" },
  },
  "connections-free": {
    answers: "use",
    level: "pass",
    text: { en: "{threads} of {max} connections are in use", zh: "连接数 {threads}/{max}" },
  },
  "nearly-full": {
    answers: "use",
    level: "warn",
    text: {
      en: "{threads} of {max} connections are in use ({percent} %)",
      zh: "连接数 {threads}/{max}，已用 {percent} %",
    },
  },
  "pool-fits": {
    answers: "pool",
    level: "pass",
    text: {
      en: "The pools need at most {demand} of {max} connections",
      zh: "连接池最多需要 {demand} 个连接，上限为 {max}",
    },
  },
  "pool-oversubscribed": {
    answers: "pool",
    level: "warn",
    text: {
      en: "The pools can ask for {demand} connections ({processes} × {size}); the server has {max}, one of them reserved",
      zh: "连接池可能需要 {demand} 个连接（{processes} × {size}），而服务器上限为 {max}，其中一个为保留连接",
    },
  },
  "idle-kept": {
    answers: "idle",
    level: "pass",
    text: {
      en: "The server keeps idle connections for {wait} s, the pool for {idle} s",
      zh: "服务器保留空闲连接 {wait} 秒，连接池为 {idle} 秒",
    },
  },
  "idle-cut": {
    answers: "idle",
    level: "fail",
    text: {
      en: "The server ends idle connections after {wait} s, the pool keeps them for {idle} s",
      zh: "服务器在空闲 {wait} 秒后断开连接，而连接池保留 {idle} 秒",
    },
  },
  "tables-readable": { answers: "tables", level: "pass", text: { en: "{tables} can be read", zh: "{tables} 可读取" } },
  "table-missing": {
    answers: "tables",
    level: "fail",
    text: { en: "There is no table {tables} (error 1146)", zh: "表 {tables} 不存在（错误 1146）" },
  },
  "table-denied": {
    answers: "tables",
    level: "fail",
    text: { en: "The account may not read {tables} (error 1142)", zh: "账号无权读取 {tables}（错误 1142）" },
  },
  "table-unreadable": {
    answers: "tables",
    level: "fail",
    text: { en: "{tables} cannot be read: {reason}", zh: "{tables} 无法读取：{reason}" },
  },
  writable: { answers: "writable", level: "pass", text: { en: "The server takes writes", zh: "服务器可写" } },
  "read-only": {
    answers: "writable",
    level: "fail",
    text: { en: "The server is read-only", zh: "服务器处于只读状态" },
  },
  "grants-enough": {
    answers: "grants",
    level: "pass",
    text: { en: "The account may see all that is asked", zh: "账号权限足以完成全部检查" },
  },
  "grants-limited": {
    answers: "grants",
    level: "note",
    text: {
      en: "With the right {missing} this check could also say how many connections are asleep",
      zh: "若授予 {missing} 权限，还可得知有多少连接处于休眠",
    },
  },
} as const satisfies Signals;
