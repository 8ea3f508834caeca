import { Composer, type CST, type Document, LineCounter, Parser, type YAMLError } from "yaml";
import type { Bilingual } from "../model/text.js";

/** Deeper than any profile; the composer recurses, and a stack that overflows in it can end the process. */
const deepest = 60;
/** The composer can find a million mistakes in a text of 1 MiB. */
const mostErrors = 20;

/** A mistake of syntax at an offset of the text. */
export type SyntaxFault = { readonly offset: number; readonly message: Bilingual };
export type Composed = {
  readonly document?: Document.Parsed;
  readonly faults: readonly SyntaxFault[];
  lines: LineCounter;
};

const sentences: { readonly [code: string]: Bilingual } = {
  BAD_INDENT: {
    en: "the indentation does not fit, or a bracket opened above is not closed",
    zh: "缩进不一致，或上文的括号未闭合",
  },
  TAB_AS_INDENT: { en: "a tab indents this line; YAML allows only spaces", zh: "此行用制表符缩进，YAML 只允许空格" },
  BAD_DQ_ESCAPE: {
    en: "unknown escape in double quotes; write \\\\ for a backslash, or use single quotes",
    zh: "双引号中有未知的转义，反斜杠请写作 \\\\，或改用单引号",
  },
  BAD_SCALAR_START: {
    en: "a plain text cannot begin with this character; put the text in quotes",
    zh: "未加引号的文本不能以此字符开头，请加引号",
  },
  BLOCK_AS_IMPLICIT_KEY: { en: "a key within a key on one line", zh: "同一行中出现嵌套的键" },
  KEY_OVER_1024_CHARS: { en: "a key is too long or its colon is missing", zh: "键过长，或缺少冒号" },
  MISSING_CHAR: {
    en: "a character is missing: a colon, a comma, a quote or a bracket",
    zh: "缺少冒号、逗号、引号或括号",
  },
  MULTILINE_IMPLICIT_KEY: {
    en: "a key must stand on one line; is a colon missing?",
    zh: "键必须写在一行内，是否缺少冒号？",
  },
  MULTIPLE_DOCS: {
    en: "a second document begins here (`---`); expected one document",
    zh: "此处开始了第二个文档（`---`），应只有一个文档",
  },
  NON_STRING_KEY: { en: "a key must be text", zh: "键必须是文本" },
  TAG_RESOLVE_FAILED: {
    en: "unknown tag (`!…`); put text that begins with ! in quotes",
    zh: "未知的标签（`!…`），以 ! 开头的文本请加引号",
  },
  UNEXPECTED_TOKEN: { en: "not expected here", zh: "此处出现了意外的内容" },
};
const other: Bilingual = { en: "not understood", zh: "无法理解" };

const sentence = (code: string): Bilingual => {
  const said = sentences[code] ?? other;
  return { en: `not valid YAML: ${said.en}`, zh: `不是有效的 YAML：${said.zh}` };
};

export const tooDeep: Bilingual = {
  en: `nested too deeply; expected at most ${deepest} levels`,
  zh: `嵌套过深，最多 ${deepest} 层`,
};

const children = (token: CST.Token): CST.Token[] => {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!("items" in token)) return [];
  return token.items.flatMap((item) => [item.key, item.value].filter((one) => one !== null && one !== undefined));
};

/** The offset of the first token that lies too deep; without recursion. */
const tooDeepAt = (tokens: readonly CST.Token[]): number | undefined => {
  let level = [...tokens];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return Math.min(...level.slice(0, 100).map((token) => token.offset));
    level = level.flatMap(children);
  }
  return undefined;
};

const parsed = (text: string, lines: LineCounter): readonly CST.Token[] | undefined => {
  try {
    return Array.from(new Parser(lines.addNewLine).parse(text));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

/** What a Chinese input method writes where YAML asks for ASCII. */
const fullWidth = /[：，“”‘’｛｝［］]/;
const isFullWidth: Bilingual = {
  en: "; this line has full-width punctuation, YAML needs : , \" ' { } [ ]",
  zh: "；此行含全角标点，YAML 须用半角 : , \" ' { } [ ]",
};
const fullWidthColon: Bilingual = {
  en: "not valid YAML: a full-width colon (：) after a key; expected an ASCII colon and a blank",
  zh: "不是有效的 YAML：键后是全角冒号（：），应为半角冒号加空格",
};

/** Keys that end with a full-width colon: YAML takes them for text, and blames another place if any. */
const fullWidthKeys = (text: string): SyntaxFault[] =>
  Array.from(text.matchAll(/^([ -]*[A-Za-z]\w*)：/gm), ({ index, 1: before = "" }) => ({
    offset: index + before.length,
    message: fullWidthColon,
  })).slice(0, mostErrors);

const lineAt = (text: string, offset: number): string =>
  text.slice(text.lastIndexOf("\n", offset - 1) + 1).split("\n", 1)[0] ?? "";

const faultOf = (error: YAMLError, text: string): SyntaxFault => {
  const [offset] = error.pos;
  const said = sentence(error.code);
  const hint = fullWidth.test(lineAt(text, offset)) ? isFullWidth : { en: "", zh: "" };
  return { offset, message: { en: said.en + hint.en, zh: said.zh + hint.zh } };
};

/** The first mistake of each line: what follows it on the line is mostly its echo. */
const firstOfLines = (errors: readonly YAMLError[], text: string, lines: LineCounter): SyntaxFault[] => {
  const first = new Map<number, SyntaxFault>();
  for (const error of errors) {
    const { line } = lines.linePos(error.pos[0]);
    if (!first.has(line)) first.set(line, faultOf(error, text));
    if (first.size === mostErrors) break;
  }
  return [...first.values()];
};

/** Text to one YAML 1.2 document, or to what is wrong with its syntax (the first mistakes, at most 20). Duplicate keys are left to the reader. */
export const compose = (text: string): Composed => {
  const lines = new LineCounter();
  const tokens = parsed(text, lines);
  const deep = tokens === undefined ? 0 : tooDeepAt(tokens);
  if (tokens === undefined || deep !== undefined) return { faults: [{ offset: deep ?? 0, message: tooDeep }], lines };
  const keys = fullWidthKeys(text);
  if (keys.length > 0) return { faults: keys, lines };
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    uniqueKeys: false,
    prettyErrors: false,
  });
  const documents = Array.from(composer.compose(tokens, true, text.length)) as Document.Parsed[];
  const [document, second] = documents;
  const faults = document === undefined ? [] : firstOfLines([...document.errors, ...document.warnings], text, lines);
  if (second !== undefined) faults.push({ offset: second.range[0], message: sentence("MULTIPLE_DOCS") });
  return { ...(document === undefined ? {} : { document }), faults, lines };
};
