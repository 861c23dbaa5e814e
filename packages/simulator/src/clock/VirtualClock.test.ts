import { describe, expect, it } from "@effect/vitest"
import { laterBy } from "./isoDuration.ts"
import { ClockGoesForward, makeVirtualClock } from "./VirtualClock.ts"

const clockAt = (speed: number) => {
  let real = 0
  const clock = makeVirtualClock({ startAt: 1000, speed, realNow: () => real })
  return { clock, pass: (ms: number) => void (real += ms) }
}

describe("the virtual clock", () => {
  it("runs what is due in the order of time, then of scheduling, each at its own time", () => {
    const { clock } = clockAt(0)
    const seen: Array<string> = []
    const note = (name: string) => () => void seen.push(`${name}@${clock.now()}`)
    clock.schedule(3000, note("c"))
    clock.schedule(2000, note("a"))
    clock.schedule(2000, note("b"))
    clock.schedule(9000, note("never"))
    expect(clock.advanceTo(5000)).toBe(3)
    expect(seen).toEqual(["a@2000", "b@2000", "c@3000"])
    expect(clock.now()).toBe(5000)
    expect(clock.pending()).toEqual({ count: 1, next: 9000 })
  })

  it("runs what an event schedules, when that is due as well", () => {
    const { clock } = clockAt(0)
    const seen: Array<number> = []
    const again = (): void => {
      seen.push(clock.now())
      clock.schedule(clock.now() + 1000, again)
    }
    clock.schedule(2000, again)
    clock.advanceTo(4500)
    expect(seen).toEqual([2000, 3000, 4000])
  })

  it("never goes back, and runs what is past at once", () => {
    const { clock } = clockAt(0)
    expect(() => clock.advanceTo(999)).toThrow(ClockGoesForward)
    const seen: Array<number> = []
    clock.schedule(1, () => void seen.push(clock.now()))
    clock.tick()
    expect(seen).toEqual([1000])
  })

  it("follows real time by its speed, stands still at none, and goes on from where it was moved to", () => {
    const { clock, pass } = clockAt(60)
    pass(1000)
    clock.tick()
    expect(clock.now()).toBe(61_000)
    clock.advanceTo(100_000)
    pass(500)
    clock.tick()
    expect(clock.now()).toBe(130_000)
    clock.setSpeed(0)
    pass(10_000)
    clock.tick()
    expect(clock.now()).toBe(130_000)
  })
})

describe("durations", () => {
  it.each([
    ["P1D", "2026-01-15T12:00:00Z", "2026-01-16T12:00:00Z"],
    ["P1D", "2026-03-28T12:00:00Z", "2026-03-29T11:00:00Z"],
    ["P1D", "2026-10-24T12:00:00Z", "2026-10-25T13:00:00Z"],
    ["P1W", "2026-01-15T12:00:00Z", "2026-01-22T12:00:00Z"],
    ["P1DT1H", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"],
    ["PT24H", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"],
    ["PT1M30S", "2026-01-15T12:00:00Z", "2026-01-15T12:01:30Z"]
  ])("%s after %s", (duration, from, to) => {
    expect(laterBy(Date.parse(from), duration)).toBe(Date.parse(to))
  })

  it.each(["", "P", "PT", "P1DT", "1D", "P1M", "P-1D"])("refuses %s", (duration) => {
    expect(laterBy(0, duration)).toBe(undefined)
  })
})
