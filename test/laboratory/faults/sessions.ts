import { startDaemon } from "../../servers/daemon.js";
import { login } from "../../servers/mariadb.js";
import { running } from "../changes.js";
import type { Change } from "../fault.js";
import { at } from "../network.js";

/** What goes on in the laboratory's database. */

/** Statements of root's, and those that undo them. */
export const sql = (inject: string, restore: string): Change => ({
  inject: async ({ services }) => void (await services.db.healthy.sql(inject)),
  restore: async ({ services }) => {
    await services.db.start();
    await services.db.healthy.sql(restore);
  },
});

/** A fresh server in the place of one that has lived through something. */
export const freshDatabase: Change = {
  inject: async () => {},
  async restore({ services }) {
    await services.db.stop();
    await services.db.start();
  },
};

/** The account of another program. */
export const account = sql(
  "CREATE USER IF NOT EXISTS app@'%' IDENTIFIED BY 'pw'; GRANT ALL ON *.* TO app@'%'",
  "DROP USER IF EXISTS app@'%'",
);

/**
 * Sessions of another program on another host, each with its statements, one after another; the last of each may wait for ever.
 * It counts as begun when all have logged in and have come to their last statement.
 */
export const sessions = (each: readonly (readonly string[])[], user = { user: "app", password: "pw" }): Change =>
  running(({ wires }) => {
    const script = `
      const { createConnection } = require("mysql2/promise");
      const [host, user, each] = process.argv.slice(1).map((one, at) => (at === 0 ? one : JSON.parse(one)));
      (async () => {
        const all = [];
        for (const _ of each) {
          const one = await createConnection({ host, ...user });
          one.on("error", () => {});
          all.push(one);
        }
        const most = Math.max(...each.map((one) => one.length));
        for (let step = 0; step < most; step += 1) {
          for (const [at, one] of all.entries()) {
            const statement = each[at][step];
            if (statement === undefined) continue;
            const done = one.query(statement).catch(() => {});
            if (step < each[at].length - 1) await done;
          }
        }
        console.log("ready");
        setInterval(() => {}, 1000);
      })();`;
    const given = [at.server, JSON.stringify({ ...user, database: login.database }), JSON.stringify(each)];
    return startDaemon({
      command: wires.proxy.command(process.execPath, "-e", script, ...given),
      ready: { output: /ready/ },
    });
  });

export const idle = (count: number): Change => sessions(Array.from({ length: count }, () => []));
