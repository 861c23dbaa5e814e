import {
  cancelRequest,
  type Decision,
  type DecisionNote,
  endSupply,
  isActive,
  isOwnRequest,
  LocalDate,
  type MarketProcess,
  moveOut,
  openTasks,
  Outbox,
  possibleDecisions,
  ProcessStore,
  takeDecision
} from "@datahub-settlement/core"
import { Broken } from "./Broken.ts"
import { answerTold, noticeTold, pointTold } from "./datahub.ts"
import { LAST_DAY, linksFrom, onePoint } from "./deeds.ts"
import { standingSupply } from "./facts.ts"
import { count } from "./Figures.ts"
import { dateOf, dayAt, dayOf } from "./modelCalendar.ts"
import { startIsOn } from "./prepaying.ts"
import { acontoOf, prepaidBy, signedUpFor, wishOf } from "./requestSteps.ts"
import { decided, sent } from "./sent.ts"
import type { Playing, Stage } from "./Stage.ts"
import type { Kind } from "./Step.ts"
import type { Story } from "./Story.ts"
import { isOurs, lastDay } from "./supplySteps.ts"
import type { Unanswered } from "./unanswered.ts"

/* Steps of what DataHub does not answer: people ask its support, and the answer comes when something else has happened. */

/** A customer signs up, and no answer comes. */
export const signsUpInVain: Kind = (story, dice) =>
  onePoint(dice, (point) => {
    const { gsrn, name } = point
    const isMove = dice.length % 2 === 0
    const day = Math.max(lastDay(story, gsrn) + 1, story.today + (isMove ? -3 : 2) + (dice.day % 20))
    if (isOurs(story, gsrn) || day > LAST_DAY) return undefined
    const why = isMove ? "E65" : "E03"
    return {
      words: `${name} signs up (${why}) from ${dateOf(day)}, and no answer comes`,
      play: async (stage, playing) => {
        const prepaying = prepaidBy(story, gsrn, day, dice)
        const asked = await stage.act(() => wishOf(point, day, isMove, acontoOf(prepaying, dice)), playing.crash)
        if (asked === undefined) return
        const { isAcontoRecorded, ...ids } = asked
        const own = isAcontoRecorded ? { prepaying } : {}
        story.unanswered.push({ what: "signUp", gsrn, name, ...ids, why, day, askedAt: story.now, ...own })
      }
    }
  })

/** A sign-up is taken back, and no answer comes. */
export const withdrawsInVain: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn, name }) => {
    const signedUp = signedUpFor(story, gsrn, story.today)
    if (signedUp === undefined) return undefined
    const { day, processId, why } = signedUp
    return {
      words: `${name} withdraws the sign-up from ${dateOf(day)}, and no answer comes`,
      play: async (stage, playing) => {
        const asked = await stage.act(() => sent(cancelRequest(processId)), playing.crash)
        if (asked === undefined) return
        const { transactionId } = asked
        const one = { gsrn, name, processId, transactionId, why, day, askedAt: story.now }
        story.unanswered.push({ what: "cancellation", ...one })
      }
    }
  })

/** We report that a customer moves out, or end a supply, and no answer comes. */
export const reportsInVain: Kind = (story, dice) =>
  onePoint(dice, ({ gsrn, name }) => {
    const day = Math.max(lastDay(story, gsrn), story.today) + 7 + (dice.day % 20)
    if (!isOurs(story, gsrn) || day > LAST_DAY) return undefined
    const what = dice.length % 2 === 0 ? "moveOut" : "endOfSupply"
    return {
      words: `we report of ${name}: ${what} on ${dateOf(day)}, and no answer comes`,
      play: async (stage, playing) => {
        if (what === "moveOut") story.leavings.push({ gsrn, day, isCertain: false })
        const asked = await stage.act(
          () =>
            what === "moveOut"
              ? sent(moveOut({ gsrn, endAt: dayAt(day) }))
              : sent(endSupply({ gsrn, desiredEndAt: dayAt(day) })),
          playing.crash
        )
        if (asked === undefined) return
        const { processId, transactionId } = asked
        story.unanswered.push({ what, gsrn, name, processId, transactionId, why: "E65", day, askedAt: story.now })
      }
    }
  })

const words = ["toldAccepted", "toldRefused", "sendAgain", "toldDone"] as const

