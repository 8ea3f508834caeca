import { type Environment, environments } from "./profile.js";
import type { Bilingual } from "./text.js";

/** What is known of the tax authority's platforms: hosts, ports, environments, times. Data only, and its look-up. */

/** The 36 provinces and cities with a platform of their own, as they stand in its names. */
export const provinces = {
  beijing: "北京",
  tianjin: "天津",
  hebei: "河北",
  shanxi: "山西",
  neimenggu: "内蒙古",
  liaoning: "辽宁",
  dalian: "大连",
  jilin: "吉林",
  heilongjiang: "黑龙江",
  shanghai: "上海",
  jiangsu: "江苏",
  zhejiang: "浙江",
  ningbo: "宁波",
  anhui: "安徽",
  fujian: "福建",
  xiamen: "厦门",
  jiangxi: "江西",
  shandong: "山东",
  qingdao: "青岛",
  henan: "河南",
  hubei: "湖北",
  hunan: "湖南",
  guangdong: "广东",
  shenzhen: "深圳",
  guangxi: "广西",
  hainan: "海南",
  chongqing: "重庆",
  sichuan: "四川",
  guizhou: "贵州",
  yunnan: "云南",
  xizang: "西藏",
  shaanxi: "陕西",
  gansu: "甘肃",
  qinghai: "青海",
  ningxia: "宁夏",
  xinjiang: "新疆",
} as const;
export type Province = keyof typeof provinces;

/** One host of a platform; `{province}` stands for the name of a province. */
export type PlatformHost = {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Provinces where the port is another one. */
  readonly except?: { readonly [P in Province]?: number };
  readonly is: Bilingual;
  /** The name of the regional host that its page calls by itself. */
  readonly calls?: string;
};

/** By the way in: the browser platform, the direct channel, the public verification. */
export const platforms = {
  dppt: [
    {
      name: "etax",
      host: "etax.{province}.chinatax.gov.cn",
      port: 8443,
      except: { yunnan: 443 },
      is: { en: "electronic tax bureau", zh: "电子税务局" },
    },
    {
      name: "tpass",
      host: "tpass.{province}.chinatax.gov.cn",
      port: 8443,
      is: { en: "sign-in", zh: "统一身份认证" },
    },
    {
      name: "dppt",
      host: "dppt.{province}.chinatax.gov.cn",
      port: 8443,
      is: { en: "invoice service platform", zh: "电子发票服务平台" },
    },
  ],
  leqi: [
    { name: "leqi", host: "lqpt.chinatax.gov.cn", port: 8443, is: { en: "direct channel (leqi)", zh: "乐企直连" } },
  ],
  verify: [
    {
      name: "verification",
      host: "inv-veri.chinatax.gov.cn",
      port: 443,
      is: { en: "national invoice verification", zh: "全国发票查验平台" },
      calls: "verification-regional",
    },
    {
      name: "verification-regional",
      host: "fpcy.{province}.chinatax.gov.cn",
      port: 443,
      is: { en: "regional host that the verification page calls", zh: "查验页面调用的区域主机" },
    },
  ],
} as const satisfies { readonly [platform: string]: readonly PlatformHost[] };
export type Platform = keyof typeof platforms;

export const isTaxAuthority = (host: string): boolean => /(^|\.)chinatax\.gov\.cn\.?$/i.test(host);

/**
 * Whether a certificate's name is that of a root of the tax authority's own. It is in no store by itself: users install it
 * by the platform's manual.
 */
export const isTaxRoot = (name: string): boolean =>
  /税务|税局|taxation|\btax\b|\bSTA\b|\bSAT\b/i.test(name) && /\broot\b|根/i.test(name);

/** Ports on which components of the platforms listen on the user's own machine. */
export const helperPorts: { readonly [port: number]: Bilingual } = {
  28000: { en: "tax certificate assistant", zh: "税务数字证书助手" },
  18456: { en: "local CA control", zh: "本地 CA 控件" },
};

/** Paths of the direct channel, which company gateways keep, and hosts; the first that fits counts. */
const environmentRules: readonly { readonly host?: RegExp; readonly path?: RegExp; readonly is?: Environment }[] = [
  { path: /^\/access\/newsandbox\//, is: "sandbox" },
  { path: /^\/access\/v2\/invoke\//, is: "production" },
  // One host serves both.
  { host: /^lqpt\.chinatax\.gov\.cn$/ },
  { host: /(^|\.)chinatax\.gov\.cn$/, is: "production" },
  { host: /^sandbox\.nuonuocs\.cn$/, is: "sandbox" },
  { host: /^(sdk|open)\.nuonuo\.com$/, is: "production" },
];

/** What operators call their environments, as a whole word of a name. `pre` and `demo` are neither: they are run with either kind of key. */
const environmentWords: { readonly [E in Environment]: RegExp } = {
  sandbox: /^(new)?sandbox$|^(sbx|uat|sit|test|testing|stage|staging|stg|dev)$/,
  production: /^(prod|prd|production)$/,
};

/** The words of a host's name before the domain that is registered, `example.test` or `example.com.cn`: what its operator chose. */
const chosenWords = (host: string): string[] => {
  const labels = host.toLowerCase().split(".");
  const registered = /^(com|net|org|gov|edu|ac)$/.test(labels.at(-2) ?? "") ? 3 : 2;
  return labels.slice(0, -registered).flatMap((label) => label.split(/[-_]/).map((word) => word.replace(/\d+$/, "")));
};

/** By its name alone; undefined: it has no such word, or words of both. In a path only the sandbox is a word of that alone. */
const environmentByName = (host: string, path: string): Environment | undefined => {
  const words = chosenWords(host);
  const inPath = path.toLowerCase().split("/").includes("sandbox");
  const found = environments.filter((one) => words.some((word) => environmentWords[one].test(word)));
  const all = new Set(inPath ? [...found, "sandbox" as const] : found);
  return all.size === 1 ? [...all][0] : undefined;
};

/** Whether a URL is of the sandbox or of production, by what is known of platforms, else by its name; undefined: not known. */
export const environmentOf = (url: string): Environment | undefined => {
  const { hostname, pathname } = new URL(url);
  const host = hostname.replace(/\.$/, "");
  const fits = ({ host: name, path }: (typeof environmentRules)[number]): boolean =>
    (name?.test(host) ?? true) && (path?.test(pathname) ?? true);
  const known = environmentRules.find(fits);
  return known === undefined ? environmentByName(host, pathname) : known.is;
};

/** How long issuing takes, in milliseconds: in the direct channel, and by automation of the browser platform. */
export const issuingTime = (url: string): { readonly least: number; readonly most: number } => {
  const { hostname, pathname } = new URL(url);
  const direct = hostname.startsWith("lqpt.") || pathname.startsWith("/access/");
  return direct ? { least: 1000, most: 2000 } : { least: 3000, most: 10_000 };
};
