import type { Unavailable } from "../../src/model/check.js";
import type { HttpAnswer, Io } from "../../src/model/io.js";
import type { Json, JsonObject } from "../../src/model/json.js";
import type { Located } from "../../src/model/place.js";
import { type Asked, endsIt, type Question, questionsFor, type Seen, type Target } from "./sight.js";
import type { Values } from "./words.js";

/** Bytes of body that are read. */
const bodyLimit = 262_144;

type Looking = { readonly io: Io; readonly settings: Values; readonly signal: AbortSignal };

/** Every name in a JSON value with the way to it; places in a list count as one. */
const namesIn = (value: Json, path = ""): string[] => {
  if (Array.isArray(value)) return value.flatMap((one: Json) => namesIn(one, `${path}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value as JsonObject).flatMap(([name, inner]) => {
    const way = `${path}.${name}`;
    return [way, ...(inner === undefined ? [] : namesIn(inner, way))];
  });
};

const shapeOf = ({ body }: HttpAnswer): readonly string[] => {
  try {
    return namesIn(JSON.parse(body));
  } catch {
    return [];
  }
};

type Answered = { readonly asked: Asked; readonly shape: readonly string[] };

const ask = async ({ as }: Target, question: Question, { io, signal }: Looking): Promise<Answered> => {
  const { token, header } = question;
  const aim = {
    as,
    ...(token === "genuine" ? {} : { token }),
    ...(header === undefined ? {} : { headers: { [header.name]: header.value } }),
  };
  const attempt = await io.request(aim, { signal, bodyLimit });
  if (!attempt.ok) {
    const { code, phase } = attempt.failure;
    return { asked: { ...question, failed: { code, phase } }, shape: [] };
  }
  const { status, type } = attempt.value;
  return { asked: { ...question, status, type }, shape: shapeOf(attempt.value) };
};

/** Says of each answer to our own token with a header beside it whether it holds more than those without. */
const compared = (answers: readonly Answered[]): Asked[] => {
  const plain = answers.filter(({ asked }) => asked.token === "genuine" && asked.header === undefined);
  const usual = new Set(plain.flatMap(({ shape }) => shape));
  return answers.map(({ asked, shape }) => {
    const beside = asked.token === "genuine" && asked.header !== undefined && plain.length >= 2;
    return beside ? { ...asked, more: shape.some((name) => !usual.has(name)) } : asked;
  });
};

/** One request after another, each with its distance to the one before, until something says that it is enough. */
export const lookAt = async (target: Target, located: Located, looking: Looking): Promise<Seen | Unavailable> => {
  const { io, settings, signal } = looking;
  const answers: Answered[] = [];
  for (const question of questionsFor(target)) {
    if (answers.length > 0) await io.pause(settings.interval, signal);
    const answered = await ask(target, question, looking);
    answers.push(answered);
    if (endsIt(answered.asked) || signal.aborted) break;
  }
  const failed = answers[0]?.asked.failed;
  if (failed !== undefined) {
    const why = `${failed.code} (${failed.phase})`;
    return { unavailable: { en: `no request was answered: ${why}`, zh: `没有得到任何应答：${why}` } };
  }
  return { located, asked: compared(answers) };
};