/** DataHub's support says what became of it, or it is sent once more. */
export const supportSays: Kind = (story, dice) => {
  const one = story.unanswered[dice.point % Math.max(1, story.unanswered.length)]
  if (one === undefined) return undefined
  const word = words[dice.amount % (one.what === "endOfSupply" ? 4 : 3)]!
  return {
    words: `of ${one.what} of ${one.name} on ${dateOf(one.day)} support says ${word}`,
    play: async (stage, playing) => {
      const before = await stage.processNow(one.processId)
      if (before === undefined || !isPossible(before, word, story.now)) return
      const on = Math.max(lastDay(story, one.gsrn) + 1, story.today - (dice.length % 5))
      if (word === "toldDone" && (!isOurs(story, one.gsrn) || on > LAST_DAY)) return
      if (word === "sendAgain") await stage.act(() => leftTheOutbox(before))
      const note: DecisionNote =
        word === "toldDone" ? { by: "anna", effectiveOn: LocalDate.make(dateOf(on)) } : { by: "anna" }
      await stage.act(() => decided(takeDecision(one.processId, word, note)), playing.crash)
      const after = (await stage.processNow(one.processId))!
      if (
        !after.history
          .slice(before.history.length)
          .some(({ event }) => event.kind === "operator" && event.action === word)
      )
        return
      count(stage.figures, `said: ${one.what} ${word}`)
      if (word === "sendAgain") return await expectSentAgain(stage, after)
      one.word = word
      isSaid(stage, one, word, on)
      const state = stateAfterWord(one, word, before)
      if (state !== undefined) await stage.expectProcess(one.processId, ...planned(state, before, story))
      expectNoneUnanswered(after)
    }
  }
}

/** What is planned begins at once where its day has come before the word; with the next day where it came after the answer. */
const planned = (state: string, { effectiveAt }: MarketProcess, { now }: Story): ReadonlyArray<string> =>
  (state === "dataDue" || state === "pendingEffect") && effectiveAt <= now ? [state, "effectuated"] : [state]

const isPossible = (process: MarketProcess, word: Decision, now: number): boolean =>
  possibleDecisions(process, now).some(({ decision }) => decision === word)

/** What the word makes true until DataHub itself says something else. */
const isSaid = ({ story }: Stage, { day, gsrn, prepaying, what }: Unanswered, word: Decision, on: number): void => {
  if (word === "toldDone") story.know({ kind: "stop", gsrn, day: on, why: "E20" })
  if (what === "signUp" && word === "toldRefused" && prepaying !== undefined) prepaying.state = "gone"
  if (what !== "cancellation" || word !== "toldAccepted") return
  startIsOn(story, gsrn, day, undefined)
  story.know({ kind: "undo", gsrn, day })
}

const stateAfterWord = ({ what }: Unanswered, word: Decision, { state }: MarketProcess): string | undefined => {
  if (word === "toldDone") return "effectuated"
  if (state !== "sent" && state !== "cancelSent") return undefined
  if (what === "cancellation") return word === "toldAccepted" ? "toldCancelled" : "dataDue"
  const accepted = { signUp: "dataDue", moveOut: "pendingEffect", endOfSupply: "awaitingDisconnect" }
  return word === "toldAccepted" ? accepted[what] : "toldRefused"
}

const leftTheOutbox = ({ history }: MarketProcess) =>
  Outbox.use((outbox) => {
    const last = history.findLast(({ event, legal }) => legal && isOwnRequest(event))!.event
    return outbox.sent(last.messageId!, last.at)
  })

/** The same document waits once more, and there is no other one. */
const expectSentAgain = async (stage: Stage, { history, id }: MarketProcess): Promise<void> => {
  const last = history.findLast(({ event, legal }) => legal && isOwnRequest(event))!.event
  const waiting = await stage.system.look(Outbox.use((outbox) => outbox.list({ limit: 10_000 })))
  const same = waiting.filter(({ transactionIds }) => transactionIds.includes(last.transactionId!))
  if (same.length !== 1 || same[0]!.state !== "waiting" || same[0]!.messageId !== last.messageId)
    throw new Broken("processes keep step", `process ${id} is to be sent again: ${JSON.stringify(same)}`)
}

const expectNoneUnanswered = (process: MarketProcess): void => {
  const open = openTasks(process).find(({ effect }) => effect.kind === "task" && effect.what.startsWith("No answer"))
  if (open !== undefined)
    throw new Broken("processes keep step", `process ${process.id} still waits: ${JSON.stringify(open)}`)
}

/** The answer comes at last, and may be older than what support has said. */
export const answersLate: Kind = (story, dice) => {
  const at = dice.point % Math.max(1, story.unanswered.length)
  const one = story.unanswered[at]
  if (one === undefined) return undefined
  const isRefused = dice.amount % 3 === 0
  return {
    words: `at last DataHub answers ${one.what} of ${one.name} on ${dateOf(one.day)}${isRefused ? ", refused" : ""}`,
    play: async (stage, playing) => {
      story.unanswered.splice(at, 1)
      const before = await stage.processNow(one.processId)
      if (before === undefined) return
      const late: LateAnswer = {
        one,
        before,
        isRefused,
        madeAt: dice.length % 2 === 0 ? one.askedAt : story.tick(),
        playing
      }
      count(stage.figures, `late: ${one.what} ${isRefused ? "refused" : "accepted"}, ${before.state}`)
      if (one.what === "signUp") await signUpAnswered(stage, late)
      else if (one.what === "cancellation") await cancellationAnswered(stage, late)
      else await reportAnswered(stage, late)
      expectNoneUnanswered((await stage.processNow(one.processId))!)
    }
  }
}

