import { type Fault, faultOf, faults } from "../lab/faults.js";
import { quoted } from "../profile/errors.js";
import { suggestion } from "../profile/nearest.js";
import { padTo, widthOf } from "../report/width.js";
import { type Action, type Context, say } from "./context.js";
import { UsageError } from "./failure.js";
import { type OutputOptions, prepareForms } from "./outputs.js";

/** A fault of the embedded platform by its id; any other is a `UsageError` with the nearest that exists. */
export const faultNamed = (id: string): Fault => {
  const known = faultOf(id);
  if (known !== undefined) return known;
  const near = suggestion(
    id,
    faults.map((fault) => fault.id),
  );
  throw new UsageError({
    en: `there is no fault ${quoted(id)}${near.en || "; see invoice-diag drill list"}`,
    zh: `没有名为 ${quoted(id)} 的故障${near.zh || "；见 invoice-diag drill list"}`,
  });
};

const shapes = ["table", "json"] as const;

/** Prints every fault with its title, as table or json, on standard output alone; `what` names the wish in a refusal. */
export const printFaults = async (context: Context, options: OutputOptions, what: string): Action => {
  const outputs = await prepareForms(context, options, shapes);
  if (outputs.files.length > 0) {
    throw new UsageError({ en: `${what} prints on standard output`, zh: `${what} 只在标准输出列出故障` });
  }
  if (outputs.onScreen === "json") {
    const list = faults.map(({ id, title }) => ({ id, title }));
    await context.terminal.print(`${JSON.stringify(list, null, 2)}\n`);
    return 0;
  }
  const width = Math.max(...faults.map(({ id }) => widthOf(id)));
  const lines = faults.map(({ id, title }) => `${padTo(id, width)}  ${say(context, title)}\n`);
  await context.terminal.print(lines.join(""));
  return 0;
};
