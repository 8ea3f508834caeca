import type { Settings, SettingValues } from "../../src/model/check.js";

/** The thresholds of the check; the profile may set others. */
export const settings = {
  warnUse: {
    default: 0.8,
    unit: "ratio",
    min: 0,
    max: 1,
    help: {
      en: "Warn when this share of max_connections is in use",
      zh: "已用连接数达到 max_connections 的此比例时告警",
    },
  },
  slowLogin: {
    default: 1000,
    unit: "duration",
    help: {
      en: "A login that takes longer, apart from its round trips, is slow",
      zh: "登录扣除网络往返后超过此时长视为缓慢",
    },
  },
  slowQuery: {
    default: 1000,
    unit: "duration",
    help: { en: "SELECT 1 that takes longer is slow", zh: "SELECT 1 超过此时长视为缓慢" },
  },
  warnRunning: {
    default: 50,
    unit: "count",
    min: 1,
    help: { en: "Warn when this many statements run at once", zh: "同时执行的语句达到此数量时告警" },
  },
  // The server counts whole seconds: of these three, two have passed at least.
  lockWait: {
    default: 3000,
    unit: "duration",
    help: { en: "A lock that is waited for this long is a fault", zh: "等待锁达到此时长视为故障" },
  },
  longTransaction: {
    default: 60_000,
    unit: "duration",
    help: { en: "Warn when a transaction is open this long", zh: "事务持续达到此时长时告警" },
  },
  // The shortest idleTimeout that HikariCP takes (its README).
  briefIdle: {
    default: 10_000,
    unit: "duration",
    help: {
      en: "Idle connections that a server ends sooner are of use to no pool; where the profile names no pool.idleTimeout",
      zh: "服务器早于此时长断开空闲连接则无法用于连接池；用于配置未写 pool.idleTimeout 时",
    },
  },
  deadlockAge: {
    default: 600_000,
    unit: "duration",
    help: { en: "A deadlock within this time is recent", zh: "此时长以内发生的死锁视为近期死锁" },
  },
  warnLag: {
    default: 10_000,
    unit: "duration",
    help: { en: "Warn when a replica is this far behind", zh: "副本延迟达到此时长时告警" },
  },
  failLag: {
    default: 60_000,
    unit: "duration",
    help: { en: "A replica that is this far behind is a fault", zh: "副本延迟达到此时长视为故障" },
  },
} as const satisfies Settings;

/** Durations in milliseconds, ratios as fractions of 1. */
export type DatabaseSettings = SettingValues<typeof settings>;