interface LateAnswer {
  readonly one: Unanswered
  /** The process before the answer. */
  readonly before: MarketProcess
  readonly isRefused: boolean
  readonly madeAt: number
  readonly playing: Playing
}

/** What had ended by a person's word does not go back to work beside another one of its kind. */
const isReplaced = async (stage: Stage, { gsrn, id, kind }: MarketProcess): Promise<boolean> => {
  const open = await stage.system.look(ProcessStore.use((store) => store.openFor(gsrn!)))
  return open.some((one) => one.id !== id && one.kind === kind && isActive(one))
}

const waitingForAnswer = ["sent", "toldRefused", "dataDue", "pendingEffect"]

const signUpAnswered = async (stage: Stage, { before, isRefused, madeAt, one, playing }: LateAnswer): Promise<void> => {
  const { story } = stage
  const { day, gsrn, prepaying, processId, transactionId, why } = one
  const stays = before.state === "toldRefused" && (await isReplaced(stage, before))
  const answer = answerTold("RequestChangeOfSupplier", why, transactionId, isRefused ? "E22" : undefined)
  await stage.tellLate(answer, madeAt, playing.crash)
  const isOpen = before.state === "sent" || before.state === "toldRefused" || one.word === "toldAccepted"
  const isWaiting = !stays && isOpen && waitingForAnswer.includes(before.state)
  if (isWaiting) await stage.expectProcess(processId, ...(isRefused ? ["rejected"] : planned("dataDue", before, story)))
  if (prepaying !== undefined && isRefused && isWaiting) prepaying.state = "gone"
  // Where something was said of a later day, or somebody has moved in before, DataHub had dropped the start by itself.
  if (isRefused || day <= lastDay(story, gsrn) || isOurs(story, gsrn)) return
  // Support's word has taken effect meanwhile, and DataHub says the same: what was agreed holds.
  const hasBegun = before.state === "effectuated" && one.word === "toldAccepted" && dayOf(before.effectiveAt) === day
  if (prepaying !== undefined && !isWaiting && !hasBegun) prepaying.state = "gone"
  else if (prepaying?.state === "asked" && dayOf(before.effectiveAt) === day) prepaying.state = "agreed"
  story.signUps.push({ gsrn, day, processId })
  await stage.tell(pointTold(gsrn, day, why))
  for (const link of linksFrom(story, gsrn, day)) await stage.tell(link)
}

const cancellable = ["cancelSent", "dataDue", "pendingEffect", "effectuated"]

const cancellationAnswered = async (
  stage: Stage,
  { before, isRefused, madeAt, one, playing }: LateAnswer
): Promise<void> => {
  const { story } = stage
  const { day, gsrn, processId, transactionId, why } = one
  const standing = standingSupply(story.facts, gsrn)
  // DataHub does not give a start back where something else was said since.
  const isFree = lastDay(story, gsrn) < day && story.isToldOf(gsrn) && !(await isReplaced(stage, before))
  const isNo = before.state === "toldCancelled" ? isRefused && isFree : isRefused
  const answer = answerTold("RequestCancellation", "E03", transactionId, isNo ? "D06" : undefined)
  const isDropped = !isNo && cancellable.includes(before.state) && dayOf(before.effectiveAt) === day
  const isBack = isNo && before.state === "toldCancelled"
  const facts = isDropped
    ? [{ kind: "undo", gsrn, day } as const]
    : isBack
      ? [{ kind: "start", gsrn, day, why } as const]
      : []
  if (isDropped && standing.some((fact) => fact.kind === "start" && fact.day === day))
    startIsOn(story, gsrn, day, undefined)
  await stage.tellLate({ ...answer, facts }, madeAt, playing.crash)
  if (isDropped || (!isNo && before.state === "toldCancelled")) await stage.expectProcess(processId, "cancelled")
  if (isBack || (isNo && before.state === "cancelSent"))
    await stage.expectProcess(processId, ...planned("dataDue", before, story))
}

const reportAnswered = async (stage: Stage, { before, isRefused, madeAt, one, playing }: LateAnswer): Promise<void> => {
  const { story } = stage
  const { gsrn, processId, transactionId, what, word } = one
  const why = what === "moveOut" ? "E66" : "E20"
  const isBeside = await isReplaced(stage, before)
  await stage.tellLate(
    answerTold("RequestEndOfSupply", why, transactionId, isRefused ? "E16" : undefined),
    madeAt,
    playing.crash
  )
  if (before.state === "sent" || (before.state === "toldRefused" && !isBeside)) {
    const accepted = what === "moveOut" ? "pendingEffect" : "awaitingDisconnect"
    await stage.expectProcess(processId, ...(isRefused ? ["rejected"] : planned(accepted, before, story)))
  }
  if (what === "moveOut" || isRefused || word === "toldDone" || !isOurs(story, gsrn)) return
  const day = Math.max(lastDay(story, gsrn) + 1, story.today - 1)
  if (day <= LAST_DAY) await stage.tell(noticeTold(gsrn, day, "E20"))
}
