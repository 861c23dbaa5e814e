import type { Gsrn, Period } from "../market/index.ts"
import type {
  AggregatedData,
  AnsweredRequest,
  ChargeLinkData,
  CustomerData,
  GenericNotificationData,
  MasterData,
  MeasureData,
  ReallocationRequest,
  RequestAnswer,
  WholesaleData
} from "../messages/index.ts"
import { periodOf } from "../metering/index.ts"
import type { ProcessEvent, ProcessFacts, ProcessReason } from "../processes/index.ts"

export type UnaskedFacts = Exclude<ProcessFacts, { readonly document: "answer" }>

type Came = "at" | "messageId" | "transactionId"
type Without<Event> = Event extends unknown ? Omit<Event, Came> : never

/** What a message says to market processes, before it is known to which. */
export type ProcessNews =
  /** DataHub has accepted or refused what we sent. */
  | {
      readonly kind: "answer"
      readonly answers: string
      readonly accepted: boolean
      readonly reasons: ReadonlyArray<ProcessReason>
      readonly transactionId: string
    }
  /** Data that we asked for; without a period all of them. */
  | {
      readonly kind: "data"
      readonly answers: string
      readonly transactionId: string
      readonly period?: Period | undefined
    }
  | {
      readonly kind: "unasked"
      readonly facts: UnaskedFacts
      readonly event: Without<ProcessEvent>
      readonly transactionId: string
    }

/** Requests whose process is kept track of; the answers to others are listed with the messages, and that is all. */
const kept: ReadonlySet<AnsweredRequest> = new Set<AnsweredRequest>([
  "RequestChangeOfSupplier",
  "RequestReallocateChangeOfSupplier",
  "RequestEndOfSupply",
  "RequestCancellation",
  "RequestChangeCustomerCharacteristics",
  "RequestService",
  "RequestValidatedMeasureData",
  "RequestAggregatedMeasureData",
  "RequestWholesaleSettlement"
])

type News = ReadonlyArray<ProcessNews>

export const newsOfAnswer = ({ accepted, records, request }: RequestAnswer): News =>
  kept.has(request) ? records.map((record) => ({ kind: "answer", accepted, ...record })) : []

/** RSM-004. */
export const newsOfNotice = ({ header: { processType }, records }: GenericNotificationData): News =>
  records.map(({ gsrn, transactionId, validFrom: effectiveAt }) => ({
    kind: "unasked",
    facts: { document: "notice", processType, gsrn, effectiveAt },
    event: { kind: "notice", processType, effectiveAt },
    transactionId
  }))

/** RSM-022. */
export const newsOfMasterData = ({ header: { processType }, records }: MasterData): News =>
  records.map(({ masterData: { gsrn, parent, supplyStart, validFrom }, transactionId }) => ({
    kind: "unasked",
    facts: {
      document: "masterData",
      processType,
      gsrn,
      effectiveAt: supplyStart ?? validFrom,
      ...(parent === undefined ? {} : { parent: parent.gsrn })
    },
    event: { kind: "masterData", processType, ...(supplyStart === undefined ? {} : { effectiveAt: supplyStart }) },
    transactionId
  }))

/** RSM-028. */
export const newsOfCustomers = ({ header: { processType }, records }: CustomerData): News =>
  records.map(({ gsrn, transactionId, validFrom }) => ({
    kind: "unasked",
    facts: { document: "customerData", processType, gsrn, effectiveAt: validFrom },
    event: { kind: "customerData", processType },
    transactionId
  }))

/** RSM-031: once for each metering point, whatever the number of its links. */
export const newsOfLinks = ({ header: { processType }, links }: ChargeLinkData): News =>
  [...Map.groupBy(links, ({ gsrn }) => gsrn)].map(([gsrn, ofPoint]) => ({
    kind: "unasked",
    facts: { document: "chargeLinks", processType, gsrn, effectiveAt: Math.min(...ofPoint.map(({ from }) => from)) },
    event: { kind: "chargeLinks", processType },
    transactionId: gsrn
  }))

/** RSM-003: DataHub asks whether we take a metering point back. */
export const newsOfResumption = ({ header: { processType }, records }: ReallocationRequest): News =>
  records.map(({ gsrn, startAt: effectiveAt, transactionId }) => ({
    kind: "unasked",
    facts: { document: "resumptionRequested", processType, gsrn, effectiveAt },
    event: { kind: "resumptionRequested", effectiveAt },
    transactionId
  }))

/** DataHub counts the twelve months of a yearly sum itself (BRS-024): whatever they are, they are the answer. */
const YEARLY_SUM = "E30"

/** RSM-012 that answers RSM-015. */
export const newsOfReadings = ({ answers, header, otherSeries, series }: MeasureData): News =>
  answers.size === 0
    ? []
    : stretches(
        [...series.map((one) => ({ transactionId: one.transactionId, period: periodOf(one) })), ...otherSeries].map(
          ({ period, transactionId }) => ({ period, transactionId, answers: answers.get(transactionId) })
        )
      ).map(({ period, ...one }) => ({
        kind: "data",
        ...one,
        ...(header.processType === YEARLY_SUM ? {} : { period })
      }))

/** RSM-014 and RSM-019 that answer RSM-016 and RSM-017. */
export const newsOfResults = ({ series }: AggregatedData | WholesaleData): News =>
  stretches(series).map((one) => ({ kind: "data", ...one }))

interface Stretch {
  readonly answers: string
  readonly transactionId: string
  readonly period: Period
}

/** What belongs to one request, as few stretches as there can be: a history of readings comes by the day. */
const stretches = (
  series: ReadonlyArray<Omit<Stretch, "answers"> & { readonly answers?: string | undefined }>
): ReadonlyArray<Stretch> => {
  const joined: Array<Stretch> = []
  const asked = series.flatMap(({ answers, ...one }) => (answers === undefined ? [] : [{ ...one, answers }]))
  for (const one of asked.toSorted((a, b) => compare(a.answers, b.answers) || a.period.from - b.period.from)) {
    const last = joined.at(-1)
    if (last === undefined || last.answers !== one.answers || last.period.to < one.period.from) joined.push(one)
    else
      joined[joined.length - 1] = {
        ...last,
        period: { from: last.period.from, to: Math.max(last.period.to, one.period.to) }
      }
  }
  return joined
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Metering points that news is about. */
export const pointsOf = (news: News): ReadonlyArray<Gsrn> => [
  ...new Set(
    news.flatMap((one) =>
      one.kind === "unasked" ? [one.facts.gsrn, ...(one.facts.parent === undefined ? [] : [one.facts.parent])] : []
    )
  )
]
