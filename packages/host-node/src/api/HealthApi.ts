import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { InstantText, says } from "./fields.ts"

/** How a worker of the host stands. */
export const WorkerHealth = Schema.Struct({
  /** `queue measuredata`, `outbox`, `parked parts` */
  name: Schema.String,
  queue: Schema.optionalKey(Schema.String),
  state: Schema.Literals(["starting", "working", "idle", "failing", "stopped"]),
  failingSince: Schema.optionalKey(InstantText),
  failures: Schema.Int,
  lastError: Schema.optionalKey(Schema.Struct({ kind: Schema.String, text: Schema.String, at: InstantText })),
  lastMessage: Schema.optionalKey(Schema.Struct({ messageId: Schema.String, outcome: Schema.String, at: InstantText })),
  counts: Schema.Record(Schema.String, Schema.Int)
})
export type WorkerHealth = typeof WorkerHealth.Type

const fields = {
  startedAt: InstantText,
  isStopping: Schema.Boolean,
  database: Schema.Struct({ isReachable: Schema.Boolean, problem: Schema.optionalKey(Schema.String) }),
  /** `undefined` while the database is away. */
  waiting: Schema.optionalKey(Schema.Struct({ deadLetters: Schema.Int, parkedParts: Schema.Int, outbox: Schema.Int })),
  workers: Schema.Array(WorkerHealth)
}

/** All of it works. */
export const Healthy = Schema.Struct({ status: Schema.Literal("ok"), ...fields }).annotate({ identifier: "Healthy" })
export type Healthy = typeof Healthy.Type

/** Something does not: the database, a queue, the outbox. The rest goes on. */
export class Unhealthy extends Schema.TaggedError<Unhealthy>()(
  "Unhealthy",
  { status: Schema.Literal("failing"), ...fields },
  { httpApiStatus: 503 }
) {}

/** Open to everyone who can reach the port: it holds no customer's data. */
export class HealthApi extends HttpApiGroup.make("health", { topLevel: true })
  .add(
    HttpApiEndpoint.get("health", "/health", {
      success: Healthy,
      error: Unhealthy.pipe(HttpApiSchema.asJson())
    }).annotateMerge(
      says("How everything stands", "503 says that something is held up, not that a restart would help.")
    )
  )
  .annotateMerge(
    OpenApi.annotations({ title: "Health", description: "How each queue, the database and the outbox stand" })
  ) {}
