import { addDays, clip, type Instant, MarketCalendar, type Period } from "../market/index.ts"
import { CORRECTION_DAYS_MAX } from "./deadlineRules.ts"
import type { MarketProcess } from "./MarketProcess.ts"
import type { ProcessEvent, ProcessEventKind } from "./ProcessEvent.ts"

/** Whether a step may be taken, and in words what is the matter when it may not. */
export interface Guard {
  readonly holds: (process: MarketProcess, event: ProcessEvent) => boolean
  readonly otherwise: string
}

const came = (process: MarketProcess, kind: ProcessEventKind): boolean =>
  process.history.some(({ event, legal }) => legal && event.kind === kind)

/** A correction is about the date that was wrong, or, where it names one, about the right one: notices may name either. */
export const isDateOf = ({ correctedAt, effectiveAt }: MarketProcess, date: Instant | undefined): boolean =>
  date !== undefined && (date === effectiveAt || date === correctedAt)

/** The parts of the requested period that have not come, this event counted in. */
export const missingParts = ({ history, request }: MarketProcess, event?: ProcessEvent): ReadonlyArray<Period> => {
  if (request === undefined) return []
  const events = [...history.filter(({ legal }) => legal).map((step) => step.event), ...(event ? [event] : [])]
  let missing: ReadonlyArray<Period> = [request.period]
  for (const one of events) {
    if (one.kind !== "dataReceived") continue
    const { from, to } = one.period
    missing = missing.flatMap((part) => [
      ...present(clip(part, { from: Number.NEGATIVE_INFINITY, to: from })),
      ...present(clip(part, { from: to, to: Number.POSITIVE_INFINITY }))
    ])
  }
  return missing
}

const present = (part: Period | undefined): ReadonlyArray<Period> => (part === undefined ? [] : [part])

const isRefusal = (kind: ProcessEventKind, sent: ProcessEventKind) => (process: MarketProcess) => {
  const last = process.history.findLast(({ event, legal }) => legal && (event.kind === kind || event.kind === sent))
  return last?.event.kind === kind
}

/** Conditions that data cannot say, by the name that definitions use. */
export const guards = {
  beforeEffectiveDate: {
    holds: ({ effectiveAt }, { at }) => at < effectiveAt,
    otherwise: "the effective date has begun"
  },
  dateIsNotAhead: {
    holds: ({ effectiveAt }, { at }) => at >= effectiveAt,
    otherwise: "the effective date lies ahead"
  },
  /** Days count between the local days; on the last one it may still be reported (E17 after it). */
  withinCorrectionWindow: {
    holds: ({ effectiveAt }, { at }) =>
      at >= effectiveAt &&
      MarketCalendar.localDateOf(at) <= addDays(MarketCalendar.localDateOf(effectiveAt), CORRECTION_DAYS_MAX),
    otherwise: `it must have taken effect, at most ${CORRECTION_DAYS_MAX} calendar days ago`
  },
  noticeIsForOurDate: {
    holds: (process, event) => event.kind === "notice" && isDateOf(process, event.effectiveAt),
    otherwise: "it names another effective date"
  },
  sameSupplier: {
    holds: (_, event) => event.kind === "notice" && event.sameSupplier === true,
    otherwise: "another supplier takes over"
  },
  contractEndedByUs: {
    holds: (_, event) => event.kind === "resumptionRefused" && event.contractEndedByUs,
    otherwise: "D29 is the only ground, and only for a contract that we ended"
  },
  namesADate: {
    holds: (_, event) => event.kind === "masterData" && event.effectiveAt !== undefined,
    otherwise: "it names no start of supply"
  },
  customerDataCame: {
    holds: (process) => came(process, "customerDataAccepted"),
    otherwise: "customer data is not accepted yet"
  },
  masterDataCame: {
    holds: (process) => came(process, "masterData"),
    otherwise: "master data (RSM-022) has not come"
  },
  linksCame: { holds: (process) => came(process, "chargeLinks"), otherwise: "charge links (RSM-031) have not come" },
  noticeCame: { holds: (process) => came(process, "notice"), otherwise: "the notice (RSM-004) has not come" },
  readingsCame: {
    holds: (process) => came(process, "readingsComplete"),
    otherwise: "readings are not complete yet"
  },
  disconnectionRefused: {
    holds: isRefusal("serviceRequestRefused", "serviceRequestSent"),
    otherwise: "the grid company has not refused"
  },
  periodCovered: {
    holds: (process, event) => process.request !== undefined && missingParts(process, event).length === 0,
    otherwise: "a part of the period is still missing"
  },
  sentOnce: {
    holds: ({ history }) => history.filter(({ event, legal }) => legal && event.kind === "sent").length < 2,
    otherwise: "it was sent again before"
  },
  undoesMoveOut: { holds: ({ corrects }) => corrects === "moveOut", otherwise: "it was no move-out" },
  hasCorrectedDate: {
    holds: ({ correctedAt }) => correctedAt !== undefined,
    otherwise: "no corrected date was given"
  }
} as const satisfies Readonly<Record<string, Guard>>

export type GuardName = keyof typeof guards
