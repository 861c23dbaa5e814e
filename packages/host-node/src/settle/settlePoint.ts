import {
  type Charge,
  chargeKeyText,
  type ElectricHeating,
  formatInstant,
  type HeatingAllowance,
  heatingUseBefore,
  type Instant,
  type LocalDate,
  MarketCalendar,
  type Settlement,
  SettlementEngine,
  type SettlementProblem,
  type SettlementRequest,
  type Tariff,
  type Wh,
  whFromKwhText
} from "@datahub-settlement/core"
import { Effect, Result } from "effect"
import type { FolderProblem } from "../folder/FolderProblem.ts"
import type { ElectricHeatingSettings } from "../folder/SettlementFile.ts"
import type { PlannedPoint } from "../plan/planFolder.ts"

/** A settled point together with the request that it was settled from. */
export interface SettledPoint extends PlannedPoint {
  readonly settlement: Settlement
}

/** Settles one planned point, or gives every reason why it cannot be settled. */
export const settlePoint = Effect.fn("settlePoint")(function* (point: PlannedPoint) {
  const engine = yield* SettlementEngine
  const heating = heatingOf(point)
  if (Result.isFailure(heating)) return Result.fail(heating.failure)
  const request: SettlementRequest = { ...point.request, electricHeating: heating.success }
  return Result.match(yield* Effect.result(engine.settle(request)), {
    onFailure: (refused) => Result.fail(folderProblems(refused.problems)),
    onSuccess: (settlement): Result.Result<SettledPoint, ReadonlyArray<FolderProblem>> =>
      Result.succeed({ ...point, request, settlement })
  })
})

type Problems = ReadonlyArray<FolderProblem>

const folderProblems = (problems: ReadonlyArray<SettlementProblem>, lead = ""): Problems =>
  problems.map((problem) => ({
    kind: problem._tag,
    gsrn: problem.gsrn,
    charge: problem.charge,
    from: formatInstant(problem.from),
    to: formatInstant(problem.to),
    message: `${lead}${problem.message}`
  }))

/** Electric heating as the engine wants it: the tariffs, and for each allowance what was used before the period. */
const heatingOf = ({ request, settings }: PlannedPoint): Result.Result<ElectricHeating | undefined, Problems> => {
  const { electricHeating, gsrn } = settings
  if (electricHeating === undefined) return Result.succeed(undefined)
  const problems: Array<FolderProblem> = []
  const tax = tariffNamed(request.charges, electricHeating.tax, gsrn, problems)
  const reduced = tariffNamed(request.charges, electricHeating.reduced, gsrn, problems)
  const allowances: Array<HeatingAllowance> = []
  for (const allowance of electricHeating.allowances) {
    const { from, to } = MarketCalendar.datePeriod(allowance.from, allowance.to)
    if (to <= request.period.from || from >= request.period.to) continue
    const used = usedBefore(request, allowance, problems)
    allowances.push({ from, to, limitWh: whFromKwhText(allowance.limitKwh)!, usedBeforeWh: used })
  }
  if (tax === undefined || reduced === undefined || problems.length > 0) return Result.fail(problems as Problems)
  const heating: ElectricHeating = { tax: tax.key, reduced, allowances }
  return Result.succeed(heating)
}

const tariffNamed = (
  charges: ReadonlyArray<Charge>,
  key: string,
  gsrn: string,
  problems: Array<FolderProblem>
): Tariff | undefined => {
  const charge = charges.find((one) => chargeKeyText(one.key) === key)
  if (charge?.kind === "tariff") return charge
  problems.push({
    kind: "UnknownCharge",
    gsrn,
    charge: key,
    message: `electric heating of ${gsrn} names the tariff ${key}, which no price list of the folder has`
  })
  return undefined
}

/** What the file says was used, and what the readings say for the days from there to the period. */
const usedBefore = (
  request: SettlementRequest,
  allowance: ElectricHeatingSettings["allowances"][number],
  problems: Array<FolderProblem>
): Wh => {
  const saidWh = whFromKwhText(allowance.used?.kwh ?? "0")!
  const begin = MarketCalendar.startOfDay(allowance.from)
  const until = allowance.used === undefined ? begin : MarketCalendar.startOfDay(allowance.used.until)
  const { gsrn } = request.meteringPoint
  if (begin >= request.period.from) return saidWh
  if (until > request.period.from) {
    problems.push({
      kind: "HeatingAllowance",
      gsrn,
      message: `electric heating of ${gsrn}: what was used is known until ${dateOf(until)}, but the period begins on ${dateOf(
        request.period.from
      )}; say what was used until then, or earlier`
    })
    return saidWh
  }
  const { asOf, period, production, readings, supply } = request
  const measured = { gsrn, supply, production, readings, asOf }
  const used = heatingUseBefore(measured, { until, wh: saidWh }, period.from)
  if (Result.isSuccess(used)) return used.success
  problems.push(...folderProblems(used.failure, `to count the kWh of electric heating since ${dateOf(until)}: `))
  return saidWh
}

const dateOf = (instant: Instant): LocalDate => MarketCalendar.localDateOf(instant)
