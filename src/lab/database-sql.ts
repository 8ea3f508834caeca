import type { Cell, ResultSet, SqlError } from "./mysql-wire.js";

/** One connection as the database knows it. */
export type Client = {
  readonly id: number;
  readonly user: string;
  readonly host: string;
  database: string | null;
  readonly command: "Query" | "Sleep";
};

export type Table = ResultSet;

/** What can be asked about. */
export type Contents = {
  readonly version: string;
  readonly database: string;
  readonly tables: { readonly [name: string]: Table };
  variables(): { readonly [name: string]: Cell };
  status(): { readonly [name: string]: Cell };
  clients(): readonly Client[];
  /** What is told of sessions, transactions, locks and replication; undefined: the statement asks for something else. */
  insight(sql: string, client: Client): ResultSet | undefined;
  readonly privileges: readonly string[];
};

export type Answer = ResultSet | SqlError | "done";
type Asked = { readonly contents: Contents; readonly client: Client };
type Statement = (match: RegExpExecArray, asked: Asked) => Answer;

const error = (number: number, state: string, text: string): SqlError => ({ number, state, text });
export const unknownDatabase = (name: string): SqlError => error(1049, "42000", `Unknown database '${name}'`);
const syntaxError = (sql: string): SqlError =>
  error(1064, "42000", `You have an error in your SQL syntax near '${sql.slice(0, 80)}'`);

const timestamp = (digits = 0): string =>
  new Date()
    .toISOString()
    .replace("T", " ")
    .slice(0, digits === 0 ? 19 : 20 + Math.min(digits, 3));

const account = ({ user }: Client): string => `${user}@%`;

/** Expressions that stand without a table. */
const expressions: readonly [RegExp, (match: RegExpExecArray, asked: Asked) => Cell | undefined][] = [
  [/^-?\d+$/, ([text]) => Number(text)],
  [/^'([^']*)'$/, ([, text]) => text ?? ""],
  [
    /^@@(?:(?:global|session|local)\.)?(\w+)$/i,
    ([, name], { contents }) => contents.variables()[(name ?? "").toLowerCase()],
  ],
  [/^(?:DATABASE|SCHEMA)\(\)$/i, (_, { client }) => client.database],
  [/^CURRENT_USER(?:\(\))?$/i, (_, { client }) => account(client)],
  [/^(?:SESSION_|SYSTEM_)?USER\(\)$/i, (_, { client }) => `${client.user}@${client.host}`],
  [/^VERSION\(\)$/i, (_, { contents }) => contents.version],
  [/^CONNECTION_ID\(\)$/i, (_, { client }) => client.id],
  [/^(?:UTC_TIMESTAMP|NOW|CURRENT_TIMESTAMP)\((\d?)\)$/i, ([, digits]) => timestamp(Number(digits ?? 0))],
  [/^UNIX_TIMESTAMP\(\)$/i, () => Math.floor(Date.now() / 1000)],
];

const evaluate = (list: string, asked: Asked): Answer => {
  const columns: string[] = [];
  const row: Cell[] = [];
  for (const part of list.split(",").map((text) => text.trim())) {
    const [, expression = "", alias] = /^(.*?)(?:\s+AS\s+`?(\w+)`?)?$/is.exec(part) ?? [];
    const rule = expressions.find(([pattern]) => pattern.test(expression));
    const value = rule?.[1](rule[0].exec(expression) as RegExpExecArray, asked);
    if (value === undefined) {
      const variable = /^@@(?:\w+\.)?(\w+)$/.exec(expression)?.[1];
      return variable === undefined ? syntaxError(part) : error(1193, "HY000", `Unknown system variable '${variable}'`);
    }
    columns.push(alias ?? expression);
    row.push(value);
  }
  return { columns, rows: [row] };
};

const select = (list: string, name: string, limit: number, { contents, client }: Asked): Answer => {
  const [table = "", schema = client.database] = name.replaceAll("`", "").split(".").reverse();
  if (schema === null) return error(1046, "3D000", "No database selected");
  const found =
    schema === contents.database && Object.hasOwn(contents.tables, table) ? contents.tables[table] : undefined;
  if (found === undefined) return error(1146, "42S02", `Table '${schema}.${table}' doesn't exist`);
  const rows = found.rows.slice(0, limit);
  if (list === "*") return { ...found, rows };
  if (/^COUNT\(\*\)$/i.test(list)) return { columns: [list], rows: [[found.rows.length]] };
  if (/^\d+$/.test(list)) return { columns: [list], rows: rows.map(() => [Number(list)]) };
  const wanted = list.split(",").map((text) => text.trim().replaceAll("`", ""));
  const missing = wanted.find((column) => !found.columns.includes(column));
  if (missing !== undefined) return error(1054, "42S22", `Unknown column '${missing}' in 'field list'`);
  const places = wanted.map((column) => found.columns.indexOf(column));
  return { columns: wanted, rows: rows.map((row) => places.map((at) => row[at] ?? null)) };
};

