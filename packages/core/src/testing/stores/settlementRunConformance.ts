import { Effect, Fiber, Result } from "effect"
import { ChargeStore, SpotPriceStore } from "../../charges/index.ts"
import type { GridArea } from "../../market/index.ts"
import { MeteringLedger } from "../../metering/index.ts"
import {
  resumeSettlement,
  runSettlement,
  SettlementRunStore,
  storedFailuresOf,
  storedLinesOf,
  verifyRun
} from "../../runs/index.ts"
import { settle } from "../../settlement/index.ts"
import { type ConformanceCase, expectFailure, expectSame } from "./conformance.ts"
import { dates, midnight } from "./conformanceWorld.ts"
import { changeRunWorld } from "./RecordedRunWorld.ts"
import { runPeriod, type RunWorldPoint } from "./settlementRunWorld.ts"
import {
  expectLines,
  expectSameRun,
  linesOf,
  lineText,
  type RunCaseNeeds,
  runCaseIn,
  standsAfter
} from "./settlementRunCases.ts"
import { settlementRunProofs } from "./settlementRunProofs.ts"

const cases: Array<ConformanceCase<RunCaseNeeds>> = []
const runCase = runCaseIn(cases, 0)

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
    const store = yield* SettlementRunStore
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
    const failures = yield* store.failures(runId)
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
    const failures = yield* (yield* SettlementRunStore).failures(options().runId)
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

runCase("a dry run counts the same and stores nothing", (_, options) =>
  Effect.gen(function* () {
    const store = yield* SettlementRunStore
    const dry = yield* runSettlement({ ...options(0), dryRun: true })
    yield* expectFailure("not stored", store.find(options(0).runId), "RunUnknown")
    yield* expectSame("no lines", yield* linesOf(options(0).runId), [])
    const {
      progress: { finishedAt: _, ...wet }
    } = yield* runSettlement(options(1))
    const { finishedAt, ...counted } = dry.progress
    yield* expectSame("sums", [counted, finishedAt ?? null], [wet, null])
  })
)

runCase("progress is told chunk by chunk", ({ world }, options) =>
  Effect.gen(function* () {
    const told: Array<readonly [number, number]> = []
    yield* runSettlement({
      ...options(),
      chunkPoints: 7,
      onProgress: ({ failed, settled }, points) => Effect.sync(() => void told.push([settled + failed, points]))
    })
    const n = world.points.length
    const expected = Array.from({ length: Math.ceil(n / 7) }, (_, i) => [Math.min(n, (i + 1) * 7), n])
    yield* expectSame("told", told, expected)
  })
)

runCase("a scope is run once at a time, other scopes at the same time", (_, options) =>
  Effect.gen(function* () {
    const running = yield* standsAfter(options(0), 1)
    const refused = yield* expectFailure("the same scope", runSettlement(options(1)), "RunInProgress")
    yield* expectSame("which", refused.scope, "2025-10-01 to 2025-11-01, all grid areas")
    yield* expectFailure("the run itself", resumeSettlement({ runId: options(0).runId }), "RunInProgress")
    yield* expectFailure("not begun", (yield* SettlementRunStore).find(options(1).runId), "RunUnknown")
    yield* runSettlement({ ...options(2), gridAreas: ["131" as GridArea] })
    yield* runSettlement({ ...options(3), dryRun: true })
    yield* Fiber.interrupt(running)
    yield* runSettlement(options(1))
    yield* resumeSettlement({ runId: options(0).runId })
    yield* expectSameRun("resumed", options(0).runId, options(1).runId)
  })
)

runCase("a run that is interrupted goes on where it was, to the same end", (_, options) =>
  Effect.gen(function* () {
    yield* runSettlement(options(0))
    const { runId } = options(1)
    yield* Fiber.interrupt(yield* standsAfter(options(1), 2))
    const store = yield* SettlementRunStore
    yield* expectSame("stored so far", (yield* store.progress(runId)).chunks, 2)
    const { progress } = yield* resumeSettlement({ runId, chunkPoints: 3 })
    yield* expectSameRun("resumed", runId, options(0).runId)
    yield* expectSame("finished already", (yield* resumeSettlement({ runId })).progress, progress)
  })
)

runCase("what makes no run is refused, and a run of other rules is not continued", (_, options) =>
  Effect.gen(function* () {
    const store = yield* SettlementRunStore
    const asked = options()
    const known = yield* (yield* MeteringLedger).knownInstant
    const { from, to } = runPeriod
    for (const wrong of [
      { runId: "7" },
      { period: { from: to, to: from } },
      { period: { from: from + 1, to } },
      { period: dates("2020-01-01", "2025-01-01") },
      { asOf: known + 60_000 },
      { chunkPoints: 0 },
      { chunkPoints: 1.5 },
      { runId: "7", dryRun: true }
    ])
      yield* expectFailure(JSON.stringify(wrong), runSettlement({ ...asked, ...wrong }), "RunRefused")
    yield* runSettlement(asked)
    yield* expectFailure("a used id", runSettlement(asked), "RunRefused")
    yield* expectFailure("unknown", resumeSettlement({ runId: options(9).runId }), "RunUnknown")
    const run = { ...(yield* store.find(asked.runId)), runId: options(1).runId, ruleVersion: "0" }
    yield* store.begin(run)
    yield* expectFailure("other rules", resumeSettlement(run), "RunUnknown")
    yield* expectFailure("other rules, again", verifyRun(run.runId), "RunUnknown")
    const fewer = { ...run, runId: options(2).runId, ruleVersion: "1", points: 3 }
    yield* store.begin(fewer)
    yield* expectFailure("another portfolio", resumeSettlement(fewer), "RunUnknown")
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
    const problems = new Set((yield* store.failures(options(1).runId)).map(({ problem }) => problem))
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
    const { run } = yield* runSettlement({ ...options(3), asOf: undefined })
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
    const store = yield* SettlementRunStore
    yield* runSettlement({
      ...options(0),
      period: { from: midnight("2025-01-01"), to: runPeriod.to },
      chunkPoints: undefined
    })
    const problems = (yield* store.failures(options(0).runId)).filter((one) => one.gsrn === gsrn)
    // Spot prices are known in October only; readings of all ten months are there.
    yield* expectSame("why not", [...new Set(problems.map(({ problem }) => problem))], ["MissingSpotPrice"])
  })
)

runCase("what was used until an instant says nothing of the time before it", ({ world }, options) =>
  Effect.gen(function* () {
    const { gsrn } = world.points.filter(({ kind }) => kind === "heating")[1]!
    const store = yield* SettlementRunStore
    yield* runSettlement({ ...options(0), period: { from: midnight("2025-06-01"), to: midnight("2025-09-01") } })
    const missing = (yield* store.failures(options(0).runId))
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
export const settlementRunConformance: ReadonlyArray<ConformanceCase<RunCaseNeeds>> = [...cases, ...settlementRunProofs]
