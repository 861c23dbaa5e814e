import { describe, expect, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { GridArea, gsrnOf, type Instant, LocalDate, MarketCalendar, type Period } from "../market/index.ts"
import { MeteringLedger } from "../metering/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { linkOf, memoryStores, seriesOf, spotProductOf, subscriptionOf, tariffOf } from "../testing/index.ts"
import { missingReadings, type MissingQuery } from "./missingReadings.ts"

const at = (date: string): Instant => MarketCalendar.startOfDay(LocalDate.make(date))
const days = (from: string, to: string): Period => ({ from: at(from), to: at(to) })

const march = days("2025-03-01", "2025-04-01")
/** Moves in on 11 March; a production point since 21 March; a child with a tariff for ten days, and with a subscription. */
const late = gsrnOf("57131399900000001")
const whole = gsrnOf("57131399900000002")
const production = gsrnOf("57131399900000003")
const child = gsrnOf("57131399900000004")
const other = gsrnOf("57131399900000005")

const [area791, area131] = [GridArea.make("791"), GridArea.make("131")]

const record = Effect.gen(function* () {
  const point = (gsrn: typeof late, gridArea = area791) =>
    ({ gsrn, from: at("2025-01-01"), type: "E17", gridArea, priceArea: "DK2" }) as const
  const { name, energy, subscriptionPerMonth } = spotProductOf()
  const contract = { gsrn: late, terms: { name, energy, subscriptionPerMonth } }
  yield* (yield* Portfolio).record({
    meteringPoints: [
      point(late),
      point(whole),
      point(other, area131),
      { ...point(production), type: "E18" },
      { ...point(child), type: "D06", parent: late }
    ],
    supply: [
      { gsrn: late, from: at("2025-03-11") },
      { gsrn: whole, from: at("2025-01-01") },
      { gsrn: other, from: at("2025-01-01") }
    ],
    contracts: [
      { ...contract, ...days("2025-03-11", "2025-03-21") },
      { ...contract, from: at("2025-03-21"), production: { gsrn: production, netting: "none" } }
    ],
    links: [
      linkOf(child, tariffOf({ code: "T1", prices: "0.1" }), ["2025-03-05", "2025-03-16"]),
      linkOf(child, tariffOf({ code: "T2", prices: "0.1" }), ["2025-03-13", "2025-03-18"]),
      linkOf(child, tariffOf({ code: "T1", prices: "0.1" }), ["2025-03-18", "2025-03-20"]),
      linkOf(child, subscriptionOf({ code: "S1", prices: "10" })),
      linkOf(production, tariffOf({ code: "T3", prices: "0.1" }))
    ]
  })
  const ledger = yield* MeteringLedger
  const append = (gsrn: typeof late, period: Period) => {
    const series = seriesOf({ gsrn, period, kwh: "0.1", messageId: `${gsrn} ${period.from}` })
    return ledger.append([{ messageId: series.messageId, series: [series] }])
  }
  yield* append(late, days("2025-03-12", "2025-04-01"))
  yield* append(whole, march)
  yield* append(production, days("2025-03-01", "2025-03-30"))
})

const found = (query: MissingQuery, pointsTogether?: number) =>
  Effect.map(Stream.runCollect(missingReadings(query, pointsTogether)), (parts) => ({
    looked: parts.map(({ looked, points }) => [looked, points]),
    incomplete: parts.flatMap(({ incomplete }) => incomplete)
  }))

const lateLacks = {
  gsrn: late,
  missing: [
    { gsrn: late, ...days("2025-03-11", "2025-03-12") },
    { gsrn: production, ...days("2025-03-30", "2025-04-01") },
    { gsrn: child, ...days("2025-03-11", "2025-03-20") }
  ]
}
const otherLacks = { gsrn: other, missing: [{ gsrn: other, ...march }] }

describe("missingReadings", () => {
  it.effect("lists what a settlement cannot do without, within supply, in parts of any size", () =>
    Effect.gen(function* () {
      const before = yield* (yield* MeteringLedger).knownInstant
      yield* record
      const all = yield* found({ period: march })
      expect(all).toEqual({ looked: [[3, 3]], incomplete: [lateLacks, otherLacks] })
      const inTwos = yield* found({ period: march }, 2)
      expect(inTwos).toEqual({
        looked: [
          [2, 3],
          [3, 3]
        ],
        incomplete: all.incomplete
      })
      expect((yield* found({ period: march, gridAreas: [area791] })).incomplete).toEqual([lateLacks])
      expect(yield* found({ period: march, gsrns: [whole, other] })).toEqual({
        looked: [[2, 2]],
        incomplete: [otherLacks]
      })
      expect(yield* found({ period: march, asOf: before })).toEqual({ looked: [], incomplete: [] })
      expect(yield* found({ period: march, gsrns: [production] })).toEqual({ looked: [], incomplete: [] })
      const told = yield* (yield* MeteringLedger).knownInstant
      yield* (yield* Portfolio).annulSupply(other, { from: at("2025-01-01") })
      expect((yield* found({ period: march })).incomplete).toEqual([lateLacks])
      expect((yield* found({ period: march, asOf: told })).incomplete).toEqual([lateLacks, otherLacks])
    }).pipe(Effect.provide(memoryStores))
  )

  it.effect("asks nothing of supply outside the period, and once of what two tariffs of a child want", () =>
    Effect.gen(function* () {
      const version = { from: at("2025-01-01"), gridArea: area791, priceArea: "DK2" } as const
      yield* (yield* Portfolio).record({
        meteringPoints: [
          { ...version, gsrn: whole, type: "E17" },
          { ...version, gsrn: child, type: "D06", parent: whole }
        ],
        supply: [days("2025-01-01", "2025-02-01"), days("2025-03-11", "2025-03-21"), { from: at("2025-05-01") }].map(
          (supply) => ({ gsrn: whole, ...supply })
        ),
        links: [
          linkOf(child, tariffOf({ code: "T1", prices: "0.1" }), ["2025-03-12", "2025-03-14"]),
          linkOf(child, tariffOf({ code: "T2", prices: "0.1" }), ["2025-03-13", "2025-03-16"]),
          linkOf(child, tariffOf({ code: "T3", prices: "0.1" }), ["2025-03-13", "2025-03-15"]),
          linkOf(child, tariffOf({ code: "T4", prices: "0.1" }), ["2025-03-18", "2025-03-19"]),
          linkOf(child, tariffOf({ code: "T5", prices: "0.1" }), ["2025-03-18", "2025-03-20"])
        ]
      })
      expect((yield* found({ period: march })).incomplete).toEqual([
        {
          gsrn: whole,
          missing: [
            { gsrn: whole, ...days("2025-03-11", "2025-03-21") },
            { gsrn: child, ...days("2025-03-12", "2025-03-16") },
            { gsrn: child, ...days("2025-03-18", "2025-03-20") }
          ]
        }
      ])
    }).pipe(Effect.provide(memoryStores))
  )
})
