import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { energinet, Gln, Gsrn, gsrnOf } from "./index.ts"
import { checkDigit } from "./gs1.ts"

const accepts = (schema: Schema.Codec<string, string>, text: string): boolean =>
  Result.isSuccess(Schema.decodeUnknownResult(schema)(text))

const reason = (schema: Schema.Codec<string, string>, text: string): string => {
  const decoded = Schema.decodeUnknownResult(schema)(text)
  return Result.isFailure(decoded) ? String(decoded.failure.message) : "accepted"
}

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(""))

describe("a metering point's number", () => {
  it("is 18 digits of which the last is the check digit", () => {
    for (const known of ["571313100000012341", "571313999000000010", "571313180000000005"]) {
      assert.isTrue(accepts(Gsrn, known), known)
    }
  })

  it("is refused with what is wrong about it", () => {
    assert.match(reason(Gsrn, "571313100000012342"), /check digit 2, expected 1/)
    assert.match(reason(Gsrn, "57131310000001234"), /must be 18 digits, got "57131310000001234"/)
    assert.match(reason(Gsrn, "57131310000001234X"), /must be 18 digits/)
    assert.match(reason(Gsrn, " 71313100000012341"), /must be 18 digits/)
    assert.match(reason(Gsrn, "٥71313100000012341"), /must be 18 digits/)
  })

  it("shows every single wrong digit", () => {
    fc.assert(
      fc.property(digits(17), fc.nat(17), fc.integer({ min: 1, max: 9 }), (first17, at, shift) => {
        const gsrn = gsrnOf(first17)
        assert.isTrue(accepts(Gsrn, gsrn))
        const wrong = gsrn.slice(0, at) + String((Number(gsrn[at]) + shift) % 10) + gsrn.slice(at + 1)
        assert.isFalse(accepts(Gsrn, wrong))
      })
    )
  })
})

describe("a market participant's number", () => {
  it("is 13 digits of which the last is the check digit", () => {
    for (const known of [
      energinet,
      "5790001330552",
      "5790000705689",
      "5790000705184",
      "5790001089030",
      "5790000611003"
    ]) {
      assert.isTrue(accepts(Gln, known), known)
    }
    assert.match(reason(Gln, "5790000432753"), /GLN 5790000432753 has check digit 3, expected 2/)
    assert.match(reason(Gln, "579000043275"), /GLN must be 13 digits/)
  })
})

describe("a check digit", () => {
  it("brings the sum weighted 3, 1, 3 … from the right to a multiple of ten", () => {
    fc.assert(
      fc.property(digits(12), (before) => {
        const all = before + String(checkDigit(before))
        const sum = [...all].reverse().reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0)
        assert.strictEqual(sum % 10, 0)
      })
    )
  })
})
