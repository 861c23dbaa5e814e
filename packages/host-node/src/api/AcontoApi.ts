import { LocalDate } from "@datahub-settlement/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiMiddleware, OpenApi } from "effect/http-api"
import { acontoFields, AcontoInterval, OereText } from "../product/acontoFields.ts"
import { ApiKey } from "./ApiKey.ts"
import { by, day, idOf, InstantText, ofPoint, optional, says } from "./fields.ts"
import { NotFoundProblem, NotPossibleProblem, StoreUnavailableProblem } from "./Problem.ts"

/** DKK with VAT as text, `-213.54`: paid back where it is negative. */
const AmountText = Schema.String.annotate({ identifier: "Amount", description: "DKK, two decimals" })

const text = Schema.optionalKey(Schema.String)
const dates = { from: LocalDate, to: Schema.optionalKey(LocalDate) }

/** What is agreed about payment in advance, for a time. */
export const AcontoPlanItem = Schema.Struct({ ...dates, interval: AcontoInterval, amountDkk: OereText }).annotate({
  identifier: "AcontoPlan"
})
export type AcontoPlanItem = typeof AcontoPlanItem.Type

/** What of a period's prepayment falls on the days that we supply. */
export const AcontoShareItem = Schema.Struct({
  from: LocalDate,
  to: LocalDate,
  interval: AcontoInterval,
  amountDkk: AmountText,
  parts: Schema.Array(
    Schema.Struct({ from: LocalDate, to: LocalDate, days: Schema.Int, planDkk: AmountText, amountDkk: AmountText })
  ),
  reckonedAt: InstantText,
  /** The message, file or person because of which it was reckoned. */
  source: Schema.String,
  processId: text
}).annotate({ identifier: "AcontoShare" })
export type AcontoShareItem = typeof AcontoShareItem.Type

/** What is known of payment in advance for a metering point. */
export const AcontoItem = Schema.Struct({
  gsrn: Schema.String,
  plans: Schema.Array(AcontoPlanItem),
  shares: Schema.Array(AcontoShareItem)
}).annotate({ identifier: "AcontoOfPoint" })
export type AcontoItem = typeof AcontoItem.Type

/** What a last bill is made from. */
export const LastBillItem = Schema.Struct({
  gsrn: Schema.String,
  from: LocalDate,
  to: LocalDate,
  costs: Schema.Array(
    Schema.Struct({ from: LocalDate, to: LocalDate, subtotalDkk: AmountText, vatDkk: AmountText, totalDkk: AmountText })
  ),
  subtotalDkk: AmountText,
  vatDkk: AmountText,
  totalDkk: AmountText,
  /** What of the prepayment falls on these days. */
  prepaidDkk: AmountText,
  /** To pay; to be paid back where it is negative. */
  dueDkk: AmountText,
  /** What the plan asks for days after the end: paid back besides, where it was paid. */
  beyondDkk: AmountText
}).annotate({ identifier: "LastBill" })
export type LastBillItem = typeof LastBillItem.Type

const params = { gsrn: ofPoint }
const changeErrors = [NotPossibleProblem, StoreUnavailableProblem] as const
const billErrors = [NotFoundProblem, ...changeErrors] as const

const from = day("First Danish day")

const endpoints = [
  HttpApiEndpoint.get("aconto", "/aconto/:gsrn", {
    params,
    success: AcontoItem,
    error: StoreUnavailableProblem
  }).annotateMerge(
    says("Shows what is paid in advance for a metering point: what is agreed, and the share of each period")
  ),
  HttpApiEndpoint.get("acontoHistory", "/aconto/:gsrn/history", {
    params,
    success: Schema.Struct({ items: Schema.Array(AcontoShareItem) }),
    error: StoreUnavailableProblem
  }).annotateMerge(says("Lists how the shares of a metering point were reckoned each time, and because of what")),
  HttpApiEndpoint.post("acontoPlan", "/aconto/:gsrn/plans", {
    params,
    payload: Schema.Struct({
      from,
      to: optional(LocalDate, "First Danish day on which it holds no longer"),
      ...acontoFields,
      by
    }),
    success: AcontoItem,
    error: changeErrors
  }).annotateMerge(says("Keeps what is agreed about payment in advance from a day on")),
  HttpApiEndpoint.post("acontoStop", "/aconto/:gsrn/stop", {
    params,
    payload: Schema.Struct({ from: day("First Danish day on which nothing is paid in advance"), by }),
    success: AcontoItem,
    error: changeErrors
  }).annotateMerge(says("Keeps that nothing is paid in advance from a day on")),
  HttpApiEndpoint.get("lastBill", "/aconto/:gsrn/last-bill", {
    params,
    query: {
      end: day("First Danish day that is not billed"),
      from: optional(LocalDate, "First Danish day of the bill; where what is billed last ended without it")
    },
    success: LastBillItem,
    error: billErrors
  }).annotateMerge(
    says("Shows what a last bill to a day is made from: what the time cost, less what is prepaid for it")
  ),
  HttpApiEndpoint.get("finalSettlement", "/final-settlements/:id", {
    params: { id: idOf("Id of the task, as `/final-settlements` shows it, with `#` as `%23`") },
    success: LastBillItem,
    error: billErrors
  }).annotateMerge(says("Shows what a last bill that is to be made is made from"))
] as const

/** What customers pay in advance, and the last bills that it is set against. */
export class AcontoApi extends HttpApiGroup.make("aconto")
  .add(...endpoints)
  .middleware(HttpApiMiddleware.ProblemDetails)
  .middleware(ApiKey)
  .prefix("/api/v1")
  .annotateMerge(
    OpenApi.annotations({ title: "Aconto", description: "Payment in advance, and what last bills are made from" })
  ) {}
