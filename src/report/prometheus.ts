import type { Report } from "../model/report.js";
import { type Result, statuses } from "../model/result.js";
import { exchangesOf, type Part } from "./phases.js";
import type { Printer } from "./print.js";

type Labels = Readonly<Record<string, string>>;
type Sample = { readonly labels: Labels; readonly value: number };
type Metric = { readonly name: string; readonly help: string; readonly samples: readonly Sample[] };

const escapeLabel = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\r", "");

const sampleLine = (name: string, { labels, value }: Sample): string => {
  const list = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${list.length === 0 ? "" : `{${list.join(",")}}`} ${Number(value.toFixed(6))}\n`;
};

const metricLines = ({ name, help, samples }: Metric): string =>
  samples.length === 0
    ? ""
    : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${samples.map((sample) => sampleLine(name, sample)).join("")}`;

const stepLabels = (report: Report, result: Result): Labels => ({
  profile: report.profile,
  step: result.step,
  check: result.check,
  layer: result.layer,
  target: result.subject,
  endpoint: result.endpoint ?? "",
});

/** The signals that made a step what it is; empty for a pass, and for what did not run. */
const reasonOf = (result: Result): string =>
  result.evidence
    .filter((one) => one.level === result.status)
    .map((one) => (result.status === "pass" ? "" : `${result.check}/${one.signal}`))
    .filter((one) => one !== "")
    .join(",");

const judged = (result: Result): boolean => ["pass", "warn", "fail"].includes(result.status);

/** As blackbox_exporter calls them. */
const phaseLabels: Readonly<Record<Part, string>> = {
  name: "resolve",
  connect: "connect",
  proxy: "proxy",
  tls: "tls",
  greeting: "greeting",
  login: "login",
  firstByte: "processing",
  body: "transfer",
};

const stepMetrics = (report: Report): Metric[] => [
  {
    name: "invoice_diag_step_success",
    help: "Whether a step that could be judged found its target usable (warnings count as usable).",
    samples: report.results.filter(judged).map((result) => ({
      labels: stepLabels(report, result),
      value: result.status === "fail" ? 0 : 1,
    })),
  },
  {
    name: "invoice_diag_step_status_info",
    help: "How a step ended, and the signals that decided it.",
    samples: report.results.map((result) => ({
      labels: { ...stepLabels(report, result), status: result.status, reason: reasonOf(result) },
      value: 1,
    })),
  },
  {
    name: "invoice_diag_step_duration_seconds",
    help: "How long a step took.",
    samples: report.results
      .filter(judged)
      .map((result) => ({ labels: stepLabels(report, result), value: result.ms / 1000 })),
  },
  {
    name: "invoice_diag_step_phase_duration_seconds",
    help: "How long each phase of a step's last exchange took; one in which the exchange failed is left out.",
    samples: report.results.flatMap((result) =>
      (exchangesOf(result).at(-1) ?? [])
        .filter((span) => span.failed !== true)
        .map(({ part, ms }) => ({
          labels: { ...stepLabels(report, result), phase: phaseLabels[part] },
          value: ms / 1000,
        })),
    ),
  },
];

const causeMetric = (report: Report): Metric => ({
  name: "invoice_diag_cause_confidence",
  help: "Confidence, 0 to 1, of each cause that stands.",
  samples: report.diagnosis.causes
    .filter((cause) => cause.standing !== "ruled-out")
    .map(({ id, kind, layer, place, party, standing, confidence }) => ({
      labels: { profile: report.profile, cause: id, kind, layer, place, party, standing },
      value: confidence,
    })),
});

const runMetrics = (report: Report): Metric[] => {
  const labels = { profile: report.profile };
  return [
    {
      name: "invoice_diag_success",
      help: "Whether the run found everything usable (warnings count as usable).",
      samples: [{ labels, value: report.status === "pass" || report.status === "warn" ? 1 : 0 }],
    },
    {
      name: "invoice_diag_status_info",
      help: "The worst ending of the run: pass, warn, fail or error.",
      samples: [{ labels: { ...labels, status: report.status }, value: 1 }],
    },
    {
      name: "invoice_diag_steps",
      help: "Steps of the run by how they ended.",
      samples: statuses.map((status) => ({ labels: { ...labels, status }, value: report.counts[status] })),
    },
    {
      name: "invoice_diag_unexplained_answers",
      help: "Failing answers that no known cause explains.",
      samples: [{ labels, value: report.diagnosis.unexplained.length }],
    },
    {
      name: "invoice_diag_duration_seconds",
      help: "How long the run took.",
      samples: [{ labels, value: report.ms / 1000 }],
    },
    {
      name: "invoice_diag_start_timestamp_seconds",
      help: "When the run began, seconds since 1970.",
      samples: [{ labels, value: Date.parse(report.startedAt) / 1000 }],
    },
    {
      name: "invoice_diag_build_info",
      help: "The version that made this.",
      samples: [{ labels: { version: report.version }, value: 1 }],
    },
  ];
};

/** Prometheus text format, for the textfile collector of node_exporter. */
export const prometheus: Printer = (report) =>
  [...runMetrics(report), ...stepMetrics(report), causeMetric(report)].map(metricLines).join("");
