import { assert, describe, it } from "@effect/vitest"
import { clip, covers, endOf, formatInstant, formatPeriod, gsrnOf, placeText } from "./index.ts"

const at = (text: string): number => Date.parse(text)

describe("a half-open stretch of time", () => {
  it("holds its beginning and not its end", () => {
    const period = { from: 10, to: 20 }
    assert.deepStrictEqual(
      [9, 10, 19, 20].map((instant) => covers(period, instant)),
      [false, true, true, false]
    )
    assert.isTrue(covers({ from: 10 }, Number.MAX_SAFE_INTEGER))
    assert.strictEqual(endOf({ from: 10 }), Number.POSITIVE_INFINITY)
  })

  it("is clipped to another; those that only touch do not meet", () => {
    assert.deepStrictEqual(clip({ from: 0, to: 15 }, { from: 10, to: 20 }), { from: 10, to: 15 })
    assert.deepStrictEqual(clip({ from: 12 }, { from: 10, to: 20 }), { from: 12, to: 20 })
    assert.isUndefined(clip({ from: 0, to: 10 }, { from: 10, to: 20 }))
    assert.isUndefined(clip({ from: 20 }, { from: 10, to: 20 }))
  })

  it("is written in UTC with seconds, open ends as …", () => {
    const from = at("2025-01-14T23:00:00Z")
    assert.strictEqual(formatInstant(from), "2025-01-14T23:00:00Z")
    assert.strictEqual(formatInstant(undefined), "…")
    assert.strictEqual(formatInstant(Number.POSITIVE_INFINITY), "…")
    for (const edge of [8.64e15, -8.64e15]) {
      assert.match(formatInstant(edge), /Z$/)
      assert.strictEqual(formatInstant(edge + Math.sign(edge)), "…")
    }
    assert.strictEqual(formatInstant(Number.NaN), "…")
    assert.strictEqual(formatPeriod({ from }), "2025-01-14T23:00:00Z/…")
  })

  it("is part of where a problem lies", () => {
    const gsrn = gsrnOf("57131310000001234")
    const period = { from: at("2025-01-14T23:00:00Z"), to: at("2025-01-15T23:00:00Z") }
    assert.strictEqual(
      placeText({ gsrn, charge: "spot DK1", ...period }),
      "metering point 571313100000012341, spot DK1, 2025-01-14T23:00:00Z/2025-01-15T23:00:00Z"
    )
    assert.strictEqual(
      placeText({ gsrn, from: period.from, to: Number.POSITIVE_INFINITY }),
      "metering point 571313100000012341, 2025-01-14T23:00:00Z/…"
    )
  })
})
