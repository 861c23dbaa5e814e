import { describe, expect, it } from "@effect/vitest"
import { gsrnOf, LocalDate, MarketCalendar } from "../market/index.ts"
import { seriesOf } from "../testing/index.ts"
import { assembleReadings, type MeteringSeries, Quality } from "./index.ts"

const gsrn = gsrnOf("57131399900000001")
const day = MarketCalendar.dayPeriod(LocalDate.make("2026-01-15"))

describe("a registration that came many times", () => {
  it("is looked at once", () => {
    const copies = Array.from({ length: 20_000 }, (_, i) =>
      seriesOf({ gsrn, period: day, kwh: "0.300", messageId: `m-${i}` })
    )
    const { problems, sources, stretches } = assembleReadings(copies, gsrn, day)
    expect(sources.length).toBe(1)
    expect(problems).toEqual([])
    expect(stretches[0]!.quantitiesWh[23]).toBe(300)
  })

  it("still contradicts another value of the same registration", () => {
    const same = seriesOf({ gsrn, period: day, kwh: "0.300", messageId: "a" })
    const other = seriesOf({ gsrn, period: day, kwh: "0.400", messageId: "b" })
    const { problems } = assembleReadings([same, other, { ...same, messageId: "c" }], gsrn, day)
    expect(problems.map(({ _tag }) => _tag)).toEqual(["ContradictoryReadings"])
  })

  it("contradicts once what it came with, however often both of them came, and every other one", () => {
    const [a, b, c] = ["0.300", "0.400", "0.500"].map((kwh, i) =>
      seriesOf({ gsrn, period: day, kwh, messageId: `${i}` })
    )
    const pairs = (...series: ReadonlyArray<MeteringSeries>) =>
      assembleReadings(series, gsrn, day).problems.map(
        (problem) => problem._tag === "ContradictoryReadings" && problem.messageIds.join(" ")
      )
    expect(pairs(a!, b!, { ...b!, messageId: "8" }, { ...a!, messageId: "9" })).toEqual(["0 1"])
    expect(pairs(a!, b!, c!).sort()).toEqual(["0 1", "0 2", "1 2"])
  })

  it("contradicts one that says there is nothing, whichever is looked at first", () => {
    const value = seriesOf({ gsrn, period: day, kwh: "0", messageId: "m" })
    const nothing = (messageId: string) =>
      seriesOf({ gsrn, period: day, kwh: "0", quality: () => Quality.missing, messageId })
    for (const messageId of ["a", "z"]) {
      expect(assembleReadings([value, nothing(messageId)], gsrn, day).problems).toHaveLength(1)
    }
    expect(assembleReadings([nothing("a"), { ...nothing("b"), start: day.from }], gsrn, day).problems).toEqual([])
  })
})
