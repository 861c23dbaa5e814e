import {
  advanceProcess,
  type AdvancedProcess,
  type Connection,
  deadlinesOf,
  EFFECTIVE_DATE,
  type Instant,
  LocalDate,
  MarketCalendar,
  type MarketProcess,
  type OperatorAction,
  type ProcessEffect,
  type ProcessEvent,
  type ProcessEventKind
} from "@datahub-settlement/core"

export const midnight = (date: string): Instant => MarketCalendar.startOfDay(LocalDate.make(date))

const HOUR = 3_600_000

const timeOf = (text: string): Instant => {
  const [date = "", hours = "10"] = text.split("T")
  return midnight(date) + Number(hours) * HOUR
}

/**
 * An event in short: `notice E03`, `chargeLinks D17 <charge>`, `refused D40`, `deadlinePassed reply`, `operator simple`, `taskDone 2.1`; `@2025-06-10` puts it on
 * ten o'clock of a day, `@2025-06-10T0` on another hour since its midnight, and, where the event names a date, `>2025-06-03` makes it that one. Without a day it comes on 6
 * May, or when the effective date begins or the deadline passes.
 */
export const eventOf = (text: string, process: MarketProcess, index: number): ProcessEvent => {
  const [kind, ...words] = text.split(" ") as [ProcessEventKind, ...Array<string>]
  const day = words.find((word) => word.startsWith("@"))?.slice(1)
  const named = words.find((word) => word.startsWith(">"))?.slice(1)
  const variants = words.filter((word) => !/^[@>]/.test(word))
  const [variant = ""] = variants
  const due = deadlinesOf(process, 0).find(({ name }) => name === (kind === "dateReached" ? EFFECTIVE_DATE : variant))
  const at = day === undefined ? (due?.at ?? midnight("2025-05-06") + (10 + index / 60) * HOUR) : timeOf(day)
  const came = { at, messageId: `m-${index}`, transactionId: `t-${index}` }
  const effectiveAt = named === undefined ? process.effectiveAt : midnight(named)
  const reasons = variants.map((code) => ({ code }))
  switch (kind) {
    case "refused":
    case "cancellationRefused":
    case "customerDataRefused":
    case "serviceRequestRefused":
      return { ...came, kind, reasons }
    case "notice":
      return { ...came, kind, processType: variant, effectiveAt, sameSupplier: words.includes("same") }
    case "masterData":
      return {
        ...came,
        kind,
        processType: variant,
        ...(named === undefined ? {} : { effectiveAt }),
        ...(variants[1] === undefined ? {} : { connection: variants[1] as Connection })
      }
    case "customerData":
      return { ...came, kind, processType: variant }
    case "chargeLinks":
      return variant === "D17"
        ? { ...came, kind, processType: variant, charges: [variants[1] ?? "5790000432752/D03/EA-001"] }
        : { ...came, kind, processType: variant }
    case "dataReceived":
      return {
        ...came,
        kind,
        period: { from: midnight(variant), to: midnight(variants[1]!) },
        ...(variants[2] === undefined ? {} : { gridArea: variants[2] })
      }
    case "resumptionRequested":
      return { ...came, kind, effectiveAt, ...(variant === "" ? {} : { replyBy: LocalDate.make(variant) }) }
    case "resumptionRefused":
      return { ...came, kind, contractEndedByUs: variant !== "bound" }
    case "deadlinePassed":
      return { at, kind, deadline: variant }
    case "dateReached":
      return { at, kind }
    case "operator": {
      const replyBy = variants[1] === undefined ? {} : { replyBy: LocalDate.make(variants[1]) }
      const on = named === undefined ? {} : { effectiveAt }
      return { at, kind, action: variant as OperatorAction, by: "anna", ...replyBy, ...on }
    }
    case "undone":
      return { at, kind, by: "p-2", ...(named === undefined ? {} : { effectiveAt }) }
    case "taskDone": {
      const [stepNo = 0, taskNo = 0] = variant.split(".").map(Number)
      return { at, kind, stepNo, taskNo, by: "anna" }
    }
    case "withdrawn":
      return { at, kind, by: "anna" }
    default:
      return { ...came, kind } as ProcessEvent
  }
}

/** A process after some events in short, and what the last one did. Those before the last must fit. */
export const after = (process: MarketProcess, path: string): AdvancedProcess => {
  const texts = path.split(",").map((text) => text.trim())
  return texts.reduce<AdvancedProcess>(
    (before, text, index) => {
      if (!before.legal) throw new RangeError(`${texts[index - 1]}: ${before.reason}`)
      return advanceProcess(before.process, eventOf(text, before.process, before.process.history.length))
    },
    { process, effects: [], legal: true, reason: "", known: false }
  )
}

/** What a step asks for, in short: `closeSupply`, `RSM-027/E34`, `task`. */
export const asked = (effects: ReadonlyArray<ProcessEffect>): string =>
  effects.map((effect) => (effect.kind === "send" ? `${effect.rsm}/${effect.processType}` : effect.kind)).join(" ")
