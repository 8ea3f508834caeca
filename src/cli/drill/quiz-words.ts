import type { Bilingual } from "../../model/text.js";

/** What the quiz says. */
export const words = {
  welcome: {
    en: "One fault is injected in each of {rounds} rounds. You see what the checks found; name the cause. Seed {seed}.",
    zh: "共 {rounds} 轮，每轮注入一个故障。你会看到各项检查的结果，请说出原因。种子 {seed}。",
  },
  round: { en: "Round {round} of {rounds}", zh: "第 {round} 轮，共 {rounds} 轮" },
  ask: {
    en: "Which cause is it? A number, an id or your own words; an empty line: I do not know; q: enough.",
    zh: "是哪个原因？可填编号、标识或自己的说法；空行表示不知道；q 结束。",
  },
  unclear: {
    en: "That is no cause of the catalogue; please say it another way.",
    zh: "目录中没有这个原因，请换个说法。",
  },
  taken: { en: "understood as: {title}", zh: "理解为：{title}" },
  right: { en: "Right: {title} [{id}]", zh: "正确：{title} [{id}]" },
  alike: {
    en: "Counts as right: from here it cannot be told from {title} [{id}], which was injected.",
    zh: "算作正确：从本机无法将其与实际注入的“{title}”[{id}] 区分。",
  },
  wrong: { en: "No, it is: {title} [{id}]", zh: "不对，实际是：{title} [{id}]" },
  toolWrong: {
    en: "The tool was wrong as well: it named {answer} first.",
    zh: "本工具也判断有误：首先给出的是 {answer}。",
  },
  because: { en: "It shows here: {text} [{step}]", zh: "依据：{text} [{step}]" },
  score: { en: "{who}: {right} of {total} right", zh: "{who}：{total} 题答对 {right} 题" },
  mean: { en: ", {time} for each answer on average", zh: "，平均每题用时 {time}" },
  study: { en: "Worth reading: invoice-diag explain {id}", zh: "建议阅读：invoice-diag explain {id}" },
  soFar: { en: "So far: ", zh: "到目前为止：" },
  rounds: {
    en: "--rounds: {given} is no number from 1 to {most}",
    zh: "--rounds：{given} 不是 1 到 {most} 之间的整数",
  },
} as const satisfies Record<string, Bilingual>;
