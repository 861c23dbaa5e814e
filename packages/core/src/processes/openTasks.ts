import type { Instant } from "../market/index.ts"
import type { MarketProcess } from "./MarketProcess.ts"
import type { ProcessEffect } from "./ProcessEffect.ts"
import type { ProcessEvent } from "./ProcessEvent.ts"
import { fulfilsElsewhere } from "./wishRules.ts"
import { type Wish, wishesOf } from "./wishes.ts"

/** Something that a process asks for, and that nothing shows to be done. */
export type OpenTask = Omit<Wish, "end">

/**
 * What a process waits for from others: documents to be sent, what billing has to do, and tasks for a person. A document
 * is off the list when it was sent, a hold when it was released, a task for a person when what came later shows that it is
 * done (`fulfilledBy` of its definition), was asked for anew or went with the process to its end; and anything when
 * somebody said that it is done (`markTaskDone`). `timeline` says what became of each.
 *
 * @example
 * import { Result } from "effect"
 * import { gsrnOf, LocalDate, MarketCalendar, openProcess, openTasks, replayProcess } from "@datahub-settlement/core"
 *
 * const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
 * const at = Date.UTC(2025, 4, 5, 10)
 * const gsrn = gsrnOf("57131399900000001")
 * const opened = openProcess({ id: "p-1", kind: "changeOfSupplier", role: "gaining", gsrn, effectiveAt, openedAt: at })
 * const accepted = replayProcess(Result.getOrThrow(opened), [{ kind: "sent", at }, { kind: "accepted", at }])
 * openTasks(accepted).map(({ effect }) => effect.kind) // => ["send"]
 */
export const openTasks = (process: MarketProcess): ReadonlyArray<OpenTask> =>
  wishesOf(process).filter(({ end }) => end === undefined)

/** What a process waits for and an event of another one of the metering point shows to be done. */
export const tasksFulfilledBy = (
  asking: MarketProcess,
  other: MarketProcess,
  event: ProcessEvent
): ReadonlyArray<OpenTask> => openTasks(asking).filter(({ effect }) => fulfilsElsewhere(asking, effect, other, event))

/** Before when something that was asked for should be done, where there is a limit. */
export const limitOf = (effect: ProcessEffect): Instant | undefined => {
  if (effect.kind === "finalSettlement") return effect.dueBy
  return effect.kind === "send" || effect.kind === "task" ? effect.by : undefined
}

/** The nearest limit of what a process waits for; infinity where nothing has one, `undefined` where it waits for nothing. */
export const waitsUntil = (process: MarketProcess): Instant | undefined => {
  const limits = openTasks(process).map(({ effect }) => limitOf(effect) ?? Number.POSITIVE_INFINITY)
  return limits.length === 0 ? undefined : Math.min(...limits)
}
