import { Effect } from "effect"
import { Statements } from "../exchange/index.ts"
import type { GenericNotificationData } from "../messages/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { noteCorrections } from "./noteCorrections.ts"
import { type Applied, type Applying, pointSubject } from "./PreparedMessage.ts"
import { supplyChanges, type SupplyEvent, supplyStatement } from "./supplyEvents.ts"

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

/** RSM-004: that something happens to a metering point on a day; what, the process type says. */
export const recordNotification = Effect.fn("recordNotification")(function* (
  { header, records }: GenericNotificationData,
  applying: Applying
) {
  const kind = supplyKinds[header.processType]
  const notes = kind === undefined ? [`notice ${header.processType} does not change our supply by itself`] : []
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
  return { parkedParts: 0, notes, arrived: [] } satisfies Applied
})

const recordSupply = Effect.fnUntraced(function* (events: ReadonlyArray<SupplyEvent>, applying: Applying) {
  const portfolio = yield* Portfolio
  const statements = yield* Statements
  const gsrns = [...new Set(events.map(({ gsrn }) => gsrn))]
  const told = Map.groupBy(yield* statements.of(gsrns.map(pointSubject), ["supply"]), ({ subject }) => subject)
  const { removed, supply, touched } = supplyChanges(events, told, yield* portfolio.versions(gsrns))
  yield* statements.add(events.map(supplyStatement))
  if (touched.length === 0) return
  yield* portfolio.record({ supply, removed: { supply: removed } })
  yield* noteCorrections("supply", touched, applying)
})
