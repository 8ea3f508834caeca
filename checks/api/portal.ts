import { addressKind, isAddress } from "../../src/model/address.js";
import { isRedirect } from "../../src/model/login.js";
import type { Located, LocatedAddress } from "../../src/model/place.js";
import { clean, looksLikeHtml, titleOf } from "./text.js";

/** How portals that want a login before they let anybody out call themselves in the titles of their pages. */
const titles =
  /(上网|入网|网络(接入)?|无线|访客|校园网|WLAN|Wi-?Fi)[^<]{0,8}(认证|登[录陆])|认证门户|\b(captive|guest|hotspot|wi-?fi|wlan)\b.{0,12}\b(portal|log ?in|sign ?in|access|authentication)\b/i;

/** The gateways on the way to a service that lies beyond them; a page of the gateway's own speaks of itself. */
export const gatewaysTo = ({ addresses }: Located): readonly string[] => {
  const vias = addresses.flatMap(({ scope, via }) => (scope === "routed" && via !== undefined ? [via] : []));
  return [...new Set(vias)].filter((via) => addresses.every(({ address }) => address !== via));
};

const named = (gateway: string): string => (gateway.includes(":") ? `[${gateway}]` : gateway);

/** What shows that a page is a login portal's and not the service's own: an address of our gateway in it, or its title. */
export const portalPage = (body: string, gateways: readonly string[]): string | undefined => {
  if (!looksLikeHtml(body)) return undefined;
  const page = body.slice(0, 20_000);
  const gateway = gateways.find((one) => ["/", ":", '"', "'"].some((next) => page.includes(`//${named(one)}${next}`)));
  if (gateway !== undefined) return gateway;
  const title = clean(titleOf(page), 60);
  return titles.test(title) ? title : undefined;
};

/** RFC 6585 section 6: Network Authentication Required. */
const wantsLogin = 511;

type Redirect = { readonly status: number; readonly location?: string };

/** The bare private address that a redirect leads to, if it does; only such can be placed without asking anybody. */
export const innerAddress = ({ status, location = "" }: Redirect): string | undefined => {
  if (!isRedirect(status) || !URL.canParse(location)) return undefined;
  const host = new URL(location).hostname.replace(/^\[|\]$/g, "");
  return isAddress(host) && addressKind(host) === "private" ? host : undefined;
};

/** Whether a status says so itself, or a redirect leads from beyond our gateway to the gateway or to its own network. */
export const leadsToPortal = (
  { status }: Redirect,
  gateways: readonly string[],
  to: LocatedAddress | undefined,
): boolean =>
  status === wantsLogin ||
  (gateways.length > 0 && to !== undefined && (gateways.includes(to.address) || to.scope === "on-link"));
