import { Effect } from "effect"
import type { GenericNotificationData, MasterData } from "../messages/index.ts"
import { type Applied, type Applying, NOTHING_APPLIED } from "./PreparedMessage.ts"
import { recordMasterData } from "./recordMasterData.ts"
import { recordSupply } from "./recordSupply.ts"
import type { SupplyEvent } from "./supplyEvents.ts"

/**
 * What the notices that touch our supply do to it, by process type. The others are kept for the processes that they
 * belong to.
 */
const supplyKinds: Readonly<Record<string, SupplyEvent["kind"]>> = {
  /** Change of supplier: another one supplies from then (BRS-001). */
  E03: "stop",
  /** A move: another supplier's customer moves in (BRS-009). */
  E01: "stop",
  E65: "stop",
  /** The point was disconnected: supply has ended (BRS-002). */
  E20: "stop",
  /** The point is closed down (BRS-007). */
  D14: "stop",
  /** A forced switch away from us (BRS-044); one to us begins with its master data. */
  D31: "stop",
  /** Our wrong switch or move was undone: the supply that began there never was (BRS-003, BRS-011). */
  D34: "annulled",
  /** Our planned start is cancelled: no customer data came in time (BRS-001), or the point has a purchase obligation (BRS-036). */
  D11: "annulled",
  D39: "annulled"
}

/** Notices after which a metering point is another one than before: closed down (BRS-007), no child any more (BRS-006). */
const pointKinds: Readonly<Record<string, { readonly connectionState?: string }>> = {
  D14: { connectionState: "D02" },
  D40: {}
}

/** RSM-004: that something happens to a metering point on a day; what, the process type says. */
export const recordNotification = Effect.fn("recordNotification")(function* (
  { header, records }: GenericNotificationData,
  applying: Applying
) {
  const kind = supplyKinds[header.processType]
  const change = pointKinds[header.processType]
  const notes =
    (kind ?? change) === undefined ? [`notice ${header.processType} does not change our supply by itself`] : []
  if (kind !== undefined) {
    const events = records.map(({ gsrn, validFrom }): SupplyEvent => ({
      gsrn,
      kind,
      at: validFrom,
      processType: header.processType,
      madeAt: header.createdAt,
      messageId: applying.messageId
    }))
    yield* recordSupply(events, applying)
  }
  const { parkedParts } =
    change === undefined
      ? NOTHING_APPLIED
      : yield* recordMasterData(withoutParent({ header, records }, change), applying)
  return { parkedParts, notes, arrived: [] } satisfies Applied
})

/** A notice as the master data that it comes to: the point as it was, but closed down or without a parent. */
const withoutParent = (
  { header, records }: GenericNotificationData,
  change: { readonly connectionState?: string }
): MasterData => ({
  header,
  records: records.map(({ gsrn, transactionId, validFrom }) => ({
    transactionId,
    masterData: { gsrn, validFrom, children: [], estimatedAnnualVolumes: [], ...change }
  }))
})
