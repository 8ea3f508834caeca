/** What comes late, or seems to, where this tool waits for a turn on the processor; `api` takes such waits off its times itself. */
export const late = {
  "dns/slow": "sometimes",
  "db/slow-login": "sometimes",
  "db/slow-answers": "sometimes",
  "path/narrow": "sometimes",
} as const;
