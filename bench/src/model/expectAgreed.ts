import { Broken } from "./Broken.ts"
import { nameOfPoint } from "./cast.ts"
import { daysInEffect } from "./expectPrepaid.ts"
import { standingSupply, supplyOf } from "./facts.ts"
import type { Known } from "./known.ts"
import { DAYS, dateOf } from "./modelCalendar.ts"
import type { Prepaying } from "./prepaying.ts"
import type { Story } from "./Story.ts"

/** What was agreed with a sign-up is in effect while the customer is ours, and never where they did not come. */
export const expectAgreed = (story: Story, known: Known): void => {
  for (const one of story.prepaying) {
    const { amountOere, gsrn, state } = one
    if (state === "asked" || state === "unknown" || !story.isToldOf(gsrn)) continue
    const days = daysInEffect(known, gsrn, amountOere, DAYS)
    const due = state === "gone" ? undefined : daysOf(story, one)
    const outside = days.find((day) => due === undefined || day < due.from || day >= due.to)
    if (outside !== undefined)
      throw new Broken("prepaid is what is supplied", `${wordsOf(one)} is in effect on ${dateOf(outside)}`)
    if (due === undefined) continue
    for (let day = one.lastDay; day < due.atLeastTo; day++) {
      if (!days.includes(day))
        throw new Broken("prepaid is what is supplied", `${wordsOf(one)} is not in effect on ${dateOf(day)}`)
    }
  }
}

const wordsOf = ({ amountOere, day, gsrn, state }: Prepaying): string =>
  `what ${nameOfPoint(gsrn)} agreed from ${dateOf(day)}, ${amountOere} øre, ${state},`

/** The customer's days: until somebody else comes, the customer leaves, or the supply ends; none where they never came. */
const daysOf = (story: Story, one: Prepaying) => {
  const { day, gsrn } = one
  const facts = story.knownFacts
  const standing = standingSupply(facts, gsrn)
  if (!standing.some((fact) => fact.kind === "start" && fact.day === day)) return undefined
  const stretch = supplyOf(facts, gsrn).find(({ from, to }) => from <= day && day < to)
  if (stretch === undefined) return undefined
  const isBack = (of: number): boolean =>
    standing.some(({ day: on, kind, why }) => kind === "start" && on === of && (why === "D07" || why === "D33"))
  const comes = standing
    .filter(({ day: on, kind, why }) => on > day && (kind === "stop" ? why === "E01" : why === "E65" || why === "E03"))
    .map(({ day: on }) => on)
    .filter((on) => !isBack(on))
  // Of a customer who moves in with us, and not by a request of ours, DataHub tells no more than where a supply is given back.
  const isAskedFor = (on: number): boolean =>
    !standing.some(({ day: of, kind, why }) => kind === "start" && of === on && why === "E65") ||
    story.signUps.some((signUp) => signUp.gsrn === gsrn && signUp.day === on)
  const leaves = story.leavings.filter((leaving) => leaving.gsrn === gsrn && leaving.day > day)
  const certain = leaves.filter(({ isCertain, day: on }) => isCertain && on <= story.today).map(({ day: on }) => on)
  const over = story.overruled.filter(({ by, gsrn: of }) => of === gsrn && by !== one).map(({ day: from }) => from)
  return {
    from: day,
    to: Math.min(stretch.to, ...comes.filter(isAskedFor), ...certain),
    atLeastTo: Math.min(stretch.to, ...comes, ...leaves.map(({ day: on }) => on), ...over)
  }
}
