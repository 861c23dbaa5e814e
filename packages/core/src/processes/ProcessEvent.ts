import { formatInstant, type Instant, type LocalDate, type Period } from "../market/index.ts"

/** Why something was refused: the code as it came, known or not, and the text beside it. */
export interface ProcessReason {
  readonly code: string
  readonly text?: string | undefined
}

/** What a person decided or learned outside DataHub's messages: in its portal, by mail, by telephone. */
export type OperatorAction =
  /** A case is opened: a switch or move of ours was wrong. */
  | "openCase"
  /** The wrong switch or move is reported in DataHub's portal. */
  | "reportRegistered"
  /** DataHub corrects it by itself; `replyBy` is the day that its mail names. */
  | "simple"
  /** DataHub's support corrects it by hand: no messages will come. */
  | "complex"
  /** The last day for an answer, as DataHub's mail has it. */
  | "replyDateTold"
  /** Support told us how it ended. */
  | "outcomeCorrected"
  | "outcomeRefused"
  /** Support told us to take a metering point back, without messages. */
  | "supportInforms"
  /** A message said that another process cancelled ours; its code is not published. */
  | "cancelledByOther"
  /** DataHub's answer to what was sent last never came, and support told us what it is. */
  | "toldAccepted"
  | "toldRefused"
  /** What was sent last is to be sent once more. */
  | "sendAgain"
  /** What was waited for has come about, and no message said so; `effectiveAt` is the day, where it is not known. */
  | "toldDone"
  /** Nobody waits for it any longer. */
  | "abandon"

/** How a metering point is connected to the grid. */
export type Connection = "new" | "connected" | "disconnected" | "closed"

interface Came {
  /** When it happened or came. */
  readonly at: Instant
  readonly messageId?: string | undefined
  /** Of what we sent: the id that answers refer to. Of what came: the id of its record. */
  readonly transactionId?: string | undefined
  /** Of an answer: the transaction id of ours that it answers. */
  readonly answers?: string | undefined
}

interface WithReasons {
  /** At least one, but not every sender gives it. */
  readonly reasons: ReadonlyArray<ProcessReason>
}

interface WithType {
  /** The process type of the document: `E03`, `D34`. */
  readonly processType: string
}

/** What can happen to a process. Messages of DataHub come as these plain facts, whatever document they were. */
export type ProcessEvent = Came &
  (
    | { readonly kind: "sent" }
    | { readonly kind: "accepted" }
    | ({ readonly kind: "refused" } & WithReasons)
    /** RSM-024 and its answer. */
    | { readonly kind: "cancellationSent" }
    | { readonly kind: "cancellationAccepted" }
    | ({ readonly kind: "cancellationRefused" } & WithReasons)
    /** RSM-027 inside another process, and its answer. */
    | { readonly kind: "customerDataSent" }
    | { readonly kind: "customerDataAccepted" }
    | ({ readonly kind: "customerDataRefused" } & WithReasons)
    /** RSM-020 to the grid company, and its refusal. */
    | { readonly kind: "serviceRequestSent" }
    | ({ readonly kind: "serviceRequestRefused" } & WithReasons)
    /** RSM-004. `sameSupplier`: we are the new supplier as well, so that only the former customer leaves. */
    | ({
        readonly kind: "notice"
        readonly effectiveAt: Instant
        readonly sameSupplier?: boolean | undefined
      } & WithType)
    /** RSM-022, with the start of supply and the connection that it names. */
    | ({
        readonly kind: "masterData"
        readonly effectiveAt?: Instant | undefined
        readonly connection?: Connection | undefined
      } & WithType)
    /** RSM-028. */
    | ({ readonly kind: "customerData" } & WithType)
    /** RSM-031. `charges`: those that the links are of (`5790000432752/D03/EA-001`), where somebody may have asked for them. */
    | ({ readonly kind: "chargeLinks"; readonly charges?: ReadonlyArray<string> | undefined } & WithType)
    /** RSM-012, 014 or 019 for a stretch of what was asked for. */
    | { readonly kind: "dataReceived"; readonly period: Period; readonly gridArea?: string | undefined }
    /** Readings of every day that the process needs are there. */
    | { readonly kind: "readingsComplete" }
    /** RSM-003: we are asked to take a metering point back. `replyBy` is the last day, where DataHub's mail names it. */
    | {
        readonly kind: "resumptionRequested"
        readonly effectiveAt: Instant
        readonly replyBy?: LocalDate | undefined
      }
    /** Our answer to it. */
    | { readonly kind: "resumptionAccepted" }
    | { readonly kind: "resumptionRefused"; readonly contractEndedByUs: boolean }
    /** The effective date has begun. */
    | { readonly kind: "dateReached" }
    | { readonly kind: "deadlinePassed"; readonly deadline: string }
    | {
        readonly kind: "operator"
        readonly action: OperatorAction
        readonly by: string
        readonly remark?: string | undefined
        readonly replyBy?: LocalDate | undefined
        readonly effectiveAt?: Instant | undefined
      }
    /** Somebody has seen to what the process asked for: which step asked, and as which of its wishes; from 1. */
    | {
        readonly kind: "taskDone"
        readonly stepNo: number
        readonly taskNo: number
        readonly by: string
        readonly remark?: string | undefined
      }
    /** A later process undid this one; or, with the day on which it really took place, put it on another date. */
    | { readonly kind: "undone"; readonly by: string; readonly effectiveAt?: Instant | undefined }
    /** It is not to be sent after all. */
    | { readonly kind: "withdrawn"; readonly by: string; readonly remark?: string | undefined }
  )

