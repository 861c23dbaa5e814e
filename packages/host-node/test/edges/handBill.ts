import { BigNumber } from "bignumber.js"
import { dearerGrid, usualGrid, usualSpot } from "./household.ts"

/*
 * Bills of the household of household.ts, reckoned decimal number by decimal number. Nothing of the engine is used.
 */

/* What a usual day comes to, DKK without VAT, reckoned from the figures above. */
const perDay = {
  energy: "12.468", // 1.8 × 0.49 + 5.0 × 0.89 + 4.8 × 1.29 + 1.6 × 0.59
  "41000": "0.7128", // 13.2 × 0.054
  "40000": "0.6468", // 13.2 × 0.049
  "EA-001": "0.1056" // 13.2 × 0.008
}
const gridPerDay = {
  usual: "3.696", // 1.8 × 0.06 + 5.0 × 0.18 + 4.8 × 0.54 + 1.6 × 0.06
  dearer: "4.312" // 1.8 × 0.07 + 5.0 × 0.21 + 4.8 × 0.63 + 1.6 × 0.07
}
const perMonth = { "grid/month": "49.00", subscription: "39.00" }

/** Usual days of a month of so many days, in which no price changes, and hours of more or less than usual. */
export interface HandSegment {
  readonly days: number
  readonly ofMonth: number
  readonly grid?: "usual" | "dearer" | undefined
  /** `[10, "0.150"]`: 0.150 kWh more than usual in one hour from 10. */
  readonly more?: HandHours | undefined
  /** Every usual day so many times over: a home that is heated by electricity. */
  readonly times?: number | undefined
  /** kWh of the segment that lie above the limit of electric heating. */
  readonly reducedKwh?: string | undefined
  /** What is left of the production in an hour, credited at spot and with Energinet's tariff on what is fed in. */
  readonly surplus?: HandHours | undefined
}

/** `[10, "0.150"]`: 0.150 kWh in one hour from 10. */
export type HandHours = ReadonlyArray<readonly [hour: number, kwh: string]>

/** The same hours on so many days. */
export const onEach = (days: number, hours: HandHours): HandHours => Array.from({ length: days }, () => hours).flat()

const toOere = (dkk: BigNumber): number => dkk.shiftedBy(2).dp(0, BigNumber.ROUND_HALF_EVEN).toNumber()

/** Lines of a segment, each rounded by itself: øre by the names of `oereOf`. */
const linesOfSegment = (segment: HandSegment): ReadonlyArray<[string, number]> => {
  const { days, grid = "usual", more = [], ofMonth, surplus = [], times = 1 } = segment
  const gridByHour = grid === "usual" ? usualGrid : dearerGrid
  const perKwh: Readonly<Record<string, (hour: number) => BigNumber>> = {
    energy: (hour) => new BigNumber(usualSpot[hour]!).plus("0.04"),
    grid: (hour) => new BigNumber(gridByHour[hour]!),
    "41000": () => new BigNumber("0.054"),
    "40000": () => new BigNumber("0.049"),
    "EA-001": () => new BigNumber("0.008")
  }
  const daily = Object.entries({ ...perDay, grid: gridPerDay[grid] }).map(([name, dkk]): [string, number] => {
    const usual = new BigNumber(dkk)
      .times(days)
      .times(times)
      .minus(name === "EA-001" ? taxSavedOf(segment) : 0)
    return [name, toOere(more.reduce((sum, [hour, kwh]) => sum.plus(perKwh[name]!(hour).times(kwh)), usual))]
  })
  const sold = (dkkPerKwh: (hour: number) => string): number =>
    toOere(surplus.reduce((sum, [hour, kwh]) => sum.plus(new BigNumber(dkkPerKwh(hour)).times(kwh)), new BigNumber(0)))
  const monthly = Object.entries(perMonth).map(([name, dkk]): [string, number] => [
    name,
    toOere(new BigNumber(dkk).times(days).div(ofMonth))
  ])
  return [...daily, ["credit", -sold((hour) => usualSpot[hour]!)], ["40010", sold(() => "0.011")], ...monthly]
}

/** Above the limit of electric heating a kWh carries 0.005 instead of 0.008. */
const taxSavedOf = ({ reducedKwh = "0" }: HandSegment): BigNumber => new BigNumber(reducedKwh).times("0.003")

/** A bill reckoned by hand, in øre: lines by the names of `oereOf`, VAT of 25 % on their sum. */
export const handBill = (...segments: ReadonlyArray<HandSegment>) => billOf(segments.flatMap(linesOfSegment))

/** The same with a line more. */
export const withLine = (bill: { readonly lines: Readonly<Record<string, number>> }, name: string, oere: number) =>
  billOf([...Object.entries(bill.lines), [name, oere]])

const billOf = (all: ReadonlyArray<readonly [name: string, oere: number]>) => {
  const lines: Record<string, number> = {}
  for (const [name, oere] of all) {
    if (oere !== 0) lines[name] = (lines[name] ?? 0) + oere
  }
  const subtotalOere = Object.values(lines).reduce((sum, oere) => sum + oere, 0)
  const vatOere = toOere(new BigNumber(subtotalOere).shiftedBy(-2).times("0.25"))
  return { lines, subtotalOere, vatOere, totalOere: subtotalOere + vatOere }
}
