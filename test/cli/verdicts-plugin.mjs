// A plug-in that ends as it is told: the name of a host target is the verdict of a run that asks it alone.
import { defineCauses, defineCheck } from "invoice-diag";

const text = (en, zh) => ({ en, zh });

/** Looks until the run is interrupted; the line on standard error tells that it has begun. */
const linger = (signal) =>
  new Promise((_, reject) => {
    process.stderr.write("looking\n");
    const patience = setInterval(() => {}, 1000);
    signal.addEventListener("abort", () => {
      clearInterval(patience);
      reject(signal.reason);
    });
  });

export const checks = [
  defineCheck({
    id: "verdict",
    layer: "application",
    title: text("The till is well", "收款机正常"),
    about: text("For tests of the printed forms.", "用于输出格式测试。"),
    questions: { state: text("How is the till?", "收款机状态如何？") },
    settings: {},
    signals: {
      well: { answers: "state", level: "pass", text: text("The till is well", "收款机正常") },
      tired: { answers: "state", level: "warn", text: text("The till is tired <&>", "收款机反应迟钝 <&>") },
      dead: { answers: "state", level: "fail", text: text('The till is "dead" | 100 %', "收款机“无响应” | 100 %") },
    },
    patience: () => 600_000,
    aims: ({ targets }) => targets.map(({ name }) => ({ subject: name, target: { name }, needs: [] })),
    observe: async ({ name }, { signal }) => {
      if (name === "error") throw new TypeError("the check has a defect");
      if (name === "interrupted") await linger(signal);
      return { name };
    },
    judge: ([{ name }]) => [{ signal: { warn: "tired", fail: "dead" }[name] ?? "well", data: {} }],
    places: () => ({}),
  }),
];

const cause = (kind, signal, title) => ({
  kind,
  layer: "application",
  locus: ["far-side"],
  sits: "target",
  prior: "usual",
  title,
  about: text("For tests of the printed forms.", "用于输出格式测试。"),
  expects: { [`verdict/${signal}`]: "always" },
  advice: [{ text: text("Let it rest.", "让它休息。"), command: ["echo", "it's", "$HOME"] }],
});

export const causes = defineCauses({
  "till-tired": cause("warning", "tired", text("The till is overworked", "收款机负荷过高")),
  "till-dead": cause("fault", "dead", text("The till has no power", "收款机断电")),
});
