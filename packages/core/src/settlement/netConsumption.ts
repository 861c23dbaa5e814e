import { Result } from "effect"
import type { Gsrn } from "../market/index.ts"
import type { Wh } from "../quantity/index.ts"
import type { Findings } from "./pointReadings.ts"
import { quantitiesOf, totalWh } from "./quantities.ts"
import { segmentsOf } from "./segments.ts"
import type { SettlementProblem } from "./SettlementProblem.ts"
import type { SettlementRequest } from "./SettlementRequest.ts"
import { suppliedPeriods } from "./supplied.ts"

/** Whose net consumption, and when. */
export interface NetConsumptionRequest extends Pick<
  SettlementRequest,
  "period" | "supply" | "readings" | "production" | "asOf"
> {
  readonly gsrn: Gsrn
}

/**
 * The energy that tariffs and tax of a period are settled on: consumption within our supply, less netted production.
 * What has been used of an electric-heating limit before a period is this sum over the year so far.
 */
export const netConsumption = ({
  gsrn,
  ...rest
}: NetConsumptionRequest): Result.Result<Wh, ReadonlyArray<SettlementProblem>> => {
  const findings: Findings = { problems: [], warnings: [] }
  const request: SettlementRequest = {
    ...rest,
    outsideSupply: "clip",
    meteringPoint: { gsrn, priceArea: "DK1" },
    spotPrices: { priceArea: "DK1", stretches: [] },
    charges: [],
    links: [],
    product: []
  }
  const supplied = suppliedPeriods(request, findings.problems)
  if (supplied.length === 0) return Result.fail(findings.problems)
  const causes = { supplied, linked: [], product: [], otherVersions: request.production?.periods ?? [], alsoAt: [] }
  const window = { from: supplied[0]!.from, to: supplied.at(-1)!.to }
  const job = { request, supplied, window, linked: [], segments: segmentsOf(causes) }
  const { net } = quantitiesOf(job, findings)
  return findings.problems.length > 0 ? Result.fail(findings.problems) : Result.succeed(totalWh(net.blocks))
}
