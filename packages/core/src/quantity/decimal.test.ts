import { assert, describe, it } from "@effect/vitest"
import { BigNumber } from "bignumber.js"
import * as fc from "fast-check"
import {
  dkkOfNano,
  dkkTextOfNano,
  kwhOf,
  kwhText,
  nanoFromDkk,
  nanoFromDkkPerMwh,
  nanoFromDkkText,
  textOfWhole,
  whFromKwh,
  whFromKwhText,
  wholeOfText
} from "./index.ts"

describe("kWh", () => {
  it("become whole Wh, from numbers and from text", () => {
    assert.deepStrictEqual([0.3, 0, 536870.911, 1.005, 0.001, -2.5].map(whFromKwh), [300, 0, 536870911, 1005, 1, -2500])
    assert.deepStrictEqual(
      ["0.300", "0", "12", "0.1", "-2.5", "1.2340000"].map(whFromKwhText),
      [300, 0, 12_000, 100, -2500, 1234]
    )
  })

  it("with more than three decimals are refused, never rounded", () => {
    for (const kwh of [0.0001, 1.2345, 0.1 + 0.2, Number.NaN, Number.POSITIVE_INFINITY, 1e300])
      assert.isUndefined(whFromKwh(kwh), String(kwh))
    for (const kwh of ["0.0001", "1,5", "", ".5", "1.", "+1", "1e3", "0x10", " 1", "--1", "12345678901234567.0"]) {
      assert.isUndefined(whFromKwhText(kwh), kwh)
    }
  })

  it("are never minus zero", () => {
    assert.isTrue(Object.is(whFromKwh(-0), 0))
    assert.isTrue(Object.is(whFromKwhText("-0.000"), 0))
  })

  it("come back as they went in", () => {
    fc.assert(
      fc.property(fc.integer(), (wh) => {
        assert.strictEqual(whFromKwhText(kwhText(wh)), wh)
        assert.strictEqual(whFromKwh(wh / 1000), wh)
        assert.strictEqual(kwhOf(wh).toFixed(3), kwhText(wh))
      })
    )
  })
})

describe("prices", () => {
  it("become whole nano-DKK, also from DKK per MWh", () => {
    assert.strictEqual(nanoFromDkk(0.106175), 106_175_000)
    assert.strictEqual(nanoFromDkkPerMwh(1043.229974), 1_043_229_974)
    assert.strictEqual(nanoFromDkkPerMwh(-314.37), -314_370_000)
    assert.strictEqual(nanoFromDkkText("15.166666"), 15_166_666_000)
    assert.strictEqual(nanoFromDkkText("-0.407717"), -407_717_000)
  })

  it("with more than nine decimals are refused", () => {
    assert.isUndefined(nanoFromDkkText("0.0000000001"))
    assert.isUndefined(nanoFromDkkPerMwh(0.1234567))
    assert.isUndefined(nanoFromDkk(0.1 + 0.2))
  })

  it("are written with six decimals, or nine where they are needed", () => {
    assert.strictEqual(dkkTextOfNano(106_175_000), "0.106175")
    assert.strictEqual(dkkTextOfNano(8_000_000), "0.008000")
    assert.strictEqual(dkkTextOfNano(1), "0.000000001")
    assert.strictEqual(dkkTextOfNano(-1_043_229_970), "-1.04322997")
    fc.assert(
      fc.property(fc.maxSafeInteger(), (nano) => {
        assert.isTrue(new BigNumber(dkkTextOfNano(nano)).eq(dkkOfNano(nano)))
        assert.strictEqual(nanoFromDkkText(dkkTextOfNano(nano)), nano)
      })
    )
  })
})

describe("decimal text", () => {
  it("of a whole number has always the same number of decimals", () => {
    assert.deepStrictEqual(
      [0, 5, -5, 12345].map((whole) => textOfWhole(whole, 3)),
      ["0.000", "0.005", "-0.005", "12.345"]
    )
    assert.strictEqual(textOfWhole(-7, 0), "-7")
    assert.strictEqual(textOfWhole(-12_345_678_901_234_567_890n, 2), "-123456789012345678.90")
  })

  it("and whole numbers are each other's inverse", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 12 }), (whole, decimals) => {
        assert.strictEqual(wholeOfText(textOfWhole(whole, decimals), decimals), whole)
      })
    )
  })
})
