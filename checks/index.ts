export { db } from "./db.js";
