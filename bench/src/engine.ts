import {
  type Charge,
  type ChargeLink,
  energinet,
  Gln,
  type Gsrn,
  gsrnOf,
  type MeteringSeries,
  type ProductTerms,
  type Resolution,
  settle,
  type SettlementRequest,
  type SpotPrices,
  type TariffPrice
} from "@datahub-settlement/core"
import { Result } from "effect"
import { naiveSettle } from "../../packages/core/test/naive/naiveSettle.ts"
import { type Benchmark, type BenchmarkOptions, type BenchmarkResult, detailTarget, median } from "./Benchmark.ts"
import { peakRssMb, round, timedCall } from "./measure.ts"
import { seededRandom } from "./seededRandom.ts"
import { recordedJanuary } from "./store/recordedSpot.ts"

/*
 * The engine on its own: readings in memory, lines in memory. Every metering point has its own request, links and
 * series; the arrays behind the series come from a pool of households that is larger than the processor's caches.
 * Floor: the bare multiply-add of the same readings with the price vectors of the energy and the four tariffs, nothing
 * checked and nothing made. Alternative: the naive engine, BigNumber by interval, on a sample that is scaled up.
 */

const HOUSEHOLDS = 2000
const NAIVE_SAMPLE = 20

const gridCompany = Gln.make("5790001089030")
const january2026 = { from: Date.UTC(2025, 11, 31, 23), to: Date.UTC(2026, 0, 31, 23) }

const recordedSpot = (): SpotPrices => ({
  priceArea: "DK1",
  stretches: [{ resolution: "PT15M", start: january2026.from, nanoDkkPerKwh: recordedJanuary("DK1") }]
})

const tariff = (owner: Gln, code: string, price: TariffPrice, isTax = false): Charge => ({
  kind: "tariff",
  key: { owner, type: "D03", code },
  name: code,
  vatClass: "D02",
  transparentInvoicing: true,
  isTax,
  prices: [{ from: Date.UTC(2025, 8, 30, 22), price }]
})

const subscription = (owner: Gln, code: string, nanoPerMonth: number): Charge => ({
  kind: "subscription",
  key: { owner, type: "D01", code },
  name: code,
  vatClass: "D02",
  transparentInvoicing: true,
  prices: [{ from: Date.UTC(2025, 8, 30, 22), price: nanoPerMonth }]
})

/** N1's winter bands (low, high, peak), Energinet's tariffs and the tax of 2026, two subscriptions. */
const sixCharges = (): ReadonlyArray<Charge> => {
  const bands = Float64Array.from({ length: 24 }, (_, hour) =>
    hour < 6 ? 87_854_000 : hour >= 17 && hour < 21 ? 790_690_000 : 263_563_000
  )
  return [
    tariff(gridCompany, "CD", { kind: "byLocalHour", nanoDkkPerKwh: bands }),
    tariff(energinet, "40000", { kind: "flat", nanoDkkPerKwh: 43_000_000 }),
    tariff(energinet, "41000", { kind: "flat", nanoDkkPerKwh: 72_000_000 }),
    tariff(energinet, "EA-001", { kind: "flat", nanoDkkPerKwh: 8_000_000 }, true),
    subscription(gridCompany, "CD", 40_835_055_000),
    subscription(energinet, "41004", 15_583_333_000)
  ]
}

const product: ReadonlyArray<ProductTerms> = [
  {
    name: "Spot",
    from: Date.UTC(2025, 8, 30, 22),
    energy: { kind: "spot", margin: 40_000_000, supplement: 15_000_000 },
    subscriptionPerMonth: 29_000_000_000
  }
]

interface Household {
  readonly quantitiesWh: Int32Array
  readonly qualities: Uint8Array
}

const households = (resolution: Resolution): ReadonlyArray<Household> => {
  const random = seededRandom(20260101)
  const n = resolution === "PT1H" ? 744 : 2976
  return Array.from({ length: HOUSEHOLDS }, () => {
    const scaleWh = (300 + random() * 1500) * (744 / n)
    return {
      quantitiesWh: Int32Array.from({ length: n }, () => Math.floor(random() * scaleWh)),
      qualities: new Uint8Array(n).fill(1)
    }
  })
}

interface Fixture {
  readonly spotPrices: SpotPrices
  readonly charges: ReadonlyArray<Charge>
  readonly resolution: Resolution
  readonly pool: ReadonlyArray<Household>
}

const request = ({ charges, pool, resolution, spotPrices }: Fixture, gsrn: Gsrn, index: number): SettlementRequest => {
  const links = charges.map((charge): ChargeLink => ({ gsrn, charge: charge.key, from: january2026.from, quantity: 1 }))
  const series: MeteringSeries = {
    gsrn,
    meteringPointType: "E17",
    unit: "KWH",
    resolution,
    start: january2026.from,
    ...pool[index % pool.length]!,
    registeredAt: Date.UTC(2026, 1, 2),
    messageId: "m",
    transactionId: "t"
  }
  return {
    meteringPoint: { gsrn, priceArea: "DK1" },
    period: january2026,
    readings: [series],
    spotPrices,
    charges,
    links,
    product
  }
}

const settleAll = (fixture: Fixture, gsrns: ReadonlyArray<Gsrn>): number => {
  let totalOere = 0
  for (let i = 0; i < gsrns.length; i++) {
    totalOere += Result.getOrThrow(settle(request(fixture, gsrns[i]!, i))).totalOere
  }
  return totalOere
}

