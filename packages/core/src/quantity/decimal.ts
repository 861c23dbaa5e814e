/*
 * Decimal numbers as whole multiples of a unit. A JSON number has been through binary floating point when we see it, so
 * the whole number is accepted only when dividing it back gives the very same double: text with more decimals than the
 * unit holds is refused, never rounded in silence.
 */

/** `value × perUnit` when that is a whole number that doubles hold exactly, otherwise `undefined`. */
export const wholeOf = (value: number, perUnit: number): number | undefined => {
  const whole = Math.round(value * perUnit)
  return whole / perUnit === value && Number.isSafeInteger(whole) ? whole + 0 : undefined
}

/** The same from decimal text (`"0.250"`, `"-12"`), read digit by digit. */
export const wholeOfText = (text: string, decimals: number): number | undefined => {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) return undefined
  const fraction = match[3] ?? ""
  if (/[1-9]/.test(fraction.slice(decimals))) return undefined
  const whole = Number(match[2]! + fraction.slice(0, decimals).padEnd(decimals, "0"))
  return Number.isSafeInteger(whole) ? (match[1] === "-" && whole !== 0 ? -whole : whole) : undefined
}

/** Decimal text of `whole / 10^decimals`, always with that many decimals. */
export const textOfWhole = (whole: number | bigint, decimals: number): string => {
  const negative = whole < 0
  const digits = String(negative ? -whole : whole).padStart(decimals + 1, "0")
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
  return negative ? `-${text}` : text
}
