import { takePortfolio, takeSpotPrices } from "@datahub-settlement/core"
import { nanoOf, spotOf } from "@datahub-settlement/core/testing"
import {
  agreements,
  cast,
  child,
  charges,
  contractOf,
  fee,
  isMonthly,
  parents,
  priceArea,
  readPoints,
  reduced,
  subscription
} from "./cast.ts"
import { chargeTold, childTold, linkTold, priceTold, readingsTold } from "./datahub.ts"
import { LAST_DAY, lastLinkDay, says, usualCharges } from "./deeds.ts"
import { linkedOf } from "./facts.ts"
import { DAYS, dateOf, dayAt, months } from "./modelCalendar.ts"
import type { Kind } from "./Step.ts"

/* Steps in which something is known anew: readings, prices, links, what is agreed. */

const energies = [0, 137, 1200, 2611, 4000]

export const readings: Kind = (story, dice) => {
  const gsrn = readPoints[dice.point % readPoints.length]!
  const from = dice.day % story.today
  const to = Math.min(story.today, from + 1 + (dice.length % 4))
  const wh = energies[dice.amount % 5]!
  return says([readingsTold(gsrn, from, to, wh, wh % 4 === 0 && dice.length % 2 === 0 ? "PT15M" : "PT1H")])
}

/** Whatever was not read of a point until today, or until a day before. */
export const missingReadings: Kind = (story, dice) => {
  const gsrn = readPoints[dice.point % readPoints.length]!
  const read = story.facts.flatMap((fact) => (fact.kind === "readings" && fact.gsrn === gsrn ? [fact.to] : []))
  const from = Math.max(0, ...read)
  return from < story.today ? says([readingsTold(gsrn, from, story.today, 400 + dice.amount)]) : undefined
}

/** The same of every point. */
export const allReadings: Kind = (story, dice) => {
  const deeds = readPoints.flatMap((_, point) => missingReadings(story, { ...dice, point }) ?? [])
  return deeds.length === 0
    ? undefined
    : {
        words: "readings of every point until today",
        play: async (stage, playing) => {
          for (const deed of deeds) await deed.play(stage, playing)
        }
      }
}

const prices = ["0.2543", "0", "0.300001", "1.5"].map(nanoOf)

export const price: Kind = (story, dice) => {
  const charge = charges[dice.point % charges.length]!
  const nano = prices[dice.amount % prices.length]!
  if (isMonthly(charge)) {
    const month = months[dice.day % months.length]!
    return says([priceTold(charge, nano * 20, month.from, month.to)])
  }
  const from = dice.day % (story.today + 10)
  return says([priceTold(charge, nano, from, dice.length % 5 === 0 ? DAYS : from + 1 + dice.length)])
}

export const link: Kind = (story, dice) => {
  const { gsrn } = cast[dice.point % cast.length]!
  const charge = usualCharges[dice.amount % usualCharges.length]!
  const quantity = charge === subscription ? 1 + (dice.amount % 2) : 1
  const last = lastLinkDay(story, gsrn, charge)
  const around = dice.day % (story.today + 10)
  if (dice.length % 3 === 0) return says([linkTold(gsrn, charge, 1, around, around)])
  if (dice.length % 3 === 1) return says([linkTold(gsrn, charge, quantity, around, around + 1 + dice.length)])
  return says([linkTold(gsrn, charge, quantity, Math.max(last, around))])
}

/** A fee is asked for on a day, or is not after all. */
export const asksFee: Kind = (story, dice) => {
  const { gsrn } = cast[dice.point % cast.length]!
  const day = dice.day % (story.today + 10)
  const isGone = linkedOf(story.facts, gsrn, fee.code)[day]! > 0 && dice.length % 2 === 0
  return says([linkTold(gsrn, fee, 1 + (dice.amount % 3), day, isGone ? day : day + 1)])
}

export const chargeEnds: Kind = (story, dice) => {
  const charge = charges[dice.point % charges.length]!
  return says([chargeTold(charge, story.today - 10 + (dice.day % 20))])
}

/** The child point comes to a parent, from a day on. */
export const childMoves: Kind = (story, dice) => {
  const { gsrn } = parents[dice.point % parents.length]!
  const day = dice.day % (story.today + 5)
  return says([childTold(gsrn, day)])
}

/** The reduced tax falls on the child point, or does not any more. */
export const childLinks: Kind = (story, dice) => {
  const day = dice.day % (story.today + 5)
  if (dice.length % 3 === 0) return says([linkTold(child, reduced, 1, day, day)])
  return says([linkTold(child, reduced, 1, Math.max(day, lastLinkDay(story, child, reduced)))])
}

/** Something else is agreed with a customer from a day on, now and then with electric heating or without it any more. */
export const agrees: Kind = (_, dice) => {
  const point = cast[dice.point % cast.length]!
  const terms = agreements[dice.amount % agreements.length]!
  const isHeated = dice.length % 6 === 0 ? !(point.isHeated ?? false) : (point.isHeated ?? false)
  const from = dice.day % LAST_DAY
  const contract = { ...contractOf({ ...point, isHeated, terms }), gsrn: point.gsrn, from: dayAt(from) }
  return {
    words: `${terms.name} is agreed with ${point.name} from ${dateOf(from)}${isHeated ? ", with electric heating" : ""}`,
    play: async (stage, { crash }) =>
      void (await stage.act(() => takePortfolio({ contracts: [contract] }, "a person"), crash))
  }
}

/** Spot prices of some days are revised. */
export const spotChanges: Kind = (story, dice) => {
  const from = dice.day % (story.today + 2)
  const to = Math.min(LAST_DAY, from + 1 + (dice.length % 3))
  const dkk = ["0.5", "0", "-0.125"][dice.amount % 3]!
  const period = { from: dayAt(from), to: dayAt(to) }
  return {
    words: `spot is ${dkk} from ${dateOf(from)} to ${dateOf(to)}`,
    play: async (stage, { crash }) => {
      await stage.act(() => takeSpotPrices(spotOf({ period, priceArea, dkkPerKwh: dkk }), "a person"), crash)
      stage.story.know({ kind: "spot", nano: nanoOf(dkk), from, to })
    }
  }
}
