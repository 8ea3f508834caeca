import type { Level, Status } from "../../model/result.js";
import { levelWords, statusWords } from "../words.js";
import { both } from "./spoken.js";

/** Strokes in a box of 16 by 16: the sign of an ending, told by its shape as well as by its colour. */
const strokes: Readonly<Record<Status | Level, string>> = {
  pass: "M4.2 8.4l2.6 2.6 5-5.6",
  note: "M8 7.4v4M8 4.6v.2",
  warn: "M8 4.2v4.6M8 11.4v.2",
  fail: "M5 5l6 6M11 5l-6 6",
  blocked: "M4.6 8h6.8",
  skip: "M5.5 5l3 3-3 3M9 5l3 3-3 3",
  error: "M8 4.2v4.6M8 11.4v.2",
};

/** The sign alone, where the words stand beside it. */
export const sign = (status: Status | Level): string =>
  `<svg class="sign ${status}" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7.2"/><path d="${strokes[status]}"/></svg>`;

/** The same within a drawing. */
export const signAt = (status: Status, x: number, y: number): string =>
  `<g class="sign ${status}" transform="translate(${x} ${y})"><circle cx="8" cy="8" r="7.2"/><path d="${strokes[status]}"/></g>`;

const words = { ...levelWords, ...statusWords };

/** The sign with its word for those who do not see it. */
export const mark = (status: Status | Level): string =>
  `${sign(status)}<span class="unseen">${both(words[status])}</span>`;
