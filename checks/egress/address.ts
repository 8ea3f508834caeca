import { jsonIn } from "../../src/model/json.js";
import { jsonAt } from "../../src/model/json-path.js";
import { isWrittenAddress } from "../../src/model/network.js";

const words = /[0-9a-f:.]{3,45}/gi;

/** The address that an answer bears: at a path of its JSON, else the first in its text. Pure. */
export const addressIn = (body: string, path: string | undefined): string | undefined => {
  if (path === undefined) return body.match(words)?.find(isWrittenAddress);
  const value = jsonIn(body);
  const found = value === undefined ? undefined : jsonAt(value, path);
  return typeof found === "string" && isWrittenAddress(found.trim()) ? found.trim() : undefined;
};
