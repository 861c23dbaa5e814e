import { chargeKeyText } from "../charges/index.ts"
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
import type { Connection, ProcessEvent, ProcessFacts, ProcessReason } from "../processes/index.ts"
import type { CancellationNews } from "./newsOfCancellations.ts"

export type UnaskedFacts = Exclude<ProcessFacts, { readonly document: "answer" }>

type Came = "at" | "messageId" | "transactionId"
type Without<Event> = Event extends unknown ? Omit<Event, Came> : never

/** What a message says to market processes, before it is known to which. */
export type ProcessNews =
  | CancellationNews
  /** DataHub has accepted or refused what we sent. */
  | {
      readonly kind: "answer"
      readonly answers: string
      readonly request: AnsweredRequest
      readonly processType: string
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
      readonly gridArea?: string | undefined
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
  "RequestChangeBillingMasterData",
  "RequestService",
  "RequestValidatedMeasureData",
  "RequestAggregatedMeasureData",
  "RequestWholesaleSettlement"
])

type News = ReadonlyArray<ProcessNews>

export const newsOfAnswer = ({ accepted, header: { processType }, records, request }: RequestAnswer): News =>
  kept.has(request) ? records.map((record) => ({ kind: "answer", accepted, request, processType, ...record })) : []

/** RSM-004. */
export const newsOfNotice = ({ header: { processType }, records }: GenericNotificationData): News =>
  records.map(({ gsrn, transactionId, validFrom: effectiveAt }) => ({
    kind: "unasked",
    facts: { document: "notice", processType, gsrn, effectiveAt },
    event: { kind: "notice", processType, effectiveAt },
    transactionId
  }))

/** Connection states of RSM-022; one that is not among them says nothing to a process. */
const connections: Readonly<Record<string, Connection>> = {
  D03: "new",
  E22: "connected",
  E23: "disconnected",
  D02: "closed"
}

/** RSM-022. */
export const newsOfMasterData = ({ header: { processType }, records }: MasterData): News =>
  records.map(({ masterData: { connectionState, gsrn, parent, supplyStart, validFrom }, transactionId }) => ({
    kind: "unasked",
    facts: {
      document: "masterData",
      processType,
      gsrn,
      effectiveAt: supplyStart ?? validFrom,
      ...(parent === undefined ? {} : { parent: parent.gsrn })
    },
    event: {
      kind: "masterData",
      processType,
      ...(supplyStart === undefined ? {} : { effectiveAt: supplyStart }),
      ...(Object.hasOwn(connections, connectionState ?? "") ? { connection: connections[connectionState!] } : {})
    },
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

/** Links that somebody may have asked for (BRS-037): which charges they are of is looked at. */
const CHANGED = "D17"

/** RSM-031: once for each metering point, whatever the number of its links. */
export const newsOfLinks = ({ header: { processType }, links }: ChargeLinkData): News =>
  [...Map.groupBy(links, ({ gsrn }) => gsrn)].map(([gsrn, ofPoint]) => ({
    kind: "unasked",
    facts: { document: "chargeLinks", processType, gsrn, effectiveAt: Math.min(...ofPoint.map(({ from }) => from)) },
    event: {
      kind: "chargeLinks",
      processType,
      ...(processType === CHANGED ? { charges: [...new Set(ofPoint.map(({ charge }) => chargeKeyText(charge)))] } : {})
    },
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
  stretches(
    series.map(({ answers, gridArea, period, transactionId }) => ({ answers, gridArea, period, transactionId }))
  ).map((one) => ({ kind: "data", ...one }))

interface Stretch {
  readonly answers: string
  readonly transactionId: string
  readonly period: Period
  readonly gridArea?: string | undefined
}

/** What belongs to one request and grid area, as few stretches as there can be: a history of readings comes by the day. */
const stretches = (
  series: ReadonlyArray<Omit<Stretch, "answers"> & { readonly answers?: string | undefined }>
): ReadonlyArray<Stretch> => {
  const joined: Array<Stretch> = []
  const asked = series.flatMap(({ answers, ...one }) => (answers === undefined ? [] : [{ ...one, answers }]))
  for (const one of asked.toSorted(inPlace)) {
    const last = joined.at(-1)
    if (last === undefined || placeOf(last) !== placeOf(one) || last.period.to < one.period.from) joined.push(one)
    else
      joined[joined.length - 1] = {
        ...last,
        period: { from: last.period.from, to: Math.max(last.period.to, one.period.to) }
      }
  }
  return joined
}

const placeOf = ({ answers, gridArea = "" }: Stretch): string => `${answers} ${gridArea}`

const inPlace = (a: Stretch, b: Stretch): number => compare(placeOf(a), placeOf(b)) || a.period.from - b.period.from

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Metering points that news is about. */
export const pointsOf = (news: News): ReadonlyArray<Gsrn> => [
  ...new Set(
    news.flatMap((one) =>
      one.kind === "unasked" ? [one.facts.gsrn, ...(one.facts.parent === undefined ? [] : [one.facts.parent])] : []
    )
  )
]