const vectorsOf = ({ charges, resolution, spotPrices }: Fixture): ReadonlyArray<Float64Array> => {
  const quarters = spotPrices.stretches[0]!.nanoDkkPerKwh
  const perPrice = resolution === "PT1H" ? 4 : 1
  const n = quarters.length / perPrice
  const spot = Float64Array.from({ length: n }, (_, i) => quarters[i * perPrice]!)
  const tariffs = charges.flatMap((charge) => {
    if (charge.kind !== "tariff") return []
    const price = charge.prices[0]!.price
    return [
      Float64Array.from({ length: n }, (_, i) =>
        price.kind === "byLocalHour"
          ? price.nanoDkkPerKwh[Math.floor((i * perPrice) / 4) % 24]!
          : (price.nanoDkkPerKwh as number)
      )
    ]
  })
  return [spot, ...tariffs]
}

const multiplyAddAll = ({ pool }: Fixture, vectors: ReadonlyArray<Float64Array>, points: number): number => {
  let total = 0
  for (let point = 0; point < points; point++) {
    const { quantitiesWh } = pool[point % pool.length]!
    for (const prices of vectors) {
      let sum = 0
      for (let i = 0; i < quantitiesWh.length; i++) sum += quantitiesWh[i]! * prices[i]!
      total += sum
    }
  }
  return total
}

interface Measured {
  readonly oursMs: number
  readonly floorMs: number
  readonly alternativeMs: number
  readonly heapGrowthMb: number
}

const measure = (resolution: Resolution, options: BenchmarkOptions): Measured => {
  const fixture: Fixture = {
    spotPrices: recordedSpot(),
    charges: sixCharges(),
    resolution,
    pool: households(resolution)
  }
  const gsrns = Array.from({ length: options.points }, (_, i) => gsrnOf(`5713131${String(i).padStart(10, "0")}`))
  const vectors = vectorsOf(fixture)
  const warmUp = gsrns.slice(0, Math.min(gsrns.length, 4000))
  settleAll(fixture, warmUp)
  multiplyAddAll(fixture, vectors, warmUp.length)
  const ours: Array<number> = []
  const floor: Array<number> = []
  globalThis.gc?.()
  const heapBefore = process.memoryUsage().heapUsed
  for (let run = 0; run < options.runs; run++) {
    ours.push(timedCall(() => settleAll(fixture, gsrns)).ms)
    floor.push(timedCall(() => multiplyAddAll(fixture, vectors, gsrns.length)).ms)
    options.progress(
      `${resolution} run ${run + 1}: ours ${ours[run]!.toFixed(0)} ms, floor ${floor[run]!.toFixed(0)} ms`
    )
  }
  globalThis.gc?.()
  const heapGrowthMb = (process.memoryUsage().heapUsed - heapBefore) / 2 ** 20
  return { oursMs: median(ours), floorMs: median(floor), alternativeMs: naiveMs(fixture, gsrns), heapGrowthMb }
}

/** The naive engine on a sample, scaled to all points. */
const naiveMs = (fixture: Fixture, gsrns: ReadonlyArray<Gsrn>): number => {
  const sample = gsrns.slice(0, Math.min(NAIVE_SAMPLE, gsrns.length))
  naiveSettle(request(fixture, sample[0]!, 0))
  const { ms } = timedCall(() => sample.forEach((gsrn, i) => naiveSettle(request(fixture, gsrn, i))))
  return (ms / sample.length) * gsrns.length
}

export const engine: Benchmark = {
  name: "engine",
  summary: "settle metering-point months in memory; floor: bare multiply-add; alternative: BigNumber by interval",
  defaults: { points: 80_000, runs: 5 },
  takes: [],
  targets: [
    detailTarget("hourly vsFloor", { atMost: 3 }),
    detailTarget("quarter-hourly vsFloor", { atMost: 3 }),
    detailTarget("hourly vsAlternative", { atLeast: 200 }),
    detailTarget("quarter-hourly vsAlternative", { atLeast: 200 })
  ],
  run: async (options): Promise<BenchmarkResult> => {
    const hourly = measure("PT1H", options)
    const quarterly = measure("PT15M", options)
    const oursMs = hourly.oursMs + quarterly.oursMs
    const floorMs = hourly.floorMs + quarterly.floorMs
    const alternativeMs = hourly.alternativeMs + quarterly.alternativeMs
    const figures = (of: Measured) => ({
      oursMs: round(of.oursMs),
      floorMs: round(of.floorMs),
      vsFloor: round(of.oursMs / of.floorMs, 2),
      vsAlternative: round(of.alternativeMs / of.oursMs, 0),
      pointsPerSecond: Math.round(options.points / (of.oursMs / 1000)),
      heapGrowthMb: round(of.heapGrowthMb)
    })
    const prefixed = (prefix: string, of: Measured) =>
      Object.fromEntries(Object.entries(figures(of)).map(([key, value]) => [`${prefix} ${key}`, value]))
    return {
      name: "engine",
      points: options.points,
      runs: options.runs,
      oursMs: round(oursMs),
      floorMs: round(floorMs),
      alternativeMs: round(alternativeMs),
      vsFloor: round(oursMs / floorMs, 2),
      vsAlternative: round(alternativeMs / oursMs, 0),
      peakRssMb: peakRssMb(),
      details: { ...prefixed("hourly", hourly), ...prefixed("quarter-hourly", quarterly) }
    }
  }
}
