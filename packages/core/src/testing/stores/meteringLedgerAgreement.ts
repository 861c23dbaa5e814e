import { Effect } from "effect"
import { type Instant, intervalMs, type Period, type Resolution } from "../../market/index.ts"
import { assembleReadings, MeteringLedger, type MeteringSeries } from "../../metering/index.ts"
import { seededRandom, type SeededRandom } from "../SeededRandom.ts"
import { seriesOf } from "../seriesOf.ts"
import { expectSame } from "./conformance.ts"
import { midnight, worldPoint } from "./conformanceWorld.ts"
import { dayAt, DAYS } from "./randomDays.ts"

const HOUR = intervalMs.PT1H

const randomRegistration = (random: SeededRandom, world: number, index: number): MeteringSeries => {
  const resolution = random.pick<Resolution>(["PT1H", "PT1H", "PT15M"])
  const first = random.int(0, DAYS - 2)
  const from = dayAt(first) + (random.chance(0.4) ? random.int(0, 23) * HOUR : 0)
  const to = random.chance(0.6) ? dayAt(Math.min(DAYS - 1, first + random.int(1, 5))) : from + random.int(1, 30) * HOUR
  const series = seriesOf({
    gsrn: worldPoint(world, random.int(1, 3)),
    period: { from, to: Math.max(to, from + HOUR) },
    resolution,
    kwh: () => `${random.int(0, 9)}.${String(random.int(0, 999)).padStart(3, "0")}`,
    quality: () => (random.chance(0.8) ? 1 : random.pick([0, 2, 3, 4, 5])),
    registeredAt: midnight("2025-11-20") + random.int(0, 20) * HOUR,
    messageId: `agree-${world}-${index}`
  })
  return { ...series, transactionId: `t-${index}` }
}

/** Random registrations, appended in random order and batches, some twice: the same as all of them at once. */
export const meteringLedgerAgrees = (seed: number, world: number): Effect.Effect<void, unknown, MeteringLedger> =>
  Effect.gen(function* () {
    const ledger = yield* MeteringLedger
    const random = seededRandom(seed)
    const registrations = Array.from({ length: random.int(1, 12) }, (_, index) =>
      randomRegistration(random, world, index)
    )
    const arrivals = random.shuffle([...registrations, ...registrations.filter(() => random.chance(0.2))])
    const seen: Array<{ readonly asOf: Instant; readonly count: number }> = []
    for (let first = 0; first < arrivals.length;) {
      const batch = arrivals.slice(first, first + random.int(1, 4))
      first += batch.length
      yield* ledger.append(batch.map((series) => ({ messageId: series.messageId, series: [series] })))
      if (random.chance(0.4)) seen.push({ asOf: yield* ledger.knownInstant, count: first })
    }
    const gsrns = [1, 2, 3].map((index) => worldPoint(world, index))
    const first = random.int(0, DAYS - 3)
    const period: Period = { from: dayAt(first), to: dayAt(random.int(first + 1, DAYS - 2)) }
    for (const { asOf, count } of [...seen, { asOf: undefined, count: arrivals.length }]) {
      const known = [...new Set(arrivals.slice(0, count))]
      const readings = yield* ledger.readings({ gsrns, period, asOf })
      const current = yield* ledger.currentReadings({ from: gsrns[0]!, to: gsrns[2]!, period, asOf })
      for (const gsrn of gsrns) {
        const what = `seed ${seed}, ${gsrn} as of ${asOf}`
        const expected = assembleReadings(known, gsrn, period)
        // A contradiction is told for the stretch in which two series differ; days that are stored one by one tell it by day.
        const isPlain = expected.problems.length === 0
        const read = assembleReadings(readings, gsrn, period)
        yield* expectSame(what, read.stretches, expected.stretches)
        yield* expectSame(`${what}, newest registration`, read.registeredUntil, expected.registeredUntil)
        yield* expectSame(`${what}, problems`, read.problems.length > 0, !isPlain)
        yield* expectSame(
          `${what}, current`,
          assembleReadings(current.get(gsrn) ?? [], gsrn, period).stretches,
          expected.stretches
        )
      }
    }
  })
