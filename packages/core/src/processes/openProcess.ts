import { Result, Schema } from "effect"
import { formatInstant, type Instant, MarketCalendar } from "../market/index.ts"
import { findDefinition } from "./definitions/index.ts"
import type { MarketProcess, ProcessOpening } from "./MarketProcess.ts"

/** A process that cannot be opened as it was described. */
export class ProcessNotOpened extends Schema.TaggedError<ProcessNotOpened>()("ProcessNotOpened", {
  id: Schema.String,
  /** Every fault, in words. */
  problems: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `Process ${this.id} cannot be opened: ${this.problems.join("; ")}`
  }
}

/**
 * A process in its first state, before anything has happened. Fails with everything that is wrong with the description.
 *
 * @example
 * import { Result } from "effect"
 * import { gsrnOf, LocalDate, MarketCalendar, openProcess } from "@datahub-settlement/core"
 *
 * const opened = openProcess({
 *   id: "p-1",
 *   kind: "moveOut",
 *   role: "current",
 *   gsrn: gsrnOf("57131399900000001"),
 *   effectiveAt: MarketCalendar.startOfDay(LocalDate.make("2025-06-01")),
 *   openedAt: Date.UTC(2025, 4, 5, 10)
 * })
 * Result.getOrThrow(opened).state // => "draft"
 */
export const openProcess = (opening: ProcessOpening): Result.Result<MarketProcess, ProcessNotOpened> => {
  const definition = findDefinition(opening.kind, opening.role)
  const problems = problemsOf(opening)
  return definition === undefined || problems.length > 0
    ? Result.fail(
        new ProcessNotOpened({
          id: opening.id,
          problems:
            definition === undefined ? [`there is no ${opening.kind} as ${opening.role}`, ...problems] : problems
        })
      )
    : Result.succeed({
        ...opening,
        plannedAt: opening.effectiveAt,
        state: definition.initial,
        history: [],
        deadlines: []
      })
}

/** The process as it was opened, without what happened since. */
export const asOpened = ({
  deadlines: _,
  history: __,
  requestTransactionId: ___,
  ...process
}: MarketProcess): MarketProcess => ({
  ...process,
  effectiveAt: process.plannedAt,
  state: findDefinition(process.kind, process.role)!.initial,
  history: [],
  deadlines: []
})

const problemsOf = (opening: ProcessOpening): ReadonlyArray<string> => {
  const { changes, correctedAt, corrects, effectiveAt, gsrn, id, kind, request } = opening
  const isRequest = kind === "dataRequest"
  return [
    ...(id.trim() === "" ? ["it needs an id"] : []),
    ...midnight("effectiveAt", effectiveAt),
    ...(gsrn === undefined && (!isRequest || request?.rsm === "RSM-015") ? ["it needs a metering point"] : []),
    ...(isRequest === (request === undefined)
      ? [`what is asked for belongs to a request for data, and to nothing else`]
      : []),
    ...(request !== undefined && !(request.period.from < request.period.to)
      ? ["the period that is asked for is empty"]
      : []),
    ...((kind === "chargeLinks") === (changes === undefined || changes.length === 0)
      ? ["links that are asked for belong to a change of charge links, and to nothing else"]
      : []),
    ...((correctedAt ?? corrects) !== undefined && kind !== "erroneousMove" ? ["only a move can be corrected"] : []),
    ...(correctedAt === undefined ? [] : midnight("correctedAt", correctedAt)),
    ...(correctedAt === effectiveAt ? ["the corrected date is the wrong one"] : [])
  ]
}

const midnight = (field: string, at: Instant): ReadonlyArray<string> =>
  Number.isSafeInteger(at) && MarketCalendar.isLocalMidnight(at)
    ? []
    : [`${field} must be midnight in Denmark, got ${Number.isSafeInteger(at) ? formatInstant(at) : String(at)}`]
