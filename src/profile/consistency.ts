import { addressKind, isAddress } from "../model/address.js";
import type { Bilingual } from "../model/text.js";
import { channelInconsistencies } from "./channel-consistency.js";
import type { Source } from "./document.js";
import { type Issue, type Path, quoted } from "./errors.js";
import { normalHost } from "./hosts.js";
import { milliseconds } from "./leaves.js";
import { valueAt } from "./mistakes.js";
import { suggestion } from "./nearest.js";
import { httpUrl } from "./urls.js";

/** Milliseconds where the profile says nothing. */
export const standardTimes = { timeout: 5000, answer: 15_000 } as const;

type Named = { readonly name: string; readonly index: number };

const wrong = (path: Path, en: string, zh: string, at: Issue["at"] = "value"): Issue => ({
  path,
  at,
  message: { en, zh },
});
const listAt = (source: Source, path: Path): readonly unknown[] => {
  const value = valueAt(source.value, path);
  return Array.isArray(value) ? value : [];
};
const keysAt = (source: Source, path: Path): readonly string[] => {
  const value = valueAt(source.value, path);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
};

const placeText = (source: Source, path: Path): Bilingual => {
  const place = source.place(path, "value");
  if (place === undefined) return { en: "", zh: "" };
  return { en: ` at ${place.line}:${place.column}`, zh: `（${place.line}:${place.column}）` };
};

const repeatedNames = (source: Source, names: readonly Named[]): Issue[] => {
  const first = new Map<string, number>();
  return names.flatMap(({ name, index }) => {
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, index);
      return [];
    }
    const place = placeText(source, ["targets", before, "name"]);
    return wrong(
      ["targets", index, "name"],
      `expected a unique name, found ${quoted(name)} again; first used${place.en}`,
      `名称应唯一，${quoted(name)} 已在前面使用${place.zh}`,
    );
  });
};

type Edge = { readonly to: string; readonly path: Path };
const edgesOf = (source: Source, { index }: Named): Edge[] =>
  listAt(source, ["targets", index, "dependsOn"]).flatMap((to, at) =>
    typeof to === "string" ? { to, path: ["targets", index, "dependsOn", at] } : [],
  );

const unknownNeeds = (source: Source, names: readonly Named[]): Issue[] => {
  const known = new Set(names.map((one) => one.name));
  return names.flatMap((one) =>
    edgesOf(source, one)
      .filter(({ to }) => !known.has(to))
      .map(({ to, path }) => {
        const others = [...known].filter((name) => name !== one.name);
        const hint = suggestion(to, others);
        return wrong(
          path,
          `expected the name of a target, found ${quoted(to)}${hint.en}`,
          `应为某个目标的名称，实为 ${quoted(to)}${hint.zh}`,
        );
      }),
  );
};

/** Every circle once, told where it closes; without recursion, for long chains. */
const circles = (source: Source, names: readonly Named[]): Issue[] => {
  const edges = new Map(names.map((one) => [one.name, edgesOf(source, one)]));
  const done = new Set<string>();
  const issues: Issue[] = [];
  for (const { name } of names) {
    if (done.has(name)) continue;
    const trail: { name: string; next: number }[] = [{ name, next: 0 }];
    const onTrail = new Set([name]);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const edge = edges.get(top.name)?.[top.next];
      top.next += 1;
      if (edge === undefined) {
        done.add(top.name);
        onTrail.delete(top.name);
        trail.pop();
      } else if (onTrail.has(edge.to)) {
        const circle = trail.slice(trail.findIndex((one) => one.name === edge.to)).map((one) => one.name);
        const text = quoted([...circle, edge.to].join(" → "));
        issues.push(wrong(edge.path, `targets depend on each other in a circle: ${text}`, `目标之间循环依赖：${text}`));
      } else if (!done.has(edge.to) && edges.has(edge.to)) {
        trail.push({ name: edge.to, next: 0 });
        onTrail.add(edge.to);
      }
    }
  }
  return issues;
};

const tooPatient = (source: Source, base: Path): Issue[] => {
  const path = [...base, "expect", "maxTime"];
  const most = milliseconds(valueAt(source.value, path));
  const given = valueAt(source.value, ["defaults", "answer"]);
  const answer = given === undefined ? standardTimes.answer : milliseconds(given);
  if (most === undefined || answer === undefined || most <= answer) return [];
  const shown = given === undefined ? "15s" : String(source.written(["defaults", "answer"]) ?? given);
  const found = String(source.written(path) ?? valueAt(source.value, path));
  return [
    wrong(
      path,
      `expected at most defaults.answer (${shown}), after which no answer is awaited; found ${found}`,
      `不得超过 defaults.answer（${shown}，其后不再等待应答），实为 ${found}`,
    ),
  ];
};

