import type { Raised, Signals } from "../../src/model/check.js";
import { familyQuestions } from "../../src/model/connect-words.js";
import { lifeQuestions } from "../../src/model/life.js";
import type { Bilingual } from "../../src/model/text.js";
import { doorSignals } from "./door-words.js";
import { waySignals } from "./way-words.js";
import { workSignals } from "./work-words.js";

/** What is asked about a MySQL server, as one would ask it. */
export const mysqlQuestions = {
  connect: { en: "Does the database's port accept connections?", zh: "数据库端口能否连通？" },
  ...lifeQuestions,
  elsewhere: { en: "Is the database at another address of the name?", zh: "数据库是否在此域名的另一地址上？" },
  addresses: { en: "Does every address of the name lead to a database?", zh: "此域名的每个地址上都有数据库吗？" },
  ...familyQuestions,
  greeting: { en: "Does a MySQL server greet us?", zh: "MySQL 服务器是否正常握手？" },
  certificate: { en: "Does the profile's ca prove the server?", zh: "配置的 ca 能否验证该服务器？" },
  login: { en: "Is the account let in?", zh: "账号能否登录？" },
  method: { en: "Can this tool log in as the server demands?", zh: "本工具能否按服务器要求的方式登录？" },
  behind: { en: "Was all looked at that the profile asks for?", zh: "配置要求的项目是否均已检查？" },
  "login-speed": { en: "How long does it take to get in?", zh: "登录耗时多久？" },
  select: { en: "Does a query work?", zh: "查询能否执行？" },
  speed: { en: "How quickly does it answer?", zh: "应答速度如何？" },
  use: { en: "Are there connections left?", zh: "连接数是否有余量？" },
  pool: { en: "Do the configured pools fit?", zh: "所配置的连接池能否容纳？" },
  running: { en: "How much goes on at once?", zh: "同时执行的语句多吗？" },
  idle: { en: "Are idle connections kept as long as the pool keeps them?", zh: "空闲连接的保留时间是否满足连接池？" },
  locks: { en: "Does anybody wait for a lock?", zh: "是否有会话在等待锁？" },
  transactions: { en: "Is a transaction open for long?", zh: "是否有长时间未结束的事务？" },
  deadlocks: { en: "Was there a deadlock of late?", zh: "近期是否发生过死锁？" },
  storage: { en: "Is there room on the disk?", zh: "磁盘空间是否充足？" },
  replica: { en: "If it is a replica, is it up to date?", zh: "若为副本，数据是否及时？" },
  tables: { en: "Can the tables be read?", zh: "所需的表能否读取？" },
  writable: { en: "Does the server take writes?", zh: "服务器是否可写？" },
  grants: { en: "May the account see all that is asked?", zh: "账号权限是否足以完成全部检查？" },
  "each-login": { en: "Is one login after another let in?", zh: "连续多次登录是否都成功？" },
  steadiness: { en: "Does the same attempt end alike twice?", zh: "两次相同的尝试结果是否一致？" },
} as const satisfies { readonly [id: string]: Bilingual };

/** The answers: the words of the check `db`. Their ids never change. */
export const mysqlSignals = {
  ...waySignals,
  ...doorSignals,
  ...workSignals,
  "select-works": { answers: "select", level: "pass", text: { en: "SELECT 1 works", zh: "SELECT 1 执行正常" } },
  "select-fails": {
    answers: "select",
    level: "fail",
    text: { en: "SELECT 1 fails: {reason}", zh: "SELECT 1 执行失败：{reason}" },
  },
  "select-silent": {
    answers: "select",
    level: "fail",
    text: { en: "SELECT 1 has no answer after {ms} ms", zh: "SELECT 1 在 {ms} 毫秒后仍无应答" },
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
      en: "The pools need at most {demand} connections; of {max}, {free} are there for them",
      zh: "连接池最多需要 {demand} 个连接；上限 {max}，可用 {free}",
    },
  },
  "pool-oversubscribed": {
    answers: "pool",
    level: "warn",
    text: {
      en: "The pools can ask for {demand} connections ({processes} × {size}); the server grants {max}, others hold {others} of them",
      zh: "连接池可能需要 {demand} 个连接（{processes} × {size}），而服务器允许 {max} 个，其中 {others} 个被其他用户占用",
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
  "idle-brief": {
    answers: "idle",
    level: "fail",
    text: {
      en: "The server ends idle connections after {wait} s, sooner than any pool lets go of them",
      zh: "服务器在空闲 {wait} 秒后断开连接，短于任何连接池的保留时间",
    },
  },
  "tables-readable": { answers: "tables", level: "pass", text: { en: "{tables} can be read", zh: "{tables} 可读取" } },
  "table-missing": {
    answers: "tables",
    level: "fail",
    text: { en: "There is no table {tables} (error {numbers})", zh: "表 {tables} 不存在（错误 {numbers}）" },
  },
  "table-denied": {
    answers: "tables",
    level: "fail",
    text: { en: "The account may not read {tables} (error 1142)", zh: "账号无权读取 {tables}（错误 1142）" },
  },
  "table-waits": {
    answers: "tables",
    level: "fail",
    text: {
      en: "{tables} could not be read in time ({reason}), as where somebody holds a lock on it",
      zh: "{tables} 未能按时读取（{reason}），与表被他人锁定的表现一致",
    },
  },
  "table-locked": {
    answers: "tables",
    level: "fail",
    text: {
      en: "{tables} could not be read: somebody holds a lock on it, and the server ended our waiting ({reason})",
      zh: "{tables} 无法读取：表被他人锁定，服务器已终止本次等待（{reason}）",
    },
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
  "not-reached": {
    answers: "behind",
    level: "note",
    text: {
      en: "What the profile asks for besides was not looked at, for nobody got in, and may be broken as well: {what}",
      zh: "因未能登录，配置要求的其他项目未检查，可能同样存在故障：{what}",
    },
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
      en: "With {missing} the account would see more (PROCESS: sleepers, locks, transactions, deadlocks, full disks; REPLICA MONITOR or REPLICATION CLIENT: replication; performance_schema: who blocks whom)",
      zh: "授予 {missing} 后可看到更多（PROCESS：休眠连接、锁、事务、死锁、磁盘写满；REPLICA MONITOR 或 REPLICATION CLIENT：复制状态；performance_schema：阻塞者）",
    },
  },
} as const satisfies Signals;

export type DatabaseAnswer = Raised<typeof mysqlSignals>;
