/** The words of gRPC's status codes, by number. */
export const grpcStatuses = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
] as const;

export type GrpcAim = {
  /** The profile's url target whose address and trust are used. */
  readonly as: string;
  /** The service whose health is asked for; empty: that of the server. */
  readonly service: string;
};
/** What a server says of its health (grpc.health.v1). */
export type GrpcHealth = {
  readonly address: string;
  readonly status: (typeof grpcStatuses)[number];
  /** Only with the status OK. */
  readonly serving?: "UNKNOWN" | "SERVING" | "NOT_SERVING" | "SERVICE_UNKNOWN";
};
