import type { Raised } from "../../src/model/check.js";
import type { Attempt } from "../../src/model/failure.js";
import type { GrpcHealth } from "../../src/model/grpc.js";
import type { Located } from "../../src/model/place.js";
import type { apiSignals } from "./words.js";

/** What a gRPC server says of its health, and what that answers. Pure. */

export type GrpcSeen = { readonly located: Located; readonly grpc: Attempt<GrpcHealth> };
type Answer = Raised<typeof apiSignals>;

const byStatus = {
  UNAUTHENTICATED: "unauthenticated",
  PERMISSION_DENIED: "forbidden",
  RESOURCE_EXHAUSTED: "rate-limited",
  UNAVAILABLE: "unavailable",
  INTERNAL: "error-500",
  UNKNOWN: "error-500",
  DATA_LOSS: "error-500",
} as const;

const healthAnswer = ({ status, serving }: GrpcHealth): Answer[] => {
  if (serving === "SERVING") return [{ signal: "health-serving", data: {} }];
  if (serving === "NOT_SERVING") return [{ signal: "health-not-serving", data: {} }];
  if (serving === "SERVICE_UNKNOWN" || status === "NOT_FOUND") return [{ signal: "health-no-service", data: {} }];
  if (serving !== undefined || status === "UNIMPLEMENTED") return [{ signal: "health-not-told", data: { status } }];
  return [];
};

const statusAnswer = ({ status }: GrpcHealth): Answer[] => {
  if (status === "OK") return [{ signal: "status-ok", data: { status: "gRPC OK" } }];
  // The health service is missing, or does not know the service: that is answered by itself.
  if (status === "UNIMPLEMENTED" || status === "NOT_FOUND") return [];
  const data = { status: `gRPC ${status}`, expected: "OK", retry: "–", location: "–", filter: "–" };
  const signal = byStatus[status as keyof typeof byStatus] ?? "unexpected-status";
  return [{ signal, data }];
};

export const grpcAnswers = (looks: readonly GrpcSeen[], slow: number): Answer[] => {
  const told = looks.filter(({ grpc }) => grpc.ok && grpc.value.status !== "DEADLINE_EXCEEDED");
  const last = (told.at(-1) ?? looks.at(-1))?.grpc;
  if (last === undefined || !last.ok) return [];
  const ms = Math.round(last.ms);
  if (told.length === 0)
    return [{ signal: "no-response", data: { ms, reason: "DEADLINE_EXCEEDED", code: "timeout", phase: "answer" } }];
  const phases = { name: "–", connect: "–", tls: "–", firstByte: ms, body: "–", most: "firstByte" };
  const speed: Answer = { signal: ms > slow ? "slowish" : "in-time", data: { ms, limit: slow, ...phases } };
  return [{ signal: "answers", data: { ms } }, ...statusAnswer(last.value), ...healthAnswer(last.value), speed];
};
