import { isFinal, type MarketProcess, type ProcessEffect, type ProcessEventKind } from "../processes/index.ts"

/** Something that a process asks for, and that nothing shows to be done. */
export interface OpenTask {
  readonly effect: ProcessEffect
  /** Which step asked for it; counted from 1. */
  readonly stepNo: number
  readonly why: string
}

/** What sending a document is known by. */
const sentBy: Readonly<Record<string, ReadonlyArray<ProcessEventKind>>> = {
  "RSM-027": ["customerDataSent"],
  "RSM-003": ["resumptionAccepted", "resumptionRefused"],
  "RSM-020": ["serviceRequestSent"]
}

/** Supply, customers and other processes: carried out with the step itself. */
const carriedOut: ReadonlySet<ProcessEffect["kind"]> = new Set([
  "openSupply",
  "closeSupply",
  "reopenSupply",
  "annulSupply",
  "moveSupplyStart",
  "moveSupplyEnd",
  "openCustomerRelation",
  "endCustomerRelation",
  "annulCustomerRelation",
  "undoProcess"
])

/**
 * What a process waits for from others: documents to be sent, what billing has to do, and tasks for a person. A document
 * is off the list when it was sent, a hold when it was released; nothing shows that a person has done something, so tasks
 * stay until the process has ended.
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
 * openTasks(accepted).map(({ effect }) => effect.kind) // => ["recomputeAconto", "send"]
 */
export const openTasks = (process: MarketProcess): ReadonlyArray<OpenTask> => {
  const { history } = process
  const isOver = isFinal(process)
  const comesLater = (index: number, isIt: (step: (typeof history)[number]) => boolean): boolean =>
    history.slice(index + 1).some((step) => step.legal && isIt(step))
  return history.flatMap(({ effects, reason }, index) =>
    effects.flatMap((effect): ReadonlyArray<OpenTask> => {
      const isDone =
        carriedOut.has(effect.kind) ||
        (effect.kind === "send" &&
          (isOver || comesLater(index, ({ event }) => sentBy[effect.rsm]?.includes(event.kind) === true))) ||
        (effect.kind === "task" && isOver) ||
        (effect.kind === "holdBilling" && comesLater(index, releases)) ||
        (effect.kind === "finalSettlement" && comesLater(index, cancels))
      return isDone ? [] : [{ effect, stepNo: index + 1, why: reason }]
    })
  )
}

type Step = MarketProcess["history"][number]

const releases = ({ effects }: Step): boolean => effects.some(({ kind }) => kind === "releaseBilling")

const cancels = ({ effects }: Step): boolean => effects.some(({ kind }) => kind === "cancelFinalSettlement")
