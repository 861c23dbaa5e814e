import { Effect } from "effect"
import { endOf, type Gsrn, type Instant, type Validity } from "../market/index.ts"
import { buildCustomerData, type ElectricHeatingDraft, type RequestIssue } from "../messages/index.ts"
import type { PortfolioPoint } from "../portfolio/index.ts"
import { closedDown, knownPoint, notSupplied, supplyStartAt, withKnown } from "./ourSupply.ts"
import { beginProcess } from "./submitRequest.ts"

const PROCESS = "BRS-041"

/** Electric heating that is to be reported; the building register has to say the same. */
export type ElectricHeatingReport = Omit<ElectricHeatingDraft, "reason" | "supplyStart">

/**
 * Reports that a metering point of ours is electrically heated, or is so no longer (BRS-041): RSM-027 with D20, from today
 * or at most 21 days back. The grid company then makes or closes the child point D14 and DataHub moves the tax; the process
 * waits for both, and what was settled from that day on is corrected by itself. Fails with every rule that the report
 * breaks, and where the same is under way already.
 *
 * @example
 * import { Effect } from "effect"
 * import { LocalDate, MarketCalendar, reportElectricHeating } from "@datahub-settlement/core"
 * import { memoryIntake } from "@datahub-settlement/core/testing"
 *
 * const startAt = MarketCalendar.startOfDay(LocalDate.make("2025-05-01"))
 * const report = { gsrn: "571313999000000010", startAt, electricHeating: true }
 * const refused = Effect.flip(reportElectricHeating(report)).pipe(Effect.map(({ _tag }) => _tag))
 * await Effect.runPromise(refused.pipe(Effect.provide(memoryIntake()))) // => "RequestRefused"
 */
export const reportElectricHeating = Effect.fn("reportElectricHeating")(function* (report: ElectricHeatingReport) {
  const { electricHeating, startAt } = report
  const gsrn = report.gsrn as Gsrn
  const point = yield* knownPoint(gsrn)
  const supplyStart = supplyStartAt(point, startAt)
  const known = [...notSupplied(supplyStart, startAt, PROCESS), ...faultsOf(point, report)]
  return yield* beginProcess(
    { kind: "electricHeating", role: electricHeating ? "adding" : "removing", gsrn, effectiveAt: startAt },
    (context) => withKnown(buildCustomerData({ reason: "D20", ...report, supplyStart }, context), PROCESS, known)
  )
})

/** What DataHub would refuse, as far as it is known here. */
const faultsOf = (
  point: PortfolioPoint | undefined,
  { electricHeating, startAt }: ElectricHeatingReport
): ReadonlyArray<RequestIssue> => {
  const version = at(point?.meteringPoint, startAt)
  const marked = at(point?.customers, startAt)?.customer.electricHeating
  const isOther = version !== undefined && (version.type !== "E17" || version.parent !== undefined)
  return [
    ...(isOther ? [issue("gsrn", "only a metering point of consumption is electrically heated", "D18")] : []),
    ...closedDown(point, startAt, PROCESS),
    ...(marked === electricHeating
      ? [issue("startAt", `it is ${marked ? "" : "not "}marked as electrically heated on that day already`, "E17")]
      : [])
  ]
}

const issue = (field: string, reason: string, code: string): RequestIssue => ({
  field,
  reason,
  rule: `${PROCESS} ${code}`
})

const at = <V extends Validity>(versions: ReadonlyArray<V> | undefined, instant: Instant): V | undefined =>
  versions?.find((one) => one.from <= instant && endOf(one) > instant)
