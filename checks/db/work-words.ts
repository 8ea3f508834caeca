import type { Signals } from "../../src/model/check.js";

/** Answers about what goes on in the server: load, locks, transactions, disk, replication. */
export const workSignals = {
  "few-running": {
    answers: "running",
    level: "pass",
    text: { en: "{count} other statements run at once", zh: "同时执行的其他语句：{count} 条" },
  },
  "many-running": {
    answers: "running",
    level: "warn",
    text: { en: "{count} statements run at once", zh: "同时有 {count} 条语句在执行" },
  },
  "no-lock-waits": {
    answers: "locks",
    level: "pass",
    text: { en: "Nobody waits long for a lock", zh: "没有会话长时间等待锁" },
  },
  "lock-waits": {
    answers: "locks",
    level: "fail",
    text: {
      en: "{count} sessions wait for locks: connection {waiting} for {seconds} s ({locked}); connection {blocking} holds everything up",
      zh: "{count} 个会话在等待锁：连接 {waiting} 已等待 {seconds} 秒（{locked}），源头为连接 {blocking}",
    },
  },
  "short-transactions": {
    answers: "transactions",
    level: "pass",
    text: { en: "No transaction is open for long", zh: "没有长时间未结束的事务" },
  },
  "long-transaction": {
    answers: "transactions",
    level: "warn",
    text: {
      en: "The transaction of connection {id} has been open for {seconds} s",
      zh: "连接 {id} 的事务已持续 {seconds} 秒未结束",
    },
  },
  "no-recent-deadlock": {
    answers: "deadlocks",
    level: "pass",
    text: { en: "No deadlock of late", zh: "近期没有死锁" },
  },
  "recent-deadlock": {
    answers: "deadlocks",
    level: "warn",
    text: { en: "There was a deadlock, at most {seconds} s ago", zh: "在最近 {seconds} 秒内发生过死锁" },
  },
  "storage-not-awaited": {
    answers: "storage",
    level: "pass",
    text: { en: "No statement waits for room on the disk", zh: "没有语句在等待磁盘空间" },
  },
  "storage-free": {
    answers: "storage",
    level: "pass",
    text: { en: "{free} of {total} MiB are free", zh: "剩余 {free} MiB，共 {total} MiB" },
  },
  "storage-full": {
    answers: "storage",
    level: "fail",
    text: {
      en: "The disk is full: {count} statements wait for room, one of them for {seconds} s",
      zh: "磁盘已满：{count} 条语句在等待空间，最长已 {seconds} 秒",
    },
  },
  "storage-refused": {
    answers: "storage",
    level: "fail",
    text: {
      en: "The disk is full: even a statement that only reads ends for want of room (error {number})",
      zh: "磁盘已满：连只读语句也因空间不足而失败（错误 {number}）",
    },
  },
  "storage-exhausted": {
    answers: "storage",
    level: "fail",
    text: {
      en: "The disk with the data is full: {free} of {total} MiB are left",
      zh: "数据所在磁盘已满：仅剩 {free} MiB，共 {total} MiB",
    },
  },
  "no-replica": {
    answers: "replica",
    level: "pass",
    text: { en: "The server is no replica", zh: "该服务器不是副本" },
  },
  "replica-current": {
    answers: "replica",
    level: "pass",
    text: { en: "The replica is up to date ({seconds} s behind)", zh: "副本数据及时（延迟 {seconds} 秒）" },
  },
  "replica-off": {
    answers: "replica",
    level: "note",
    text: {
      en: "Replication from another server is set up and switched off; this server takes writes",
      zh: "已配置但停用了从其他服务器的复制；该服务器可写",
    },
  },
  "replica-lags": {
    answers: "replica",
    level: "warn",
    text: {
      en: "The replica is {seconds} s behind; it is told to stay {delay} s behind",
      zh: "副本延迟 {seconds} 秒；配置的延迟为 {delay} 秒",
    },
  },
  "replica-far-behind": {
    answers: "replica",
    level: "fail",
    text: {
      en: "The replica is {seconds} s behind; it is told to stay {delay} s behind",
      zh: "副本延迟已达 {seconds} 秒；配置的延迟为 {delay} 秒",
    },
  },
  "replica-stopped": {
    answers: "replica",
    level: "fail",
    text: { en: "Replication has stopped: {what}", zh: "复制已停止：{what}" },
  },
  "replica-disconnected": {
    answers: "replica",
    level: "fail",
    text: { en: "The replica does not reach its primary: {what}", zh: "副本无法连接主库：{what}" },
  },
} as const satisfies Signals;
