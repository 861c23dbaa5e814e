import { decodeMasterData, LocalDate, MarketCalendar } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { makeSimulator, type SimulatorOptions } from "../src/index.ts"
import { noon, play, switchRequest } from "./player.ts"

const idsOfTheStory = (faults?: SimulatorOptions["faults"]): Effect.Effect<ReadonlyArray<string>> =>
  Effect.scoped(
    Effect.gen(function* () {
      const simulator = yield* makeSimulator({ startAt: noon, speed: 0, seed: 3, points: 20, faults })
      yield* simulator.clock.advance("P20D")
      const broken = /json|shape|truncated|charset|large|late|contradictory/
      return (yield* simulator.journal)
        .filter((line) => line.event === "message")
        .filter(({ faults, repeats }) => repeats === undefined && !faults.some((fault) => broken.test(fault)))
        .map(({ messageId }) => messageId)
    })
  ).pipe(Effect.orDie)

it.live("gives real messages the same ids with faults as without", () =>
  Effect.gen(function* () {
    const [calm, storm] = [yield* idsOfTheStory(), yield* idsOfTheStory({ seed: 5, rate: 0.5 })]
    expect(calm.length).toBeGreaterThan(20)
    expect(storm.toSorted()).toEqual(calm.toSorted())
  })
)

it.live("begins a supply with a move-in, also where we supply already", () =>
  play({ points: 20, historyDays: 10 }, async (player) => {
    const points = await player.lines("points")
    const own = points.find(({ supplier, type }) => supplier === player.gln && type === "E17")!
    for (const queue of ["masterdata", "measuredata"]) await player.drain(queue)
    const startAt = MarketCalendar.startOfDay(LocalDate.make("2026-01-20"))
    const customer = { scheme: "VAT", number: "31000001" }
    const request = switchRequest(String(own["gsrn"]), "2026-01-19T23:00:00Z", customer, "E65")
    expect((await player.submit("requestchangeofsupplier", request)).status).toBe(202)
    const told = (await player.drain("masterdata")).filter(({ name }) => name === "AccountingPointCharacteristics")
    const { records } = Result.getOrThrow(decodeMasterData(told[0]!.json))
    expect(records[0]!.masterData).toMatchObject({ gsrn: own["gsrn"], validFrom: startAt, supplyStart: startAt })
  })
)
