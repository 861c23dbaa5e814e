/** What a notification (RSM-004) tells a supplier. */
export interface NotificationMeaning {
  readonly kind:
    | "supply stops"
    | "supply starts"
    | "supply transferred"
    | "start cancelled"
    | "end of supply cancelled"
    | "correction accepted"
    | "correction refused"
    | "metering point closed"
    | "child point detached"
  /** What happened, and what the date of the record is. */
  readonly text: string
  /** The processes that send it. */
  readonly processes: ReadonlyArray<string>
}

const meanings: Readonly<Record<string, NotificationMeaning>> = {
  E03: {
    kind: "supply stops",
    text: "Another supplier takes over the metering point on this date: the supply ends.",
    processes: ["BRS-001"]
  },
  E01: {
    kind: "supply stops",
    text:
      "A customer moves in on this date: the supply to the former customer ends, or a planned start falls away. " +
      "With the same supplier before and after, only the former customer's relation ends.",
    processes: ["BRS-009", "BRS-010"]
  },
  E65: {
    kind: "supply stops",
    text: "A customer moves in on this date: the supply to the former customer ends. Grid companies are told the same.",
    processes: ["BRS-009"]
  },
  E20: {
    kind: "supply stops",
    text: "The metering point is disconnected: the supply ends on this date, which may not be the one that was asked for.",
    processes: ["BRS-002"]
  },
  D11: {
    kind: "start cancelled",
    text: "The change of supplier is cancelled: customer data did not come in time.",
    processes: ["BRS-001"]
  },
  D14: {
    kind: "metering point closed",
    text: "The metering point is closed down on this date for ever; to a future supplier: its planned start falls away.",
    processes: ["BRS-007"]
  },
  D31: {
    kind: "supply transferred",
    text: "The metering point is transferred between suppliers on this date: to the new one a start, to the old one a stop.",
    processes: ["BRS-044"]
  },
  D34: {
    kind: "correction accepted",
    text: "The erroneous change of supplier or move is undone from this date, its start: the supply since then falls away.",
    processes: ["BRS-003", "BRS-011"]
  },
  D35: {
    kind: "correction refused",
    text: "The previous supplier refuses to take the metering point back: the supply goes on.",
    processes: ["BRS-003", "BRS-011"]
  },
  D39: {
    kind: "start cancelled",
    text: "The metering point comes under the purchase obligation: the planned start falls away.",
    processes: ["BRS-036"]
  },
  D40: {
    kind: "child point detached",
    text: "A child metering point no longer belongs to the supplied one from this date on.",
    processes: ["BRS-006"]
  },
  D41: {
    kind: "end of supply cancelled",
    text: "The end of supply is cancelled: the metering point was not disconnected within a year. The supply goes on.",
    processes: ["BRS-002"]
  },
  D46: {
    kind: "supply starts",
    text: "The supply starts on this date, not on the one that was asked for: an end of supply was under way.",
    processes: ["BRS-001"]
  }
}

/**
 * What a notification (RSM-004) means, by the process type of its header; `undefined` for one that we do not know. The
 * same type can tell the old and the new supplier different things, and D34 and D35 belong to the correction that is open
 * for the metering point and the date: the type alone does not say which.
 *
 * @example
 * import { notificationMeaning } from "@datahub-settlement/core"
 *
 * notificationMeaning("D46")?.kind // => "supply starts"
 * notificationMeaning("X1") // => undefined
 */
export const notificationMeaning = (processType: string): NotificationMeaning | undefined =>
  Object.hasOwn(meanings, processType) ? meanings[processType] : undefined
