import { describe, expect, it } from "@effect/vitest"
import { LocalDate, MarketCalendar } from "../market/index.ts"
import { gsrnOf } from "../market/index.ts"
import { seriesOf } from "../testing/index.ts"
import { assembleReadings } from "./index.ts"

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
})
