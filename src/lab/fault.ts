import type { Layer } from "../model/layer.js";
import type { Bilingual } from "../model/text.js";
import type { Changes } from "./plan.js";

/** One thing that can be broken in the platform; its id is that of the cause that a diagnosis has to name. */
export type Fault = {
  readonly id: string;
  readonly layer: Layer;
  readonly title: Bilingual;
  readonly breaks: Changes;
};

/** A fault without what its place in a table says already. */
export type FaultTable = { readonly [id: string]: Omit<Fault, "id" | "layer"> };
