import { type ChargeLink, chargeKeyText } from "../charges/index.ts"
import { MarketCalendar, type Validity } from "../market/index.ts"
import { applyLinks } from "../messages/index.ts"
import type { LinkPlace } from "../portfolio/index.ts"
import { uncovered } from "../storage/index.ts"

/** What RSM-031 changes about the links of a metering point. */
export interface LinkChanges {
  readonly links: ReadonlyArray<ChargeLink>
  readonly removed: ReadonlyArray<Validity & LinkPlace>
}

/** Applies links and stops, in the order in which DataHub made them, to those that are stored (BRS-037). */
export const linkChanges = (stored: ReadonlyArray<ChargeLink>, incoming: ReadonlyArray<ChargeLink>): LinkChanges => {
  const links = applyLinks(stored, incoming)
  return { links, removed: goneLinks(stored, links) }
}

/** The time in which stored links hold and wanted ones do not. */
export const goneLinks = (
  stored: ReadonlyArray<ChargeLink>,
  wanted: ReadonlyArray<ChargeLink>
): ReadonlyArray<Validity & LinkPlace> =>
  Array.from(Map.groupBy(stored, keyOf).values(), (before) => {
    const { charge, gsrn } = before[0]!
    const after = wanted.filter((link) => keyOf(link) === keyOf(before[0]!))
    const gone = charge.type === "D02" ? goneFees(before, after) : uncovered(before, after)
    return gone.map((part) => ({ ...part, charge, gsrn }))
  }).flat()

const keyOf = ({ charge }: ChargeLink): string => chargeKeyText(charge)

/** A fee is an event: it goes as a whole, and is named by the day on which it takes effect. */
const goneFees = (before: ReadonlyArray<ChargeLink>, after: ReadonlyArray<ChargeLink>): ReadonlyArray<Validity> =>
  before
    .filter(({ from }) => !after.some((link) => link.from === from))
    .map(({ from }) => MarketCalendar.dayPeriod(MarketCalendar.localDateOf(from)))
