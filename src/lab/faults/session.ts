import type { FaultTable } from "../fault.js";

/** Shorter than the idle time of the profile's client (800 ms), by far more than a busy machine takes to notice. */
const after = 250;

export const sessionFaults = {
  "keepalive-disabled": {
    title: { en: "The API ends each connection after one answer", zh: "API 每次应答后即关闭连接" },
    breaks: { api: { keepAlive: { reuse: false } } },
  },
  "keepalive-request-limit": {
    title: { en: "The API ends each connection after two requests", zh: "API 在两个请求后关闭连接" },
    breaks: { api: { keepAlive: { requests: 2 } } },
  },
  "keepalive-too-short": {
    title: { en: "The API closes idle connections after a quarter of a second", zh: "API 在空闲四分之一秒后关闭连接" },
    breaks: { api: { keepAlive: { announce: 0, idle: { after, ends: "fin" } } } },
  },
  "idle-connection-reset": {
    title: { en: "Idle connections to the API are reset", zh: "到 API 的空闲连接被重置" },
    breaks: { api: { keepAlive: { idle: { after, ends: "reset" } } } },
  },
  "idle-flow-dropped": {
    title: { en: "Idle connections to the API are silently forgotten", zh: "到 API 的空闲连接被静默丢弃" },
    breaks: { api: { keepAlive: { idle: { after, ends: "silence" } } } },
  },
} as const satisfies FaultTable;
