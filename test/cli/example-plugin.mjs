// A plug-in: one check that asks every host target's first port for its banner, and one cause that it speaks for.
import { defineCauses, defineCheck, placesOf } from "invoice-diag";

const banner = defineCheck({
  id: "old-till",
  layer: "application",
  title: { en: "No till of the old model answers", zh: "没有旧型号收款机应答" },
  about: { en: "Old tills do not know e-invoices.", zh: "旧型号收款机不支持电子发票。" },
  questions: { model: { en: "Which model answers?", zh: "应答的是哪种型号？" } },
  settings: {},
  signals: {
    modern: { answers: "model", level: "pass", text: { en: "A modern till answers", zh: "新型号收款机应答" } },
    old: { answers: "model", level: "fail", text: { en: 'An old till says "{said}"', zh: "旧型号收款机应答“{said}”" } },
  },
  patience: () => 5000,
  aims: (profile) =>
    profile.targets
      .filter((target) => target.kind === "host" && target.ports.length > 0)
      .map(({ name, host, ports }) => ({
        subject: name,
        target: { host, port: ports[0].port },
        needs: [`port:${name}/${ports[0].port}`],
      })),
  observe: async ({ host, port }, { io, signal }) => {
    const located = await io.locate(host, { signal });
    if (!located.ok) return { unavailable: { en: "The host has no address", zh: "主机没有地址" } };
    const answer = await io.ask({ address: located.value.addresses[0].address, port }, "ssh", { signal });
    return { located: located.value, said: answer.ok ? answer.value.banner : "" };
  },
  judge: ([{ said }]) => [/OLD-TILL/.test(said) ? { signal: "old", data: { said } } : { signal: "modern", data: {} }],
  places: ({ port }, [seen]) => (seen ? placesOf(seen.located, port) : {}),
});

export const checks = [banner];

export const causes = defineCauses({
  "old-till-in-use": {
    kind: "fault",
    layer: "application",
    locus: ["far-side"],
    sits: "endpoint",
    prior: "usual",
    title: { en: "A till of the old model is in use", zh: "仍在使用旧型号收款机" },
    about: { en: "It speaks a protocol that knows no e-invoices.", zh: "其协议不支持电子发票。" },
    expects: { "old-till/old": "always" },
    advice: [{ text: { en: "Replace the till.", zh: "请更换收款机。" } }],
  },
});
