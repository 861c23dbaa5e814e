import type { Instant } from "@datahub-settlement/core"

/** The simulator's time. It never goes back; what is due runs in the order of its time, each at its own time. */
export interface VirtualClock {
  readonly now: () => Instant
  /** Virtual seconds in a real second; 0 stands still until it is moved. */
  readonly speed: () => number
  readonly setSpeed: (speed: number) => void
  /** Runs when the clock gets there; what is due at the same time runs in the order of scheduling. */
  readonly schedule: (at: Instant, run: () => void) => void
  /** Goes there, running what is due by then; how many events that were. A time in the past is refused. */
  readonly advanceTo: (at: Instant) => number
  /** Catches up with real time, by the speed. */
  readonly tick: () => number
  /** How many events wait, and when the next is due. */
  readonly pending: () => { readonly count: number; readonly next: Instant | undefined }
}

/** Asked to go back in time. */
export class ClockGoesForward extends RangeError {}

interface Due {
  readonly at: Instant
  readonly run: () => void
}

/**
 * A clock that begins at `startAt` and follows real time at `speed`.
 *
 * @throws ClockGoesForward (from `advanceTo`) when the time is in the past
 */
export const makeVirtualClock = (options: {
  readonly startAt: Instant
  readonly speed: number
  readonly realNow: () => number
}): VirtualClock => {
  const waiting: Array<Due> = []
  let current = options.startAt
  let speed = options.speed
  let followedAt = options.realNow()

  const advanceTo = (at: Instant): number => {
    if (at < current) throw new ClockGoesForward("The clock only goes forward")
    let count = 0
    for (let due = waiting[0]; due !== undefined && due.at <= at; due = waiting[0]) {
      waiting.shift()
      current = Math.max(current, due.at)
      due.run()
      count += 1
    }
    current = at
    followedAt = options.realNow()
    return count
  }

  const tick = (): number => {
    if (speed === 0) return advanceTo(current)
    return advanceTo(Math.max(current, Math.floor(current + (options.realNow() - followedAt) * speed)))
  }

  return {
    now: () => current,
    speed: () => speed,
    setSpeed: (next) => {
      tick()
      speed = next
    },
    schedule: (at, run) => {
      waiting.splice(firstLater(waiting, at), 0, { at, run })
    },
    advanceTo,
    tick,
    pending: () => ({ count: waiting.length, next: waiting[0]?.at })
  }
}

const firstLater = (waiting: ReadonlyArray<Due>, at: Instant): number => {
  let low = 0
  let high = waiting.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (waiting[middle]!.at <= at) low = middle + 1
    else high = middle
  }
  return low
}
