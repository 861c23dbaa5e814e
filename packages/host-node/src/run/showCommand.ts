import {
  explain,
  formatInstant,
  Gsrn,
  kwhText,
  MarketCalendar,
  oereText,
  resettlePoint,
  type RunId,
  SettlementRunStore,
  type StoredFailure,
  type StoredLine
} from "@datahub-settlement/core"
import { Effect, Option, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { withStore } from "../store/openStore.ts"
import { print, printJson, wrongUse } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { runJson, summaryText } from "./runText.ts"
import { textTable } from "./textTable.ts"

const isGsrn = Schema.is(Gsrn)

/** `datahub-settlement runs show <id>`. */
export const showCommand = Command.make(
  "show",
  {
    ...storeFlags,
    run: Argument.String("run").pipe(Argument.withDescription("Id of the run, as `runs list` shows it")),
    gsrn: Flag.String("gsrn").pipe(
      Flag.withDescription("Show the lines of this metering point instead of the run's sums"),
      Flag.optional
    ),
    explain: Flag.Boolean("explain").pipe(
      Flag.withDescription(
        "With --gsrn: settle the point again as of the run's instant, and say why each line is what it is"
      ),
      Flag.withDefault(false)
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print JSON and nothing else on standard output"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("runs show")(function* ({ explain: isExplained, gsrn: given, json, run: runId, ...flags }) {
    const gsrn = Option.getOrUndefined(given)
    if (gsrn === undefined && isExplained) return yield* wrongUse("runs show", "--explain goes with --gsrn")
    if (gsrn === undefined) return yield* withStore("runs show", flags, "use", () => showRun(runId, json))
    if (!isGsrn(gsrn)) {
      return yield* wrongUse("runs show", `--gsrn ${gsrn}: expected 18 digits with a valid check digit`)
    }
    yield* withStore("runs show", flags, "use", () => showPoint(runId, gsrn, isExplained, json))
  })
).pipe(
  Command.withDescription("Shows what a settlement run came to, or the lines of one of its metering points and why"),
  Command.withShortDescription("Show a run, or one metering point of it")
)

const showRun = Effect.fnUntraced(function* (runId: RunId, json: boolean) {
  const store = yield* SettlementRunStore
  const told = { run: yield* store.find(runId), progress: yield* store.progress(runId) }
  yield* json ? printJson(runJson(told)) : print(summaryText(told))
})

const showPoint = Effect.fnUntraced(function* (runId: RunId, gsrn: Gsrn, isExplained: boolean, json: boolean) {
  const store = yield* SettlementRunStore
  yield* store.find(runId)
  const lines = yield* store.lines(runId, { gsrn })
  const failures = lines.length > 0 ? [] : (yield* store.failures(runId)).filter((failure) => failure.gsrn === gsrn)
  const why = isExplained && lines.length > 0 ? (yield* resettlePoint(runId, gsrn)).lines.map(explain) : undefined
  if (json) {
    return yield* printJson({ runId, gsrn, lines: lines.map((line, index) => lineJson(line, why?.[index])), failures })
  }
  yield* print(pointText(gsrn, lines, failures, why))
})

type Reasons = ReadonlyArray<ReadonlyArray<string>> | undefined

const pointText = (
  gsrn: Gsrn,
  lines: ReadonlyArray<StoredLine>,
  failures: ReadonlyArray<StoredFailure>,
  why: Reasons
): string => {
  if (failures.length > 0) return failures.map(({ message }) => `Not settled: ${message}\n`).join("")
  if (lines.length === 0) return `Metering point ${gsrn} is not in this run, or has not been reached by it.\n`
  const table = textTable(
    [
      { head: "Line", align: "left" },
      { head: "From", align: "left" },
      { head: "To", align: "left" },
      { head: "kWh", align: "right" },
      { head: "DKK", align: "right" }
    ],
    lines.map((line) => [
      line.id,
      dayText(line.from),
      dayText(line.to),
      line.quantityWh === 0 ? "" : kwhText(line.quantityWh),
      oereText(line.amountOere)
    ])
  )
  if (why === undefined) return table
  const reasons = why.map((sentences) => `\n${sentences.map((sentence) => `${sentence}\n`).join("")}`)
  return table + reasons.join("")
}

/** The Danish day where it begins one, else the instant. */
const dayText = (instant: number): string =>
  MarketCalendar.isLocalMidnight(instant) ? MarketCalendar.localDateOf(instant) : formatInstant(instant)

const lineJson = (line: StoredLine, why: ReadonlyArray<string> | undefined) => ({
  kind: line.kind,
  id: line.id,
  gsrn: line.pricedGsrn,
  from: formatInstant(line.from),
  to: formatInstant(line.to),
  kwh: kwhText(line.quantityWh),
  amount: oereText(line.amountOere),
  vatClass: line.vatClass,
  isTax: line.isTax,
  why
})