const pattern = (like: string): RegExp =>
  new RegExp(
    `^${like
      .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("%", ".*")
      .replaceAll("_", ".")}$`,
    "i",
  );

/** `LIKE '…'` and `WHERE Variable_name IN (…)` or `= '…'`, as people and programs ask for variables. */
const chosen = (all: { readonly [name: string]: Cell }, condition = ""): Answer => {
  const like = /^LIKE '([^']*)'$/i.exec(condition)?.[1];
  const names = [...condition.matchAll(/'([^']*)'/g)].map((match) => (match[1] ?? "").toLowerCase());
  const wanted = (name: string): boolean => {
    if (condition === "") return true;
    return like === undefined ? names.includes(name.toLowerCase()) : pattern(like).test(name);
  };
  const known = condition === "" || like !== undefined || /^WHERE `?Variable_name`? (=|IN) ?\(?'/i.test(condition);
  if (!known) return syntaxError(condition);
  const rows = Object.entries(all).filter(([name]) => wanted(name));
  return { columns: ["Variable_name", "Value"], rows: rows.map(([name, value]) => [name, String(value)]) };
};

const clientRows = (clients: readonly Client[]): ResultSet => ({
  columns: ["Id", "User", "Host", "db", "Command", "Time", "State", "Info"],
  rows: clients.map(({ id, user, host, database, command }) => [id, user, host, database, command, 0, "", null]),
});

const inhabited = ({ contents, client }: Asked): Answer =>
  client.database === null
    ? error(1046, "3D000", "No database selected")
    : {
        columns: [`Tables_in_${client.database}`],
        rows: Object.keys(client.database === contents.database ? contents.tables : {}).map((name) => [name]),
      };

const use: Statement = ([, name = ""], { contents, client }) => {
  if (name !== contents.database && name !== "information_schema") return unknownDatabase(name);
  client.database = name;
  return "done";
};

const write: Statement = ([word = ""], { contents, client }) =>
  contents.variables().read_only === "ON"
    ? error(
        1290,
        "HY000",
        "The MySQL server is running with the --read-only option so it cannot execute this statement",
      )
    : error(1142, "42000", `${word.toUpperCase()} command denied to user '${client.user}'@'${client.host}'`);

/** Everything that this database understands; anything else is error 1064. */
const statements: readonly [RegExp, Statement][] = [
  [/^(?:SET|COMMIT|ROLLBACK|START TRANSACTION|BEGIN)\b/i, () => "done"],
  [/^USE `?(\w+)`?$/i, use],
  [
    /^SHOW (?:DATABASES|SCHEMAS)$/i,
    (_, { contents }) => ({ columns: ["Database"], rows: [["information_schema"], [contents.database]] }),
  ],
  [/^SHOW TABLES$/i, (_, asked) => inhabited(asked)],
  [
    /^SHOW (?:GLOBAL |SESSION )?VARIABLES ?(.*)$/i,
    ([, condition], { contents }) => chosen(contents.variables(), condition),
  ],
  [/^SHOW (?:GLOBAL |SESSION )?STATUS ?(.*)$/i, ([, condition], { contents }) => chosen(contents.status(), condition)],
  [/^SHOW (?:FULL )?PROCESSLIST$/i, (_, { contents }) => clientRows(contents.clients())],
  [/^SHOW WARNINGS$/i, () => ({ columns: ["Level", "Code", "Message"], rows: [] })],
  [
    /^SHOW GRANTS(?: FOR CURRENT_USER(?:\(\))?)?$/i,
    (_, { contents, client }) => ({
      columns: [`Grants for ${account(client)}`],
      rows: [[`GRANT ${contents.privileges.join(", ")} ON *.* TO \`${client.user}\`@\`%\``]],
    }),
  ],
  [
    /^SHOW CREATE USER CURRENT_USER(?:\(\))?$/i,
    (_, { client }) => ({
      columns: [`CREATE USER for ${account(client)}`],
      rows: [[`CREATE USER \`${client.user}\`@\`%\` IDENTIFIED WITH 'mysql_native_password' REQUIRE NONE`]],
    }),
  ],
  [
    /^SELECT (.+?) FROM (`?\w+`?(?:\.`?\w+`?)?)(?: LIMIT (\d+))?$/i,
    ([, list = "", table = "", limit], asked) => select(list, table, Number(limit ?? 1000), asked),
  ],
  [/^SELECT (.+?)(?: LIMIT \d+)?$/i, ([, list = ""], asked) => evaluate(list, asked)],
  [/^(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|TRUNCATE)\b/i, write],
];

/** Answers one statement. */
export const answer = (text: string, asked: Asked): Answer => {
  const sql = text.trim().replace(/;$/, "").replace(/\s+/g, " ").trim();
  const told = asked.contents.insight(sql, asked.client);
  if (told !== undefined) return told;
  const known = statements.find(([form]) => form.test(sql));
  return known === undefined ? syntaxError(sql) : known[1](known[0].exec(sql) as RegExpExecArray, asked);
};
