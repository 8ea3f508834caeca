import type { FaultTable } from "../fault.js";

export const dnsFaults = {
  "dns-server-down": {
    title: { en: "The DNS server does not run; its port is closed", zh: "DNS 服务未运行，端口关闭" },
    breaks: { dns: { port: "closed" } },
  },
  "dns-blocked": {
    title: { en: "Queries to the DNS server vanish", zh: "发往 DNS 服务器的查询被静默丢弃" },
    breaks: { dns: { port: "dropped" } },
  },
  "dns-first-server-dead": {
    title: { en: "The first of two DNS servers is dead", zh: "两台 DNS 服务器中的第一台已失效" },
    breaks: { dns: { deadFirst: true } },
  },
  "dns-refused": {
    title: { en: "The DNS server refuses every query", zh: "DNS 服务器拒绝所有查询" },
    breaks: { dns: { everything: "REFUSED" } },
  },
  "dns-server-failure": {
    title: { en: "The DNS server answers every query with SERVFAIL", zh: "DNS 服务器对所有查询应答 SERVFAIL" },
    breaks: { dns: { everything: "SERVFAIL" } },
  },
  "dns-name-missing": {
    title: { en: "The API's name does not exist", zh: "API 的域名不存在" },
    breaks: { dns: { zone: { "api.invoice.test": null } } },
  },
  "dns-no-address": {
    title: { en: "The API's name has no address", zh: "API 的域名没有地址记录" },
    breaks: { dns: { zone: { "api.invoice.test": { A: [] } } } },
  },
  "dns-alias-dangling": {
    title: {
      en: "The API's name is an alias to a name that does not exist",
      zh: "API 的域名是别名，其指向的域名不存在",
    },
    breaks: { dns: { zone: { "api.invoice.test": { CNAME: "gone.invoice.test" } } } },
  },
  "dead-address": {
    title: { en: "One of the two addresses of the desktop's name is dead", zh: "桌面主机域名的两个地址中有一个已失效" },
    breaks: { dns: { zone: { "desktop.invoice.test": { A: ["127.0.0.1", "127.0.0.2"] } } } },
  },
} as const satisfies FaultTable;
