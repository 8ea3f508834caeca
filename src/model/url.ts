/** A URL fit for a report: userinfo taken out and every query value replaced by `…`. */
export const publicUrl = (text: string): string => {
  const url = new URL(text);
  const query = [...url.searchParams.keys()].map((key) => `${encodeURIComponent(key)}=…`).join("&");
  return `${url.protocol}//${url.host}${url.pathname}${query === "" ? "" : `?${query}`}`;
};
