import { Duration, Effect } from "effect"
import { httpDateOf } from "../http/retryAfter.ts"

/** Clocks may differ so far before anyone is told: as far as those who check tokens let them. */
const SKEW_MS_MAX = 5 * 60_000

/** When something was asked and answered by our clock, and what the answer says. Milliseconds since 1970. */
export interface TimedAnswer {
  readonly askedAtMs: number
  readonly answeredAtMs: number
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** Tells once that our clock and DataHub's have drifted apart, and once that they agree again. */
export interface ClockWatch {
  readonly see: (answer: TimedAnswer) => Effect.Effect<void>
}

export const makeClockWatch = (): ClockWatch => {
  let isTold = false
  return {
    see: (answer) =>
      Effect.suspend(() => {
        const ahead = aheadMs(answer)
        if (ahead === undefined) return Effect.void
        const isApart = Math.abs(ahead) > SKEW_MS_MAX
        if (isApart === isTold) return Effect.void
        isTold = isApart
        if (!isApart) return Effect.logInfo("The clock of this machine agrees with DataHub's again")
        const howFar = Duration.format(Duration.seconds(Math.round(Math.abs(ahead) / 1000)))
        return Effect.logWarning(
          `The clock of this machine is ${howFar} ${ahead > 0 ? "ahead of" : "behind"} DataHub's: tokens, deadlines and the times that are recorded are reckoned by it. Set it right (NTP).`
        )
      })
  }
}

/**
 * How far our clock is certain to be ahead, below zero where it is behind: the `Date` of an answer (RFC 9110 § 6.6.1) is a
 * whole second somewhere between question and answer. `undefined` where there is none, or a cache kept the answer.
 */
export const aheadMs = ({ answeredAtMs, askedAtMs, headers }: TimedAnswer): number | undefined => {
  const date = httpDateOf(headers["date"])
  if (Number.isNaN(date) || headers["age"] !== undefined) return undefined
  if (askedAtMs > date + 1_000) return askedAtMs - date - 1_000
  return answeredAtMs < date ? answeredAtMs - date : 0
}
