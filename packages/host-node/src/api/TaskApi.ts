import {
  decisionTitles,
  type Decision,
  Gsrn,
  LocalDate,
  openTaskKinds,
  placeOfTaskCursor
} from "@datahub-settlement/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiMiddleware, OpenApi } from "effect/http-api"
import { ApiKey } from "./ApiKey.ts"
import { by, idOf, InstantText, limitQuery, optional, remark, says } from "./fields.ts"
import { ProcessDetail } from "./ProcessApi.ts"
import { DecisionNotPossibleProblem, NotFoundProblem, StoreUnavailableProblem } from "./Problem.ts"

/** Something that a process waits for, and that nothing shows to be done. */
export const TaskItem = Schema.Struct({
  id: Schema.String,
  processId: Schema.String,
  process: Schema.String,
  gsrn: Schema.optionalKey(Schema.String),
  kind: Schema.String,
  what: Schema.String,
  why: Schema.String,
  /** It should be done before this instant. */
  before: Schema.optionalKey(InstantText)
}).annotate({ identifier: "Task" })
export type TaskItem = typeof TaskItem.Type

/** Nothing of a metering point is to be billed from an instant on. */
export const HoldItem = Schema.Struct({
  taskId: Schema.String,
  processId: Schema.String,
  gsrn: Schema.String,
  from: InstantText,
  why: Schema.String
}).annotate({ identifier: "BillingHold" })
export type HoldItem = typeof HoldItem.Type

/** A last bill that is not made yet. */
export const FinalSettlementItem = Schema.Struct({
  taskId: Schema.String,
  processId: Schema.String,
  gsrn: Schema.optionalKey(Schema.String),
  end: InstantText,
  dueBy: InstantText,
  latestBy: InstantText,
  standing: Schema.Literals(["ahead", "overdue", "tooLate"])
}).annotate({ identifier: "FinalSettlement" })
export type FinalSettlementItem = typeof FinalSettlementItem.Type

const TaskCursor = Schema.String.check(
  Schema.makeFilter((text: string) => placeOfTaskCursor(text) !== undefined, { expected: "what a page gave as next" })
)

const itemsOf = <S extends Schema.Top>(item: S) => Schema.Struct({ items: Schema.Array(item) })
const decisions = Object.keys(decisionTitles) as ReadonlyArray<Decision>

const endpoints = [
  HttpApiEndpoint.get("tasks", "/tasks", {
    query: {
      gsrn: optional(Gsrn, "Only those of this metering point"),
      kind: optional(Schema.Literals(openTaskKinds), "Only those of this kind"),
      dueBefore: optional(LocalDate, "Only what is due before this Danish day"),
      ...limitQuery,
      after: optional(TaskCursor, "`next` of the page before")
    },
    success: Schema.Struct({
      items: Schema.Array(TaskItem),
      /** Where the next page begins; absent on the last one. */
      next: Schema.optionalKey(Schema.String)
    }),
    error: StoreUnavailableProblem
  }).annotateMerge(says("Lists what processes wait for and people or billing have to do, the nearest limit first")),
  HttpApiEndpoint.post("taskDone", "/tasks/:id/done", {
    params: { id: idOf("Id of the task, as `/tasks` shows it, with `#` as `%23`") },
    payload: Schema.Struct({ by, remark }),
    success: ProcessDetail,
    error: [NotFoundProblem, StoreUnavailableProblem]
  }).annotateMerge(says("Keeps that a task is done", "A billing hold ends with it, and a last bill is off its list.")),
  HttpApiEndpoint.post("decide", "/processes/:id/decisions", {
    params: { id: idOf("Id of the process, as `/processes` shows it") },
    payload: Schema.Struct({
      decision: Schema.Literals(decisions).annotate({ description: "What is decided, or was learned" }),
      by,
      remark,
      replyBy: optional(LocalDate, "Last day for an answer, as DataHub's mail names it"),
      effectiveOn: optional(LocalDate, "Day on which it came about, with `toldDone` of what can come about on any day")
    }),
    success: ProcessDetail,
    error: [NotFoundProblem, DecisionNotPossibleProblem, StoreUnavailableProblem]
  }).annotateMerge(
    says(
      "Takes what a person decided or learned outside DataHub's messages to a process",
      "`decisions` of the process lists what is possible now."
    )
  ),
  HttpApiEndpoint.get("holds", "/holds", {
    success: itemsOf(HoldItem),
    error: StoreUnavailableProblem
  }).annotateMerge(says("Lists metering points of which nothing is to be billed for now, and from when on")),
  HttpApiEndpoint.get("finalSettlements", "/final-settlements", {
    success: itemsOf(FinalSettlementItem),
    error: StoreUnavailableProblem
  }).annotateMerge(says("Lists last bills that are to be made, the nearest first"))
] as const

/** What people do about market processes: tasks, decisions, holds and last bills. */
export class TaskApi extends HttpApiGroup.make("tasks")
  .add(...endpoints)
  .middleware(HttpApiMiddleware.ProblemDetails)
  .middleware(ApiKey)
  .prefix("/api/v1")
  .annotateMerge(
    OpenApi.annotations({ title: "Tasks", description: "What people do about market processes, and decide" })
  ) {}
