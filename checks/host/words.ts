import type { Signals } from "../../src/model/check.js";
import type { Bilingual } from "../../src/model/text.js";

export const questions = {
  figures: { en: "Does the machine tell its figures?", zh: "能否读取该主机的指标？" },
  cpu: { en: "Is there processor time left?", zh: "处理器是否有余量？" },
  memory: { en: "Is there memory left?", zh: "内存是否有余量？" },
  disk: { en: "Is there room on the disks?", zh: "磁盘是否有空间？" },
  files: { en: "Can files and sockets still be opened?", zh: "能否继续打开文件和套接字？" },
  ports: { en: "Are there ports left for new connections?", zh: "新建连接是否还有临时端口？" },
  connections: { en: "Is the number of TCP connections usual?", zh: "TCP 连接总数是否正常？" },
  clients: { en: "Does no client hold very many connections?", zh: "是否有客户端占用过多连接？" },
} as const satisfies { readonly [id: string]: Bilingual };

/** The words of the check `host`. Their ids never change. */
export const signals = {
  "figures-read": {
    answers: "figures",
    level: "pass",
    text: { en: "the machine tells its figures", zh: "已读取该主机的指标" },
  },
  "figures-missing": {
    answers: "figures",
    level: "note",
    text: { en: "the machine's figures could not be read ({why})", zh: "无法读取该主机的指标（{why}）" },
  },
  "cpu-free": {
    answers: "cpu",
    level: "pass",
    text: { en: "{busy} % of {cores} processors in use", zh: "{cores} 个处理器占用 {busy}%" },
  },
  "cpu-busy": {
    answers: "cpu",
    level: "note",
    text: {
      en: "{busy} % of {cores} processors in use within {ms} ms",
      zh: "{ms} 毫秒内 {cores} 个处理器占用 {busy}%",
    },
  },
  "cpu-saturated": {
    answers: "cpu",
    level: "fail",
    text: {
      en: "{busy} % of {cores} processors in use, and {queue} processes queue for them",
      zh: "{cores} 个处理器占用 {busy}%，{queue} 个进程在排队",
    },
  },
  "memory-free": {
    answers: "memory",
    level: "pass",
    text: { en: "{available} of {total} MiB of memory available", zh: "可用内存 {available}/{total} MiB" },
  },
  "memory-low": {
    answers: "memory",
    level: "note",
    text: { en: "only {available} of {total} MiB of memory available", zh: "可用内存仅 {available}/{total} MiB" },
  },
  "memory-short": {
    answers: "memory",
    level: "fail",
    text: {
      en: "memory is exhausted: {available} of {total} MiB available, {swapped} pages swapped within {ms} ms",
      zh: "内存耗尽：可用 {available}/{total} MiB，{ms} 毫秒内换页 {swapped} 次",
    },
  },
  "disk-free": { answers: "disk", level: "pass", text: { en: "room on {disks}", zh: "磁盘有空间：{disks}" } },
  "disk-low": {
    answers: "disk",
    level: "note",
    text: { en: "little room left on {disks}", zh: "磁盘空间偏少：{disks}" },
  },
  "disk-full": { answers: "disk", level: "fail", text: { en: "no room left on {disks}", zh: "磁盘已满：{disks}" } },
  "files-free": {
    answers: "files",
    level: "pass",
    text: { en: "{open} of {limit} files open in the system", zh: "系统已打开文件 {open}/{limit}" },
  },
  "files-short": {
    answers: "files",
    level: "fail",
    text: {
      en: "{open} of {limit} files are open in the system: sockets can hardly be opened any more",
      zh: "系统已打开文件 {open}/{limit}，几乎无法再打开套接字",
    },
  },
  "ports-free": {
    answers: "ports",
    level: "pass",
    text: {
      en: "{used} of {range} client ports taken by one destination",
      zh: "同一目的地最多占用临时端口 {used}/{range}",
    },
  },
  "ports-short": {
    answers: "ports",
    level: "fail",
    text: {
      en: "{used} of {range} client ports are taken by connections to {to}: hardly another one can be opened there",
      zh: "到 {to} 的连接已占用临时端口 {used}/{range}，几乎无法再与其建立连接",
    },
  },
  "connections-few": {
    answers: "connections",
    level: "pass",
    text: { en: "{connections} TCP connections", zh: "TCP 连接 {connections} 个" },
  },
  "connections-many": {
    answers: "connections",
    level: "warn",
    text: { en: "{connections} TCP connections are many", zh: "TCP 连接偏多：{connections} 个" },
  },
  "connections-too-many": {
    answers: "connections",
    level: "fail",
    text: {
      en: "{connections} TCP connections are more than {limit}",
      zh: "TCP 连接 {connections} 个，超过 {limit}",
    },
  },
  "clients-even": {
    answers: "clients",
    level: "pass",
    text: { en: "no client holds very many connections", zh: "没有客户端占用过多连接" },
  },
  "clients-warm": {
    answers: "clients",
    level: "warn",
    text: { en: "single clients hold many connections: {clients}", zh: "个别客户端连接偏多：{clients}" },
  },
  "clients-hot": {
    answers: "clients",
    level: "fail",
    text: {
      en: "single clients hold more than {limit} connections: {clients}",
      zh: "个别客户端连接数超过 {limit}：{clients}",
    },
  },
} as const satisfies Signals;
