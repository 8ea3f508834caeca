import type { Reason, Said } from "./reason.js";
import { reasonIn } from "./reasons.js";
import { clean, readable, titleOf, withoutMarkup } from "./text.js";

/** A page that says more than this is no mere refusal; characters of its text. */
const brief = { read: 600, refuses: 300 } as const;
const headingsRead = 40;

const headings = (page: string): string[] =>
  [...page.slice(0, 20_000).matchAll(/<h[1-3]\b[^>]*>([\s\S]*?)<\/h[1-3]>/gi)]
    .slice(0, headingsRead)
    .map((one) => withoutMarkup(one[1] ?? ""));

/** Of an invoice's fields a page speaks where a form asks for them, of a login where it offers one. */
const meantInPage = (text: string): Reason | undefined => {
  const means = reasonIn(text);
  return means === "payload-invalid" || means === "login-missing" ? undefined : means;
};

/** How much a page has that one comes for: to fill in, to choose from, to look up. */
const offers = (page: string): number => {
  const count = (tags: RegExp): number => (page.slice(0, 20_000).match(tags) ?? []).length;
  return count(/<(a|button)\b/gi) + 2 * count(/<(input|select|li|tr|dt)\b/gi);
};
export const offersMuch = (page: string): boolean => offers(page) > 2;

/** What explains, lists or reports refuses nothing. */
const explains =
  /文档|手册|帮助|说明|指[引南]|常见问题|公告列表|新闻|\b(docs?|documentation|guide|help|faq|manual|reference)\b/i;

/** What a link or a button is called says where it leads, and nothing of this page. */
const withoutLinks = (page: string): string => page.replace(/<(a|button)\b[\s\S]*?<\/\1>/gi, " ");

/** What a page says of why it stands in an answer's place. */
export const saidInPage = (page: string): Said | undefined => {
  const above = [titleOf(page), ...headings(page)].map((one) => clean(readable(one), brief.read));
  const text = clean(readable(withoutMarkup(withoutLinks(page))), brief.read + 1);
  const length = [...text].length;
  const inHeading = above.find((one) => meantInPage(one) !== undefined);
  const words = inHeading ?? (length <= brief.read && meantInPage(text) !== undefined ? text : undefined);
  const means = words === undefined ? undefined : meantInPage(words);
  if (words === undefined || means === undefined) return undefined;
  if (inHeading === undefined && offersMuch(page)) return undefined;
  const most = inHeading === undefined ? 2 : 6;
  const refuses = length <= brief.refuses && offers(page) <= most && !above.some((one) => explains.test(one));
  return { means, words: clean(words, 120), refuses };
};
