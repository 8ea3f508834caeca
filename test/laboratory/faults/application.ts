import type { Fault } from "../fault.js";
import { api } from "./api.js";
import { databases } from "./database.js";
import { invoicing } from "./invoicing.js";

/** API, database and invoicing. */
export const application: readonly Fault[] = [...api, ...databases, ...invoicing];
