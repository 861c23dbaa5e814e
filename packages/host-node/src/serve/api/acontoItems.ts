import {
  type AcontoOfPoint,
  type AcontoShare,
  formatInstant,
  type Gsrn,
  type Instant,
  type LastBill,
  type LocalDate,
  MarketCalendar,
  oereText,
  type Period,
  type Validity
} from "@datahub-settlement/core"
import type { AcontoItem, AcontoShareItem, LastBillItem } from "../../api/AcontoApi.ts"

const dateOf = (at: Instant): LocalDate => MarketCalendar.localDateOf(at)

const datesOf = ({ from, to }: Period) => ({ from: dateOf(from), to: dateOf(to) })

const openDatesOf = ({ from, to }: Validity) => ({
  from: dateOf(from),
  ...(to === undefined ? {} : { to: dateOf(to) })
})

export const shareItem = ({
  amountOere,
  interval,
  parts,
  period,
  processId,
  ...share
}: AcontoShare): AcontoShareItem => ({
  ...datesOf(period),
  interval,
  amountDkk: oereText(amountOere),
  parts: parts.map((part) => ({
    ...datesOf(part),
    days: part.days,
    planDkk: oereText(part.planOere),
    amountDkk: oereText(part.amountOere)
  })),
  reckonedAt: formatInstant(share.reckonedAt),
  source: share.source,
  ...(processId === undefined ? {} : { processId })
})

const NOTHING: AcontoOfPoint = { plans: [], shares: [] }

/** Plans and shares of a metering point; where nothing is known, none. */
export const acontoItem = (gsrn: Gsrn, { plans, shares } = NOTHING): AcontoItem => ({
  gsrn,
  plans: plans.map((plan) => ({
    ...openDatesOf(plan),
    interval: plan.interval,
    amountDkk: oereText(plan.amountOere)
  })),
  shares: shares.map(shareItem)
})

export const lastBillItem = ({ basis, beyondOere, gsrn }: LastBill): LastBillItem => ({
  gsrn,
  ...datesOf(basis.period),
  costs: basis.costs.map(({ period, subtotalOere, totalOere, vatOere }) => ({
    ...datesOf(period),
    subtotalDkk: oereText(subtotalOere),
    vatDkk: oereText(vatOere),
    totalDkk: oereText(totalOere)
  })),
  subtotalDkk: oereText(basis.subtotalOere),
  vatDkk: oereText(basis.vatOere),
  totalDkk: oereText(basis.totalOere),
  prepaidDkk: oereText(basis.prepaidOere),
  dueDkk: oereText(basis.totalDueOere),
  beyondDkk: oereText(beyondOere)
})
