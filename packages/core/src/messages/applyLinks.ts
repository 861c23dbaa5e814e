import { type ChargeLink, chargeKeyText } from "../charges/index.ts"
import { endOf, type Instant } from "../market/index.ts"

/**
 * Brings links as RSM-031 sends them into those known already, in the order of arrival (BRS-037):
 *
 * - a link from a day on which none holds is added; it runs until it is stopped or the next one begins;
 * - a link from a day on which one holds is a new count: the version before ends there, and the new one runs to where
 *   that one ended, if it did; versions that begin later are left as they are;
 * - a stop (`to` equals `from`) ends the link that holds on that day, with every later version that follows on without
 *   a gap; one that begins on that very day is annulled. A link that was started anew after a gap stays.
 *
 * The same link or stop applied again changes nothing. The result is sorted by metering point, charge and day.
 *
 * @example
 * import { applyLinks, energinet, gsrnOf, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const charge = { owner: energinet, type: "D01" as const, code: "41004" }
 * const day = (text: string) => MarketCalendar.startOfDay(LocalDate.make(text))
 * const known = applyLinks([], [{ gsrn, charge, quantity: 1, from: day("2025-01-01") }])
 * const two = applyLinks(known, [{ gsrn, charge, quantity: 2, from: day("2025-03-01") }])
 * two.map((link) => link.quantity) // => [1, 2]
 * two[0]?.to === day("2025-03-01") // => true
 * const stop = { gsrn, charge, quantity: 2, from: day("2025-06-01"), to: day("2025-06-01") }
 * applyLinks(two, [stop])[1]?.to === day("2025-06-01") // => true
 */
export const applyLinks = (
  existing: ReadonlyArray<ChargeLink>,
  incoming: ReadonlyArray<ChargeLink>
): ReadonlyArray<ChargeLink> => {
  const byCharge = Map.groupBy(existing, keyOf)
  for (const link of incoming) {
    const versions = (byCharge.get(keyOf(link)) ?? []).toSorted(byStart)
    byCharge.set(keyOf(link), isStop(link) ? stopped(versions, link.from) : replaced(versions, link))
  }
  return [...byCharge].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, links]) => links.toSorted(byStart))
}

const keyOf = (link: ChargeLink): string => `${link.gsrn}/${chargeKeyText(link.charge)}`

const byStart = (a: ChargeLink, b: ChargeLink): number => a.from - b.from

const isStop = (link: ChargeLink): boolean => link.to === link.from

const stopped = (versions: ReadonlyArray<ChargeLink>, at: Instant): Array<ChargeLink> => {
  const kept: Array<ChargeLink> = []
  let runEnd = at
  for (const link of versions) {
    if (endOf(link) < at || link.from > runEnd) {
      kept.push(link)
      continue
    }
    runEnd = Math.max(runEnd, endOf(link))
    if (link.from < at) kept.push({ ...link, to: at })
  }
  return kept
}

const replaced = (versions: ReadonlyArray<ChargeLink>, incoming: ChargeLink): Array<ChargeLink> => {
  const holding = versions.find((link) => link.from <= incoming.from && incoming.from < endOf(link))
  const next = versions.find((link) => link.from > incoming.from)
  const to = incoming.to ?? (holding === undefined ? next?.from : holding.to)
  const end = to ?? Number.POSITIVE_INFINITY
  const kept = versions.flatMap((link) => outside(link, incoming.from, end))
  return [...kept, withEnd(incoming, to)]
}

/** What remains of a link beside `[from, to)`. */
const outside = (link: ChargeLink, from: Instant, to: Instant): ReadonlyArray<ChargeLink> => [
  ...(link.from < from ? [withEnd(link, Math.min(endOf(link), from))] : []),
  ...(endOf(link) > to ? [withEnd({ ...link, from: Math.max(link.from, to) }, link.to)] : [])
]

const withEnd = ({ to: _, ...link }: ChargeLink, to: Instant | undefined): ChargeLink =>
  to === undefined || !Number.isFinite(to) ? link : { ...link, to }
