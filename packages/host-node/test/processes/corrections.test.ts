import {
  answerResumption,
  reportErroneousMove,
  reportErroneousSwitch,
  requestDetailedAggregation,
  requestHistoricalData,
  LocalDate,
  MarketCalendar,
  signUp,
  type Validity
} from "@datahub-settlement/core"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { processWorld } from "./processWorld.ts"
import { moveInOf, switchOf } from "./signingUp.ts"

const patience = 600_000

/** Where supply ends and does not go on: `undefined` alone for one that goes on for ever. */
const gapsOf = (supply: ReadonlyArray<Validity>): ReadonlyArray<number | undefined> =>
  supply.flatMap(({ to }) => (to !== undefined && supply.some(({ from }) => from === to) ? [] : [to]))

describe("corrections with the simulator", () => {
  it.live(
    "erroneous_switch: one that we give back, one that we keep, and one that we take back",
    () =>
      Effect.gen(function* () {
        const world = yield* processWorld("erroneous_switch")
        const [wrong, refused, taken] = ["takenByUs", "refused", "takenFromUs"].map(world.role)
        const start = world.midnight(2)
        yield* world.run(signUp(switchOf(wrong!, start)))
        yield* world.run(signUp(switchOf(refused!, start)))
        yield* world.pass(4)
        expect((yield* world.point(wrong!.gsrn))?.supply).toMatchObject([{ from: start }])
        expect(yield* world.states(taken!.gsrn)).toEqual(["changeOfSupplier/losing stopped"])
        expect((yield* world.point(taken!.gsrn))?.supply.at(-1)?.to).toBeDefined()

        for (const { gsrn } of [wrong!, refused!]) {
          yield* world.run(reportErroneousSwitch({ gsrn, switchAt: start }))
        }
        yield* world.pass(5)
        expect(yield* world.states(wrong!.gsrn)).toEqual([
          "changeOfSupplier/gaining corrected",
          "erroneousSwitch/current corrected"
        ])
        expect(yield* world.point(wrong!.gsrn)).toMatchObject({ supply: [], contracts: [], customers: [] })
        expect(yield* world.states(refused!.gsrn)).toEqual([
          "changeOfSupplier/gaining effectuated",
          "erroneousSwitch/current refused"
        ])
        expect((yield* world.point(refused!.gsrn))?.supply).toMatchObject([{ from: start }])

        yield* world.pass(2)
        const resumption = (yield* world.processes(taken!.gsrn)).find(({ kind }) => kind === "erroneousSwitch")!
        expect(resumption).toMatchObject({ role: "previous", state: "resumeRequested" })
        yield* world.run(answerResumption(resumption.id, true))
        yield* world.pass(1)
        yield* world.reaches(taken!.gsrn, ["changeOfSupplier/losing resumed", "erroneousSwitch/previous supplying"])
        expect(gapsOf((yield* world.point(taken!.gsrn))!.supply)).toEqual([undefined])
      }),
    patience
  )

  it.live(
    "erroneous_move: reported in both forms, and one that we take back by our silence",
    () =>
      Effect.gen(function* () {
        const world = yield* processWorld("erroneous_move")
        const [wrong, refused, taken] = ["takenByUs", "refused", "takenFromUs"].map(world.role)
        const start = world.midnight(1)
        yield* world.run(signUp(moveInOf(wrong!, start)))
        yield* world.run(signUp(moveInOf(refused!, start)))
        yield* world.pass(4)
        expect(yield* world.states(wrong!.gsrn)).toEqual(["moveIn/new effectuated"])
        expect(yield* world.states(taken!.gsrn)).toEqual(["moveIn/previous stopped"])

        const report = { moveAt: start, by: "a caseworker" }
        yield* world.run(reportErroneousMove({ ...report, gsrn: wrong!.gsrn }))
        const form = { document: "RequestReallocateChangeOfSupplier", processType: "D33" } as const
        yield* world.run(reportErroneousMove({ ...report, gsrn: refused!.gsrn }, form))
        yield* world.settled
        expect(yield* world.states(wrong!.gsrn)).toContain("erroneousMove/reporting awaitReply")
        yield* world.pass(5)
        expect(yield* world.states(wrong!.gsrn)).toEqual(["erroneousMove/reporting corrected", "moveIn/new corrected"])
        expect(yield* world.point(wrong!.gsrn)).toMatchObject({ supply: [], contracts: [], customers: [] })
        expect(yield* world.states(refused!.gsrn)).toEqual([
          "erroneousMove/reporting refused",
          "moveIn/new effectuated"
        ])
        expect((yield* world.point(refused!.gsrn))?.supply).toMatchObject([{ from: start }])

        yield* world.pass(10)
        yield* world.reaches(taken!.gsrn, ["erroneousMove/previous supplying", "moveIn/previous resumed"])
        expect(gapsOf((yield* world.point(taken!.gsrn))!.supply)).toEqual([undefined])
      }),
    patience
  )

  it.live(
    "historical data: answered, and refused for a time that is not ours",
    () =>
      Effect.gen(function* () {
        const world = yield* processWorld("move_out")
        const { gsrn } = world.role("leaver")
        const period = { from: world.midnight(-6), to: world.midnight(0) }
        const asked = yield* world.run(requestHistoricalData({ process: "BRS-025", gsrn, period }))
        const year = MarketCalendar.monthPeriod(LocalDate.make("2025-06-01"))
        const before = yield* world.run(requestHistoricalData({ process: "BRS-025", gsrn, period: year }))
        yield* world.settled
        const answered = yield* world.found(asked.process.id)
        expect(answered.state).toBe("answered")
        expect(answered.history.filter(({ event }) => event.kind === "dataReceived")).toHaveLength(1)
        expect(yield* world.found(before.process.id)).toMatchObject({
          state: "rejected",
          history: [{ event: { kind: "sent" } }, { event: { kind: "refused", reasons: [{ code: "E16" }] } }]
        })
        const sums = yield* world.run(requestHistoricalData({ process: "BRS-024", gsrn }))
        yield* world.settled
        expect(yield* world.found(sums.process.id)).toMatchObject({ state: "answered" })

        const { gridArea } = world.role("leaver")
        const aggregation = { processType: "D04", period } as const
        const ofArea = yield* world.run(requestDetailedAggregation({ ...aggregation, gridArea }))
        const unknown = yield* world.run(requestDetailedAggregation({ ...aggregation, gridArea: "999" }))
        yield* world.settled
        expect(yield* world.found(ofArea.process.id)).toMatchObject({ state: "answered" })
        expect(yield* world.found(unknown.process.id)).toMatchObject({
          state: "rejected",
          history: [{ event: { kind: "sent" } }, { event: { kind: "refused", reasons: [{ code: "E86" }] } }]
        })

        // Which areas come is not known before: the end of the time for the answer closes it.
        const ofAll = yield* world.run(requestDetailedAggregation(aggregation))
        yield* world.settled
        expect((yield* world.found(ofAll.process.id)).state).toBe("sent")
        yield* world.leap("PT3H")
        yield* world.settled
        const all = yield* world.found(ofAll.process.id)
        expect(all.state).toBe("answered")
        expect(
          new Set(all.history.flatMap(({ event }) => ("gridArea" in event ? [event.gridArea] : []))).size
        ).not.toBe(1)
        expect(all.history.every(({ legal }) => legal)).toBe(true)

        // An answer that cannot be read is none: it is overdue, and asked for once more in the same process.
        yield* world.datahub.call("inject-malformed", { kind: "truncated", queue: "aggregations", spoil: true })
        const later = { ...aggregation, gridArea, period: { ...period, from: world.midnight(-5) } }
        const lost = yield* world.run(requestDetailedAggregation(later))
        yield* world.leap("PT3H")
        yield* world.settled
        expect((yield* world.found(lost.process.id)).state).toBe("overdue")
        const again = yield* world.run(requestDetailedAggregation(later))
        expect(again.process.id).toBe(lost.process.id)
        yield* world.settled
        expect((yield* world.found(lost.process.id)).history.map(({ event }) => event.kind)).toEqual([
          "sent",
          "deadlinePassed",
          "sent",
          "dataReceived"
        ])
      }),
    patience
  )
})
