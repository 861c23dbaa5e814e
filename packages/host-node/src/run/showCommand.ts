import {
  explain,
  formatInstant,
  type Gsrn,
  kwhText,
  oereText,
  resettlePoint,
  type RunId,
  SettlementRunStore,
  type StoredFailure,
  type StoredLine
} from "@datahub-settlement/core"
import { Effect, Option, Result } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { explained } from "../command/explained.ts"
import { checkedGsrn } from "../command/scopeFlags.ts"
import { dayText } from "../output/dayText.ts"
import { holdItem } from "../serve/api/processItems.ts"
import { withStore } from "../store/openStore.ts"
import { print, printJson, wrongUse } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { holdsBefore, holdsText } from "./billingHoldText.ts"
import { runJson, summaryText } from "./runText.ts"
import { textTable } from "./textTable.ts"

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
    const checked = checkedGsrn(gsrn)
    if (Result.isFailure(checked)) return yield* wrongUse("runs show", checked.failure)
    yield* withStore("runs show", flags, "use", () => showPoint(runId, checked.success, isExplained, json))
  })
).pipe(
  explained({
    what: "Shows what a settlement run came to, or the lines of one of its metering points and why",
    examples: {
      "What the run came to": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11",
      "One metering point, with the reasons": "0f6f3c52-9d0e-4d57-9c0b-5b2a8d9f6a11 --gsrn 571313999000001017 --explain"
    }
  }),
  Command.withShortDescription("Show a run, or one metering point of it")
)

const showRun = Effect.fnUntraced(function* (runId: RunId, json: boolean) {
  const store = yield* SettlementRunStore
  const told = { run: yield* store.find(runId), progress: yield* store.progress(runId) }
  const holds = yield* holdsBefore(told.run.period.to)
  yield* json
    ? printJson({ ...runJson(told), holds: holds.map(holdItem) })
    : print(summaryText(told) + holdsText(holds))
})

const showPoint = Effect.fnUntraced(function* (runId: RunId, gsrn: Gsrn, isExplained: boolean, json: boolean) {
  const store = yield* SettlementRunStore
  const lines = yield* store.lines(runId, { gsrn })
  const failures = lines.length > 0 ? [] : yield* store.failures(runId, { gsrn })
  const { period } = yield* store.find(runId)
  const holds = yield* holdsBefore(period.to, gsrn)
  const why = isExplained && lines.length > 0 ? (yield* resettlePoint(runId, gsrn)).lines.map(explain) : undefined
  if (json) {
    return yield* printJson({
      runId,
      gsrn,
      lines: lines.map((line, index) => lineJson(line, why?.[index])),
      failures,
      holds: holds.map(holdItem)
    })
  }
  yield* print(pointText(gsrn, lines, failures, why) + holdsText(holds))
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
