import { months } from "./modelCalendar.ts"
import { LAST_DAY } from "./deeds.ts"
import type { Kind } from "./Step.ts"

/* Steps in which nothing new is said: runs, messages that are late or come again, and time. */

export const settleMonth: Kind = (story, dice) => {
  const past = months.filter(({ to }) => to <= story.today)
  const month = past[dice.day % past.length]!
  const index = months.indexOf(month)
  return {
    words: `${month.name} is settled`,
    play: (stage, { crash }) => stage.settle(index, crash)
  }
}

export const settleCorrections: Kind = (story, dice) =>
  story.settled.size + story.stopped.length === 0
    ? undefined
    : {
        words: "corrections are settled",
        play: async (stage, { crash }) => void (await stage.correct(crash, dice.amount % 3 === 0 ? 2 : undefined))
      }

export const goOn: Kind = (story) =>
  story.stopped.length === 0
    ? undefined
    : { words: "stopped runs go on", play: (stage, { crash }) => stage.resume(crash) }

export const comesLate: Kind = (story, dice) =>
  story.held.length === 0
    ? undefined
    : {
        words: `what was late comes: ${story.held[dice.day % story.held.length]!.words}`,
        play: (stage, { crash }) => stage.deliver(story.release(dice.day), crash)
      }

export const comesAgain: Kind = (story, dice) => {
  const come = story.come
  const one = come[come.length - 1 - (dice.day % come.length)]!
  return { words: `again: ${one.words}`, play: (stage, { crash }) => stage.repeat(one, crash) }
}

export const daysPass: Kind = (story, dice) => {
  const days = 1 + (dice.day % 25)
  return story.today + days > LAST_DAY
    ? undefined
    : { words: `${days} days pass`, play: (stage, { crash }) => stage.passTime(days, crash) }
}
