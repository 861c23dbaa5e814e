import { textOfWhole, wholeOfText } from "@datahub-settlement/core"
import { Schema, SchemaTransformation } from "effect"

/** Decimal text as a whole number of its smallest unit; more decimals are refused, never rounded. */
const whole = (decimals: number, what: string) => {
  const expected = `${what} as decimal text with at most ${decimals} decimals`
  return Schema.String.check(Schema.makeFilter((text) => wholeOfText(text, decimals) !== undefined, { expected })).pipe(
    Schema.decodeTo(
      Schema.Number,
      SchemaTransformation.transform<number, string>({
        decode: (text) => wholeOfText(text, decimals)!,
        encode: (value) => textOfWhole(value, decimals)
      })
    )
  )
}

/** kWh, in whole Wh. */
export const Kwh = whole(3, "kWh")

/** DKK per kWh or month, in whole nano-DKK. */
export const Price = whole(9, "DKK")

/** DKK to pay, in whole øre. */
export const Amount = whole(2, "DKK")

/** A value for each local wall-clock hour, 0 to 23. */
export const byLocalHour = <S extends Schema.Codec<number, string>>(value: S) =>
  Schema.Array(value).check(
    Schema.makeFilter((values: ReadonlyArray<number>) => values.length === 24, {
      expected: "24 values, one for each local hour"
    })
  )
