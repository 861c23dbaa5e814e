import type { ChargeKey, Gsrn } from "@datahub-settlement/core"
import { cast, type CastPoint, net, subscription, tax } from "./cast.ts"
import { linkTold, type Telling } from "./datahub.ts"
import { linkedOf } from "./facts.ts"
import { DAYS, months } from "./modelCalendar.ts"
import type { Deed, Dice } from "./Step.ts"
import type { Story } from "./Story.ts"

/** Days that a story may reach. */
export const LAST_DAY = months.at(-1)!.to

/** One of the points for which something is possible. */
export const onePoint = ({ point }: Dice, deedOf: (point: CastPoint) => Deed | undefined): Deed | undefined => {
  const possible = cast.filter((one) => deedOf(one) !== undefined)
  return possible.length === 0 ? undefined : deedOf(possible[point % possible.length]!)
}

/** What DataHub says, one message after another. */
export const says = (tellings: ReadonlyArray<Telling>): Deed => ({
  words: tellings.map(({ words }) => words).join("; "),
  play: async (stage, playing) => {
    for (const telling of tellings) await stage.tell(telling, playing)
  }
})

/** Charges that every point has. */
export const usualCharges: ReadonlyArray<ChargeKey> = [net, tax, subscription]

/** Links that a point that becomes ours has, where nobody has linked it for later. */
export const linksFrom = (story: Story, gsrn: Gsrn, day: number): ReadonlyArray<Telling> =>
  usualCharges
    .filter((charge) => lastLinkDay(story, gsrn, charge) <= day && linkedOf(story.facts, gsrn, charge.code)[day] === 0)
    .map((charge) => linkTold(gsrn, charge, 1, day))

/** The last day that a link of a charge was said to begin or end. */
export const lastLinkDay = (story: Story, gsrn: Gsrn, charge: ChargeKey): number =>
  Math.max(
    0,
    ...story.facts.flatMap((fact) =>
      fact.kind === "link" && fact.gsrn === gsrn && fact.charge === charge.code
        ? [fact.from, fact.to === DAYS ? 0 : fact.to]
        : []
    )
  )