/** Where invoices are issued nothing is sent, not even a GET: a health address of its own is needed. */
const issuingUrl = (source: Source, base: Path): Issue[] => {
  const [url, issue] = [["url"], ["issue", "url"]].map((path) => {
    const text = valueAt(source.value, [...base, ...path]);
    const parsed = typeof text === "string" ? httpUrl(text) : "shape";
    return typeof parsed === "string" ? undefined : parsed.url.replace(/[?#].*$/, "");
  });
  if (url === undefined || url !== issue) return [];
  return [
    wrong(
      [...base, "url"],
      "expected another URL than issue.url, which is never called; give one that only reads",
      "不得与 issue.url 相同（该地址绝不调用），请给出只读的地址",
    ),
  ];
};

const forbiddenAuth = (source: Source, base: Path): Issue[] =>
  keysAt(source, base).includes("auth") && valueAt(source.value, [...base, "own"]) !== true
    ? [
        wrong(
          [...base, "auth"],
          "auth needs `own: true`: only what is ours may be tested so",
          "auth 需要 `own: true`：只能这样测试我方的系统",
          "key",
        ),
      ]
    : [];

const loginless = (source: Source, base: Path): Issue[] => {
  const path = [...base, "mysql"];
  const keys = keysAt(source, path);
  return keys.includes("password") && !keys.includes("user")
    ? [wrong([...path, "password"], "a password needs `user:` beside it", "有 password 就必须有 user", "key")]
    : [];
};

const repeated = (paths: readonly { readonly word: unknown; readonly path: Path }[]): Path[] => {
  const seen = new Set<unknown>();
  return paths.flatMap(({ word, path }) => {
    const again = word !== undefined && seen.has(word);
    seen.add(word);
    return again ? [path] : [];
  });
};

const repeatedPorts = (source: Source, base: Path): Issue[] => {
  const entries = listAt(source, [...base, "ports"]).map((entry, index) => {
    const path = [...base, "ports", index];
    return typeof entry === "object"
      ? { word: valueAt(entry, ["port"]), path: [...path, "port"] }
      : { word: entry, path };
  });
  return repeated(entries).map((path) =>
    wrong(path, "expected each port once, found it again", "每个端口只应写一次，此处重复"),
  );
};

const repeatedHeaders = (source: Source, base: Path): Issue[] => {
  const path = [...base, "headers"];
  const entries = keysAt(source, path).map((name) => ({ word: name.toLowerCase(), path: [...path, name] }));
  return repeated(entries).map((where) =>
    wrong(
      where,
      "expected each header once (case does not count), found it again",
      "每个 HTTP 头只应写一次（不分大小写），此处重复",
      "key",
    ),
  );
};

const hostOf = (source: Source, base: Path): string | undefined => {
  const [host, url] = ["host", "url"].map((key) => valueAt(source.value, [...base, key]));
  if (typeof host === "string") return normalHost(host);
  const parsed = typeof url === "string" ? httpUrl(url) : "shape";
  return typeof parsed === "string" ? undefined : parsed.host;
};

/** A name may lead to this machine; an address says by itself whether it does. */
const distantHelper = (source: Source, base: Path): Issue[] => {
  const host = hostOf(source, base);
  if (valueAt(source.value, [...base, "helper"]) !== true || host === undefined) return [];
  if (!isAddress(host) || addressKind(host) === "loopback") return [];
  return [
    wrong(
      [...base, "helper"],
      `a local component listens on this machine (127.0.0.1), not on ${host}`,
      `本地组件监听在本机（127.0.0.1），而不是 ${host}`,
      "key",
    ),
  ];
};

const turnedWindows = (source: Source): Issue[] =>
  listAt(source, ["calendar"]).flatMap((_, index) => {
    const [from, to] = ["from", "to"].map((key) => Date.parse(String(valueAt(source.value, ["calendar", index, key]))));
    if (from === undefined || to === undefined || !(to <= from)) return [];
    return wrong(["calendar", index, "to"], "expected an end after the begin", "结束时间应晚于开始时间");
  });

/** Mistakes of settings that are right by themselves and do not fit each other. */
export const inconsistencies = (source: Source): readonly Issue[] => {
  const targets = listAt(source, ["targets"]).map((_, index): Path => ["targets", index]);
  const names = targets.flatMap((path, index) => {
    const name = valueAt(source.value, [...path, "name"]);
    return typeof name === "string" && !source.isBlamed([...path, "name"]) ? [{ name, index }] : [];
  });
  const apart = [tooPatient, issuingUrl, forbiddenAuth, loginless, repeatedPorts, repeatedHeaders, distantHelper];
  return [
    ...repeatedNames(source, names),
    ...(names.length === targets.length ? unknownNeeds(source, names) : []),
    ...circles(source, names),
    ...targets.flatMap((path) => apart.flatMap((rule) => rule(source, path))),
    ...turnedWindows(source),
    ...channelInconsistencies(source),
  ];
};
