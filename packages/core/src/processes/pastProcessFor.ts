import type { Instant } from "../market/index.ts"
import { isActive, isOver } from "./deadlinesOf.ts"
import { isDateOf } from "./guardTable.ts"
import type { MarketProcess } from "./MarketProcess.ts"
import { moveRoutes, type Route, routes, type UnaskedDocument } from "./noticeRoutes.ts"
import type { ProcessFacts } from "./processFor.ts"

type Unasked = Exclude<ProcessFacts, { readonly document: "answer" }>

/** Documents by which DataHub decides something, so that they matter to a process that had ended too. */
const deciding: ReadonlySet<UnaskedDocument> = new Set<UnaskedDocument>(["notice", "masterData"])

/**
 * The process that something may be about, where none that is open fits it: one of its kind that has ended or rests, on the
 * same date, or else, of a notice, the newest. It takes it where it has a step for it, and else keeps it with a task, so
 * that a person sees what DataHub says of something that we had taken for settled. `undefined` where a process of the kind is
 * at work, or what comes begins one.
 *
 * @param processes of the metering point, ended or not, the newest first
 *
 * @example
 * import { Result } from "effect"
 * import { gsrnOf, LocalDate, MarketCalendar, openProcess, pastProcessFor, replayProcess } from "@datahub-settlement/core"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
 * const at = Date.UTC(2025, 4, 5, 10)
 * const opening = { id: "p-1", kind: "changeOfSupplier", role: "gaining", gsrn, effectiveAt, openedAt: at } as const
 * const refused = replayProcess(Result.getOrThrow(openProcess(opening)), [
 *   { kind: "sent", at, transactionId: "t-1" },
 *   { kind: "refused", at, answers: "t-1", reasons: [{ code: "E22" }] }
 * ])
 * const started = { document: "masterData", processType: "E03", gsrn, effectiveAt } as const
 * pastProcessFor(started, [refused])?.id // => "p-1"
 */
export const pastProcessFor = (facts: Unasked, processes: ReadonlyArray<MarketProcess>): MarketProcess | undefined => {
  const fitting = routesOf(facts)
  if (!deciding.has(facts.document) || fitting.some(({ opens }) => opens)) return undefined
  const own = processes.filter(
    (process) =>
      process.gsrn === facts.gsrn && fitting.some(({ kind, role }) => kind === process.kind && role === process.role)
  )
  if (own.some(isActive)) return undefined
  const onDate = own.find((process) => isDateOf(process, facts.effectiveAt) && isPast(facts, process))
  return onDate ?? (facts.document === "notice" && !fitting.some(({ byDate }) => byDate) ? own[0] : undefined)
}

/** Master data of what is in effect are taken up by it already. */
const isPast = ({ document }: Unasked, process: MarketProcess): boolean => document === "notice" || isOver(process)

/** Routes of a kind of its own; what the metering point itself is, is followed beside it. */
const routesOf = ({ document, processType, supplying }: Unasked): ReadonlyArray<Route> => {
  if (document === "notice" && (processType === "E01" || processType === "E65")) {
    return supplying === false ? moveRoutes.planned : []
  }
  const table = routes[document]
  const fitting = Object.hasOwn(table, processType) ? (table[processType] ?? []) : []
  return fitting.filter(({ kind }) => kind !== "meteringPoint")
}

/** Whose start DataHub tells of by master data: those that only tell what a metering point is say nothing of a process. */
export const namesAStart = ({ document }: Unasked, effectiveAt: Instant | undefined): boolean =>
  document !== "masterData" || effectiveAt !== undefined
