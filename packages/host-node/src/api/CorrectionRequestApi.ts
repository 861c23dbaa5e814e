import { LocalDate } from "@datahub-settlement/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiMiddleware, OpenApi } from "effect/http-api"
import { ApiKey } from "./ApiKey.ts"
import { by, day, gsrn, optional, processId, remark, says } from "./fields.ts"
import { requestErrors, stepErrors } from "./Problem.ts"
import { BegunItem, RequestItem } from "./RequestItem.ts"

const form = optional(
  Schema.Literals(["RSM-003", "RSM-005"]),
  "The document that it is reported with; what the configuration says without it"
)

const wrongSwitch = { gsrn, date: day("First Danish day of the switch that was wrong") }
const wrongMove = {
  gsrn,
  date: day("Danish day of the move that was wrong"),
  corrects: optional(Schema.Literals(["moveIn", "moveOut"]), "What it was; a move-in without it"),
  by
}

const endpoints = [
  HttpApiEndpoint.post("erroneousSwitch", "/requests/erroneous-switch", {
    payload: Schema.Struct({ ...wrongSwitch, form }),
    success: RequestItem,
    error: requestErrors
  }).annotateMerge(
    says(
      "Reports a switch by which we took a metering point wrongly (BRS-003)",
      "Nothing of it is to be billed until the outcome is known (RSM-004, D34 or D35)."
    )
  ),
  HttpApiEndpoint.post("erroneousMove", "/requests/erroneous-move", {
    payload: Schema.Struct({
      ...wrongMove,
      correctedDate: optional(
        LocalDate,
        "Danish day on which it really took place; without it the move is undone as a whole"
      ),
      form
    }),
    success: RequestItem,
    error: requestErrors
  }).annotateMerge(
    says(
      "Reports a move of ours that was wrong, or had another date (BRS-011)",
      "Nothing of it is to be billed until the outcome is known (RSM-004, D34 or D35)."
    )
  ),
  HttpApiEndpoint.post("portalSwitch", "/portal-reports/erroneous-switch", {
    payload: Schema.Struct({ ...wrongSwitch, by, remark }),
    success: BegunItem,
    error: requestErrors
  }).annotateMerge(
    says(
      "Keeps that a switch was reported as wrong in DataHub's portal (BRS-003)",
      "The process begins, and nothing is sent. What DataHub's mail says next is a decision about the process."
    )
  ),
  HttpApiEndpoint.post("portalMove", "/portal-reports/erroneous-move", {
    payload: Schema.Struct({ ...wrongMove, remark }),
    success: BegunItem,
    error: requestErrors
  }).annotateMerge(
    says(
      "Keeps that a move was reported as wrong in DataHub's portal (BRS-011)",
      "The process begins, and nothing is sent. What DataHub's mail says next is a decision about the process."
    )
  ),
  HttpApiEndpoint.post("resumption", "/requests/resumption", {
    payload: Schema.Struct({
      processId,
      accepted: Schema.Boolean.annotate({ description: "Whether we take it back; no only with contractEndedByUs" }),
      contractEndedByUs: optional(Schema.Boolean, "We ended the contract ourselves: the one ground for a no (D29)")
    }),
    success: RequestItem,
    error: stepErrors
  }).annotateMerge(
    says(
      "Answers whether we take a metering point back (RSM-003)",
      "Silence counts as yes when the last day has passed."
    )
  )
] as const

/** Switches and moves that were wrong. */
export class CorrectionRequestApi extends HttpApiGroup.make("correctionRequests")
  .add(...endpoints)
  .middleware(HttpApiMiddleware.ProblemDetails)
  .middleware(ApiKey)
  .prefix("/api/v1")
  .annotateMerge(
    OpenApi.annotations({
      title: "Corrections",
      description: "Switches and moves that were wrong, and what comes back"
    })
  ) {}
