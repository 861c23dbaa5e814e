import {
  type AggregatedSeries,
  encodeAggregatedData,
  encodeWholesaleServices,
  GridArea,
  type Instant,
  intervalMs,
  Quality,
  type WholesaleSeries
} from "@datahub-settlement/core"
import { transactionIdOf } from "../chance/ids.ts"
import { type WorldCharge, worldCharges } from "../world/charges.ts"
import { gridCompanies } from "../world/gridCompanies.ts"
import { worldDay } from "../world/readings.ts"
import { quarterSums, type QuarterSums } from "../world/sums.ts"
import type { World } from "../world/World.ts"
import { bytesOfJson, headerFrom } from "./header.ts"

/** Sums that are asked for, or that go out by themselves. */
export interface SumsRequest {
  readonly receiver: string
  readonly processType: string
  readonly fromDay: number
  readonly endDay: number
  readonly asOf: Instant
  readonly version: bigint
  readonly gridAreas: ReadonlyArray<string>
  readonly answers?: string | undefined
  readonly settlementVersion?: string | undefined
}

type Write = (messageId: string, createdAt: Instant) => Uint8Array
type PointType = "E17" | "E18"

const ENERGY = "8716867000030"
const TARIFF_PRODUCT = "5790001330590"

export const allGridAreas: ReadonlyArray<string> = gridCompanies.map(({ gridArea }) => gridArea)

/** RSM-014, quarter by quarter; `undefined` when there is nothing to tell. */
export const aggregatedDocument = (
  world: World,
  request: SumsRequest & { readonly types: ReadonlyArray<PointType> }
): Write | undefined => {
  const sums = request.gridAreas.flatMap((gridArea) =>
    request.types.map((type) => ({ gridArea, type, sum: sumOf(world, request, gridArea, type) }))
  )
  const told = sums.filter(({ sum }) => sum.pointDays > 0)
  if (told.length === 0) return undefined
  return (messageId, createdAt) =>
    bytesOfJson(
      encodeAggregatedData({
        header: headerFrom({ ...request, messageId, createdAt, document: "NotifyAggregatedMeasureData", role: "DGL" }),
        series: told.map(({ gridArea, sum, type }, index): AggregatedSeries => ({
          transactionId: transactionIdOf(messageId, index),
          ...answered(request),
          version: request.version,
          gridArea: GridArea.make(gridArea),
          supplier: request.receiver,
          meteringPointType: type,
          ...(type === "E17" ? { settlementMethod: "D01" } : {}),
          ...versioned(request),
          product: ENERGY,
          unit: "KWH",
          resolution: "PT15M",
          period: sum.period,
          quantitiesWh: sum.wh,
          qualities: sum.qualities
        }))
      })
    )
}

const sumOf = (world: World, request: SumsRequest, gridArea: string, type: PointType): QuarterSums =>
  quarterSums(world, { ...request, supplier: request.receiver, gridArea, type })

const answered = ({ answers }: SumsRequest): { readonly answers?: string } => (answers === undefined ? {} : { answers })
const versioned = ({ settlementVersion }: SumsRequest): { readonly settlementVersion?: string } =>
  settlementVersion === undefined ? {} : { settlementVersion }

/** RSM-019 of a month: volume × price by hour or day, or the monthly sums; `undefined` when there is nothing to tell. */
export const wholesaleDocument = (
  world: World,
  request: SumsRequest & {
    readonly monthly: boolean
    readonly wants: (charge: WorldCharge) => boolean
  }
): Write | undefined => {
  const series = request.gridAreas.flatMap((gridArea) => ofGridArea(world, request, gridArea))
  if (series.length === 0) return undefined
  return (messageId, createdAt) =>
    bytesOfJson(
      encodeWholesaleServices({
        header: headerFrom({ ...request, messageId, createdAt, document: "NotifyWholesaleServices", role: "DGL" }),
        series: series.map((one, index) => ({ ...one, transactionId: transactionIdOf(messageId, index) }))
      })
    )
}

