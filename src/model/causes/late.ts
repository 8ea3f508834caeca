/** What comes late, or seems to, where this tool waits for a turn on the processor, or a server for one on its own. */
export const late = {
  "dns/slow": "sometimes",
  "db/slow-login": "sometimes",
  "db/slow-answers": "sometimes",
  "path/narrow": "sometimes",
  "api/slow": "sometimes",
  "api/slowish": "sometimes",
} as const;
