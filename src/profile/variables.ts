import type { Bilingual } from "../model/text.js";
import { quoted } from "./errors.js";

export type Environment = { readonly [name: string]: string | undefined };

export type Substituted = {
  readonly text: string;
  readonly used: readonly string[];
  readonly faults: readonly Bilingual[];
};

const reference = /\$\{([^}]*)\}?/g;
const name = /^[A-Za-z_][A-Za-z0-9_]*$/;

const fault = (whole: string, variable: string, value: string | undefined): Bilingual => {
  if (!name.test(variable) || !whole.endsWith("}"))
    return {
      en: `${quoted(whole)} is not a variable; expected \${NAME} with letters, digits and _`,
      zh: `${quoted(whole)} 不是变量，应为 \${NAME}（字母、数字和下划线）`,
    };
  return value === undefined
    ? { en: `environment variable ${variable} is not set`, zh: `环境变量 ${variable} 未设置` }
    : { en: `environment variable ${variable} is empty`, zh: `环境变量 ${variable} 为空` };
};

/** Puts environment variables into a text, once: what comes in is not looked at again. */
export const substitute = (text: string, env: Environment): Substituted => {
  const used: string[] = [];
  const faults: Bilingual[] = [];
  const filled = text.replace(reference, (whole, variable: string) => {
    const known = name.test(variable) && whole.endsWith("}") && Object.hasOwn(env, variable);
    const value = known ? env[variable] : undefined;
    if (value !== undefined && value !== "") {
      used.push(value);
      return value;
    }
    faults.push(fault(whole, variable, value));
    return whole;
  });
  return { text: filled, used, faults };
};

/** True for a text that is one variable and nothing else. */
export const isVariable = (text: string): boolean => /^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(text);
