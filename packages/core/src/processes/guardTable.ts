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

/** The parts of a period that have not come with some data. */
const missingIn = (period: Period, received: ReadonlyArray<Period>): ReadonlyArray<Period> =>
  received.reduce<ReadonlyArray<Period>>(
    (missing, { from, to }) =>
      missing.flatMap((part) => [
        ...present(clip(part, { from: Number.NEGATIVE_INFINITY, to: from })),
        ...present(clip(part, { from: to, to: Number.POSITIVE_INFINITY }))
      ]),
    [period]
  )

/** Data that have come, this event counted in. */
const receivedBy = ({ history }: MarketProcess, event?: ProcessEvent) =>
  [...history.filter(({ legal }) => legal).map((step) => step.event), ...(event ? [event] : [])].filter(
    (one) => one.kind === "dataReceived"
  )

/** Sums of all grid areas are asked for without naming them: which will come is not known before. */
const asksForAllAreas = ({ request }: MarketProcess): boolean =>
  request !== undefined && request.rsm !== "RSM-015" && request.gridArea === undefined

/** The parts of the requested period that have not come, this event counted in. */
export const missingParts = (process: MarketProcess, event?: ProcessEvent): ReadonlyArray<Period> =>
  process.request === undefined
    ? []
    : missingIn(
        process.request.period,
        receivedBy(process, event).map(({ period }) => period)
      )

/** Every charge that was to be linked or stopped is among the links that came, this event counted in. */
const areLinksTold = ({ changes = [], history }: MarketProcess, event: ProcessEvent): boolean => {
  const events = [...history.filter(({ legal }) => legal).map((step) => step.event), event]
  const told = new Set(events.flatMap((one) => (one.kind === "chargeLinks" ? (one.charges ?? []) : [])))
  return changes.every(({ charge }) => told.has(charge))
}

const areAreasCovered = (process: MarketProcess, event: ProcessEvent): boolean => {
  const areas = Map.groupBy(receivedBy(process, event), ({ gridArea }) => gridArea)
  const isWhole = (received: ReadonlyArray<{ readonly period: Period }>): boolean =>
    missingIn(
      process.request!.period,
      received.map(({ period }) => period)
    ).length === 0
  return asksForAllAreas(process) && areas.size > 0 && [...areas.values()].every(isWhole)
}

const present = (part: Period | undefined): ReadonlyArray<Period> => (part === undefined ? [] : [part])

const isRefusal = (kind: ProcessEventKind, sent: ProcessEventKind) => (process: MarketProcess) => {
  const last = process.history.findLast(({ event, legal }) => legal && (event.kind === kind || event.kind === sent))
  return last?.event.kind === kind
}

const isTold = (event: ProcessEvent | undefined): boolean => event?.kind === "operator"

/** DataHub's answer of these kinds, or the word of its support in its place, whichever is newer. */
const lastOf = (
  { history }: MarketProcess,
  kinds: string,
  isToldIn: (state: string) => boolean
): ProcessEvent | undefined =>
  history.findLast(
    ({ event, from, legal }) =>
      legal && (kinds.split(" ").includes(event.kind) || (isWordOfSupport(event) && isToldIn(from)))
  )?.event

const isWordOfSupport = (event: ProcessEvent): boolean =>
  event.kind === "operator" && (event.action === "toldAccepted" || event.action === "toldRefused")

const isAboutCancellation = (event: ProcessEvent, from: string): boolean =>
  event.kind.startsWith("cancellation") || (isWordOfSupport(event) && (from === "cancelSent" || from === "effectuated"))

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
  namesAnotherDate: {
    holds: ({ effectiveAt }, event) =>
      "effectiveAt" in event && event.effectiveAt !== undefined && event.effectiveAt !== effectiveAt,
    otherwise: "it names no other date"
  },
  /** What happens after our own date does so to what is ours by then. */
  dateIsNotPast: {
    holds: ({ effectiveAt }, event) => event.kind === "notice" && event.effectiveAt <= effectiveAt,
    otherwise: "our own date comes before it"
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
  masterDataMissing: {
    holds: (process) => !came(process, "masterData"),
    otherwise: "master data (RSM-022) have come: DataHub has given it back"
  },
  linksCame: { holds: (process) => came(process, "chargeLinks"), otherwise: "charge links (RSM-031) have not come" },
  linksAskedForCame: {
    holds: (process, event) => areLinksTold(process, event),
    otherwise: "links that were asked for are not among those that came (RSM-031)"
  },
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
    holds: (process, event) =>
      process.request !== undefined && !asksForAllAreas(process) && missingParts(process, event).length === 0,
    otherwise: "a part of the period is still missing"
  },
  areasCovered: {
    holds: areAreasCovered,
    otherwise: "of a grid area that came, a part of the period is still missing"
  },
  sentOnce: {
    holds: ({ history }) => history.filter(({ event, legal }) => legal && event.kind === "sent").length < 2,
    otherwise: "it was sent again before"
  },
  namesRightDate: {
    holds: (_, event) => event.kind === "undone" && event.effectiveAt !== undefined,
    otherwise: "it never took place"
  },
  acceptedAsTold: {
    holds: (process) => isTold(lastOf(process, "accepted", (from) => from !== "cancelSent")),
    otherwise: "DataHub has accepted it itself"
  },
  cancellationAsTold: {
    holds: (process) =>
      isTold(lastOf(process, "cancellationAccepted cancellationRefused", (from) => from === "cancelSent")),
    otherwise: "DataHub has answered the cancellation itself"
  },
  cancellationUnanswered: {
    holds: ({ history }) =>
      history.findLast(({ event, from, legal }) => legal && isAboutCancellation(event, from))?.event.kind ===
      "cancellationSent",
    otherwise: "no cancellation waits for its answer"
  },
  namesADay: {
    holds: (_, event) => event.kind === "operator" && event.effectiveAt !== undefined,
    otherwise: "the day on which it was so must be named"
  },
  outcomeIsLate: {
    holds: ({ history }) => history.some(({ event, legal }) => legal && event.kind === "deadlinePassed"),
    otherwise: "DataHub still has time to tell the outcome (RSM-004)"
  },
  undoesMoveOut: { holds: ({ corrects }) => corrects === "moveOut", otherwise: "it was no move-out" },
  hasCorrectedDate: {
    holds: ({ correctedAt }) => correctedAt !== undefined,
    otherwise: "no corrected date was given"
  }
} as const satisfies Readonly<Record<string, Guard>>

export type GuardName = keyof typeof guards
