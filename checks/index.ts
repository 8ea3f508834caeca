export { db } from "./db.js";
export { ping } from "./ping.js";
export { port } from "./port.js";
export { tls } from "./tls.js";
