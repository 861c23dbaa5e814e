import { Gsrn, LocalDate } from "@datahub-settlement/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiMiddleware, OpenApi } from "effect/http-api"
import { ApiKey } from "./ApiKey.ts"
import { InstantText, limitQuery } from "./fields.ts"
import { AlreadyUnderWayProblem, NotFoundProblem, RefusedRequestProblem, StoreUnavailableProblem } from "./Problem.ts"

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
      messageId: Schema.optionalKey(Schema.String),
      transactionId: Schema.optionalKey(Schema.String)
    })
  ),
  deadlines: Schema.Array(
    Schema.Struct({ name: Schema.String, title: Schema.String, before: InstantText, rule: Schema.String })
  ),
  tasks: Schema.Array(Schema.Struct({ what: Schema.String, why: Schema.String }))
}).annotate({ identifier: "ProcessDetail" })
export type ProcessDetail = typeof ProcessDetail.Type

/** A request that waits to be sent. */
export const RequestItem = Schema.Struct({
  processId: Schema.String,
  state: Schema.String,
  messageId: Schema.String,
  transactionId: Schema.String
}).annotate({ identifier: "SubmittedRequest" })
export type RequestItem = typeof RequestItem.Type

/** Danish days; `to` is the first one that is not asked for. */
const days = { from: LocalDate, to: LocalDate }

const requestErrors = [RefusedRequestProblem, AlreadyUnderWayProblem, StoreUnavailableProblem] as const

const endpoints = [
  HttpApiEndpoint.get("processes", "/processes", {
    query: {
      ...limitQuery,
      gsrn: Schema.optionalKey(Gsrn),
      state: Schema.optionalKey(Schema.String),
      active: Schema.optionalKey(Schema.Literals(["true", "false"]))
    },
    success: Schema.Struct({ items: Schema.Array(ProcessItem) }),
    error: StoreUnavailableProblem
  }),
  HttpApiEndpoint.get("process", "/processes/:id", {
    params: { id: Schema.String },
    success: ProcessDetail,
    error: [NotFoundProblem, StoreUnavailableProblem]
  }),
  HttpApiEndpoint.post("history", "/requests/history", {
    payload: Schema.Struct({ gsrn: Schema.String, ...days }),
    success: RequestItem,
    error: requestErrors
  }),
  HttpApiEndpoint.post("yearlySum", "/requests/yearly-sum", {
    payload: Schema.Struct({ gsrn: Schema.String }),
    success: RequestItem,
    error: requestErrors
  }),
  HttpApiEndpoint.post("aggregation", "/requests/aggregation", {
    payload: Schema.Struct({
      processType: Schema.Literals(["D03", "D04", "D05", "D32"]),
      ...days,
      gridArea: Schema.optionalKey(Schema.String),
      meteringPointType: Schema.optionalKey(Schema.Literals(["E17", "E18"])),
      settlementMethod: Schema.optionalKey(Schema.Literals(["D01", "E02"])),
      settlementVersion: Schema.optionalKey(Schema.Literals(["D01", "D02", "D03"]))
    }),
    success: RequestItem,
    error: requestErrors
  })
] as const

/** Market processes, and requests for data. */
export class ProcessApi extends HttpApiGroup.make("processes")
  .add(...endpoints)
  .middleware(HttpApiMiddleware.ProblemDetails)
  .middleware(ApiKey)
  .prefix("/api/v1")
  .annotateMerge(
    OpenApi.annotations({ title: "Processes", description: "Market processes, and requests to DataHub for data" })
  ) {}
