import type { Settings } from "../../src/model/check.js";

const many = 10_000_000;

export const settings = {
  span: {
    default: 300,
    unit: "duration",
    min: 0,
    max: 60_000,
    looking: true,
    help: { en: "between the two readings of a machine", zh: "两次读取主机指标的间隔" },
  },
  busyCpu: {
    default: 0.8,
    unit: "ratio",
    min: 0,
    max: 1,
    help: { en: "share of processor time that is worth a note", zh: "处理器占用达到该比例时提示" },
  },
  failCpu: {
    default: 0.95,
    unit: "ratio",
    min: 0,
    max: 1,
    help: {
      en: "share of processor time from which, with a queue, the processors are saturated",
      zh: "处理器占用达到该比例且有大量进程排队时视为饱和",
    },
  },
  queue: {
    default: 4,
    unit: "number",
    min: 0,
    max: 1000,
    help: {
      en: "processes for each processor, now and over a minute, that make a queue",
      zh: "每个处理器的待运行进程数（当前值和一分钟均值）达到该值时视为排队",
    },
  },
  stall: {
    default: 1000,
    unit: "duration",
    min: 1,
    help: {
      en: "how long this tool must have been unable to run before this host counts as saturated",
      zh: "本工具停顿超过该时长，才认定本机处理器饱和",
    },
  },
  lowMemory: {
    default: 0.1,
    unit: "ratio",
    min: 0,
    max: 1,
    help: { en: "share of memory available below which is a note", zh: "可用内存低于该比例时提示" },
  },
  failMemory: {
    default: 0.05,
    unit: "ratio",
    min: 0,
    max: 1,
    help: {
      en: "share of memory available below which, while pages are swapped, memory is exhausted",
      zh: "可用内存低于该比例且正在换页时视为耗尽",
    },
  },
  leastMemory: {
    default: 64,
    unit: "number",
    min: 0,
    max: 1_000_000,
    help: { en: "MiB of memory available below which it is exhausted", zh: "可用内存低于该值（MiB）时视为耗尽" },
  },
  lowDisk: {
    default: 0.05,
    unit: "ratio",
    min: 0,
    max: 1,
    help: { en: "share of a disk free below which is a note", zh: "磁盘空闲低于该比例时提示" },
  },
  failDisk: {
    default: 0.01,
    unit: "ratio",
    min: 0,
    max: 1,
    help: { en: "share of a disk free below which it is full", zh: "磁盘空闲低于该比例时视为已满" },
  },
  failFiles: {
    default: 0.95,
    unit: "ratio",
    min: 0,
    max: 1,
    help: {
      en: "share of the system's open files from which they are exhausted",
      zh: "系统打开文件数达到上限的该比例时视为耗尽",
    },
  },
  failPorts: {
    default: 0.9,
    unit: "ratio",
    min: 0,
    max: 1,
    help: {
      en: "share of the ports for clients, taken by one destination, from which they are exhausted",
      zh: "同一目的地占用的临时端口达到该比例时视为耗尽",
    },
  },
  warnConnections: {
    default: 5000,
    unit: "count",
    min: 1,
    max: many,
    help: { en: "TCP connections from which it warns", zh: "TCP 连接数达到该值时告警" },
  },
  failConnections: {
    default: 10_000,
    unit: "count",
    min: 1,
    max: many,
    help: { en: "TCP connections beyond which it fails", zh: "TCP 连接数超过该值时视为故障" },
  },
  warnClient: {
    default: 50,
    unit: "count",
    min: 1,
    max: many,
    help: { en: "connections of one client from which it warns", zh: "单个客户端连接数达到该值时告警" },
  },
  failClient: {
    default: 200,
    unit: "count",
    min: 1,
    max: many,
    help: { en: "connections of one client beyond which it fails", zh: "单个客户端连接数超过该值时视为故障" },
  },
} as const satisfies Settings;
