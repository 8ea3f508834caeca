import type { CauseTable } from "../cause.js";
import { api } from "./api.js";
import { database } from "./database.js";
import { host } from "./host.js";
import { invoicing } from "./invoicing.js";
import { names } from "./names.js";
import { network } from "./network.js";
import { path } from "./path.js";
import { physical } from "./physical.js";
import { proxy } from "./proxy.js";
import { security } from "./security.js";
import { session } from "./session.js";
import { tls } from "./tls.js";
import { told } from "./told.js";
import { tool } from "./tool.js";

const catalogue = {
  ...physical,
  ...host,
  ...network,
  ...path,
  ...proxy,
  ...names,
  ...tls,
  ...session,
  ...api,
  ...told,
  ...security,
  ...database,
  ...invoicing,
  ...tool,
};

/** The words for causes that the catalogue knows. */
export type CauseId = keyof typeof catalogue;

/** The catalogue of causes: one file per field. */
export const causes: CauseTable = catalogue;
