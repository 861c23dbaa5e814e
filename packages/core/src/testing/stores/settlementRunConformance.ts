import { Effect, Fiber, Result } from "effect"
import { ChargeStore, SpotPriceStore } from "../../charges/index.ts"
import type { GridArea } from "../../market/index.ts"
import {
  resumeSettlement,
  runSettlement,
  SettlementRunStore,
  storedFailuresOf,
  storedLinesOf
} from "../../runs/index.ts"
import { settle } from "../../settlement/index.ts"
import { type ConformanceCase, expectSame } from "./conformance.ts"
import { dates, midnight } from "./conformanceWorld.ts"
import { changeRunWorld } from "./RecordedRunWorld.ts"
import { runPeriod, type RunWorldPoint } from "./settlementRunWorld.ts"
import {
  expectLines,
  expectSameRun,
  failuresOf,
  linesOf,
  lineText,
  runCaseIn,
  type RunCaseNeeds,
  standsAfter
} from "./settlementRunCases.ts"
import { settlementRunProofs } from "./settlementRunProofs.ts"
import { settlementRunStopCases } from "./settlementRunStopCases.ts"

const cases: Array<ConformanceCase<RunCaseNeeds>> = []
const runCase = runCaseIn(cases, 0)

/** A scope of its own: a newer run of another takes nothing from those that other cases have stopped. */
const allAreas = ["131", "740", "791"] as ReadonlyArray<string> as ReadonlyArray<GridArea>

/** What a point's results must be, made from the world's own request. */
const expectedOf = ({ gsrn, request }: RunWorldPoint) => {
  const settled = settle(request!)
  const result = Result.isSuccess(settled)
    ? ({ kind: "settled", gsrn, settlement: settled.success } as const)
    : ({ kind: "failed", gsrn, problems: settled.failure.problems } as const)
  return { lines: storedLinesOf(result), failures: storedFailuresOf(result) }
}

runCase("every point's lines are those of its own request, or its every fault", ({ world }, options) =>
  Effect.gen(function* () {
    const { runId } = options()
    const { progress, run } = yield* runSettlement(options())
    const known = world.points.filter(({ request }) => request !== undefined)
    const strangers = new Set(world.points.filter(({ request }) => request === undefined).map(({ gsrn }) => gsrn))
    const stored = yield* linesOf(runId)
    yield* expectLines(
      "lines",
      stored.filter(({ gsrn }) => !strangers.has(gsrn)),
      known.flatMap((point) => expectedOf(point).lines)
    )
    const failures = yield* failuresOf(runId)
    const messages = (some: typeof failures) =>
      some.map(({ gsrn, message, problem }) => `${gsrn} ${problem} ${message}`).sort()
    yield* expectSame(
      "failures",
      messages(failures.filter(({ gsrn }) => !strangers.has(gsrn))),
      messages(known.flatMap((point) => expectedOf(point).failures))
    )
    const failed = new Set(failures.map(({ gsrn }) => gsrn)).size
    yield* expectSame(
      "points",
      [run.points, progress.settled, progress.failed],
      [world.points.length, world.points.length - failed, failed]
    )
  })
)

runCase("a point that fails is listed with every reason, and the rest goes on", ({ world }, options) =>
  Effect.gen(function* () {
    yield* runSettlement(options())
    const failures = yield* failuresOf(options().runId)
    const problemsOf = (kind: RunWorldPoint["kind"]) => {
      const { gsrn } = world.points.find((point) => point.kind === kind)!
      return failures
        .filter((failure) => failure.gsrn === gsrn)
        .map(({ message, problem }) => `${problem} ${/20\d\d-\d\d-\d\d/.exec(message)?.[0]}`)
        .sort()
    }
    yield* expectSame("gaps and a charge", problemsOf("gaps"), [
      "MissingPrice 2025-10-19",
      "MissingReading 2025-10-04",
      "MissingReading 2025-10-20"
    ])
    yield* expectSame("no product", problemsOf("noProduct"), ["MissingProduct 2025-10-20", "MissingReading 2025-10-29"])
    yield* expectSame("of the year and the month", problemsOf("heatingGaps"), [
      "MissingReading 2025-08-31",
      "MissingReading 2025-10-29"
    ])
    const failing = world.points.filter(({ gsrn }) => failures.some((one) => one.gsrn === gsrn))
    yield* expectSame(
      "who fails",
      failing,
      world.points.filter(({ kind }) => ["gaps", "heatingGaps", "noProduct"].includes(kind))
    )
  })
)

runCase("chunks of any size give the same", (_, options) =>
  Effect.gen(function* () {
    yield* runSettlement({ ...options(0), chunkPoints: 1 })
    for (const [number, chunkPoints] of [
      [1, 7],
      [2, 1000],
      [3, undefined]
    ] as const) {
      yield* runSettlement({ ...options(number), chunkPoints })
      yield* expectSameRun(`chunks of ${chunkPoints}`, options(number).runId, options(0).runId)
    }
  })
)

