import { isIP } from "node:net";
import { credentials, type Client as GrpcClient, makeClientConstructor, type ServiceError } from "@grpc/grpc-js";
import type { Attempt } from "../model/failure.js";
import { type GrpcAim, type GrpcHealth, grpcStatuses } from "../model/grpc.js";
import type { VerbOptions } from "../model/io.js";
import { hostPort } from "../model/place.js";
import { failure } from "./classify.js";
import { inOrder, stopwatch } from "./connector.js";
import { type Context, targetNamed } from "./context.js";
import { secureContextOf } from "./trust.js";

/** `HealthCheckRequest { string service = 1; }` in the protocol buffers' wire format. */
const request = (service: string): Buffer => {
  const name = Buffer.from(service, "utf8");
  return name.length === 0 ? Buffer.alloc(0) : Buffer.concat([Buffer.from([0x0a, name.length]), name]);
};
/** `HealthCheckResponse { ServingStatus status = 1; }`; left out it is 0. */
const servings = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"] as const;
const response = (bytes: Buffer): GrpcHealth["serving"] =>
  (bytes[0] === 0x08 ? servings[bytes[1] ?? 0] : servings[0]) ?? "UNKNOWN";

/** grpc.health.v1.Health/Check of the gRPC health checking protocol, written out: it has one method that matters. */
const HealthClient = makeClientConstructor(
  {
    check: {
      path: "/grpc.health.v1.Health/Check",
      requestStream: false,
      responseStream: false,
      requestSerialize: request,
      requestDeserialize: (bytes: Buffer) => bytes.subarray(2).toString("utf8"),
      responseSerialize: (serving: string) => Buffer.from([0x08, servings.indexOf(serving as never)]),
      responseDeserialize: response,
    },
  },
  "Health",
);
type HealthClient = GrpcClient & {
  check(
    service: string,
    options: { readonly deadline: number },
    told: (error: ServiceError | null, serving?: GrpcHealth["serving"]) => void,
  ): { cancel(): void };
};

const numeric = (address: string, port: number): string =>
  `${isIP(address) === 6 ? "ipv6" : "ipv4"}:${hostPort(address, port)}`;

/** Asks a server for its health, on a connection of its own and never through a proxy. A status is an answer. */
export const grpcHealth = async (
  context: Context,
  { as, service }: GrpcAim,
  { signal, timeout = context.profile.defaults.timeout }: VerbOptions,
): Promise<Attempt<GrpcHealth>> => {
  const target = targetNamed(context, as);
  if (target === undefined) throw new Error(`no url target is named ${as}`);
  const located = await context.locate(target.host, { signal, timeout });
  if (!located.ok) return located;
  const [address] = inOrder(located.value.addresses);
  if (address === undefined) return { ok: false, ms: 0, failure: failure("no-address", "name", "no address") };
  const leave = await context.gate.enter(hostPort(address, target.port), signal);
  const elapsed = stopwatch();
  const login = target.secure
    ? credentials.createFromSecureContext(secureContextOf(context, target))
    : credentials.createInsecure();
  const client = new HealthClient(numeric(address, target.port), login, {
    "grpc.default_authority": hostPort(target.host, target.port),
    ...(isIP(target.host) === 0 ? { "grpc.ssl_target_name_override": target.host } : {}),
    "grpc.enable_http_proxy": 0,
    "grpc.enable_retries": 0,
  }) as unknown as HealthClient;
  const close = (): void => client.close();
  context.closing.add(close);
  try {
    return await new Promise<Attempt<GrpcHealth>>((resolve) => {
      const deadline = Date.now() + 2 * timeout + context.profile.defaults.answer;
      const call = client.check(service, { deadline }, (error, serving) => {
        signal.removeEventListener("abort", cancel);
        const ms = elapsed();
        if (error === null) resolve({ ok: true, ms, value: { address, status: "OK", serving: serving ?? "UNKNOWN" } });
        else if (signal.aborted) resolve({ ok: false, ms, failure: failure("aborted", "answer", "aborted") });
        else resolve({ ok: true, ms, value: { address, status: grpcStatuses[error.code] ?? "UNKNOWN" } });
      });
      const cancel = (): void => call.cancel();
      signal.addEventListener("abort", cancel, { once: true });
      if (signal.aborted) cancel();
    });
  } finally {
    context.closing.delete(close);
    close();
    leave();
  }
};
