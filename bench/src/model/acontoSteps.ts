import { takeAcontoPlans } from "@datahub-settlement/core"
import { cast } from "./cast.ts"
import { LAST_DAY } from "./deeds.ts"
import { dateOf, dayAt } from "./modelCalendar.ts"
import { intervalBy } from "./prepaying.ts"
import type { Kind } from "./Step.ts"

/* Steps in which a person agrees what is paid in advance. */

/** Something else is paid in advance from a day on, for as long as is known or to a day. */
export const agreesAconto: Kind = (story, dice) => {
  const { gsrn, name } = cast[dice.point % cast.length]!
  const day = dice.day % LAST_DAY
  const from = dayAt(day)
  const interval = intervalBy(dice.length)
  const end = dice.length % 5 === 0 ? { to: dayAt(day + 1 + dice.amount * 10) } : {}
  return {
    words: `${name} is to pay in advance every ${interval} from ${dateOf(day)}${"to" in end ? ", for a while" : ""}`,
    play: async (stage, { crash }) => {
      const plan = { gsrn, from, agreedFrom: from, interval, amountOere: story.drawAmountOere(), ...end }
      story.overruled.push({ gsrn, day })
      await stage.act(() => takeAcontoPlans({ plans: [plan] }, "a person"), crash)
    }
  }
}

/** Nothing is paid in advance any more. */
export const stopsAconto: Kind = (story, dice) => {
  const { gsrn, name } = cast[dice.point % cast.length]!
  const day = dice.day % LAST_DAY
  return {
    words: `${name} pays nothing in advance from ${dateOf(day)}`,
    play: async (stage, { crash }) => {
      story.overruled.push({ gsrn, day })
      await stage.act(() => takeAcontoPlans({ removed: [{ gsrn, from: dayAt(day) }] }, "a person"), crash)
    }
  }
}