const ofGridArea = (
  world: World,
  request: SumsRequest & { readonly monthly: boolean; readonly wants: (charge: WorldCharge) => boolean },
  gridArea: string
): ReadonlyArray<WholesaleSeries> => {
  const sums = { E17: sumOf(world, request, gridArea, "E17"), E18: sumOf(world, request, gridArea, "E18") }
  const owners = new Set<string>(gridCompanies.filter((one) => one.gridArea !== gridArea).map(({ gln }) => gln))
  const own = worldCharges.filter((charge) => !owners.has(charge.key.owner) && request.wants(charge))
  const amounts = own.flatMap((charge): ReadonlyArray<ChargeSum> => {
    const type: PointType = charge.key.code === "40010" ? "E18" : "E17"
    const sum = sums[type]
    return sum.pointDays === 0 ? [] : [chargeSum(charge, type, sum, request)]
  })
  if (amounts.length === 0) return []
  const base = {
    transactionId: "",
    ...answered(request),
    version: request.version,
    gridArea: GridArea.make(gridArea),
    supplier: request.receiver,
    ...versioned(request),
    currency: "DKK"
  }
  if (!request.monthly) return amounts.map((one) => ({ ...base, ...one.detail }))
  const period = sums.E17.period
  const month = { ...base, resolution: "P1M", period, ...monthAmount }
  const total = amounts.reduce((sum, { amount }) => sum + amount, 0)
  return [
    ...amounts.map(({ amount, detail: { charge } }) => ({
      ...month,
      kind: "monthlyPerCharge" as const,
      charge,
      amountsMicroDkk: Float64Array.of(amount)
    })),
    { ...month, kind: "totalMonthly" as const, amountsMicroDkk: Float64Array.of(total) }
  ]
}

/** Monthly sums carry no volume, price or quality. */
const monthAmount = {
  volumesWh: Float64Array.of(Number.NaN),
  pricesNanoDkk: Float64Array.of(Number.NaN),
  qualities: Uint8Array.of(Quality.measured)
}

interface ChargeSum {
  readonly amount: number
  readonly detail: Omit<
    Extract<WholesaleSeries, { readonly kind: "perCharge" }>,
    "transactionId" | "version" | "gridArea" | "supplier" | "currency"
  >
}

/** Half up at six decimals, as DataHub rounds. Below 2^53 throughout. */
const product = (thousandths: number, micro: number): number => Math.floor((2 * thousandths * micro + 1000) / 2000)

const chargeSum = (charge: WorldCharge, type: PointType, sum: QuarterSums, request: SumsRequest): ChargeSum => {
  const isTariff = charge.key.type === "D03"
  const resolution = charge.resolution === "PT1H" ? "PT1H" : "P1D"
  const starts = resolution === "PT1H" ? hourStarts(sum) : dayStarts(request)
  const days = request.endDay - request.fromDay
  const prices = starts.map((at) => (isTariff ? charge.priceAt(at) : Math.round(charge.priceAt(at) / days)))
  const volumes = isTariff ? volumesFrom(sum, starts) : sum.pointsByDay.map((points) => points * 1000)
  const amounts = Float64Array.from(volumes, (volume, index) => product(volume, prices[index]!))
  return {
    amount: amounts.reduce((total, one) => total + one, 0),
    detail: {
      kind: "perCharge",
      charge: charge.key,
      meteringPointType: type,
      ...(type === "E17" ? { settlementMethod: "D01" } : {}),
      ...(isTariff ? { product: TARIFF_PRODUCT } : {}),
      quantityUnit: isTariff ? "KWH" : "H87",
      priceUnit: isTariff ? "KWH" : "H87",
      resolution,
      period: sum.period,
      amountsMicroDkk: amounts,
      volumesWh: Float64Array.from(volumes),
      pricesNanoDkk: Float64Array.from(prices, (price) => price * 1000),
      qualities: new Uint8Array(starts.length).fill(Quality.calculated)
    }
  }
}

const hourStarts = ({ period }: QuarterSums): ReadonlyArray<Instant> =>
  Array.from({ length: (period.to - period.from) / intervalMs.PT1H }, (_, i) => period.from + i * intervalMs.PT1H)

const dayStarts = ({ endDay, fromDay }: SumsRequest): ReadonlyArray<Instant> =>
  Array.from({ length: endDay - fromDay }, (_, i) => worldDay(fromDay + i).from)

const volumesFrom = ({ period, wh }: QuarterSums, starts: ReadonlyArray<Instant>): ReadonlyArray<number> =>
  starts.map((start, index) => {
    const from = (start - period.from) / intervalMs.PT15M
    const to = ((starts[index + 1] ?? period.to) - period.from) / intervalMs.PT15M
    let sum = 0
    for (let i = from; i < to; i++) sum += wh[i]!
    return sum
  })
