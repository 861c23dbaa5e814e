import type { Gsrn, Instant, Period } from "../market/index.ts"
import type { ProcessEffect } from "./ProcessEffect.ts"
import type { ProcessEvent } from "./ProcessEvent.ts"
import type { ProcessKind, ProcessRole } from "./ProcessKind.ts"

/** A deadline of a process that runs or has run. */
export interface ProcessDeadline {
  readonly name: string
  readonly title: string
  /** What it is counted from. */
  readonly since: Instant
  /** It must be done before this instant. */
  readonly at: Instant
  /** The rule in words, with its source. */
  readonly rule: string
  /** Met in time or late, passed without, or dropped because the process went another way. */
  readonly ended?: { readonly how: "met" | "passed" | "dropped"; readonly at: Instant } | undefined
}

/** An event as the process took it. */
export interface ProcessStep {
  readonly event: ProcessEvent
  readonly from: string
  readonly to: string
  /** An event that did not fit is kept like any other; it changed nothing. */
  readonly legal: boolean
  /** Why the step was taken, or why the event did not fit. */
  readonly reason: string
  readonly effects: ReadonlyArray<ProcessEffect>
}

/** What a request for data asks for. */
export interface RequestedData {
  readonly rsm: "RSM-015" | "RSM-016" | "RSM-017"
  readonly processType: string
  readonly period: Period
  readonly gridArea?: string | undefined
}

/** A charge that is to be linked to a metering point, counted otherwise or stopped. */
export interface RequestedLink {
  /** `5790000432752/D03/EA-001` */
  readonly charge: string
  readonly from: Instant
  readonly stop?: true
}

/** What a process begins with. */
export interface ProcessOpening {
  readonly id: string
  readonly kind: ProcessKind
  readonly role: ProcessRole
  /** Requests for aggregated series have none. */
  readonly gsrn?: Gsrn | undefined
  /** The effective date, a Danish midnight; of an erroneous switch or move the start of what was wrong. */
  readonly effectiveAt: Instant
  readonly openedAt: Instant
  /** Of an erroneous move: what was reported. A move-in without it. */
  readonly corrects?: "moveIn" | "moveOut" | undefined
  /**
   * Of an erroneous move: the date on which it really took place, for markets in which a correction names one. Without
   * it the move is undone as a whole.
   */
  readonly correctedAt?: Instant | undefined
  /** Of a request for data: what is asked for. */
  readonly request?: RequestedData | undefined
  /** Of a change of charge links: what is asked for. */
  readonly changes?: ReadonlyArray<RequestedLink> | undefined
}

/** A market process of one metering point, and how it stands. Its version is the number of its steps. */
export interface MarketProcess extends ProcessOpening {
  /** A state of its definition. */
  readonly state: string
  /** The effective date as it was opened with; `effectiveAt` is the one that counts. */
  readonly plannedAt: Instant
  /** Transaction id of the newest request: what answers refer to. */
  readonly requestTransactionId?: string | undefined
  readonly history: ReadonlyArray<ProcessStep>
  readonly deadlines: ReadonlyArray<ProcessDeadline>
}

/** What only one process at a time may be about. */
export const activeKeyOf = ({ changes = [], gsrn, kind, request, role }: ProcessOpening): string =>
  [
    kind,
    role,
    gsrn ?? "",
    ...changes.map(({ charge, from }) => `${charge}@${from}`).sort(),
    ...(request === undefined
      ? []
      : [request.rsm, request.processType, request.gridArea ?? "", request.period.from, request.period.to])
  ].join("/")