runCase("grid areas settle apart what they settle together", ({ world }, options) =>
  Effect.gen(function* () {
    yield* runSettlement(options(0))
    const all = yield* linesOf(options(0).runId)
    const areas = new Map(world.points.map(({ gridArea, gsrn }) => [gsrn, gridArea]))
    const of = (...codes: ReadonlyArray<string>) => all.filter(({ gsrn }) => codes.includes(areas.get(gsrn)!))
    const scopes = [["131"], ["791", "740"], ["740"]] as unknown as ReadonlyArray<ReadonlyArray<GridArea>>
    for (const [index, gridAreas] of scopes.entries()) {
      const { run } = yield* runSettlement({ ...options(index + 1), gridAreas })
      yield* expectLines(`grid areas ${gridAreas}`, yield* linesOf(options(index + 1).runId), of(...gridAreas))
      yield* expectSame(
        "points",
        run.points,
        world.points.filter(({ gridArea }) => gridAreas.includes(gridArea)).length
      )
    }
    const { progress } = yield* runSettlement({ ...options(9), gridAreas: [] })
    yield* expectSame("none", [progress.settled, progress.failed, progress.finishedAt !== undefined], [0, 0, true])
  })
)

runCase("without prices every point fails, without points a run ends at once", ({ world }, options) =>
  Effect.gen(function* () {
    const empty = yield* runSettlement({ ...options(0), period: dates("2023-01-01", "2023-02-01") })
    yield* expectSame(
      "no points",
      [empty.run.points, empty.progress.chunks, empty.progress.finishedAt !== undefined],
      [0, 0, true]
    )
    const charges = yield* ChargeStore
    const spot = yield* SpotPriceStore
    yield* runSettlement(options(1)).pipe(
      Effect.provideService(ChargeStore, { ...charges, charges: () => Effect.succeed([]) }),
      Effect.provideService(SpotPriceStore, {
        ...spot,
        spotPrices: ({ priceArea }) => Effect.succeed({ priceArea, stretches: [] })
      })
    )
    const store = yield* SettlementRunStore
    const { failed, settled } = yield* store.progress(options(1).runId)
    yield* expectSame("all fail", [settled, failed], [0, world.points.length])
    const problems = new Set((yield* failuresOf(options(1).runId)).map(({ problem }) => problem))
    yield* expectSame(
      "why",
      ["UnknownCharge", "MissingSpotPrice"].every((problem) => problems.has(problem)),
      true
    )
  })
)

runCase("what is recorded later changes no run as of an earlier instant", ({ world }, options) =>
  Effect.gen(function* () {
    yield* runSettlement(options(0))
    const interrupted = yield* standsAfter(options(1), 2)
    yield* Fiber.interrupt(interrupted)
    yield* changeRunWorld(world)
    yield* runSettlement(options(2))
    yield* expectSameRun("made again", options(2).runId, options(0).runId)
    yield* resumeSettlement({ runId: options(1).runId })
    yield* expectSameRun("resumed", options(1).runId, options(0).runId)
    const { run } = yield* runSettlement({ ...options(3), gridAreas: allAreas, asOf: undefined })
    yield* expectSame("points now", run.points, world.points.length)
    const now = new Set((yield* linesOf(options(3).runId)).map(lineText))
    const corrected = midnight("2025-10-05")
    const energy = (yield* linesOf(options(0).runId)).filter(
      ({ from, kind, to }) => kind === "energy" && from <= corrected && corrected < to
    )
    yield* expectSame(
      "all energy of the corrected day is other energy now",
      energy.filter((line) => now.has(lineText(line))),
      []
    )
    yield* expectSame("there was some", energy.length > 10, true)
  })
)

runCase("a year with heating throughout is settled as one", ({ world }, options) =>
  Effect.gen(function* () {
    const { gsrn } = world.points.find(({ kind }) => kind === "heating")!
    yield* runSettlement({
      ...options(0),
      period: { from: midnight("2025-01-01"), to: runPeriod.to },
      chunkPoints: undefined
    })
    const problems = (yield* failuresOf(options(0).runId)).filter((one) => one.gsrn === gsrn)
    // Spot prices are known in October only; readings of all ten months are there.
    yield* expectSame("why not", [...new Set(problems.map(({ problem }) => problem))], ["MissingSpotPrice"])
  })
)

runCase("what was used until an instant says nothing of the time before it", ({ world }, options) =>
  Effect.gen(function* () {
    const { gsrn } = world.points.filter(({ kind }) => kind === "heating")[1]!
    yield* runSettlement({ ...options(0), period: { from: midnight("2025-06-01"), to: midnight("2025-09-01") } })
    const missing = (yield* failuresOf(options(0).runId))
      .filter((one) => one.gsrn === gsrn && one.problem === "MissingReading")
      .map(({ message }) => /\d{4}-\d\d-\d\dT\S+(?=:)/.exec(message)?.[0])
      .sort()
    yield* expectSame("readings before it", missing, [
      "2024-12-31T23:00:00Z/2025-05-31T22:00:00Z",
      "2025-05-31T22:00:00Z/2025-07-31T22:00:00Z"
    ])
  })
)

/** What a run must do on every set of adapters, on a world of at least 24 points recorded in them. */
export const settlementRunConformance: ReadonlyArray<ConformanceCase<RunCaseNeeds>> = [
  ...cases,
  ...settlementRunStopCases,
  ...settlementRunProofs
]
