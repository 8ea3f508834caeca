import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from "yaml";
import type { Bilingual } from "../model/text.js";
import { type Path, quoted } from "./errors.js";
import { type Environment, substitute } from "./variables.js";

/** How many nodes aliases may add to a document. */
const mostAdded = 100_000;

/** A mistake that is seen while reading, at an offset of the text. */
export type Spotted = { readonly path: Path; readonly offset: number; readonly message: Bilingual };
/** A value, and how many nodes it has with all aliases written out. */
type Value = { readonly value: unknown; readonly nodes: number };

/** Thrown where the aliases of a document would make it explode. */
export class AliasBomb extends Error {
  constructor(readonly spotted: Spotted) {
    super("too many aliases");
  }
}

const offsetOf = (node: Node | null): number => node?.range?.[0] ?? 0;

/** A key as it was written: `0000` is no number there. */
const keyOf = ({ value, source }: Scalar): string => (typeof value === "string" ? value : (source ?? String(value)));

/** Reads a tree of YAML nodes once, in the order of the text; afterwards finds nodes by their path. */
export class Tree {
  readonly value: unknown;
  readonly spotted: Spotted[] = [];
  /** Values of the variables that were filled in. */
  readonly secrets = new Set<string>();
  private readonly anchors = new Map<string, Node>();
  private readonly sources = new Map<Node, Node>();
  private readonly values = new Map<Node, Value>();
  private readonly pairs = new Map<YAMLMap, Map<string, Pair>>();
  private readonly blamed = new Set<Node>();
  private added = 0;

  constructor(
    private readonly root: Node | null,
    private readonly env: Environment,
  ) {
    this.value = this.read(root, []).value;
  }

  /** The offset of a key or of its value; of what surrounds it, if it is not there. */
  offset(path: Path, at: "key" | "value"): number {
    const { node, key, exact } = this.find(path);
    return offsetOf(at === "key" && exact ? (key ?? node) : (node ?? key));
  }

  /** A scalar as it was written, before variables were filled in. */
  written(path: Path): unknown {
    const { node, exact } = this.find(path);
    return exact && isScalar(node) ? node.value : undefined;
  }

  /** True for a value that a mistake was found in already (a variable without a value): no more can be said of it. */
  isBlamed(path: Path): boolean {
    const { node } = this.find(path);
    return node !== null && this.blamed.has(node);
  }

  private find(path: Path): { node: Node | null; key: Node | null; exact: boolean } {
    let found: { node: Node | null; key: Node | null } = { node: this.root, key: null };
    for (const part of path) {
      const { node } = found;
      const pair = isMap(node) ? this.pairs.get(node)?.get(String(part)) : undefined;
      const item = isSeq(node) && typeof part === "number" ? (node.items[part] as Node | undefined) : undefined;
      if (pair === undefined && item === undefined) return { ...found, exact: false };
      const next = (pair === undefined ? item : pair.value) as Node | null;
      const key = pair === undefined ? null : (pair.key as Node);
      found = { node: next === null ? null : (this.sources.get(next) ?? next), key };
    }
    return { ...found, exact: true };
  }

  private spot(path: Path, node: Node | null, message: Bilingual): void {
    this.spotted.push({ path, offset: offsetOf(node), message });
    if (node !== null) this.blamed.add(node);
  }

  private read(node: Node | null, path: Path): Value {
    if (node === null) return { value: null, nodes: 1 };
    if (isAlias(node)) return this.alias(node, node.source, path);
    if ("anchor" in node && typeof node.anchor === "string") this.anchors.set(node.anchor, node);
    const result = isMap(node)
      ? this.map(node, path)
      : isSeq(node)
        ? this.list(node.items, path)
        : this.scalar(node, path);
    this.values.set(node, result);
    return result;
  }

  private alias(node: Node, name: string, path: Path): Value {
    const source = this.anchors.get(name);
    const known = source === undefined ? undefined : this.values.get(source);
    if (source === undefined || known === undefined) {
      const label = quoted(`&${name}`);
      this.spot(path, node, {
        en: `no finished anchor ${label} stands before this alias`,
        zh: `此别名之前没有完整的锚点 ${label}`,
      });
      return { value: null, nodes: 1 };
    }
    this.sources.set(node, source);
    this.added += known.nodes;
    if (this.added <= mostAdded) return known;
    const message = {
      en: `too many aliases; written out they would add more than ${mostAdded} values`,
      zh: `别名过多，展开后将超过 ${mostAdded} 个值`,
    };
    throw new AliasBomb({ path, offset: offsetOf(node), message });
  }

  private map(node: YAMLMap, path: Path): Value {
    const value: Record<string, unknown> = {};
    const pairs = new Map<string, Pair>();
    this.pairs.set(node, pairs);
    let nodes = 1;
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? keyOf(pair.key) : "";
      const place = [...path, key];
      const result = this.read(pair.value as Node | null, place);
      nodes += result.nodes;
      if (pairs.has(key)) this.repeated(place, pair.key as Node);
      else if (key === "__proto__")
        this.spot(place, pair.key as Node, { en: "__proto__ cannot be a key", zh: "__proto__ 不能用作键" });
      else {
        pairs.set(key, pair);
        value[key] = result.value;
      }
    }
    return { value, nodes };
  }

  private repeated(path: Path, second: Node): void {
    const key = quoted(String(path.at(-1)));
    this.spot(path, second, {
      en: `key ${key} is written twice; expected each key once`,
      zh: `键 ${key} 重复出现，每个键只应写一次`,
    });
  }

  private list(items: readonly unknown[], path: Path): Value {
    const results = items.map((item, index) => this.read(item as Node | null, [...path, index]));
    return { value: results.map((one) => one.value), nodes: results.reduce((sum, one) => sum + one.nodes, 1) };
  }

  private scalar(node: Node, path: Path): Value {
    const value = isScalar(node) ? node.value : null;
    if (typeof value === "number" && !Number.isFinite(value))
      this.spot(path, node, { en: "expected a finite number", zh: "应为有限的数" });
    if (typeof value !== "string") return { value, nodes: 1 };
    const filled = substitute(value, this.env);
    for (const message of filled.faults) this.spot(path, node, message);
    for (const secret of filled.used) this.secrets.add(secret);
    return { value: filled.text, nodes: 1 };
  }
}
