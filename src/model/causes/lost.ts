/**
 * What lost packets do: what is lost is repeated after a second, then two (RFC 6298), so that logins and answers come late, or not in
 * time. Which of many exchanges they hit is chance.
 */
export const lost = {
  "ping/lossy": "sometimes",
  "ping/some-loss": "sometimes",
  "port/resent": "sometimes",
  "port/often-resent": "sometimes",
  "port/unsteady": "sometimes",
  "port/mostly-failing": "sometimes",
  "tls/unsteady": "sometimes",
  "tls/mostly-failing": "sometimes",
  "tls/some-addresses-fail": "sometimes",
  "tls/ipv6-fails": "sometimes",
  "dns/unsteady": "sometimes",
  "dns/slow": "sometimes",
  "dns/lost-now-and-then": "sometimes",
  "dns/system-fails": "sometimes",
  "dns/first-server-dead": "sometimes",
  "dns/answered-too-late": "sometimes",
  "dns/name-unanswered": "sometimes",
  "tls/stalled": "sometimes",
  "db/unsteady": "sometimes",
  "db/frozen": "sometimes",
  "db/slow-login": "sometimes",
  "db/slow-answers": "sometimes",
  "db/sometimes-slow": "sometimes",
  "db/select-silent": "sometimes",
  "db/table-waits": "sometimes",
  "api/unsteady": "sometimes",
  "api/not-sent": "sometimes",
  "api/no-response": "sometimes",
  "api/late-by-way": "sometimes",
  "api/latish-by-way": "sometimes",
  "balance/often-late": "sometimes",
  "api/late-after-loss": "sometimes",
  "balance/late-after-loss": "sometimes",
} as const;

/** Where about every second packet is lost, all tries of one question may be: then nobody seems to answer at all. */
export const mostlyLost = {
  ...lost,
  "port/silent": "sometimes",
  "port/mute": "sometimes",
  "port/stray-dropped": "sometimes",
  "port/lifeless": "sometimes",
  "tls/frozen": "sometimes",
  "db/silent": "sometimes",
  "db/login-silent": "sometimes",
  "db/lifeless": "sometimes",
  "dns/servers-silent": "sometimes",
  "api/body-stalled": "sometimes",
  "keepalive/drops-idle": "sometimes",
  "keepalive/ends-unevenly": "sometimes",
} as const;

/** What a way that is gone for seconds does besides. The words of one question stay below one together, so that something is left for its others. */
export const gone = {
  ...lost,
  "ping/comes-and-goes": "sometimes",
  "ping/silent": "usually",
  "ping/far": "sometimes",
  "ping/very-far": "sometimes",
  "ping/uneven": "sometimes",
  "port/silent": "sometimes",
  "port/host-unreachable": "sometimes",
  "port/rejected": "sometimes",
  "port/mute": "sometimes",
  "db/silent": "usually",
  "db/host-unreachable": "sometimes",
  "db/rejected": "sometimes",
  "db/login-silent": "sometimes",
  "api/body-stalled": "sometimes",
  "keepalive/drops-idle": "sometimes",
  // Questions that meet the gap are repeated.
  "dns/slow": "usually",
  // While it is gone it is as gone as with a dead line.
  "dns/servers-silent": "usually",
  "dns/resolver-lifeless": "usually",
  "dns/resolver-way-silent": "sometimes",
  "port/lifeless": "usually",
  "db/lifeless": "usually",
} as const;
