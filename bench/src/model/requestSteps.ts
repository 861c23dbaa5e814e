import { cancelRequest, type Gsrn, reportErroneousMove, signUp, type SignUp } from "@datahub-settlement/core"
import { balanceResponsible, type CastPoint, contractOf } from "./cast.ts"
import { answerTold, noticeTold, pointTold } from "./datahub.ts"
import { LAST_DAY, linksFrom, onePoint } from "./deeds.ts"
import { type Fact, standingSupply } from "./facts.ts"
import { DAYS, dateOf, dayAt } from "./modelCalendar.ts"
import { intervalBy, type Prepaying, startIsOn } from "./prepaying.ts"
import { sent } from "./sent.ts"
import type { Dice, Kind } from "./Step.ts"
import type { Story } from "./Story.ts"
import { isOurs, lastDay, lastStart } from "./supplySteps.ts"

/* Steps that we ask for, and that DataHub answers. */

/** A customer signs up with us; DataHub says yes or no. */
export const signsUp: Kind = (story, dice) =>
  onePoint(dice, (point) => {
    const { gsrn, name } = point
    const isMove = dice.length % 2 === 0
    const wasOurs = isOurs(story, gsrn)
    if (wasOurs && (!isMove || dice.day % 3 > 0)) return undefined
    const day = Math.max(lastDay(story, gsrn) + 1, story.today + (isMove ? -5 : 1) + (dice.day % 12))
    if (day > LAST_DAY) return undefined
    const refused = dice.amount % 4 === 0
    return {
      words: `${name} signs up${isMove ? " to move in" : ""} from ${dateOf(day)}${refused ? ", refused" : ""}`,
      play: async (stage, playing) => {
        const prepaying = prepaidBy(story, gsrn, day, dice)
        const asked = await stage.act(() => wishOf(point, day, isMove, acontoOf(prepaying, dice)), playing.crash)
        if (asked === undefined) return
        if (asked.isAcontoRecorded && prepaying !== undefined) prepaying.state = refused ? "gone" : "agreed"
        // A notice that comes before a late answer may have cancelled the sign-up: a person is told to see what holds.
        if (prepaying !== undefined && playing.isLate) prepaying.lastDay = DAYS
        const why = isMove ? "E65" : "E03"
        const answer = answerTold("RequestChangeOfSupplier", why, asked.transactionId, refused ? "E22" : undefined)
        await stage.tell(answer, playing)
        if (refused) return
        stage.story.signUps.push({ gsrn, day, processId: asked.processId })
        // A customer of ours makes room for another one.
        if (wasOurs) await stage.tell(noticeTold(gsrn, day, "E01"), playing)
        await stage.tell(pointTold(gsrn, day, why), playing)
        for (const link of linksFrom(stage.story, gsrn, day)) await stage.tell(link, playing)
      }
    }
  })

/** What was said last of a point's supply. */
const lastWord = ({ facts }: Story, gsrn: Gsrn): Fact | undefined =>
  facts.findLast(
    (fact) => (fact.kind === "start" || fact.kind === "stop" || fact.kind === "undo") && fact.gsrn === gsrn
  )

/** The last sign-up of a point, where it takes effect after a day and nothing was said since. */
export const signedUpFor = (story: Story, gsrn: Gsrn, after: number) => {
  const day = lastStart(story, gsrn)
  const signedUp = story.signUps.findLast((one) => one.gsrn === gsrn && one.day === day)
  const last = lastWord(story, gsrn)
  // Whatever else was said since may have become the sign-up's own: then it is no longer that day that is withdrawn.
  if (signedUp === undefined || last?.kind !== "start" || signedUp.day <= after) return undefined
  return { ...signedUp, why: last.why === "E65" ? ("E65" as const) : ("E03" as const) }
}

/** The customer of a sign-up changes their mind before it takes effect. */
export const withdraws: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn, name }) => {
    const signedUp = signedUpFor(story, gsrn, story.today + 2)
    if (signedUp === undefined) return undefined
    const { day, processId } = signedUp
    return {
      words: `${name} withdraws the sign-up from ${dateOf(day)}`,
      play: async (stage, playing) => {
        const asked = await stage.act(() => sent(cancelRequest(processId)), playing.crash)
        if (asked === undefined) return
        const undo = { kind: "undo", gsrn, day } as const
        startIsOn(story, gsrn, day, undefined)
        await stage.tell({ ...answerTold("RequestCancellation", "E03", asked.transactionId), facts: [undo] }, playing)
      }
    }
  })

/** We report that a move was wrong, or was on another day; DataHub says that it is put right (BRS-011). */
export const reportsMove: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn, name }) => {
    const day = lastStart(story, gsrn)
    const standing = standingSupply(story.facts, gsrn)
    const before = Math.max(-1, ...standing.filter((one) => one.day !== day).map((one) => one.day))
    if (day === undefined || standing.at(-1)?.why !== "E65" || day > story.today) return undefined
    const other = Math.max(before + 1, day - 10 + (dice.day % 21))
    const corrected = dice.length % 2 === 0 || other === day ? undefined : other
    return {
      words: `we report that ${name} moved in ${corrected === undefined ? "never" : dateOf(corrected)}, not ${dateOf(day)}`,
      play: async (stage, playing) => {
        const correctedAt = corrected === undefined ? {} : { correctedAt: dayAt(corrected) }
        const report = reportErroneousMove({ gsrn, moveAt: dayAt(day), by: "model", ...correctedAt })
        const asked = await stage.act(() => sent(report), playing.crash)
        if (asked === undefined) return
        await stage.tell(answerTold("RequestReallocateChangeOfSupplier", "D33", asked.transactionId), playing)
        const outcome = noticeTold(gsrn, day, "D34")
        startIsOn(story, gsrn, day, corrected)
        const start = corrected === undefined ? [] : [{ kind: "start", gsrn, day: corrected, why: "E65" } as const]
        await stage.tell({ ...outcome, facts: [...outcome.facts, ...start] }, playing)
      }
    }
  })

/** Half of those who sign up pay in advance. Who signs up may take the place of what was agreed before. */
export const prepaidBy = (story: Story, gsrn: Gsrn, day: number, { amount }: Dice): Prepaying | undefined => {
  if (amount % 2 === 0) return undefined
  const one: Prepaying = { gsrn, amountOere: story.drawAmountOere(), day, lastDay: day, state: "asked" }
  story.overruled.push({ gsrn, day, by: one })
  story.prepaying.push(one)
  return one
}

export const acontoOf = (prepaying: Prepaying | undefined, { length }: Dice) =>
  prepaying && { interval: intervalBy(length), amountOere: prepaying.amountOere }

export const wishOf = (point: CastPoint, day: number, isMove: boolean, aconto: SignUp["aconto"]) =>
  sent(
    signUp({
      gsrn: point.gsrn,
      startAt: dayAt(day),
      customer: isMove ? "moves in" : "lives there",
      name: "Nordlys ApS",
      cvr: "12345678",
      balanceResponsible,
      contract: contractOf(point),
      aconto
    })
  )
