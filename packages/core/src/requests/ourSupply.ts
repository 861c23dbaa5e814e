import { Effect, Result } from "effect"
import { endOf, type Gsrn, type Instant } from "../market/index.ts"
import { type OutgoingDocument, type RequestIssue, RequestRefused } from "../messages/index.ts"
import { Portfolio, type PortfolioPoint } from "../portfolio/index.ts"
import type { MarketProcess, ProcessStep } from "../processes/index.ts"

/** What is known of a metering point; nothing of one that never was ours. */
export const knownPoint = Effect.fnUntraced(function* (gsrn: Gsrn) {
  return (yield* (yield* Portfolio).versions([gsrn])).get(gsrn)
})

/** DataHub's code for a supplier who may not do what it asks for. */
const NOT_LEGITIMATE = "E16"

/** DataHub let a supply start at once, because an end of supply was under way (RSM-004/D46). */
export const isSpecialStart = ({ event, legal }: ProcessStep): boolean =>
  legal && event.kind === "notice" && event.processType === "D46"

/** A switch that took effect like this cannot be undone (BRS-001, BRS-003). */
export const putForward = (open: ReadonlyArray<MarketProcess>, switchAt: Instant): ReadonlyArray<RequestIssue> =>
  open.some(
    ({ effectiveAt, history, kind, role }) =>
      kind === "changeOfSupplier" && role === "gaining" && effectiveAt === switchAt && history.some(isSpecialStart)
  )
    ? [{ field: "switchAt", reason: "the switch took effect at once (D46) and cannot be undone", rule: "BRS-003 E22" }]
    : []

/** Whether we supply until a day: the supply that is to end there. */
const suppliesUntil = (point: PortfolioPoint | undefined, at: Instant): boolean =>
  point?.supply.some((one) => one.from < at && endOf(one) >= at) === true

/** Only whoever supplies a metering point can end something there. A date that is none is refused as such. */
export const notSuppliedUntil = (
  point: PortfolioPoint | undefined,
  at: Instant,
  process: "BRS-002" | "BRS-010"
): ReadonlyArray<RequestIssue> =>
  !Number.isFinite(at) || suppliesUntil(point, at)
    ? []
    : [{ field: "gsrn", reason: "we do not supply it until that day", rule: `${process} ${NOT_LEGITIMATE}` }]

const CLOSED = "D02"

/** Nothing begins at a metering point that is closed down, and it is never opened again. */
export const closedDown = (
  point: PortfolioPoint | undefined,
  at: Instant,
  process: "BRS-001" | "BRS-009" | "BRS-041"
): ReadonlyArray<RequestIssue> =>
  point?.meteringPoint.find((one) => one.from <= at && endOf(one) > at)?.masterData?.connectionState === CLOSED
    ? [{ field: "gsrn", reason: "it is closed down", rule: `${process} D16` }]
    : []

/** A change of supplier is for those who have another one. */
export const alreadySupplied = (point: PortfolioPoint | undefined, at: Instant): ReadonlyArray<RequestIssue> =>
  point?.supply.some((one) => one.from <= at && endOf(one) > at) === true
    ? [{ field: "gsrn", reason: "we supply it on that day already", rule: `BRS-001 ${NOT_LEGITIMATE}` }]
    : []

/** An owner takes the place of somebody else: the registered customer cannot. */
export const registeredAlready = (
  point: PortfolioPoint | undefined,
  cvr: string | undefined,
  at: Instant
): ReadonlyArray<RequestIssue> =>
  cvr !== undefined &&
  point?.customers.some((one) => one.customer.cvr === cvr && one.from <= at && endOf(one) > at) === true
    ? [{ field: "cvr", reason: "this customer is registered on that day already", rule: "BRS-009 D17" }]
    : []

/** The first day of the supply that goes on at a date or begins after it; `undefined` where there is none. */
export const supplyStartAt = (point: PortfolioPoint | undefined, at: Instant): Instant | undefined => {
  const starts = (point?.supply ?? []).filter((one) => endOf(one) > at).map(({ from }) => from)
  return starts.length === 0 ? undefined : Math.min(...starts)
}

/** Customer data, electric heating and links of Energinet's charges are those of a customer of ours. */
export const notSupplied = (
  supplyStart: Instant | undefined,
  at: Instant,
  process: "BRS-015" | "BRS-037" | "BRS-041"
): ReadonlyArray<RequestIssue> =>
  supplyStart !== undefined || !Number.isFinite(at)
    ? []
    : [{ field: "gsrn", reason: "we do not supply it on that day", rule: `${process} ${NOT_LEGITIMATE}` }]

/**
 * What was built, or all that is wrong with it: what the document says, and what is known here. Of a number that is none,
 * and of a date outside its limits, nothing else is said.
 */
export const withKnown = (
  built: Result.Result<OutgoingDocument, RequestRefused>,
  process: string,
  known: ReadonlyArray<RequestIssue>
): Result.Result<OutgoingDocument, RequestRefused> => {
  const issues = Result.isSuccess(built) ? [] : built.failure.issues
  const more = known.filter(({ field }) => issues.every((issue) => issue.field !== field))
  return more.length === 0 ? built : Result.fail(new RequestRefused({ process, issues: [...issues, ...more] }))
}
