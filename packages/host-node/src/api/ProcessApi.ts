import { Gsrn, LocalDate, processStates } from "@datahub-settlement/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiMiddleware, OpenApi } from "effect/http-api"
import { ApiKey } from "./ApiKey.ts"
import { idOf, InstantText, limitQuery, optional, says } from "./fields.ts"
import { NotFoundProblem, StoreUnavailableProblem } from "./Problem.ts"

const summaryFields = {
  id: Schema.String,
  kind: Schema.String,
  role: Schema.String,
  title: Schema.String,
  gsrn: Schema.optionalKey(Schema.String),
  effectiveAt: InstantText,
  openedAt: InstantText,
  state: Schema.String,
  stateTitle: Schema.String,
  isActive: Schema.Boolean,
  /** Of the deadline that comes next. */
  nextDeadline: Schema.optionalKey(Schema.Struct({ title: Schema.String, before: InstantText })),
  /** How much it waits for from others. */
  openTasks: Schema.Int
}

/** How a market process stands. */
export const ProcessItem = Schema.Struct(summaryFields).annotate({ identifier: "Process" })
export type ProcessItem = typeof ProcessItem.Type

/** The same with all that happened to it, and what is to be done. */
export const ProcessDetail = Schema.Struct({
  ...summaryFields,
  timeline: Schema.Array(
    Schema.Struct({
      at: InstantText,
      what: Schema.String,
      state: Schema.String,
      /** What does not fit is kept, and changed nothing. */
      legal: Schema.Boolean,
      why: Schema.String,
      asked: Schema.Array(Schema.String),
      /** Of what was asked for: what was done since, by what, or fell away. The rest is open, or was done with the step. */
      outcomes: Schema.Array(
        Schema.Struct({
          asked: Schema.String,
          how: Schema.Literals(["done", "fellAway"]),
          at: InstantText,
          by: Schema.String,
          messageId: Schema.optionalKey(Schema.String)
        })
      ),
      messageId: Schema.optionalKey(Schema.String),
      transactionId: Schema.optionalKey(Schema.String)
    })
  ),
  deadlines: Schema.Array(
    Schema.Struct({ name: Schema.String, title: Schema.String, before: InstantText, rule: Schema.String })
  ),
  /** `id` is what `POST /tasks/{id}/done` takes. */
  tasks: Schema.Array(Schema.Struct({ id: Schema.String, what: Schema.String, why: Schema.String })),
  /** What a person can decide now, and the state that it leads to: `POST /processes/{id}/decisions`. */
  decisions: Schema.Array(Schema.Struct({ decision: Schema.String, title: Schema.String, state: Schema.String }))
}).annotate({ identifier: "ProcessDetail" })
export type ProcessDetail = typeof ProcessDetail.Type

const endpoints = [
  HttpApiEndpoint.get("processes", "/processes", {
    query: {
      ...limitQuery,
      gsrn: optional(Gsrn, "Only those of this metering point"),
      state: optional(Schema.Literals(processStates), "Only those in this state"),
      active: optional(Schema.Literals(["true", "false"]), "Only those at work, or only the others"),
      misfits: optional(Schema.Literal("true"), "Only those to which something came that did not fit"),
      dueBefore: optional(LocalDate, "Only those of which something is due before this Danish day, the nearest first")
    },
    success: Schema.Struct({ items: Schema.Array(ProcessItem) }),
    error: StoreUnavailableProblem
  }).annotateMerge(says("Lists market processes, the newest first")),
  HttpApiEndpoint.get("process", "/processes/:id", {
    params: { id: idOf("Id of the process, as `/processes` shows it") },
    success: ProcessDetail,
    error: [NotFoundProblem, StoreUnavailableProblem]
  }).annotateMerge(says("Shows a process: what happened and by which message, its deadlines, and what is to be done"))
] as const

/** Market processes. */
export class ProcessApi extends HttpApiGroup.make("processes")
  .add(...endpoints)
  .middleware(HttpApiMiddleware.ProblemDetails)
  .middleware(ApiKey)
  .prefix("/api/v1")
  .annotateMerge(OpenApi.annotations({ title: "Processes", description: "Market processes and how they stand" })) {}
