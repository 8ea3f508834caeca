const loginPath = /(^|[/._-])(login|log-in|signin|sign-in|sso|cas|passport|oauth2?|auth)([/._-]|$)/i;
const redirects: readonly number[] = [301, 302, 303, 307, 308];

export const isRedirect = (status: number): boolean => redirects.includes(status);

/** Whether a redirect leads to a page for signing in, by its path. */
export const leadsToLogin = (status: number, location: string | undefined): boolean =>
  isRedirect(status) && location !== undefined && URL.canParse(location) && loginPath.test(new URL(location).pathname);
