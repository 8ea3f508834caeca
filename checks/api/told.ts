import type { Raised } from "../../src/model/check.js";
import type { CodeCatalogue } from "../../src/model/codes.js";
import type { Content } from "./page.js";
import { codeSignal, type toldSignals } from "./told-words.js";

/** What an answer says of itself by a business code or a SOAP fault, whatever its status. Pure. */

type Answer = Raised<typeof toldSignals>;

const codeAnswer = ({ json, code }: Content, catalogue: CodeCatalogue | undefined): Answer[] => {
  if (catalogue === undefined || !json) return [];
  if (code === undefined) return [{ signal: "code-missing", data: { at: catalogue.at } }];
  const entry = Object.hasOwn(catalogue.codes, code) ? catalogue.codes[code] : undefined;
  if (entry === undefined) return [{ signal: "code-unknown", data: { code } }];
  return [{ signal: codeSignal[entry.means], data: { code, text: entry.text ?? "–" } }];
};

const soapAnswer = ({ soap }: Content): Answer[] => {
  if (soap === undefined) return [];
  if (soap === null) return [{ signal: "soap-answer", data: {} }];
  const { side, code, reason } = soap;
  return [{ signal: side === "client" ? "soap-fault-client" : "soap-fault-server", data: { code, reason } }];
};

export const toldAnswers = (content: Content, catalogue: CodeCatalogue | undefined): Answer[] => [
  ...codeAnswer(content, catalogue),
  ...soapAnswer(content),
];

const saysNothing: readonly Answer["signal"][] = ["code-ok", "code-unknown", "code-missing", "soap-answer"];

/** Whether what is told says more of the failure than the status does. */
export const tellsFailure = (answers: readonly Answer[]): boolean =>
  answers.some(({ signal }) => !saysNothing.includes(signal));
