import { quoted } from "../profile/errors.js";
import { profileFileName } from "../profile/find.js";
import { normalHost, portNumber } from "../profile/hosts.js";
import { suggestion } from "../profile/nearest.js";
import { needsProvince, platformNames, provinceNames, provinceOf } from "../profile/platforms.js";
import { profileTemplate, type TemplateAnswers } from "../profile/template.js";
import { httpUrl } from "../profile/urls.js";
import { type Action, type Context, say } from "./context.js";
import { UsageError } from "./failure.js";
import { createFile } from "./write.js";

export type InitOptions = {
  readonly url?: string;
  readonly host?: string;
  readonly port?: readonly string[];
  readonly mysql?: string;
  readonly platform?: string;
  readonly province?: string;
  readonly name?: string;
  readonly print?: boolean;
};

const wrong = (option: string, value: string, expected: { en: string; zh: string }): never => {
  throw new UsageError({
    en: `${option}: ${quoted(value)} is not ${expected.en}`,
    zh: `${option}：${quoted(value)} 不是${expected.zh}`,
  });
};

const urlOf = (url: string): string => {
  const parsed = httpUrl(url);
  if (typeof parsed === "string") return wrong("--url", url, { en: "an http:// or https:// URL", zh: "有效的网址" });
  if (parsed.userinfo !== undefined) {
    throw new UsageError({
      en: "--url: leave user and password out; the profile takes them from environment variables",
      zh: "--url：请勿写入用户名和密码，配置文件应通过环境变量引用",
    });
  }
  return parsed.url;
};

const hostOf = (option: string, text: string): string =>
  normalHost(text) ?? wrong(option, text, { en: "a host name or address", zh: "主机名或地址" });

const mysqlOf = (text: string): NonNullable<TemplateAnswers["mysql"]> => {
  const form = /^(?:mysql:\/\/)?(?:([^@:/]+)@)?(\[[^\]]+\]|[^:/@]+)(?::([^/]*))?(?:\/(.*))?$/i;
  const parts = form.exec(text);
  if (parts === null) {
    return wrong("--mysql", text, {
      en: "of the form user@host:3306/database (no password)",
      zh: " user@host:3306/database 形式（不含密码）",
    });
  }
  const [, user, host = "", port, database] = parts;
  const number = port === undefined ? undefined : portNumber(port);
  if (port !== undefined && number === undefined) return wrong("--mysql", port, { en: "a port", zh: "端口号" });
  return {
    host: hostOf("--mysql", host),
    ...(number === undefined ? {} : { port: number }),
    ...(user === undefined ? {} : { user }),
    ...(database === undefined || database === "" ? {} : { database }),
  };
};

const choice = (option: string, text: string, words: readonly string[]): never => {
  const hint = suggestion(text, words);
  return wrong(option, text, { en: `known${hint.en}`, zh: `已知的选项${hint.zh}` });
};

const platformOf = ({ platform, province }: InitOptions): Pick<TemplateAnswers, "platform" | "province"> => {
  if (platform === undefined) {
    if (province === undefined) return {};
    throw new UsageError({ en: "--province needs --platform", zh: "--province 需与 --platform 同用" });
  }
  const known = platformNames.find((one) => one === platform) ?? choice("--platform", platform, platformNames);
  if (province === undefined) {
    if (!needsProvince(known)) return { platform: known };
    throw new UsageError({
      en: `--platform ${known} needs --province, such as guangdong`,
      zh: `--platform ${known} 需与 --province 同用，如 guangdong`,
    });
  }
  return { platform: known, province: provinceOf(province) ?? choice("--province", province, provinceNames) };
};

const answersOf = (context: Context, options: InitOptions): TemplateAnswers => {
  const { url, host, port = [], mysql, name } = options;
  if (port.length > 0 && host === undefined) {
    throw new UsageError({ en: "--port needs --host", zh: "--port 需与 --host 同用" });
  }
  const ports = port.map((one) => portNumber(one) ?? wrong("--port", one, { en: "a port", zh: "端口号" }));
  return {
    language: context.lang,
    ...(name === undefined ? {} : { name }),
    ...(url === undefined ? {} : { url: urlOf(url) }),
    ...(host === undefined ? {} : { host: hostOf("--host", host) }),
    ...(ports.length === 0 ? {} : { ports }),
    ...(mysql === undefined ? {} : { mysql: mysqlOf(mysql) }),
    ...platformOf(options),
  };
};

/** Writes a commented profile to a file that must not exist yet, or to standard output. */
export const init = async (context: Context, file: string | undefined, options: InitOptions): Action => {
  if (options.print === true && file !== undefined && file !== "-") {
    throw new UsageError({ en: "--print and a file exclude each other", zh: "--print 与文件名不能同时使用" });
  }
  const text = profileTemplate(answersOf(context, options));
  if (options.print === true || file === "-") {
    await context.terminal.print(text);
    return 0;
  }
  const path = file ?? profileFileName;
  await createFile(path, text);
  context.terminal.complain(
    say(context, {
      en: `wrote ${path}; try: invoice-diag check --profile ${path}`,
      zh: `已写入 ${path}；试运行：invoice-diag check --profile ${path}`,
    }),
  );
  return 0;
};
