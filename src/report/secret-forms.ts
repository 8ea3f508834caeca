/** What stands where a secret stood. */
export const mask = "********";

/** Shorter values occur by chance in honest text. */
const shortest = 6;

const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/**
 * What of a secret's base64 form stays the same whatever stands before and after it (`user:secret` of an authorization
 * header): one text for each of the three ways in which it can fall on groups of three bytes.
 */
const base64Forms = (secret: string): string[] => {
  const bytes = new TextEncoder().encode(secret);
  return [0, 1, 2].flatMap((before) => {
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    const text = base64(new Uint8Array([...new Array<number>(before).fill(0), ...bytes])).slice(first, last);
    return text.length < shortest ? [] : [text, text.replaceAll("+", "-").replaceAll("/", "_")];
  });
};

const encoded = (secret: string): string => {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret;
  }
};

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

const formsOf = (secret: string): string[] => {
  const url = encoded(secret);
  const form = url.replaceAll("%20", "+");
  const strict = url.replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const lower = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const ascii = inJson(secret).replace(
    /[\u0080-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  // In the name of a certificate (RFC 4514 section 2.4).
  const inName = secret.replace(/[,+"\\<>;]/g, "\\$&");
  const plain = [secret, inJson(secret), ascii, inJson(inJson(secret)), inName];
  return [...plain, url, form, strict, lower(url), lower(form), lower(strict), ...base64Forms(secret)];
};

const anyOf = (texts: readonly string[]): RegExp =>
  new RegExp(texts.map((one) => one.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&")).join("|"), "g");

/** Where text from outside was cut to fit: the cut may have fallen into a secret. */
const cuts = /…|”|$/g;

/** Takes out the beginning of a secret that a cut has left without its end. */
const cutShort = (forms: readonly string[]): ((text: string) => string) => {
  const beginnings = forms.filter((form) => form.length > shortest);
  const seeds = anyOf([...new Set(beginnings.map((form) => form.slice(0, shortest)))]);
  const startOf = (text: string, cut: number, form: string): number | undefined => {
    const seed = form.slice(0, shortest);
    let at = text.lastIndexOf(seed, cut - shortest);
    while (at >= 0 && at > cut - form.length) {
      if (form.startsWith(text.slice(at, cut))) return at;
      at = at === 0 ? -1 : text.lastIndexOf(seed, at - 1);
    }
    return undefined;
  };
  return (text) => {
    if (beginnings.length === 0 || text.search(seeds) < 0) return text;
    let clean = text;
    for (const { index: cut } of [...text.matchAll(cuts)].reverse()) {
      const starts = beginnings.flatMap((form) => startOf(clean, cut, form) ?? []);
      if (starts.length > 0) clean = clean.slice(0, Math.min(...starts)) + mask + clean.slice(cut);
    }
    return clean;
  };
};

/** Takes every secret out of a text, in any form in which it travels. The longest forms go first. */
export const masker = (secrets: readonly string[]): ((text: string) => string) => {
  const long = secrets.filter((secret) => secret.length >= shortest);
  const found = [...new Set(long.flatMap(formsOf))].filter((one) => one !== "").sort((a, b) => b.length - a.length);
  if (found.length === 0) return (text) => text;
  const whole = anyOf(found);
  const begun = cutShort(found);
  return (text) => begun(text.replace(whole, mask));
};
