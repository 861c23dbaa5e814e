import {
  type GridArea,
  type Gsrn,
  type IncompletePoint,
  MeteringLedger,
  missingReadings,
  Portfolio
} from "@datahub-settlement/core"
import { Effect, Result, Stream } from "effect"
import { Command, Flag } from "effect/cli"
import { checkedGridAreas, checkedGsrnIfAny, gridAreaFlag } from "../command/scopeFlags.ts"
import { NotSettled } from "../exitCodes.ts"
import { stderrProgress } from "../run/runProgress.ts"
import { withStore } from "../store/openStore.ts"
import { print, printEach, printError, printJsonList, wrongUse } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { missingHead, missingJson, missingRows } from "./missingText.ts"
import { type LookedAt, lookedAt, timeFlags } from "./readingsFlags.ts"

const description = `Lists what is missing of the readings of the metering points that we supply, within their supply: what would keep
  them from being settled. Readings of their production count too, and those of child points that a tariff is linked to.
  Days that have not come yet are missing.

  With --gsrn only that metering point is looked at; one that we do not supply, for the whole period.

  Exit codes: 0 nothing is missing, 1 something is, or it could not be read, 2 wrong use, 70 a fault of ours.`

/** `datahub-settlement readings missing`. */
export const missingCommand = Command.make(
  "missing",
  {
    ...storeFlags,
    ...timeFlags,
    gridArea: gridAreaFlag,
    gsrn: Flag.String("gsrn").pipe(Flag.withDescription("Only this metering point"), Flag.optional),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print JSON and nothing else on standard output"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("readings missing")(function* ({ gridArea, gsrn: given, json, ...flags }) {
    const asked = Result.all([lookedAt(flags), checkedGridAreas(gridArea), checkedGsrnIfAny(given)])
    if (Result.isFailure(asked)) return yield* wrongUse("readings missing", asked.failure)
    const [times, gridAreas, gsrn] = asked.success
    if (gridAreas !== undefined && gsrn !== undefined) {
      return yield* wrongUse("readings missing", "--gsrn names one metering point: it goes without --grid-area")
    }
    yield* withStore("readings missing", flags, "use", () => listMissing({ ...times, gridAreas, gsrn }, json))
  })
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("List what is missing of readings"),
  Command.withExamples([
    { command: "datahub-settlement readings missing --period 2026-01", description: "What January still lacks" },
    {
      command: "datahub-settlement readings missing --from 2026-01-01 --to 2026-01-15 --grid-area 791",
      description: "The same of fourteen days and one grid area"
    }
  ])
)

interface Asked extends LookedAt {
  readonly gridAreas: ReadonlyArray<GridArea> | undefined
  readonly gsrn: Gsrn | undefined
}

/** Row by row, as they are found. */
const listMissing = Effect.fnUntraced(function* (asked: Asked, json: boolean) {
  const line = yield* stderrProgress()
  const counted = { points: 0, incomplete: 0 }
  const found = (yield* incompletePoints(asked)).pipe(
    Stream.tap(({ looked, points }) => line.at({ done: looked, failed: 0, points })),
    Stream.flatMap(({ incomplete, points }) => {
      counted.points = points
      counted.incomplete += incomplete.length
      return Stream.fromIterable(incomplete)
    })
  )
  yield* Effect.ensuring(json ? printJsonList(Stream.map(found, missingJson)) : printRows(found, line.done), line.done)
  if (counted.points === 0) yield* printError("note: no metering point is supplied in that period and scope\n")
  if (counted.incomplete > 0) {
    yield* printError(`${counted.incomplete} of ${counted.points} metering point(s) lack readings.\n`)
    return yield* new NotSettled({ problemCount: counted.incomplete })
  }
  if (!json && counted.points > 0) yield* print(`Nothing is missing: ${counted.points} metering point(s).\n`)
})

const printRows = <E, R>(found: Stream.Stream<IncompletePoint, E, R>, clearLine: Effect.Effect<void>) => {
  let head = missingHead
  return printEach(
    Stream.mapEffect(found, (point) => {
      const text = head + missingRows(point)
      head = ""
      return Effect.as(clearLine, text)
    })
  )
}

/** One that we do not supply is not in the portfolio's answer: a production or child point that somebody asks for. */
const incompletePoints = Effect.fnUntraced(function* ({ asOf, gridAreas, gsrn, period }: Asked) {
  if (gsrn === undefined) return missingReadings({ period, gridAreas, asOf })
  const portfolio = yield* Portfolio
  const supplied = yield* portfolio.points({ from: gsrn, to: gsrn, period, asOf })
  if (supplied.length > 0) return missingReadings({ period, gsrns: [gsrn], asOf })
  const missing = yield* (yield* MeteringLedger).missing({ gsrns: [gsrn], period, asOf })
  return Stream.make({ looked: 1, points: 1, incomplete: missing.length === 0 ? [] : [{ gsrn, missing }] })
})
