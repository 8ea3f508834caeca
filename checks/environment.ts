import { type Aim, defineCheck } from "../src/model/check.js";
import { environmentOf } from "../src/model/platforms.js";
import type { Environment } from "../src/model/profile.js";
import { publicUrl } from "../src/model/url.js";

type Address = { readonly url: string; readonly environment: Environment };
type Target = { readonly keys: Environment; readonly addresses: readonly Address[] };
type Seen = { readonly addresses: number };

const signals = {
  "address-fits": {
    answers: "address",
    level: "pass",
    text: { en: "{url} and the keys are both for {keys}", zh: "地址 {url} 与密钥同属 {keys} 环境" },
  },
  "environment-mixed-up": {
    answers: "address",
    level: "fail",
    text: {
      en: "{url} is an address of {found}, but the keys are for {keys}",
      zh: "地址 {url} 属于 {found} 环境，而密钥属于 {keys} 环境",
    },
  },
} as const;

/** Every address of the target whose environment is known. */
const known = (urls: readonly (string | undefined)[]): Address[] =>
  urls.flatMap((url) => {
    const environment = url === undefined ? undefined : environmentOf(url);
    return url === undefined || environment === undefined ? [] : [{ url: publicUrl(url), environment }];
  });

export const environment = defineCheck({
  id: "environment",
  layer: "application",
  title: { en: "Address and keys are for the same environment", zh: "地址与密钥属于同一环境" },
  about: {
    en: "Sandbox keys at the production address, or the reverse, fail as wrong signatures or unreadable messages.",
    zh: "沙箱密钥用于正式地址（或相反），会表现为签名错误或报文解密失败。",
  },
  questions: {
    address: { en: "Do address and keys belong to the same environment?", zh: "地址与密钥是否属于同一环境？" },
  },
  settings: {},
  signals,
  patience: () => 1000,
  aims: ({ targets }): Aim<Target>[] =>
    targets.flatMap((one) => {
      if (one.kind !== "url" || one.environment === undefined) return [];
      const addresses = known([one.url, one.issue?.url, one.issue?.query]);
      return addresses.length === 0
        ? []
        : [{ subject: one.name, target: { keys: one.environment, addresses }, needs: [] }];
    }),
  observe: async ({ addresses }: Target): Promise<Seen> => ({ addresses: addresses.length }),
  judge: (_: readonly Seen[], { target: { keys, addresses } }) => {
    const other = addresses.find((one) => one.environment !== keys);
    if (other !== undefined)
      return [{ signal: "environment-mixed-up", data: { url: other.url, found: other.environment, keys } }];
    return [{ signal: "address-fits", data: { url: addresses[0]?.url ?? "", keys } }];
  },
  places: () => ({}),
});