export type ProcessEventKind = ProcessEvent["kind"]

/** Every kind of event, and how a timeline calls it. */
export const eventTitles: Readonly<Record<ProcessEventKind, string>> = {
  sent: "Request sent",
  accepted: "Request accepted",
  refused: "Request refused",
  cancellationSent: "Cancellation sent (RSM-024)",
  cancellationAccepted: "Cancellation accepted (RSM-024)",
  cancellationRefused: "Cancellation refused (RSM-024)",
  customerDataSent: "Customer data sent (RSM-027)",
  customerDataAccepted: "Customer data accepted (RSM-027)",
  customerDataRefused: "Customer data refused (RSM-027)",
  serviceRequestSent: "Service request sent (RSM-020)",
  serviceRequestRefused: "Service request refused (RSM-020)",
  notice: "Notice (RSM-004)",
  masterData: "Master data (RSM-022)",
  customerData: "Customer data (RSM-028)",
  chargeLinks: "Charge links (RSM-031)",
  dataReceived: "Data received",
  readingsComplete: "Readings complete",
  resumptionRequested: "Resumption requested (RSM-003)",
  resumptionAccepted: "Resumption accepted by us (RSM-003)",
  resumptionRefused: "Resumption refused by us (RSM-003)",
  dateReached: "Effective date reached",
  deadlinePassed: "Deadline passed",
  operator: "Decided by a person",
  taskDone: "Task done",
  undone: "Undone by a later process",
  withdrawn: "Withdrawn before it was sent"
}

/** What distinguishes events of one kind, so that a transition can name those that it is for. */
export const variantsOf = (event: ProcessEvent): ReadonlyArray<string> => {
  switch (event.kind) {
    case "masterData":
      return event.connection === undefined
        ? [event.processType]
        : [event.processType, `${event.processType} ${event.connection}`]
    case "notice":
    case "customerData":
    case "chargeLinks":
      return [event.processType]
    case "refused":
    case "cancellationRefused":
    case "customerDataRefused":
    case "serviceRequestRefused":
      return event.reasons.map(({ code }) => code)
    case "operator":
      return [event.action]
    case "deadlinePassed":
      return [event.deadline]
    case "taskDone":
      return [`${event.stepNo}.${event.taskNo}`]
    default:
      return []
  }
}

/**
 * The same message says the same thing once, and the same answer to the same request is one answer, in however many
 * messages it comes; what comes without a message is the same at the same time.
 */
export const eventKey = (event: ProcessEvent): string => {
  const { answers, at, kind, messageId, transactionId = "" } = event
  // Done is done, whoever says it again.
  if (kind === "taskDone") return JSON.stringify([kind, ...variantsOf(event)])
  if (answers !== undefined) return JSON.stringify([kind, "answers", answers, ...variantsOf(event)])
  return JSON.stringify(messageId === undefined ? [kind, at, ...variantsOf(event)] : [kind, messageId, transactionId])
}

const ours: ReadonlySet<string> = new Set<ProcessEventKind>([
  "sent",
  "cancellationSent",
  "customerDataSent",
  "serviceRequestSent"
])

/** Whether an event is a request of ours that DataHub answers. */
export const isOwnRequest = (event: ProcessEvent): boolean => ours.has(event.kind)

/** What happened, in words: `Notice (RSM-004) E03, 2025-05-31T22:00:00Z`. */
export const eventText = (event: ProcessEvent): string => {
  const parts = [eventTitles[event.kind] ?? event.kind]
  if ("reasons" in event) parts.push(event.reasons.map(reasonText).join(", ") || "without a reason")
  else parts.push(...variantsOf(event).slice(-1))
  const details = [
    ...("by" in event ? [`by ${event.by}`] : []),
    ...("remark" in event && event.remark !== undefined ? [event.remark] : []),
    ...("effectiveAt" in event && event.effectiveAt !== undefined ? [formatInstant(event.effectiveAt)] : []),
    ...("replyBy" in event && event.replyBy !== undefined ? [`answer by ${event.replyBy}`] : [])
  ]
  return [parts.filter((part) => part !== "").join(" "), ...details].join(", ")
}

const reasonText = ({ code, text }: { readonly code: string; readonly text?: string | undefined }): string =>
  text === undefined ? code : `${code} (${text})`
