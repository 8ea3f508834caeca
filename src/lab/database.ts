import { createServer } from "node:net";
import { serve } from "./database-session.js";
import type { Client } from "./database-sql.js";
import { type DatabaseOptions, heldClients, stateOf } from "./database-state.js";
import { listen, type Service } from "./service.js";

/**
 * A small database that speaks MySQL, for the demo and the tests: real logins, one table of invoices, and what can be
 * asked about variables, status and sessions. The ordinary `mysql` client can use it. Throws a RangeError for a fault
 * that does not exist.
 */
export const createDatabase = async (options: DatabaseOptions): Promise<Service> => {
  const state = stateOf(options);
  const clients = new Set<Client>(heldClients(state));
  let thread = state.held;
  const server = createServer({ noDelay: true }, (socket) => {
    if (state.frozen) return;
    thread += 1;
    serve(socket, state, clients, thread).catch(() => socket.destroy());
  });
  const service = await listen(server, options.port);
  if (options.fault === "db-down") await service.close();
  return service;
};
