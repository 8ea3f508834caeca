import type { Raised } from "../../src/model/check.js";
import type { CodeCatalogue } from "../../src/model/codes.js";
import type { Content } from "./page.js";
import type { Reason, Said } from "./reason.js";
import { saidSignal, type saidSignals as saidWords } from "./said-words.js";
import { codeSignal, type toldSignals } from "./told-words.js";

/** What an answer says of itself by a business code or a SOAP fault, whatever its status. Pure. */

type Answer = Raised<typeof toldSignals & typeof saidWords>;

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

/** A status that says the same, or says what the words mean by it, says it well enough. */
const sameAsStatus: { readonly [R in Reason]?: readonly number[] } = {
  "rate-limited": [429],
  "login-missing": [401],
  "login-expired": [401],
  "credentials-refused": [401, 403],
  "right-missing": [401, 403],
  "payload-invalid": [401, 403, 404],
  maintenance: [503],
};

/** The reason that an answer gives in words; none where its status says as much. */
export const saidSignals = ({ means, words }: Said, status: number): Answer[] => {
  if (means === undefined) return status < 400 ? [{ signal: "said-failure", data: { words } }] : [];
  return sameAsStatus[means]?.includes(status) === true ? [] : [{ signal: saidSignal[means], data: { words } }];
};

const saysNothing: readonly Answer["signal"][] = ["code-ok", "code-unknown", "code-missing", "soap-answer"];

/** A code of the platform's list says it best; then the words that it uses; a fault without a reason last. */
export const toldAnswers = (
  content: Content,
  catalogue: CodeCatalogue | undefined,
  said: readonly Answer[],
): Answer[] => {
  const code = codeAnswer(content, catalogue);
  const known = code.some(({ signal }) => signal === "code-ok" || !saysNothing.includes(signal));
  if (known) return [...code, ...soapAnswer(content)];
  return said.length > 0 ? [...said] : [...code, ...soapAnswer(content)];
};

/** Whether what is told says more of the failure than the status does. */
export const tellsFailure = (answers: readonly Answer[]): boolean =>
  answers.some(({ signal }) => !saysNothing.includes(signal));
