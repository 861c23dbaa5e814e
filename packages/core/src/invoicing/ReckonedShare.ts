import type { Gsrn, Instant, Period } from "../market/index.ts"
import type { Oere } from "../quantity/index.ts"
import type { AcontoInterval } from "./acontoInterval.ts"

/** The supplied time of a period under one plan, and what of the plan's amount falls on it. Between Danish midnights. */
export interface AcontoSharePart extends Period {
  readonly days: number
  /** What the plan asks for the whole period. */
  readonly planOere: Oere
  readonly amountOere: Oere
}

/** What is prepaid for one metering point and period, by the plans and the supply as they were known. */
export interface ReckonedShare {
  readonly interval: AcontoInterval
  readonly period: Period
  /** Whole øre, with VAT: the sum of the parts; 0 where nothing is supplied. */
  readonly amountOere: Oere
  /** In time order. */
  readonly parts: ReadonlyArray<AcontoSharePart>
}

/** What a share was reckoned because of. */
export interface AcontoCause {
  /** The message that changed the supply, or the file, the service or the person that said so. */
  readonly source: string
  readonly processId?: string | undefined
}

/** A share as it is kept: of one period the newest holds. */
export interface AcontoShare extends ReckonedShare, AcontoCause {
  readonly gsrn: Gsrn
  readonly reckonedAt: Instant
}
