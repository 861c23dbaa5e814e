import {
  answerResumption,
  cancelRequest,
  endSupply,
  type Gsrn,
  moveOut,
  reportErroneousSwitch
} from "@datahub-settlement/core"
import { answerTold, noticeTold, pointTold, resumptionTold } from "./datahub.ts"
import { LAST_DAY, onePoint } from "./deeds.ts"
import { standingSupply } from "./facts.ts"
import { dateOf, dayAt } from "./modelCalendar.ts"
import { sent } from "./sent.ts"
import type { Kind } from "./Step.ts"
import type { Story } from "./Story.ts"
import { isOurs, lastDay, lastStart } from "./supplySteps.ts"

/* Steps of processes that end or take back: what we report, what is asked of us, and how it comes out. */

/** We report that the switch by which we took a point was wrong (BRS-003); DataHub puts it right, or does not. */
export const reportsSwitch: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn, name }) => {
    const day = lastStart(story, gsrn)
    if (day === undefined || standingSupply(story.facts, gsrn).at(-1)?.why !== "E03" || day > story.today)
      return undefined
    const isRefused = dice.amount % 4 === 0
    return {
      words: `we report that the switch of ${name} on ${dateOf(day)} was wrong${isRefused ? ", refused" : ""}`,
      play: async (stage, playing) => {
        const report = reportErroneousSwitch({ gsrn, switchAt: dayAt(day) })
        const asked = await stage.act(() => sent(report), playing.crash)
        if (asked === undefined) return
        await stage.tell(answerTold("RequestReallocateChangeOfSupplier", "D07", asked.transactionId), playing)
        await stage.tell(noticeTold(gsrn, day, isRefused ? "D35" : "D34"), playing)
        if (!playing.isLate) await stage.expectProcess(asked.processId, isRefused ? "refused" : "corrected")
      }
    }
  })

/**
 * What of ours somebody else has taken by mistake, now and not by a move that is to come. Where something else happened
 * since, DataHub's support puts it right by hand, and no message says so (BRS-011).
 */
const lost = (story: Story, gsrn: Gsrn) => {
  const last = standingSupply(story.facts, gsrn).at(-1)
  const isLatest = last?.day === lastDay(story, gsrn) && last.day <= story.today
  const isLost = last?.kind === "stop" && last.why !== "E20" && isLatest && story.isToldOf(gsrn)
  return isLost ? { day: last.day, by: last.why === "E03" ? ("D07" as const) : ("D33" as const) } : undefined
}

/** What took a point from us was wrong, and we are asked to take it back (RSM-003): we say yes, no, or nothing. */
export const askedBack: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn, name }) => {
    const taken = lost(story, gsrn)
    if (taken === undefined) return undefined
    const { by, day } = taken
    const answer = (["yes", "no", "nothing", "yes"] as const)[dice.amount % 4]!
    return {
      words: `we are asked to take ${name} back from ${dateOf(day)} (${by}), and say ${answer}`,
      play: async (stage, playing) => {
        const smoothly = { ...playing, isLate: false }
        await stage.tell(resumptionTold(gsrn, day, by), smoothly)
        if (answer === "nothing") return
        const asked = await stage.openProcess(gsrn, "previous", "resumeRequested")
        if (asked === undefined) return
        const isYes = answer === "yes"
        const said = await stage.act(() => sent(answerResumption(asked, isYes)), playing.crash)
        if (said === undefined) return
        await stage.expectProcess(asked, isYes ? { D07: "resuming", D33: "awaitData" }[by] : "refused")
        if (isYes) await stage.tell(pointTold(gsrn, day, by), playing)
      }
    }
  })

/** We report that a customer moves out (BRS-010), and may take it back: our supply goes on in any case. */
export const reportsMoveOut: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn, name }) => {
    const day = Math.max(lastDay(story, gsrn), story.today) + 1 + (dice.day % 20)
    if (!isOurs(story, gsrn) || day > LAST_DAY) return undefined
    const outcome = (["stays so", "refused", "taken back"] as const)[dice.amount % 3]!
    return {
      words: `we report that the customer of ${name} moves out on ${dateOf(day)}: ${outcome}`,
      play: async (stage, playing) => {
        const asked = await stage.act(() => sent(moveOut({ gsrn, endAt: dayAt(day) })), playing.crash)
        const isCertain = asked !== undefined && outcome === "stays so" && !playing.isLate
        story.leavings.push({ gsrn, day, isCertain })
        if (asked === undefined) return
        const { processId, transactionId } = asked
        const refused = outcome === "refused" ? "E16" : undefined
        await stage.tell(answerTold("RequestEndOfSupply", "E66", transactionId, refused), playing)
        if (!playing.isLate) await stage.expectProcess(processId, refused === undefined ? "pendingEffect" : "rejected")
        if (outcome !== "taken back" || playing.isLate) return
        const taken = await stage.act(() => sent(cancelRequest(processId)), playing.crash)
        if (taken === undefined) return
        await stage.tell(answerTold("RequestCancellation", "E66", taken.transactionId), playing)
        await stage.expectProcess(processId, "cancelled")
      }
    }
  })

/** We end a supply (BRS-002): it ends on the day on which the point is disconnected, whatever day was asked for. */
export const endsSupply: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn, name }) => {
    const asksFor = story.today + 7 + (dice.length % 20)
    const day = Math.max(lastDay(story, gsrn) + 1, story.today - 2 + (dice.day % 30))
    if (!isOurs(story, gsrn) || asksFor > LAST_DAY || day > LAST_DAY) return undefined
    const outcome = (["disconnected", "refused", "not disconnected yet"] as const)[dice.amount % 3]!
    return {
      words: `we end the supply of ${name}: ${outcome}${outcome === "disconnected" ? ` on ${dateOf(day)}` : ""}`,
      play: async (stage, playing) => {
        const asked = await stage.act(() => sent(endSupply({ gsrn, desiredEndAt: dayAt(asksFor) })), playing.crash)
        if (asked === undefined) return
        const refused = outcome === "refused" ? "E16" : undefined
        await stage.tell(answerTold("RequestEndOfSupply", "E20", asked.transactionId, refused), playing)
        if (outcome === "disconnected") await stage.tell(noticeTold(gsrn, day, "E20"), playing)
        if (playing.isLate) return
        const states = {
          disconnected: "effectuated",
          refused: "rejected",
          "not disconnected yet": "awaitingDisconnect"
        }
        await stage.expectProcess(asked.processId, states[outcome])
      }
    }
  })
