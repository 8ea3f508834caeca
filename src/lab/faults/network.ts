import type { FaultTable } from "../fault.js";

export const networkFaults = {
  "port-closed": {
    title: { en: "Nothing listens on the web port of the desktop host", zh: "桌面主机的 Web 端口无服务监听" },
    breaks: { web: { port: "closed" } },
  },
  "firewall-drops-port": {
    title: { en: "Connection requests to the remote desktop port vanish", zh: "发往远程桌面端口的连接请求被静默丢弃" },
    breaks: { desktop: { port: "dropped" } },
  },
  "service-frozen": {
    title: { en: "The remote desktop accepts connections and stays silent", zh: "远程桌面接受连接但毫无响应" },
    breaks: { desktop: { port: "frozen" } },
  },
  "wrong-service": {
    title: { en: "An SSH server answers on the remote desktop port", zh: "远程桌面端口上应答的是 SSH 服务" },
    breaks: { desktop: { port: "ssh" } },
  },
  "connection-reset": {
    title: { en: "The web port resets each connection at its first data", zh: "Web 端口收到首个数据即重置连接" },
    breaks: { web: { port: "reset" } },
  },
} as const satisfies FaultTable;
