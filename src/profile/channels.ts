import type { Carrier, Channel } from "../model/notify.js";
import { channelKinds } from "../model/notify.js";
import type { ChannelInput } from "./notify-schema.js";
import { headerSecrets, querySecrets } from "./secrets.js";

const standardTimeout = 15_000;
const mailPorts = { tls: 465, starttls: 587, none: 25 } as const;

const carrierOf = (input: ChannelInput): Carrier => {
  const { wecom, dingtalk, feishu, webhook, mail } = input;
  if (wecom !== undefined) return { kind: "wecom", ...wecom };
  if (dingtalk !== undefined) return { kind: "dingtalk", ...dingtalk };
  if (feishu !== undefined) return { kind: "feishu", ...feishu };
  if (webhook !== undefined) return { kind: "webhook", headers: {}, ...webhook };
  if (mail === undefined) throw new Error("a channel passed the schema and has no carrier");
  const security = mail.security ?? "tls";
  return { kind: "mail", port: mailPorts[security], ...mail, security };
};

/** The address of a robot is its key: whoever has it may write to the group. */
const addressSecrets = (url: string): string[] => {
  const { pathname } = new URL(url);
  return [url, ...querySecrets(url), ...pathname.split("/").filter((part) => part.length >= 16)];
};

/** What of a channel may appear nowhere. */
export const channelSecrets = ({ carrier }: Channel): readonly (string | undefined)[] => {
  if (carrier.kind === "mail") return [carrier.password];
  const headers = carrier.kind === "webhook" ? Object.entries(carrier.headers) : [];
  return [
    ...addressSecrets(carrier.url),
    "secret" in carrier ? carrier.secret : undefined,
    ...headers.flatMap(([name, value]) => headerSecrets(name.toLowerCase(), value)),
  ];
};

/** A channel without a name of its own has that of its kind, numbered where it is taken. */
const namesOf = (inputs: readonly ChannelInput[]): readonly string[] => {
  const taken = new Set(inputs.flatMap((input) => input.name ?? []));
  return inputs.map((input) => {
    if (input.name !== undefined) return input.name;
    const kind = channelKinds.find((one) => input[one] !== undefined) ?? "";
    let name: string = kind;
    for (let number = 2; taken.has(name); number += 1) name = `${kind}-${number}`;
    taken.add(name);
    return name;
  });
};

/** Fills in what a valid profile leaves out. */
export const channelsOf = (inputs: readonly ChannelInput[]): readonly Channel[] => {
  const names = namesOf(inputs);
  return inputs.map((input, at) => ({
    name: names[at] ?? "",
    carrier: carrierOf(input),
    on: input.on ?? "fail",
    after: input.after ?? { runs: 1, of: 1 },
    recovery: input.recovery ?? true,
    ...(input.quiet === undefined ? {} : { quiet: input.quiet }),
    ...(input.lang === undefined ? {} : { lang: input.lang }),
    timeout: input.timeout ?? standardTimeout,
  }));
};
