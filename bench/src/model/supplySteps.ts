import type { Gsrn } from "@datahub-settlement/core"
import { noticeTold, pointTold } from "./datahub.ts"
import { linksFrom, onePoint, says } from "./deeds.ts"
import { standingSupply, supplyOf } from "./facts.ts"
import { DAYS } from "./modelCalendar.ts"
import { isForAPerson } from "./prepaying.ts"
import type { Dice, Kind } from "./Step.ts"
import type { Story } from "./Story.ts"

/* Steps in which DataHub says whose a metering point is. */

/** The last day that something was said of a point's supply. */
export const lastDay = (story: Story, gsrn: Gsrn): number =>
  Math.max(-1, ...standingSupply(story.facts, gsrn).map(({ day }) => day))

export const isOurs = (story: Story, gsrn: Gsrn): boolean => supplyOf(story.facts, gsrn).at(-1)?.to === DAYS

/** A day around now, after all that was said of the point's supply. */
const nextDay = (story: Story, gsrn: Gsrn, { day }: Dice): number =>
  Math.max(lastDay(story, gsrn) + 1, story.today - 25 + (day % 45))

/** Another supplier takes over, or the supply ends for good. */
export const otherSupplier: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn }) => {
    const why = dice.amount % 4 === 0 ? "E20" : "E03"
    return isOurs(story, gsrn) ? says([noticeTold(gsrn, nextDay(story, gsrn, dice), why)]) : undefined
  })

export const givenBack: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn }) => {
    const last = standingSupply(story.facts, gsrn).at(-1)
    return last?.kind === "stop" && last.why === "E03" ? says([pointTold(gsrn, last.day, "D07")]) : undefined
  })

export const moveIn: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn }) => {
    const day = nextDay(story, gsrn, dice)
    const own = isOurs(story, gsrn) ? [noticeTold(gsrn, day, "E01")] : []
    return says([...own, pointTold(gsrn, day, "E65"), ...linksFrom(story, gsrn, day)])
  })

export const moveOut: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn }) =>
    isOurs(story, gsrn) ? says([noticeTold(gsrn, nextDay(story, gsrn, dice), "E01")]) : undefined
  )

/** It turns out that another supplier's customer had moved in earlier than what is known of the time after it. */
export const earlierMoveOut: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn }) => {
    const last = lastDay(story, gsrn)
    const ours = supplyOf(story.facts, gsrn).filter(({ from }) => from < last - 1)
    if (ours.length === 0) return undefined
    const { from, to } = ours[dice.length % ours.length]!
    const span = Math.min(to, last) - from - 1
    const day = from + 1 + (dice.day % Math.max(1, span))
    const isTaken = standingSupply(story.facts, gsrn).some((one) => one.day === day)
    return span < 1 || isTaken ? undefined : says([noticeTold(gsrn, day, "E01")])
  })

/** Before another supplier's customer moves in, one of ours turns out to have done so: that ends nothing and moves nothing. */
export const earlierMoveIn: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn }) => {
    const standing = standingSupply(story.facts, gsrn)
    const last = standing.at(-1)
    const stretch = supplyOf(story.facts, gsrn).at(-1)
    if (last?.kind !== "stop" || last.why !== "E01" || stretch?.to !== last.day) return undefined
    const from = Math.max(...standing.filter(({ day }) => day < last.day).map(({ day }) => day))
    const day = from + 1 + (dice.day % Math.max(1, last.day - from - 1))
    return day < last.day ? says([noticeTold(gsrn, day, "E01"), pointTold(gsrn, day, "E65")]) : undefined
  })

/** What began last, where something was before it: one case after another, or nobody knew which a notice ends. */
export const lastStart = (story: Story, gsrn: Gsrn): number | undefined => {
  const standing = standingSupply(story.facts, gsrn)
  const last = standing.at(-1)
  const isSettled = standing.length > 1 && story.isToldOf(gsrn)
  return isSettled && last?.kind === "start" && last.why !== "D07" && last.why !== "D33" ? last.day : undefined
}

/** What began last was an error and never was. */
export const erroneousMove: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn }) => {
    const day = lastStart(story, gsrn)
    if (day === undefined) return undefined
    const { play, words } = says([noticeTold(gsrn, day, "D34")])
    return {
      words,
      play: (stage, playing) => {
        isForAPerson(story, gsrn, day)
        return play(stage, playing)
      }
    }
  })
