import type { CauseTable } from "../model/cause.js";
import type { AnyCheck } from "../model/check.js";
import type { Io } from "../model/io.js";
import type { Profile, Target } from "../model/profile.js";
import type { Report, ReportHead } from "../model/report.js";
import { type Result, type Status, statuses } from "../model/result.js";
import { exitCodeOf, type FailOn, statusOf as reportStatusOf } from "../model/status.js";
import type { Bilingual } from "../model/text.js";
import { diagnose } from "./diagnose.js";
import { everything, leftOutOf, plan, type Selection } from "./plan.js";
import { resendVerdicts } from "./resend.js";
import { type Progress, run } from "./run.js";
import { askSerial } from "./serial-query.js";

export interface ExamineOptions {
  readonly io: Io;
  readonly checks: readonly AnyCheck[];
  readonly causes: CauseTable;
  readonly version: string;
  readonly selection?: Selection;
  /** Aborted when the user interrupts the run: what is known so far is still reported. */
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole run. */
  readonly timeout?: number;
  readonly failOn?: FailOn;
  /** The user's own attempt: the error text of its client, and the serial number to ask for. Neither gets into the report. */
  readonly attempt?: { readonly failedWith?: string; readonly serial?: string };
  readonly now?: () => Date;
  /** Called once, before the first step. */
  readonly onStart?: (head: ReportHead) => void;
  readonly onProgress?: (progress: Progress) => void;
}

const interruptedReason: Bilingual = { en: "the run was interrupted", zh: "运行被中断" };
const deadlineReason: Bilingual = { en: "cut off by the run's deadline", zh: "因整体时限已到而中止" };

export const countsOf = (results: readonly Result[]): Record<Status, number> =>
  Object.fromEntries(
    statuses.map((status) => [status, results.filter((result) => result.status === status).length]),
  ) as Record<Status, number>;

const hostOf = (target: Target): string | undefined => ("host" in target ? target.host : undefined);

const targetsOf = (profile: Profile): Report["targets"] =>
  profile.targets.map((target) => {
    const host = hostOf(target);
    return {
      name: target.name,
      kind: target.kind,
      ...(host === undefined ? {} : { host }),
      ...(target.owner === undefined ? {} : { owner: target.owner }),
      dependsOn: target.dependsOn,
    };
  });

/** The descriptors that one step may hold at once, with room to spare. */
const descriptorsPerStep = 12;
const mostParallel = 64;

const parallelFor = (io: Io): number => {
  const { descriptors } = io.runtime();
  if (descriptors === null) return mostParallel;
  return Math.max(4, Math.min(mostParallel, Math.floor((descriptors.limit - descriptors.open) / descriptorsPerStep)));
};

/** One signal for the user's interruption and the run's own deadline, and which of the two it was. */
const boundedBy = (user: AbortSignal | undefined, timeout: number | undefined) => {
  const controller = new AbortController();
  let reason = interruptedReason;
  const timer =
    timeout === undefined
      ? undefined
      : setTimeout(() => {
          reason = deadlineReason;
          controller.abort();
        }, timeout);
  const onAbort = (): void => controller.abort();
  if (user?.aborted === true) onAbort();
  user?.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    why: (): Bilingual => reason,
    end: (): void => {
      clearTimeout(timer);
      user?.removeEventListener("abort", onAbort);
    },
  };
};

/** The whole pipeline: plan, run, diagnose, one report. Rejects only for a plan that makes no sense (`PlanError`). */
export const examine = async (profile: Profile, options: ExamineOptions): Promise<Report> => {
  const { io, checks, causes, now = () => new Date() } = options;
  const steps = plan(profile, checks, options.selection ?? everything);
  const began = now();
  const start = performance.now();
  const bound = boundedBy(options.signal, options.timeout);
  const host = await io.host();
  const targets = targetsOf(profile);
  const head: ReportHead = {
    schema: 1,
    tool: "invoice-diag",
    version: options.version,
    profile: profile.name,
    startedAt: began.toISOString(),
    vantage: {
      host: host.hostname,
      platform: host.platform,
      addresses: host.interfaces
        .filter(({ loopback }) => !loopback)
        .flatMap(({ addresses }) => addresses.map(({ address }) => address)),
    },
    targets,
  };
  options.onStart?.(head);
  const running = run(steps, {
    io,
    checks,
    now,
    hostname: host.hostname,
    signal: bound.signal,
    whyCut: bound.why,
    overruled: profile.levels,
    parallel: parallelFor(io),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  const { failedWith, serial } = options.attempt ?? {};
  const asking = serial === undefined ? undefined : askSerial(profile.targets, serial, { io, signal: bound.signal });
  const [results, answers] = await Promise.all([running, asking]).finally(bound.end);
  const leftOut = leftOutOf(steps, profile, checks);
  const diagnosis = diagnose(results, { checks, causes, targets, leftOut });
  const status = reportStatusOf(results, diagnosis);
  const interrupted = options.signal?.aborted === true;
  const cutOff = results.filter(({ reason }) => reason === deadlineReason).length;
  return {
    ...head,
    ms: Math.round(performance.now() - start),
    status,
    exitCode: exitCodeOf(status, { interrupted, ...(options.failOn === undefined ? {} : { failOn: options.failOn }) }),
    ...(interrupted ? { interrupted: true as const } : {}),
    ...(cutOff > 0 ? { cutOff } : {}),
    counts: countsOf(results),
    results,
    ...(leftOut.length === 0 ? {} : { leftOut }),
    diagnosis,
    resend: resendVerdicts({
      targets: profile.targets,
      results,
      diagnosis,
      ...(failedWith === undefined ? {} : { failedWith }),
      ...(serial === undefined || answers === undefined ? {} : { serial: { number: serial, answers } }),
    }),
  };
};
