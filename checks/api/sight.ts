import type { HttpAnswer } from "../../src/model/io.js";
import type { UrlTarget } from "../../src/model/profile.js";
import type { Content } from "./page.js";
import type { Redirect } from "./redirects.js";

/** What is kept of an API's answer, and what the profile wants of it. */

export type Expectation = UrlTarget["expect"];
/** What the profile says of right answers. */
export type Wishes = Pick<UrlTarget, "expect" | "codes">;

/** Nothing of the body but what was made of it; an excerpt only where the content is not what was expected. */
export type ApiSight = Pick<
  HttpAnswer,
  "status" | "address" | "type" | "location" | "retryAfter" | "bodyBytes" | "bodyCut" | "times"
> & {
  /** The redirects within the service that led here, in order. */
  readonly redirects?: readonly Redirect[];
  /** Absent: the body was longer than what is read. */
  readonly content?: Content;
  /** The redirect leads to a login portal of the own network, or the status says that there is one. */
  readonly toPortal?: true;
  readonly excerpt?: string;
};
