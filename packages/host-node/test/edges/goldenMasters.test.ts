import { type Gsrn, reportErroneousMove, signUp } from "@datahub-settlement/core"
import { seriesOf } from "@datahub-settlement/core/testing"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { moveInOf, switchOf } from "../processes/signingUp.ts"
import { day, days, month, oereOf } from "./edgeWorld.ts"
import { areUsual, usualBut, usualTerms, usualWorld } from "./household.ts"

const patience = 600_000

/** What a case of golden-masters expects, in øre, by the names that lines have here. */
const expectedOf = (file: string, part?: string) => {
  const path = join(import.meta.dirname, "..", "..", "..", "..", "golden-masters", "cases", `${file}.json`)
  const { expected } = JSON.parse(readFileSync(path, "utf8"))
  const { lines, subtotal, total, vat } = part === undefined ? expected : expected[part]
  const oere = Object.entries(lines as Record<string, string>).map(([name, dkk]) => [names[name], oereOfText(dkk)])
  return {
    lines: Object.fromEntries(oere.filter(([, amount]) => amount !== 0)),
    totals: { subtotalOere: oereOfText(subtotal), vatOere: oereOfText(vat), totalOere: oereOfText(total) },
    credited: oereOfText(expected.credited ?? "0"),
    net: oereOfText(expected.net ?? "0")
  }
}

const oereOfText = (dkk: string): number => Number(dkk.replace(".", ""))

const names: Readonly<Record<string, string>> = {
  energy: "energy",
  grid_tariff: "grid",
  system_tariff: "41000",
  transmission_tariff: "40000",
  electricity_tax: "EA-001",
  grid_subscription: "grid/month",
  supplier_subscription: "subscription"
}

it.live(
  "golden masters 11 and 12: the same figures by way of DataHub, queues, database and runs",
  () =>
    Effect.gen(function* () {
      const world = yield* usualWorld()
      const mover = world.take("other")
      const switcher = world.take("other")
      yield* areUsual(world, days("2025-01-01", "2025-03-01"), mover, switcher)
      const contract = { terms: usualTerms }
      yield* world.run(signUp({ ...moveInOf(mover, day("2025-01-16")), contract }))
      yield* world.run(signUp({ ...switchOf(switcher, day("2025-01-16")), contract }))
      yield* world.settled

      // 12: three days of ours are billed when readings of before and after the switch are registered anew.
      yield* world.leap("P4D")
      const firstDays = days("2025-01-01", "2025-01-19")
      yield* world.settle(firstDays)
      yield* world.tellSeries(...changedHours(switcher.gsrn))
      const [during] = (yield* world.correct).runs
      const twelve = expectedOf("gm12-correction-during-switch")
      const changes = yield* world.linesOf(switcher.gsrn, during!.run.runId)
      expect(oereOf({ lines: changes.filter(({ amountOere }) => amountOere !== 0) })).toEqual(twelve.lines)
      expect(during!.progress).toMatchObject({ settled: 1, failed: 0, totalOere: twelve.totals.totalOere })
      yield* world.expectBilledIsFresh(switcher.gsrn, firstDays)

      // 11: moved in on the 16th, billed, and reported to have been the 19th.
      const january = month("2025-01")
      const eleven = expectedOf("gm11-erroneous-move", "resettled")
      yield* world.leap("P13D")
      yield* world.settle(january)
      expect((yield* world.billed(mover.gsrn, january)).totalOere).toBe(eleven.credited)
      const report = { gsrn: mover.gsrn, moveAt: day("2025-01-16"), correctedAt: day("2025-01-19"), by: "a caseworker" }
      yield* world.run(reportErroneousMove(report))
      yield* world.pass(3)
      yield* world.reaches(mover.gsrn, ["erroneousMove/reporting corrected", "moveIn/new effectuated"])
      expect((yield* world.point(mover.gsrn))?.supply).toMatchObject([{ from: day("2025-01-19") }])
      const corrections = (yield* world.correct).runs.filter(({ run }) => run.period.to === january.to)
      expect(corrections.map(({ progress }) => progress.totalOere)).toEqual([eleven.net])
      const bill = yield* world.billed(mover.gsrn, january)
      expect(oereOf(bill)).toEqual(eleven.lines)
      expect(bill).toMatchObject(eleven.totals)
      yield* world.expectBilledIsFresh(mover.gsrn, january, firstDays)
    }),
  patience
)

/** Golden master 12's changes, registered in one go across the day of the switch. */
const changedHours = (gsrn: Gsrn) =>
  (
    [
      ["2025-01-14", { 10: "0.900" }],
      ["2025-01-17", { 10: "0.650", 18: "1.000" }]
    ] as const
  ).map(([date, hours]) => {
    const kwh = usualBut(hours)
    const period = { from: day(date), to: day(date) + 24 * 3_600_000 }
    return seriesOf({ gsrn, period, registeredAt: Date.UTC(2025, 0, 19, 11), kwh: (hour) => kwh[hour]! })
  })
