import type { Cause, Likelihood, Prior } from "../model/cause.js";
import type { AnyCheck, Signal } from "../model/check.js";

/** How likely each word is. Sized so that one rare fault behind one failing answer still outweighs a healthy world. */
export const probability: Readonly<Record<Likelihood, number>> = {
  always: 0.98,
  usually: 0.75,
  sometimes: 0.2,
  seldom: 0.02,
  never: 0.00005,
};
export const prior: Readonly<Record<Prior, number>> = { common: 0.03, usual: 0.01, rare: 0.003 };
/** A cause that nobody thought of: how likely it is, and how likely each answer that it might give. */
export const unknown = { prior: 0.002, answer: 0.1 } as const;

const defaultWhenHealthy = { pass: "always", note: "sometimes", warn: "never", fail: "never" } as const;

/** How likely a signal is in a healthy world, as a word. */
export const whenHealthy = (signal: Signal): Likelihood => signal.whenHealthy ?? defaultWhenHealthy[signal.level];

type Distribution = ReadonlyMap<string, number>;

const scaled = (entries: readonly (readonly [string, number])[]): Distribution => {
  const sum = entries.reduce((total, [, p]) => total + p, 0);
  return new Map(entries.map(([signal, p]) => [signal, p / sum]));
};

/** What the declarations of checks and causes say of the likelihood of each answer; pure tables, made once per diagnosis. */
export class Likelihoods {
  readonly #healthy = new Map<string, Distribution>();
  readonly #exclusive = new Map<string, readonly (readonly [string, Signal])[]>();
  readonly #given = new Map<string, Distribution | null>();
  readonly #checks: ReadonlyMap<string, AnyCheck>;

  constructor(checks: readonly AnyCheck[]) {
    this.#checks = new Map(checks.map((check) => [check.id, check]));
  }

  signal(check: string, signal: string): Signal | undefined {
    return this.#checks.get(check)?.signals[signal];
  }

  /** The signals that exclude each other in answering one question. */
  #alternatives(check: string, question: string): readonly (readonly [string, Signal])[] {
    const key = `${check}/${question}`;
    const known = this.#exclusive.get(key);
    if (known !== undefined) return known;
    const signals: Record<string, Signal> = this.#checks.get(check)?.signals ?? {};
    const found = Object.entries(signals).filter(([, signal]) => signal.answers === question);
    this.#exclusive.set(key, found);
    return found;
  }

  #healthyTable(check: string, question: string): Distribution {
    const key = `${check}/${question}`;
    const known = this.#healthy.get(key);
    if (known !== undefined) return known;
    const made = scaled(
      this.#alternatives(check, question).map(([id, signal]) => [id, probability[whenHealthy(signal)]] as const),
    );
    this.#healthy.set(key, made);
    return made;
  }

  /** P(answer | healthy). An answer that no check declares (an old report) is worth nothing: 1. */
  healthy(check: string, question: string, signal: string): number {
    return this.#healthyTable(check, question).get(signal) ?? 1;
  }

  /**
   * P(answer | cause). What a cause leaves unsaid of a question that it names is shared over the other answers as a
   * healthy world shares it; a question that it does not name at all is answered as in a healthy world.
   */
  given(id: string, cause: Cause, check: string, question: string, signal: string): number {
    const key = `${id} ${check}/${question}`;
    let table = this.#given.get(key);
    if (table === undefined) {
      table = this.#table(cause, check, question);
      this.#given.set(key, table);
    }
    return table?.get(signal) ?? this.healthy(check, question, signal);
  }

  #table(cause: Cause, check: string, question: string): Distribution | null {
    const words = this.#alternatives(check, question).map(([id]) => [id, cause.expects[`${check}/${id}`]] as const);
    if (words.every(([, word]) => word === undefined)) return null;
    const named = words.reduce((sum, [, word]) => sum + (word === undefined ? 0 : probability[word]), 0);
    const rest = Math.max(0, 1 - named);
    const healthy = this.#healthyTable(check, question);
    const unnamed = words.reduce((sum, [id, word]) => sum + (word === undefined ? (healthy.get(id) ?? 0) : 0), 0);
    return scaled(
      words.map(([id, word]) => {
        if (word !== undefined) return [id, probability[word]] as const;
        return [id, unnamed === 0 ? 0 : (rest * (healthy.get(id) ?? 0)) / unnamed] as const;
      }),
    );
  }

  /** Whether a cause says anything of a question. */
  names(cause: Cause, check: string, question: string): boolean {
    return this.#alternatives(check, question).some(([id]) => cause.expects[`${check}/${id}`] !== undefined);
  }
}
