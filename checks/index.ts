export { api } from "./api.js";
export { db } from "./db.js";
export { dns } from "./dns.js";
export { keepalive } from "./keepalive.js";
export { link } from "./link.js";
export { ping } from "./ping.js";
export { port } from "./port.js";
export { tls } from "./tls.js";
