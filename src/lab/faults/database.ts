import type { FaultTable } from "../fault.js";

export const databaseFaults = {
  "db-down": {
    title: { en: "The database does not run", zh: "数据库未运行" },
    breaks: { database: { port: "closed" } },
  },
  "db-frozen": {
    title: { en: "The database accepts connections and never greets", zh: "数据库接受连接但不发送握手信息" },
    breaks: { database: { fault: "db-frozen" } },
  },
  "db-too-many-connections": {
    title: { en: "The database has no connection left", zh: "数据库连接数已用尽" },
    breaks: { database: { fault: "db-too-many-connections" } },
  },
  "db-pool-nearly-full": {
    title: { en: "More than 80 % of the database's connections are in use", zh: "数据库连接已占用八成以上" },
    breaks: { database: { fault: "db-pool-nearly-full" } },
  },
  "db-pool-oversubscribed": {
    title: {
      en: "The database allows fewer connections than the pools may open",
      zh: "数据库的连接上限低于各连接池之和",
    },
    breaks: { database: { maxConnections: 15 } },
  },
  "db-access-denied": {
    title: { en: "The database refuses the password", zh: "数据库拒绝登录密码" },
    breaks: { database: { fault: "db-access-denied" } },
  },
  "db-account-locked": {
    title: { en: "The database account is locked", zh: "数据库账号已被锁定" },
    breaks: { database: { fault: "db-account-locked" } },
  },
  "db-host-not-allowed": {
    title: { en: "The database admits no client from this host", zh: "数据库不允许本机连接" },
    breaks: { database: { fault: "db-host-not-allowed" } },
  },
  "db-host-blocked": {
    title: { en: "The database has blocked this host for its errors", zh: "数据库因错误过多封锁了本机" },
    breaks: { database: { fault: "db-host-blocked" } },
  },
  "db-unknown-database": {
    title: { en: "The database has no schema of that name", zh: "数据库中不存在该库" },
    breaks: { database: { fault: "db-unknown-database" } },
  },
  "db-unknown-table": {
    title: { en: "The table of invoices does not exist", zh: "发票表不存在" },
    breaks: { database: { fault: "db-unknown-table" } },
  },
  "db-read-only": {
    title: { en: "The database is read-only", zh: "数据库处于只读状态" },
    breaks: { database: { fault: "db-read-only" } },
  },
  "db-idle-timeout-short": {
    title: { en: "The database ends idle connections after five seconds", zh: "数据库在空闲五秒后关闭连接" },
    breaks: { database: { fault: "db-idle-timeout-short" } },
  },
  "db-overloaded": {
    title: { en: "The database takes more than a second to answer", zh: "数据库的应答需要一秒以上" },
    breaks: { database: { fault: "db-overloaded" } },
  },
  "db-slow-login": {
    title: { en: "Logging in to the database takes seconds", zh: "登录数据库耗时数秒" },
    breaks: { database: { fault: "db-slow-login" } },
  },
  "db-lock-wait": {
    title: { en: "A transaction that was left open blocks another", zh: "未结束的事务阻塞了另一事务" },
    breaks: { database: { fault: "db-lock-wait" } },
  },
  "db-replica-lag": {
    title: { en: "The database is a replica, five minutes behind", zh: "数据库为副本，且延迟五分钟" },
    breaks: { database: { fault: "db-replica-lag" } },
  },
} as const satisfies FaultTable;
